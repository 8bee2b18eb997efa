"""Hands and eyes: finding a thing on the screen, pressing keys, typing and clicking as a person does."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier

Thing = TypeVar("Thing", bound=QObject)


def find(within: QObject, kind: type[Thing], name: str) -> Thing:
    """The one thing of a name."""
    found = find_all(within, kind, name)
    assert len(found) == 1, f"{len(found)} of {name}"
    return found[0]


def find_all(within: QObject, kind: type[Thing], name: str = "") -> list[Thing]:
    """Everything of a kind, and of a name if one is given."""
    everything: list[QObject] = within.findChildren(QObject)  # type: ignore[assignment]  # the stubs say Never
    return [each for each in everything if isinstance(each, kind) and name in ("", each.objectName())]


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """One key, with what is held down beside it; shortcuts of the window are reached too."""
    QTest.keyClick(widget, key, modifiers)


def type_text(widget: QWidget, text: str) -> None:
    """Every letter as a key; those beyond ASCII come as a typing program sends them."""
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(widget, letter)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, 0, NO_MODIFIER, letter))


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """The left button, in the middle unless a place is given."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NO_MODIFIER, at or widget.rect().center())
