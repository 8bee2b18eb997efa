"""A table whose first column stays while the others move under it, as its heads do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from desktop.ui.kit.cells import chip_width
from desktop.ui.kit.named import named
from desktop.ui.kit.pinned_model import Head, PinnedCell, PinnedDelegate, PinnedModel
from desktop.ui.kit.rows import Index
from desktop.ui.kit.table import Header
from desktop.ui.kit.theme import Space, Type, current_theme

_OPENS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAST: Final = 72
_FIRST_LEAST: Final = 160
_FIRST_MOST: Final = 300
_FIRST_SHARE: Final = 0.45
"""Of the width of the table, at most so much is the pinned column's."""


class PinnedTable(QTableView):
    """Rows by name, columns by head.

    Signals:
        moved: (row, column) that became current.
        opened: (row, column) of a cell that a person wants to see: Enter, or a double click.
    """

    moved = Signal(int, int)
    opened = Signal(int, int)

    def __init__(self, name: str, title: str, *, whole_rows: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.cells = PinnedModel()
        self.cells.setParent(self)
        self.setModel(self.cells)
        self.setItemDelegate(PinnedDelegate(self))
        self._header = named(Header(self), f"{name}Header")
        self.setHorizontalHeader(self._header)
        self._whole_rows = whole_rows
        self._pinned = self._make_pinned(name)
        for each in (self, self._pinned):
            _dress(each, whole_rows=whole_rows)
        self._connect()

    def show_lines(self, heads: Sequence[Head], lines: Sequence[Sequence[PinnedCell]]) -> None:
        """Show these; the place that was current stays so where it is still there."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self.selectionModel().blockSignals(True)
        self.cells.show(heads, lines)
        self.selectionModel().blockSignals(False)
        self._fit()
        if lines:
            self.go_to(min(max(row, 0), len(lines) - 1), min(max(column, 0), len(heads) - 1))

    def go_to(self, row: int, column: int) -> None:
        """Make a cell current."""
        if 0 <= row < self.cells.rowCount() and 0 <= column < self.cells.columnCount():
            self.setCurrentIndex(self.cells.index(row, column))

    def current(self) -> tuple[int, int] | None:
        """Row and column that are current."""
        at = self.currentIndex()
        return (at.row(), at.column()) if at.isValid() else None

    def texts(self) -> list[list[str]]:
        """Every line as it is shown."""
        return [[cell.text for cell in line] for line in self.cells.lines]

    def heads(self) -> list[str]:
        return [each.text for each in self.cells.heads]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """The cell a key leads to, moved out from under the pinned column."""
        at = super().moveCursor(action, modifiers)
        self._uncover(at)
        return at

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_pinned"):
            self._fit()

    def _show_current(self) -> None:
        """Where there is less room than before, what is current stays in sight."""
        at = self.currentIndex()
        if at.isValid():
            self.scrollTo(at)
            self._uncover(at)

    def _uncover(self, at: Index) -> None:
        hidden = self._pinned.columnWidth(0) - self.visualRect(at).left()
        if at.column() > 0 and hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    # The column that stays

    def _make_pinned(self, name: str) -> QTableView:
        pinned = named(QTableView(self), f"{name}Pinned")
        pinned.setModel(self.cells)
        pinned.setSelectionModel(self.selectionModel())
        pinned.setItemDelegate(PinnedDelegate(pinned))
        pinned.setHorizontalHeader(Header(pinned))
        pinned.setFrameShape(QFrame.Shape.NoFrame)
        pinned.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        pinned.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        pinned.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # It lies within the frame of the table, and a frame of its own would move its rows.
        pinned.setStyleSheet("QTableView { border: 0; border-radius: 0; }")
        self.viewport().stackUnder(pinned)
        return pinned

    def _connect(self) -> None:
        self.doubleClicked.connect(self._open)
        self._pinned.doubleClicked.connect(self._open)
        self.selectionModel().currentChanged.connect(self._moved)
        mine, its = self.verticalScrollBar(), self._pinned.verticalScrollBar()
        mine.valueChanged.connect(its.setValue)
        its.valueChanged.connect(mine.setValue)

    def _moved(self, at: Index, _before: Index) -> None:
        if at.isValid():
            self.moved.emit(at.row(), at.column())

    def _open(self, at: Index) -> None:
        if at.isValid():
            self.opened.emit(at.row(), at.column())

    def _fit(self) -> None:
        """Columns as wide as their words need; the first takes what is left, within its bounds."""
        if not self.cells.heads:
            return
        theme = current_theme()
        widths = [self._width(at) for at in range(self.cells.columnCount())]
        room = self.viewport().width()
        most = max(theme.px(_FIRST_LEAST), min(theme.px(_FIRST_MOST), int(room * _FIRST_SHARE)))
        first = min(max(widths[0], theme.px(_FIRST_LEAST)), most)
        rest = room - first - sum(widths[1:])
        if rest > 0 and len(widths) > 1:
            each, more = divmod(rest, len(widths) - 1)
            widths[1:] = [width + each for width in widths[1:]]
            widths[-1] += more
        elif rest > 0:
            first += rest
        widths[0] = first
        for at, width in enumerate(widths):
            self._header.resizeSection(at, width)
            self._pinned.setColumnHidden(at, at > 0)
        self._pinned.setColumnWidth(0, first)
        self.updateGeometries()
        head = self._header.height()
        self._pinned.horizontalHeader().setFixedHeight(head)
        edge = self.frameWidth()
        self._pinned.setGeometry(edge, edge, first, self.viewport().height() + head)
        self._show_current()

    def _width(self, at: int) -> int:
        theme = current_theme()
        plain = QFontMetrics(theme.font(Type.BODY))
        small = QFontMetrics(theme.font(Type.CAPTION))
        widest = theme.px(_LEAST)
        for line in self.cells.lines:
            cell = line[at]
            if cell.tone is not None:
                need = chip_width(theme, cell.text, small.horizontalAdvance(cell.text))
            else:
                need = plain.horizontalAdvance(cell.text) + (theme.px(16) if cell.mark else 0)
            widest = max(widest, need + 2 * Space.S + 2)
        words = self.cells.heads[at].text.split(" ")
        metrics = self._header.fontMetrics()
        lines = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words) + 1)]
        half = min(max(metrics.horizontalAdvance(line) for line in pair) for pair in lines)
        return max(widest, half + 2 * Space.S + 2)


def _dress(view: QTableView, *, whole_rows: bool) -> None:
    theme = current_theme()
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setMinimumSectionSize(theme.row_height)
    view.verticalHeader().setDefaultSectionSize(theme.row_height)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    behaviour = QAbstractItemView.SelectionBehavior
    view.setSelectionBehavior(behaviour.SelectRows if whole_rows else behaviour.SelectItems)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)
    view.horizontalHeader().setSectionsClickable(False)
