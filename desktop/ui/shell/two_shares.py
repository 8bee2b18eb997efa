"""Two people type their shares of the recovery code, one after the other, each under the number of the sheet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.shell.choice_chips import ChoiceChips
from desktop.ui.shell.code_lines import CodeLines
from desktop.vault.recovery import GroupState
from desktop.vault.shares import MOST_PEOPLE, CodeShare, check_share


class ShareLines(QFrame):
    """The number of a sheet and its eight groups.

    Attributes:
        code: the lines for the groups.
    """

    def __init__(self, words: Words, at: int) -> None:
        super().__init__()
        self.setObjectName("Card")
        options = [(str(number), str(number)) for number in range(1, MOST_PEOPLE + 1)]
        self.number = ChoiceChips(f"ShareNumber_{at}", options, str(at + 1))
        self.code = named(CodeLines(words, self._state), f"Share_{at}")
        title = label(f"ShareTitle_{at}", words(f"shares.title.{at}"), Role.SECTION)
        asked = label(f"ShareNumberLabel_{at}", words("shares.number"), Role.LABEL)
        margins = (Space.L, Space.S, Space.L, Space.M)
        self.setLayout(column(title, row(asked, self.number, gap=Space.M), self.code, margins=margins))
        self.setFocusProxy(self.code)
        self.number.chosen.connect(self._renumbered)

    def wrong(self) -> list[int]:
        return self.code.wrong()

    def share(self) -> CodeShare:
        """What was typed; ask :meth:`wrong` first."""
        return CodeShare.parse(int(self.number.value()), self.code.text())

    def _state(self, place: int, text: str) -> GroupState:
        return check_share(int(self.number.value()), place, text)

    def _renumbered(self, _number: str) -> None:
        self.code.look_again()


class TwoShares(QWidget):
    """Both, under each other.

    Signals:
        typed: something was typed.
        entered: Enter in the last group of the second.
    """

    typed = Signal()
    entered = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("TwoShares")
        self._words = words
        self.parts = (ShareLines(words, 0), ShareLines(words, 1))
        self.problem = label("SharesProblem", role=Role.PROBLEM, wrap=True)
        self.problem.hide()
        self.setLayout(column(*self.parts, self.problem, gap=Space.M))
        self.setFocusProxy(self.parts[0])
        for part in self.parts:
            part.code.typed.connect(self._typed)
        self.parts[0].code.entered.connect(self.parts[1].setFocus)
        self.parts[1].code.entered.connect(self.entered)

    def ready(self) -> bool:
        """Whether both may be tried; if not, it is said what is missing."""
        for at, part in enumerate(self.parts):
            wrong = part.wrong()
            if wrong:
                groups = ", ".join(str(place + 1) for place in wrong)
                self.problem.setText(self._words(f"shares.wrong.{at}", groups=groups))
                self.problem.show()
                return False
        return True

    def shares(self) -> tuple[CodeShare, CodeShare]:
        """What was typed; ask :meth:`ready` first."""
        one, other = self.parts
        return one.share(), other.share()

    def clear(self) -> None:
        """Let nothing of a share stay on the screen."""
        self.problem.hide()
        for part in self.parts:
            part.code.clear()

    def _typed(self) -> None:
        self.problem.hide()
        self.typed.emit()
