"""The way of a ward official into the program: the print pack, a user, a folder, a recovery code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from desktop.domain.errors import UserError
from desktop.services import pack_opening
from desktop.services.data_folder import has_register
from desktop.services.environment import Environment
from desktop.services.pack_opening import Pack, Tries
from desktop.services.users import NewUser
from desktop.services.workspace import Workspace
from desktop.ui.kit.door import Door
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, line, row
from desktop.ui.kit.words import Words
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.first_run.code_steps import CodeStep
from desktop.ui.shell.first_run.folder_step import FolderStep, Proposal
from desktop.ui.shell.first_run.step import Step
from desktop.ui.shell.first_run.user_step import UserStep
from desktop.ui.shell.pack_chooser import PackChooser, pack_words
from desktop.ui.shell.printing import Printer
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.recovery import PackCode, RecoveryCode

_BESIDE: Final = "khen-thuong"
_WIDEST: Final = 640


class OpenPackStep(Step):
    """The file and its code, slow to guess."""

    def __init__(self, words: Words, door: Door) -> None:
        super().__init__(words, "pack")
        self.chooser = PackChooser(words, door)
        self.error = ErrorLines(words, "PackError")
        self.add(self.chooser, self.error)
        self.body.addStretch(1)
        self.chooser.entered.connect(self.entered)
        self.chooser.edited.connect(self.error.clear)

    def begin(self) -> None:
        self.chooser.choose_button.setFocus()

    def accept(self) -> bool:
        self.error.clear()
        return self.chooser.ready()


class PackUserStep(UserStep):
    """Whose file it will be; above it stands what is in the pack."""

    def __init__(self, words: Words) -> None:
        super().__init__(words, "pack_user")
        self.told = Notice("PackTold", Tone.INFO)
        self.body.insertWidget(2, self.told)

    def show_pack(self, pack: Pack) -> None:
        self.told.say(pack_words(self.words, pack))


@dataclass(frozen=True)
class PackSetting:
    """What the wizard builds on. ``folder``: the data folder of this program, taken or not."""

    folder: Path
    environment: Environment
    printer: Printer
    kdf: Kdf = DEFAULT

    def proposal(self) -> Proposal:
        """Beside another register it gets a folder of its own: the two never share a file."""
        folder = self.folder
        if has_register(folder):
            folder = folder.with_name(f"{folder.name}-{_BESIDE}")
        return Proposal(folder, "first_run.folder.why.pack")


class PackWizard(QWidget):
    """Four steps; nothing is written before the last.

    Signals:
        created: the :class:`~desktop.services.workspace.Workspace` of the ward official's own file.
        given_up: the person went back before the first step.
    """

    created = Signal(object)
    given_up = Signal()

    def __init__(self, words: Words, door: Door, setting: PackSetting) -> None:
        super().__init__()
        self.setObjectName("Ground")
        self._words = words
        self._setting = setting
        self._task: Task | None = None
        self._pack: Pack | None = None
        self._tries = Tries(setting.environment.clock)
        recovery = RecoveryCode.generate(setting.environment.randomness)
        self._code = recovery
        self.open = OpenPackStep(words, door)
        self.user = PackUserStep(words)
        self.folder = FolderStep(words, door, setting.proposal())
        self.code = CodeStep(words, door, recovery, setting.printer)
        self.error = ErrorLines(words, "PackCreateError")
        self.code.add(self.error)
        self._steps: tuple[Step, ...] = (self.open, self.user, self.folder, self.code)
        self._stack = QStackedWidget()
        self._where = label("WizardWhere", role=Role.CAPTION)
        self.strip = ProgressStrip(words, "PackStrip")
        self._back = Button("WizardBack", words("first_run.back"))
        self._next = Button("WizardNext", words("first_run.next"), look=Look.PRIMARY)
        self._lay_out()
        for step in self._steps:
            step.entered.connect(self.go_on)
        self._back.clicked.connect(self.go_back)
        self._next.clicked.connect(self.go_on)
        self._show(0)

    def step(self) -> Step:
        """The step that is shown."""
        return self._steps[self._stack.currentIndex()]

    def go_on(self) -> None:
        """To the next step if this one is answered; from the last, make the file."""
        step = self.step()
        if self._task is not None or not step.accept():
            return
        if step is self.open:
            path, code = self.open.chooser.chosen()
            today = self._setting.environment.clock.today()
            work = partial(_look, self._tries, path, code, today)
            self._run(work, self._looked, self.open.error, "packs.opening")
        elif step is self.code:
            self._create()
        else:
            self._show(self._stack.currentIndex() + 1)

    def go_back(self) -> None:
        at = self._stack.currentIndex()
        if self._task is not None:
            return
        if at == 0:
            self.open.chooser.clear()
            self.given_up.emit()
        else:
            self._show(at - 1)

    def finish(self) -> None:
        """The window closes: what is under way is waited for, nothing of a code stays."""
        if self._task is not None:
            self._task.finish()
        self.open.chooser.clear()

    def _create(self) -> None:
        assert self._pack is not None
        answered = self.user.user()
        work = partial(_begin, self._pack, self.folder.folder, answered, self._setting, self._code)
        self._run(work, self._made, self.error, "packs.creating")

    def _run(
        self,
        work: Callable[[Progress], object],
        done: Callable[[object], None],
        lines: ErrorLines,
        key: str,
    ) -> None:
        lines.clear()

        def failed(error: UserError) -> None:
            self._free()
            lines.tell(error)

        self._task = start_task(self, work, done=done, failed=failed, cancelled=self._free)
        self.strip.show_task(self._task, self._words(key))
        self._enable()

    def _looked(self, pack: object) -> None:
        assert isinstance(pack, Pack)
        self._free()
        self._pack = pack
        self.open.chooser.code.clear()
        self.user.show_pack(pack)
        self._show(1)

    def _made(self, workspace: object) -> None:
        assert isinstance(workspace, Workspace)
        self._free()
        self.created.emit(workspace)

    def _free(self) -> None:
        self._task = None
        self._enable()

    def _enable(self) -> None:
        for each in (self._stack, self._back, self._next):
            each.setEnabled(self._task is None)

    def _show(self, at: int) -> None:
        step = self._steps[at]
        self._stack.setCurrentIndex(at)
        self._where.setText(self._words("first_run.where", number=at + 1, steps=len(self._steps)))
        key = {self.open: "packs.open", self.code: "packs.create"}.get(step, "first_run.next")
        self._next.setText(self._words(key))
        step.begin()

    def _lay_out(self) -> None:
        for step in self._steps:
            step.setMaximumWidth(current_theme().px(_WIDEST))
            self._stack.addWidget(step)
        inside = named(QWidget(), "ScrollBody")
        inside.setLayout(
            column(self._where, self._stack, self.strip, margins=(Space.XXL, Space.L, Space.XXL, Space.L))
        )
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        buttons = row(self._back, margins=(Space.XXL, Space.M, Space.XXL, Space.L))
        buttons.addStretch(1)
        buttons.addWidget(self._next)
        under = QWidget()
        under.setLayout(buttons)
        under.setMaximumWidth(current_theme().px(_WIDEST) + 2 * Space.XXL)
        whole = column(scroll, line(), under, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)


def _look(tries: Tries, path: Path, code: PackCode, today: date, progress: Progress, /) -> Pack:
    return tries.look(path, code, today, progress)


def _begin(  # each part by its own right
    pack: Pack, folder: Path, user: NewUser, setting: PackSetting, code: RecoveryCode, progress: Progress, /
) -> Workspace:
    return pack_opening.begin(
        pack, folder, user, setting.environment, code, progress, kdf=setting.kdf, code_checked=False
    )
