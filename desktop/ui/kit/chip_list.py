"""The list under a filter chip: several may be ticked; typing narrows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from desktop.base.text import nfc
from desktop.ui.kit.editor import Line
from desktop.ui.kit.named import named
from desktop.ui.kit.popup import Item
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import column
from desktop.ui.kit.words import Words

_SHOWN: Final = 9
_WIDTH: Final = 300
_TYPED_FROM: Final = 8
_KEY: Final = int(Qt.ItemDataRole.UserRole)
_TOGGLES: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChipList(QFrame):
    """A list with ticks that closes when something beside it is clicked.

    Signals:
        ticked: the chosen keys changed; ask :meth:`chosen`.
    """

    ticked = Signal()

    def __init__(self, words: Words, options: Callable[[str], Sequence[Item]]) -> None:
        super().__init__(None, Qt.WindowType.Popup)
        self.setObjectName("ChipList")
        self._options = options
        self._chosen: dict[str, Item] = {}
        self.line = named(Line(), "ChipLine")
        self.line.setPlaceholderText(words("kit.filter.find"))
        self.line.textEdited.connect(self._fill)
        self.line.installEventFilter(self)
        self.list = named(QListWidget(), "ChipItems")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._toggle)
        self.list.installEventFilter(self)
        self.setLayout(column(self.line, self.list, gap=Space.XS, margins=(Space.S,) * 4))

    def chosen(self) -> tuple[Item, ...]:
        """What is ticked, in the order of ticking."""
        return tuple(self._chosen.values())

    def open(self, chip: QWidget, chosen: Sequence[Item]) -> None:
        """Show the list under a chip with some of it ticked."""
        self._chosen = {item.key: item for item in chosen}
        self.line.clear()
        everything = self._fill("")
        self.line.setVisible(everything >= _TYPED_FROM)
        theme = current_theme()
        rows = min(max(everything, 1), _SHOWN)
        typed = theme.control_height + Space.XS if not self.line.isHidden() else 0
        size = QSize(theme.px(_WIDTH), rows * theme.px(32) + typed + 2 * Space.S + 4)
        self.setGeometry(QRect(self._spot(chip, size), size))
        self.show()
        (self.list if self.line.isHidden() else self.line).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
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

    def _spot(self, chip: QWidget, size: QSize) -> QPoint:
        window = chip.window()
        spot = chip.mapTo(window, QPoint(0, chip.height() + 2))
        spot.setX(max(Space.XS, min(spot.x(), window.width() - size.width() - Space.XS)))
        return window.mapToGlobal(spot)

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
