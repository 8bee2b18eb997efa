"""The code on the paper is typed back and opens the keyring: the proof that it will on the worst day."""

from __future__ import annotations

from functools import partial

from desktop.domain.errors import UserError
from desktop.services import recovery
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.shell.code_lines import CodeLines
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.navigation import Intent, OpenPage
from desktop.ui.shell.page import Page, PageContext
from desktop.vault.recovery import RecoveryCode

_WIDEST = 640


class RecoveryPage(Page):
    """Eight groups, one button, and what came of it.

    Attributes:
        code: the lines for the groups.
        error: what the program said to the code.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        self._task: Task | None = None
        self.code = CodeLines(words)
        self.code.setMaximumWidth(current_theme().px(_WIDEST))
        self._problem = label("RecoveryProblem", role=Role.PROBLEM, wrap=True)
        self.error = ErrorLines(words, "RecoveryError")
        self._done = Notice("RecoveryDone", Tone.DONE)
        self._done.say(words("recovery.done"))
        self._check = Button("CheckRecovery", words("recovery.check"), look=Look.PRIMARY)
        self._later = Button("RecoveryLater", words("recovery.back"))
        buttons = row(self._check, self._later)
        buttons.addStretch(1)
        whole = column(
            label("RecoveryText", words("recovery.text"), Role.MUTED, wrap=True),
            self.code,
            self._problem,
            self.error,
            self._done,
            buttons,
            gap=Space.M,
            margins=(Space.XL, Space.L, Space.XL, Space.L),
        )
        whole.addStretch(1)
        self.setLayout(whole)
        self.code.typed.connect(self._problem.hide)
        self.code.entered.connect(self.check)
        self._check.clicked.connect(self.check)
        self._later.clicked.connect(self._go_back)

    def arrive(self, intent: Intent) -> None:
        self._begin()

    def leave(self) -> None:
        self.code.clear()

    def finish(self) -> None:
        if self._task is not None:
            self._task.finish()

    def check(self) -> None:
        """Try what is typed, once every group is right in itself."""
        if self._task is not None:
            return
        wrong = self.code.wrong()
        if wrong:
            groups = ", ".join(str(place + 1) for place in wrong)
            self._problem.setText(self._words("recovery.wrong", groups=groups))
            self._problem.show()
            return
        self.error.clear()
        self._set_busy(busy=True)
        code = RecoveryCode.parse(self.code.text())
        self._task = start_task(self, partial(self._try, code), done=self._proved, failed=self._failed)

    def _try(self, code: RecoveryCode, _progress: Progress, /) -> None:
        recovery.check_code(self._context.workspace, code)

    def _proved(self, _nothing: object) -> None:
        self._set_busy(busy=False)
        self.code.clear()
        self.code.hide()
        self._check.hide()
        self._done.show()
        self.setFocusProxy(self._later)
        self._later.setFocus()

    def _failed(self, error: UserError) -> None:
        self._set_busy(busy=False)
        self.error.tell(error)
        self.code.setFocus()

    def _begin(self) -> None:
        self.code.clear()
        self._problem.hide()
        self.error.clear()
        self._done.hide()
        self.code.show()
        self._check.show()
        self.setFocusProxy(self.code)

    def _set_busy(self, *, busy: bool) -> None:
        if not busy:
            self._task = None
        self.code.setEnabled(not busy)
        self._check.setEnabled(not busy)
        self._check.setText(self._words("recovery.checking" if busy else "recovery.check"))

    def _go_back(self) -> None:
        self._context.navigation.go(OpenPage("today"))
