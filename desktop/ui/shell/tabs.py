"""Several pages of one entry behind tabs, each made when it is first looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QTabBar

from desktop.services.views import Changes
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import column
from desktop.ui.shell.navigation import Intent, OpenPage
from desktop.ui.shell.page import MakePage, Page
from desktop.ui.shell.shortcuts import Shortcut


class TabbedPage(Page):
    """Tabs over pages; ``tabs`` are (name, title, maker)."""

    def __init__(self, tabs: Sequence[tuple[str, str, MakePage]]) -> None:
        super().__init__()
        self.setObjectName("TabbedPage")
        self._names = [name for name, _, _ in tabs]
        self._makers = {name: maker for name, _, maker in tabs}
        self._made: dict[str, Page] = {}
        self._bar = named(QTabBar(), "PageTabs")
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        for _, title, _ in tabs:
            self._bar.addTab(title)
        self._stack = QStackedWidget()
        self.setLayout(column(self._bar, self._stack, gap=0, margins=(Space.S, 0, 0, 0)))
        self._bar.currentChanged.connect(self._show)
        self._show(0)

    @property
    def current(self) -> Page:
        return self._made[self._names[self._bar.currentIndex()]]

    @property
    def keys(self) -> Sequence[Shortcut]:  # type: ignore[override]  # it follows the tab that is shown
        return self.current.keys

    def titles(self) -> list[str]:
        return [self._bar.tabText(at) for at in range(self._bar.count())]

    def arrive(self, intent: Intent) -> None:
        name = _tab_of(intent)
        if name in self._makers:
            self._bar.setCurrentIndex(self._names.index(name))
        self.current.arrive(intent)

    def follow(self, changes: Changes) -> None:
        for page in self._made.values():
            page.follow(changes)

    def leave(self) -> None:
        self.current.leave()

    def _show(self, at: int) -> None:
        name = self._names[at]
        if name not in self._made:
            self._made[name] = self._makers[name]()
            self._stack.addWidget(self._made[name])
        self._stack.setCurrentWidget(self._made[name])


def _tab_of(intent: Intent) -> str:
    return intent.tab or "" if isinstance(intent, OpenPage) else intent.register
