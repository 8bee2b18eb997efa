"""What the window knows of a page, and what a page is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.base.values import dataclass
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.ui.kit.door import Door
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.words import Words
from desktop.ui.shell.feed import ChangeFeed
from desktop.ui.shell.navigation import Intent, Navigation
from desktop.ui.shell.printing import Printer, SystemPrinter
from desktop.ui.shell.shortcuts import Shortcut


@dataclass(frozen=True)
class PageContext:
    """What every page may use.

    Attributes:
        door: every question to the person passes here.
        navigation: where to ask for another page.
        privacy: whether what is sensitive is hidden now (F9).
        feed: tells what was written.
        enter_moves: whether Enter goes on to the next field of a form on this machine.
        printer: where paper goes.
    """

    workspace: Workspace
    words: Words
    door: Door
    navigation: Navigation
    privacy: Privacy
    feed: ChangeFeed
    enter_moves: bool = True
    printer: Printer = field(default_factory=SystemPrinter)


class Page(QWidget):
    """One page; the methods do nothing unless a page has something to do."""

    keys: Sequence[Shortcut] = ()
    """Keys of this page beside those of the whole window, for the sheet of F1."""

    def arrive(self, intent: Intent) -> None:
        """Shown because of what a person asked; also when it was shown already."""

    def follow(self, changes: Changes) -> None:
        """Something was written, here or elsewhere: show it as it is now."""

    def finish(self) -> None:
        """The register is about to be closed: stop what is under way and wait until it has rolled back."""

    def leave(self) -> None:
        """Another page takes its place; what is half typed must be kept."""


class MakePage(Protocol):
    """Makes a page, the first time it is asked for."""

    def __call__(self) -> Page: ...


PageMakers = Mapping[str, MakePage]
"""By the name of an entry, or of a page that has none, such as ``importing``."""
