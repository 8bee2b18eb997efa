"""Everybody's own password, changed by themselves."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from desktop.domain.errors import UserError
from desktop.services import users
from desktop.services.workspace import Workspace
from desktop.ui.kit.new_password import NewPassword
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.password import PasswordBox
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, label, row
from desktop.ui.pages.administration.section import Section
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import PageContext

_WIDEST = 420


class ChangePassword(Protocol):
    """Changes the own password; slow on purpose."""

    def __call__(self, workspace: Workspace, old: str, new: str, /) -> None: ...


class OwnPasswordPage(Section):
    """The password of now, the new one twice.

    Attributes:
        old, new: what is typed.
        done: said when it was changed.
    """

    def __init__(self, context: PageContext, change: ChangePassword = users.change_own_password) -> None:
        super().__init__(context, context.words("nav.password"))
        words = self.words
        self._change = change
        self._task: Task | None = None
        self.old = PasswordBox("OldPassword", words)
        self.new = NewPassword("OwnPassword", words)
        self.done = Notice("PasswordDone", Tone.DONE)
        self.error = ErrorLines(words, "PasswordError")
        self.save = Button("SavePassword", words("administration.users.save_password"), look=Look.PRIMARY)
        for each in (self.old, self.new):
            each.setMaximumWidth(current_theme().px(_WIDEST))
        buttons = row(self.save)
        buttons.addStretch(1)
        self.add(self.done, self.error, label("OldPasswordLabel", words("own_password.old"), Role.LABEL))
        self.add(self.old, self.new, buttons)
        self.add(label("OwnPasswordNote", words("own_password.note"), Role.CAPTION, wrap=True))
        self.add_room()
        self.setFocusProxy(self.old)
        self.old.entered.connect(self.new.setFocus)
        self.new.entered.connect(self.change)
        self.save.clicked.connect(self.change)

    def arrive(self, intent: Intent) -> None:
        self._empty()
        self.done.hide()
        self.error.clear()

    def leave(self) -> None:
        self._empty()

    def finish(self) -> None:
        if self._task is not None:
            self._task.finish()

    def change(self) -> None:
        """Change it, once the new one may be taken."""
        self.done.hide()
        self.error.clear()
        if self._task is not None or not self.new.accept():
            return
        work = partial(self._work, self.old.text(), self.new.text())
        self._set_busy(busy=True)
        self._task = start_task(self, work, done=self._done, failed=self._failed)

    def _work(self, old: str, new: str, _progress: Progress, /) -> None:
        self._change(self.context.workspace, old, new)

    def _set_busy(self, *, busy: bool) -> None:
        for each in (self.old, self.new, self.save):
            each.setEnabled(not busy)

    def _empty(self) -> None:
        self.old.clear()
        self.new.clear()

    def _done(self, _nothing: object) -> None:
        self._task = None
        self._set_busy(busy=False)
        self._empty()
        self.done.say(self.words("own_password.done"))
        self.done.show()
        self.old.setFocus()

    def _failed(self, error: UserError) -> None:
        self._task = None
        self._set_busy(busy=False)
        self.old.clear()
        self.error.tell(error)
        self.old.setFocus()
