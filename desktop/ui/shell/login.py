"""Log-in: choose a name, type the password."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QWidget

from desktop.domain.errors import UserError
from desktop.services.attempts import LONGEST_S
from desktop.services.workspace import Workspace
from desktop.ui.kit.password import PasswordBox
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Role, label, row
from desktop.ui.kit.words import Words
from desktop.ui.shell.brand import Brand
from desktop.ui.shell.centred import card, centre
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.quiet_list import quiet_list
from desktop.vault.keyring_body import KeyringUser

WIDTH: Final = 420
_NAMES_SHOWN: Final = 4


class OpenRegister(Protocol):
    """Opens the register of the folder for a user; slow on purpose, so it runs in a thread of its own."""

    def __call__(self, user: str, password: str, progress: Progress, /) -> Workspace: ...


class LoginPage(QWidget):
    """The names of a folder's users, the newest log-in marked.

    Signals:
        opened: the :class:`~desktop.services.workspace.Workspace`.
        practice_asked: somebody wants to try with sample data.
        forgotten: the id and name of a user whose password nobody knows.
        restore_asked: the register is damaged, or an older state of it is wanted.
        rescue_asked: the register did not open, and what can be read of it is wanted.
        pack_asked: a file of its own shall be begun from a print pack.
        folder_asked: another register of this computer is wanted.
    """

    opened = Signal(object)
    practice_asked = Signal()
    forgotten = Signal(str, str)
    restore_asked = Signal()
    rescue_asked = Signal()
    pack_asked = Signal()
    folder_asked = Signal()

    def __init__(
        self,
        words: Words,
        folder: Path,
        users: Sequence[KeyringUser],
        open_register: OpenRegister,
        last_user: str | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("Ground")
        self._words = words
        self._open = open_register
        self._task: Task | None = None
        self._names = quiet_list("UserList")
        self._names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fill(users, last_user)
        self._password = PasswordBox("LoginPassword", words)
        self._error = ErrorLines(words, "LoginError")
        self._button = Button("LoginButton", words("login.open"), look=Look.PRIMARY)
        self._practice = Button("PracticeLink", words("login.practice"), look=Look.LINK)
        self._forgotten = Button("ForgottenLink", words("login.forgotten"), look=Look.LINK)
        self._restore = Button("RestoreLink", words("restore.title"), look=Look.LINK)
        self._rescue = Button("RescueLink", words("rescue.title"), icon_name="restore")
        self._rescue.setToolTip(words("rescue.what"))
        self._pack = Button("PackLink", words("packs.title"), look=Look.LINK)
        self._other = Button("OtherFolderLink", words("login.other_folder"), look=Look.LINK)
        self._lay_out(folder)
        self._names.itemActivated.connect(self._to_password)
        self._password.entered.connect(self.log_in)
        self._password.edited.connect(self._error.clear)
        self._button.clicked.connect(self.log_in)
        self._practice.clicked.connect(self._ask_practice)
        self._restore.clicked.connect(self._ask_restore)
        self._rescue.clicked.connect(self._ask_rescue)
        self._forgotten.clicked.connect(self._ask_forgotten)
        self._pack.clicked.connect(self._ask_pack)
        self._other.clicked.connect(self._ask_folder)
        self.setFocusProxy(self._password)

    def log_in(self) -> None:
        """Try the password of the marked name; nothing happens while a try is under way."""
        if self._task is not None:
            return
        self._error.clear()
        self._rescue.hide()
        user = str(self._names.currentItem().data(Qt.ItemDataRole.UserRole))
        password = self._password.text()

        def work(progress: Progress) -> Workspace:
            return self._open(user, password, progress)

        self._set_busy(busy=True)
        self._task = start_task(self, work, done=self._done, failed=self._failed)
        self._task.progressed.connect(self._show_wait)

    def chosen(self) -> str:
        """The name that is marked."""
        return self._names.currentItem().text()

    def finish(self) -> None:
        """Wait for a try under way, before the window closes."""
        if self._task is not None:
            self._task.finish()

    def changeEvent(self, event: QEvent) -> None:
        """Whoever waits for the sample data is told so where they would log in."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._button.setText(self._words("login.open" if self.isEnabled() else "login.opening"))

    def _fill(self, users: Sequence[KeyringUser], last_user: str | None) -> None:
        height = current_theme().row_height
        for user in users:
            item = QListWidgetItem(user.name)
            item.setData(Qt.ItemDataRole.UserRole, user.id)
            item.setSizeHint(QSize(0, height))
            self._names.addItem(item)
            if user.id == last_user:
                self._names.setCurrentItem(item)
        if self._names.currentRow() < 0:
            self._names.setCurrentRow(0)
        self._names.setFixedHeight(height * min(max(len(users), 2), _NAMES_SHOWN) + 4)

    def _lay_out(self, folder: Path) -> None:
        whole = card(
            WIDTH,
            Brand(self._words),
            label("LoginUserLabel", self._words("login.user"), Role.LABEL),
            self._names,
            label("LoginPasswordLabel", self._words("login.password"), Role.LABEL),
            self._password,
            self._error,
            self._rescue,
            self._button,
        )
        place = ElidedLabel("LoginFolder", self._words("login.folder", folder=str(folder)), Role.CAPTION)
        # The folder has a line of its own: where the data lies is always told.
        links = row(self._practice, self._forgotten, self._restore, gap=Space.L)
        links.insertStretch(1, 1)
        others = row(self._pack, self._other, gap=Space.L)
        others.insertStretch(1, 1)
        centre(self, whole, place, links, others)
        self._rescue.hide()

    def _ask_practice(self) -> None:
        if self._task is None:
            self.practice_asked.emit()

    def _ask_restore(self) -> None:
        if self._task is None:
            self.restore_asked.emit()

    def _ask_rescue(self) -> None:
        if self._task is None:
            self.rescue_asked.emit()

    def _ask_forgotten(self) -> None:
        if self._task is None:
            item = self._names.currentItem()
            self.forgotten.emit(str(item.data(Qt.ItemDataRole.UserRole)), item.text())

    def _ask_pack(self) -> None:
        if self._task is None:
            self.pack_asked.emit()

    def _ask_folder(self) -> None:
        if self._task is None:
            self.folder_asked.emit()

    def _to_password(self) -> None:
        self._password.setFocus()

    def _show_wait(self, done: int, total: int) -> None:
        """After wrong passwords, how long the try still waits; else the file is being put in order."""
        if total <= LONGEST_S:
            self._button.setText(self._words("login.waiting", seconds=total - done))
        else:
            self._button.setText(self._words("login.opening"))

    def _set_busy(self, *, busy: bool) -> None:
        self._button.setEnabled(not busy)
        self._button.setText(self._words("login.opening" if busy else "login.open"))
        self._names.setEnabled(not busy)
        self._password.setEnabled(not busy)

    def _done(self, workspace: object) -> None:
        self._task = None
        self._password.clear()
        self.opened.emit(workspace)

    def _failed(self, error: UserError) -> None:
        self._task = None
        self._set_busy(busy=False)
        self._password.clear()
        self._error.tell(error)
        from desktop.services import rescuing  # much, for who cannot get in

        self._rescue.setVisible(rescuing.is_damage(error))
        self._password.setFocus()
