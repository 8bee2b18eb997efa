"""The list under a filter chip: several may be ticked; typing narrows it.

It is a part of the window and no window of its own, so that the ring shows where the keyboard is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QListWidget, QListWidgetItem, QWidget

from desktop.base.text import nfc
from desktop.ui.kit.editor import Line
from desktop.ui.kit.named import named
from desktop.ui.kit.popup import Item
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import column
from desktop.ui.kit.words import Words

_SHOWN: Final = 9
_WIDTH: Final = 340
_TYPED_FROM: Final = 8
_KEY: Final = int(Qt.ItemDataRole.UserRole)
_TOGGLES: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChipList(QFrame):
    """A list with ticks that closes when the person turns to something else.

    Signals:
        ticked: the chosen keys changed; ask :meth:`chosen`.
    """

    ticked = Signal()

    def __init__(self, chip: QWidget, words: Words, options: Callable[[str], Sequence[Item]]) -> None:
        super().__init__(chip)
        self.setObjectName("Overlay")
        self._chip = chip
        self._options = options
        self._chosen: dict[str, Item] = {}
        self._listening = False
        self.line = named(Line(), "ChipLine")
        self.line.setPlaceholderText(words("kit.filter.find"))
        self.line.textEdited.connect(self._fill)
        self.line.installEventFilter(self)
        self.list = named(QListWidget(), "ChipItems")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._toggle)
        self.list.installEventFilter(self)
        self.hide()
        self.setLayout(column(self.line, self.list, gap=Space.XS, margins=(Space.S,) * 4))

    def chosen(self) -> tuple[Item, ...]:
        """What is ticked, in the order of ticking."""
        return tuple(self._chosen.values())

    def open(self, chosen: Sequence[Item]) -> None:
        """Show the list under its chip with some of it ticked."""
        self.setParent(self._chip.window())
        self._chosen = {item.key: item for item in chosen}
        self.line.clear()
        everything = self._fill("")
        self.line.setVisible(everything >= _TYPED_FROM)
        theme = current_theme()
        rows = min(max(everything, 1), _SHOWN)
        typed = theme.control_height + Space.XS if not self.line.isHidden() else 0
        size = QSize(theme.px(_WIDTH), rows * theme.px(32) + typed + 2 * Space.S + 4)
        self.setGeometry(QRect(self._spot(size), size))
        self.show()
        self.raise_()
        (self.list if self.line.isHidden() else self.line).setFocus()
        self._listen(on=True)

    def close_list(self) -> None:
        """Go, and give the keyboard back to the chip if it was here."""
        self._listen(on=False)
        had = self.isAncestorOf(QApplication.focusWidget() or self._chip)
        self.hide()
        if had:
            self._chip.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            self._pressed(watched)
            return False
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if watched in (self.line, self.list):
            return self._key(watched, event)
        return False

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.close_list()
            return True
        if watched is self.line and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.setFocus()
            self.list.setCurrentRow(0 if event.key() == Qt.Key.Key_Down else self.list.count() - 1)
            return True
        space = watched is self.list and event.key() == Qt.Key.Key_Space
        if space or event.key() in _TOGGLES:
            current = self.list.currentItem() or self.list.item(0)
            if current is not None:
                self._toggle(current)
            return True
        return False

    def _listen(self, *, on: bool) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.removeEventFilter(self)
        if self._listening:
            app.focusChanged.disconnect(self._focus_moved)
        self._listening = on
        if on:
            app.installEventFilter(self)
            app.focusChanged.connect(self._focus_moved)

    def _pressed(self, watched: QObject) -> None:
        """A press beside the list closes it; on the chip itself the click that follows does."""
        beside = isinstance(watched, QWidget) and not self.isAncestorOf(watched)
        if beside and watched is not self and watched is not self._chip:
            self.close_list()

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and new is not self._chip and not self.isAncestorOf(new):
            self.close_list()

    def _spot(self, size: QSize) -> QPoint:
        window = self._chip.window()
        spot = self._chip.mapTo(window, QPoint(0, self._chip.height() + 2))
        spot.setX(max(Space.XS, min(spot.x(), window.width() - size.width() - Space.XS)))
        return spot

    def _fill(self, text: str) -> int:
        found = list(self._options(nfc(text)))
        if not text.strip():
            known = {item.key for item in found}
            found = [each for each in self._chosen.values() if each.key not in known] + found
        self.list.clear()
        for item in found:
            self._add(item)
        return len(found)

    def _add(self, item: Item) -> None:
        made = QListWidgetItem(item.title, self.list)
        made.setData(_KEY, item)
        made.setToolTip(f"{item.title} · {item.subtitle}" if item.subtitle else item.title)
        made.setSizeHint(QSize(10, current_theme().px(32)))
        made.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        ticked = item.key in self._chosen
        made.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _toggle(self, made: QListWidgetItem) -> None:
        item = made.data(_KEY)
        assert isinstance(item, Item)
        if item.key in self._chosen:
            del self._chosen[item.key]
        else:
            self._chosen[item.key] = item
        ticked = item.key in self._chosen
        made.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.ticked.emit()
