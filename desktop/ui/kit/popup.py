"""The list under a field from which a value is picked. It never takes the keyboard from the field (rule K2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QHideEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from shiboken6 import isValid

from desktop.base.values import dataclass
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space, Type, current_theme
from desktop.ui.kit.widgets import column

_SHOWN: Final = 8
_WIDEST: Final = 440
_APART: Final = 5
"""Room for the ring around the field."""


@dataclass(frozen=True)
class Item:
    """One line of the list: what it stands for, its words, and a quieter word beside them.

    Attributes:
        deed: it does something in place of standing for a value; nobody takes it without having marked it.
    """

    key: str
    title: str
    subtitle: str = ""
    deed: bool = False


class ItemModel(QAbstractListModel):
    """The lines of the list."""

    def __init__(self) -> None:
        super().__init__()
        self.items: Sequence[Item] = ()

    def show(self, items: Sequence[Item]) -> None:
        self.beginResetModel()
        self.items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.items)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{item.title} · {item.subtitle}" if item.subtitle else item.title
        return None


class ItemDelegate(QStyledItemDelegate):
    """Draws the words of an item and, after them, the quieter ones."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(10, current_theme().px(32))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        assert isinstance(model, ItemModel)
        item = model.items[index.row()]
        theme = current_theme()
        colours = theme.colours
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        view = self.parent()
        painter.save()
        if isinstance(view, QListView) and view.currentIndex().row() == index.row():
            painter.fillRect(rect, QColor(colours.selected))
        rect.adjust(Space.S, 0, -Space.S, 0)
        painter.setFont(theme.font())
        painter.setPen(QColor(colours.accent if item.deed else colours.text))
        title = painter.fontMetrics().elidedText(item.title, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), title)
        rect.setLeft(rect.left() + painter.fontMetrics().horizontalAdvance(title) + Space.M)
        if item.subtitle and rect.width() > 4 * Space.S:
            painter.setFont(theme.font(Type.CAPTION))
            painter.setPen(QColor(colours.muted))
            quiet = painter.fontMetrics().elidedText(item.subtitle, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), quiet)
        painter.restore()


class ChoicesPopup(QFrame):
    """A list that floats over the window beside its field.

    Signals:
        picked: the key of the item that was clicked.
    """

    picked = Signal(str)

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor.window())
        self.setObjectName("ChoicesPopup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._anchor = anchor
        self._model = ItemModel()
        self._list = named(QListView(), "ChoicesList")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setModel(self._model)
        self._list.setItemDelegate(ItemDelegate(self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(True)
        self._list.clicked.connect(self._clicked)
        self._list.entered.connect(self._list.setCurrentIndex)
        self.setLayout(column(self._list))
        self._followed: list[QObject] = []
        self.hide()

    def offer(self, items: Sequence[Item], current: str | None = None) -> None:
        """Show these, the first or the named one marked; nothing to show hides the list."""
        self._model.show(items)
        if not items:
            self.hide()
            return
        window = self._anchor.window()
        if self.parent() is not window:
            self.setParent(window)
        self._follow()
        self._place()
        at = next((i for i, item in enumerate(items) if item.key == current), 0)
        # An index outside marks nothing.
        self._list.setCurrentIndex(self._model.index(-1 if items[at].deed else at))
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Mark another item, this many further; the ends hold."""
        last = self._model.rowCount() - 1
        at = min(max(self._list.currentIndex().row() + by, 0), last)
        self._list.setCurrentIndex(self._model.index(at))

    def current(self) -> Item | None:
        at = self._list.currentIndex().row()
        return self._model.items[at] if self.isVisible() and 0 <= at < len(self._model.items) else None

    def titles(self) -> list[str]:
        """What it offers now."""
        return [item.title for item in self._model.items] if self.isVisible() else []

    def event(self, event: QEvent) -> bool:
        # A click beside an item must not fall through to what lies under the list.
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and watched is self.parent():
            self.hide()
        elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and self.isVisible():
            self._place()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        for each in filter(isValid, self._followed):
            each.removeEventFilter(self)
        self._followed = []

    def _follow(self) -> None:
        """Watch all that may carry the field elsewhere, such as a form that is scrolled."""
        if self._followed:
            return
        widget: QWidget | None = self._anchor
        while widget is not None:
            widget.installEventFilter(self)
            self._followed.append(widget)
            widget = widget.parentWidget() if widget is not self.parent() else None

    def _place(self) -> None:
        window = self._anchor.window()
        theme = current_theme()
        height = theme.px(32) * min(len(self._model.items), _SHOWN) + 2 * Space.XS
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(i.title + "    " + i.subtitle) for i in self._model.items)
        width = max(self._anchor.width(), min(widest + 2 * Space.XL, _WIDEST))
        width = min(width, window.width() - 2 * Space.XS)
        spot = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + _APART))
        above = self._anchor.mapTo(window, QPoint(0, 0)).y() - _APART
        below = window.height() - spot.y() - Space.XS
        if height > below and above > below:
            height = min(height, above - Space.XS)
            spot.setY(above - height)
        else:
            height = min(height, below)
        spot.setX(max(Space.XS, min(spot.x(), window.width() - width - Space.XS)))
        self.setGeometry(QRect(spot, QSize(width, height)))

    def _clicked(self, index: QModelIndex) -> None:
        self.picked.emit(self._model.items[index.row()].key)
