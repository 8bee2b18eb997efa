"""How the cells of a table are drawn: words, chips, locks and marks, over one line per row."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from desktop.services.views import GONE, Cell, Mark, Standing
from desktop.ui.kit.columns import Column
from desktop.ui.kit.icons import draw_icon
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.rows import Index, RowModel
from desktop.ui.kit.shown import BULLETS
from desktop.ui.kit.theme import Space, Theme, Type, current_theme
from desktop.ui.kit.tones import ICONS, tone_of

CHIP_HEIGHT: Final = 24
CHIP_ICON: Final = 14
_SMALL_ICON: Final = 16
_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


def draw_chip(
    painter: QPainter, theme: Theme, tone: Tone, text: str, room: QRect, *, outlined: bool = False
) -> None:
    """Draw a chip at the left of ``room``, in the middle of its height; words are elided where they must be.

    On the ground of a chosen row, which may have the very colour of its paper, it is ``outlined``.
    """
    pair = theme.colours.chips[tone]
    height, icon_size = theme.px(CHIP_HEIGHT), theme.px(CHIP_ICON)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font(Type.CAPTION, QFont.Weight.Medium))
    metrics = painter.fontMetrics()
    padding = Space.S - 2
    words_room = room.width() - 2 * padding - icon_size - Space.XS
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(words_room, 0))
    width = min(room.width(), 2 * padding + icon_size + Space.XS + metrics.horizontalAdvance(shown) + 1)
    chip = QRect(room.left(), room.center().y() - height // 2 + 1, width, height)
    painter.setPen(QColor(pair.ink) if outlined else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(pair.paper))
    edge = QRectF(chip)
    painter.drawRoundedRect(edge.adjusted(0.5, 0.5, -0.5, -0.5) if outlined else edge, 6, 6)
    top = chip.top() + (height - icon_size) / 2
    draw_icon(painter, ICONS[tone], pair.ink, QRectF(chip.left() + padding, top, icon_size, icon_size))
    painter.setPen(QColor(pair.ink))
    words = chip.adjusted(padding + icon_size + Space.XS, 0, -padding + 2, 0)
    painter.drawText(words, _LEFT, shown)
    painter.restore()


def chip_width(theme: Theme, text: str, measure: int) -> int:
    """The width of a chip whose words are ``measure`` wide."""
    return 2 * (Space.S - 2) + theme.px(CHIP_ICON) + Space.XS + measure + 1


class CellDelegate(QStyledItemDelegate):
    """Draws the cells of a :class:`RowModel`."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._hovered = -1

    def set_hovered(self, row: int) -> None:
        """The row under the mouse, -1 for none."""
        if row != self._hovered:
            self._hovered = row
            self._view.viewport().update()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, current_theme().row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rows = index.model()
        assert isinstance(rows, RowModel)
        theme = current_theme()
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        painter.save()
        self._draw_ground(painter, theme, rect, index)
        row = rows.row(index.row())
        if row is not None:
            column = rows.columns[index.column()]
            cell = row.cells.get(column.field.name, Cell())
            inside = rect.adjusted(Space.S, 0, -Space.S, -1)
            if index.column() == 0 and row.standing is not Standing.ACTIVE:
                self._draw_mark(painter, "retire", theme.colours.muted, inside)
            ink = theme.colours.text if row.standing is Standing.ACTIVE else theme.colours.muted
            chosen = self._is_chosen(index)
            self._draw_cell(painter, theme, inside, column, cell, rows.text(index), ink, chosen=chosen)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A tooltip with the whole of what is cut."""
        rows = index.model()
        if event.type() != QEvent.Type.ToolTip or not isinstance(rows, RowModel):
            return False
        text = self.tip(index)
        if text:
            QToolTip.showText(event.globalPos(), text, view)
        else:
            QToolTip.hideText()
        return True

    def tip(self, index: Index) -> str:
        """The whole text of a cell that has no room for it, else nothing."""
        rows = index.model()
        assert isinstance(rows, RowModel)
        text = rows.text(index)
        theme = current_theme()
        room = self._view.columnWidth(index.column()) - 2 * Space.S
        metrics = self._view.fontMetrics()
        needed = metrics.horizontalAdvance(text)
        if tone_of(rows.columns[index.column()].field, rows.cell(index).value) is not None:
            needed = chip_width(theme, text, needed)
        return text if needed > room else ""

    def _draw_ground(self, painter: QPainter, theme: Theme, rect: QRect, index: Index) -> None:
        colours = theme.colours
        if self._is_chosen(index):
            painter.fillRect(rect, QColor(colours.selected))
        elif index.row() == self._hovered:
            painter.fillRect(rect, QColor(colours.hover))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colours.divider))

    def _is_chosen(self, index: Index) -> bool:
        return self._view.selectionModel().isRowSelected(index.row(), index.parent())

    def _draw_cell(
        self,
        painter: QPainter,
        theme: Theme,
        inside: QRect,
        column: Column,
        cell: Cell,
        text: str,
        ink: str,
        *,
        chosen: bool,
    ) -> None:
        colours = theme.colours
        if text == BULLETS:
            self._draw_mark(painter, "secret", colours.chips[Tone.SECRET].ink, inside)
            ink = colours.muted
        elif cell.mark in GONE or cell.unnamed in GONE:
            ink = colours.muted
        elif cell.mark is Mark.CONFLICT:
            self._draw_mark(painter, "conflict", colours.chips[Tone.DUE].ink, inside)
        tone = tone_of(column.field, cell.value)
        if tone is not None and text and cell.mark in (Mark.NONE, Mark.CONFLICT):
            draw_chip(painter, theme, tone, text, inside, outlined=chosen)
            return
        painter.setFont(theme.font())
        painter.setPen(QColor(ink))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, _RIGHT if column.right else _LEFT, shown)

    def _draw_mark(self, painter: QPainter, name: str, colour: str, inside: QRect) -> None:
        """Draw a small icon before the words and give them the rest of the room."""
        top = inside.center().y() - _SMALL_ICON / 2 + 1
        draw_icon(painter, name, colour, QRectF(inside.left(), top, _SMALL_ICON, _SMALL_ICON))
        inside.setLeft(inside.left() + _SMALL_ICON + Space.XS)
