from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.base.units import Unit, load_units
from desktop.domain.access import Role
from desktop.pdf.render import page_text
from desktop.services.accounts import FirstRun, first_run, open_workspace
from desktop.services.data_folder import read_keyring
from desktop.services.recovery import needs_check
from desktop.services.users import list_users
from desktop.services.workspace import Workspace
from desktop.system.errors import UnsafeHome
from desktop.ui.kit.widgets import Button, Notice
from desktop.ui.kit.words import Words
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.first_run.code_paper import code_paper
from desktop.ui.shell.first_run.folder_step import Proposal, try_folder
from desktop.ui.shell.first_run.start_step import DoorButton, Start
from desktop.ui.shell.first_run.wizard import FirstRunSetting, FirstRunWizard
from desktop.vault.recovery import RecoveryCode
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import click, find, find_all, press, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import FAST, PASSWORD, environment

UNITS = load_units()
CODE = RecoveryCode.generate(environment(seed=7).randomness)


@dataclass
class Person:
    """Someone at the wizard."""

    wizard: FirstRunWizard
    folder: Path
    printer: FakePrinter
    door: ScriptedDoor
    qtbot: QtBot
    made: list[Workspace] = field(default_factory=list)

    def choose_station(self, typed: str = "tinh bien") -> None:
        type_text(self.wizard.station.place.line, typed)
        press(self.wizard.station.place.line, Qt.Key.Key_Return)
        if self.wizard.step() is self.wizard.station:
            self.go_on()

    def go_on(self) -> None:
        click(find(self.wizard, Button, "WizardNext"))

    def name_administrator(self, name: str = "Nguyễn Văn An", again: str = PASSWORD) -> None:
        step = self.wizard.step()
        assert step in (self.wizard.first_user, self.wizard.second_user)
        step.name.clear()
        for box, text in ((step.name, name), (step.password.line, PASSWORD), (step.again.line, again)):
            box.clear()
            type_text(box, text)
        self.go_on()

    def read_code_back(self) -> None:
        for line, group in zip(self.wizard.read_back.lines, CODE.groups, strict=True):
            type_text(line, group)

    def to_the_code(self) -> None:
        self.choose_station()
        self.go_on()
        self.name_administrator()
        click(find(self.wizard, Button, "WizardSkip"))

    def to_the_end(self) -> None:
        self.to_the_code()
        self.go_on()
        self.read_code_back()
        self.go_on()

    def create(self) -> Workspace:
        with self.qtbot.waitSignal(self.wizard.created, timeout=5000):
            self.go_on()
        return self.made[0]


@pytest.fixture
def person(words: Words, door: ScriptedDoor, tmp_path: Path, qtbot: QtBot) -> Person:
    printer = FakePrinter()
    folder = tmp_path / "So-Tu-Quan"

    def create(setup: FirstRun, code: RecoveryCode) -> Workspace:
        return first_run(setup, environment(), code, kdf=FAST)

    setting = FirstRunSetting(UNITS, Proposal(folder, "first_run.folder.why.home"), CODE, create, printer)
    wizard = FirstRunWizard(words, door, setting)
    qtbot.addWidget(wizard)
    wizard.resize(1366, 768)
    wizard.show()
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    someone = Person(wizard, folder, printer, door, qtbot)
    wizard.created.connect(someone.made.append)
    return someone


def unit(name: str) -> Unit:
    return next(each for each in UNITS if each.own_name == name)


def test_a_unit_is_found_by_typing_without_accents(person: Person) -> None:
    type_text(person.wizard.station.place.line, "tinh bien")
    assert person.wizard.station.place.popup.titles()[0] == "Phường Tịnh Biên"


def test_the_names_of_the_unit_and_of_the_level_above_are_proposed(person: Person) -> None:
    person.choose_station()
    station = person.wizard.station.station()
    assert station.name == "Công an phường Tịnh Biên"
    assert station.upper_name == "Công an tỉnh An Giang"
    assert (station.code, station.level, station.place) == (
        unit("Phường Tịnh Biên").code,
        "commune",
        "Tịnh Biên",
    )


def test_a_name_from_before_the_merger_leads_to_the_commune_of_today(person: Person) -> None:
    items = person.wizard.station.place.options("nhon hung tinh bien")
    assert [(item.key, item.title) for item in items] == [(unit("Phường Thới Sơn").code, "Phường Thới Sơn")]
    assert items[0].subtitle == (
        "tỉnh An Giang · trước đây: phường Nhơn Hưng, thị xã Tịnh Biên, tỉnh An Giang"
    )


def test_a_name_that_never_was_is_explained(person: Person) -> None:
    type_text(person.wizard.station.place.line, "xa khong co that")
    hint = find(person.wizard.station, QLabel, "PlaceEditorHint")
    assert hint.text().startswith("Không có đơn vị nào tên như vậy")


def test_an_upper_level_is_a_province(person: Person) -> None:
    click(find(person.wizard, Button, "Level_upper"))
    person.choose_station("an giang")
    station = person.wizard.station.station()
    assert (station.code, station.name, station.upper_name, station.level) == (
        "91",
        "Công an tỉnh An Giang",
        "Bộ Công an",
        "upper",
    )


def test_no_unit_chosen_goes_no_further(person: Person) -> None:
    person.go_on()
    assert person.wizard.step() is person.wizard.station
    assert find(person.wizard, QLabel, "StationProblem").text() == "Chọn một đơn vị trong danh sách"


def test_the_first_page_says_what_must_not_be_entered(person: Person) -> None:
    assert "bí mật nhà nước" in find(person.wizard.station, Notice, "ClassifiedNotice").text()


def test_the_proposed_folder_is_tried_and_left_as_it_was(person: Person) -> None:
    person.choose_station()
    assert find(person.wizard.folder, Notice, "FolderGood").text().startswith("Thư mục dùng được")
    assert not person.folder.exists()


def test_a_stick_is_refused_with_three_lines(
    words: Words, door: ScriptedDoor, tmp_path: Path, qtbot: QtBot
) -> None:
    def on_a_stick(folder: Path) -> int:
        raise UnsafeHome(folder=str(folder), kind="removable")

    proposal = Proposal(tmp_path / "usb", "first_run.folder.why.home")
    setting = FirstRunSetting(UNITS, proposal, CODE, lambda *_: None, FakePrinter(), on_a_stick)  # type: ignore[arg-type]  # nothing is created here
    wizard = FirstRunWizard(words, door, setting)
    qtbot.addWidget(wizard)
    wizard.folder.begin()
    assert not wizard.folder.accept()
    assert find(wizard.folder, ErrorLines, "FolderError").lines()[0].startswith("Không thể đặt dữ liệu")


def test_another_folder_may_be_chosen(person: Person, tmp_path: Path) -> None:
    person.choose_station()
    person.door.will_answer("first_run.folder.choose", tmp_path)
    click(find(person.wizard.folder, Button, "ChooseFolder"))
    assert person.wizard.folder.folder == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_trying_a_folder_leaves_what_was_in_it(tmp_path: Path) -> None:
    (tmp_path / "có sẵn").mkdir()
    assert try_folder(tmp_path / "có sẵn" / "a" / "b") > 0
    assert [each.name for each in tmp_path.rglob("*")] == ["có sẵn"]


@pytest.mark.parametrize(
    ("password", "again", "problem"),
    [
        ("ngan", "ngan", "Mật khẩu cần có ít nhất 10 ký tự"),
        ("mậtkhẩudài2026", "mậtkhẩudài2026", "Mật khẩu mới chỉ dùng chữ không dấu, chữ số và dấu câu; "),
        (PASSWORD, "khac-hoan-toan", "Hai lần nhập mật khẩu không giống nhau"),
    ],
)
def test_a_password_that_may_not_be_is_told(person: Person, password: str, again: str, problem: str) -> None:
    person.choose_station()
    person.go_on()
    step = person.wizard.first_user
    type_text(step.name, "Nguyễn Văn An")
    type_text(step.password.line, password)
    type_text(step.again.line, again)
    person.go_on()
    assert person.wizard.step() is step
    assert find(step, QLabel, "first_user_Problem").text().startswith(problem)


def test_the_second_administrator_must_be_told_from_the_first(person: Person) -> None:
    person.choose_station()
    person.go_on()
    person.name_administrator("Nguyễn Văn An")
    person.name_administrator("nguyễn  văn an")
    assert person.wizard.step() is person.wizard.second_user
    person.name_administrator("Trần Thị Bình")
    assert [user.name for user in person.wizard.users()] == ["Nguyễn Văn An", "Trần Thị Bình"]


def test_the_second_administrator_may_be_left_for_later(person: Person) -> None:
    assert find(person.wizard, Button, "WizardSkip").isHidden()
    person.to_the_code()
    assert [user.name for user in person.wizard.users()] == ["Nguyễn Văn An"]
    assert find(person.wizard, Button, "WizardSkip").isHidden()


def test_the_code_is_shown_in_groups_and_printed(person: Person) -> None:
    person.to_the_code()
    shown = [find(person.wizard.code, QLabel, f"Code_{place}").text() for place in range(8)]
    assert tuple(shown) == CODE.groups
    click(find(person.wizard.code, Button, "PrintCode"))
    assert [paper.title for paper in person.printer.papers] == ["Mã khôi phục dữ liệu"]


def test_the_paper_of_the_code_holds_every_group(words: Words) -> None:
    text = page_text(code_paper(CODE, words).pdf, 0)
    assert all(group in text for group in CODE.groups)
    assert "niêm phong" in text


def test_the_code_may_be_saved_to_print_it_elsewhere(person: Person, tmp_path: Path) -> None:
    person.to_the_code()
    file = tmp_path / "ma.pdf"
    person.door.will_answer("first_run.code.save", file)
    click(find(person.wizard.code, Button, "SaveCode"))
    assert file.read_bytes().startswith(b"%PDF")
    assert "In xong thì xóa tệp này" in find(person.wizard.code, Notice, "CodeSaid").text()


def test_each_group_is_ticked_as_it_is_read_back(person: Person) -> None:
    person.to_the_code()
    person.go_on()
    lines = person.wizard.read_back.lines
    type_text(lines[0], CODE.groups[0])
    assert lines[1].hasFocus()
    type_text(lines[1], "123")
    wrong = CODE.groups[3]
    type_text(lines[2], wrong)
    assert person.wizard.read_back.marks()[:3] == ["✓ Đúng", "", "Chưa đúng"]


def test_a_group_of_another_code_is_wrong_although_its_check_digit_is_right(person: Person) -> None:
    person.to_the_code()
    person.go_on()
    other = RecoveryCode.generate(environment(seed=8).randomness)
    type_text(person.wizard.read_back.lines[0], other.groups[0])
    assert person.wizard.read_back.marks()[0] == "Chưa đúng"


def test_letters_do_not_enter_a_group(person: Person) -> None:
    person.to_the_code()
    person.go_on()
    type_text(person.wizard.read_back.lines[0], "1aâ2 3")
    assert person.wizard.read_back.lines[0].text() == "123"


def test_a_code_that_was_not_read_back_right_goes_no_further(person: Person) -> None:
    person.to_the_code()
    person.go_on()
    person.go_on()
    assert person.wizard.step() is person.wizard.read_back
    assert "1, 2, 3, 4, 5, 6, 7, 8" in find(person.wizard.read_back, QLabel, "ReadBackProblem").text()


def test_the_answers_are_said_once_more_before_the_register_is_made(person: Person) -> None:
    person.to_the_end()
    shown = [each.text() for each in find_all(person.wizard.start, QLabel, "Answer")]
    assert shown == [
        "Công an phường Tịnh Biên",
        "Công an tỉnh An Giang",
        str(person.folder),
        "Nguyễn Văn An",
        "Đã đọc lại từ giấy",
    ]
    assert not person.folder.exists()


def test_reading_the_code_back_may_be_left_for_later_and_is_then_to_do(person: Person) -> None:
    person.to_the_code()
    person.go_on()
    click(find(person.wizard, Button, "WizardSkip"))
    assert find_all(person.wizard.start, QLabel, "Answer")[-1].text().startswith("Đọc lại sau")
    workspace = person.create()
    assert needs_check(workspace)
    workspace.close()


def test_going_back_to_read_the_code_after_all_leaves_nothing_to_do(person: Person) -> None:
    person.to_the_code()
    person.go_on()
    click(find(person.wizard, Button, "WizardSkip"))
    click(find(person.wizard, Button, "WizardBack"))
    person.read_code_back()
    person.go_on()
    workspace = person.create()
    assert not needs_check(workspace)
    workspace.close()


def test_the_register_opens_with_the_password_and_with_the_code(person: Person) -> None:
    person.to_the_end()
    workspace = person.create()
    assert [(user.name, user.role) for user in list_users(workspace)] == [("Nguyễn Văn An", Role.ADMIN)]
    assert workspace.station.name == "Công an phường Tịnh Biên"
    user = workspace.user.id
    workspace.close()
    open_workspace(person.folder, user, PASSWORD, environment()).close()
    assert read_keyring(person.folder).open_with_recovery(CODE).device


@pytest.mark.parametrize("start", list(Start))
def test_three_doors_and_a_small_one_lead_on(person: Person, start: Start) -> None:
    person.to_the_end()
    person.create().close()
    kind = Button if start is Start.NOTHING else DoorButton
    with person.qtbot.waitSignal(person.wizard.chosen) as chosen:
        click(find(person.wizard, kind, f"Door_{start.value}"))
    assert chosen.args == [start]


def test_what_cannot_be_made_is_told_and_may_be_mended(person: Person) -> None:
    person.to_the_end()
    person.folder.mkdir()
    (person.folder / "so-tu-quan.db").write_bytes(b"x")
    person.go_on()
    error = person.wizard.start.error
    person.qtbot.waitUntil(lambda: bool(error.lines()))
    assert error.lines()[0].endswith("đã có dữ liệu của Sổ Tự Quản.")
    assert find(person.wizard, Button, "WizardBack").isEnabled()
