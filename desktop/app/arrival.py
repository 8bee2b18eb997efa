"""A file that was clicked, on its way to the page that takes such files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.domain.access import Permission, Role
from desktop.services.pack_opening import SUFFIX as PACK
from desktop.ui.kit.meanwhile import when_free
from desktop.ui.pages.sync.pack_open import OpenPackSection
from desktop.ui.pages.sync.receive import ReceiveSection
from desktop.ui.shell.first_run.wizard import FirstRunWizard
from desktop.ui.shell.navigation import OpenPage
from desktop.ui.shell.pack_wizard import PackWizard
from desktop.ui.shell.shell import Shell
from desktop.ui.shell.window import MainWindow

Section = TypeVar("Section", bound=QWidget)


class Arrival(QObject):
    """Brings a bundle or a print pack that the program was opened with to its page.

    It is only looked at: the person sees what is in it before anything is taken in. A ward official's own file begins
    with a print pack, so that a pack comes before there is any register; wherever one is asked for, it is chosen.
    """

    def __init__(self, shell: Shell, file: Path) -> None:
        super().__init__(shell)
        self._shell = shell
        self._file = file
        self._is_pack = file.suffix.lower() == PACK
        self._before: QWidget | None = None
        shell.shown.connect(self._shown)

    def _shown(self, page: QWidget) -> None:
        before, self._before = self._before, page
        if isinstance(page, MainWindow):
            self._shell.shown.disconnect(self._shown)
            if not isinstance(before, PackWizard):
                # When the first page has been put up, so that this one is on top of it.
                QTimer.singleShot(0, partial(when_free, self._open))
        elif self._is_pack and isinstance(page, FirstRunWizard) and before is None:
            QTimer.singleShot(0, self._shell.show_pack)
        elif self._is_pack and isinstance(page, PackWizard):
            page.open.chooser.show_file(self._file)

    def _open(self) -> None:
        workspace = self._shell.workspace
        if workspace is None or workspace.practice or not workspace.may(Permission.RECEIVE):
            return
        window = self._shell.main_window()
        if workspace.role is Role.WARD:
            window.go(OpenPage("packs", "open"))
            for pack in self._sections(OpenPackSection):
                if self._is_pack:
                    pack.chooser.show_file(self._file)
            return
        window.go(OpenPage("sync", "receive"))
        for section in self._sections(ReceiveSection):
            section.open_bundle(self._file)

    def _sections(self, kind: type[Section]) -> Iterator[Section]:
        children: list[QObject] = self._shell.findChildren(QObject)  # type: ignore[assignment]  # stubs
        return (each for each in children if isinstance(each, kind))
