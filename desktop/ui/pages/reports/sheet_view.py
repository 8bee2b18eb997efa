"""The sheet of a form on the screen: merged cells as one, cells with figures marked by a sign and a colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.domain.form_words import Place, Sheet, is_blank
from desktop.ui.kit.icons import draw_icon
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.rows import Index
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.words import Words
from desktop.ui.pages.reports.sheet_model import Mark, SheetModel, State

_ROW: Final = 32
_NARROWEST: Final = 72
_HEAD: Final = 92
_WIDEST: Final = 280
_SIGN: Final = 14
_MEASURED: Final = 500
"""Rows by whose words columns and rows are measured."""
_HEADS: Final = 3
"""A column with more words than a head has lines is one of words."""
_WORDS: Final = 40
_MOST_SPANS: Final = 2_000
_LINES: Final = 5
_WRAPPED: Final = Qt.TextFlag.TextWordWrap

_SIGNS: Final = {
    State.POINTED: "check",
    State.PROPOSED: "half",
    State.TROUBLE: "warning",
    State.LOCKED: "lock",
}
_TONES: Final = {State.POINTED: Tone.DONE, State.PROPOSED: Tone.INFO, State.TROUBLE: Tone.LATE}
_OPENS: Final = (Qt.Key.Key_F4, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SheetDelegate(QStyledItemDelegate):
    """Draws a cell: its ground, its sign, its words, and a frame where the keyboard is."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, SheetModel)
        theme = current_theme()
        colours = theme.colours
        place = (index.row(), index.column())
        mark = model.mark(place)
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        state = option.state  # type: ignore[attr-defined]  # as above
        painter.save()
        paper, ink = self._colours(mark)
        painter.fillRect(rect, QColor(paper))
        painter.setPen(QColor(colours.divider))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if mark is not None and mark.state is State.PROPOSED:
            painter.setPen(QPen(QColor(ink), 1, Qt.PenStyle.DashLine))
            painter.drawRect(rect.adjusted(1, 1, -3, -3))
        inside = rect.adjusted(Space.S, 0, -Space.S, -1)
        if mark is not None and mark.state in _SIGNS:
            size = theme.px(_SIGN)
            spot = QRectF(inside.left() - 2, inside.center().y() - size / 2 + 1, size, size)
            draw_icon(painter, _SIGNS[mark.state], ink, spot)
            inside.setLeft(inside.left() + size + Space.XS)
        painter.setFont(theme.font())
        painter.setPen(QColor(ink))
        flags = model.data(index, Qt.ItemDataRole.TextAlignmentRole)
        assert isinstance(flags, Qt.AlignmentFlag)
        self._write(painter, inside, flags, model.text(place))
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(colours.focus), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _write(self, painter: QPainter, inside: QRect, flags: Qt.AlignmentFlag, text: str) -> None:
        """In as many lines as there is room for; more is left to the tooltip."""
        metrics = painter.fontMetrics()
        room = max(inside.height() // metrics.lineSpacing(), 1)
        box = metrics.boundingRect(QRect(0, 0, inside.width(), 10_000), int(_WRAPPED), text)
        if room == 1 or box.height() > room * metrics.lineSpacing():
            text = metrics.elidedText(
                text, Qt.TextElideMode.ElideRight, inside.width() * room - metrics.height() * (room - 1)
            )
        painter.drawText(inside, int(flags.value) | (int(_WRAPPED) if room > 1 else 0), text)

    def _colours(self, mark: Mark | None) -> tuple[str, str]:
        colours = current_theme().colours
        if mark is None:
            return colours.surface, colours.text
        if mark.state in _TONES:
            pair = colours.chips[_TONES[mark.state]]
            return pair.paper, pair.ink
        return colours.ground, colours.muted


class SheetView(QTableView):
    """A sheet in which one cell is current.

    Signals:
        moved: another cell is current.
        asked: the person wants to choose a figure for it (F4, Enter, double click).
        cleared: the person wants none in it (Delete).
    """

    moved = Signal()
    asked = Signal()
    cleared = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("FormSheet")
        self.setAccessibleName(words("forms.sheet"))
        self.cells = SheetModel()
        self.cells.setParent(self)
        self.setModel(self.cells)
        self.setItemDelegate(SheetDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._double_clicked)

    def show_sheet(self, sheet: Sheet, *, letters: bool) -> None:
        """Show another sheet, or another version of it; the first cell is current."""
        self.clearSpans()
        self.cells.show(sheet, letters=letters)
        for place, rows, columns in islice(spans(sheet), _MOST_SPANS):
            self.setSpan(*place, rows, columns)
        self._measure()
        if sheet.rows:
            self.go_to((0, 0))

    def set_marks(self, marks: Mapping[Place, Mark]) -> None:
        """What is known of the cells now; a column gives way to a figure that is longer than its head."""
        self.cells.set_marks(marks)
        theme = current_theme()
        metrics = QFontMetrics(theme.font())
        beside = theme.px(_SIGN) + Space.XS + 2 * Space.S + 2
        for (_, column), mark in marks.items():
            need = metrics.horizontalAdvance(mark.text or "") + beside
            if column < self.cells.columnCount() and need > self.columnWidth(column):
                self.horizontalHeader().resizeSection(column, min(need, theme.px(_WIDEST)))

    def place(self) -> Place | None:
        """The current cell; of a merged one its first."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        place = (index.row(), index.column())
        return self.cells.sheet.shadowed.get(place, place)

    def go_to(self, place: Place) -> None:
        """Make a cell current and bring it in sight."""
        index = self.cells.index(*place)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def texts(self) -> list[list[str]]:
        """Every cell as it is shown."""
        return [
            [self.cells.text((row, column)) for column in range(self.cells.columnCount())]
            for row in range(self.cells.rowCount())
        ]

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in _OPENS:
            self.asked.emit()
        elif plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def _double_clicked(self, _index: QModelIndex) -> None:
        self.asked.emit()

    def _measure(self) -> None:
        """Columns of figures are as narrow as their heads allow, those of words wide; rows as high as their words."""
        theme = current_theme()
        metrics = QFontMetrics(theme.font())
        sheet = self.cells.sheet
        merged = {place: (rows, columns) for place, rows, columns in spans(sheet)}
        rows = range(min(len(sheet.rows), _MEASURED))
        self.verticalHeader().setMinimumSectionSize(theme.px(_ROW))
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        for column in range(sheet.width):
            places = [(row, column) for row in rows if merged.get((row, column), (1, 1))[1] == 1]
            texts = [sheet.text(*place) for place in places if place not in sheet.shadowed]
            wordy = sum(not is_blank(text) for text in texts) > _HEADS
            widest = theme.px(_WIDEST if wordy else _HEAD)
            words = [metrics.horizontalAdvance(word) for text in texts for word in text.split()[:_WORDS]]
            whole = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            need = max(min(whole, widest), *words, 0) + 2 * Space.S + 2
            least, most = theme.px(_NARROWEST if any(texts) else _SIGN), theme.px(_WIDEST)
            self.horizontalHeader().resizeSection(column, min(max(need, least), most))
        for row in rows:
            self._measure_row(row, merged, metrics)

    def _measure_row(self, row: int, merged: Mapping[Place, tuple[int, int]], metrics: QFontMetrics) -> None:
        """Make the row high enough; the last one of those that a merged cell covers gives what it lacks."""
        sheet = self.cells.sheet
        for column, text in enumerate(sheet.rows[row]):
            high, wide = merged.get((row, column), (1, 1))
            width = sum(self.columnWidth(column + at) for at in range(wide)) - 2 * Space.S - 2
            if not text or metrics.horizontalAdvance(text) <= width:
                continue
            box = metrics.boundingRect(QRect(0, 0, width, 10_000), int(_WRAPPED), text)
            need = min(box.height(), _LINES * metrics.lineSpacing()) + Space.S + Space.XS
            last = row + high - 1
            lacks = need - sum(self.rowHeight(row + at) for at in range(high))
            if lacks > 0:
                self.verticalHeader().resizeSection(last, self.rowHeight(last) + lacks)


def spans(sheet: Sheet) -> Iterator[tuple[Place, int, int]]:
    """Cells drawn as one, the first of each with its rows and columns: merged ones, and titles over the heads."""
    ends: dict[Place, Place] = {}
    for (row, column), first in sheet.shadowed.items():
        last = ends.get(first, first)
        ends[first] = (max(last[0], row), max(last[1], column))
    for first, last in ends.items():
        if last != first:
            yield first, last[0] - first[0] + 1, last[1] - first[1] + 1
    merged = {row for row, _ in (*sheet.shadowed, *ends)}
    for row, texts in enumerate(sheet.rows):
        said = [column for column, text in enumerate(texts) if text]
        if len(said) > 1 or row in merged:
            break
        if said and said[0] < sheet.width - 1 and not sheet.ragged:
            # An office program lets a title run on over the empty cells beside it.
            yield (row, said[0]), 1, sheet.width - said[0]
