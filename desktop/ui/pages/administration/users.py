"""Who may log in to this register, one more of them, and another password for who forgot theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QStackedWidget

from desktop.domain.delegation import Delegation
from desktop.domain.errors import UserError
from desktop.services import delegations, users
from desktop.services.environment import User
from desktop.services.users import Account, NewUser
from desktop.services.workspace import Workspace
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.administration.account_deeds import AccountDeeds
from desktop.ui.pages.administration.section import Section
from desktop.ui.pages.administration.user_form import UserForm
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import Page, PageContext


class AddUser(Protocol):
    """Adds a user; the password is made slow to guess, which takes a second or two."""

    def __call__(self, workspace: Workspace, new: NewUser, /) -> User: ...


class ResetPassword(Protocol):
    """Gives the user of an id another password; as slow."""

    def __call__(self, workspace: Workspace, user: str, password: str, progress: Progress, /) -> None: ...


@dataclass(frozen=True)
class UserLine:
    """One account as it is listed; ``deeds`` are (name, words), the first of which has a button of its own."""

    id: str
    name: str
    role: str
    beside: str
    left: bool
    deeds: tuple[tuple[str, str], ...]


class UserList(QFrame):
    """Names, what each may do, who is at work now, and who has left.

    Attributes:
        lines: what is shown.

    Signals:
        asked: the name of a deed, and the id of whose account it is about.
    """

    asked = Signal(str, str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.lines: Sequence[UserLine] = ()
        self.setObjectName("Card")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.XL)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(2, 1)
        self.setLayout(column(self._grid, margins=(Space.L, Space.S, Space.L, Space.S)))

    def show_lines(self, lines: Sequence[UserLine]) -> None:
        while self._grid.count():
            old = self._grid.takeAt(0)
            widget = old.widget() if old is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = tuple(lines)
        for at, line in enumerate(lines):
            self._grid.addWidget(
                label("UserName", line.name, Role.MUTED if line.left else Role.STRONG), at, 0
            )
            self._grid.addWidget(label("UserRole", line.role, Role.MUTED if line.left else Role.BODY), at, 1)
            self._grid.addWidget(label("UserBeside", line.beside, Role.CAPTION, wrap=True), at, 2)
            if line.deeds:
                self._grid.addWidget(self._button(line), at, 3)

    def _button(self, line: UserLine) -> Button:
        button = Button("AccountDeeds", self._words("accounts.deeds"), look=Look.QUIET, small=True)
        button.setAccessibleName(self._words("accounts.deeds_for", name=line.name))
        menu = named(QMenu(button), "AccountMenu")
        for name, text in line.deeds:
            action = named(QAction(text, menu), f"Account_{name}")
            action.triggered.connect(partial(self.asked.emit, name, line.id))
            menu.addAction(action)
        button.setMenu(menu)
        return button


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
        self._accounts: list[Account] = []
        self._users: list[User] = []
        self._waiting: set[str] = set()
        self._count = label("UserCount", role=Role.SECTION)
        self.add_button = Button(
            "AddUser", words("administration.users.add"), look=Look.PRIMARY, icon_name="add"
        )
        self.added = Notice("UserAdded", Tone.DONE)
        self.added.hide()
        self.list = UserList(words)
        self.list.asked.connect(self._begin_deed)
        self.deeds = AccountDeeds(context, self)
        self.deeds.working.connect(self._show_work)
        self.deeds.done.connect(self._deed_done)
        self.deeds.failed.connect(self._deed_failed)
        self.error = ErrorLines(words, "UsersError")
        head = row(self._count, self.add_button)
        head.setStretch(0, 1)
        listed = Section(context, words("administration.tab.users"))
        listed.add(head, self.added, self.error, self.list)
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
        self.error.clear()

    def finish(self) -> None:
        self.deeds.finish()

    def reload(self) -> None:
        workspace, words = self._context.workspace, self._words
        # A keyring that cannot be read is told when somebody is added to it.
        with suppress(UserError):
            self._accounts = users.accounts_of(workspace)
        self._users = [each.user for each in self._accounts if each.left_on is None]
        self._waiting = {each.user.id for each in self._accounts if each.waiting and each.left_on is None}
        handed = {
            each.deputy: each
            for each in delegations.delegations(workspace)
            if not each.is_over(workspace.today())
        }
        self._count.setText(words("administration.users.count", count=len(self._users)))
        self.list.show_lines([self._line(each, handed.get(each.user.id)) for each in self._accounts])

    def _line(self, account: Account, handed: Delegation | None) -> UserLine:
        words, user = self._words, account.user
        deeds = () if account.left_on is not None else self.deeds.offered(user)
        if deeds and user.id != self._context.workspace.user.id and not account.waiting:
            deeds = ("reset", *deeds)
        return UserLine(
            user.id,
            user.name,
            words(f"role.{user.role.value}"),
            " · ".join(self._beside(account, handed)),
            account.left_on is not None,
            tuple((each, words(f"accounts.deed.{each}")) for each in deeds),
        )

    def _beside(self, account: Account, handed: Delegation | None) -> Iterator[str]:
        words = self._words
        if account.left_on is not None:
            yield words("accounts.left", day=date.fromisoformat(account.left_on))
            return
        if account.user.id == self._context.workspace.user.id:
            yield words("administration.users.you")
        if account.waiting:
            yield words("administration.users.waiting")
        if account.until is not None:
            yield words("accounts.until", at=account.until)
        if handed is not None:
            yield words("accounts.acting", first=handed.first, last=handed.last)

    def _begin_deed(self, deed: str, user: str) -> None:
        self.added.hide()
        self.error.clear()
        if deed == "reset":
            self.begin_again(user)
            return
        self.deeds.begin(deed, next(each for each in self._users if each.id == user))

    def _show_work(self, text: str) -> None:
        self.list.setEnabled(False)
        self.add_button.setEnabled(False)
        self.added.set_tone(Tone.INFO)
        self.added.say(text)
        self.added.show()

    def _deed_done(self, text: str) -> None:
        self._work_over()
        self.reload()
        if text:
            self._say(text)

    def _deed_failed(self, error: UserError) -> None:
        self._work_over()
        self.reload()
        self.error.tell(error)

    def _work_over(self) -> None:
        self.list.setEnabled(True)
        self.add_button.setEnabled(True)
        self.added.hide()

    def _say(self, text: str) -> None:
        self.added.set_tone(Tone.DONE)
        self.added.say(text)
        self.added.show()

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
        self._say(self._words(f"administration.users.{said}", name=user.name))

    def _failed(self, error: UserError) -> None:
        self._task = None
        self.form.set_busy(busy=False)
        self.form.tell(error)
