"""A list whose chosen row is as quiet as that of a table."""

from __future__ import annotations

from PySide6.QtWidgets import QListWidget

from desktop.base.resources import resource
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space, current_theme


def quiet_list(name: str) -> QListWidget:
    """A list of short texts; the window is built anew when its looks change, and this with it."""
    theme = current_theme()
    colours = theme.colours
    tick = resource("theme", "tick-dark.svg" if theme.dark else "tick-light.svg").as_posix()
    made = named(QListWidget(), name)
    made.setStyleSheet(
        f"QListWidget {{ border: 1px solid {colours.border}; border-radius: 6px; }}"
        f"QListWidget::item {{ border: 0; padding-left: {Space.S}px; color: {colours.text}; }}"
        f"QListWidget::item:selected {{ background: {colours.selected}; color: {colours.text}; }}"
        f"QListWidget::indicator {{ width: 16px; height: 16px; border: 1px solid {colours.border};"
        f" border-radius: 4px; background: {colours.surface}; }}"
        f"QListWidget::indicator:checked {{ background: {colours.accent}; border-color: {colours.accent};"
        f' image: url("{tick}"); }}'
    )
    return made
