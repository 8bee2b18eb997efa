"""The three numbered states of a piece of work with a stick, and the last one to be read from two metres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.icons import draw_icon
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, Type, current_theme
from desktop.ui.kit.widgets import Role, column, label, row, set_property
from desktop.ui.kit.words import Words
from desktop.ui.pages.sync.section import empty

_ARROW: Final = "→"
_TICK: Final = "✓"


class States(QWidget):
    """Numbered states in a line: the one that holds is bold, those behind it carry a tick."""

    def __init__(self, words: Words, keys: Sequence[str]) -> None:
        super().__init__()
        self._titles = [words(key) for key in keys]
        self._labels: list[QLabel] = []
        self._at = 0
        line = FlowLayout(self, gap=Space.S)
        for at in range(len(keys)):
            if at:
                line.addWidget(label("StateArrow", _ARROW, Role.MUTED))
            each = label(f"State_{at + 1}", self._title(at))
            # A label that grows when it turns bold would push the others about.
            each.setMinimumWidth(_widest(self._titles[at]))
            self._labels.append(each)
            line.addWidget(each)
        self.set_state(0)

    def set_state(self, at: int) -> None:
        """Counted from 0; one past the last leaves all of them behind."""
        self._at = at
        for number, each in enumerate(self._labels):
            set_property(each, "role", (Role.STRONG if number == at else Role.MUTED).value)
            each.setText(self._title(number))

    def call(self, at: int, title: str) -> None:
        """Name a state otherwise than at first, counted from 0."""
        self._titles[at] = title
        self._labels[at].setMinimumWidth(_widest(title))
        self.set_state(self._at)

    def state(self) -> int:
        """Which one holds, from 0."""
        return self._at

    def texts(self) -> list[str]:
        return [each.text() for each in self._labels]

    def _title(self, at: int) -> str:
        mark = _TICK if at < self._at else str(at + 1)
        return f"{mark} {self._titles[at]}"


def _widest(title: str) -> int:
    bold = QFontMetrics(current_theme().font(Type.BODY, QFont.Weight.DemiBold))
    return bold.horizontalAdvance(f"{_TICK} {title}") + Space.XS


class BigTick(QWidget):
    """A tick in a circle, to be seen from the other side of the desk."""

    def __init__(self) -> None:
        super().__init__()
        side = current_theme().px(72)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        pair = current_theme().colours.chips[Tone.DONE]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(pair.paper))
        painter.drawEllipse(self.rect())
        inset = self.width() / 5
        draw_icon(painter, "check", pair.ink, self.rect().toRectF().adjusted(inset, inset, -inset, -inset))
        painter.end()


class DonePane(QFrame):
    """A big tick beside large words, and quieter lines under them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._name = name
        self._sentence = label(f"{name}Sentence", role=Role.FIGURE, wrap=True)
        self._lines = column(gap=Space.XS)
        self._texts: list[str] = []
        head = row(BigTick(), self._sentence, gap=Space.L)
        head.setStretch(1, 1)
        self.setLayout(column(head, self._lines, gap=Space.M, margins=(Space.XL, Space.L, Space.XL, Space.L)))

    def say(self, sentence: str, *lines: tuple[str, Role]) -> None:
        """Lines without words are left out."""
        self._sentence.setText(sentence)
        empty(self._lines)
        told = [each for each in lines if each[0]]
        for at, (text, role) in enumerate(told):
            self._lines.addWidget(label(f"{self._name}_{at}", text, role, wrap=True))
        self._texts = [sentence, *(text for text, _ in told)]

    def texts(self) -> list[str]:
        """The large words, then the lines; nothing while hidden."""
        return [] if self.isHidden() else list(self._texts)
