"""The one search box: a list under the line over everything the role may see. It never takes the keyboard (rule K2).

While typing, the line is not touched: UniKey rewrites a word by backspaces. The list follows a short moment
after the last stroke, so that a rewritten word is looked up once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QWidget

from desktop.base.text import nfc, tidy
from desktop.services.views import Hit
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.named import named
from desktop.ui.kit.popup import Item, ItemDelegate, ItemModel
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label, set_property
from desktop.ui.kit.words import Words

LIMIT: Final = 40
PAUSE_MS: Final = 80
WIDTH: Final = 480
_SHOWN: Final = 9
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


class Find(Protocol):
    """Records that fit a text, newest first."""

    def __call__(self, text: str, limit: int, /) -> Sequence[Hit]: ...


class SearchResults(QFrame):
    """What was found: chips to keep to one register, and the list.

    Signals:
        opened: the :class:`Hit` a person chose.
    """

    opened = Signal(object)

    def __init__(self, words: Words, line: QLineEdit) -> None:
        super().__init__(line)
        self.setObjectName("Overlay")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = words
        self._hits: Sequence[Hit] = ()
        self._register: str | None = None
        self._chips = named(QFrame(), "SearchChips")
        self._chip_row = FlowLayout(self._chips, gap=Space.XS)
        self._model = ItemModel()
        self._list = named(QListView(), "SearchList")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setModel(self._model)
        self._list.setItemDelegate(ItemDelegate(self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(True)
        self._list.clicked.connect(self._clicked)
        self._list.entered.connect(self._list.setCurrentIndex)
        self._note = label("SearchNote", role=Role.MUTED, wrap=True)
        margins = (Space.S, Space.S, Space.S, Space.S)
        self.setLayout(column(self._chips, self._list, self._note, gap=Space.S, margins=margins))
        self.hide()

    def show_hits(self, hits: Sequence[Hit], text: str) -> None:
        """Show what was found for a text; nothing found is said."""
        self._hits = hits
        self._register = None
        self._make_chips()
        self._show_list()
        self._note.setText(self._words("search.none", text=text))

    def step(self, by: int) -> None:
        last = self._model.rowCount() - 1
        at = min(max(self._list.currentIndex().row() + by, 0), last)
        self._list.setCurrentIndex(self._model.index(at))

    def open_current(self) -> None:
        at = self._list.currentIndex().row()
        shown = self._shown()
        if 0 <= at < len(shown):
            self.opened.emit(shown[at])

    def titles(self) -> list[str]:
        return [item.title for item in self._model.items]

    def chips(self) -> list[str]:
        items = (self._chip_row.itemAt(at) for at in range(self._chip_row.count()))
        return [chip.text() for item in items if item and isinstance(chip := item.widget(), Button)]

    def note(self) -> str:
        return "" if self._note.isHidden() else self._note.text()

    def place(self, anchor: QWidget) -> None:
        """Stand under the line, inside the window."""
        window = anchor.window()
        if self.parent() is not window:
            self.setParent(window)
        theme = current_theme()
        rows = theme.px(32) * min(len(self._model.items), _SHOWN)
        self._list.setFixedHeight(max(rows, 0))
        self._list.setVisible(bool(self._model.items))
        self._note.setVisible(not self._model.items)
        width = min(theme.px(WIDTH), window.width() - 2 * Space.S)
        inside = width - 2 * Space.S
        chips = self._chip_row.heightForWidth(inside)
        self._chips.setFixedHeight(chips)
        self._chips.setVisible(bool(self._hits))
        note = 0 if self._model.items else self._note.heightForWidth(inside)
        spot = anchor.mapTo(window, QPoint(anchor.width() - width, anchor.height() + Space.XS))
        spot.setX(max(Space.S, min(spot.x(), window.width() - width - Space.S)))
        height = (
            sum(part + Space.S for part in (chips if self._hits else 0, rows, note) if part) + Space.S + 2
        )
        height = min(height, window.height() - spot.y() - Space.S)
        self.setGeometry(QRect(spot.x(), spot.y(), width, height))
        self.show()
        self.raise_()

    def _shown(self) -> list[Hit]:
        return [hit for hit in self._hits if self._register in (None, hit.register)]

    def _show_list(self) -> None:
        self._model.show([self._item(hit) for hit in self._shown()])
        if self._model.items:
            self._list.setCurrentIndex(self._model.index(0))

    def _item(self, hit: Hit) -> Item:
        register = self._words.register(hit.register)
        title = hit.title or self._words("search.untitled", register=register)
        quiet = " · ".join(part for part in (register if hit.title else "", hit.subtitle) if part)
        return Item(f"{hit.register}/{hit.record}", title, quiet)

    def _make_chips(self) -> None:
        while (item := self._chip_row.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        counts = Counter(hit.register for hit in self._hits)
        self._add_chip("", self._words("search.all", count=len(self._hits)))
        for register, count in counts.items():
            self._add_chip(
                register, self._words("search.chip", name=self._words.plural(register), count=count)
            )
        self._mark_chip()

    def _add_chip(self, register: str, text: str) -> None:
        chip = Button(f"Chip_{register}", text, look=Look.CHIP, small=True)
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.setProperty("register", register)
        chip.clicked.connect(self._chip_clicked)
        self._chip_row.addWidget(chip)

    def _chip_clicked(self) -> None:
        chosen = self.sender().property("register")
        self._register = str(chosen) or None
        self._mark_chip()
        self._show_list()

    def _mark_chip(self) -> None:
        for at in range(self._chip_row.count()):
            item = self._chip_row.itemAt(at)
            if item is not None:
                chip = item.widget()
                active = (str(chip.property("register")) or None) == self._register
                set_property(chip, "active", "true" if active else "false")

    def _clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self._shown()[index.row()])


class Search(QObject):
    """Joins the line of the top bar, the list under it, and what finds.

    Signals:
        opened: the :class:`Hit` to show.
    """

    opened = Signal(object)

    def __init__(self, line: QLineEdit, words: Words, find: Find) -> None:
        super().__init__(line)
        self.results = SearchResults(words, line)
        self._line = line
        self._find = find
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        line.textEdited.connect(self._typed)
        line.installEventFilter(self)
        self.results.opened.connect(self._open)

    def begin(self) -> None:
        """Ctrl+K: put the keyboard into the line, whatever stands there selected."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()
        if self._line.text().strip():
            self._look()

    def dismiss(self) -> None:
        """Hide the list and forget what was typed."""
        self._pause.stop()
        self.results.hide()
        self._line.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut:
            self._pause.stop()
            self.results.hide()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS and self.results.isVisible():
            self.results.step(_STEPS[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._pause.isActive() or not self.results.isVisible():
                self._look()
            self.results.open_current()
            return True
        if key == Qt.Key.Key_Escape and (self.results.isVisible() or self._line.text()):
            self.dismiss()
            return True
        return False

    def _typed(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.results.hide()

    def _look(self) -> None:
        self._pause.stop()
        text = tidy(nfc(self._line.text()))
        if not text:
            return
        hits = self._find(text, LIMIT)
        if text == tidy(nfc(self._line.text())) and self._line.hasFocus():
            self.results.show_hits(hits, text)
            self.results.place(self._line)

    def _open(self, hit: Hit) -> None:
        self.dismiss()
        self.opened.emit(hit)
