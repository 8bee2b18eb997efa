from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.base.resources import resource
from desktop.domain.access import Role
from desktop.domain.importing.names import NEW
from desktop.office.reading import read_workbook
from desktop.services import registers
from desktop.services.search import find as find_records
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Button, Notice
from desktop.ui.pages.importing.answer_chips import AnswerChips
from desktop.ui.pages.importing.page import ImportingPage
from desktop.ui.pages.importing.preview_rows import NOTE_ICONS, Show
from desktop.ui.shell.navigation import OpenList, OpenPage
from tests.kit.keys import click, find, find_all, press, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import WorkspaceMaker, put
from tests.ui.conftest import ContextMaker

MEMBERS = resource("samples", "danh-sach-nong-cot.xlsx")
OLD = resource("samples", "danh-sach-cu-tcvn3.xls")

LIST = """Họ và tên,Ngày sinh,Số CCCD,Tên tổ,Chức danh,Ghi chú
Lê Quốc Dũng,16/08/1983,089083000012,Tổ 1,Tổ trưởng,
TRẦN THỊ BÍCH,1990,089190000015,Tổ 1,TV,
Phạm Văn Hai,31/02/1980,089080000016,Tổ 2,TV,
Lê Quốc Dũng,16/08/1983,089083000012,Tổ 2,Tổ phó,
Danh Thị Lan,02/09/1975,089075000018,Tổ 2,TV,thôi tham gia 6/2026
Cộng: 5 người,,,,,
"""
"""One of each kind: plain, mended, refused, a second membership, a doubt, and a line that is no row."""

BOOK = """Ngày nhận vụ việc,"Họ tên, tuổi, địa chỉ các bên",Nội dung chủ yếu,Thành,Không thành
05/03/2026,"1) Trần Thị Bích, 73 tuổi; 2) Hoàng Quốc Khánh, 77 tuổi",Tranh chấp lối đi chung,x,
"""


@dataclass
class Person:
    """Someone who brings a list in."""

    page: ImportingPage
    workspace: Workspace
    door: ScriptedDoor
    qtbot: QtBot
    folder: Path

    def choose(self, content: str = LIST) -> None:
        file = self.folder / "danh-sach.csv"
        file.write_text(content, encoding="utf-8")
        self.choose_file(file)

    def choose_file(self, file: Path) -> None:
        self.door.will_answer("importing.file.choose", file)
        click(find(self.page, Button, "ChooseFile"))
        self.wait()

    def go_on(self) -> None:
        click(find(self.page, Button, "ImportNext"))
        self.wait()

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: self.page._task is None, timeout=20_000)

    def to_the_preview(self, content: str = LIST) -> None:
        self.choose(content)
        self.go_on()
        self.go_on()
        self.decide_all()
        if self.page.step() is not self.page.preview:
            self.go_on()

    def decide_all(self) -> None:
        for chips in self.page.names.chips:
            if chips.answer() is None:
                click(find(chips, Button, f"Answer_{len(chips.titles()) - 1}"))

    def store(self) -> None:
        self.to_the_preview()
        self.go_on()

    def count(self, register: str) -> int:
        return registers.count(self.workspace, register, ListQuery())


PersonMaker = Callable[[Workspace], Person]


@pytest.fixture
def person_of(context_of: ContextMaker, door: ScriptedDoor, qtbot: QtBot, tmp_path: Path) -> PersonMaker:
    kept: list[ImportingPage] = []

    def make(workspace: Workspace) -> Person:
        page = ImportingPage(context_of(workspace))
        kept.append(page)
        qtbot.addWidget(page)
        page.resize(1150, 690)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.arrive(OpenPage("importing"))
        return Person(page, workspace, door, qtbot, tmp_path)

    return make


@pytest.fixture
def person(person_of: PersonMaker, workspace: Workspace) -> Person:
    return person_of(workspace)


def test_a_list_is_recognised_and_its_lines_are_counted(person: Person) -> None:
    person.choose()
    said = person.page.file.found()
    assert said.startswith("Tệp danh-sach.csv, trang tính")
    assert "5 dòng dữ liệu, bỏ qua 1 dòng" in said
    assert find(person.page.file, Button, "Register_member").isChecked()


def test_before_and_after_a_file_is_chosen_a_quiet_line_says_what_must_not_be_in_it(person: Person) -> None:
    said = find(person.page.file, QLabel, "FileNotice")
    assert said.text() == "Không chọn tệp có nội dung thuộc danh mục bí mật nhà nước."
    person.choose("Nội dung tin,Ngày tiếp nhận,Địa bàn\nCó người lạ,05/01/2026,Ấp Một\n")
    click(find(person.page.file, Button, "Register_tip"))
    person.wait()
    assert said.isVisible()
    assert "không thay sổ tiếp nhận tố giác, tin báo về tội phạm" in said.text()


def test_a_list_may_be_taken_for_another_than_it_seems(person: Person) -> None:
    person.choose()
    click(find(person.page.file, Button, "Register_person"))
    person.wait()
    assert person.page.work.opened is not None
    assert person.page.work.opened.target.register == "person"


def test_a_file_that_holds_no_list_is_told_in_three_lines(person: Person) -> None:
    person.choose("xin chào\n")
    assert len(person.page.error.lines()) == 3
    assert find(person.page, Button, "ImportNext").isHidden()


def test_a_register_that_a_role_may_not_see_is_not_offered(
    person_of: PersonMaker, make: WorkspaceMaker
) -> None:
    page = person_of(make(role=Role.JUSTICE).workspace).page
    names = [each.objectName() for each in find_all(page.file, Button) if "Register_" in each.objectName()]
    assert names == ["Register_dispute", "Register_group", "Register_area"]


def test_a_required_column_that_is_left_out_stops_the_way(person: Person) -> None:
    person.choose()
    person.go_on()
    name = next(at for at, key in person.page.work.mapping.items() if key == "person.full_name")
    editor = person.page.columns.editors[name]
    editor.line.clear()
    type_text(editor.line, "khong nhap")
    press(editor.line, Qt.Key.Key_Return)
    person.go_on()
    assert person.page.step() is person.page.columns
    assert find(person.page, Notice, "ImportProblem").text() == "Còn thiếu cột bắt buộc: Họ và tên."


def test_two_columns_cannot_be_the_same_field(person: Person) -> None:
    person.choose()
    person.go_on()
    note = next(at for at, key in person.page.work.mapping.items() if key == "member.note")
    editor = person.page.columns.editors[note]
    editor.line.clear()
    type_text(editor.line, "ho va ten")
    press(editor.line, Qt.Key.Key_Return)
    person.go_on()
    assert "Họ và tên" in find(person.page, Notice, "ImportProblem").text()


def test_names_that_are_plain_need_no_decision(person: Person) -> None:
    person.choose()
    person.go_on()
    person.go_on()
    assert person.page.step() is person.page.names
    assert person.page.names.summary() == "Đã khớp: 0 · tạo mới: 2 · cần chọn: 0"


def test_a_name_that_may_be_one_of_several_is_asked_once_and_joined(
    person_of: PersonMaker, workspace: Workspace
) -> None:
    group = put(workspace, "group", name="Tổ tự quản số 01 ấp Đông Hưng")
    person = person_of(workspace)
    person.choose()
    person.go_on()
    person.go_on()
    asked = person.page.names.chips[0]
    assert asked.titles() == ["Tổ tự quản số 01 ấp Đông Hưng", "Tạo mới"]
    assert asked.answer() is None
    person.go_on()
    assert find(person.page, Notice, "ImportProblem").text() == "Còn 1 tên cần chọn."
    click(find(asked, Button, "Answer_0"))
    assert asked.answer() == group
    person.go_on()
    person.go_on()
    assert person.count("group") == 2


def test_the_counts_add_up_to_the_rows_of_the_file(person: Person) -> None:
    person.to_the_preview()
    assert person.page.preview.summary() == (
        "0 đã có, 0 thay đổi, 3 mới, 1 thêm vào tổ khác, 1 không nhập được, 1 bỏ qua: cộng 6 dòng dưới tiêu đề"
    )


def test_a_list_as_stations_keep_it_adds_up_too(person: Person) -> None:
    person.choose_file(MEMBERS)
    person.go_on()
    person.go_on()
    person.decide_all()
    person.go_on()
    preview = person.page.work.preview
    assert preview is not None
    assert len(preview.rows) + preview.skipped == 134
    assert person.page.preview.summary().startswith("0 đã có, 0 thay đổi, 120 mới, 1 thêm")


def test_repairs_doubts_and_refusals_are_told_apart_by_sign_and_word(person: Person) -> None:
    person.to_the_preview()
    model = person.page.preview.table.rows
    model.show(Show.REFUSED)
    refused = str(model.data(model.index(0, 3)))
    model.show(Show.REPAIRED)
    repaired = str(model.data(model.index(0, 3)))
    assert "31/02/1980" in refused
    assert any(line.startswith("Đã sửa: ") for line in repaired.splitlines())
    assert len(set(NOTE_ICONS.values())) == len(NOTE_ICONS)


def test_chips_keep_to_the_rows_of_one_kind(person: Person) -> None:
    person.to_the_preview()
    chip = find(person.page.preview, Button, "Show_refused")
    assert chip.text() == "Không nhập được 1"
    click(chip)
    assert [row.fate.value for row in person.page.preview.table.rows.rows] == ["refused"]


def test_white_space_in_every_row_does_not_hide_what_else_was_mended(person: Person) -> None:
    spaced = LIST.replace(",Tổ ", ",Tổ  ").replace("Tổ  trưởng", "Tổ trưởng").replace("Tổ  phó", "Tổ phó")
    person.to_the_preview(spaced)
    texts = [chip.text() for chip in find_all(person.page.preview, Button) if chip.isCheckable()]
    assert texts == ["Tất cả 5", "Đã tự sửa 3", "Cần xem 1", "Không nhập được 1", "Thừa khoảng trắng 5"]
    click(find(person.page.preview, Button, "Show_tidied"))
    model = person.page.preview.table.rows
    assert [str(model.data(model.index(at, 3))).splitlines()[0] for at in range(2)] == [
        "Tổ: Bỏ khoảng trắng thừa: “Tổ  1” thành “Tổ 1”"
    ] * 2


def test_everything_that_is_said_of_a_row_stands_whole_below_the_table(person: Person) -> None:
    person.to_the_preview()
    click(find(person.page.preview, Button, "Show_refused"))
    told = find(person.page.preview, QLabel, "PreviewTold")
    assert told.text().splitlines() == [
        "Ngày sinh: Ngày “31/02/1980” không có trong lịch",
        "Đã sửa: Chức danh: Từ viết tắt hoặc cách gọi khác: “TV” là “Thành viên”",
    ]
    click(find(person.page.preview, Button, "Show_all"))
    assert not told.isVisible()
    press(person.page.preview.table, Qt.Key.Key_Down)
    assert told.text().startswith("Đã sửa: Họ và tên: Sửa chữ hoa, chữ thường: “TRẦN THỊ BÍCH” thành")


def test_a_day_of_a_list_is_shown_as_people_write_it(person: Person) -> None:
    person.choose_file(MEMBERS)
    day = next(at for at, key in person.page.work.mapping.items() if key == "member.joined_on")
    assert person.page.work.samples(day)[0] == "26/12/2019"


def test_a_label_is_not_said_twice_in_a_note(person: Person) -> None:
    person.to_the_preview()
    model = person.page.preview.table.rows
    model.show(Show.DOUBTFUL)
    assert str(model.data(model.index(0, 3))).startswith("Xem lại: Ghi chú “thôi tham gia 6/2026”: sẽ ghi")


def test_the_model_of_the_preview_keeps_qts_rules(person: Person) -> None:
    model = person.page.preview.table.rows
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    person.to_the_preview()
    model.show(Show.DOUBTFUL)


def test_f9_takes_what_is_sensitive_off_the_preview(person: Person) -> None:
    person.to_the_preview(BOOK)
    rows = person.page.preview.table.rows
    before = rows.rows[0].content
    person.page._context.privacy.toggle()
    assert rows.rows[0].content != before
    party = person.page.work.rows[0].parties[0].name
    assert party in before
    assert party not in rows.rows[0].content


def test_f9_takes_a_repair_of_what_is_sensitive_off_the_preview(person: Person) -> None:
    person.to_the_preview("Họ và tên;Năm sinh;Số CCCD;Tên tổ\nLê Văn An;1983;79083398055;Tổ 1\n")
    model = person.page.preview.table.rows
    assert "079 083 398055" in str(model.data(model.index(0, 3)))
    person.page._context.privacy.toggle()
    assert str(model.data(model.index(0, 3))) == "Đã sửa: Số CCCD: đang ẩn"
    assert "398055" not in find(person.page.preview, QLabel, "PreviewTold").text()


def test_a_list_in_an_old_font_goes_on_once_its_letters_were_read(person: Person) -> None:
    person.choose_file(OLD)
    letters = person.page.file.letters
    assert "Ne¸ng §øc M¹nh" in letters.texts()
    assert "Neáng Đức Mạnh" in letters.texts()
    person.go_on()
    assert person.page.step() is person.page.file
    assert "Xác nhận" in find(person.page, Notice, "ImportProblem").text()
    press(letters.accept, Qt.Key.Key_Space)
    person.go_on()
    person.go_on()
    person.go_on()
    person.go_on()
    assert (person.count("person"), person.count("member")) == (80, 80)


def test_the_letters_of_another_list_are_read_anew(person: Person) -> None:
    person.choose_file(OLD)
    press(person.page.file.letters.accept, Qt.Key.Key_Space)
    click(find(person.page.file, Button, "Register_person"))
    person.wait()
    assert person.page.file.letters.accept.isChecked()
    person.choose()
    assert person.page.file.letters.isHidden()
    person.choose_file(OLD)
    assert not person.page.file.letters.accept.isChecked()


def test_a_list_that_a_role_may_not_see_is_taken_for_what_it_may(
    person_of: PersonMaker, make: WorkspaceMaker
) -> None:
    person = person_of(make(role=Role.JUSTICE).workspace)
    person.choose()
    assert person.page.step() is person.page.file
    assert (
        not person.page.work.opened or person.page.work.opened.target.register in person.page.work.registers
    )


def test_the_register_that_a_person_chose_is_remembered_for_files_of_the_kind(person: Person) -> None:
    person.choose()
    click(find(person.page.file, Button, "Register_person"))
    person.wait()
    person.go_on()
    person.go_on()
    person.go_on()
    assert person.count("person") == 3
    person.page.begin_again()
    person.choose()
    assert find(person.page.file, Button, "Register_person").isChecked()


def test_a_name_that_makes_no_record_may_be_left_empty(person: Person) -> None:
    person.choose("Nội dung ý kiến;Ngày tiếp nhận;Hội nghị\nĐèn đường hỏng;05/03/2026;Hội nghị quý I\n")
    assert find(person.page.file, Button, "Register_opinion").isChecked()
    person.go_on()
    person.go_on()
    asked = person.page.names.chips[0]
    assert (asked.titles(), asked.answer()) == (["Để trống"], None)
    person.decide_all()
    person.go_on()
    person.go_on()
    assert (person.count("opinion"), person.count("event")) == (1, 0)


def test_of_several_sheets_with_lists_each_is_offered(person: Person, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for at, people in enumerate(((("Lê Văn A", 1980), ("Lê Văn B", 1981)), (("Lê Văn C", 1982),))):
        sheet = book.create_sheet(f"Tổ {at + 1}")
        sheet.append(["Họ và tên", "Năm sinh", "Tên tổ"])
        for name, year in people:
            sheet.append([name, year, f"Tổ {at + 1}"])
    path = tmp_path / "nhieu-trang.xlsx"
    book.save(path)
    person.choose_file(path)
    assert "trang tính Tổ 1: 2 dòng" in person.page.file.found()
    click(find(person.page.file, Button, "Sheet_1"))
    person.wait()
    assert "trang tính Tổ 2: 1 dòng" in person.page.file.found()
    click(find(person.page.file, Button, "Register_person"))
    person.wait()
    assert "trang tính Tổ 2: 1 dòng" in person.page.file.found()


def test_nothing_is_stored_before_the_last_button(person: Person) -> None:
    person.to_the_preview()
    assert person.count("member") == 0
    assert person.page.result.isHidden()


def test_the_end_says_what_was_made(person: Person) -> None:
    person.store()
    assert person.page.result.title() == "Đã nhập 3 người, 2 tổ, 4 lượt tham gia tổ."
    assert person.count("member") == 4
    assert find_records(person.workspace, "Lê Quốc Dũng")


def test_an_import_is_taken_back_by_its_own_button_after_a_question(person: Person) -> None:
    person.store()
    person.door.will_answer("importing.undo", answer=True)
    click(find(person.page.result, Button, "UndoImport"))
    person.wait()
    assert person.page.result.title() == "Đã hoàn tác lần nhập này."
    assert person.count("member") == 0
    assert find(person.page.result, Button, "UndoImport").isHidden()


def test_thinking_better_of_taking_back_changes_nothing(person: Person) -> None:
    person.store()
    person.door.will_answer("importing.undo", answer=False)
    click(find(person.page.result, Button, "UndoImport"))
    assert person.count("member") == 4


def test_refused_rows_are_saved_with_their_reasons(person: Person, tmp_path: Path) -> None:
    person.store()
    path = tmp_path / "chua-nhap.xlsx"
    person.door.will_answer("importing.rejects", path)
    click(find(person.page.result, Button, "SaveRejects"))
    rows = read_workbook(path).sheets[0].rows
    assert rows[0][-1] == "Lý do"
    assert len(rows) == 2


def test_the_list_is_opened_from_the_end(person: Person) -> None:
    person.store()
    with person.qtbot.waitSignal(person.page._context.navigation.asked) as asked:
        click(find(person.page.result, Button, "OpenList"))
    assert asked.args == [OpenList("member", ListQuery())]


def test_cancelling_stores_nothing(person: Person) -> None:
    person.to_the_preview()
    click(find(person.page, Button, "ImportNext"))
    person.page.strip.cancel_button.click()
    person.wait()
    assert person.count("member") in (0, 4)
    assert (person.count("member") == 0) == (person.page.step() is person.page.preview)


def test_a_second_look_at_the_same_list_says_that_everybody_is_there(person: Person) -> None:
    person.store()
    person.page.begin_again()
    person.to_the_preview()
    assert "0 mới" in person.page.preview.summary()
    person.go_on()
    assert find(person.page, Notice, "ImportProblem").text() == "Không có dòng nào nhập được."


def test_the_book_of_disputes_needs_no_names_and_goes_straight_to_the_preview(person: Person) -> None:
    person.choose(BOOK)
    person.go_on()
    person.go_on()
    assert person.page.step() is person.page.preview


def test_answers_are_words_and_the_new_one_stands_last(person: Person) -> None:
    person.choose()
    person.go_on()
    person.go_on()
    chips = find_all(person.page.names, AnswerChips)
    assert chips[0].titles()[-1] == "Tạo mới"
    assert chips[0].answer() == NEW


def test_the_step_that_is_shown_is_marked(person: Person) -> None:
    person.choose()
    person.go_on()
    roles = [find(person.page, QLabel, f"ImportHead_{at}").property("role") for at in range(1, 5)]
    assert roles == ["muted", "strong", "muted", "muted"]
