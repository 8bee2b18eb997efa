"""Columns of an old font as they are and as they become, for a person to read before the list goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QWidget

from desktop.services.importing import OpenedList
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import ElidedLabel, Notice, Role, column, label
from desktop.ui.kit.words import Words

_WIDEST: Final = 1000
_HEAD: Final = 180


class LettersView(QWidget):
    """What the letters of each column become.

    Signals:
        answered: whether the person has read them and says that they are right.
    """

    answered = Signal(bool)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._ask = Notice("LettersAsk", Tone.DUE)
        self._scroll = ScrollColumn(0, (0, 0, Space.S, 0))
        self._scroll.widget().setMaximumWidth(current_theme().px(_WIDEST))
        self._shown: list[ElidedLabel] = []
        self.accept = named(QCheckBox(words("importing.letters.accept")), "AcceptLetters")
        whole = column(self._ask, gap=Space.S)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self.accept)
        self.setLayout(whole)
        self.accept.clicked.connect(self.answered)
        self.setFocusProxy(self.accept)

    def show_list(self, opened: OpenedList, *, accepted: bool) -> None:
        fonts = ", ".join(dict.fromkeys(each.font for each in opened.converted))
        kind = self._words(f"importing.letters.{'table' if opened.pasted else 'file'}")
        self._ask.say(self._words("importing.letters.ask", kind=kind, fonts=fonts))
        self.accept.setChecked(accepted)
        self._scroll.clear()
        self._shown = []
        frame = named(QFrame(), "Columns")
        grid = QGridLayout(frame)
        grid.setContentsMargins(Space.XS, 0, 0, 0)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnMinimumWidth(0, current_theme().px(_HEAD))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._add(grid, [self._words(f"importing.{key}") for key in _HEADS], Role.LABEL)
        for each in opened.converted:
            for at, (before, after) in enumerate(each.samples):
                self._add(grid, [each.name if at == 0 else "", before, after])
        self._scroll.body.addWidget(frame)

    def texts(self) -> list[str]:
        """Everything that is shown of the columns, line by line."""
        return [each.full_text() for each in self._shown]

    def _add(self, grid: QGridLayout, texts: Sequence[str], role: Role = Role.BODY) -> None:
        line = grid.rowCount()
        for at, text in enumerate(texts):
            if role is Role.LABEL:
                grid.addWidget(label("LettersHead", text, role), line, at)
            else:
                shown = Role.STRONG if at == 2 else Role.MUTED if at == 1 else Role.BODY
                self._shown.append(ElidedLabel("Letters", text, shown))
                grid.addWidget(self._shown[-1], line, at)


_HEADS: Final = ("columns.head", "letters.before", "letters.after")
