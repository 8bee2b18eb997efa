"""Accounts are closed, ended and handed on from the list, and everybody changes their own password."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.access import Permission, Role
from desktop.domain.hours import hour_of
from desktop.services import delegations, users
from desktop.services.data_folder import read_keyring
from desktop.services.users import NewUser
from desktop.services.workspace import Workspace
from desktop.ui.pages.administration.own_password import OwnPasswordPage
from desktop.ui.pages.administration.users import UsersPage
from desktop.ui.shell.navigation import OpenPage
from tests.kit.keys import click, press, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import FAST, PASSWORD
from tests.ui.conftest import ContextMaker

NEW = "mat-khau-nua-2026"


@pytest.fixture
def staffed(workspace: Workspace) -> Workspace:
    """An administrator at work, another one, a chief, a deputy and an officer."""
    for name, role in (
        ("Lê Văn Trưởng", Role.CHIEF),
        ("Phạm Thị Phó", Role.DEPUTY),
        ("Đỗ Văn Đi", Role.OFFICER),
    ):
        users.add_user(workspace, NewUser(name, role, PASSWORD), kdf=FAST)
    return workspace


@pytest.fixture
def page(staffed: Workspace, context_of: ContextMaker, qtbot: QtBot) -> Iterator[UsersPage]:
    made = UsersPage(
        context_of(staffed), partial(users.add_user, kdf=FAST), partial(users.reset_password, kdf=FAST)
    )
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    made.arrive(OpenPage("administration", "users"))
    yield made
    made.finish()


def account(workspace: Workspace, name: str) -> users.Account:
    return next(each for each in users.accounts_of(workspace) if each.user.name == name)


def beside(page: UsersPage) -> list[str]:
    return [line.beside for line in page.list.lines]


def ask(page: UsersPage, deed: str, name: str) -> None:
    page._begin_deed(deed, next(each.id for each in page._users if each.name == name))


def test_each_account_offers_what_may_be_done_to_it(page: UsersPage) -> None:
    offered = {line.name: [name for name, _ in line.deeds] for line in page.list.lines}
    others = ["change_role", "end_rights", "close"]
    assert offered == {
        "Nguyễn Văn An": [],
        "Trần Thị Bình": ["reset", *others],
        "Lê Văn Trưởng": ["reset", "delegate", *others],
        "Phạm Thị Phó": ["reset", *others],
        "Đỗ Văn Đi": ["reset", *others],
    }


def test_closing_an_account_is_asked_done_and_told(
    page: UsersPage, staffed: Workspace, door: ScriptedDoor, qtbot: QtBot
) -> None:
    door.will_answer("accounts.close", True)
    ask(page, "close", "Đỗ Văn Đi")
    qtbot.waitUntil(lambda: account(staffed, "Đỗ Văn Đi").left_on is not None, timeout=20_000)
    qtbot.waitUntil(lambda: page.added.text().startswith("Đã đóng tài khoản Đỗ Văn Đi."), timeout=20_000)
    assert "đã thôi công tác tại đơn vị từ 20/11/2026" in beside(page)
    assert "Đỗ Văn Đi" not in {user.name for user in read_keyring(staffed.folder).users()}
    assert door.questions[0].danger


def test_thinking_better_of_it_closes_nothing(
    page: UsersPage, staffed: Workspace, door: ScriptedDoor
) -> None:
    door.will_answer("accounts.close", False)
    ask(page, "close", "Đỗ Văn Đi")
    assert account(staffed, "Đỗ Văn Đi").left_on is None


@pytest.mark.parametrize("goes_on", [True, False])
def test_the_last_but_one_administrator_is_not_closed_without_a_word(
    page: UsersPage, staffed: Workspace, door: ScriptedDoor, qtbot: QtBot, goes_on: bool
) -> None:
    door.will_answer("accounts.close", True)
    door.will_answer("accounts.few", goes_on)
    ask(page, "close", "Trần Thị Bình")
    qtbot.waitUntil(lambda: len(door.questions) == 2 and not page.deeds.busy, timeout=20_000)
    assert (account(staffed, "Trần Thị Bình").left_on is not None) is goes_on


def test_rights_end_at_an_hour(page: UsersPage, staffed: Workspace, door: ScriptedDoor) -> None:
    door.will_answer("accounts.end", {"day": "2026-11-30", "hour": "16h30"})
    ask(page, "end_rights", "Đỗ Văn Đi")
    until = account(staffed, "Đỗ Văn Đi").until
    assert until == datetime(2026, 11, 30, 16, 30, tzinfo=staffed.now().tzinfo)
    assert "hết quyền lúc 16:30, 30/11/2026" in beside(page)


def test_a_role_is_changed(page: UsersPage, staffed: Workspace, door: ScriptedDoor) -> None:
    door.will_answer("accounts.role", {"role": "chief"})
    ask(page, "change_role", "Đỗ Văn Đi")
    assert account(staffed, "Đỗ Văn Đi").user.role is Role.CHIEF


def test_the_chief_hands_powers_to_a_deputy(page: UsersPage, staffed: Workspace, door: ScriptedDoor) -> None:
    deputy = account(staffed, "Phạm Thị Phó").user.id
    door.will_answer("accounts.delegate", {"deputy": deputy, "first": "2026-11-23", "last": "2026-11-27"})
    ask(page, "delegate", "Lê Văn Trưởng")
    assert [(each.first, each.last) for each in delegations.delegations(staffed)] == [
        (date(2026, 11, 23), date(2026, 11, 27))
    ]
    assert "làm thay Trưởng từ 23/11/2026 đến 27/11/2026" in beside(page)


def test_what_is_refused_is_told_in_three_lines(
    page: UsersPage, door: ScriptedDoor, staffed: Workspace
) -> None:
    deputy = account(staffed, "Phạm Thị Phó").user.id
    door.will_answer("accounts.delegate", {"deputy": deputy, "first": "2026-11-23", "last": "2026-11-20"})
    ask(page, "delegate", "Lê Văn Trưởng")
    assert page.error.lines()[0].startswith("Thời hạn giao quyền không hợp lệ")


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("17:00", time(17)),
        ("17h30", time(17, 30)),
        ("8", time(8)),
        ("7g", time(7)),
        ("25", None),
        ("x", None),
    ],
)
def test_an_hour_is_read_as_people_write_it(typed: str, hour: time | None) -> None:
    assert hour_of(typed) == hour


@pytest.fixture
def own(workspace: Workspace, context_of: ContextMaker, qtbot: QtBot) -> OwnPasswordPage:
    made = OwnPasswordPage(context_of(workspace), partial(users.change_own_password, kdf=FAST))
    qtbot.addWidget(made)
    made.show()
    made.arrive(OpenPage("password"))
    return made


def test_everybody_changes_their_own_password(
    own: OwnPasswordPage, workspace: Workspace, qtbot: QtBot
) -> None:
    for box, text in ((own.old, PASSWORD), (own.new.first, NEW), (own.new.again, NEW)):
        type_text(box.line, text)
    press(own.new.again.line, Qt.Key.Key_Return)
    qtbot.waitUntil(own.done.isVisible, timeout=20_000)
    assert own.old.text() == own.new.text() == ""
    read_keyring(workspace.folder).open_with_password(workspace.user.id, NEW)


def test_the_old_password_must_be_right(own: OwnPasswordPage, workspace: Workspace, qtbot: QtBot) -> None:
    for box, text in ((own.old, "sai-han-roi-2026"), (own.new.first, NEW), (own.new.again, NEW)):
        type_text(box.line, text)
    click(own.save)
    qtbot.waitUntil(lambda: bool(own.error.lines()), timeout=20_000)
    read_keyring(workspace.folder).open_with_password(workspace.user.id, PASSWORD)


def test_a_weak_password_is_told_beside_it(own: OwnPasswordPage) -> None:
    type_text(own.old.line, PASSWORD)
    type_text(own.new.first.line, "mậtkhẩu2026")
    click(own.save)
    assert own.new.problem().startswith("Mật khẩu mới chỉ dùng chữ không dấu")


def test_rights_that_ended_let_nobody_write(staffed: Workspace) -> None:
    officer = account(staffed, "Đỗ Văn Đi").user
    users.end_rights(staffed, officer.id, staffed.now() - timedelta(minutes=1))
    staffed.user = officer
    staffed.follow_people()
    assert not staffed.may(Permission.READ)
