"""The way back, as a person goes it: from the first start, from the log-in, and from an open register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import ANY

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.services.accounts import open_workspace
from desktop.services.backup_away import write_away
from desktop.services.backup_files import Reason
from desktop.services.backups import make_copy
from desktop.services.data_folder import DATABASE_NAME
from desktop.services.places import Place
from desktop.services.rescue_report import Cut, RegisterRescued, Rescued
from desktop.services.restoring import STAGE
from desktop.ui.kit.words import Words
from desktop.ui.shell.missing_words import missing_text
from desktop.ui.shell.restore_page import CHOOSE, OPEN, PREVIEW, RestorePage
from desktop.vault.recovery import RecoveryCode
from desktop.vault.shares import CodeShare, split
from tests.kit import shots
from tests.kit.keys import click, find_all, press, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import FAST, PASSWORD, Made, WorkspaceMaker, environment, put
from tests.services.test_backups import flip, silent
from tests.services.wrecks import destroy, rows

NEW_PASSWORD = "mat-khau-moi-2026"
AROUND = environment(seed=77, machine="may-moi")


@dataclass
class Person:
    """Someone who needs a register back."""

    page: RestorePage
    made: Made
    folder: Path
    door: ScriptedDoor
    qtbot: QtBot
    restored: list[Path] = field(default_factory=list)

    def type_code(self, code: RecoveryCode) -> None:
        for line, group in zip(self.page.open.code.lines, code.groups, strict=True):
            type_text(line, group)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=20_000)

    def look(self) -> None:
        """As far as the preview, with the code."""
        click(self.page.next_button)
        self.type_code(self.made.code)
        click(self.page.next_button)
        self.wait_for(lambda: self.page.step() == PREVIEW)


@pytest.fixture
def made(make: WorkspaceMaker) -> Made:
    found = make()
    put(found.workspace, "area", name="Ấp Đông Hưng")
    return found


@pytest.fixture
def stick(tmp_path: Path) -> Place:
    folder = tmp_path / "usb"
    folder.mkdir()
    return Place(folder, "USB đỏ", 2**30, stick=True)


PersonAt = Callable[[Path], Person]


@pytest.fixture
def person_at(made: Made, stick: Place, words: Words, door: ScriptedDoor, qtbot: QtBot) -> PersonAt:
    def at(folder: Path) -> Person:
        page = RestorePage(words, door, folder, AROUND, find_sticks=lambda: [stick], kdf=FAST)
        qtbot.addWidget(page)
        page.resize(1366, 768)
        with qtbot.waitActive(page):
            page.show()
        person = Person(page, made, folder, door, qtbot)
        page.restored.connect(person.restored.append)
        return person

    return at


@pytest.fixture
def person(made: Made, stick: Place, person_at: PersonAt, tmp_path: Path) -> Person:
    """At a new computer, with the stick."""
    write_away(made.workspace, stick, silent)
    return person_at(tmp_path / "moi")


def test_three_steps_bring_everything_back_on_a_new_computer(person: Person) -> None:
    page = person.page
    assert [text.split(" · ") for text in page.choose.texts()] == [
        ["08:00, 20/11/2026", "Công an phường Nhơn Hưng", "1 lần thay đổi", ANY, "USB đỏ"]
    ]
    press(page.choose.list, Qt.Key.Key_Return)
    assert page.step() == OPEN
    person.type_code(person.made.code)
    press(page.open.code.lines[-1], Qt.Key.Key_Return)
    person.wait_for(lambda: page.step() == PREVIEW)
    assert page.preview.texts()[0] == (
        "Công an phường Nhơn Hưng: bản sao đến 08:00, 20/11/2026, 1 lần thay đổi."
    )
    assert page.preview.texts()[-1].startswith(
        "Có thể phải nhập lại những gì đã ghi từ 08:00, 20/11/2026 đến 20/11/2026."
    )
    type_text(page.preview.password.line, NEW_PASSWORD)
    press(page.preview.password.line, Qt.Key.Key_Return)
    type_text(page.preview.again.line, NEW_PASSWORD)
    press(page.preview.again.line, Qt.Key.Key_Return)
    person.wait_for(lambda: bool(person.restored))
    assert person.restored == [person.folder]
    user = person.made.workspace.user.id
    workspace = open_workspace(person.folder, user, NEW_PASSWORD, AROUND)
    assert workspace.file.digest() == person.made.workspace.file.digest()
    workspace.close()


def type_shares(person: Person, *shares: CodeShare) -> None:
    for part, share in zip(person.page.open.two.parts, shares, strict=True):
        click(part.number.chip(str(share.number)))
        for line, group in zip(part.code.lines, share.groups, strict=True):
            type_text(line, group)


def test_two_people_open_a_copy_with_their_sheets(person: Person) -> None:
    one, other, _ = split(person.made.code, 3)
    page = person.page
    click(page.next_button)
    click(page.open.shares_link)
    type_shares(person, one, one)
    click(page.next_button)
    assert page.error.lines()[0] == "Cả hai lần đều là phiếu số 1."
    page.open.two.clear()
    type_shares(person, other, one)
    click(page.next_button)
    person.wait_for(lambda: page.step() == PREVIEW)


def test_groups_that_are_wrong_are_named_before_anything_is_tried(person: Person) -> None:
    click(person.page.next_button)
    type_text(person.page.open.code.lines[0], person.made.code.groups[0])
    click(person.page.next_button)
    assert person.page.step() == OPEN
    assert person.page.open.problem.text().startswith("Các nhóm chưa đúng hoặc còn thiếu: 2, 3")


def test_the_code_of_another_register_is_told_in_three_lines(person: Person) -> None:
    click(person.page.next_button)
    person.type_code(RecoveryCode.generate(environment(seed=5).randomness))
    click(person.page.next_button)
    person.wait_for(person.page.error.isVisible)
    assert person.page.step() == OPEN


def test_a_damaged_copy_is_told_and_another_may_be_chosen(person: Person, stick: Place) -> None:
    click(person.page.next_button)
    for each in stick.folder.glob("*/so-tu-quan.db"):
        flip(each)
    person.type_code(person.made.code)
    click(person.page.next_button)
    person.wait_for(person.page.error.isVisible)
    click(person.page.back_button)
    assert person.page.step() == CHOOSE


@pytest.mark.parametrize(("first", "again"), [("1234", "1234"), (NEW_PASSWORD, "khac-hon-2026")])
def test_a_password_that_will_not_do_is_said_beside_it(person: Person, first: str, again: str) -> None:
    person.look()
    type_text(person.page.preview.password.line, first)
    type_text(person.page.preview.again.line, again)
    click(person.page.next_button)
    assert person.page.preview.problem.text()
    assert person.restored == []


def test_going_back_from_the_preview_leaves_nothing(person: Person) -> None:
    person.look()
    assert (person.folder / STAGE).exists()
    click(person.page.back_button)
    assert not person.folder.exists()
    assert person.page.open.code.text().strip() == ""
    with person.qtbot.waitSignal(person.page.given_up):
        click(person.page.back_button)


def test_a_copy_of_this_machine_opens_with_a_password(made: Made, person_at: PersonAt) -> None:
    make_copy(made.workspace, Reason.ASKED, silent)
    made.workspace.close()
    person = person_at(made.folder)
    page = person.page
    assert page.choose.texts()[0].endswith("trên máy này")
    click(page.next_button)
    click(page.open.other)
    type_text(page.open.password.line, PASSWORD)
    press(page.open.password.line, Qt.Key.Key_Return)
    person.wait_for(lambda: page.step() == PREVIEW)
    assert page.preview.person is None
    assert "Dữ liệu đang có ở đó được chuyển sang thư mục de-rieng" in page.preview.texts()[-2]
    click(page.next_button)
    person.wait_for(lambda: bool(person.restored))
    workspace = open_workspace(made.folder, made.workspace.user.id, PASSWORD, AROUND)
    assert workspace.device != made.workspace.device
    workspace.close()


@pytest.mark.parametrize("password", ["", NEW_PASSWORD])
def test_who_comes_with_the_code_may_give_a_new_password_where_all_are_forgotten(
    made: Made, person_at: PersonAt, password: str
) -> None:
    make_copy(made.workspace, Reason.ASKED, silent)
    made.workspace.close()
    person = person_at(made.folder)
    person.look()
    type_text(person.page.preview.password.line, password)
    type_text(person.page.preview.again.line, password)
    click(person.page.next_button)
    person.wait_for(lambda: bool(person.restored))
    user = made.workspace.user.id
    open_workspace(made.folder, user, password or PASSWORD, AROUND).close()


def damaged_here(made: Made, person_at: PersonAt) -> Person:
    """Somebody whose register does not open any more."""
    made.workspace.close()
    destroy(made.folder / DATABASE_NAME, 1, also=(1,))
    return person_at(made.folder)


def test_one_button_brings_back_what_can_be_read_of_a_damaged_register(
    made: Made, person_at: PersonAt
) -> None:
    person = damaged_here(made, person_at)
    page = person.page
    click(page.choose.rescue_button)
    assert page.step() == OPEN
    click(page.open.other)
    type_text(page.open.password.line, PASSWORD)
    press(page.open.password.line, Qt.Key.Key_Return)
    person.wait_for(lambda: page.step() == PREVIEW)
    told = page.preview.texts()
    assert told[0].startswith("Công an phường Nhơn Hưng: ")
    assert told[0].endswith(" trang của tệp không đọc được.")
    assert told[-1] == "Có lại 1 bản ghi.\nKhông thấy thiếu bản ghi nào."
    click(page.next_button)
    person.wait_for(lambda: bool(person.restored))
    workspace = open_workspace(made.folder, made.workspace.user.id, PASSWORD, AROUND)
    assert len(rows(workspace)) == 1
    workspace.close()


def test_what_a_rescue_does_not_bring_back_is_told_by_register(words: Words) -> None:
    registers = (
        RegisterRescued("visit", 90, lost=3),
        RegisterRescued("member", 20, incomplete=2),
        RegisterRescued("dispute", 9, lost=1, incomplete=4),
    )
    at = AROUND.clock.local_now()
    assert missing_text(words, Rescued(at, 900, 9, 0, 40, 1, 7, registers)).splitlines() == [
        "Có lại 119 bản ghi.",
        "Thăm gặp: mất 3 bản ghi.",
        "Thành viên nòng cốt: 2 bản ghi có thể thiếu lần sửa cuối.",
        "Vụ, việc hòa giải: mất 1 bản ghi, 4 bản ghi có thể thiếu lần sửa cuối.",
        "7 lần thay đổi của máy khác sẽ về lại theo gói dữ liệu sau.",
        "Xem lại các sổ này và nhập lại phần thiếu. Phần đã gửi cấp trên về lại theo USB của cấp trên.",
    ]


def test_what_is_cut_of_others_is_told_with_what_brings_it_again(words: Words) -> None:
    cut = (Cut("1", "Công an xã An Phú", own=False, count=5), Cut("2", "Xã ta", own=True, count=2))
    told = Rescued(AROUND.clock.local_now(), 900, 9, 0, 40, 1, 8, (), cut)
    behind = "lần thay đổi nằm sau chỗ hỏng nên chưa lấy lại được"
    assert missing_text(words, told).splitlines()[2:] == [
        f"Công an xã An Phú: 5 {behind}; USB gửi lần sau của đơn vị đó mang về đủ.",
        f"Máy khác của đơn vị: 2 {behind}; trao đổi USB với máy đó thì về đủ.",
        "1 lần thay đổi của máy khác sẽ về lại theo gói dữ liệu sau.",
    ]


def test_where_no_register_lies_none_can_be_rescued(person: Person) -> None:
    assert not person.page.choose.rescue_button.isVisible()


def test_a_copy_in_any_folder_can_be_chosen(
    made: Made, stick: Place, person_at: PersonAt, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "o-khac"
    elsewhere.mkdir()
    write_away(made.workspace, Place(elsewhere, "", 0, stick=False), silent)
    person = person_at(tmp_path / "moi")
    assert person.page.choose.texts() == []
    assert not person.page.next_button.isEnabled()
    for folder, step in ((stick.folder, CHOOSE), (elsewhere, OPEN)):
        person.door.will_answer("restore.folder.title", folder)
        person.page.choose.folder_asked.emit()
        assert person.page.step() == step


def test_a_stick_plugged_in_later_is_found(
    made: Made, stick: Place, person_at: PersonAt, tmp_path: Path
) -> None:
    person = person_at(tmp_path / "moi")
    write_away(made.workspace, stick, silent)
    person.page.choose.again_asked.emit()
    assert len(person.page.choose.texts()) == 1
    assert person.page.next_button.isEnabled()


def test_one_button_is_filled(person: Person) -> None:
    filled = [each for each in find_all(person.page, QPushButton) if each.property("look") == "primary"]
    assert filled == [person.page.next_button]


@pytest.mark.parametrize(
    "shot", [*shots.SHOTS[:2], shots.SHOTS[4], shots.SHOTS[-1]], ids=lambda shot: shot.name
)
def test_each_step_has_its_picture(  # each part by its own right
    shot: shots.Shot,
    made: Made,
    stick: Place,
    words: Words,
    door: ScriptedDoor,
    tmp_path: Path,
    qapp: QApplication,
    qtbot: QtBot,
) -> None:
    write_away(made.workspace, stick, silent)
    pages: list[RestorePage] = []

    def page() -> RestorePage:
        found = RestorePage(words, door, tmp_path / "moi", AROUND, find_sticks=lambda: [stick], kdf=FAST)
        pages.append(found)
        return found

    def opening() -> RestorePage:
        found = page()
        found.go_on()
        return found

    def preview() -> RestorePage:
        found = opening()
        for line, group in zip(found.open.code.lines, made.code.groups, strict=True):
            line.setText(group)
        found.go_on()
        qtbot.waitUntil(lambda: found.step() == PREVIEW, timeout=20_000)
        return found

    def rescued() -> RestorePage:
        found = RestorePage(words, door, made.folder, AROUND, find_sticks=list, kdf=FAST)
        found.rescue()
        for line, group in zip(found.open.code.lines, made.code.groups, strict=True):
            line.setText(group)
        found.go_on()
        qtbot.waitUntil(lambda: found.step() == PREVIEW, timeout=20_000)
        return found

    made.workspace.close()
    steps = (("choose", page), ("open", opening), ("preview", preview), ("rescued", rescued))
    for name, build in steps:
        assert not shots.take(qapp, f"restore-{name}", shot, build).isNull()
