"""The level above attests who is in charge of a unit below; that unit reads it. Both are asked for on one page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.base.text import fold
from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.services import attesting
from desktop.services.attesting import ENDING, Attested
from desktop.services.views import Hit
from desktop.ui.kit.door import FileKind, Input, Question
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.paper_taking import PaperTaking

_FILE: Final = FileKind("attesting.file", (f"*{ENDING}",))


class AttestingDeeds(QObject):
    """Asks, signs and writes; or chooses a file and proves it.

    Signals:
        made: what is said of one that was signed.
    """

    made = Signal(str)

    def __init__(self, context: PageContext, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._taking = PaperTaking(context, page)

    def make(self) -> None:
        """Ask who it is, sign it, write the file where the person says, and show the paper."""
        workspace, door, words = self._context.workspace, self._context.door, self._context.words
        names = ("person", "title", "document", "leaving")
        inputs = (
            Input("station", "attesting.station", Kind.REF, required=True, to="station", choices=self._units),
            *(Input(name, f"attesting.{name}", required=name != "leaving") for name in names),
            Input("on", "attesting.on", Kind.DAY, required=True, value=workspace.today().isoformat()),
        )
        answers = door.ask(Question("attesting.ask", inputs=inputs))
        if answers is None:
            return
        said = {name: str(answers[name] or "") for name in ("station", *names)}
        on = answers["on"]
        try:
            signed = attesting.attest(
                workspace, **said, on=date.fromisoformat(on) if isinstance(on, str) else None
            )
            path = door.save_file("attesting.save", f"{signed.unit}{ENDING}", [_FILE])
            if path is None:
                return
            attesting.save(workspace, signed, path.with_suffix(ENDING))
            self._taking.show_paper(attesting.paper(workspace, signed))
        except UserError as error:
            door.tell(error)
            return
        self.made.emit(words("attesting.saved", person=signed.person))

    def read(self) -> Attested | None:
        """The file that the person chooses, proven; None where there is none or it is not proven."""
        door = self._context.door
        path = door.choose_file("attesting.open", [_FILE])
        if path is None:
            return None
        try:
            return attesting.read(self._context.workspace, path)
        except UserError as error:
            door.tell(error)
            return None

    def _units(self, _register: str, text: str) -> Sequence[Hit]:
        return [
            Hit("station", each.station, each.name, "")
            for each in attesting.stations(self._context.workspace)
            if fold(text) in fold(each.name)
        ]
