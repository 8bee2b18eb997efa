"""Who administers the program here: a name and a password, typed twice."""

from __future__ import annotations

from collections.abc import Callable

from desktop.base.text import exact, tidy
from desktop.domain.access import Role as UserRole
from desktop.services.users import NewUser
from desktop.ui.kit.editor import Line
from desktop.ui.kit.named import named
from desktop.ui.kit.password import PasswordBox
from desktop.ui.kit.widgets import Role, label
from desktop.ui.kit.words import Words
from desktop.ui.shell.first_run.step import Step
from desktop.vault.passwords import check_new_password


class UserStep(Step):
    """One administrator. ``taken`` gives the names that are used already."""

    number = 3

    def __init__(
        self,
        words: Words,
        key: str,
        *,
        may_skip: bool = False,
        taken: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        super().__init__(words, key)
        self.may_skip = may_skip
        self._taken = taken
        self.name = named(Line(), f"{key}_Name")
        self.password = PasswordBox(f"{key}_Password", words)
        self.again = PasswordBox(f"{key}_Again", words)
        self._problem = label(f"{key}_Problem", role=Role.PROBLEM, wrap=True)
        self._problem.hide()
        self.add(
            label(f"{key}_NameLabel", words("first_run.user.name"), Role.LABEL),
            self.name,
            label(f"{key}_PasswordLabel", words("first_run.user.password"), Role.LABEL),
            self.password,
            label(f"{key}_AgainLabel", words("first_run.user.again"), Role.LABEL),
            self.again,
            self._problem,
        )
        self.body.addStretch(1)
        self.name.returnPressed.connect(self.password.setFocus)
        self.password.entered.connect(self.again.setFocus)
        self.again.entered.connect(self.entered)
        for box in (self.password, self.again):
            box.edited.connect(self._problem.hide)

    def begin(self) -> None:
        self.name.setFocus()

    def accept(self) -> bool:
        problem = self._find_problem()
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        return not problem

    def user(self) -> NewUser:
        """The administrator as answered; call it after :meth:`accept`."""
        return NewUser(tidy(self.name.text()), UserRole.ADMIN, self.password.text())

    def _find_problem(self) -> str:
        name = tidy(self.name.text())
        if not name:
            self.name.setFocus()
            return self.words("first_run.user.name_needed")
        if exact(name) in {exact(each) for each in self._taken()}:
            self.name.setFocus()
            return self.words("first_run.user.name_taken", name=name)
        problems = check_new_password(self.password.text())
        if problems:
            self.password.setFocus()
            return self.words(f"password.problem.{problems[0].value}")
        if self.password.text() != self.again.text():
            self.again.setFocus()
            return self.words("first_run.user.different")
        return ""
