"""The table of the preview: row, fate, content, and what was mended, doubted or refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.ui.kit.cells import draw_chip
from desktop.ui.kit.icons import draw_icon
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.words import Words
from desktop.ui.pages.importing.preview_rows import FATE_TONES, NOTE_ICONS, NOTE_TONES, Show, ShownRow

_COLUMNS: Final = ("row", "fate", "content", "notes")
_ROW, _FATE, _CONTENT, _NOTES = range(4)
_ICON: Final = 16
_CONTENT_WIDTH: Final = 380

Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractTableModel):
    """The rows that are shown now, of all there are."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._all: Sequence[ShownRow] = ()
        self._show = Show.ALL
        self.rows: Sequence[ShownRow] = ()

    def load(self, rows: Sequence[ShownRow]) -> None:
        self._all = rows
        self.show(self._show)

    def show(self, show: Show) -> None:
        self.beginResetModel()
        self._show = show
        self.rows = self._all if show is Show.ALL else [row.led_by(show) for row in self._all if row.of(show)]
        self.endResetModel()

    def count(self, show: Show) -> int:
        return sum(row.of(show) for row in self._all)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words(f"importing.preview.{_COLUMNS[section]}")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == _ROW:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if index.column() == _ROW:
            return str(row.number)
        if index.column() == _FATE:
            return self.fate(row)
        if index.column() == _CONTENT:
            return row.content
        return self.told(row)

    def told(self, row: ShownRow) -> str:
        """Everything that is said of a row, each on a line of its own."""
        return "\n".join([*(self.note(kind, text) for kind, text in row.notes), row.changes]).strip()

    def fate(self, row: ShownRow) -> str:
        return self._words(f"importing.fate.{row.fate.value}")

    def note(self, kind: Show, text: str) -> str:
        return self._words(f"importing.note.{kind.value}", text=text)


class PreviewDelegate(QStyledItemDelegate):
    """Draws the fate as a chip, and each note with the sign of its kind."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, current_theme().row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, PreviewModel)
        row = model.rows[index.row()]
        theme = current_theme()
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        state = option.state  # type: ignore[attr-defined]  # as above
        painter.save()
        painter.setFont(theme.font())
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, QColor(theme.colours.selected))
        painter.setPen(QColor(theme.colours.divider))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        rect.adjust(Space.S, 0, -Space.S, 0)
        if index.column() == _FATE:
            draw_chip(painter, theme, FATE_TONES[row.fate], model.fate(row), rect, outlined=chosen)
        elif index.column() == _NOTES:
            self._draw_notes(painter, rect, model, row)
        else:
            self._draw_text(painter, rect, index)
        painter.restore()

    def _draw_text(self, painter: QPainter, rect: QRect, index: Index) -> None:
        right = index.column() == _ROW
        painter.setPen(QColor(current_theme().colours.muted if right else current_theme().colours.text))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        text = str(index.data())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), shown)

    def _draw_notes(self, painter: QPainter, rect: QRect, model: PreviewModel, row: ShownRow) -> None:
        theme = current_theme()
        metrics = painter.fontMetrics()
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        for kind, text in row.notes:
            if rect.width() < 3 * _ICON:
                return
            ink = theme.colours.chips[NOTE_TONES[kind]].ink
            spot = QRectF(rect.left(), rect.center().y() - _ICON / 2, _ICON, _ICON)
            draw_icon(painter, NOTE_ICONS[kind], ink, spot)
            rect.setLeft(rect.left() + _ICON + Space.XS)
            shown = metrics.elidedText(model.note(kind, text), Qt.TextElideMode.ElideRight, rect.width())
            painter.setPen(QColor(ink))
            painter.drawText(rect, middle, shown)
            rect.setLeft(rect.left() + metrics.horizontalAdvance(shown) + Space.M)
        if row.changes and rect.width() > 3 * _ICON:
            painter.setPen(QColor(theme.colours.muted))
            shown = metrics.elidedText(row.changes, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, middle, shown)


class PreviewTable(QTableView):
    """Reads only.

    Signals:
        moved: everything that is said of the row that is current now.
    """

    moved = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("PreviewTable")
        self.rows = PreviewModel(words)
        self.setModel(self.rows)
        self.setItemDelegate(PreviewDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(current_theme().row_height)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        theme = current_theme()
        for column, width in ((_ROW, 56), (_FATE, 136)):
            self.setColumnWidth(column, theme.px(width))
        head.setSectionResizeMode(_NOTES, QHeaderView.ResizeMode.Stretch)
        head.setFixedHeight(theme.px(36))

    def go_to(self, at: int) -> None:
        """Make a row of those shown the current one."""
        self.setCurrentIndex(self.rows.index(at, _NOTES))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit(self.rows.told(self.rows.rows[current.row()]) if current.isValid() else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width() - self.columnWidth(_ROW) - self.columnWidth(_FATE)
        self.setColumnWidth(_CONTENT, min(current_theme().px(_CONTENT_WIDTH), room * 2 // 5))
