from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QListWidget
from pytestqt.qtbot import QtBot

from desktop.pdf.layout import shipped_layouts
from desktop.pdf.render import page_count, page_text
from desktop.services import registers
from desktop.services.certificates import candidates
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
    put(workspace, "award", printed_name="Đỗ Văn Nhẫn", achievement=ACHIEVEMENT, stage="draft")
    put(workspace, "award", printed_name="Nguyễn Thị Ước", achievement=ACHIEVEMENT, stage="draft")
    put(
        workspace,
        "award",
        printed_name="Tổ tự quản số 05",
        recipient_kind="collective",
        achievement=ACHIEVEMENT,
        stage="draft",
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
    assert {each.stage for each in kept} == {"draft"}


def test_the_same_sheets_printed_again_keep_their_numbers(person: Person) -> None:
    person.print_all()
    click(find(person.page, Button, "TickAll"))
    person.print_all()
    assert person.door.questions[1].facts == {"count": 3, "waiting": 0}
    assert [each.number for each in candidates(person.workspace)] == [1, 2, 3]


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
    put(three, "award", printed_name="Ỷ Văn Dài", achievement=TOO_LONG, stage="draft")
    person = person_of(three)
    first = person.page.recipients.lines()[0]
    assert first.startswith("Ỷ Văn Dài · Thành tích: ")
    assert find(person.page, Notice, "MisfitNotice").text().startswith("Cần xem: 1.")
    person.print_all()
    assert [paper.pages for paper in person.printer.papers] == [3]


def test_the_first_that_does_not_fit_is_opened_from_the_notice(
    person_of: PersonMaker, workspace: Workspace, qtbot: QtBot
) -> None:
    award = put(workspace, "award", printed_name="Ỷ Văn Dài", achievement=TOO_LONG, stage="draft")
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
    put(workspace, "award", printed_name="Đỗ Văn Nhẫn", achievement=ACHIEVEMENT, stage="draft")
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
