"""What the tests of the window share: its words, a dressed application, and what every page is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop.i18n.catalogue import Catalogue
from desktop.services.catalogues import load_catalogues
from desktop.services.workspace import Workspace
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.theme import Theme, apply_theme, current_theme
from desktop.ui.kit.words import Words
from desktop.ui.shell.feed import ChangeFeed
from desktop.ui.shell.navigation import Navigation
from desktop.ui.shell.page import PageContext
from tests.kit.scripted_door import ScriptedDoor

# The platform without a screen cannot tell a window manager the smallest size of a window, and says so each time.
NO_SCREEN = "This plugin does not support propagateSizeHints"


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.qt_log_ignore(NO_SCREEN, extend=True))


@cache
def words_of(language: str) -> Words:
    return Words(Catalogue(language), load_catalogues(), language)


@pytest.fixture
def words() -> Words:
    return words_of("vi")


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """The default looks; what was thrown away is really gone afterwards."""
    # Dressing is slow: only where a test left other looks behind.
    if not qapp.styleSheet() or current_theme() != Theme():
        apply_theme(qapp, Theme())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def door() -> Iterator[ScriptedDoor]:
    scripted = ScriptedDoor()
    yield scripted
    scripted.assert_all_asked()


ContextMaker = Callable[[Workspace], PageContext]


@pytest.fixture
def context_of(words: Words, door: ScriptedDoor) -> ContextMaker:
    def make(workspace: Workspace) -> PageContext:
        return PageContext(
            workspace, words.over(workspace.catalogues), door, Navigation(), Privacy(), ChangeFeed(workspace)
        )

    return make
