"""The computers of a folder of key files, each ticked when its digits were compared; sheets for a training day."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from desktop.domain.paper import A4_MM
from desktop.pdf.render import page_count, render_page
from desktop.services.devices import Enrolled
from desktop.services.enrolment import KeyFolder
from desktop.ui.kit.details import Chip
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, line, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.sync.section import empty
from desktop.ui.shell.printing import Paper


class KeyList(QFrame):
    """One computer to a line: unit, digits, and a button for who has compared them.

    Signals:
        compared: the :class:`~desktop.services.devices.Enrolled` whose digits are equal.
    """

    compared = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._words = words
        self._found: tuple[Enrolled, ...] = ()
        self._done: set[str] = set()
        self._rows = column(gap=Space.XS, margins=(Space.L, Space.S, Space.L, Space.S))
        self.setLayout(self._rows)
        self.hide()

    @property
    def found(self) -> tuple[Enrolled, ...]:
        return self._found

    def show_folder(self, read: KeyFolder) -> None:
        self._found = read.found
        self._done = {each.device for each in read.found if each.known}
        self._refused = [(each.name, each.error) for each in read.refused]
        self._fill()
        self.show()

    def tick(self, device: str) -> None:
        """Its digits were found equal, and it is enrolled."""
        self._done.add(device)
        self._fill()

    def clear(self) -> None:
        self._found, self._done, self._refused = (), set(), []
        self.hide()

    def texts(self) -> list[tuple[str, bool]]:
        """Unit of each, and whether it is enrolled."""
        return [(each.station_name, each.device in self._done) for each in self._found]

    def _fill(self) -> None:
        empty(self._rows)
        words = self._words
        told = words("training.found", count=len(self._found), done=len(self._done))
        self._rows.addWidget(label("FolderTold", told, Role.SECTION, wrap=True))
        self._rows.addWidget(label("FolderText", words("training.compare"), Role.MUTED, wrap=True))
        for at, each in enumerate(self._found):
            self._rows.addWidget(line())
            self._rows.addWidget(self._row(each, at))
        for name, error in self._refused:
            self._rows.addWidget(line())
            why = words(f"error.{error.code}.what", **error.facts)
            text = words("training.refused", file=name, why=why)
            self._rows.addWidget(label("FolderRefused", text, Role.PROBLEM, wrap=True))

    def _row(self, each: Enrolled, at: int) -> QFrame:
        name = label("KeyUnit", each.station_name, Role.STRONG, wrap=True)
        digits = label("KeyDigits", each.fingerprint, Role.BODY)
        digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        parts = [column(name, digits, gap=0)]
        if each.known_as is not None:
            warning = self._words("training.known_as", name=each.known_as)
            parts.append(column(label("KeyKnownAs", warning, Role.PROBLEM, wrap=True)))
        made = QFrame()
        whole = row(column(*parts, gap=0), gap=Space.M)
        whole.setStretch(0, 1)
        if each.device in self._done:
            whole.addWidget(Chip(Tone.DONE, self._words("training.done")))
        else:
            button = Button(f"Compared_{at}", self._words("training.equal"), look=Look.SECONDARY, small=True)
            button.clicked.connect(self._clicked)
            whole.addWidget(button)
        made.setLayout(column(whole, margins=(0, Space.S, 0, Space.S)))
        return made

    def _clicked(self) -> None:
        at = int(self.sender().objectName().rpartition("_")[2])
        self.compared.emit(self._found[at])


def sheets_for_printer(pdf: bytes, title: str) -> Paper:
    return Paper(title, page_count(pdf), partial(render_page, pdf), *A4_MM)
