"""The six figures of the year, each a way into the rows it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from desktop.i18n.numbers import grouped
from desktop.services.today import Figure
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Role, column, label
from desktop.ui.kit.words import Words

REGISTERS: Final = {
    "groups": "group",
    "members": "member",
    "households": "household",
    "visits": "visit",
    "disputes": "dispute",
    "awards": "award",
}


class FigureCard(QFrame):
    """One figure with its words.

    Signals:
        opened: the name of the figure.
    """

    opened = Signal(str)

    def __init__(self, figure: Figure, words: Words) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._name = figure.name
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        number = label("Figure", grouped(figure.value, words.language), Role.FIGURE)
        caption = label("FigureCaption", words(f"figure.{figure.name}"), Role.CAPTION, wrap=True)
        self.setAccessibleName(f"{caption.text()}: {number.text()}")
        self.setToolTip(words("figure.open"))
        inner = column(number, caption, gap=0, margins=(Space.M, Space.XS, Space.S, Space.S))
        inner.addStretch(1)
        self.setLayout(inner)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.opened.emit(self._name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._name)
            return
        super().keyPressEvent(event)


class Figures(QWidget):
    """A grid of figures, as many beside each other as there is room for.

    Signals:
        opened: the register whose rows were asked for.
    """

    opened = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._cards: list[FigureCard] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.S)
        self._columns = 2

    def show_figures(self, figures: Sequence[Figure]) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [FigureCard(figure, self._words) for figure in figures]
        for card in self._cards:
            card.opened.connect(self._open)
        self._place()

    def set_columns(self, columns: int) -> None:
        if columns != self._columns:
            self._columns = columns
            self._place()

    def texts(self) -> list[str]:
        return [card.accessibleName() for card in self._cards]

    def _place(self) -> None:
        for at in range(6):
            self._grid.setColumnStretch(at, 1 if at < self._columns else 0)
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, at // self._columns, at % self._columns)

    def _open(self, name: str) -> None:
        self.opened.emit(REGISTERS[name])
