"""Keeps the window's own keys from being eaten by a text field.

On some systems Ctrl+K cuts the rest of a line, and a field with the keyboard claims it before any shortcut is
asked. While a field of the window has the keyboard, the claim is refused for the keys of every page.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class OwnKeys(QObject):
    """Watches whichever widget of a window has the keyboard."""

    def __init__(self, window: QWidget, keys: Iterable[str]) -> None:
        super().__init__(window)
        self._window = window
        self._keys = [QKeySequence(each) for each in keys]
        self._watched: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            pressed = QKeySequence(event.keyCombination())
            if pressed in self._keys:
                event.ignore()
                return True
        return False

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = new if new is not None and self._window.isAncestorOf(new) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)
