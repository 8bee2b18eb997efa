"""What the four steps of the page have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Role, column, label
from desktop.ui.kit.words import Words
from desktop.ui.pages.importing.work import ImportWork


class Step(QWidget):
    """One step: it shows what the work has found, and says when it may go on.

    Signals:
        changed: the person answered something; ask :meth:`problem` again.
    """

    changed = Signal()

    def __init__(self, words: Words, work: ImportWork, key: str) -> None:
        super().__init__()
        self.setObjectName(f"Step_{key}")
        self.words = words
        self.work = work
        self.body = column(gap=Space.S)
        self.body.addWidget(label("StepText", words(f"importing.{key}.text"), Role.MUTED, wrap=True))
        self.setLayout(self.body)

    def begin(self) -> None:
        """It is shown now: show what the work has found."""

    def problem(self) -> str:
        """Why it may not go on yet; empty when it may."""
        return ""

    def add(self, *items: QWidget | QLayout, stretch: int = 0) -> None:
        for item in items:
            if isinstance(item, QWidget):
                self.body.addWidget(item, stretch)
            else:
                self.body.addLayout(item, stretch)
