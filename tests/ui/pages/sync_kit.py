"""What the tests of sending and receiving share: pages on real registers, a stick, and bundles on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.services.places import Place
from desktop.services.workspace import Workspace
from desktop.ui.pages.sync.enrol import EnrolSection
from desktop.ui.pages.sync.page import SyncPage
from desktop.ui.pages.sync.receive import ReceiveSection
from desktop.ui.pages.sync.send import SendSection
from desktop.ui.shell.navigation import OpenPage
from desktop.ui.shell.page import PageContext

GB = 2**30


@dataclass
class Pages:
    """Makes pages and keeps them while a test lasts; ``sticks`` are what is plugged in now."""

    context_of: Callable[[Workspace], PageContext]
    qtbot: QtBot
    sticks: list[Place] = field(default_factory=list)
    kept: list[SyncPage] = field(default_factory=list)

    def plug_in(self, folder: Path, name: str = "USB đỏ") -> Path:
        folder.mkdir(exist_ok=True)
        self.sticks.append(Place(folder, name, 12 * GB, stick=True))
        return folder

    def open(self, workspace: Workspace, tab: str | None = None) -> SyncPage:
        page = SyncPage(self.context_of(workspace), lambda: list(self.sticks))
        self.kept.append(page)
        self.qtbot.addWidget(page)
        page.resize(1150, 692)
        page.show()
        page.activateWindow()
        self.qtbot.waitUntil(page.isActiveWindow)
        page.arrive(OpenPage("sync", tab))
        return page

    def send(self, workspace: Workspace) -> SendSection:
        section = self.open(workspace, "send").current
        assert isinstance(section, SendSection)
        self.counted(section)
        return section

    def receive(self, workspace: Workspace) -> ReceiveSection:
        section = self.open(workspace, "receive").current
        assert isinstance(section, ReceiveSection)
        return section

    def enrol(self, workspace: Workspace) -> EnrolSection:
        section = self.open(workspace, "devices").current
        assert isinstance(section, EnrolSection)
        return section

    def counted(self, section: SendSection) -> None:
        self.qtbot.waitUntil(lambda: section._counting is None)

    def idle(self, section: SendSection | ReceiveSection) -> None:
        self.qtbot.waitUntil(lambda: section.task is None)
