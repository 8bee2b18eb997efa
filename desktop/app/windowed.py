"""The program as it is started from the desktop: nobody sees a console, so a failure is told in a window."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.app.opening import real_environment
from desktop.app.places import preferences_file
from desktop.app.window import Starter, make_application, run_window
from desktop.domain.access import Permission, Role
from desktop.domain.errors import UserError
from desktop.ui.kit.dialogs import ErrorDialog
from desktop.ui.kit.meanwhile import when_free
from desktop.ui.pages.sync.receive import ReceiveSection
from desktop.ui.shell.appearance import dress
from desktop.ui.shell.navigation import OpenPage
from desktop.ui.shell.shell import Shell
from desktop.ui.shell.window import MainWindow

TOLD: Final = 2
"""Exit code of a failure that the person has read; the launcher then says no more."""


def run_windowed(
    folder: Path | None, language: str | None, bundle: Path | None, *, small: bool = False
) -> int:
    """Opens the window as :func:`run_window` does; ``bundle`` is looked at as soon as somebody has logged in."""
    try:
        return run_window(
            folder, language, small=small, watch=lambda shell: Arrival(shell, bundle) if bundle else None
        )
    except UserError as error:
        tell(error, language)
        return TOLD


def tell(error: UserError, language: str | None) -> None:
    """Shows a failure and returns when it has been read."""
    app = make_application()
    starter = Starter(Path(), real_environment(), preferences_file())
    dress(app, starter.appearance())
    ErrorDialog(None, starter.words(language or starter.appearance().language), error).exec()


class Arrival(QObject):
    """Brings a bundle that the program was opened with to the page that receives it.

    It is only looked at: the person sees what is in it before anything is taken in.
    """

    def __init__(self, shell: Shell, bundle: Path) -> None:
        super().__init__(shell)
        self._shell = shell
        self._bundle = bundle
        shell.shown.connect(self._shown)

    def _shown(self, page: QWidget) -> None:
        if isinstance(page, MainWindow):
            self._shell.shown.disconnect(self._shown)
            # When the first page has been put up, so that this one is on top of it.
            QTimer.singleShot(0, partial(when_free, self._open))

    def _open(self) -> None:
        workspace = self._shell.workspace
        if workspace is None or workspace.practice or not workspace.may(Permission.RECEIVE):
            return
        if workspace.role is Role.WARD:
            self._shell.main_window().go(OpenPage("packs"))
            return
        self._shell.main_window().go(OpenPage("sync", "receive"))
        children: list[QObject] = self._shell.findChildren(QObject)  # type: ignore[assignment]  # stubs
        for section in children:
            if isinstance(section, ReceiveSection):
                section.open_bundle(self._bundle)
