"""What is done to an account that is there: closed, ended at an hour, given another role or, of a chief, a deputy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop.base.text import fold
from desktop.domain.access import Role
from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.domain.hours import hour_of
from desktop.services import delegations, users
from desktop.services.environment import User
from desktop.services.users import FewAdministrators
from desktop.services.views import Hit, Value
from desktop.ui.kit.door import Input, Question
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.shell.page import PageContext

_END_OF_DAY: Final = "17:00"


class AccountDeeds(QObject):
    """Asks, does it in a thread where it is slow, and tells what came of it.

    Signals:
        working: something slow begins; its words.
        done: what was done, in words.
        failed: the :class:`UserError` that kept it from being done.
    """

    working = Signal(str)
    done = Signal(str)
    failed = Signal(object)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._words = context.words
        self._task: Task | None = None
        self._closing: User | None = None

    @property
    def busy(self) -> bool:
        return self._task is not None

    def finish(self) -> None:
        if self._task is not None:
            self._task.finish()

    def offered(self, user: User) -> Sequence[str]:
        """The deeds for an account, by name; their words are ``accounts.deed.<name>``."""
        own = user.id == self._context.workspace.user.id
        first = ("delegate",) if user.role is Role.CHIEF else ()
        return (*first, *(() if own else ("change_role", "end_rights", "close")))

    def begin(self, deed: str, user: User) -> None:
        """Do a deed of :meth:`offered`."""
        if self._task is None:
            getattr(self, f"_{deed}")(user)

    # Closing

    def _close(self, user: User) -> None:
        if not self._context.door.confirm(Question("accounts.close", {"name": user.name}, danger=True)):
            return
        self._start_closing(user, knowing=False)

    def _start_closing(self, user: User, *, knowing: bool) -> None:
        self._closing = user
        self.working.emit(self._words("accounts.closing"))
        work = partial(self._work, user.id, knowing)
        self._task = start_task(self, work, done=self._closed, failed=self._not_closed)

    def _work(self, user: str, knowing: bool, progress: Progress, /) -> bool:  # noqa: FBT001 - given by partial
        return users.close_account(self._context.workspace, user, progress, knowing=knowing)

    def _closed(self, changed: object) -> None:
        self._task = None
        assert self._closing is not None
        key = "accounts.closed" if changed else "accounts.closed.waiting"
        self.done.emit(self._words(key, name=self._closing.name))

    def _not_closed(self, error: UserError) -> None:
        self._task = None
        user = self._closing
        if isinstance(error, FewAdministrators) and user is not None:
            if self._context.door.confirm(Question("accounts.few", {"name": user.name}, danger=True)):
                self._start_closing(user, knowing=True)
            else:
                self.done.emit("")
            return
        self.failed.emit(error)

    # An hour, a role

    def _end_rights(self, user: User) -> None:
        day = Input("day", "accounts.end.day", Kind.DAY, required=True, value=self._today().isoformat())
        hour = Input("hour", "accounts.end.hour", required=True, value=_END_OF_DAY)
        answer = self._context.door.ask(Question("accounts.end", {"name": user.name}, inputs=(day, hour)))
        if answer is None:
            return
        hour_typed = hour_of(str(answer["hour"])) or time(17)
        zone = self._context.workspace.now().tzinfo
        at = datetime.combine(date.fromisoformat(str(answer["day"])), hour_typed, zone)
        self._sure(
            user,
            lambda knowing: users.end_rights(self._context.workspace, user.id, at, knowing=knowing),
            self._words("accounts.ended", name=user.name, at=at),
        )

    def _change_role(self, user: User) -> None:
        role = Input(
            "role", "administration.users.role", Kind.REF, required=True, to="role", choices=self._roles
        )
        answer = self._context.door.ask(Question("accounts.role", {"name": user.name}, inputs=(role,)))
        if answer is None:
            return
        chosen = Role(str(answer["role"]))
        self._sure(
            user,
            lambda knowing: users.change_role(self._context.workspace, user.id, chosen, knowing=knowing),
            self._words("accounts.role.done", name=user.name, role=self._words(f"role.{chosen.value}")),
        )

    def _sure(self, user: User, deed: Callable[[bool], None], said: str) -> None:
        """Does it; where one administrator only would be left, asks once more."""
        try:
            try:
                deed(False)
            except FewAdministrators:
                if not self._context.door.confirm(Question("accounts.few", {"name": user.name}, danger=True)):
                    return
                deed(True)
        except UserError as error:
            self.failed.emit(error)
            return
        self.done.emit(said)

    def _roles(self, _register: str, text: str) -> Sequence[Hit]:
        named = [(each.value, self._words(f"role.{each.value}")) for each in Role]
        return [Hit("role", value, title, "") for value, title in named if fold(text) in fold(title)]

    # The chief's powers

    def _delegate(self, chief: User) -> None:
        workspace = self._context.workspace
        today = self._today().isoformat()
        deputy = Input(
            "deputy", "accounts.delegate.deputy", Kind.REF, required=True, to="role", choices=self._deputies
        )
        first = Input("first", "accounts.delegate.first", Kind.DAY, required=True, value=today)
        last = Input("last", "accounts.delegate.last", Kind.DAY, required=True)
        question = Question("accounts.delegate", {"name": chief.name}, inputs=(deputy, first, last))
        answer = self._context.door.ask(question)
        if answer is None:
            return
        days = [date.fromisoformat(str(answer[name])) for name in ("first", "last")]
        try:
            made = delegations.delegate(workspace, chief.id, str(answer["deputy"]), *days)
        except UserError as error:
            self.failed.emit(error)
            return
        name = next(each.name for each in users.list_users(workspace) if each.id == made.deputy)
        self.done.emit(self._words("accounts.delegated", name=name, first=made.first, last=made.last))

    def _deputies(self, _register: str, text: str) -> Sequence[Hit]:
        known = [each for each in users.list_users(self._context.workspace) if each.role is Role.DEPUTY]
        return [Hit("role", each.id, each.name, "") for each in known if fold(text) in fold(each.name)]

    def _today(self) -> date:
        return self._context.workspace.today()


Answer = dict[str, Value]
