"""The program's one window: the first run, log-in, the work, the lock; one of them at a time."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from desktop.domain.errors import UserError
from desktop.services import accounts, data_folder, unfinished, welcome
from desktop.services.workspace import Workspace
from desktop.ui.kit.dialogs import WindowDoor
from desktop.ui.kit.door import Door, Question
from desktop.ui.kit.focus_ring import FocusRing
from desktop.ui.kit.icons import icon
from desktop.ui.kit.meanwhile import is_at_work, meanwhile, when_free
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.shell.appearance import Appearance, dress
from desktop.ui.shell.backup_watch import BackupWatch
from desktop.ui.shell.feed import ChangeFeed
from desktop.ui.shell.idle import IdleWatch
from desktop.ui.shell.login import LoginPage
from desktop.ui.shell.moving_in import confirm_date, tell_of_update
from desktop.ui.shell.navigation import Navigation, OpenPage
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.program import Program
from desktop.ui.shell.window import MainWindow
from desktop.vault.errors import KeyringDamaged

if TYPE_CHECKING:
    from desktop.ui.shell.first_run.start_step import Start
    from desktop.vault.recovery import RecoveryCode

# What stands in the window only when somebody asks for it, or at the first run, is read then: a start waits for none
# of it.


@runtime_checkable
class Content(Protocol):
    """What stands in the window and must come to its end before that is closed."""

    def finish(self) -> None: ...


class Shell(QMainWindow):
    """Shows one thing at a time and passes from one to the next.

    Attributes:
        appearance: the looks and the language now.
        workspace: the open register, None while nobody is logged in.
        backups: makes copies of it meanwhile.

    Signals:
        shown: the new content, whenever it changes.
    """

    shown = Signal(object)

    def __init__(self, program: Program, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("Shell")
        self.program = program
        self.appearance = appearance
        self.workspace: Workspace | None = None
        self.words = program.words(appearance.language)
        self._folder = program.folder
        self._feed: ChangeFeed | None = None
        self.backups: BackupWatch | None = None
        self._main: MainWindow | None = None
        self._task: Task | None = None
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.setWindowIcon(icon("app"))
        self.setMinimumSize(640, 400)
        self._ring = FocusRing(self)
        self._idle = IdleWatch(self)
        self._idle.idle.connect(partial(when_free, self.lock))

    @property
    def door(self) -> Door:
        return self.program.door or WindowDoor(self, self.words, self._today)

    def begin(self) -> None:
        """Show what the folder calls for: the log-in, the first run, or the way back where a file is damaged."""
        unfinished.finish(self._folder)
        if not data_folder.has_register(self._folder):
            self.show_first_run()
            return
        try:
            self.show_login()
        except (KeyringDamaged, data_folder.FolderEmpty) as error:
            self.show_restore(error)

    def show_login(self) -> None:
        page = LoginPage(
            self.words, self._folder, data_folder.users(self._folder), self._open, self.program.last_user
        )
        page.opened.connect(self.enter)
        page.practice_asked.connect(self.practise)
        page.restore_asked.connect(self.show_restore)
        page.rescue_asked.connect(partial(self.show_restore, rescue=True))
        page.forgotten.connect(self.show_forgotten)
        page.pack_asked.connect(self.show_pack)
        page.folder_asked.connect(self.open_other_folder)
        self._show(page)

    def show_forgotten(self, user: str, name: str) -> None:
        """A new password for a user, by the code from the envelope."""
        from desktop.ui.shell.forgotten import ForgottenPage

        page = ForgottenPage(self.words, name, partial(self._open_by_code, user))
        page.opened.connect(self.enter)
        page.given_up.connect(self.show_login)
        self._show(page)

    def show_pack(self) -> None:
        """A file of the ward official's own, begun from a print pack."""
        from desktop.ui.shell.pack_wizard import PackSetting, PackWizard

        setting = PackSetting(self._folder, self.program.environment, self.program.printer, self.program.kdf)
        page = PackWizard(self.words, self.door, setting)
        page.created.connect(self._begun)
        page.given_up.connect(self.begin)
        self._show(page)

    def open_other_folder(self) -> None:
        """Another register of this computer: a ward official's own file may lie beside the unit's."""
        if (folder := self.door.choose_folder("login.other_folder", self._folder.parent)) is None:
            return
        try:
            data_folder.users(folder)
            self._live_in(folder)
        except UserError as error:
            self.door.tell(error)
        else:
            self.begin()

    def show_restore(self, error: UserError | None = None, *, rescue: bool = False) -> None:
        """The way back, after ``error``, from a copy or from what can be read of the damaged register itself."""
        from desktop.ui.shell.restore_page import RestorePage

        page = RestorePage(
            self.words, self.door, self._folder, self.program.environment, kdf=self.program.kdf
        )
        page.restored.connect(self._restored)
        page.given_up.connect(self.begin)
        self._show(page)
        page.begin(error, rescue=rescue)

    def restore_here(self, *, rescue: bool = False) -> None:
        """Close the register and begin the way back, after asking."""
        if self.door.confirm(Question("restore.leave")):
            self._leave()
            self.show_restore(rescue=rescue)

    def show_first_run(self) -> None:
        from desktop.ui.shell.first_run.wizard import FirstRunWizard

        wizard = FirstRunWizard(self.words, self.door, self.program.first_run(self.words))
        wizard.restore_asked.connect(self.show_restore)
        wizard.pack_asked.connect(self.show_pack)
        wizard.created.connect(self._created)
        wizard.chosen.connect(self._start_chosen)
        self._show(wizard)

    def enter(self, workspace: Workspace, page: str | None = None) -> None:
        """Go to work in an open register: on a page, or on the one that its user begins with."""
        self._leave()
        self.workspace = workspace
        self._feed = ChangeFeed(workspace, self)
        self.backups = BackupWatch(workspace, self.tell_copies, self)
        if not workspace.practice:
            meanwhile(partial(self.program.keep_user, workspace.user.id))
        confirm_date(workspace, self.door)
        self._show_main(page)
        if welcome.is_welcomed(workspace):
            self.main_window().go(OpenPage("unit", "welcome"))
        tell_of_update(workspace, self.door)
        self._idle.start()

    def lock(self) -> None:
        """Take everything off the screen until the password is typed (Ctrl+L)."""
        from desktop.ui.shell.lock import LockPage

        if self.workspace is None or isinstance(self._stack.currentWidget(), LockPage):
            return
        if (dialog := QApplication.activeModalWidget()) is not None:
            # What stands on it is of the register too. Whoever waits for its answer gets none, and is asked again.
            if not dialog.close():
                dialog.hide()
            QTimer.singleShot(0, self.lock)
            return
        if (menu := QApplication.activePopupWidget()) is not None:
            menu.close()
        page = LockPage(self.words, self.workspace.user.name, self._unlock)
        page.unlocked.connect(self._unlocked)
        page.change_user_asked.connect(self.change_user)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self.setWindowTitle(self.words("app.name"))
        page.setFocus()

    def change_user(self) -> None:
        """Close the register and ask who is next."""
        self._leave()
        self.show_login()

    def practise(self) -> None:
        """Open the sample data, which has a file of its own."""
        if self._task is None:
            # Who asked for it gets it, and nothing else that was begun meanwhile: it would take its place.
            self._stack.setEnabled(False)
            self.setCursor(Qt.CursorShape.WaitCursor)
            work = self.program.make_practice
            self._task = start_task(self, work, done=self._practice_made, failed=self._practice_failed)

    def change_appearance(self, appearance: Appearance) -> None:
        """Look and speak otherwise from now on; the page stays."""
        self.appearance = appearance
        self.program.keep_appearance(appearance)
        self.words = self.program.words(appearance.language)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        dress(app, appearance)
        if self._main is not None:
            self._show_main(self._main.page_name())

    def tell_copies(self) -> None:
        """The age of the copies may have changed."""
        if self._main is not None:
            self._main.tell_what_waits()

    def main_window(self) -> MainWindow:
        """The window of the user who is logged in."""
        assert self._main is not None
        return self._main

    def closeEvent(self, event: QCloseEvent) -> None:
        if is_at_work():
            # What is being read or written for the window comes to its end first.
            event.ignore()
            when_free(self.close, alone=True)
            return
        # Who closes it has seen enough; a slow disk has still to be waited for.
        self.hide()
        if self._task is not None:
            self._task.finish()
        for at in range(self._stack.count()):
            page = self._stack.widget(at)
            if page is not self._main and isinstance(page, Content):
                page.finish()
        self._leave()
        self._ring.let_go()
        super().closeEvent(event)

    # From one to the next

    def _open(self, user: str, password: str, progress: Progress, /) -> Workspace:
        from desktop.services import backups

        environment = self.program.environment
        before = backups.before_upgrade(self._folder, environment)
        return accounts.open_workspace(
            self._folder, user, password, environment, progress=progress, before_upgrade=before
        )

    def _open_by_code(self, user: str, code: RecoveryCode, password: str, progress: Progress, /) -> Workspace:
        environment, kdf = self.program.environment, self.program.kdf
        return accounts.password_by_code(self._folder, user, code, password, environment, progress, kdf=kdf)

    def _unlock(self, password: str, progress: Progress, /) -> None:
        assert self.workspace is not None
        accounts.unlock(self.workspace, password, progress)

    def _unlocked(self) -> None:
        page = self._stack.currentWidget()
        assert self._main is not None
        self._stack.setCurrentWidget(self._main)
        self._drop(page)
        self._name_window()

    def _created(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._live_in(workspace.folder)

    def _begun(self, workspace: Workspace) -> None:
        self._live_in(workspace.folder)
        self.enter(workspace)

    def _restored(self, folder: Path) -> None:
        self._live_in(folder)
        self.show_login()

    def _live_in(self, folder: Path) -> None:
        meanwhile(partial(self.program.keep_folder, folder))
        self._folder = folder

    def _start_chosen(self, start: Start) -> None:
        from desktop.ui.shell.first_run.start_step import Start

        assert self.workspace is not None
        if start is Start.PRACTICE:
            self.practise()
            return
        # What is entered must not be taken for what is left.
        workspace, self.workspace = self.workspace, None
        pages = {Start.IMPORT: "importing", Start.RECEIVE: "sync"}
        self.enter(workspace, pages.get(start))

    def _practice_made(self, workspace: object) -> None:
        self._practice_ended()
        assert isinstance(workspace, Workspace)
        self.enter(workspace)

    def _practice_failed(self, error: UserError) -> None:
        self._practice_ended()
        self._stack.currentWidget().setFocus()
        self.door.tell(error)

    def _practice_ended(self) -> None:
        self._task = None
        self._stack.setEnabled(True)
        self.unsetCursor()

    def _leave(self) -> None:
        """Close what is open, if anything is."""
        self._idle.stop()
        if self.backups is not None:
            self.backups.finish()
            self.backups.deleteLater()
        self.backups = None
        if self._main is not None:
            self._main.finish()
        self._main = None
        if self.workspace is not None:
            # At once: what still ticks in the window must not ask a file that is closed.
            self.workspace.close()
        self.workspace = None
        if self._feed is not None:
            self._feed.deleteLater()
        self._feed = None

    def _show_main(self, page: str | None) -> None:
        assert self.workspace is not None
        assert self._feed is not None
        context = PageContext(
            self.workspace,
            self.words.over(self.workspace.catalogues),
            self.door,
            Navigation(self),
            Privacy(self),
            self._feed,
            self.appearance.enter_moves,
            self.program.printer,
        )
        if self._main is not None and self._main.context.privacy.hidden:
            context.privacy.toggle()
        self._main = MainWindow(context, self.program.make_pages(context, self), looks=True)
        for part in (context.navigation, context.privacy):
            part.setParent(self._main)
        self._main.lock_asked.connect(self.lock)
        self._main.change_user_asked.connect(self.change_user)
        # Painted when its first page is there, not at each step of its making.
        self._stack.setUpdatesEnabled(False)
        try:
            self._show(self._main)
            first = page or self._main.home()
            self._main.show_page(first, OpenPage(first))
        finally:
            self._stack.setUpdatesEnabled(True)

    def _show(self, page: QWidget) -> None:
        old = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if old is not None:
            self._drop(old)
        page.setFocus()
        self._name_window()
        self.shown.emit(page)

    def _drop(self, page: QWidget) -> None:
        self._stack.removeWidget(page)
        page.deleteLater()

    def _name_window(self) -> None:
        name = self.words("app.name")
        station = self.workspace.station.name if self.workspace is not None else ""
        self.setWindowTitle(f"{station} · {name}" if station else name)

    def _today(self) -> date:
        return self.workspace.today() if self.workspace else self.program.environment.clock.today()
