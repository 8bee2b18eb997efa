"""The way back from a copy: choose, open, look, restore. Nothing that is there is touched before the last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import UserError
from desktop.i18n.dates import short_date
from desktop.services import backup_files, places, rescuing, restoring
from desktop.services.backup_files import Copy
from desktop.services.data_folder import DATABASE_NAME
from desktop.services.environment import Environment
from desktop.services.places import Place
from desktop.services.restoring import OpenedCopy, Prepared
from desktop.ui.kit.door import Door
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, label, row
from desktop.ui.kit.words import Words
from desktop.ui.shell.centred import card, centre
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.restore_steps import ChooseStep, OpenStep, PreviewStep
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.recovery import RecoveryCode

_WIDTH: Final = 720
_TITLES: Final = ("restore.choose", "restore.open", "restore.preview")
_RESCUE_TITLES: Final = ("restore.choose", "rescue.open", "rescue.preview")
CHOOSE, OPEN, PREVIEW = range(3)


@dataclass(frozen=True)
class Key:
    """What a person gave to open a copy: a code, or a user and a password."""

    code: RecoveryCode | None
    user: str = ""
    password: str = ""

    def open(self, copy: Copy, of: Copy | None = None) -> OpenedCopy:
        """Open a copy, or the damaged register whose keyring lies in the copy."""
        if self.code is not None:
            return restoring.open_with_code(copy, self.code, of=of)
        return restoring.open_with_password(copy, self.user, self.password, of=of)


class RestorePage(QWidget):
    """Three steps in one card.

    Attributes:
        choose, open, preview: the steps.
        error: what went wrong.

    Signals:
        restored: the folder in which the register now lies.
        given_up: the person went back before the first step.
    """

    restored = Signal(object)
    given_up = Signal()

    def __init__(
        self,
        words: Words,
        door: Door,
        folder: Path,
        environment: Environment,
        *,
        find_sticks: Callable[[], Sequence[Place]] = places.sticks,
        kdf: Kdf = DEFAULT,
    ) -> None:
        super().__init__()
        self.setObjectName("Ground")
        self._words = words
        self._door = door
        self._folder = folder
        self._environment = environment
        self._find_sticks = find_sticks
        self._kdf = kdf
        self._task: Task | None = None
        self._prepared: Prepared | None = None
        self._chosen: Copy | None = None
        self._damaged: Copy | None = None
        self._title = label("RestoreTitle", role=Role.TITLE)
        self._text = label("RestoreText", role=Role.MUTED, wrap=True)
        self.choose = ChooseStep(words)
        self.open = OpenStep(words)
        self.preview = PreviewStep(words)
        self._steps = (self.choose, self.open, self.preview)
        self._at = CHOOSE
        self.strip = ProgressStrip(words, "RestoreStrip")
        self.error = ErrorLines(words, "RestoreError")
        self.back_button = Button("RestoreBack", words("restore.back"))
        self.next_button = Button("RestoreNext", words("restore.next"), look=Look.PRIMARY)
        for step in self._steps:
            step.entered.connect(self.go_on)
        buttons = row(self.back_button)
        buttons.addStretch(1)
        buttons.addWidget(self.next_button)
        body = card(_WIDTH, self._title, self._text, self.error, *self._steps, self.strip, buttons)
        layout = body.layout()
        assert layout is not None
        layout.setSpacing(Space.M)
        centre(self, body)
        self.choose.folder_asked.connect(self._ask_folder)
        self.choose.again_asked.connect(self.search)
        self.choose.rescue_asked.connect(self.rescue)
        self.back_button.clicked.connect(self.go_back)
        self.next_button.clicked.connect(self.go_on)
        self.search()
        self._show(CHOOSE)

    def step(self) -> int:
        return self._at

    def begin(self, error: UserError | None, *, rescue: bool) -> None:
        """Tell why the way back is needed, and go straight to a rescue where that is wanted."""
        if error is not None:
            self.error.tell(error)
        if rescue:
            self.rescue()

    def search(self) -> None:
        """Look for copies on the sticks that are plugged in, and beside the data of this computer."""
        found: list[tuple[str, Copy]] = []
        for stick in self._find_sticks():
            name = stick.name or str(stick.folder)
            found += [(name, copy) for copy in backup_files.copies_in(stick.folder)]
        here = self._words("restore.here")
        found += [(here, copy) for copy in backup_files.copies(self._folder)]
        self.choose.show_copies(sorted(found, key=lambda each: each[1].at, reverse=True))
        self.choose.offer_rescue(offered=(self._folder / DATABASE_NAME).exists())
        self._enable()

    def rescue(self) -> None:
        """Ask for what opens the damaged register of this folder; what can be read of it is then shown."""
        damaged = rescuing.damaged_register(self._folder)
        if self._task is None and damaged is not None:
            self.error.clear()
            self._take(rescuing.keyring_of(damaged), damaged)

    def go_on(self) -> None:
        """To the next step if this one is answered; from the last, restore."""
        if self._task is not None:
            return
        self.error.clear()
        if self.step() == CHOOSE:
            self._take(self.choose.chosen())
        elif self.step() == OPEN and self.open.ready() and self._chosen is not None:
            self._open(self._chosen)
        elif self.step() == PREVIEW and self.preview.ready() and self._prepared is not None:
            user = self.preview.user()
            password = self.preview.password.text()
            last = partial(_restore, self._prepared, self._environment, user, password, self._kdf)
            self._run(last, self._done, "restore.working")

    def go_back(self) -> None:
        if self._task is not None:
            return
        self.error.clear()
        self._drop()
        if self.step() == CHOOSE:
            self.given_up.emit()
        else:
            self._show(CHOOSE)

    def finish(self) -> None:
        """The window closes: what is under way is waited for, what was only looked at goes."""
        if self._task is not None:
            self._task.finish()
        self._drop()

    def _take(self, copy: Copy | None, damaged: Copy | None = None) -> None:
        if copy is None:
            self._ask_folder()
            return
        try:
            users = restoring.users_of(copy)
        except UserError as error:
            self.error.tell(error)
            return
        self._chosen, self._damaged = copy, damaged
        self.open.begin(users)
        self._show(OPEN)

    def _ask_folder(self) -> None:
        folder = self._door.choose_folder("restore.folder.title")
        if folder is None:
            return
        try:
            self._take(backup_files.copy_at(folder))
        except UserError as error:
            self.error.tell(error)

    def _open(self, copy: Copy) -> None:
        try:
            key = self._key()
        except UserError as error:
            self.error.tell(error)
            return
        if self._damaged is None:
            work = partial(_prepare, key, copy, self._folder, self._environment)
            self._run(work, self._looked, "restore.opening")
            return
        sticks = [stick.folder for stick in self._find_sticks()]
        reading = partial(_rescue, key, copy, self._damaged, self._folder, self._environment, sticks)
        self._run(reading, self._looked, "rescue.reading")

    def _key(self) -> Key:
        if self.open.by_code:
            return Key(self.open.typed_code())
        assert self.open.names is not None
        return Key(None, self.open.names.value(), self.open.password.text())

    def _run(self, work: Callable[[Progress], object], done: Callable[[object], None], key: str) -> None:
        self._task = start_task(self, work, done=done, failed=self._failed, cancelled=self._cancelled)
        self.strip.show_task(self._task, self._words(key))
        self._enable()

    def _looked(self, prepared: object) -> None:
        assert isinstance(prepared, Prepared)
        self._task = None
        self._prepared = prepared
        today = short_date(self._environment.clock.today(), self._words.language)
        self.preview.begin(prepared, today)
        self._show(PREVIEW)

    def _done(self, _aside: object) -> None:
        self._task = None
        self._prepared = None
        self.open.clear()
        self.restored.emit(self._folder)

    def _failed(self, error: UserError) -> None:
        self._task = None
        self._enable()
        self.error.tell(error)

    def _cancelled(self) -> None:
        self._task = None
        self._enable()

    def _drop(self) -> None:
        """Nothing of a code stays on the screen, nothing that was prepared on the disk."""
        self.open.clear()
        if self._prepared is not None:
            restoring.discard(self._folder)
        self._prepared = None

    def _show(self, step: int) -> None:
        self._at = step
        # Not a stack: each step is as high as it needs, and the buttons stand right under it.
        for at, each in enumerate(self._steps):
            each.setVisible(at == step)
        key = (_TITLES if self._damaged is None or step == CHOOSE else _RESCUE_TITLES)[step]
        self._title.setText(self._words(f"{key}.title"))
        self._text.setText(self._words(f"{key}.text"))
        self.next_button.setText(self._words("restore.do" if step == PREVIEW else "restore.next"))
        self._enable()
        target = self._focus_of(step)
        self.setFocusProxy(target)
        target.setFocus()

    def _focus_of(self, step: int) -> QWidget:
        if step == CHOOSE and self.choose.chosen() is not None:
            return self.choose
        if step == OPEN:
            return self.open
        return self.preview.password if step == PREVIEW and self.preview.asks else self.next_button

    def _enable(self) -> None:
        busy = self._task is not None
        for each in self._steps:
            each.setEnabled(not busy)
        self.back_button.setEnabled(not busy)
        self.next_button.setEnabled(not busy and (self.step() != CHOOSE or self.choose.chosen() is not None))


def _prepare(key: Key, copy: Copy, folder: Path, environment: Environment, progress: Progress, /) -> Prepared:
    return restoring.prepare(key.open(copy), folder, environment, progress)


def _rescue(  # each part by its own right
    key: Key,
    holder: Copy,
    damaged: Copy,
    folder: Path,
    environment: Environment,
    beside: Sequence[Path],
    progress: Progress,
    /,
) -> Prepared:
    return rescuing.rescue(key.open(holder, damaged), folder, environment, progress, beside)


def _restore(  # each part by its own right
    prepared: Prepared,
    environment: Environment,
    user: str | None,
    password: str,
    kdf: Kdf,
    _progress: Progress,
    /,
) -> Path | None:
    return restoring.restore(prepared, environment, user=user, password=password, kdf=kdf)
