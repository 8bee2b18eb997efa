"""Editors that pick from a list: a choice of a catalogue, a record of another register, several tags.

F4 opens the list, typing narrows it, Enter or Tab takes what is marked. The text is never completed in the line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit

from desktop.base.text import fold, nfc, tidy
from desktop.services.catalogues import Choice
from desktop.services.views import Hit, Value
from desktop.ui.kit.editor import Editor, Line, Trouble
from desktop.ui.kit.icons import icon
from desktop.ui.kit.named import named
from desktop.ui.kit.popup import ChoicesPopup, Item
from desktop.ui.kit.theme import current_theme
from desktop.ui.kit.widgets import column
from desktop.ui.kit.words import Words

_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 7,
    Qt.Key.Key_PageUp: -7,
}
_NEW: Final = "@new"
"""The key of the line that makes a new record."""
_TAKES: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class PickEditor(Editor):
    """A line over a list; subclasses say what the list holds.

    Attributes:
        line: what is typed into.
        popup: the list.
    """

    unknown: str = "problem.unknown_choice"

    def __init__(self, name: str, words: Words) -> None:
        super().__init__(name, words)
        self.line = named(Line(), f"{name}Line")
        self.line.setToolTip(words("kit.choice.tip"))
        self.popup = ChoicesPopup(self.line)
        self._picked: Item | None = None
        self._arrow = self.line.addAction(
            icon("chevron-down", current_theme().colours.muted), QLineEdit.ActionPosition.TrailingPosition
        )
        self._arrow.triggered.connect(self.open)
        self.setLayout(column(self.line, self._hint, gap=0))
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._typed)
        self.line.left.connect(self._left)
        self.line.returnPressed.connect(self.entered)
        self.line.installEventFilter(self)
        self.popup.picked.connect(self._clicked)
        self._offered: Sequence[Item] = ()

    def options(self, text: str) -> Sequence[Item]:
        """What the list offers for what is typed; all for nothing."""
        raise NotImplementedError

    def meant(self, text: str) -> Item | None:
        """What a text counts as without being picked: typed in full, with accents or without, and of one meaning."""
        same = [item for item in self.options(text) if fold(item.title) == fold(text)]
        return same[0] if len(same) == 1 else None

    def value(self) -> Value:
        return None if self._picked is None else self._picked.key

    def set_value(self, value: Value, text: str | None = None) -> None:
        self._picked = Item(value, self.title_of(value, text)) if isinstance(value, str) and value else None
        self.line.setText("" if self._picked is None else self._picked.title)
        self.line.setCursorPosition(0)

    def draft(self) -> Value:
        return self._picked.key if self._picked is not None else tidy(self.line.text()) or None

    def set_draft(self, value: Value, text: str | None = None) -> None:
        if isinstance(value, str) and not self.is_key(value, text):
            self.set_value(None)
            self.line.setText(value)
        else:
            self.set_value(value, text)

    def is_key(self, value: str, text: str | None) -> bool:
        """Whether a draft was picked, not just typed; ``text`` is the title that was kept with it."""
        return text is not None

    def title_of(self, key: str, text: str | None) -> str:
        """The words for a value that the program set."""
        return text if text is not None else key

    def trouble(self) -> Trouble | None:
        typed = tidy(self.line.text())
        return Trouble(self.unknown, {"text": typed}) if typed and self._picked is None else None

    def set_read_only(self, *, read_only: bool) -> None:
        self.line.setReadOnly(read_only)
        self._arrow.setVisible(not read_only)

    def open(self) -> None:
        """Show the whole list, what is chosen marked."""
        if not self.line.isReadOnly():
            self.line.setFocus()
            self._offer(self.options(""))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._arrow.setIcon(icon("chevron-down", current_theme().colours.muted))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            self._pressed_by_mouse()
        return False

    def _pressed_by_mouse(self) -> None:
        if not self.popup.isVisible() and not self.line.hasSelectedText():
            self.line.selectAll()
            self.open()

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if self.line.isReadOnly():
            return False
        if key == Qt.Key.Key_F4:
            self.popup.hide() if self.popup.isVisible() else self.open()
            return True
        if key in _STEPS and key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not self.popup.isVisible():
            self.open()
            return True
        if not self.popup.isVisible():
            return False
        if key in _STEPS:
            self.popup.step(_STEPS[key])
            return True
        if key == Qt.Key.Key_Escape:
            self.popup.hide()
            return True
        if key in _TAKES:
            current = self.popup.current()
            if current is not None and current.deed:
                # Tab only leaves; Enter does it, and stays where the answer will stand.
                return key != Qt.Key.Key_Tab and self._do(current)
            if current is not None:
                self.pick(current)
            # Tab and Enter then do what they always do: go on.
        return False

    def pick(self, item: Item) -> None:
        """Take an item of the list, as a click or Enter does."""
        self.popup.hide()
        changed = self._picked is None or self._picked.key != item.key
        self._picked = item
        self.line.setText(item.title)
        if changed:
            self.edited.emit()

    def _do(self, item: Item) -> bool:
        self.pick(item)
        return True

    def _offer(self, items: Sequence[Item]) -> None:
        self._offered = items
        self.popup.offer(items, self._picked.key if self._picked else None)

    def _clicked(self, key: str) -> None:
        item = next((each for each in self._offered if each.key == key), None)
        if item is not None:
            self.pick(item)

    def _typed(self, text: str) -> None:
        self.watch_typing(text)
        self._picked = None
        self._offer(self.options(nfc(text)) if text.strip() else ())
        self.edited.emit()

    def _left(self) -> None:
        self.popup.hide()
        if self._picked is not None or not self.line.text().strip():
            return
        meant = self.meant(nfc(self.line.text()))
        if meant is not None:
            self.pick(meant)


class ChoiceEditor(PickEditor):
    """One entry of a catalogue; a digit alone picks by its place in the list.

    What is offered was in force on the day of what is written down, today where nothing says which that is.
    """

    def __init__(
        self, name: str, words: Words, catalogue: str, today: Callable[[], date] | None = None
    ) -> None:
        super().__init__(name, words)
        self._catalogue = catalogue
        self._today = today
        self._day: date | None = None

    def set_day(self, day: date | None) -> None:
        """Offer what was in force on another day; None is today."""
        self._day = day

    def _offered_choices(self) -> Sequence[Choice]:
        day = self._day or (self._today() if self._today is not None else None)
        return self.words.choices(self._catalogue, day)

    def title_of(self, key: str, text: str | None) -> str:
        return self.words.choice(self._catalogue, key)

    def is_key(self, value: str, text: str | None) -> bool:
        return any(value == each.code for each in self.words.choices(self._catalogue))

    def meant(self, text: str) -> Item | None:
        # A digit is typed in full: a list of choices is picked from by the places of its entries.
        if fold(text).isdecimal() and len(self.options(text)) == 1:
            return self.options(text)[0]
        return super().meant(text)

    def options(self, text: str) -> Sequence[Item]:
        typed = fold(text)
        choices = self._offered_choices()
        items = [Item(each.code, each.label(self.words.language)) for each in choices]
        if not typed:
            return items
        synonyms = {each.code: each.words for each in choices}
        found = [item for item in items if f" {typed}" in f" {fold(item.title)}"]
        if not found and typed.isdecimal() and 0 < int(typed) <= len(items):
            return [items[int(typed) - 1]]
        found += [item for item in items if typed in synonyms[item.key] and item not in found]
        return found + [item for item in items if typed in fold(item.title) and item not in found]


class RefEditor(PickEditor):
    """A record of another register; ``choices`` gives the newest that fit what is typed."""

    unknown = "problem.not_found"

    def __init__(self, name: str, words: Words, choices: Callable[[str], Sequence[Hit]]) -> None:
        super().__init__(name, words)
        self._choices = choices

        self._new: tuple[str, Callable[[str], Hit | None]] | None = None

    def offer_new(self, deed: str, make: Callable[[str], Hit | None]) -> None:
        """Offer, under what is found, to make a record of the words that were typed: "Thêm tổ"."""
        self._new = deed, make

    def options(self, text: str) -> Sequence[Item]:
        typed = tidy(text)
        found = [Item(hit.record, hit.title, hit.subtitle) for hit in self._choices(typed)]
        if self._new is None or not typed:
            return found
        title = self.words("kit.add_here", deed=self._new[0], text=typed)
        return [*found, Item(_NEW, title, deed=True)]

    def pick(self, item: Item) -> None:
        if not item.deed:
            super().pick(item)
            return
        self.popup.hide()
        assert self._new is not None
        made = self._new[1](tidy(nfc(self.line.text())))
        self.line.setFocus()
        if made is not None:
            super().pick(Item(made.record, made.title))
