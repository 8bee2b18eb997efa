"""After a bundle was refused as damaged: what is whole of it is read, and the slip for the rest is written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from desktop.domain.errors import UserError
from desktop.services import backups, salvage_slip, salvaging
from desktop.services.salvaging import Salvaged
from desktop.services.workspace import Workspace
from desktop.ui.kit.door import FileKind
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.tasks import Progress
from desktop.ui.kit.widgets import Button, Notice, Role
from desktop.ui.pages.sync.section import Section

Line: TypeAlias = tuple[str, Role]


class Tell(Protocol):
    """Shows how it ended; ``whole``: the bundle was taken in after all."""

    def __call__(self, sentence: str, lines: tuple[Line, ...], *, whole: bool) -> None: ...


_DAMAGED: Final = frozenset(
    {
        "bundle_changed",
        "bundle_not_a_bundle",
        "bundle_not_canonical",
        "bundle_part_damaged",
        "bundle_truncated",
        "bundle_unreadable",
    }
)
"""Refusals that a bad stick may be the reason of."""
_PDF: Final = FileKind("file.pdf", ("*.pdf",))
_MOST: Final = 5


class Salvager:
    """Stands beside the receiving of bundles.

    Attributes:
        offer: shown where a bundle may be damaged.
        slip_button: writes the slip that goes back with the stick.
    """

    def __init__(self, section: Section, tell: Tell) -> None:
        words = section.words
        self._section = section
        self._tell = tell
        self._path: Path | None = None
        self._found: Salvaged | None = None
        self.offer = Notice("SalvageOffer", Tone.DUE)
        self.offer.say(words("salvage.offer.text"))
        self.offer_button = self.offer.offer("salvage", words("salvage.offer"))
        self.slip_button = Button("SalvageSlip", words("salvage.slip"), icon_name="print")
        self.offer_button.clicked.connect(self._begin)
        self.slip_button.clicked.connect(self._save_slip)
        self.forget()

    def looking_at(self, path: Path) -> None:
        """A bundle is opened: what was found of another is put away."""
        self.forget()
        self._path = path

    def refused(self, error: UserError) -> None:
        """Offer to read what is whole, if that may be."""
        self.offer.setVisible(self._path is not None and error.code in _DAMAGED)

    def forget(self) -> None:
        self._path = self._found = None
        self.offer.hide()
        self.slip_button.hide()

    def _begin(self) -> None:
        if self._path is not None:
            self.offer.hide()
            work = partial(_salvage, self._section.context.workspace, self._path)
            self._section.run(work, self._done, "salvage.working")

    def _done(self, found: object) -> None:
        assert isinstance(found, Salvaged)
        words = self._section.words
        self._found = found
        if found.received is not None:
            told = words("salvage.taken.detail", station=found.station, count=found.received.new)
            self._tell(words("salvage.taken"), ((told, Role.TITLE),), whole=True)
            return
        missing = [
            words(
                "salvage.kept.missing",
                station=each.station,
                device=each.computer,
                first=each.first,
                last=each.last,
            )
            for each in found.missing[:_MOST]
        ]
        facts = {"station": found.station, "lost": found.lost, "parts": found.parts}
        self._tell(
            words("salvage.kept"),
            (
                (words("salvage.kept.detail", **facts), Role.TITLE),
                *((text, Role.BODY) for text in missing),
                (words("salvage.kept.codes", codes=" ".join(found.codes)), Role.STRONG),
                (words("salvage.kept.next"), Role.MUTED),
            ),
            whole=False,
        )
        self.slip_button.show()
        self.slip_button.setFocus()

    def _save_slip(self) -> None:
        context = self._section.context
        path = context.door.save_file("salvage.slip", context.words("salvage.slip.name"), [_PDF])
        if path is None or self._found is None:
            return
        try:
            salvage_slip.save_slip(context.workspace, self._found, path.with_suffix(".pdf"))
        except UserError as error:
            context.door.tell(error)


def _salvage(workspace: Workspace, path: Path, progress: Progress, /) -> Salvaged:
    backups.before_import(workspace, progress)
    return salvaging.salvage(workspace, path, progress)
