"""A new password typed twice, with what is wrong with it beside each line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.password import PasswordBox
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Role, column, label
from desktop.ui.kit.words import Words
from desktop.vault.passwords import check_new_password


class NewPassword(QWidget):
    """Two boxes under each other.

    Attributes:
        first, again: the boxes.

    Signals:
        entered: Enter in the second one.
    """

    entered = Signal()

    def __init__(self, name: str, words: Words) -> None:
        super().__init__()
        self.setObjectName(name)
        self._words = words
        self.first = PasswordBox(f"{name}First", words)
        self.again = PasswordBox(f"{name}Again", words)
        self._problem = label(f"{name}Problem", role=Role.PROBLEM, wrap=True)
        self._problem.hide()
        self.setLayout(
            column(
                label(f"{name}FirstLabel", words("administration.users.password"), Role.LABEL),
                self.first,
                label(f"{name}AgainLabel", words("administration.users.again"), Role.LABEL),
                self.again,
                self._problem,
                gap=Space.XS,
            )
        )
        self.setFocusProxy(self.first)
        self.first.entered.connect(self.again.setFocus)
        self.again.entered.connect(self.entered)

    def text(self) -> str:
        return self.first.text()

    def problem(self) -> str:
        """What is told now; nothing while hidden."""
        return "" if self._problem.isHidden() else self._problem.text()

    def accept(self) -> bool:
        """Whether it may be taken; else what is wrong is told, and the keyboard is where it is put right."""
        wrong = check_new_password(self.first.text())
        if wrong:
            self._tell(self._words(f"password.problem.{wrong[0].value}"))
            self.first.setFocus()
        elif self.first.text() != self.again.text():
            self._tell(self._words("administration.users.different"))
            self.again.setFocus()
        else:
            self._tell("")
            return True
        return False

    def clear(self) -> None:
        """Let nothing of a password stay longer than the form is shown."""
        self.first.clear()
        self.again.clear()
        self._tell("")

    def _tell(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
