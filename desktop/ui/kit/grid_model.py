"""The grid as Qt shows it: the texts of its cells, and how they and the numbers of the rows are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from desktop.domain.fields import Kind
from desktop.ui.kit.grid_rows import GridRows, Source
from desktop.ui.kit.icons import draw_icon
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.rows import Index
from desktop.ui.kit.shown import BULLETS, value_text
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.tones import ICONS
from desktop.ui.kit.words import Words

_ICON: Final = 16
_NUMBER: Final = 60
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class GridNote:
    """What a row is flagged for.

    Attributes:
        tone: how grave it is: LATE cannot be stored, DUE can.
        fields: the cells it is about.
    """

    tone: Tone
    text: str
    fields: frozenset[str]


class GridModel(QAbstractTableModel):
    """Rows of cells, counted from 1 as on paper."""

    def __init__(self, register: str, rows: GridRows, words: Words) -> None:
        super().__init__()
        self.rows = rows
        self.notes: Mapping[int, GridNote] = {}
        self.private = False
        self._words = words
        self._titles = [words.field(register, field.name) for field in rows.columns]

    def refresh(self) -> None:
        """Everything may have changed."""
        self.beginResetModel()
        self.endResetModel()

    def repaint(self) -> None:
        """Cells changed, their number did not."""
        if len(self.rows):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, self.columnCount() - 1))

    def grow(self, length: int) -> None:
        before = len(self.rows)
        if length > before:
            self.beginInsertRows(QModelIndex(), before, length - 1)
            self.rows.grow(length)
            self.endInsertRows()

    def source(self, index: Index) -> Source:
        return self.rows.cell(index.row(), self.rows.columns[index.column()].name).source

    def note_of(self, index: Index) -> GridNote | None:
        """What a cell is flagged for."""
        note = self.notes.get(index.row())
        return note if note is not None and self.rows.columns[index.column()].name in note.fields else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.rows.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            note = self.note_of(index)
            return note.text if note is not None else None
        return None

    def text(self, index: Index) -> str:
        """What a cell says; what is carried from above shows in rows that count only."""
        at = index.row()
        field = self.rows.columns[index.column()]
        cell = self.rows.cell(at, field.name)
        if cell.empty or (cell.source is Source.CARRIED and not self.rows.counts(at)):
            return ""
        if field.sensitive and self.private:
            return BULLETS
        if cell.trouble is not None or field.kind is Kind.REF:
            return cell.text or ""
        return value_text(self._words, field, cell.value)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Vertical:
            return self._row_head(section, role)
        if not 0 <= section < self.columnCount():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._titles[section]
        return _LEFT if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _row_head(self, section: int, role: int) -> object:
        note = self.notes.get(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1)
        return note.text if role == Qt.ItemDataRole.ToolTipRole and note is not None else None


class RowNumbers(QHeaderView):
    """The numbers of the rows, always in sight; a flagged row has the sign of its flag beside its number."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setObjectName("RowNumbers")
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(_NUMBER), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        assert isinstance(model, GridModel)
        theme, note = current_theme(), model.notes.get(section)
        colours = theme.colours
        painter.save()
        painter.fillRect(rect, QColor(colours.chips[note.tone].paper if note else colours.ground))
        painter.setPen(QColor(colours.divider))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inside = rect.adjusted(Space.S, 0, -Space.S, -1)
        if note is not None:
            spot = QRectF(inside.left(), inside.center().y() - _ICON / 2 + 1, _ICON, _ICON)
            draw_icon(painter, ICONS[note.tone], colours.chips[note.tone].ink, spot)
        painter.setPen(QColor(colours.chips[note.tone].ink if note else colours.muted))
        painter.setFont(theme.font())
        painter.drawText(inside, int(_RIGHT.value), str(section + 1))
        painter.restore()


class GridDelegate(QStyledItemDelegate):
    """Draws the cells; the row that is typed into has a ground of its own under its editors."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self.current = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, current_theme().row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, GridModel)
        theme = current_theme()
        colours = theme.colours
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        here, note = index.row() == self.current, model.note_of(index)
        painter.save()
        painter.fillRect(rect, QColor(colours.selected if here else colours.surface))
        if note is not None:
            painter.fillRect(rect, QColor(colours.chips[note.tone].paper))
        painter.setPen(QColor(colours.divider))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if not here:
            quiet = model.source(index) is not Source.TYPED
            painter.setPen(QColor(colours.muted if quiet else colours.text))
            painter.setFont(theme.font())
            inside = rect.adjusted(Space.S, 0, -Space.S, -1)
            elide = Qt.TextElideMode.ElideRight
            text = painter.fontMetrics().elidedText(model.text(index), elide, inside.width())
            painter.drawText(inside, int(_LEFT.value), text)
        painter.restore()
