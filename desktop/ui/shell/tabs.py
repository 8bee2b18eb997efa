"""Several pages of one entry behind tabs, each made when it is first looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QTabBar

from desktop.services.views import Changes
from desktop.ui.kit.named import named
from desktop.ui.kit.stack import PageStack
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import column, row
from desktop.ui.shell.navigation import Intent, OpenPage, OpenPerson
from desktop.ui.shell.page import MakePage, Page
from desktop.ui.shell.shortcuts import Shortcut


class TabbedPage(Page):
    """Tabs over pages; ``tabs`` are (name, title, maker).

    Attributes:
        names: of the tabs, in order.
    """

    def __init__(self, tabs: Sequence[tuple[str, str, MakePage]]) -> None:
        super().__init__()
        self.setObjectName("TabbedPage")
        self.names = tuple(name for name, _, _ in tabs)
        self._makers = {name: maker for name, _, maker in tabs}
        self._made: dict[str, Page] = {}
        self._bar = named(QTabBar(), "PageTabs")
        # The words of the first tab stand over the left edge of the page.
        indented = row(self._bar, margins=(Space.M, 0, Space.M, 0))
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        for _, title, _ in tabs:
            self._bar.addTab(title)
        self._stack = PageStack()
        self.setLayout(column(indented, self._stack, gap=0, margins=(0, 0, 0, 0)))
        self._shown = self.names[0]
        self._show(0)
        self._bar.currentChanged.connect(self._changed)

    @property
    def current(self) -> Page:
        return self._made[self._shown]

    @property
    def keys(self) -> Sequence[Shortcut]:  # type: ignore[override]  # it follows the tab that is shown
        return self.current.keys

    def tab(self) -> str:
        """The name of the one that is shown."""
        return self._shown

    def titles(self) -> list[str]:
        return [self._bar.tabText(at) for at in range(self._bar.count())]

    def arrive(self, intent: Intent) -> None:
        name = _tab_of(intent)
        if name in self._makers:
            self._bar.blockSignals(True)
            self._bar.setCurrentIndex(self.names.index(name))
            self._bar.blockSignals(False)
            self._turn(self.names.index(name))
        self._arrive(intent)

    def follow(self, changes: Changes) -> None:
        for page in self._made.values():
            page.follow(changes)

    def finish(self) -> None:
        for page in self._made.values():
            page.finish()

    def leave(self) -> None:
        self.current.leave()

    def _changed(self, at: int) -> None:
        """A person chose another tab."""
        self._turn(at)
        self._arrive(OpenPage("", self._shown))
        self.current.setFocus()

    def _arrive(self, intent: Intent) -> None:
        self.current.arrive(intent)
        # What takes the keyboard may be known only when the page has read what it shows.
        self._lend_focus()

    def _turn(self, at: int) -> None:
        if self.names[at] != self._shown:
            self.current.leave()
            self._show(at)

    def _show(self, at: int) -> None:
        name = self.names[at]
        if name not in self._made:
            self._made[name] = self._makers[name]()
            self._stack.addWidget(self._made[name])
        self._shown = name
        self._stack.setCurrentWidget(self._made[name])
        self._lend_focus()

    def _lend_focus(self) -> None:
        """A page in which nothing takes the keyboard leaves it to the tabs."""
        self.setFocusProxy(self.current if self.current.focusProxy() is not None else self._bar)


def _tab_of(intent: Intent) -> str:
    if isinstance(intent, OpenPerson):
        return ""
    return intent.tab or "" if isinstance(intent, OpenPage) else intent.register
