"""Lines for the groups of a code, each ticked as soon as it is right, and cards that show one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from desktop.ui.kit.editor import Line
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space, Type, current_theme
from desktop.ui.kit.widgets import Role, column, label, row, set_property
from desktop.ui.kit.words import Words
from desktop.vault.recovery import GROUP_SIZE, GROUPS, GroupState, check_group

COLUMNS: Final = 4
DIGITS: Final = ("", *"0123456789")


def group_card(words: Words, place: int, group: str) -> QFrame:
    """One group of a code, large enough for bifocals."""
    card = named(QFrame(), "Card")
    number = label(f"CodeNumber_{place}", words("first_run.group", number=place + 1), Role.CAPTION)
    digits = label(f"Code_{place}", group, Role.FIGURE)
    digits.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    card.setLayout(column(number, digits, gap=0, margins=(Space.M, Space.XS, Space.M, Space.XS)))
    return card


class GroupLine(Line):
    """Takes digits only, six of them; what else is typed or pasted is left out."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.setObjectName(f"Group_{place}")
        self.setMaxLength(GROUP_SIZE)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setFont(current_theme().font(Type.SECTION))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # UniKey may turn digits into tone marks (VNI): only plain digits pass.
        if event.text().isprintable() and event.text() not in DIGITS:
            return
        super().keyPressEvent(event)


class CodeLines(QWidget):
    """Goes from group to group by itself.

    Attributes:
        lines: one for each group.

    Signals:
        typed: something was typed.
        entered: Enter in the last group.
    """

    typed = Signal()
    entered = Signal()

    def __init__(
        self, words: Words, check: Callable[[int, str], GroupState] = check_group, groups: int = GROUPS
    ) -> None:
        super().__init__()
        self._words = words
        self._check = check
        self.lines = [GroupLine(place) for place in range(groups)]
        self._marks = [label(f"Mark_{place}", role=Role.CAPTION) for place in range(groups)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(Space.S)
        for place, (line, mark) in enumerate(zip(self.lines, self._marks, strict=True)):
            head = label(f"GroupLabel_{place}", words("first_run.group", number=place + 1), Role.LABEL)
            line.setAccessibleName(head.text())
            cell = named(QFrame(), f"GroupCell_{place}")
            cell.setLayout(column(row(head, mark), line, gap=0))
            grid.addWidget(cell, place // COLUMNS, place % COLUMNS)
            line.textEdited.connect(self._typed)
            line.returnPressed.connect(self._next)
        for at in range(COLUMNS):
            grid.setColumnStretch(at, 1)
        self.setFocusProxy(self.lines[0])

    def text(self) -> str:
        """All groups as typed."""
        return " ".join(line.text() for line in self.lines)

    def wrong(self) -> list[int]:
        """The places, from 0, of the groups that are not right; the keyboard goes to the first of them."""
        places = [place for place in range(len(self.lines)) if self._state(place) is not GroupState.RIGHT]
        if places:
            self.lines[places[0]].setFocus()
            self.lines[places[0]].selectAll()
        return places

    def marks(self) -> list[str]:
        """What is said beside each group now."""
        return [mark.text() for mark in self._marks]

    def clear(self) -> None:
        """Let nothing of a code stay on the screen."""
        for line, mark in zip(self.lines, self._marks, strict=True):
            line.clear()
            mark.clear()
            set_property(line, "wrong", "false")

    def _state(self, place: int) -> GroupState:
        return self._check(place, self.lines[place].text())

    def look_again(self) -> None:
        """Tick every group anew: what it is checked against has changed."""
        for place in range(len(self.lines)):
            self._mark(place)

    def _typed(self) -> None:
        place = self.lines.index(self.sender())  # type: ignore[arg-type]  # only the lines are connected
        state = self._mark(place)
        self.typed.emit()
        if state is GroupState.RIGHT and place + 1 < len(self.lines):
            self.lines[place + 1].setFocus()
            self.lines[place + 1].selectAll()

    def _mark(self, place: int) -> GroupState:
        state = self._state(place)
        key = {GroupState.RIGHT: "first_run.right", GroupState.WRONG: "first_run.wrong"}.get(state)
        self._marks[place].setText(self._words(key) if key else "")
        role = Role.PROBLEM if state is GroupState.WRONG else Role.STRONG
        set_property(self._marks[place], "role", role.value)
        set_property(self.lines[place], "wrong", "true" if state is GroupState.WRONG else "false")
        return state

    def _next(self) -> None:
        place = self.lines.index(self.sender())  # type: ignore[arg-type]  # only the lines are connected
        if place + 1 < len(self.lines):
            self.lines[place + 1].setFocus()
        else:
            self.entered.emit()
