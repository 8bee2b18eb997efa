"""A forgotten password: the code from the envelope opens the register, and gives a user another one."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import UserError
from desktop.services.workspace import Workspace
from desktop.ui.kit.new_password import NewPassword
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.shell.centred import card, centre
from desktop.ui.shell.code_lines import CodeLines
from desktop.ui.shell.error_lines import ErrorLines
from desktop.vault.recovery import RecoveryCode

_WIDTH = 600


class GivePassword(Protocol):
    """Opens the register with the code and gives the user the password; slow."""

    def __call__(self, code: RecoveryCode, password: str, progress: Progress, /) -> Workspace: ...


class ForgottenPage(QWidget):
    """Eight groups, the new password twice, one button.

    Attributes:
        code, password: what is typed.

    Signals:
        opened: the :class:`~desktop.services.workspace.Workspace`.
        given_up: back to the names.
    """

    opened = Signal(object)
    given_up = Signal()

    def __init__(self, words: Words, user: str, give: GivePassword) -> None:
        super().__init__()
        self.setObjectName("Ground")
        self._words, self._give = words, give
        self._task: Task | None = None
        self.code = CodeLines(words)
        self.password = NewPassword("Forgotten", words)
        self._problem = label("ForgottenProblem", role=Role.PROBLEM, wrap=True)
        self._problem.hide()
        self.error = ErrorLines(words, "ForgottenError")
        self.button = Button("ForgottenButton", words("forgotten.open"), look=Look.PRIMARY)
        self._back = Button("ForgottenBack", words("kit.back"))
        buttons = row(self.button, self._back)
        buttons.addStretch(1)
        scroll = ScrollColumn(Space.M, (0, 0, Space.M, 0))
        for part in (
            label("ForgottenTitle", words("forgotten.title", name=user), Role.SECTION, wrap=True),
            label("ForgottenText", words("forgotten.text"), Role.MUTED, wrap=True),
            self.code,
            self._problem,
            self.password,
            self.error,
        ):
            scroll.body.addWidget(part)
        inside = QWidget()
        # The buttons stay in sight on a small screen.
        inside.setLayout(column(scroll, buttons, gap=Space.M))
        centre(self, card(_WIDTH, inside))
        self.code.typed.connect(self._problem.hide)
        self.code.entered.connect(self.password.setFocus)
        self.password.entered.connect(self.give)
        self.button.clicked.connect(self.give)
        self._back.clicked.connect(self._give_up)
        self.setFocusProxy(self.code)

    def give(self) -> None:
        """Try what is typed, once every group and the password are right in themselves."""
        if self._task is not None:
            return
        if wrong := self.code.wrong():
            groups = ", ".join(str(place + 1) for place in wrong)
            self._problem.setText(self._words("recovery.wrong", groups=groups))
            self._problem.show()
            return
        if not self.password.accept():
            return
        self.error.clear()
        code, password = RecoveryCode.parse(self.code.text()), self.password.text()

        def work(progress: Progress) -> Workspace:
            return self._give(code, password, progress)

        self._set_busy(busy=True)
        self._task = start_task(self, work, done=self._done, failed=self._failed)

    def finish(self) -> None:
        """Wait for a try under way, before the window closes."""
        if self._task is not None:
            self._task.finish()

    def _give_up(self) -> None:
        if self._task is None:
            self.given_up.emit()

    def _set_busy(self, *, busy: bool) -> None:
        for each in (self.code, self.password, self.button, self._back):
            each.setEnabled(not busy)
        self.button.setText(self._words("login.opening" if busy else "forgotten.open"))

    def _done(self, workspace: object) -> None:
        self._task = None
        self.code.clear()
        self.password.clear()
        self.opened.emit(workspace)

    def _failed(self, error: UserError) -> None:
        self._task = None
        self._set_busy(busy=False)
        self.error.tell(error)
        self.code.setFocus()
