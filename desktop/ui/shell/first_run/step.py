"""One question of the first run."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Role, label
from desktop.ui.kit.words import Words


class Step(QWidget):
    """A question with its answer's fields; Enter in the last field goes on.

    Attributes:
        number: which of the five steps it belongs to, from 1.
        may_skip: it can be answered later; it then becomes something to do on the first page.

    Signals:
        entered: the person is done with its fields.
    """

    entered = Signal()
    number = 0
    may_skip = False

    def __init__(self, words: Words, key: str) -> None:
        super().__init__()
        self.setObjectName(f"Step_{key}")
        self.words = words
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(Space.S)
        self.body.addWidget(label("StepTitle", words(f"first_run.{key}.title"), Role.TITLE, wrap=True))
        self.body.addWidget(label("StepText", words(f"first_run.{key}.text"), Role.MUTED, wrap=True))

    def begin(self) -> None:
        """It is shown now: put the keyboard where the answer starts."""

    def accept(self) -> bool:
        """Whether the answer is sound; if not, the page says what is missing."""
        return True

    def add(self, *items: QWidget | QLayout) -> None:
        for item in items:
            if isinstance(item, QWidget):
                self.body.addWidget(item)
            else:
                self.body.addLayout(item)
