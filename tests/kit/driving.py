"""Hands for the tests of the window: find a widget by its name, click it, type into what has the keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

Widget = TypeVar("Widget", bound=QWidget)


def child(parent: QWidget, kind: type[Widget], name: str) -> Widget:
    """The one widget of a name; the test fails when it is not there."""
    found: object = parent.findChild(kind, name)
    assert isinstance(found, kind), f"no {kind.__name__} called {name}"
    return found


def click(widget: QWidget) -> None:
    """Click a widget that a person can see and use."""
    assert widget.isVisible(), f"{widget.objectName()} is not to be seen"
    assert widget.isEnabled(), f"{widget.objectName()} does not answer"
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    on: QWidget | None = None,
) -> None:
    """Press a key where the keyboard is."""
    QTest.keyClick(on or focused(), key, modifiers)


def type_in(text: str) -> None:
    """Type letters of a plain keyboard where the keyboard is."""
    QTest.keyClicks(focused(), text)


def focused() -> QWidget:
    """What has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget


def texts(parent: QWidget) -> list[str]:
    """All that the visible labels of a widget say."""
    widgets: Iterable[object] = parent.findChildren(QLabel)
    labels = [each for each in widgets if isinstance(each, QLabel)]
    return [each.text() for each in labels if each.text() and each.isVisibleTo(parent)]
