from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QLabel, QListWidget
from pytestqt.qtbot import QtBot

from desktop.pdf.codes import read_codes_of_pdf
from desktop.pdf.layout import shipped_layouts
from desktop.pdf.render import one_page, page_count, page_text
from desktop.services import registers
from desktop.services.certificates import candidates
from desktop.services.views import Value
from desktop.services.workspace import Workspace
from desktop.ui.kit.editor import LineEditor
from desktop.ui.kit.pdf_view import Paper as ShownPaper
from desktop.ui.kit.widgets import Button, Notice
from desktop.ui.pages.awards.page import AwardsPage
from desktop.ui.shell.navigation import OpenPage, OpenRecord
from desktop.ui.shell.printing import Paper
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import CTRL, click, find, press, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import WorkspaceMaker, put
from tests.ui.conftest import ContextMaker

ACHIEVEMENT = "Đã có thành tích xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2026"
TOO_LONG = "Đã có thành tích xuất sắc trong mọi mặt công tác của đơn vị " * 40


@dataclass
class Person:
    """Someone who prints certificates."""

    page: AwardsPage
    workspace: Workspace
    door: ScriptedDoor
    printer: FakePrinter
    qtbot: QtBot

    def wait(self) -> None:
        drawing = self.page._drawing
        self.qtbot.waitUntil(lambda: not drawing.busy and not self.page._again.isActive(), timeout=20_000)

    def tick(self, row: int) -> None:
        item = find(self.page, QListWidget, "RecipientList").item(row)
        checked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
        self.wait()

    def write(self, field: str, text: str) -> None:
        editor = self.page.form.editor(field)
        assert isinstance(editor, LineEditor)
        editor.line.clear()
        type_text(editor.line, text)
        self.wait()

    def print_all(self, *, agree: bool = True) -> None:
        self.door.will_answer("printing.confirm", answer=agree)
        click(find(self.page, Button, "PrintButton"))
        self.wait()
        if find(self.page, Button, "RunGoOn").isVisible():
            click(find(self.page, Button, "RunGoOn"))
            self.wait()

    def shown(self) -> str:
        batch = self.page._batch
        assert batch is not None
        return page_text(batch.pdf, self.page.view.page)


PersonMaker = Callable[..., Person]


@pytest.fixture
def person_of(context_of: ContextMaker, door: ScriptedDoor, qtbot: QtBot) -> PersonMaker:
    kept: list[AwardsPage] = []

    def make(workspace: Workspace, *, agrees: bool = True) -> Person:
        printer = FakePrinter(agrees=agrees)
        page = AwardsPage(context_of(workspace), printer)
        kept.append(page)
        qtbot.addWidget(page)
        page.resize(1150, 690)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.arrive(OpenPage("awards", "printing"))
        someone = Person(page, workspace, door, printer, qtbot)
        someone.wait()
        return someone

    return make


@pytest.fixture
def three(workspace: Workspace) -> Workspace:
    """Three awards that wait: two people and a collective."""
    put(workspace, "award", printed_name="Đỗ Văn Nhẫn", achievement=ACHIEVEMENT, stage="decided")
    put(workspace, "award", printed_name="Nguyễn Thị Ước", achievement=ACHIEVEMENT, stage="decided")
    put(
        workspace,
        "award",
        printed_name="Tổ tự quản số 05",
        recipient_kind="collective",
        achievement=ACHIEVEMENT,
        stage="decided",
    )
    return workspace


@pytest.fixture
def person(person_of: PersonMaker, three: Workspace) -> Person:
    return person_of(three)


def title(person: Person) -> str:
    return find(person.page, QLabel, "RecipientCount").text()


def test_everything_that_waits_is_ticked_collectives_first(person: Person) -> None:
    assert title(person) == "Người nhận: 3 trên 3"
    assert [line.split(" · ")[0] for line in person.page.recipients.lines()] == [
        "Tổ tự quản số 05",
        "Đỗ Văn Nhẫn",
        "Nguyễn Thị Ước",
    ]


def test_the_preview_is_the_paper_itself(person: Person) -> None:
    assert "Tổ tự quản số 05" in person.shown()
    image = find(person.page, ShownPaper, "PdfPaper")._image
    assert isinstance(image, QImage)
    assert image.pixelColor(2, 2).name() == "#ffffff"


def test_looking_writes_nothing(person: Person) -> None:
    assert [each.number for each in candidates(person.workspace)] == [None, None, None]


def test_the_preview_follows_the_lines_that_are_typed(person: Person) -> None:
    person.write("signer_name", "Lê Hoàng Nam")
    assert "Lê Hoàng Nam" in person.shown()


def test_a_day_that_is_none_keeps_the_last_preview(person: Person) -> None:
    person.write("signer_name", "Lê Hoàng Nam")
    person.write("decision_on", "31/02/2026")
    assert "Lê Hoàng Nam" in person.shown()
    click(find(person.page, Button, "PrintButton"))
    assert person.printer.papers == []


def test_an_unticked_award_is_not_printed(person: Person) -> None:
    person.tick(0)
    assert title(person) == "Người nhận: 2 trên 3"
    person.print_all()
    assert [paper.pages for paper in person.printer.papers] == [2]


def test_the_one_that_is_looked_at_is_shown(person: Person) -> None:
    find(person.page, QListWidget, "RecipientList").setCurrentRow(2)
    assert "NGUYỄN THỊ ƯỚC" in person.shown()


def test_printing_asks_once_then_numbers_and_prints_at_full_size(person: Person) -> None:
    person.write("decision_number", "15/QD")
    person.write("decision_on", "20/11/2026")
    person.print_all()
    assert person.door.questions[0].facts == {"count": 3, "waiting": 3}
    paper: Paper = person.printer.papers[0]
    assert (paper.pages, paper.width_mm, paper.height_mm) == (3, 297, 210)
    printed = candidates(person.workspace)
    assert [each.number for each in printed] == [1, 2, 3]
    assert {each.stage for each in printed} == {"printed"}


def test_the_number_of_the_book_stands_on_the_paper_and_in_the_list(person: Person) -> None:
    person.print_all()
    assert "Số 1" in person.page.recipients.lines()[0]
    assert "1/2026" in person.shown()


def test_thinking_better_of_it_writes_nothing(person: Person) -> None:
    person.print_all(agree=False)
    assert person.printer.papers == []
    assert [each.number for each in candidates(person.workspace)] == [None, None, None]


def test_cancel_in_the_systems_dialog_keeps_the_numbers_but_not_the_stage(
    person_of: PersonMaker, three: Workspace
) -> None:
    person = person_of(three, agrees=False)
    person.print_all()
    kept = candidates(person.workspace)
    assert [each.number for each in kept] == [1, 2, 3]
    assert {each.stage for each in kept} == {"decided"}
    assert {each.times for each in kept} == {0}


def test_the_same_sheets_printed_again_keep_their_numbers_and_say_why(person: Person) -> None:
    person.print_all()
    click(find(person.page, Button, "TickAll"))
    person.wait()
    person.door.will_answer("printing.again", {"reason": "Giấy bị nhòe"})
    click(find(person.page, Button, "PrintButton"))
    person.wait()
    click(find(person.page, Button, "RunGoOn"))
    person.wait()
    named = "Tổ tự quản số 05, Đỗ Văn Nhẫn, Nguyễn Thị Ước"
    assert person.door.questions[1].facts == {"count": 3, "names": named}
    assert [each.number for each in candidates(person.workspace)] == [1, 2, 3]
    assert [each.times for each in candidates(person.workspace)] == [2, 2, 2]
    assert "đã in 2 lần" in person.page.recipients.lines()[0]


def test_who_gives_no_reason_prints_nothing_again(person: Person) -> None:
    person.print_all()
    person.door.will_answer("printing.again", None)
    click(find(person.page, Button, "TickAll"))
    click(find(person.page, Button, "PrintButton"))
    person.wait()
    assert len(person.printer.papers) == 1


def test_a_pdf_may_be_saved_to_print_it_elsewhere(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "giay-khen.pdf"
    person.door.will_answer("printing.save", path)
    person.door.will_answer("printing.confirm", answer=True)
    click(find(person.page, Button, "SavePdfButton"))
    person.wait()
    assert page_count(path.read_bytes()) == 3
    assert find(person.page, Notice, "SavedNotice").text() == f"Đã lưu 3 giấy vào {path}."


def test_nothing_chosen_is_told(person: Person) -> None:
    click(find(person.page, Button, "TickNone"))
    person.wait()
    person.door.will_hear("no_awards_chosen")
    click(find(person.page, Button, "PrintButton"))
    assert person.door.told == ["no_awards_chosen"]


def test_what_does_not_fit_stands_first_with_its_reason_and_is_not_printed(
    person_of: PersonMaker, three: Workspace
) -> None:
    put(three, "award", printed_name="Ỷ Văn Dài", achievement=TOO_LONG, stage="decided")
    person = person_of(three)
    first = person.page.recipients.lines()[0]
    assert first.startswith("Ỷ Văn Dài · Thành tích: ")
    assert find(person.page, Notice, "MisfitNotice").text().startswith("Cần xem: 1.")
    person.print_all()
    assert [paper.pages for paper in person.printer.papers] == [3]


def test_the_first_that_does_not_fit_is_opened_from_the_notice(
    person_of: PersonMaker, workspace: Workspace, qtbot: QtBot
) -> None:
    award = put(workspace, "award", printed_name="Ỷ Văn Dài", achievement=TOO_LONG, stage="decided")
    person = person_of(workspace)
    with qtbot.waitSignal(person.page._context.navigation.asked) as asked:
        person.page._misfits.acted.emit("open")
    assert asked.args == [OpenRecord("award", award)]


def test_another_paper_is_drawn_at_its_own_size(person: Person) -> None:
    large = next(at for at, layout in enumerate(shipped_layouts()) if "a3" in layout.stem)
    click(find(person.page.paper, Button, f"Layout_{large}"))
    person.wait()
    person.print_all()
    assert (person.printer.papers[0].width_mm, person.printer.papers[0].height_mm) == (420, 297)


def test_ctrl_p_prints(person: Person) -> None:
    person.door.will_answer("printing.confirm", answer=True)
    press(person.page, Qt.Key.Key_P, CTRL)
    person.wait()
    assert len(person.printer.papers) == 1


def test_practice_is_marked_on_the_paper(person_of: PersonMaker, make: WorkspaceMaker) -> None:
    workspace = make(practice=True).workspace
    put(workspace, "award", printed_name="Đỗ Văn Nhẫn", achievement=ACHIEVEMENT, stage="decided")
    assert "DỮ LIỆU MẪU" in person_of(workspace).shown()


def test_a_narrow_window_shows_the_list_or_the_paper(person: Person) -> None:
    person.page.resize(860, 460)
    look = find(person.page, Button, "LookButton")
    assert not person.page.view.isVisible()
    click(look)
    assert person.page.view.isVisible()
    assert not person.page.recipients.isVisible()


def test_what_is_decided_can_be_seen_in_the_register(person: Person) -> None:
    person.write("signer_name", "Lê Hoàng Nam")
    person.print_all()
    award = candidates(person.workspace)[0].id
    form = registers.load_form(person.workspace, "award", award)
    assert form.cells["signer_name"].value == "Lê Hoàng Nam"


@pytest.fixture
def proposed(workspace: Workspace) -> Workspace:
    """Two awards that are merely proposed."""
    for name, stage in (("Đỗ Văn Nhẫn", "draft"), ("Nguyễn Thị Ước", "submitted")):
        put(workspace, "award", printed_name=name, achievement=ACHIEVEMENT, stage=stage)
    return workspace


def ask_for_paper(person: Person, key: str, answer: bool | dict[str, Value] | None) -> None:
    person.door.will_answer(key, answer)
    click(find(person.page, Button, "PrintButton"))
    person.wait()


def test_awards_without_a_decision_are_printed_without_a_number_unless_one_is_wanted(
    person_of: PersonMaker, proposed: Workspace
) -> None:
    person = person_of(proposed)
    assert "chưa có quyết định" in person.page.recipients.lines()[0]
    ask_for_paper(person, "printing.undecided", {"numbers": False})
    click(find(person.page, Button, "RunGoOn"))
    person.wait()
    assert person.door.questions[0].facts == {"count": 2, "undecided": 2, "waiting": 0}
    assert len(person.printer.papers) == 1
    assert [(each.number, each.times) for each in candidates(proposed)] == [(None, 1), (None, 1)]


def test_who_wants_them_all_the_same_gets_numbers(person_of: PersonMaker, proposed: Workspace) -> None:
    person = person_of(proposed)
    ask_for_paper(person, "printing.undecided", {"numbers": True})
    assert [each.number for each in candidates(proposed)] == [1, 2]


def test_thinking_better_of_undecided_awards_writes_nothing(
    person_of: PersonMaker, proposed: Workspace
) -> None:
    person = person_of(proposed)
    ask_for_paper(person, "printing.undecided", None)
    assert person.printer.papers == []
    assert [each.number for each in candidates(proposed)] == [None, None]


def test_a_decision_that_is_typed_is_told_before_it_is_recorded(
    person_of: PersonMaker, proposed: Workspace
) -> None:
    person = person_of(proposed)
    person.write("decision_number", "15/QD-UBND")
    person.write("decision_on", "20/11/2026")
    ask_for_paper(person, "printing.decides", answer=True)
    facts = {"count": 2, "undecided": 2, "waiting": 2, "number": "15/QD-UBND"}
    assert person.door.questions[0].facts == facts
    assert {each.stage for each in candidates(proposed)} == {"decided"}


def test_decided_awards_are_ticked_and_proposed_ones_are_not(
    person_of: PersonMaker, proposed: Workspace
) -> None:
    put(proposed, "award", printed_name="Lê Thị Mai", achievement=ACHIEVEMENT, stage="decided")
    person = person_of(proposed)
    assert title(person) == "Người nhận: 1 trên 3"


def test_the_second_pass_fills_what_was_left_open_and_asks_for_no_reason(
    person_of: PersonMaker, proposed: Workspace
) -> None:
    person = person_of(proposed)
    assert "ngày ……" not in person.shown()
    ask_for_paper(person, "printing.undecided", {"numbers": False})
    click(find(person.page, Button, "RunGoOn"))
    person.wait()
    click(find(person.page.paper, Button, "Mode_second"))
    click(find(person.page, Button, "TickAll"))
    person.wait()
    person.write("decision_number", "15/QD-UBND")
    person.write("decision_on", "20/11/2026")
    person.door.will_answer("press.untried", answer=True)
    ask_for_paper(person, "printing.decides", answer=True)
    assert person.shown().count("15/QD-UBND ngày 20 tháng 11 năm 2026") == 1
    click(find(person.page, Button, "RunGoOn"))
    person.wait()
    award = candidates(proposed)[0].id
    cells = registers.load_form(proposed, "award", award).cells
    assert (cells["print_count"].value, cells["reprint_reason"].value) == (2, "In bổ sung số, ngày")


def test_dots_to_write_on_are_printed_where_a_person_wants_them(
    person_of: PersonMaker, proposed: Workspace
) -> None:
    person = person_of(proposed)
    find(person.page, QCheckBox, "LeaveOpen").click()
    person.wait()
    assert "ngày …… tháng …… năm" in person.shown()


def test_blanks_carry_a_code_only_where_it_is_asked_for(person: Person) -> None:
    with_code = next(at for at, layout in enumerate(shipped_layouts()) if "chung-nhan" in layout.stem)
    click(find(person.page.paper, Button, f"Layout_{with_code}"))
    person.wait()
    assert codes(person) == 1
    click(find(person.page.paper, Button, "Mode_blanks"))
    person.wait()
    assert codes(person) == 0
    find(person.page, QCheckBox, "PrintCode").click()
    person.wait()
    assert codes(person) == 1


def codes(person: Person) -> int:
    batch = person.page._batch
    assert batch is not None
    return len(read_codes_of_pdf(one_page(batch.pdf, 0)))
