"""Why a print pack is refused, beyond what holds for a bundle; the sentences are in ``translations/*/packs.json``."""

from desktop.domain.errors import UserError


class NotAPack(UserError):
    """The file is a bundle, and no print pack."""

    code = "not_a_pack"


class PackNewer(UserError):
    """A later version of the program made the print pack."""

    code = "pack_newer"


class PackExpired(UserError):
    """The day until which it opens is past. Fact: ``day``."""

    code = "pack_expired"


class PackOfOtherStation(UserError):
    """It comes from another unit than the one whose awards this file holds. Facts: ``station``, ``own``."""

    code = "pack_of_other_station"


class PackFromStranger(UserError):
    """It was made on a computer that is not known here: a person compares its digits first. Fact: ``digits``."""

    code = "pack_from_stranger"


class PackOpenedTwice(UserError):
    """Another computer was begun from the same print pack before: only the first one's results are taken."""

    code = "pack_opened_twice"
