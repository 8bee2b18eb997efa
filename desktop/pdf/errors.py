"""What a person can mend about paper: a layout file, an emblem, a text that does not fit."""

from __future__ import annotations

from desktop.domain.errors import UserError


class LayoutError(UserError):
    """A layout file is refused. Facts: ``file`` (its name), ``line``, counted from 1, and what the subclass adds."""


class LayoutNotFound(LayoutError):
    """There is no readable file at that place."""

    code = "layout_not_found"


class LayoutNotReadable(LayoutError):
    """The file breaks the rules of its notation. Facts: ``line``, counted from 1."""

    code = "layout_not_readable"


class LayoutMissing(LayoutError):
    """A part that must be there is not. Facts: ``field``, the path to it."""

    code = "layout_missing"


class LayoutUnknown(LayoutError):
    """A part has a name that this version does not know, most often a slip. Facts: ``field``."""

    code = "layout_unknown"


class LayoutWrongValue(LayoutError):
    """A value is of the wrong kind or out of range. Facts: ``field``, ``value``, ``allowed``."""

    code = "layout_wrong_value"


class LayoutTwice(LayoutError):
    """The same line is placed twice for one kind of recipient. Facts: ``field``."""

    code = "layout_twice"


class LayoutOffPage(LayoutError):
    """A block reaches over the edge of the paper. Facts: ``field``, ``page``."""

    code = "layout_off_page"


class NothingToPrint(UserError):
    """A print was asked for without one certificate."""

    code = "nothing_to_print"


class EmblemNotReadable(UserError):
    """The unit's picture is not a PNG or JPEG picture, or is too large."""

    code = "emblem_not_readable"


class CardTooFull(UserError):
    """A text does not fit on a card even in small letters. Facts: ``name``, of whom it is."""

    code = "card_too_full"


class ScanNotReadable(UserError):
    """The scan of a blank is not a PNG or JPEG picture, or is too large."""

    code = "scan_not_readable"
