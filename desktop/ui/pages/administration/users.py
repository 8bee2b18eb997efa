"""Who may log in to this register, one more of them, and another password for who forgot theirs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QStackedWidget

from desktop.domain.errors import UserError
from desktop.services import users
from desktop.services.environment import User
from desktop.services.users import NewUser
from desktop.services.workspace import Workspace
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.administration.section import Section
from desktop.ui.pages.administration.user_form import UserForm
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import Page, PageContext


class AddUser(Protocol):
    """Adds a user; the password is made slow to guess, which takes a second or two."""

    def __call__(self, workspace: Workspace, new: NewUser, /) -> User: ...


class ResetPassword(Protocol):
    """Gives the user of an id another password; as slow."""

    def __call__(self, workspace: Workspace, user: str, password: str, progress: Progress, /) -> None: ...


class UserList(QFrame):
    """Names, what each may do, and who is at work now.

    Signals:
        forgot: the id of who is to have another password.
    """

    forgot = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("Card")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.XL)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(2, 1)
        self.setLayout(column(self._grid, margins=(Space.L, Space.S, Space.L, Space.S)))

    def show_rows(self, rows: list[tuple[str, str, str]], resets: Sequence[str]) -> None:
        """(name, role, a word beside them); and the id of each whose password may be set here, else an empty one."""
        while self._grid.count():
            old = self._grid.takeAt(0)
            widget = old.widget() if old is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, (name, role, beside) in enumerate(rows):
            self._grid.addWidget(label("UserName", name, Role.STRONG), at, 0)
            self._grid.addWidget(label("UserRole", role), at, 1)
            self._grid.addWidget(label("UserBeside", beside, Role.CAPTION), at, 2)
            if resets[at]:
                reset = Button("ResetPassword", self._words("administration.users.reset"), look=Look.LINK)
                reset.setAccessibleName(self._words("administration.users.reset_for", name=name))
                reset.clicked.connect(partial(self.forgot.emit, resets[at]))
                self._grid.addWidget(reset, at, 3)


class UsersPage(Page):
    """The list; the form of a new user takes its place while it is filled in."""

    def __init__(self, context: PageContext, add_user: AddUser, reset: ResetPassword) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        self._add_user, self._reset = add_user, reset
        self._forgot: User | None = None
        self._task: Task | None = None
        self._users: list[User] = []
        self._waiting: set[str] = set()
        self._count = label("UserCount", role=Role.SECTION)
        self.add_button = Button(
            "AddUser", words("administration.users.add"), look=Look.PRIMARY, icon_name="add"
        )
        self.added = Notice("UserAdded", Tone.DONE)
        self.added.hide()
        self.list = UserList(words)
        self.list.forgot.connect(self.begin_again)
        head = row(self._count, self.add_button)
        head.setStretch(0, 1)
        listed = Section(context, words("administration.tab.users"))
        listed.add(head, self.added, self.list)
        listed.add(label("UsersNote", words("administration.users.note"), Role.CAPTION, wrap=True))
        self.form = UserForm(words, context.workspace.station.level, enter_moves=context.enter_moves)
        self._stack = named(QStackedWidget(), "Users")
        self._stack.addWidget(listed)
        self._stack.addWidget(self.form)
        self.setLayout(column(self._stack))
        self.setFocusProxy(self.add_button)
        self.add_button.clicked.connect(self.begin)
        self.form.given.connect(self._add)
        self.form.given_up.connect(self._show_list)

    def arrive(self, intent: Intent) -> None:
        self.reload()

    def leave(self) -> None:
        if self._task is not None:
            self._task.finish()
        self.added.hide()

    def reload(self) -> None:
        workspace, words = self._context.workspace, self._words
        self._users = users.list_users(workspace)
        # A keyring that cannot be read is told when somebody is added to it.
        with suppress(UserError):
            self._waiting = {user.id for user in users.without_password(workspace)}
        beside = dict.fromkeys(self._waiting, "administration.users.waiting")
        beside[workspace.user.id] = "administration.users.you"
        self._count.setText(words("administration.users.count", count=len(self._users)))
        self.list.show_rows(
            [
                (
                    user.name,
                    words(f"role.{user.role.value}"),
                    words(beside[user.id]) if user.id in beside else "",
                )
                for user in self._users
            ],
            ["" if user.id in beside else user.id for user in self._users],
        )

    def begin(self) -> None:
        """Show an empty form."""
        self._forgot = None
        self.form.begin(tuple(user.name for user in self._users if user.id not in self._waiting))
        self._show_form()

    def begin_again(self, user: str) -> None:
        """Ask for another password of a user."""
        self._forgot = next(each for each in self._users if each.id == user)
        self.form.begin_again(self._forgot)
        self._show_form()

    def _show_form(self) -> None:
        self.added.hide()
        self._stack.setCurrentWidget(self.form)
        self.setFocusProxy(self.form)
        self.form.setFocus()

    def _show_list(self) -> None:
        self.form.clear()
        self._stack.setCurrentIndex(0)
        self.setFocusProxy(self.add_button)
        self.add_button.setFocus()

    def _add(self, new: object) -> None:
        assert isinstance(new, NewUser)
        if self._task is not None:
            return
        self.form.set_busy(busy=True)

        forgot = self._forgot

        def work(progress: Progress, /) -> User:
            if forgot is None:
                return self._add_user(self._context.workspace, new)
            self._reset(self._context.workspace, forgot.id, new.password, progress)
            return forgot

        self._task = start_task(self, work, done=self._done, failed=self._failed)

    def _done(self, user: object) -> None:
        assert isinstance(user, User)
        self._task = None
        self.form.set_busy(busy=False)
        self.reload()
        self._show_list()
        said = "added" if self._forgot is None else "was_reset"
        self.added.say(self._words(f"administration.users.{said}", name=user.name))
        self.added.show()

    def _failed(self, error: UserError) -> None:
        self._task = None
        self.form.set_busy(busy=False)
        self.form.tell(error)
