from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from desktop.services.accounts import open_workspace
from desktop.services.data_folder import read_keyring, users
from desktop.services.workspace import Workspace
from desktop.ui.kit.password import PasswordBox
from desktop.ui.kit.tasks import Progress
from desktop.ui.kit.widgets import Button
from desktop.ui.kit.words import Words
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.lock import LockPage
from desktop.ui.shell.login import LoginPage
from tests.kit.keys import click, find, press, type_text
from tests.kit.workspaces import PASSWORD, Made, WorkspaceMaker, environment

WRONG = [
    "Tên người dùng hoặc mật khẩu không đúng.",
    "Dữ liệu vẫn còn nguyên và chưa được mở.",
    "Tắt bộ gõ tiếng Việt và phím Caps Lock rồi nhập lại. Nếu quên mật khẩu, đề nghị người quản trị đặt lại.",
]


def open_in(folder: Path, user: str, password: str, progress: Progress) -> Workspace:
    return open_workspace(folder, user, password, environment(), progress=progress)


@pytest.fixture
def made(make: WorkspaceMaker) -> Made:
    closed = make()
    closed.workspace.close()
    return closed


@pytest.fixture
def page(made: Made, words: Words, qtbot: QtBot) -> LoginPage:
    def opener(user: str, password: str, progress: Progress, /) -> Workspace:
        return open_in(made.folder, user, password, progress)

    login = LoginPage(words, made.folder, users(made.folder), opener)
    qtbot.addWidget(login)
    login.show()
    login.activateWindow()
    qtbot.waitUntil(login.isActiveWindow)
    login.setFocus()
    return login


def password_of(page: LoginPage | LockPage) -> PasswordBox:
    name = "LoginPassword" if isinstance(page, LoginPage) else "LockPassword"
    return find(page, PasswordBox, name)


def test_users_are_chosen_by_name(page: LoginPage) -> None:
    names = find(page, QListWidget, "UserList")
    assert sorted(names.item(at).text() for at in range(names.count())) == [
        "Nguyễn Văn An",
        "Trần Thị Bình",
    ]


def test_name_and_password_open_the_register(page: LoginPage, qtbot: QtBot) -> None:
    names = find(page, QListWidget, "UserList")
    names.setCurrentItem(names.findItems("Trần Thị Bình", Qt.MatchFlag.MatchExactly)[0])
    type_text(password_of(page).line, PASSWORD)
    with qtbot.waitSignal(page.opened) as opened:
        press(password_of(page).line, Qt.Key.Key_Return)
    assert opened.args is not None
    workspace = opened.args[0]
    assert workspace.user.name == "Trần Thị Bình"
    workspace.close()


def test_a_wrong_password_is_told_in_three_lines_and_is_not_kept(page: LoginPage, qtbot: QtBot) -> None:
    type_text(password_of(page).line, "mat-khau-khac")
    click(find(page, Button, "LoginButton"))
    error = find(page, ErrorLines, "LoginError")
    qtbot.waitUntil(lambda: bool(error.lines()))
    assert error.lines() == WRONG
    assert password_of(page).text() == ""
    assert password_of(page).line.hasFocus()


def test_typing_again_takes_the_error_away(page: LoginPage, qtbot: QtBot) -> None:
    page.log_in()
    error = find(page, ErrorLines, "LoginError")
    qtbot.waitUntil(lambda: bool(error.lines()))
    type_text(password_of(page).line, "m")
    assert error.lines() == []


def test_a_second_enter_while_opening_changes_nothing(page: LoginPage, qtbot: QtBot) -> None:
    type_text(password_of(page).line, PASSWORD)
    with qtbot.waitSignal(page.opened) as opened:
        page.log_in()
        page.log_in()
    assert opened.args is not None
    opened.args[0].close()
    assert page._task is None


def test_no_sample_data_is_asked_for_while_opening(page: LoginPage, qtbot: QtBot) -> None:
    asked: list[bool] = []
    page.practice_asked.connect(lambda: asked.append(True))
    type_text(password_of(page).line, PASSWORD)
    with qtbot.waitSignal(page.opened) as opened:
        page.log_in()
        click(find(page, Button, "PracticeLink"))
    assert opened.args is not None
    opened.args[0].close()
    assert asked == []


def test_the_last_user_is_marked(made: Made, words: Words, qtbot: QtBot) -> None:
    last = next(user for user in users(made.folder) if user.name == "Trần Thị Bình")

    def opener(user: str, password: str, progress: Progress, /) -> Workspace:
        return open_in(made.folder, user, password, progress)

    page = LoginPage(words, made.folder, users(made.folder), opener, last.id)
    qtbot.addWidget(page)
    assert page.chosen() == "Trần Thị Bình"


@pytest.fixture
def lock(make: WorkspaceMaker, words: Words, qtbot: QtBot) -> LockPage:
    made = make()

    def unlock(password: str, _progress: Progress, /) -> None:
        read_keyring(made.folder).open_with_password(made.workspace.user.id, password)

    page = LockPage(words, made.workspace.user.name, unlock)
    qtbot.addWidget(page)
    page.show()
    return page


def test_the_password_unlocks(lock: LockPage, qtbot: QtBot) -> None:
    type_text(password_of(lock).line, PASSWORD)
    with qtbot.waitSignal(lock.unlocked):
        press(password_of(lock).line, Qt.Key.Key_Return)
    assert password_of(lock).text() == ""


def test_a_wrong_password_leaves_it_locked(lock: LockPage, qtbot: QtBot) -> None:
    type_text(password_of(lock).line, "mat-khau-khac")
    with qtbot.assertNotEmitted(lock.unlocked):
        press(password_of(lock).line, Qt.Key.Key_Return)
        error = find(lock, ErrorLines, "LockError")
        qtbot.waitUntil(lambda: bool(error.lines()))
    assert error.lines() == WRONG


def test_a_colleague_may_change_the_user(lock: LockPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(lock.change_user_asked):
        click(find(lock, Button, "LockChangeUser"))
