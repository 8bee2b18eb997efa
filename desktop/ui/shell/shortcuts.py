"""The keys of the window, once: from here they are bound, shown in tooltips and printed on the sheet of F1."""

from __future__ import annotations

from typing import Final

from desktop.base.values import dataclass
from desktop.ui.shell.entries import Entry


@dataclass(frozen=True)
class Shortcut:
    """Keys in Qt's words, and the key of what they do."""

    keys: str
    label: str


SEARCH: Final = Shortcut("Ctrl+K", "keys.search")
PRIVACY: Final = Shortcut("F9", "keys.privacy")
LOCK: Final = Shortcut("Ctrl+L", "keys.lock")
HELP: Final = Shortcut("F1", "keys.help")
NEXT_PANE: Final = Shortcut("F6", "keys.next_pane")

EVERYWHERE: Final = (SEARCH, PRIVACY, LOCK, NEXT_PANE, HELP, Shortcut("Esc", "keys.back"))

PRINT_LIST: Final = Shortcut("Ctrl+P", "keys.print_list")
EXPORT_LIST: Final = Shortcut("Ctrl+E", "keys.export_list")

IN_REGISTER: Final = (
    Shortcut("Ctrl+N", "keys.new"),
    Shortcut("F2", "keys.edit"),
    Shortcut("Ctrl+F", "keys.filter"),
    Shortcut("Ctrl+Z", "keys.undo"),
    PRINT_LIST,
    EXPORT_LIST,
)
ENTER_ROUND: Final = Shortcut("Ctrl+G", "keys.round")
PASTE_TABLE: Final = Shortcut("Ctrl+V", "keys.paste_table")
"""Where lists are brought in; a text field keeps it for its own text."""

NEXT_FIELD: Final = Shortcut("Return", "keys.next_field")
IN_FORM: Final = (
    Shortcut("Ctrl+S", "keys.save"),
    Shortcut("Ctrl+Return", "keys.save_next"),
    NEXT_FIELD,
    Shortcut("F4", "keys.open_list"),
    Shortcut("F8", "keys.next_problem"),
    Shortcut("Ctrl+M", "keys.mark_all"),
)


def navigation_shortcuts(entries: tuple[Entry, ...]) -> tuple[Shortcut, ...]:
    """Alt with a digit, for the entries that have one."""
    return tuple(Shortcut(entry.shortcut, f"nav.{entry.id}") for entry in entries if entry.shortcut)
