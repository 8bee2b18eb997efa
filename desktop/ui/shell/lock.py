"""The locked screen: nothing of the register is left on it (Ctrl+L)."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import UserError
from desktop.ui.kit.password import PasswordBox
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.widgets import Button, Look, Role, label
from desktop.ui.kit.words import Words
from desktop.ui.shell.brand import Brand
from desktop.ui.shell.centred import card, centre
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.login import WIDTH


class Unlock(Protocol):
    """Checks the password of the user who is logged in; raises what log-in raises."""

    def __call__(self, password: str, progress: Progress, /) -> None: ...


class LockPage(QWidget):
    """Who locked it, the password, and a way for a colleague; drafts stay with their owner.

    Signals:
        unlocked: the same user is back.
        change_user_asked: somebody else wants to log in.
    """

    unlocked = Signal()
    change_user_asked = Signal()

    def __init__(self, words: Words, user: str, unlock: Unlock) -> None:
        super().__init__()
        self.setObjectName("Ground")
        self._words = words
        self._unlock = unlock
        self._task: Task | None = None
        self._password = PasswordBox("LockPassword", words)
        self._error = ErrorLines(words, "LockError")
        self._button = Button("UnlockButton", words("lock.open"), look=Look.PRIMARY)
        self._change = Button("LockChangeUser", words("top.change_user"))
        centre(
            self,
            card(
                WIDTH,
                Brand(words),
                label("LockWho", words("lock.who", name=user), Role.SECTION, wrap=True),
                label("LockPasswordLabel", words("login.password"), Role.LABEL),
                self._password,
                self._error,
                self._button,
                self._change,
                label("LockNote", words("lock.note"), Role.CAPTION, wrap=True),
            ),
        )
        self._password.entered.connect(self.try_password)
        self._password.edited.connect(self._error.clear)
        self._button.clicked.connect(self.try_password)
        self._change.clicked.connect(self.change_user_asked)
        self.setFocusProxy(self._password)

    def try_password(self) -> None:
        if self._task is not None:
            return
        self._error.clear()
        password = self._password.text()

        def work(progress: Progress) -> None:
            self._unlock(password, progress)

        self._set_busy(busy=True)
        self._task = start_task(self, work, done=self._done, failed=self._failed)

    def finish(self) -> None:
        """Wait for a try under way, before the window closes."""
        if self._task is not None:
            self._task.finish()

    def _set_busy(self, *, busy: bool) -> None:
        self._button.setEnabled(not busy)
        self._button.setText(self._words("login.opening" if busy else "lock.open"))
        self._password.setEnabled(not busy)
        self._change.setEnabled(not busy)

    def _done(self, _nothing: object) -> None:
        self._task = None
        self._set_busy(busy=False)
        self._password.clear()
        self.unlocked.emit()

    def _failed(self, error: UserError) -> None:
        self._task = None
        self._set_busy(busy=False)
        self._password.clear()
        self._error.tell(error)
        self._password.setFocus()
