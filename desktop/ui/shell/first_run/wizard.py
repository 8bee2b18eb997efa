"""The wizard of the first run: unit, folder, administrators, recovery code, start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedWidget, QWidget

from desktop.base.units import Unit
from desktop.domain.errors import UserError
from desktop.services.accounts import FirstRun
from desktop.services.users import NewUser
from desktop.services.workspace import Workspace
from desktop.ui.kit.door import Door
from desktop.ui.kit.named import named
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label, line, row, set_property
from desktop.ui.kit.words import Words
from desktop.ui.shell.brand import Brand
from desktop.ui.shell.first_run.code_steps import CodeStep, ReadBackStep
from desktop.ui.shell.first_run.folder_step import FolderStep, Proposal, try_folder
from desktop.ui.shell.first_run.start_step import DoorsPage, StartStep
from desktop.ui.shell.first_run.station_step import Places, StationStep
from desktop.ui.shell.first_run.step import Step
from desktop.ui.shell.first_run.user_step import UserStep
from desktop.ui.shell.layouts import RAIL_FROM
from desktop.ui.shell.printing import Printer
from desktop.vault.recovery import RecoveryCode

STEPS: Final = 5
_SIDE: Final = 248
_WIDEST: Final = 640


@dataclass(frozen=True)
class FirstRunSetting:
    """What the wizard builds on.

    Attributes:
        units: all communes to choose from.
        code: the recovery code that will open the register.
        create: makes the register, slowly.
        check_folder: tries a folder, raises what is wrong with it, gives the bytes that are free.
    """

    units: tuple[Unit, ...]
    proposal: Proposal
    code: RecoveryCode
    create: Callable[[FirstRun, RecoveryCode], Workspace]
    printer: Printer
    check_folder: Callable[[Path], int] = try_folder


class FirstRunWizard(QWidget):
    """Five steps, one question each; nothing is written before the last.

    Signals:
        created: the :class:`~desktop.services.workspace.Workspace`, as soon as it is there.
        chosen: the :class:`Start` that the person chose after that.
        restore_asked: the register is not to be made anew: there is a copy of one.
        pack_asked: somebody has a print pack, and no unit's register.
    """

    created = Signal(object)
    chosen = Signal(object)
    restore_asked = Signal()
    pack_asked = Signal()

    def __init__(self, words: Words, door: Door, setting: FirstRunSetting) -> None:
        super().__init__()
        self.setObjectName("Ground")
        self._words = words
        self._setting = setting
        self._task: Task | None = None
        self.station = StationStep(words, Places(setting.units))
        self.folder = FolderStep(words, door, setting.proposal, setting.check_folder)
        self.first_user = UserStep(words, "first_user")
        self.second_user = UserStep(words, "second_user", may_skip=True, taken=self._first_name)
        self.code = CodeStep(words, door, setting.code, setting.printer)
        self.read_back = ReadBackStep(words, setting.code)
        self.start = StartStep(words)
        self._skipped: set[Step] = set()
        self._steps: tuple[Step, ...] = (
            self.station,
            self.folder,
            self.first_user,
            self.second_user,
            self.code,
            self.read_back,
            self.start,
        )
        self._stack = QStackedWidget()
        self._heads: list[QLabel] = []
        self._side = self._make_side()
        self._where = label("WizardWhere", role=Role.CAPTION)
        self._back = Button("WizardBack", words("first_run.back"))
        self._restore = Button("WizardRestore", words("restore.title"), icon_name="restore")
        self._open_pack = Button("WizardPack", words("packs.title"), icon_name="award")
        self._skip = Button("WizardSkip", words("first_run.skip"))
        self._next = Button("WizardNext", words("first_run.next"), look=Look.PRIMARY)
        self._doors = DoorsPage(words)
        self._whole = QStackedWidget()
        self._lay_out()
        for step in self._steps:
            step.entered.connect(self.go_on)
        self._back.clicked.connect(self.go_back)
        self._restore.clicked.connect(self._ask_restore)
        self._open_pack.clicked.connect(self.pack_asked)
        self._skip.clicked.connect(self._skip_step)
        self._next.clicked.connect(self.go_on)
        self._doors.chosen.connect(self.chosen)
        self._show(0)

    def step(self) -> Step:
        """The step that is shown."""
        return self._steps[self._stack.currentIndex()]

    def go_on(self) -> None:
        """To the next step if this one is answered; from the last, make the register."""
        step = self.step()
        if not step.accept():
            return
        self._skipped.discard(step)
        if step is self.start:
            self._create()
        else:
            self._show(self._stack.currentIndex() + 1)

    def go_back(self) -> None:
        self._show(max(self._stack.currentIndex() - 1, 0))

    def users(self) -> tuple[NewUser, ...]:
        """The administrators as answered."""
        first = (self.first_user.user(),)
        return first if self.second_user in self._skipped else (*first, self.second_user.user())

    def finish(self) -> None:
        """Wait for the register that is being made, before the window closes."""
        if self._task is not None:
            self._task.finish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= RAIL_FROM)

    def _first_name(self) -> tuple[str, ...]:
        return (self.first_user.user().name,)

    def _ask_restore(self) -> None:
        self.restore_asked.emit()

    def _skip_step(self) -> None:
        self._skipped.add(self.step())
        self._show(self._stack.currentIndex() + 1)

    def _show(self, at: int) -> None:
        step = self._steps[at]
        if step is self.start:
            self._show_answers()
        self._stack.setCurrentIndex(at)
        self._back.setVisible(at > 0)
        self._restore.setVisible(at == 0)
        self._open_pack.setVisible(at == 0)
        self._skip.setVisible(step.may_skip)
        self._next.setText(self._words("first_run.create" if step is self.start else "first_run.next"))
        self._where.setText(self._words("first_run.where", number=step.number, steps=STEPS))
        for number, head in enumerate(self._heads, start=1):
            set_property(head, "role", (Role.STRONG if number == step.number else Role.MUTED).value)
        step.begin()
        if step is self.start:
            self._next.setFocus()

    def _show_answers(self) -> None:
        station = self.station.station()
        checked = "later" if self.read_back in self._skipped else "checked"
        self.start.error.clear()
        self.start.show_answers(
            [
                ("first_run.station.name", station.name),
                ("first_run.station.upper", station.upper_name),
                ("first_run.folder.label", str(self.folder.folder)),
                ("first_run.users.label", ", ".join(user.name for user in self.users())),
                ("first_run.code.title", self._words(f"first_run.code.{checked}")),
            ]
        )

    # Making it

    def _create(self) -> None:
        if self._task is not None:
            return
        checked = self.read_back not in self._skipped
        setup = FirstRun(self.folder.folder, self.station.station(), self.users(), code_checked=checked)

        def work(_progress: Progress) -> Workspace:
            return self._setting.create(setup, self._setting.code)

        self._set_busy(busy=True)
        self._task = start_task(self, work, done=self._made, failed=self._failed)

    def _set_busy(self, *, busy: bool) -> None:
        self._next.setEnabled(not busy)
        self._back.setEnabled(not busy)
        self._next.setText(self._words("first_run.creating" if busy else "first_run.create"))

    def _made(self, workspace: object) -> None:
        self._task = None
        self._whole.setCurrentWidget(self._doors)
        self.created.emit(workspace)

    def _failed(self, error: UserError) -> None:
        self._task = None
        self._set_busy(busy=False)
        self.start.error.tell(error)

    # Looks

    def _make_side(self) -> QFrame:
        side = named(QFrame(), "Surface")
        side.setFixedWidth(current_theme().px(_SIDE))
        inner = column(Brand(self._words), gap=Space.S, margins=(Space.XL, Space.XL, Space.L, Space.XL))
        inner.addSpacing(Space.L)
        for number in range(1, STEPS + 1):
            text = self._words("first_run.head", number=number, title=self._words(f"first_run.step.{number}"))
            head = label(f"Head_{number}", text)
            self._heads.append(head)
            inner.addWidget(head)
        inner.addStretch(1)
        side.setLayout(inner)
        return side

    def _lay_out(self) -> None:
        for step in self._steps:
            step.setMaximumWidth(current_theme().px(_WIDEST))
            self._stack.addWidget(step)
        inside = named(QWidget(), "ScrollBody")
        inside.setLayout(column(self._where, self._stack, margins=(Space.XXL, Space.L, Space.XXL, Space.L)))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        buttons = row(
            self._back, self._restore, self._open_pack, margins=(Space.XXL, Space.M, Space.XXL, Space.L)
        )
        buttons.addStretch(1)
        buttons.addWidget(self._skip)
        buttons.addWidget(self._next)
        # The buttons end where the fields do, also in a wide window.
        under = QWidget()
        under.setLayout(buttons)
        under.setMaximumWidth(current_theme().px(_WIDEST) + 2 * Space.XXL)
        right = column(scroll, line(), under, gap=0)
        right.setStretch(0, 1)
        steps = QWidget()
        steps.setLayout(row(self._side, right, gap=0))
        self._whole.addWidget(steps)
        self._whole.addWidget(self._doors)
        self.setLayout(column(self._whole))
