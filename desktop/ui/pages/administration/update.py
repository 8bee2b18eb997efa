"""The version in use, a newer one from a stick, the way back, and at an upper level the signing of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import UserError
from desktop.domain.levels import superior
from desktop.domain.versions import RUNNING, Version, parse_version
from desktop.services import places, update_note, updates
from desktop.services.places import Place
from desktop.services.updates import Found, Ready, Setup
from desktop.services.workspace import Workspace
from desktop.system import setup_program
from desktop.system.setup_program import GO_BACK, REOPEN, WAIT, Kept, Start
from desktop.ui.kit.door import FileKind, Question
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.widgets import Button, Look, Notice, Role, label, row
from desktop.ui.pages.administration.section import Section
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import PageContext

_SETUP: Final = FileKind("update.sign.file", ("*-setup.exe",))
_GROUP: Final = 8


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class UpdateDoors:
    """What lies outside of the page.

    Attributes:
        installed: whether a setup program put this copy here.
        before: the setup program of the version before.
        start: starts a setup program that outlives this one.
        close: closes the program, so that its files can be replaced.
        find_sticks: the sticks that are plugged in.
    """

    installed: Callable[[], bool] = setup_program.is_installed
    before: Callable[[], Kept | None] = setup_program.installed_before
    start: Start = setup_program.start
    close: Callable[[], object] = _nothing
    find_sticks: Callable[[], Sequence[Place]] = places.sticks
    running: Version = RUNNING


class UpdatePage(Section):
    """One piece of work at a time."""

    def __init__(self, context: PageContext, doors: UpdateDoors) -> None:
        super().__init__(context, context.words("administration.tab.update"))
        words = self.words
        self._doors = doors
        self._task: Task | None = None
        self._found: Found | None = None
        self._before: Kept | None = None
        self.found = Notice("UpdateFound", Tone.INFO)
        self.find_button = Button("UpdateFind", words("update.find"), look=Look.PRIMARY, icon_name="usb")
        self.folder_button = Button("UpdateFolder", words("update.folder"))
        self.install_button = Button("UpdateInstall", look=Look.PRIMARY)
        self.back_button = Button("UpdateBack", look=Look.LINK, small=True)
        self.sign_button = Button("UpdateSign", words("update.sign.choose"))
        self.strip = ProgressStrip(words, "UpdateStrip")
        self.result = Notice("UpdateResult", Tone.DONE)
        self.error = ErrorLines(words, "UpdateError")
        self._lay_out()
        self.find_button.clicked.connect(self.find_on_stick)
        self.folder_button.clicked.connect(self.choose_folder)
        self.install_button.clicked.connect(self.fetch)
        self.back_button.clicked.connect(self.go_back)
        self.sign_button.clicked.connect(self.sign)

    def arrive(self, intent: Intent) -> None:
        if self._task is None:
            self.result.hide()
            self.error.clear()
            self._show_found(None)
        self._before = self._doors.before()
        older = self._before is not None and self._before.version != str(self._doors.running)
        self.back_button.setVisible(self._doors.installed() and older)
        if self._before is not None:
            self.back_button.setText(self.words("update.back", version=self._before.version))

    def finish(self) -> None:
        if self._task is not None:
            self._task.finish()

    def find_on_stick(self) -> None:
        """On the one stick that is plugged in; the person is asked where there is none or more than one."""
        sticks = self._doors.find_sticks()
        if len(sticks) == 1:
            self._look_in(sticks[0].folder)
        else:
            self._say(Tone.NEUTRAL, self.words("update.no_stick"))
            self.folder_button.setFocus()

    def choose_folder(self) -> None:
        """Wherever the two files lie."""
        folder = self.context.door.choose_folder("update.folder")
        if folder is not None:
            self._look_in(folder)

    def fetch(self) -> None:
        """Check the update that was found, and copy the register; then ask once more."""
        if self._found is not None:
            work = partial(_fetch, self.context.workspace, self._found, self._doors.running)
            self._run(work, self._fetched, "update.checking")

    def go_back(self) -> None:
        """To the version before this one."""
        before = self._before
        question = Question("update.back", {"version": before.version if before else ""})
        if before is not None and self.context.door.confirm(question):
            self._hand_over(before.path, parse_version(before.version), (WAIT, REOPEN, GO_BACK))

    def sign(self) -> None:
        """Look at a setup program, have its digest compared, and write it with the signature."""
        path = self.context.door.choose_file("update.sign.choose", [_SETUP])
        if path is None or self._task is not None:
            return
        self._run(partial(_look_at, path), self._ask_to_sign, "update.checking")

    # What was found

    def _look_in(self, folder: Path) -> None:
        self.result.hide()
        self.error.clear()
        try:
            found = updates.find(folder, self._doors.running)
        except UserError as error:
            self.error.tell(error)
            return
        self._show_found(found[0] if found else None)
        if not found:
            self._say(Tone.NEUTRAL, self.words("update.none", folder=str(folder)))

    def _show_found(self, found: Found | None) -> None:
        self._found = found
        self.found.setVisible(found is not None)
        self.install_button.setVisible(found is not None)
        if found is not None:
            self.found.say(self.words("update.found", version=str(found.version)))
            self.install_button.setText(self.words("update.install", version=str(found.version)))
            self.install_button.setFocus()

    def _fetched(self, ready: object) -> None:
        assert isinstance(ready, Ready)
        self._end()
        facts = {"version": str(ready.version), "signer": ready.signer}
        if self.context.door.confirm(Question("update.ask", facts)):
            self._hand_over(ready.path, ready.version, (WAIT, REOPEN))

    def _hand_over(self, setup: Path, version: Version | None, how: Sequence[str]) -> None:
        """Let the setup program take over: it waits until this one is closed."""
        try:
            if version is not None:
                update_note.started(self.context.workspace, version, self._doors.running)
            self._doors.start(setup, how)
        except UserError as error:
            self.error.tell(error)
            return
        self._doors.close()

    # What is signed

    def _ask_to_sign(self, setup: object) -> None:
        assert isinstance(setup, Setup)
        self._end()
        facts = {"version": str(setup.version), "digest": _in_groups(setup.sha256)}
        if not self.context.door.confirm(Question("update.sign.ask", facts)):
            return
        sticks = self._doors.find_sticks()
        start = sticks[0].folder if sticks else None
        folder = self.context.door.choose_folder("update.sign.folder", start)
        if folder is not None:
            work = partial(_sign, self.context.workspace, setup, folder)
            self._run(work, partial(self._signed, setup, folder), "update.sign.writing")

    def _signed(self, setup: Setup, folder: Path, _path: object) -> None:
        self._end()
        facts = {"version": str(setup.version), "folder": str(folder)}
        self._say(Tone.DONE, self.words("update.sign.done", **facts))

    # One piece of work

    def _run(self, work: Callable[[Progress], object], done: Callable[[object], None], key: str) -> None:
        if self._task is not None:
            return
        self.error.clear()
        self.result.hide()
        self._busy(busy=True)
        self._task = start_task(self, work, done=done, failed=self._failed, cancelled=self._cancelled)
        self.strip.show_task(self._task, self.words(key))

    def _failed(self, error: UserError) -> None:
        self._end()
        self.error.tell(error)

    def _cancelled(self) -> None:
        self._end()
        self._say(Tone.NEUTRAL, self.words("update.cancelled"))

    def _say(self, tone: Tone, text: str) -> None:
        self.result.set_tone(tone)
        self.result.say(text)
        self.result.show()

    def _end(self) -> None:
        self._task = None
        self._busy(busy=False)

    def _busy(self, *, busy: bool) -> None:
        for each in (
            self.find_button, self.folder_button, self.install_button, self.back_button, self.sign_button
        ):  # fmt: skip
            each.setEnabled(not busy)

    def _lay_out(self) -> None:
        words = self.words
        installed = self._doors.installed()
        signs = superior(self.context.workspace.station.level)
        self.add(
            label("UpdateRunning", words("update.running", version=str(self._doors.running)), Role.SECTION)
        )
        self.add(
            label("UpdateLead", words("update.lead" if installed else "update.not_installed"), wrap=True)
        )
        buttons = row(self.find_button, self.folder_button)
        buttons.addStretch(1)
        ready = row(self.install_button)
        ready.addStretch(1)
        back = row(self.back_button)
        back.addStretch(1)
        self.add(buttons, self.found, ready, self.strip, self.result, self.error, back)
        if signs:
            self.add_title("update.sign.title")
            sign = row(self.sign_button)
            sign.addStretch(1)
            self.add(label("UpdateSignLead", words("update.sign.lead"), wrap=True), sign)
        self.add_room()
        for each in (self.find_button, self.folder_button):
            each.setVisible(installed)
        hidden: tuple[QWidget, ...] = (self.result, self.found, self.install_button, self.back_button)
        for widget in hidden:
            widget.hide()
        if installed or signs:
            self.setFocusProxy(self.find_button if installed else self.sign_button)


def _in_groups(digest: str) -> str:
    """Eight groups of eight, two lines: as it is read out and compared."""
    groups = [digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP)]
    half = len(groups) // 2
    return " ".join(groups[:half]) + "\n" + " ".join(groups[half:])


def _fetch(workspace: Workspace, found: Found, running: Version, progress: Progress, /) -> Ready:
    return updates.fetch(workspace, found, progress, running)


def _look_at(path: Path, _progress: Progress, /) -> Setup:
    return updates.look_at(path)


def _sign(workspace: Workspace, setup: Setup, folder: Path, progress: Progress, /) -> Path:
    return updates.sign(workspace, setup, folder, progress)
