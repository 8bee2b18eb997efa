from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.access import NotAllowed, Role
from desktop.services import data_folder, users
from desktop.services.accounts import open_workspace
from desktop.services.users import add_user, list_users, reset_password
from desktop.services.workspace import Workspace
from desktop.ui.kit.theme import Density
from desktop.ui.pages.administration.appearance import AppearancePage
from desktop.ui.pages.administration.check import CheckPage, rebuild_and_compare
from desktop.ui.pages.administration.oversight import OversightPage
from desktop.ui.pages.administration.page import AdministrationPage
from desktop.ui.pages.administration.station import StationPage
from desktop.ui.pages.administration.users import UsersPage
from desktop.ui.shell.appearance import Appearance, Ground
from desktop.ui.shell.navigation import OpenPage
from desktop.vault.errors import KeyringDamaged, WrongPassword
from tests.kit.keys import click, find_all, press, type_text
from tests.kit.workspaces import AN_GIANG, FAST, PASSWORD, WorkspaceMaker, environment, put
from tests.ui.conftest import ContextMaker

NEW_PASSWORD = "khac-hon-2026-nhe"


@dataclass
class Chosen:
    """Remembers what was chosen."""

    appearances: list[Appearance] = field(default_factory=list)

    def __call__(self, appearance: Appearance) -> None:
        self.appearances.append(appearance)


ShowPage = Callable[..., AdministrationPage]


@pytest.fixture
def page_for(context_of: ContextMaker, qtbot: QtBot) -> ShowPage:
    """Shows the page as a part of the window would be, and keeps it while the test lasts."""
    kept: list[AdministrationPage] = []

    def show(workspace: Workspace, tab: str | None, change: Chosen | None = None) -> AdministrationPage:
        adding = partial(add_user, kdf=FAST)
        resetting = partial(reset_password, kdf=FAST)
        page = AdministrationPage(
            context_of(workspace), Appearance(), change or Chosen(), add_user=adding, reset=resetting
        )
        kept.append(page)
        qtbot.addWidget(page)
        page.resize(1150, 690)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.arrive(OpenPage("administration", tab))
        return page

    return show


@pytest.fixture
def users_page(workspace: Workspace, page_for: ShowPage) -> UsersPage:
    shown = page_for(workspace, "users").current
    assert isinstance(shown, UsersPage)
    return shown


def names(page: UsersPage) -> list[str]:
    return [each.text() for each in find_all(page, QLabel, "UserName") if each.isVisible()]


def fill(page: UsersPage, name: str, role: str, password: str, again: str) -> None:
    page.begin()
    type_text(page.form.name, name)
    type_text(page.form.role.line, role)
    press(page.form.role.line, Qt.Key.Key_Return)
    type_text(page.form.password.line, password)
    type_text(page.form.again.line, again)


def test_an_administrator_has_every_tab(workspace: Workspace, page_for: ShowPage) -> None:
    page = page_for(workspace, None)
    assert page.titles() == [
        "Đơn vị và nơi lưu",
        "Tài khoản",
        "Danh mục",
        "Thời hạn, mức chi",
        "Sao lưu",
        "Nhật ký, dữ liệu",
        "Cập nhật",
        "Giao diện",
    ]


@pytest.mark.parametrize("role", [Role.WARD, Role.JUSTICE])
def test_who_neither_administers_nor_sends_finds_the_looks_only(
    role: Role, make: WorkspaceMaker, page_for: ShowPage
) -> None:
    page = page_for(make(role=role).workspace, "users")
    assert page.titles() == ["Giao diện"]
    assert isinstance(page.current, AppearancePage)


def test_who_sends_finds_the_copies_too(make: WorkspaceMaker, page_for: ShowPage) -> None:
    assert page_for(make(role=Role.OFFICER).workspace, "users").titles() == ["Sao lưu", "Giao diện"]


def test_a_chief_finds_the_log_too(make: WorkspaceMaker, page_for: ShowPage) -> None:
    titles = page_for(make(role=Role.CHIEF).workspace, "users").titles()
    assert titles == ["Sao lưu", "Nhật ký, dữ liệu", "Giao diện"]


def test_the_looks_are_reached_by_the_name_of_their_tab(workspace: Workspace, page_for: ShowPage) -> None:
    page = page_for(workspace, "appearance")
    assert isinstance(page.current, AppearancePage)
    page.setFocus()
    assert page.current.language.chip("vi").hasFocus()


def test_the_unit_and_its_data_folder_are_always_told(workspace: Workspace, page_for: ShowPage) -> None:
    put(workspace, "area", name="Ấp Đông Hưng")
    shown = page_for(workspace, None).current
    assert isinstance(shown, StationPage)
    assert shown.unit.texts() == {
        "Tên đơn vị": "Công an phường Nhơn Hưng",
        "Cấp": "Công an cấp xã",
        "Đơn vị cấp trên": "Công an tỉnh An Giang",
        "Địa danh ghi trên giấy tờ": "Nhơn Hưng",
    }
    home = shown.home.texts()
    assert home["Thư mục dữ liệu"] == str(workspace.folder)
    assert home["Lịch sử thay đổi"] == "1 lần thay đổi đã ghi"
    assert home["Dung lượng dữ liệu"].split()[1] in ("KB", "MB")


def test_what_is_recorded_meanwhile_is_counted(workspace: Workspace, page_for: ShowPage) -> None:
    page = page_for(workspace, None)
    shown = page.current
    assert isinstance(shown, StationPage)
    with workspace.change("area.create", register="area") as change:
        change.create("area", {"name": "Ấp Tây Hưng"})
    page.follow(change.result)
    assert shown.home.texts()["Lịch sử thay đổi"] == "1 lần thay đổi đã ghi"


def test_users_are_listed_with_their_roles(users_page: UsersPage) -> None:
    assert sorted(names(users_page)) == ["Nguyễn Văn An", "Trần Thị Bình"]
    assert [each.text() for each in find_all(users_page, QLabel, "UserRole")] == ["Quản trị", "Quản trị"]
    assert "đang đăng nhập" in [each.text() for each in find_all(users_page, QLabel, "UserBeside")]


def test_a_new_user_is_typed_in_with_the_keyboard_alone_and_may_log_in(
    users_page: UsersPage, workspace: Workspace, qtbot: QtBot
) -> None:
    press(users_page.add_button, Qt.Key.Key_Space)
    assert users_page.form.name.hasFocus()
    type_text(users_page.form.name, "Lê Hoàng Nam")
    press(users_page.form.name, Qt.Key.Key_Return)
    type_text(users_page.form.role.line, "chi huy")
    press(users_page.form.role.line, Qt.Key.Key_Return)
    assert users_page.form.password.line.hasFocus()
    type_text(users_page.form.password.line, NEW_PASSWORD)
    press(users_page.form.password.line, Qt.Key.Key_Return)
    type_text(users_page.form.again.line, NEW_PASSWORD)
    press(users_page.form.again.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Lê Hoàng Nam" in names(users_page))
    assert users_page.added.text().startswith("Đã thêm tài khoản Lê Hoàng Nam.")
    added = next(user for user in list_users(workspace) if user.name == "Lê Hoàng Nam")
    assert added.role is Role.CHIEF
    workspace.close()
    again = open_workspace(workspace.folder, added.id, NEW_PASSWORD, environment())
    assert again.user == added
    again.close()


@pytest.mark.parametrize(
    ("name", "role", "password", "again", "problems"),
    [
        ("", "chi huy", NEW_PASSWORD, NEW_PASSWORD, {"name": "Họ và tên cần được nhập"}),
        (
            "nguyễn văn  an",
            "chi huy",
            NEW_PASSWORD,
            NEW_PASSWORD,
            {"name": "Đã có tài khoản tên nguyễn văn an; nhập thêm chức vụ để phân biệt"},
        ),
        ("Lê Nam", "vua", NEW_PASSWORD, NEW_PASSWORD, {"role": "Vai trò cần được chọn trong danh sách"}),
        ("Lê Nam", "can bo", "ngan", "ngan", {"password": "Mật khẩu cần có ít nhất 10 ký tự"}),
        (
            "Lê Nam",
            "can bo",
            NEW_PASSWORD,
            PASSWORD,
            {"again": "Hai lần nhập mật khẩu không giống nhau"},
        ),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    name: str, role: str, password: str, again: str, problems: dict[str, str], users_page: UsersPage
) -> None:
    fill(users_page, name, role, password, again)
    click(users_page.form.save)
    assert users_page.form.problems() == problems
    assert len(users.list_users(users_page._context.workspace)) == 2


def test_giving_up_empties_the_form(users_page: UsersPage) -> None:
    fill(users_page, "Lê Nam", "can bo", NEW_PASSWORD, NEW_PASSWORD)
    click(users_page.form.cancel)
    assert users_page.add_button.isVisible()
    assert users_page.form.password.text() == ""
    assert users_page.form.name.text() == ""


def test_the_roles_of_an_upper_level_are_its_own(make: WorkspaceMaker, page_for: ShowPage) -> None:
    page = page_for(make(AN_GIANG).workspace, "users").current
    assert isinstance(page, UsersPage)
    page.begin()
    page.form.role.open()
    assert page.form.role.popup.titles() == [
        "Cán bộ tổng hợp",
        "Chỉ huy (Trưởng)",
        "Chỉ huy (Phó)",
        "Quản trị",
    ]


def test_what_the_program_refuses_is_told_in_three_lines(
    workspace: Workspace, page_for: ShowPage, qtbot: QtBot
) -> None:
    page = page_for(workspace, "users").current
    assert isinstance(page, UsersPage)
    (workspace.folder / data_folder.KEYRING_NAME).write_bytes(b"hong")
    fill(page, "Lê Nam", "can bo", NEW_PASSWORD, NEW_PASSWORD)
    page.form.give()
    qtbot.waitUntil(lambda: bool(page.form.error.lines()))
    assert page.form.error.lines()[0] == page._words.error(KeyringDamaged()).what
    assert page.form.save.isEnabled()
    assert len(list_users(workspace)) == 2


@pytest.fixture
def check_page(workspace: Workspace, page_for: ShowPage, qtbot: QtBot) -> CheckPage:
    put(workspace, "area", name="Ấp Đông Hưng")
    page = page_for(workspace, "audit").current
    assert isinstance(page, OversightPage)
    click(page.chips.chip("check"))
    shown = page.side("check")
    assert isinstance(shown, CheckPage)
    return shown


def test_sound_data_is_said_to_be_sound(check_page: CheckPage, qtbot: QtBot) -> None:
    click(check_page.button)
    qtbot.waitUntil(check_page.result.isVisible)
    assert check_page.result.text() == ("Dữ liệu tốt: các bảng khớp với lịch sử thay đổi (1 lần thay đổi).")
    assert check_page.button.isEnabled()


def test_a_table_that_was_changed_by_hand_is_found_and_mended(
    check_page: CheckPage, workspace: Workspace, qtbot: QtBot
) -> None:
    with workspace.file.writing() as writer:
        writer.connection.execute("UPDATE area SET name = 'Ấp khác'")
    click(check_page.button)
    qtbot.waitUntil(check_page.result.isVisible)
    assert check_page.result.text().startswith("Các bảng không khớp với lịch sử thay đổi (1 lần thay đổi)")
    with workspace.reading() as reader:
        assert reader.connection.execute("SELECT name FROM area").fetchone()[0] == "Ấp Đông Hưng"


def test_a_check_that_was_stopped_leaves_the_tables_as_they_were(
    check_page: CheckPage, workspace: Workspace, qtbot: QtBot
) -> None:
    before = workspace.file.digest()
    # As long as somebody else writes, the check cannot be done before it is stopped.
    with workspace.file.writing():
        check_page.check()
        click(check_page.strip.cancel_button)
    qtbot.waitUntil(check_page.result.isVisible)
    assert check_page.result.text() == "Đã dừng theo yêu cầu. Các bảng vẫn như trước khi kiểm tra."
    assert workspace.file.digest() == before


def test_leaving_the_page_ends_the_check(check_page: CheckPage, qtbot: QtBot) -> None:
    check_page.check()
    check_page.leave()
    qtbot.waitUntil(check_page.button.isEnabled)


def test_only_an_administrator_rebuilds(make: WorkspaceMaker) -> None:
    officer = make(role=Role.OFFICER).workspace
    with pytest.raises(NotAllowed):
        rebuild_and_compare(officer, lambda _done, _total: None)


def test_each_choice_of_looks_is_taken_at_once(workspace: Workspace, page_for: ShowPage) -> None:
    chosen = Chosen()
    page = page_for(workspace, "appearance", chosen).current
    assert isinstance(page, AppearancePage)
    click(page.language.chip("en"))
    click(page.ground.chip("dark"))
    click(page.scale.chip("130"))
    click(page.density.chip("roomy"))
    click(page.enter.chip("stay"))
    assert chosen.appearances[0] == Appearance(language="en")
    assert chosen.appearances[-1] == Appearance("en", Ground.DARK, 130, Density.ROOMY, enter_moves=False)
    assert len(chosen.appearances) == 5


def test_choosing_what_holds_already_changes_nothing(workspace: Workspace, page_for: ShowPage) -> None:
    chosen = Chosen()
    page = page_for(workspace, "appearance", chosen).current
    assert isinstance(page, AppearancePage)
    click(page.ground.chip("light"))
    assert chosen.appearances == []


def test_what_is_chosen_carries_a_tick(workspace: Workspace, page_for: ShowPage) -> None:
    page = page_for(workspace, "appearance").current
    assert isinstance(page, AppearancePage)
    click(page.ground.chip("dark"))
    ticked = [value for value in ("light", "dark", "system") if not page.ground.chip(value).icon().isNull()]
    assert ticked == ["dark"]
    assert page.ground.value() == "dark"


def choose_reset(page: UsersPage) -> None:
    """From the menu of the one account that is not one's own."""
    (button,) = [each for each in find_all(page, QPushButton, "AccountDeeds") if each.isVisible()]
    (reset,) = [each for each in button.menu().actions() if each.objectName() == "Account_reset"]
    assert reset.text() == "Đặt lại mật khẩu"
    reset.trigger()


def test_who_forgot_a_password_gets_another_one(
    users_page: UsersPage, workspace: Workspace, qtbot: QtBot
) -> None:
    choose_reset(users_page)
    form = users_page.form
    assert form.title.text() == "Đặt lại mật khẩu cho Trần Thị Bình"
    assert not form.name.isVisible()
    assert form.password.line.hasFocus()
    type_text(form.password.line, NEW_PASSWORD)
    type_text(form.again.line, "khong-giong-2026")
    click(form.save)
    assert form.problems() == {"again": "Hai lần nhập mật khẩu không giống nhau"}
    form.again.clear()
    type_text(form.again.line, NEW_PASSWORD)
    click(form.save)
    qtbot.waitUntil(users_page.added.isVisible, timeout=20_000)
    assert "Trần Thị Bình" in users_page.added.text()
    (other,) = [each for each in list_users(workspace) if each.id != workspace.user.id]
    opened = open_workspace(workspace.folder, other.id, NEW_PASSWORD, workspace.environment)
    assert opened.user == other
    opened.close()
    with pytest.raises(WrongPassword):
        open_workspace(workspace.folder, other.id, PASSWORD, workspace.environment)


def test_after_a_reset_a_new_user_has_a_name_again(users_page: UsersPage) -> None:
    choose_reset(users_page)
    click(users_page.form.cancel)
    click(users_page.add_button)
    assert users_page.form.name.isVisible()
    assert users_page.form.title.text() == "Thêm tài khoản"
    assert users_page.form.save.text() == "Lưu tài khoản"
