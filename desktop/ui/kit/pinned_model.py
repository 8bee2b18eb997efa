"""Cells of a table that is read across: words, numbers and chips under heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.kit.cells import draw_chip
from desktop.ui.kit.icons import draw_icon
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.rows import Index
from desktop.ui.kit.theme import Space, Type, current_theme

_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MARK: Final = 12


@dataclass(frozen=True)
class PinnedCell:
    """One cell.

    Attributes:
        tone: of a chip; None for plain words.
        mark: the icon that stands before the words, so that colour is not all that tells.
        strong: a total, or the name of a row.
        muted: nobody knows, or it is not asked for.
        tip: more than the words say.
        said: how it is read out, where the words alone do not tell.
    """

    text: str = ""
    tone: Tone | None = None
    mark: str = ""
    right: bool = False
    strong: bool = False
    muted: bool = False
    tip: str = ""
    said: str = ""


@dataclass(frozen=True)
class Head:
    """The head of a column; numbers stand to the right, and so do their heads."""

    text: str
    right: bool = False
    tip: str = ""


class PinnedModel(QAbstractTableModel):
    """Rows of cells; each is shown as it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: tuple[Head, ...] = ()
        self.lines: tuple[tuple[PinnedCell, ...], ...] = ()

    def show(self, heads: Sequence[Head], lines: Sequence[Sequence[PinnedCell]]) -> None:
        self.beginResetModel()
        self.heads = tuple(heads)
        self.lines = tuple(tuple(line) for line in lines)
        self.endResetModel()

    def cell(self, index: Index) -> PinnedCell:
        return self.lines[index.row()][index.column()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or cell.text or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.said or cell.tip or cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if cell.right else _LEFT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.heads):
            return None
        head = self.heads[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return head.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return head.tip or head.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if head.right else _LEFT
        return None


class PinnedDelegate(QStyledItemDelegate):
    """Draws cells of a :class:`PinnedModel`; the current one has a frame."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, PinnedModel)
        theme, cell = current_theme(), model.cell(index)
        colours = theme.colours
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        state = option.state  # type: ignore[attr-defined]  # as above
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, QColor(colours.selected if chosen else colours.surface))
        painter.setPen(QColor(colours.divider))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inside = rect.adjusted(Space.S, 0, -Space.S, -1)
        if cell.tone is not None:
            draw_chip(painter, theme, cell.tone, cell.text, inside, outlined=chosen)
        else:
            self._draw_words(painter, cell, inside)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.focus))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _draw_words(self, painter: QPainter, cell: PinnedCell, inside: QRect) -> None:
        theme = current_theme()
        ink = theme.colours.muted if cell.muted else theme.colours.text
        if cell.mark:
            size = theme.px(_MARK)
            top = inside.center().y() - size / 2 + 1
            draw_icon(
                painter, cell.mark, theme.colours.chips[Tone.DUE].ink, QRectF(inside.left(), top, size, size)
            )
            inside.setLeft(inside.left() + size + Space.XS)
        weight = QFont.Weight.DemiBold if cell.strong else QFont.Weight.Normal
        painter.setFont(theme.font(Type.BODY, weight))
        painter.setPen(QColor(ink))
        shown = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int((_RIGHT if cell.right else _LEFT).value), shown)
