"""Hands: pressing keys, typing and clicking as a person does, Vietnamese letters included."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """One key, with what is held down beside it; shortcuts of the window are reached too."""
    QTest.keyClick(widget, key, modifiers)


def type_text(widget: QWidget, text: str) -> None:
    """Every letter as a key; those that no keyboard has come as a typing program sends them."""
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(widget, letter)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, 0, NO_MODIFIER, letter))


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """The left button, in the middle unless a place is given."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NO_MODIFIER, at or widget.rect().center())
