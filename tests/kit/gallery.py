"""The whole window on a register, led through every page that its user has, as each new page will be too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.app.screens import SIZES, WITHOUT_ENTRY, Look
from desktop.app.window import Starter
from desktop.ui.kit.tasks import Task
from desktop.ui.shell.appearance import Appearance, dress
from desktop.ui.shell.entries import entries_of
from desktop.ui.shell.navigation import NewRecord, OpenPage
from desktop.ui.shell.page import Page
from desktop.ui.shell.shell import Shell
from desktop.ui.shell.tabs import TabbedPage
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import find_all
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import Made, reopen

_ROUNDS: Final = 6


@dataclass(frozen=True)
class Leaf:
    """One page as it is shown now, and its picture. ``name`` is that of the entry and the tab."""

    name: str
    shell: Shell
    page: Page
    picture: QImage


class Gallery:
    """A shell that looks and speaks in one way, on a register that was closed before and is again afterwards."""

    def __init__(self, app: QApplication, made: Made, look: Look) -> None:
        self._app = app
        appearance = replace(Appearance(), ground=look.ground, scale=look.scale, language=look.language)
        # Before there is a window: dressing one that holds every page takes long.
        dress(app, appearance)
        workspace = reopen(made)
        kept = made.folder.parent / "preferences.json"
        starter = Starter(
            made.folder, workspace.environment, kept, door=ScriptedDoor(), printer=FakePrinter()
        )
        self.shell = Shell(starter.program(), appearance)
        self.shell.resize(*SIZES[look.percent])
        self.shell.show()
        self.shell.activateWindow()
        self.shell.enter(workspace)
        # At once, and not a moment later, when the picture may be taken.
        self.shell.tell_copies()
        app.processEvents()

    def leaves(self) -> Iterator[Leaf]:
        """Every page and every tab; then a form of each register that has a page."""
        assert self.shell.workspace is not None
        entries = entries_of(self.shell.workspace)
        for name in (*(entry.id for entry in entries), *WITHOUT_ENTRY):
            self._go(OpenPage(name))
            page = self.shell.main_window().page()
            for tab in page.names if isinstance(page, TabbedPage) else ("",):
                if tab:
                    self._go(OpenPage(name, tab))
                yield self._leaf("-".join(filter(None, (name, tab))))

    def forms(self) -> Iterator[Leaf]:
        """The empty form of every register that has a page."""
        assert self.shell.workspace is not None
        for entry in entries_of(self.shell.workspace):
            for register in entry.registers:
                self._go(NewRecord(register))
                yield self._leaf(f"form-{register}")

    def _go(self, intent: OpenPage | NewRecord) -> None:
        self.shell.main_window().go(intent)
        self._settle()

    def _settle(self) -> None:
        """Until nothing is being worked on, and what came of it is laid out."""
        self._app.processEvents()
        for task in find_all(self._app, Task):
            task.wait()
        # A new size is asked for from one layout to the one around it, each in a round of its own.
        for _ in range(_ROUNDS):
            self._app.processEvents()

    def _leaf(self, name: str) -> Leaf:
        page = self.shell.main_window().page()
        return Leaf(name, self.shell, page, self.shell.grab().toImage())

    def close(self) -> None:
        self.shell.close()
        self.shell.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
