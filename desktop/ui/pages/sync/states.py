"""The three numbered states of a piece of work with a stick, the one it is in marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from desktop.ui.kit.icons import draw_icon
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Role, column, label, row, set_property
from desktop.ui.kit.words import Words


class States(QWidget):
    """ "1. … 2. … 3. …" in a line."""

    def __init__(self, words: Words, keys: Sequence[str]) -> None:
        super().__init__()
        self._labels: list[QLabel] = []
        line = row(gap=Space.XL)
        for at, key in enumerate(keys, start=1):
            each = label(f"State_{at}", words("first_run.head", number=at, title=words(key)))
            self._labels.append(each)
            line.addWidget(each)
        line.addStretch(1)
        self.setLayout(line)
        self.set_state(0)

    def set_state(self, at: int) -> None:
        for number, each in enumerate(self._labels):
            set_property(each, "role", (Role.STRONG if number == at else Role.MUTED).value)

    def state(self) -> int:
        """Which one is marked, from 0."""
        strong = [each.property("role") == Role.STRONG.value for each in self._labels]
        return strong.index(True)


class _Tick(QWidget):
    """A large tick in a circle."""

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
    """What can be read from two metres: it is done, and the stick may be pulled out."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._sentence = label(f"{name}Sentence", role=Role.FIGURE, wrap=True)
        self._detail = label(f"{name}Detail", role=Role.MUTED, wrap=True)
        inner = row(_Tick(), column(self._sentence, self._detail), gap=Space.L)
        inner.setStretch(1, 1)
        margins = (Space.XL, Space.XL, Space.XL, Space.XL)
        outer = column(margins=margins)
        outer.addLayout(inner)
        self.setLayout(outer)
        self.buttons = named(QWidget(), f"{name}Buttons")
        outer.addWidget(self.buttons)

    def say(self, sentence: str, detail: str) -> None:
        self._sentence.setText(sentence)
        self._detail.setText(detail)

    def texts(self) -> tuple[str, str]:
        return self._sentence.text(), self._detail.text()
