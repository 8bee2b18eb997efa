"""An error told in the page itself: what happened, whether the data is safe, what to do next."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from desktop.domain.errors import UserError
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Role, column, label
from desktop.ui.kit.words import Words


class ErrorLines(QFrame):
    """Three lines and a small number; hidden while there is nothing to tell."""

    def __init__(self, words: Words, name: str = "ErrorLines") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("notice", Tone.LATE.value)
        self._words = words
        self._what = label("ErrorWhat", role=Role.STRONG, wrap=True)
        self._safe = label("ErrorSafe", wrap=True)
        self._next = label("ErrorNext", wrap=True)
        self._number = label("ErrorNumber", role=Role.CAPTION)
        margins = (Space.M, Space.S, Space.M, Space.S)
        self.setLayout(column(self._what, self._safe, self._next, self._number, gap=0, margins=margins))
        self.hide()

    def tell(self, error: UserError) -> None:
        text = self._words.error(error)
        self._what.setText(text.what)
        self._safe.setText(text.safe)
        self._next.setText(text.next)
        self._number.setText(self._words("kit.error_number", number=text.number))
        self.show()

    def clear(self) -> None:
        self.hide()

    def lines(self) -> list[str]:
        """What is told now; nothing while hidden."""
        return [] if self.isHidden() else [self._what.text(), self._safe.text(), self._next.text()]
