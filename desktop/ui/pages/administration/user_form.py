"""The form of a new user: name, role, and the password typed twice, each problem beside its field.

Who forgot theirs gets a new one by the same form, without a name and a role.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.base.text import exact, fold, tidy
from desktop.domain.access import Role as UserRole
from desktop.domain.errors import UserError
from desktop.domain.levels import superior
from desktop.services.environment import User
from desktop.services.users import NewUser
from desktop.ui.kit.choosing import PickEditor
from desktop.ui.kit.editor import Line
from desktop.ui.kit.named import named
from desktop.ui.kit.password import PasswordBox
from desktop.ui.kit.popup import Item
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.shell.error_lines import ErrorLines
from desktop.vault.passwords import check_new_password

ROLES: Final = (
    UserRole.OFFICER,
    UserRole.CHIEF,
    UserRole.DEPUTY,
    UserRole.ADMIN,
    UserRole.JUSTICE,
    UserRole.WARD,
)
UPPER_ROLES: Final = (UserRole.UPPER, UserRole.CHIEF, UserRole.DEPUTY, UserRole.ADMIN)


class RolePicker(PickEditor):
    """One of the roles, each with a word on what it is for."""

    def __init__(self, name: str, words: Words, roles: Sequence[UserRole]) -> None:
        super().__init__(name, words)
        self._items = [
            Item(each.value, words(f"role.{each.value}"), words(f"administration.role.{each.value}"))
            for each in roles
        ]

    def options(self, text: str) -> Sequence[Item]:
        typed = fold(text)
        return [each for each in self._items if typed in fold(each.title)]

    def title_of(self, key: str, text: str | None) -> str:
        return next((each.title for each in self._items if each.key == key), key)


class UserForm(QWidget):
    """Fields under each other, the buttons pinned below.

    Signals:
        given: the :class:`~desktop.services.users.NewUser`, when nothing is wrong with it.
        given_up: the person thought better of it.
    """

    given = Signal(object)
    given_up = Signal()

    def __init__(self, words: Words, level: str, *, enter_moves: bool = True) -> None:
        super().__init__()
        self.setObjectName("UserForm")
        self._words = words
        self._taken: tuple[str, ...] = ()
        self._forgot: User | None = None
        self._problems: dict[str, QLabel] = {}
        self.name = named(Line(), "NewUserName")
        self.role = RolePicker("NewUserRole", words, UPPER_ROLES if superior(level) else ROLES)
        self.password = PasswordBox("NewUserPassword", words)
        self.again = PasswordBox("NewUserAgain", words)
        self.title = label("UserFormTitle", role=Role.SECTION)
        self._who = QWidget()
        self.error = ErrorLines(words, "NewUserError")
        self.save = Button("SaveUser", words("administration.users.save"), look=Look.PRIMARY)
        self.cancel = Button("CancelUser", words("kit.cancel"))
        self._lay_out()
        self._connect()
        if enter_moves:
            self._go_on_with_enter()
        self.setFocusProxy(self.name)

    def begin(self, taken: tuple[str, ...]) -> None:
        """Empty it for a new user; ``taken`` are the names that there are."""
        self._taken = taken
        self._ask(None)

    def begin_again(self, user: User) -> None:
        """Empty it for another password of a user."""
        self._ask(user)

    def _ask(self, forgot: User | None) -> None:
        self._forgot = forgot
        if forgot is None:
            self.title.setText(self._words("administration.users.add"))
        else:
            self.title.setText(self._words("administration.users.reset_for", name=forgot.name))
        self._who.setVisible(forgot is None)
        self.setFocusProxy(self.name if forgot is None else self.password)
        self.clear()
        self._name_save()

    def clear(self) -> None:
        """Let nothing of a password stay in memory longer than the form is shown."""
        self.name.clear()
        self.role.set_value(None)
        self.password.clear()
        self.again.clear()
        self.error.clear()
        for each in self._problems:
            self._tell(each, "")

    def set_busy(self, *, busy: bool) -> None:
        for each in (self.save, self.cancel, self.name, self.role, self.password, self.again):
            each.setEnabled(not busy)
        self._name_save(busy=busy)

    def _name_save(self, *, busy: bool = False) -> None:
        wanted = "save" if self._forgot is None else "save_password"
        self.save.setText(self._words(f"administration.users.{'saving' if busy else wanted}"))

    def tell(self, error: UserError) -> None:
        """What the program refused."""
        self.error.tell(error)
        self.setFocus()

    def problems(self) -> dict[str, str]:
        """What is told beside the fields now, by field."""
        return {name: text.text() for name, text in self._problems.items() if not text.isHidden()}

    def give(self) -> None:
        """Hand the user over, or say what is missing and go to the first of it."""
        self.error.clear()
        found = self._find_problems()
        for name in self._problems:
            self._tell(name, found.get(name, ""))
        if found:
            fields = {"name": self.name, "role": self.role, "password": self.password, "again": self.again}
            fields[next(iter(found))].setFocus()
            return
        if self._forgot is not None:
            self.given.emit(NewUser(self._forgot.name, self._forgot.role, self.password.text()))
            return
        role = UserRole(str(self.role.value()))
        self.given.emit(NewUser(tidy(self.name.text()), role, self.password.text()))

    def _lay_out(self) -> None:
        scroll = ScrollColumn(Space.XS, (Space.XL, Space.L, Space.XL, Space.S))
        fields = column(gap=Space.XS)
        fields.addWidget(self.title)
        who = column(gap=Space.XS)
        for name, editor in (("name", self.name), ("role", self.role)):
            self._add(who, name, editor)
        self._who.setLayout(who)
        fields.addWidget(self._who)
        self._add(fields, "password", self.password)
        self._add(fields, "again", self.again)
        fields.addWidget(self.error)
        scroll.body.addLayout(fields)
        buttons = row(self.save, self.cancel, margins=(Space.XL, Space.S, Space.XL, Space.L))
        buttons.addStretch(1)
        whole = column(scroll, buttons, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _add(self, fields: QVBoxLayout, name: str, editor: QWidget) -> None:
        problem = label(f"NewUserProblem_{name}", role=Role.PROBLEM, wrap=True)
        problem.hide()
        self._problems[name] = problem
        title = self._words(f"administration.users.{name}")
        fields.addWidget(label(f"NewUserLabel_{name}", title, Role.LABEL))
        fields.addWidget(editor)
        fields.addWidget(problem)

    def _go_on_with_enter(self) -> None:
        self.name.returnPressed.connect(self.role.setFocus)
        self.role.entered.connect(self.password.setFocus)
        self.password.entered.connect(self.again.setFocus)
        self.again.entered.connect(self.give)

    def _connect(self) -> None:
        self.save.clicked.connect(self.give)
        self.cancel.clicked.connect(self.given_up)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.give)

    def _find_problems(self) -> dict[str, str]:
        words = self._words
        found = self._find_who() if self._forgot is None else {}
        wrong = check_new_password(self.password.text())
        if wrong:
            found["password"] = words(f"password.problem.{wrong[0].value}")
        elif self.password.text() != self.again.text():
            found["again"] = words("administration.users.different")
        return found

    def _find_who(self) -> dict[str, str]:
        words = self._words
        found: dict[str, str] = {}
        name = tidy(self.name.text())
        if not name:
            found["name"] = words("administration.users.name_needed")
        elif exact(name) in {exact(each) for each in self._taken}:
            found["name"] = words("administration.users.name_taken", name=name)
        if self.role.value() is None:
            found["role"] = words("administration.users.role_needed")
        return found

    def _tell(self, name: str, problem: str) -> None:
        self._problems[name].setText(problem)
        self._problems[name].setVisible(bool(problem))
