"""Lines that each tell how many, of what: Enter or a click opens the very rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.kit.rows import Index
from desktop.ui.kit.theme import Space, Type, current_theme

_ROW: Final = 44
_NUMBER: Final = 56
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_MIDDLE: Final = int(Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Line:
    """How many, of what, and what is to be known of it."""

    number: str
    text: str
    note: str = ""


class LineModel(QAbstractListModel):
    """The lines; each is read out as one sentence."""

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
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        line = self.lines[index.row()]
        return " · ".join(part for part in (line.number, line.text, line.note) if part)


class LineDelegate(QStyledItemDelegate):
    """The number to the right of its column, the words beside it, the note under them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, current_theme().px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, LineModel)
        line, theme = model.lines[index.row()], current_theme()
        colours = theme.colours
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        state = option.state  # type: ignore[attr-defined]  # as above
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.selected))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        painter.setPen(QColor(colours.divider))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        rect.adjust(Space.S, 0, -Space.M, -1)
        number = QRect(rect.left(), rect.top(), theme.px(_NUMBER), rect.height())
        painter.setFont(theme.font(Type.SECTION, QFont.Weight.DemiBold))
        painter.setPen(QColor(colours.text))
        painter.drawText(number, _RIGHT, line.number)
        rect.setLeft(number.right() + Space.L)
        if line.note:
            upper = QRect(rect.left(), rect.top(), rect.width(), round(rect.height() * 0.56))
            lower = QRect(rect.left(), upper.bottom(), rect.width(), rect.height() - upper.height())
            self._say(painter, upper, line.text, Type.BODY, colours.text)
            self._say(painter, lower, line.note, Type.CAPTION, colours.muted)
        else:
            self._say(painter, rect, line.text, Type.BODY, colours.text)
        painter.restore()

    def _say(self, painter: QPainter, room: QRect, text: str, size: Type, ink: str) -> None:
        painter.setFont(current_theme().font(size))
        painter.setPen(QColor(ink))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _MIDDLE, shown)


class CountedLines(QListView):
    """Such lines.

    Signals:
        opened: the place of a line, counted from 0.
    """

    opened = Signal(int)

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._model = LineModel()
        self._model.setParent(self)
        self.setModel(self._model)
        self.setItemDelegate(LineDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(title)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; the place that was current stays so."""
        at = max(self.currentIndex().row(), 0)
        self._model.show(lines)
        if lines:
            self.setCurrentIndex(self._model.index(min(at, len(lines) - 1)))

    def texts(self) -> list[str]:
        """Every line as it is read out."""
        return [str(self._model.data(self._model.index(at))) for at in range(self._model.rowCount())]

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())
