"""A hand at the window: finds what a person would see by name, types and clicks, waits, and takes pictures.

It drives the real widgets with real key events, so that what it does is what a person could have done.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

Found = TypeVar("Found", bound=QObject)
_PATIENCE_S = 60.0
_LOOK_EVERY_MS = 15


class NotOnScreen(LookupError):
    """What was looked for is not to be seen, or did not come about."""


class Hand:
    """Works at one window. ``pictures`` is where :meth:`shot` leaves them."""

    def __init__(self, window: QWidget, pictures: Path) -> None:
        self.window = window
        self.pictures = pictures

    def find(self, kind: type[Found], name: str) -> Found:
        """The widget of a name that is visible, waiting for it a little."""
        found: list[Found] = []

        def there() -> bool:
            children: list[QObject] = self.window.findChildren(QObject, name)  # type: ignore[assignment]  # stubs
            found[:] = [
                each
                for each in children
                if isinstance(each, kind) and (not isinstance(each, QWidget) or each.isVisible())
            ]
            return bool(found)

        self.wait(there, f"{kind.__name__} {name}")
        return found[0]

    def box_in(self, name: str) -> QWidget:
        """Where one types, inside the widget of a name."""
        children: list[QObject] = self.find(QWidget, name).findChildren(QObject)  # type: ignore[assignment]  # stubs
        typed = (QLineEdit, QPlainTextEdit, QTextEdit)
        return next(each for each in children if isinstance(each, typed) and each.isVisible())

    def sees(self, name: str) -> bool:
        """Whether something of this name is visible now."""
        children: list[QObject] = self.window.findChildren(QObject, name)  # type: ignore[assignment]  # stubs
        return any(isinstance(each, QWidget) and each.isVisible() for each in children)

    def click(self, name: str) -> None:
        """Presses a button as soon as it may be pressed."""
        button = self.find(QAbstractButton, name)
        self.wait(button.isEnabled, f"{name} enabled")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def type(self, name: str, text: str) -> None:
        """Types into a line after emptying it."""
        self.type_into(self.find(QLineEdit, name), text)

    def type_into(self, line: QWidget, text: str) -> None:
        line.setFocus()
        if isinstance(line, QLineEdit):
            line.clear()
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(line, letter)
                continue
            # As a typing program for Vietnamese sends it: a letter without a key of its own.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(line, event)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key where the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def tab(self, bar: str, at: int) -> None:
        self.find(QTabBar, bar).setCurrentIndex(at)

    def choose_row(self, view: str, at: int) -> QModelIndex:
        """Selects a row of a list or table with the keyboard's focus in it."""
        found = self.find(QAbstractItemView, view)
        index = found.model().index(at, 0)
        found.setFocus()
        found.setCurrentIndex(index)
        return index

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Lets the window live until the condition holds. Raises :class:`NotOnScreen` after a minute."""
        until = monotonic() + _PATIENCE_S
        while not condition():
            if monotonic() > until:
                raise NotOnScreen(what)
            self.live()

    def live(self, ms: int = _LOOK_EVERY_MS) -> None:
        """Lets the window work through its events for a moment."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def shot(self, name: str) -> Path:
        """A picture of the window as it is now."""
        self.live(60)
        self.pictures.mkdir(parents=True, exist_ok=True)
        path = self.pictures / f"{name}.png"
        self.window.grab().save(str(path))
        return path
