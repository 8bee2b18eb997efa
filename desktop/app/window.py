"""Starting the window: the application, its looks, the hooks for bugs, the lock on the data folder."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from desktop.app.opening import data_folder, real_environment
from desktop.app.pages import make_pages
from desktop.app.places import load_preferences, preferences_file, save_preferences
from desktop.i18n.catalogue import Catalogue
from desktop.services import unfinished
from desktop.services.catalogues import load_catalogues
from desktop.services.data_folder import has_register
from desktop.services.environment import Environment
from desktop.services.workspace import Workspace
from desktop.system.single_instance import DataFolderLock
from desktop.ui.kit.collector import Collector
from desktop.ui.kit.theme import Density
from desktop.ui.kit.words import Words
from desktop.ui.shell.appearance import Appearance, Ground, dress
from desktop.ui.shell.crash import CrashHook
from desktop.ui.shell.printing import Printer, SystemPrinter
from desktop.ui.shell.program import Program
from desktop.ui.shell.shell import Shell
from desktop.vault.kdf import DEFAULT, Kdf

if TYPE_CHECKING:
    from desktop.services.accounts import FirstRun
    from desktop.ui.kit.door import Door
    from desktop.ui.kit.tasks import Progress
    from desktop.ui.shell.first_run.wizard import FirstRunSetting
    from desktop.vault.recovery import RecoveryCode

# What only some starts need is read by those: the first run, the sample data, the log of bugs.

PRACTICE_FOLDER = "dung-thu"
SMALL_WINDOW = ("--windowed", "--today")
"""The arguments under which the program starts as a small window with what is due."""
_WHOLE, _SMALL = (1366, 768), (640, 600)


class Starter:
    """Puts the program together for one start.

    Attributes:
        preferences: as they are kept now.
    """

    def __init__(
        self,
        folder: Path,
        environment: Environment,
        kept: Path,
        *,
        door: Door | None = None,
        printer: Printer | None = None,
        kdf: Kdf = DEFAULT,
    ) -> None:
        self.preferences = load_preferences(kept)
        self._kept = kept
        self._folder = folder
        self._environment = environment
        self._door = door
        self._printer = printer or SystemPrinter()
        self._kdf = kdf
        self._catalogues = load_catalogues()
        self._held: DataFolderLock | None = None

    def words(self, language: str) -> Words:
        return Words(Catalogue(language), self._catalogues, language)

    def appearance(self) -> Appearance:
        kept = self.preferences
        return Appearance(
            kept.language,
            _ground(kept.theme),
            kept.scale,
            _density(kept.density),
            kept.enter_moves,
            kept.at_logon,
        )

    def program(self) -> Program:
        return Program(
            folder=self._folder,
            environment=self._environment,
            words=self.words,
            make_pages=lambda context, shell: make_pages(context, shell, self._printer),
            first_run=self._first_run,
            make_practice=self._make_practice,
            last_user=self.preferences.user or None,
            keep_appearance=self._keep_appearance,
            keep_folder=self._keep_folder,
            keep_user=lambda user: self._keep(user=user),
            door=self._door,
            printer=self._printer,
            kdf=self._kdf,
        )

    def _first_run(self, _words: Words) -> FirstRunSetting:
        from desktop.base.units import load_units
        from desktop.ui.shell.first_run.folder_step import Proposal
        from desktop.ui.shell.first_run.wizard import FirstRunSetting
        from desktop.vault.recovery import RecoveryCode

        return FirstRunSetting(
            units=load_units(),
            proposal=Proposal(self._folder, _why(self._folder)),
            code=RecoveryCode.generate(self._environment.randomness),
            create=self._create,
            printer=self._printer,
        )

    def _create(self, setup: FirstRun, code: RecoveryCode) -> Workspace:
        from desktop.services.accounts import first_run

        return first_run(setup, self._environment, code, kdf=self._kdf)

    def _make_practice(self, progress: Progress, /) -> Workspace:
        from desktop.app.practice import Practice

        return Practice(
            self._folder.parent / f"{self._folder.name}-{PRACTICE_FOLDER}", self._environment
        ).open(progress)

    def hold(self, folder: Path) -> None:
        """Takes the data folder for this process. Raises :class:`AlreadyOpen`."""
        self.release()
        self._held = DataFolderLock(folder)
        unfinished.tidy(folder)

    def release(self) -> None:
        if self._held is not None:
            self._held.release()
        self._held = None

    def _keep_folder(self, folder: Path) -> None:
        self.hold(folder)
        self._keep(folder=str(folder))

    def _keep_appearance(self, appearance: Appearance) -> None:
        if appearance.at_logon != self.preferences.at_logon:
            from desktop.system.autostart import own_command, start_at_logon

            # Where the system does not allow it, nothing else is lost by it.
            with suppress(OSError):
                start_at_logon(own_command(SMALL_WINDOW) if appearance.at_logon else None)
        self._keep(
            language=appearance.language,
            theme=appearance.ground.value,
            scale=appearance.scale,
            density=appearance.density.value,
            enter_moves=appearance.enter_moves,
            at_logon=appearance.at_logon,
        )

    def _keep(self, **changed: str | int) -> None:
        self.preferences = replace(self.preferences, **changed)  # type: ignore[arg-type]  # fields by name
        # Preferences that cannot be written are no reason to stop somebody's work.
        with suppress(OSError):
            save_preferences(self._kept, self.preferences)


def _ground(value: str) -> Ground:
    return Ground(value) if value in {each.value for each in Ground} else Ground.LIGHT


def _density(value: int) -> Density:
    return Density(value) if value in {each.value for each in Density} else Density.MEDIUM


def _why(folder: Path) -> str:
    """Why this folder is proposed: the key of one sentence."""
    system = os.environ.get("SYSTEMDRIVE", "")
    if not folder.drive or not system:
        return "first_run.folder.why.home"
    second = folder.drive.upper() != system.upper()
    return f"first_run.folder.why.{'second_disk' if second else 'system'}"


class BugLog:
    """Writes bugs into the log of the data folder that is in use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, text: str, /) -> Path | None:
        from desktop.app.log import start_log

        try:
            path = start_log(self.folder)
            logging.getLogger("tuquan").error(text)
        except OSError:
            return None
        return path


def make_application() -> QApplication:
    """The one application of this process."""
    held = QApplication.instance()
    if isinstance(held, QApplication):
        return held
    app = QApplication(sys.argv[:1])
    app.setApplicationName("so-tu-quan")
    app.setApplicationDisplayName("Sổ Tự Quản")
    return app


def run_window(
    folder: Path | None,
    language: str | None = None,
    *,
    practise: bool = False,
    small: bool = False,
    watch: Callable[[Shell], object] = lambda _shell: None,
) -> int:
    """Opens the window and works until it is closed. One program at a time per data folder.

    ``small`` opens it as a small window, with one pane. ``watch`` is given the shell before it shows anything.
    Raises :class:`AlreadyOpen` when another has the folder open.
    """
    app = make_application()
    environment = real_environment()
    home = data_folder(folder)
    starter = Starter(home, environment, preferences_file())
    appearance = starter.appearance()
    if language is not None:
        appearance = replace(appearance, language=language)
    dress(app, appearance)
    if has_register(home):
        starter.hold(home)
    shell = Shell(starter.program(), appearance)
    hook = CrashHook(starter.words(appearance.language), BugLog(home), shell)
    hook.install()
    collector = Collector()
    try:
        shell.resize(*(_SMALL if small else _WHOLE))
        watch(shell)
        shell.begin()
        if practise:
            shell.practise()
        shell.show()
        return int(app.exec())
    finally:
        collector.stop()
        hook.remove()
        starter.release()


def window_opens() -> bool:
    """Whether Qt starts here and the first page can be painted."""
    app = make_application()
    with TemporaryDirectory(prefix="tuquan-") as name:
        starter = Starter(Path(name) / "so", real_environment(), Path(name) / "preferences.json")
        dress(app, starter.appearance())
        shell = Shell(starter.program(), starter.appearance())
        shell.resize(1366, 768)
        shell.begin()
        shell.show()
        app.processEvents()
        painted = not shell.grab().isNull()
        shell.close()
        shell.deleteLater()
    return painted
