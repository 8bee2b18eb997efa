from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from desktop.domain.access import Role
from desktop.i18n.catalogue import Catalogue
from desktop.services import drafts
from desktop.services.accounts import FirstRun, first_run, open_workspace
from desktop.services.catalogues import load_catalogues
from desktop.services.data_folder import KEYRING_NAME, FolderInUse, read_keyring
from desktop.services.environment import Environment
from desktop.services.workspace import Workspace
from desktop.ui.kit.dialogs import MessageDialog
from desktop.ui.kit.door import Message
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.password import PasswordBox
from desktop.ui.kit.tasks import Progress
from desktop.ui.kit.theme import Theme, current_theme
from desktop.ui.kit.widgets import Button, column, label
from desktop.ui.kit.words import Words
from desktop.ui.shell.appearance import Appearance, Ground
from desktop.ui.shell.first_run.folder_step import Proposal
from desktop.ui.shell.first_run.start_step import Start
from desktop.ui.shell.first_run.wizard import FirstRunSetting, FirstRunWizard
from desktop.ui.shell.forgotten import ForgottenPage
from desktop.ui.shell.idle import IdleWatch
from desktop.ui.shell.lock import LockPage
from desktop.ui.shell.login import LoginPage
from desktop.ui.shell.navigation import OpenPage
from desktop.ui.shell.page import Page, PageContext, PageMakers
from desktop.ui.shell.program import Program
from desktop.ui.shell.shell import Shell
from desktop.ui.shell.window import MainWindow
from desktop.vault.recovery import RecoveryCode
from tests.kit.fake_clock import FakeClock
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import CTRL, click, find, find_all, press, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import FAST, PASSWORD, Made, WorkspaceMaker, environment, make_workspace, put

NAMES = (
    "today",
    "unit",
    "areas",
    "people",
    "visits",
    "mediation",
    "awards",
    "sync",
    "administration",
    "importing",
)
SECRET = "Hộ ông Đỗ Văn Nhẫn"


class PlainPage(Page):
    """Shows one name, which must not be seen while the screen is locked."""

    def __init__(self) -> None:
        super().__init__()
        self.left = 0
        self.line = QLineEdit()
        self.setLayout(column(label("Secret", SECRET), self.line))
        self.setFocusProxy(self.line)

    def leave(self) -> None:
        self.left += 1


@dataclass
class Kept:
    """What the program was asked to remember."""

    appearances: list[Appearance] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    users: list[str] = field(default_factory=list)


@dataclass
class Beginning:
    """A program about to be started in a folder."""

    folder: Path
    door: ScriptedDoor
    qtbot: QtBot
    environment: Environment
    kept: Kept = field(default_factory=Kept)

    def shell(self) -> Shell:
        shell = Shell(self.program(), Appearance())
        self.qtbot.addWidget(shell)
        shell.resize(1366, 768)
        shell.begin()
        shell.show()
        shell.activateWindow()
        self.qtbot.waitUntil(shell.isActiveWindow)
        return shell

    def program(self) -> Program:
        return Program(
            folder=self.folder,
            environment=self.environment,
            words=lambda language: Words(Catalogue(language), load_catalogues(), language),
            make_pages=self._pages,
            first_run=self._setting,
            make_practice=self._practice,
            keep_appearance=self.kept.appearances.append,
            keep_folder=self.kept.folders.append,
            keep_user=self.kept.users.append,
            door=self.door,
        )

    def _pages(self, context: PageContext, shell: Shell) -> PageMakers:
        return dict.fromkeys(NAMES, PlainPage)

    def _setting(self, _words: Words) -> FirstRunSetting:
        def create(setup: FirstRun, code: RecoveryCode) -> Workspace:
            return first_run(setup, self.environment, code, kdf=FAST)

        code = RecoveryCode.generate(self.environment.randomness)
        proposal = Proposal(self.folder, "first_run.folder.why.home")
        return FirstRunSetting((), proposal, code, create, FakePrinter())

    def _practice(self, _progress: Progress, /) -> Workspace:
        folder = self.folder.parent / "dung-thu"
        return make_workspace(folder, around=self.environment, practice=True).workspace


StarterMaker = Callable[..., Beginning]


@pytest.fixture
def starter(door: ScriptedDoor, qtbot: QtBot) -> StarterMaker:
    def make(folder: Path, around: Environment | None = None) -> Beginning:
        return Beginning(folder, door, qtbot, around or environment())

    return make


@pytest.fixture
def closed(make: WorkspaceMaker) -> Made:
    """A register that nobody has open."""
    made = make()
    made.workspace.close()
    return made


@pytest.fixture
def at_work(closed: Made, starter: StarterMaker, qtbot: QtBot) -> Iterator[Shell]:
    """The window of somebody who has just logged in."""
    shell = starter(closed.folder).shell()
    log_in(shell, qtbot)
    yield shell
    shell.close()


def content(shell: Shell) -> object:
    return shell._stack.currentWidget()


def log_in(shell: Shell, qtbot: QtBot) -> None:
    page = content(shell)
    assert isinstance(page, LoginPage)
    box = find(page, PasswordBox, "LoginPassword")
    type_text(box.line, PASSWORD)
    press(box.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(content(shell), MainWindow))


def seen(shell: Shell) -> list[str]:
    return [each.text() for each in find_all(shell, QLabel) if each.isVisible()]


def test_a_folder_without_a_register_begins_the_first_run(starter: StarterMaker, tmp_path: Path) -> None:
    shell = starter(tmp_path / "So-Tu-Quan").shell()
    assert isinstance(content(shell), FirstRunWizard)


def test_a_folder_with_a_register_asks_who_is_there(closed: Made, starter: StarterMaker) -> None:
    assert isinstance(content(starter(closed.folder).shell()), LoginPage)


def test_logging_in_leads_to_the_first_page_and_is_remembered(
    closed: Made, starter: StarterMaker, qtbot: QtBot
) -> None:
    begun = starter(closed.folder)
    shell = begun.shell()
    log_in(shell, qtbot)
    assert shell.main_window().page_name() == "today"
    assert shell.windowTitle() == "Công an phường Nhơn Hưng · Sổ Tự Quản"
    assert begun.kept.users == [closed.workspace.user.id]
    shell.close()


@pytest.mark.parametrize(
    ("start", "page"), [(Start.IMPORT, "importing"), (Start.RECEIVE, "sync"), (Start.NOTHING, "today")]
)
def test_a_door_of_the_first_run_leads_to_its_page(
    make: WorkspaceMaker, starter: StarterMaker, tmp_path: Path, start: Start, page: str
) -> None:
    begun = starter(tmp_path / "So-Tu-Quan")
    shell = begun.shell()
    wizard = content(shell)
    assert isinstance(wizard, FirstRunWizard)
    workspace = make().workspace
    wizard.created.emit(workspace)
    wizard.chosen.emit(start)
    assert shell.main_window().page_name() == page
    assert put(workspace, "area", name="Ấp Đông Hưng")
    assert begun.kept.folders == [workspace.folder]


def test_practice_opens_a_file_of_its_own(closed: Made, starter: StarterMaker, qtbot: QtBot) -> None:
    begun = starter(closed.folder)
    shell = begun.shell()
    click(find(shell, Button, "PracticeLink"))
    qtbot.waitUntil(lambda: isinstance(content(shell), MainWindow), timeout=5000)
    assert shell.workspace is not None
    assert shell.workspace.practice
    assert begun.kept.users == []
    shell.close()


def test_nobody_logs_in_while_the_sample_data_is_made(
    closed: Made, starter: StarterMaker, qtbot: QtBot
) -> None:
    shell = starter(closed.folder).shell()
    page = content(shell)
    assert isinstance(page, LoginPage)
    click(find(shell, Button, "PracticeLink"))
    assert find(page, Button, "LoginButton").text() == "Đang mở dữ liệu"
    type_text(find(page, PasswordBox, "LoginPassword").line, PASSWORD)
    press(find(page, PasswordBox, "LoginPassword").line, Qt.Key.Key_Return)
    assert content(shell) is page
    qtbot.waitUntil(lambda: isinstance(content(shell), MainWindow), timeout=5000)
    assert shell.workspace is not None
    assert shell.workspace.practice
    assert shell.main_window().isEnabled()
    shell.close()


def test_sample_data_that_cannot_be_made_leaves_the_log_in_as_it_was(
    closed: Made, starter: StarterMaker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, door: ScriptedDoor
) -> None:
    def fail(_self: Beginning, _progress: Progress, /) -> Workspace:
        raise FolderInUse(folder="dung-thu")

    door.will_hear("folder_in_use")
    monkeypatch.setattr(Beginning, "_practice", fail)
    shell = starter(closed.folder).shell()
    click(find(shell, Button, "PracticeLink"))
    qtbot.waitUntil(lambda: bool(door.told), timeout=5000)
    assert find(shell, Button, "LoginButton").text() == "Đăng nhập"
    log_in(shell, qtbot)
    shell.close()


def test_ctrl_l_takes_everything_off_the_screen(at_work: Shell) -> None:
    assert SECRET in seen(at_work)
    press(at_work.main_window(), Qt.Key.Key_L, CTRL)
    assert isinstance(content(at_work), LockPage)
    assert SECRET not in seen(at_work)
    assert at_work.windowTitle() == "Sổ Tự Quản"


def test_a_dialog_does_not_keep_the_screen_open(at_work: Shell, qtbot: QtBot, words: Words) -> None:
    dialog = MessageDialog(at_work, words, Message("restore.leave"))
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    at_work._idle.idle.emit()
    qtbot.waitUntil(lambda: isinstance(content(at_work), LockPage))
    assert not dialog.isVisible()
    assert SECRET not in seen(at_work)


def test_who_types_in_a_dialog_is_there(at_work: Shell, qtbot: QtBot, words: Words) -> None:
    dialog = MessageDialog(at_work, words, Message("restore.leave"))
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    at_work._idle._timer.stop()
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_Tab)
    assert at_work._idle.left_ms() > 0
    dialog.close()


def test_who_forgot_the_password_comes_in_by_the_envelope(
    closed: Made, starter: StarterMaker, qtbot: QtBot
) -> None:
    shell = starter(closed.folder).shell()
    click(find(shell, Button, "ForgottenLink"))
    page = content(shell)
    assert isinstance(page, ForgottenPage)
    for line, group in zip(page.code.lines, closed.code.groups, strict=True):
        type_text(line, group)
    type_text(page.password.first.line, "mat-khau-nua-2026")
    type_text(page.password.again.line, "mat-khau-nua-2026")
    press(page.password.again.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(content(shell), MainWindow), timeout=20_000)
    assert shell.workspace is not None
    assert read_keyring(closed.folder).open_with_password(shell.workspace.user.id, "mat-khau-nua-2026")
    shell.close()


@pytest.mark.parametrize("wrong", ["code", "password", "different"])
def test_what_is_wrong_in_the_envelope_page_is_told_and_tries_nothing(
    closed: Made, starter: StarterMaker, wrong: str
) -> None:
    shell = starter(closed.folder).shell()
    before = (closed.folder / KEYRING_NAME).read_bytes()
    click(find(shell, Button, "ForgottenLink"))
    page = content(shell)
    assert isinstance(page, ForgottenPage)
    if wrong != "code":
        for line, group in zip(page.code.lines, closed.code.groups, strict=True):
            type_text(line, group)
    type_text(page.password.first.line, "ngan" if wrong == "password" else "mat-khau-nua-2026")
    type_text(page.password.again.line, "khac-han-2026-xyz" if wrong == "different" else "ngan")
    click(page.button)
    assert page.button.isEnabled()
    told = {"code": "nhóm", "password": "ít nhất 10 ký tự", "different": "không giống nhau"}
    assert any(told[wrong] in text for text in seen(shell))
    assert (closed.folder / KEYRING_NAME).read_bytes() == before


def test_the_first_log_in_after_a_handover_lands_on_the_unit(
    closed: Made, starter: StarterMaker, qtbot: QtBot
) -> None:
    again = open_workspace(closed.folder, closed.workspace.user.id, PASSWORD, environment(seed=4))
    with again.file.writing() as writer:
        writer.set_local(f"welcome:{again.user.id}", "2026-11-20")
    again.close()
    begun = starter(closed.folder)
    shell = begun.shell()
    log_in(shell, qtbot)
    assert shell.main_window().page_name() == "unit"
    shell.change_user()
    log_in(shell, qtbot)
    assert shell.main_window().page_name() == "today"
    shell.close()


def test_a_draft_stays_with_who_typed_it(closed: Made, starter: StarterMaker, qtbot: QtBot) -> None:
    shell = starter(closed.folder).shell()
    log_in(shell, qtbot)
    assert shell.workspace is not None
    first = shell.workspace.user.id
    drafts.keep_draft(shell.workspace, "area", None, {"name": "Ấp Dở"})
    shell.lock()
    click(find(shell, Button, "LockChangeUser"))
    page = content(shell)
    assert isinstance(page, LoginPage)
    names = find(page, QListWidget, "UserList")
    other = next(at for at in range(names.count()) if names.item(at).data(Qt.ItemDataRole.UserRole) != first)
    names.setCurrentRow(other)
    log_in(shell, qtbot)
    assert shell.workspace is not None
    assert shell.workspace.user.id != first
    assert drafts.drafts(shell.workspace) == []
    shell.change_user()
    page = content(shell)
    assert isinstance(page, LoginPage)
    names = find(page, QListWidget, "UserList")
    names.setCurrentRow(1 - other)
    log_in(shell, qtbot)
    assert shell.workspace is not None
    assert [draft.values for draft in drafts.drafts(shell.workspace)] == [{"name": "Ấp Dở"}]
    shell.close()


def test_no_key_of_the_window_works_while_it_is_locked(at_work: Shell) -> None:
    at_work.lock()
    press(at_work, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert at_work.main_window().page_name() == "today"


def test_the_password_brings_the_very_page_back(at_work: Shell, qtbot: QtBot) -> None:
    page = at_work.main_window().page()
    assert isinstance(page, PlainPage)
    page.line.setText("đang gõ dở")
    at_work.lock()
    box = find(at_work, PasswordBox, "LockPassword")
    type_text(box.line, PASSWORD)
    press(box.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(content(at_work), MainWindow))
    assert page.isVisible()
    assert page.line.text() == "đang gõ dở"


def test_changing_the_user_keeps_what_is_half_typed_and_closes_the_file(at_work: Shell) -> None:
    page = at_work.main_window().page()
    assert isinstance(page, PlainPage)
    at_work.lock()
    click(find(at_work, Button, "LockChangeUser"))
    assert isinstance(content(at_work), LoginPage)
    assert at_work.workspace is None
    assert page.left == 1


def test_english_and_dark_are_taken_at_once_and_the_page_stays(
    closed: Made, starter: StarterMaker, qtbot: QtBot
) -> None:
    begun = starter(closed.folder)
    shell = begun.shell()
    log_in(shell, qtbot)
    shell.main_window().show_page("visits")
    shell.main_window().context.privacy.toggle()
    wanted = Appearance(language="en", ground=Ground.DARK, scale=115, enter_moves=False)
    shell.change_appearance(wanted)
    assert shell.main_window().page_name() == "visits"
    assert shell.main_window().top_bar.title() == "Visits"
    assert current_theme() == Theme(dark=True, scale=115)
    assert shell.main_window().context.privacy.hidden
    assert not shell.main_window().context.enter_moves
    assert begun.kept.appearances == [wanted]
    shell.close()


def test_a_clock_that_went_back_asks_for_todays_date(
    make: WorkspaceMaker, starter: StarterMaker, door: ScriptedDoor, qtbot: QtBot
) -> None:
    clock = FakeClock()
    made = make(around=environment(clock))
    put(made.workspace, "area", name="Ấp Đông Hưng")
    made.workspace.close()
    clock.advance(timedelta(days=-4000))
    door.will_answer("shell.date", {"today": "2026-11-21"})
    shell = starter(made.folder, environment(clock)).shell()
    log_in(shell, qtbot)
    assert shell.workspace is not None
    assert shell.workspace.today() == date(2026, 11, 21)
    shell.close()


def test_closing_the_window_closes_the_file(at_work: Shell, closed: Made) -> None:
    at_work.close()
    assert at_work.workspace is None


def test_what_is_being_written_comes_to_its_end_before_the_window_closes_or_locks(
    at_work: Shell, qtbot: QtBot
) -> None:
    asked, workspace = Event(), at_work.workspace
    assert workspace is not None

    def ask() -> None:
        at_work.close()
        at_work.main_window().go(OpenPage("areas"))
        asked.set()

    def write() -> bool:
        return asked.wait(30) and bool(put(workspace, "area", name="Ấp Trung Bắc"))

    QTimer.singleShot(0, ask)
    page = at_work.main_window().page_name()
    assert meanwhile(write)
    assert (at_work.isVisible(), at_work.main_window().page_name()) == (True, page)
    qtbot.waitUntil(lambda: not at_work.isVisible())
    assert at_work.workspace is None


def test_the_screen_locks_itself_when_nobody_is_there(at_work: Shell) -> None:
    at_work._idle.idle.emit()
    assert isinstance(content(at_work), LockPage)


def test_nobody_there_for_the_whole_time_is_told(at_work: Shell, qtbot: QtBot) -> None:
    watch = IdleWatch(at_work, minutes=0.01 / 60)
    with qtbot.waitSignal(watch.idle):
        watch.start()
    watch.stop()


def test_a_touch_begins_the_time_anew(at_work: Shell, qtbot: QtBot) -> None:
    watch = IdleWatch(at_work)
    watch.start()
    whole = watch.left_ms()
    qtbot.waitUntil(lambda: watch.left_ms() < whole - 200)
    no_button = Qt.MouseButton.NoButton
    nothing = Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, QPoint(5, 5), QPoint(5, 5), no_button, no_button, nothing)
    QApplication.sendEvent(at_work.windowHandle(), move)
    assert watch.left_ms() > whole - 200
    watch.stop()


def test_an_officer_is_led_to_his_own_pages(
    make: WorkspaceMaker, starter: StarterMaker, qtbot: QtBot
) -> None:
    made = make(role=Role.OFFICER)
    made.workspace.close()
    shell = starter(made.folder).shell()
    log_in(shell, qtbot)
    assert "Quản trị" not in shell.main_window().navigation_bar.words_shown()
    shell.close()
