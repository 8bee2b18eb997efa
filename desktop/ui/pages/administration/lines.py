"""A list of lines, each with a name, a quieter line under it, and on the right how it stands or how much it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.kit.cells import draw_chip
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.rows import Index
from desktop.ui.kit.theme import Space, Type, current_theme

_ROW: Final = 52
_LOW: Final = 36
_CHIP: Final = 210
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Line:
    """One line; without a key it is the heading of those under it."""

    key: str
    title: str
    note: str = ""
    chip: tuple[Tone, str] | None = None
    figure: str = ""


class LineModel(QAbstractListModel):
    """The lines, each read out as one sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        line = self.lines[index.row()]
        parts = (line.title, line.figure, line.chip[1] if line.chip else "", line.note)
        return " · ".join(part for part in parts if part)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not self.lines[index.row()].key:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class LineDelegate(QStyledItemDelegate):
    """The name over the note; the chip and the figure keep their place on the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = _line(index)
        return QSize(10, current_theme().px(_ROW if line.key and line.note else _LOW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = _line(index)
        theme = current_theme()
        colours = theme.colours
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        state = option.state  # type: ignore[attr-defined]  # as above
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, QColor(colours.selected))
        elif line.key and state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        painter.setPen(QColor(colours.divider))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        rect.adjust(Space.M, 0, -Space.M, -1)
        if line.chip is not None:
            room = QRect(rect)
            room.setLeft(rect.right() - min(theme.px(_CHIP), rect.width() // 2))
            draw_chip(painter, theme, *line.chip, room, outlined=chosen)
            rect.setRight(room.left() - Space.M)
        if line.figure:
            painter.setFont(theme.font(Type.BODY, QFont.Weight.DemiBold))
            room = QRect(rect)
            room.setLeft(rect.right() - painter.fontMetrics().horizontalAdvance(line.figure) - 1)
            _draw(painter, room, line.figure, QFont.Weight.DemiBold, right=True)
            rect.setRight(room.left() - Space.M)
        self._texts(painter, rect, line)
        painter.restore()

    def _texts(self, painter: QPainter, rect: QRect, line: Line) -> None:
        weight = QFont.Weight.Normal if line.key else QFont.Weight.DemiBold
        if not line.note:
            _draw(painter, rect, line.title, weight, quiet=not line.key)
            return
        half = rect.height() // 2
        _draw(painter, QRect(rect.left(), rect.top() + 2, rect.width(), half), line.title, weight)
        under = QRect(rect.left(), rect.top() + half, rect.width(), half)
        _draw(painter, under, line.note, QFont.Weight.Normal, quiet=True)


def _line(index: Index) -> Line:
    model = index.model()
    assert isinstance(model, LineModel)
    return model.lines[index.row()]


def _draw(
    painter: QPainter,
    room: QRect,
    text: str,
    weight: QFont.Weight,
    *,
    quiet: bool = False,
    right: bool = False,
) -> None:
    theme = current_theme()
    painter.setFont(theme.font(Type.CAPTION if quiet else Type.BODY, weight))
    painter.setPen(QColor(theme.colours.muted if quiet else theme.colours.text))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int((_MIDDLE | side).value), elided)


class LineList(QListView):
    """Lines of which one is current.

    Signals:
        changed: the key of the line that is current now; empty when there is none.
        opened: the key of a line that was double-clicked, or on which Enter was pressed.
    """

    changed = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._model = LineModel()
        self._model.setParent(self)
        self.setModel(self._model)
        self.setItemDelegate(LineDelegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.activated.connect(self._activated)

    def show_lines(self, lines: Sequence[Line], *, anew: bool = False) -> None:
        """Show these; the line that was current stays so, or else (and when they are others) the first becomes it."""
        key = "" if anew else self.key()
        self.selectionModel().blockSignals(True)
        self._model.show(lines)
        self.selectionModel().blockSignals(False)
        self.go_to(key)

    def go_to(self, key: str) -> None:
        """Make a line current; the first where there is none of this key."""
        keys = [each.key for each in self._model.lines]
        first = next((at for at, each in enumerate(keys) if each), None)
        at = keys.index(key) if key and key in keys else first
        if at is not None:
            self.setCurrentIndex(self._model.index(at))
        self.changed.emit(self.key())

    def key(self) -> str:
        """The key of the current line; empty when there is none."""
        at = self.currentIndex().row()
        return self._model.lines[at].key if 0 <= at < len(self._model.lines) else ""

    def texts(self) -> list[str]:
        """Every line as it is read out."""
        return [str(self._model.data(self._model.index(at))) for at in range(self._model.rowCount())]

    def _current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.changed.emit(self.key())

    def _activated(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.lines[index.row()].key)
