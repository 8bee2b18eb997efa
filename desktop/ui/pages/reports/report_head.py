"""The top of a report: its period and state, the next deed, and what else may be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.kit.details import Chip
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Role, column, row
from desktop.ui.kit.words import Words

NEXT = "Ctrl+N"
PAPER = "paper"
"""In place of a deed where there is none left: the paper."""


class ReportHead(QWidget):
    """What is said of a report, and its buttons.

    Signals:
        deed_asked: the name of a deed, or :data:`PAPER`.
    """

    deed_asked = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("ReportHead")
        self._words = words
        self._title = ElidedLabel("ReportTitle", role=Role.SECTION)
        self._chip: Chip | None = None
        self._said = ElidedLabel("ReportSaid", role=Role.CAPTION)
        self.primary = Button("NextDeed", look=Look.PRIMARY)
        self._deed = ""
        self._others: list[Button] = []
        self._top: QHBoxLayout = row(self._title, self.primary)
        self._top.setStretch(0, 1)
        self._below: QHBoxLayout = row(self._said)
        self._below.setStretch(0, 1)
        self._second = QWidget()
        self._second.setLayout(self._below)
        self.setLayout(column(self._top, self._second, gap=Space.XS))
        self.primary.clicked.connect(self._primary)

    def show_title(self, title: str, chip: tuple[Tone, str], said: str) -> None:
        self._title.set_full_text(title)
        if self._chip is not None:
            self._top.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
        self._chip = Chip(*chip)
        self._top.insertWidget(1, self._chip)
        self._said.set_full_text(said)

    def title(self) -> str:
        return self._title.full_text()

    def chip(self) -> str:
        """The words of the state."""
        return self._chip.text if self._chip is not None else ""

    def said(self) -> str:
        return self._said.full_text()

    def show_deeds(self, following: str | None, others: Sequence[str], *, exists: bool) -> None:
        """The next deed is the one filled button; where none is left, the way to the paper is."""
        self._deed = following or (PAPER if exists else "")
        self.primary.setVisible(bool(self._deed))
        if self._deed:
            text = self._words(f"reports.deed.{self._deed}")
            keys = QKeySequence(NEXT).toString(QKeySequence.SequenceFormat.NativeText)
            self.primary.setText(text)
            self.primary.setToolTip(f"{text} ({keys})")
        for button in self._others:
            self._below.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._others = []
        for name in others:
            button = Button(f"Deed_{name}", self._words(f"reports.deed.{name}"), look=Look.LINK, small=True)
            button.clicked.connect(self._other)
            self._below.addWidget(button)
            self._others.append(button)
        self._second.setVisible(bool(self._others or self.said()))

    def _primary(self) -> None:
        if self._deed:
            self.deed_asked.emit(self._deed)

    def _other(self) -> None:
        self.deed_asked.emit(self.sender().objectName().removeprefix("Deed_"))
