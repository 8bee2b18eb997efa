"""Names for widgets, by which the stylesheet and the tests find them."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject

Thing = TypeVar("Thing", bound=QObject)


def named(thing: Thing, name: str) -> Thing:
    """The same widget, action or layout, carrying ``name`` as its object name."""
    thing.setObjectName(name)
    return thing
