"""The table of figures: numbers under each other, typed ones in another colour, parts set in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.services.indicators import FigureRow
from desktop.ui.kit.columns import in_two_lines
from desktop.ui.kit.icons import draw_icon
from desktop.ui.kit.rows import Index
from desktop.ui.kit.table import Header
from desktop.ui.kit.theme import Space, Type, current_theme
from desktop.ui.kit.words import Words
from desktop.ui.pages.reports.figure_model import COLUMNS, Column, FigureModel, figure_of

_OPENS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDTHS: Final[Mapping[Column, int]] = {
    Column.UNIT: 84,
    Column.THIS: 72,
    Column.BEFORE: 72,
    Column.LAST_YEAR: 84,
    Column.CHANGE: 132,
    Column.TO_DATE: 84,
    Column.TARGET: 92,
    Column.NOTE: 112,
}
_LEFT_OUT: Final = (Column.NOTE, Column.UNIT)
"""Where there is no room, these go first: the cells are marked all the same."""

_MARK: Final = 12
_INDICATOR: Final = 280
"""The least room for the words of an indicator."""


class FigureDelegate(QStyledItemDelegate):
    """Draws a cell: headings in bold across the line, numbers to the right, what was typed in the accent colour."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, FigureModel)
        theme = current_theme()
        colours = theme.colours
        column, row = COLUMNS[index.column()], model.row(index.row())
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        state = option.state  # type: ignore[attr-defined]  # as above
        painter.save()
        if row is None:
            painter.fillRect(rect, QColor(colours.ground))
        elif state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.selected))
        painter.setPen(QColor(colours.divider))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(theme.font(Type.BODY, QFont.Weight.DemiBold if row is None else QFont.Weight.Normal))
        painter.setPen(QColor(self._ink(row, column)))
        inside = rect.adjusted(Space.S, 0, -Space.S, -1)
        if row is not None and row.part is not None and column is Column.INDICATOR:
            inside.setLeft(inside.left() + Space.L)
        self._mark(painter, row, column, inside)
        flags = model.data(index, Qt.ItemDataRole.TextAlignmentRole)
        assert isinstance(flags, Qt.AlignmentFlag)
        text = painter.fontMetrics().elidedText(
            model.text(index.row(), column), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, int(flags.value), text)
        if state & QStyle.StateFlag.State_HasFocus and row is not None:
            painter.setPen(QColor(colours.focus))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _mark(self, painter: QPainter, row: FigureRow | None, column: Column, inside: QRect) -> None:
        """A pen beside what was typed, half a disc beside what lacks days, so that colour is not all that tells."""
        figure = figure_of(row, column) if row is not None else None
        if figure is None or not (figure.typed or figure.partial):
            return
        theme = current_theme()
        size = theme.px(_MARK)
        spot = QRect(inside.left(), inside.center().y() - size // 2, size, size)
        ink = theme.colours.accent if figure.typed else theme.colours.muted
        draw_icon(painter, "edit" if figure.typed else "half", ink, spot.toRectF())

    def _ink(self, row: FigureRow | None, column: Column) -> str:
        colours = current_theme().colours
        figure = figure_of(row, column) if row is not None else None
        if figure is not None and figure.typed:
            return colours.accent
        quiet = row is not None and (row.part is not None or column in (Column.UNIT, Column.NOTE))
        return colours.muted if quiet or (figure is not None and figure.value is None) else colours.text


class FigureTable(QTableView):
    """Figures of a period.

    Signals:
        opened: (an indicator's row, the :class:`Column`) whose records a person wants to see.
    """

    opened = Signal(object, object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("FigureTable")
        self.figures = FigureModel(words)
        self.figures.setParent(self)
        self.setModel(self.figures)
        self._header = Header(self)
        self._header.setObjectName("FigureHeader")
        self.setHorizontalHeader(self._header)
        self.setItemDelegate(FigureDelegate(self))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(words("nav.tab.figures"))
        self.doubleClicked.connect(self._open)
        self._dress()

    def show_rows(self, rows: list[FigureRow]) -> None:
        """Show these; the cell that was current stays so where it is still there."""
        before = self.currentIndex()
        current = self.figures.row(before.row()) if before.isValid() else None
        column = before.column() if before.isValid() else COLUMNS.index(Column.THIS)
        self.clearSpans()
        self.figures.show(rows)
        for at in self.figures.headings():
            self.setSpan(at, 0, 1, len(COLUMNS))
        place = self.figures.place(current.code, current.part) if current is not None else None
        if rows:
            self.setCurrentIndex(self.figures.index(1 if place is None else place, column))
        self._fit()

    def lines(self) -> list[list[str]]:
        """Every line as it is shown."""
        return [
            [self.figures.text(at, column) for column in COLUMNS] for at in range(self.figures.rowCount())
        ]

    def go_to(self, code: str, column: Column, part: str | None = None) -> None:
        """Make the cell of an indicator current."""
        place = self.figures.place(code, part)
        if place is not None:
            self.setCurrentIndex(self.figures.index(place, COLUMNS.index(column)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _open(self, index: Index) -> None:
        row = self.figures.row(index.row()) if index.isValid() else None
        if row is not None:
            self.opened.emit(row, COLUMNS[index.column()])

    def _dress(self) -> None:
        theme = current_theme()
        self.verticalHeader().setMinimumSectionSize(theme.row_height)
        self.verticalHeader().setDefaultSectionSize(theme.row_height)

    def _title(self, column: Column) -> str:
        return str(self.figures.headerData(COLUMNS.index(column), Qt.Orientation.Horizontal))

    def _fit(self) -> None:
        """The columns of numbers are as wide as they need, the words take the rest, and notes what they need."""
        theme = current_theme()
        metrics = QFontMetrics(theme.font(Type.BODY))
        widths = {}
        for column, least in _WIDTHS.items():
            texts = [self.figures.text(at, column) for at in range(self.figures.rowCount())]
            need = max((metrics.horizontalAdvance(each) for each in texts), default=0) + 2 * Space.S + 2
            head = in_two_lines(self._title(column), self._header.fontMetrics().horizontalAdvance)
            widths[column] = max(theme.px(least), head, need if column is not Column.NOTE else 0)
        room, least = self.viewport().width(), theme.px(_INDICATOR)
        for column in _LEFT_OUT:
            gone = room - sum(widths.values()) < least
            self.setColumnHidden(COLUMNS.index(column), gone)
            if gone:
                del widths[column]
        widths[Column.INDICATOR] = max(least, room - sum(widths.values()))
        for column, width in widths.items():
            self._header.resizeSection(COLUMNS.index(column), width)
        self.updateGeometries()
