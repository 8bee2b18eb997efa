"""The figures of the period that runs, each a way into the rows it counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from desktop.i18n.figures import figure_text
from desktop.services.indicators import FigureRow
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Role, column, label
from desktop.ui.kit.words import Words


class FigureCard(QFrame):
    """One figure with its words, and what it was in the same period last year.

    Signals:
        opened: the code of the indicator.
    """

    opened = Signal(str)

    def __init__(self, row: FigureRow, words: Words) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._code = row.code
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        number = label("Figure", figure_text(row.this.value, words.language), Role.FIGURE)
        caption = label("FigureCaption", words.choice("indicator", row.code), Role.CAPTION, wrap=True)
        before = figure_text(row.last_year.value, words.language)
        base = label("FigureBase", words("today.last_year", figure=before), Role.CAPTION)
        self.setAccessibleName(f"{caption.text()}: {number.text()}; {base.text()}")
        self.setToolTip(words("figure.open"))
        inner = column(number, caption, base, gap=0, margins=(Space.M, Space.XS, Space.S, Space.S))
        inner.addStretch(1)
        self.setLayout(inner)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.opened.emit(self._code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._code)
            return
        super().keyPressEvent(event)


class Figures(QWidget):
    """A grid of figures, as many beside each other as there is room for.

    Signals:
        opened: the code of the indicator whose rows were asked for.
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

    def show_figures(self, rows: Sequence[FigureRow]) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [FigureCard(row, self._words) for row in rows]
        for card in self._cards:
            card.opened.connect(self.opened)
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
