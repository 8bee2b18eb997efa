"""The page of forms: cells are pointed at figures with keys and clicks, and filled for the period in view."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.form_words import FormColumn
from desktop.domain.periods import PeriodKind
from desktop.office.forms.form import Spot
from desktop.services import forms
from desktop.services.form_cells import Pointer
from desktop.services.workspace import Workspace
from desktop.ui.pages.reports.forms_page import FormsPage
from desktop.ui.pages.reports.sheet_model import State
from desktop.ui.shell.navigation import OpenPage, OpenRecord
from tests.kit import upper_forms
from tests.kit.keys import CTRL, click, find, press, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.upper_forms import FIRST, ROWS, SHEET
from tests.kit.workspaces import put
from tests.ui.conftest import ContextMaker

PageMaker = Callable[[Workspace], FormsPage]
VISITS = FIRST - 1 + ROWS.index("Số lượt thăm gặp")
OTHER = FIRST - 1 + ROWS.index("Số cây xanh được trồng")
TOTAL = FIRST - 1 + len(ROWS)
THIS, LAST_YEAR = 3, 4


@pytest.fixture
def issued(tmp_path: Path) -> Path:
    return upper_forms.workbook(tmp_path / "Biểu 02.xlsx")


@pytest.fixture
def visited(workspace: Workspace) -> Workspace:
    """Two visits in November 2026, one in October."""
    household = put(workspace, "household", head_name="Danh Ý")
    for day in ("2026-10-15", "2026-11-14", "2026-09-20"):
        put(workspace, "visit", household=household, visited_on=day)
    return workspace


@pytest.fixture
def page_of(context_of: ContextMaker, qtbot: QtBot) -> PageMaker:
    def make(workspace: Workspace) -> FormsPage:
        context = context_of(workspace)
        page = FormsPage(context)
        context.feed.changed.connect(page.follow)
        qtbot.addWidget(page)
        page.resize(1150, 690)
        with qtbot.waitActive(page):
            page.show()
        page.arrive(OpenPage("reports"))
        return page

    return make


def stands(page: FormsPage, row: int, column: int) -> tuple[str, State | None]:
    """What a cell shows, and how it is marked."""
    mark = page.view.cells.mark((row, column))
    return page.view.cells.text((row, column)), mark.state if mark is not None else None


def go(page: FormsPage, row: int, column: int) -> None:
    """A click in the cell."""
    index = page.view.cells.index(row, column)
    page.view.scrollTo(index)
    click(page.view.viewport(), page.view.visualRect(index).center())


def pointers(workspace: Workspace) -> dict[Spot, tuple[str, str]]:
    (view,) = forms.forms(workspace)
    cells = forms.open_form(workspace, view.id).cells
    return {each.pointer.spot: (each.pointer.indicator, each.pointer.figure.value) for each in cells}


def button(page: FormsPage, name: str) -> QPushButton:
    return find(page, QPushButton, name)


def accepted(workspace: Workspace, issued: Path) -> str:
    """A form of which every proposal was taken."""
    record = forms.add(workspace, issued)
    opened = forms.open_form(workspace, record)
    forms.point(workspace, opened, forms.proposals(workspace, opened))
    return record


def test_a_form_is_added_and_everything_proposed_is_taken_with_one_click(
    visited: Workspace, page_of: PageMaker, door: ScriptedDoor, issued: Path
) -> None:
    page = page_of(visited)
    assert page.empty.texts()[0] == "Chưa có biểu mẫu nào của cấp trên"
    assert find(page, QLabel, "FileNotice").isVisible()

    door.will_answer("forms.add", issued)
    door.will_answer("forms.details", {"name": "Biểu số 02", "document": "123/CAT-PV05", "kind": "month"})
    click(page.head.add_button)

    assert page.head.pick.line.text() == "Biểu số 02"
    assert page.title() == "Tháng 11/2026 (15/10 – 14/11)"
    assert stands(page, VISITS, THIS) == ("2", State.PROPOSED)
    assert not page.head.fill_button.isEnabled()
    assert page.accept_all.text() == "Nhận cả 30 gợi ý"
    click(page.accept_all)

    assert stands(page, VISITS, THIS) == ("2", State.POINTED)
    assert not page.proposals.isVisible()
    assert page.head.fill_button.isEnabled()
    assert len(pointers(visited)) == 30
    click(button(page, "ToastButton"))
    assert pointers(visited) == {}
    assert stands(page, VISITS, THIS) == ("2", State.PROPOSED)


def test_a_cell_is_pointed_at_with_the_keyboard_alone(
    visited: Workspace, page_of: PageMaker, issued: Path
) -> None:
    forms.add(visited, issued)
    page = page_of(visited)
    go(page, OTHER, THIS)

    press(page.view, Qt.Key.Key_F4)
    line = page.panel.indicator.line
    assert "Số lượt thăm gặp" in page.panel.indicator.popup.titles()
    type_text(line, "luot tham gap")
    press(line, Qt.Key.Key_Return)

    # The column is that of the head over the cell.
    assert pointers(visited)[Spot(SHEET, OTHER, THIS)] == ("visits", "this")
    assert stands(page, OTHER, THIS) == ("2", State.POINTED)
    assert page.view.hasFocus()
    press(page.view, Qt.Key.Key_Right)
    press(page.view, Qt.Key.Key_F4)
    type_text(page.panel.indicator.line, "luot tham gap")
    press(page.panel.indicator.line, Qt.Key.Key_Return)
    assert pointers(visited)[Spot(SHEET, OTHER, LAST_YEAR)] == ("visits", "last_year")


def test_where_no_head_tells_the_column_it_is_asked_for(
    visited: Workspace, page_of: PageMaker, issued: Path
) -> None:
    forms.add(visited, issued)
    page = page_of(visited)
    go(page, OTHER, 2)
    press(page.view, Qt.Key.Key_F4)
    type_text(page.panel.indicator.line, "luot tham gap")
    press(page.panel.indicator.line, Qt.Key.Key_Return)
    assert pointers(visited) == {}

    assert page.panel.figure.popup.isVisible()
    type_text(page.panel.figure.line, "ky truoc")
    press(page.panel.figure.line, Qt.Key.Key_Return)

    assert pointers(visited) == {Spot(SHEET, OTHER, 2): ("visits", "before")}
    assert stands(page, OTHER, 2) == ("1", State.POINTED)
    assert page.view.hasFocus()


def test_delete_clears_a_cell_and_can_be_taken_back(
    visited: Workspace, page_of: PageMaker, issued: Path
) -> None:
    accepted(visited, issued)
    page = page_of(visited)
    go(page, VISITS, THIS)
    press(page.view, Qt.Key.Key_Delete)
    assert Spot(SHEET, VISITS, THIS) not in pointers(visited)
    assert stands(page, VISITS, THIS) == ("", None)

    click(button(page, "ToastButton"))
    assert stands(page, VISITS, THIS) == ("2", State.POINTED)


def test_a_single_proposal_is_taken_or_dropped(visited: Workspace, page_of: PageMaker, issued: Path) -> None:
    forms.add(visited, issued)
    page = page_of(visited)
    go(page, VISITS, THIS)
    assert page.panel.accept_button.text() == "Nhận gợi ý"
    click(page.panel.accept_button)
    go(page, VISITS, LAST_YEAR)
    click(page.panel.clear_button)

    assert pointers(visited) == {Spot(SHEET, VISITS, THIS): ("visits", "this")}
    assert stands(page, VISITS, LAST_YEAR) == ("", None)
    assert page.accept_all.text() == "Nhận cả 28 gợi ý"


def test_a_cell_with_a_formula_says_why_it_takes_nothing(
    visited: Workspace, page_of: PageMaker, issued: Path
) -> None:
    forms.add(visited, issued)
    page = page_of(visited)
    assert stands(page, TOTAL, THIS)[1] is State.LOCKED
    go(page, TOTAL, THIS)
    press(page.view, Qt.Key.Key_F4)
    assert not page.panel.indicator.isVisible()
    assert page.panel.why.text() == "Ô này có công thức, biểu mẫu tự tính"
    tip = page.view.cells.data(page.view.cells.index(TOTAL, THIS), Qt.ItemDataRole.ToolTipRole)
    assert tip == "Ô này có công thức, biểu mẫu tự tính"


def test_the_form_is_filled_for_the_period_in_view(
    visited: Workspace, page_of: PageMaker, door: ScriptedDoor, issued: Path, tmp_path: Path
) -> None:
    accepted(visited, issued)
    page = page_of(visited)
    door.will_answer("forms.fill", tmp_path / "11.xlsx")
    click(page.head.fill_button)
    assert page.toast.text() == "Đã điền 30 ô và lưu “11.xlsx”"

    press(page.view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.title() == "Tháng 10/2026 (15/09 – 14/10)"
    assert stands(page, VISITS, THIS) == ("1", State.POINTED)
    door.will_answer("forms.fill", tmp_path / "10.xlsx")
    press(page.view, Qt.Key.Key_S, CTRL)

    values = [
        load_workbook(tmp_path / name)[SHEET].cell(VISITS + 1, THIS + 1).value
        for name in ("11.xlsx", "10.xlsx")
    ]
    assert values == [2, 1]


def test_f8_goes_through_the_cells_that_are_not_filled(
    visited: Workspace, page_of: PageMaker, door: ScriptedDoor, issued: Path, tmp_path: Path
) -> None:
    record = forms.add(visited, issued)
    opened = forms.open_form(visited, record)
    spots = [Spot(SHEET, TOTAL, THIS), Spot("Phụ lục", 3, 3), Spot(SHEET, VISITS, THIS)]
    forms.point(visited, opened, [Pointer(spot, "visits", FormColumn.THIS) for spot in spots])
    page = page_of(visited)
    assert page.troubles.text() == "2 ô cần xem lại, chưa được điền."

    press(page, Qt.Key.Key_F8)
    assert page.view.place() == (TOTAL, THIS)
    assert "công thức" in page.panel.why.text()
    press(page, Qt.Key.Key_F8)
    assert page.panel.place.text() == "Ô D4, trang Phụ lục"
    assert "không còn ô này" in page.panel.why.text()
    press(page, Qt.Key.Key_F8)
    assert page.view.place() == (TOTAL, THIS)

    door.will_answer("forms.leaving", True)
    door.will_answer("forms.fill", tmp_path / "11.xlsx")
    click(page.head.fill_button)
    assert page.toast.text() == "Đã điền 1 ô và lưu “11.xlsx”; để nguyên 2 ô cần xem lại"

    click(page.drop_gone)
    press(page.view, Qt.Key.Key_Delete)
    assert Spot("Phụ lục", 3, 3) not in pointers(visited)


def test_a_computer_without_the_file_asks_for_it(
    visited: Workspace, page_of: PageMaker, door: ScriptedDoor, issued: Path
) -> None:
    record = accepted(visited, issued)
    view = forms.open_form(visited, record).view
    (visited.folder / "bieu-mau" / f"{view.mark}.xlsx").unlink()
    page = page_of(visited)
    assert page.empty.texts()[0] == "Máy này chưa có tệp “Biểu 02.xlsx”"
    assert not page.head.fill_button.isEnabled()

    door.will_answer("forms.bring", issued)
    click(page.empty.button)

    assert stands(page, VISITS, THIS) == ("2", State.POINTED)
    assert page.toast.text() == "Đã nhận tệp; giữ nguyên 30 ô đã chọn"


def test_a_newer_version_says_which_cells_have_other_words(
    visited: Workspace, page_of: PageMaker, door: ScriptedDoor, issued: Path, tmp_path: Path
) -> None:
    accepted(visited, issued)
    page = page_of(visited)
    rows = tuple("Số lượt thăm hộ" if each == "Số lượt thăm gặp" else each for each in ROWS)
    door.will_answer("forms.bring", upper_forms.workbook(tmp_path / "Biểu 02 năm 2027.xlsx", rows))
    find(page, QAction, "ReplaceForm").trigger()

    assert stands(page, VISITS, THIS) == ("2", State.TROUBLE)
    assert page.all_right.text() == "5 ô khác lời vẫn đúng"
    go(page, VISITS, THIS)
    assert "Số lượt thăm gặp · Kỳ này" in page.panel.why.text()
    assert page.panel.accept_button.text() == "Vẫn đúng"
    click(page.panel.accept_button)
    assert stands(page, VISITS, THIS) == ("2", State.POINTED)
    click(page.all_right)
    assert not page.troubles.isVisible()


def test_figures_go_with_their_rows_in_a_newer_version(
    visited: Workspace, page_of: PageMaker, door: ScriptedDoor, issued: Path, tmp_path: Path
) -> None:
    accepted(visited, issued)
    page = page_of(visited)
    newer = upper_forms.workbook(tmp_path / "mới.xlsx", ("Số máy bơm", *ROWS))
    door.will_answer("forms.bring", newer)
    find(page, QAction, "ReplaceForm").trigger()
    assert page.move_all.text() == "Chuyển 30 ô theo lời"
    click(page.move_all)

    assert stands(page, VISITS + 1, THIS) == ("2", State.POINTED)
    assert not page.troubles.isVisible()
    assert page.toast.text() == "Đã chuyển 30 ô đến chỗ mới của lời"


def test_a_strange_file_is_told_of_and_nothing_is_lost(
    visited: Workspace, page_of: PageMaker, door: ScriptedDoor, issued: Path, tmp_path: Path
) -> None:
    accepted(visited, issued)
    page = page_of(visited)
    (tmp_path / "thư.xlsx").write_bytes(b"khong phai")
    door.will_answer("forms.bring", tmp_path / "thư.xlsx")
    door.will_hear("not_a_form")
    find(page, QAction, "ReplaceForm").trigger()
    assert stands(page, VISITS, THIS) == ("2", State.POINTED)


def test_a_form_is_renamed_and_put_away(
    visited: Workspace, page_of: PageMaker, door: ScriptedDoor, issued: Path
) -> None:
    accepted(visited, issued)
    page = page_of(visited)
    door.will_answer("forms.details", {"name": "Biểu quý", "document": None, "kind": "quarter"})
    find(page, QAction, "RenameForm").trigger()
    (view,) = forms.forms(visited)
    assert (view.name, view.kind) == ("Biểu quý", PeriodKind.QUARTER)
    assert page.head.pick.line.text() == "Biểu quý"

    door.will_answer("forms.stopping", True)
    find(page, QAction, "StopForm").trigger()
    assert forms.forms(visited) == []
    assert page.empty.texts()[0] == "Chưa có biểu mẫu nào của cấp trên"
    click(button(page, "ToastButton"))
    assert page.head.pick.line.text() == "Biểu quý"


def test_a_document_shows_its_tables_and_another_form_is_picked_from_the_list(
    visited: Workspace, page_of: PageMaker, door: ScriptedDoor, issued: Path, tmp_path: Path
) -> None:
    accepted(visited, issued)
    record = accepted(visited, upper_forms.document(tmp_path / "Mẫu báo cáo.docx"))
    page = page_of(visited)
    assert page.head.pick.line.text() == "Biểu 02"
    line = page.head.pick.line
    press(line, Qt.Key.Key_F4)
    assert page.head.pick.popup.titles() == ["Biểu 02", "Mẫu báo cáo"]
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Return)

    assert page.work.record() == record
    assert page.view.texts()[2] == ["Số lượt thăm gặp", "2", "1"]
    go(page, 2, 1)
    assert page.panel.place.text() == "Bảng 1, dòng 3, cột 2"
    door.will_answer("forms.fill", tmp_path / "11.docx")
    click(page.head.fill_button)
    table = Document(str(tmp_path / "11.docx")).tables[0]
    assert [cell.text for cell in table.rows[2].cells] == ["Số lượt thăm gặp", "2", "1"]


def test_merged_cells_are_one_cell(visited: Workspace, page_of: PageMaker, issued: Path) -> None:
    forms.add(visited, issued)
    page = page_of(visited)
    assert (page.view.rowSpan(3, 1), page.view.columnSpan(0, 0)) == (2, 8)
    go(page, 4, 1)
    assert page.view.place() == (3, 1)


def test_a_title_runs_on_over_the_cells_beside_it(
    visited: Workspace, page_of: PageMaker, tmp_path: Path
) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (["BIỂU THỐNG KÊ"], [], ["Nội dung", "Kỳ này", "Kỳ trước"], ["Số lượt thăm gặp"]):
        page.append(row)
    book.save(tmp_path / "biểu.xlsx")
    forms.add(visited, tmp_path / "biểu.xlsx")
    shown = page_of(visited)
    assert (shown.view.columnSpan(0, 0), shown.view.columnSpan(3, 0)) == (3, 1)
    # One begins where there is something to decide.
    assert shown.view.place() == (3, 1)
    assert stands(shown, 3, 1) == ("2", State.PROPOSED)


def test_the_model_keeps_the_rules_of_models(
    visited: Workspace, page_of: PageMaker, issued: Path, tmp_path: Path
) -> None:
    forms.add(visited, issued)
    record = forms.add(visited, upper_forms.document(tmp_path / "Mẫu báo cáo.docx"))
    page = page_of(visited)
    QAbstractItemModelTester(page.view.cells)
    page.arrive(OpenRecord("upper_form", record))
    page.picker.go(-1)
    assert page.view.cells.rowCount() == 4


def test_a_part_of_a_figure_is_chosen(visited: Workspace, page_of: PageMaker, issued: Path) -> None:
    model = put(visited, "model", name="Camera an ninh", launched_on="2026-10-20")
    put(visited, "acknowledgement", model=model, year=2026, acknowledged_by="UBND tỉnh An Giang")
    record = forms.add(visited, issued)
    spot = Spot(SHEET, OTHER, THIS)
    forms.point(
        visited, forms.open_form(visited, record), [Pointer(spot, "models_acknowledged", FormColumn.THIS)]
    )
    page = page_of(visited)
    go(page, OTHER, THIS)
    line = page.panel.part.line
    assert line.text() == "Tất cả"
    line.setFocus()
    press(line, Qt.Key.Key_F4)
    assert page.panel.part.popup.titles() == ["Tất cả", "UBND tỉnh An Giang"]
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Return)
    (cell,) = forms.open_form(visited, record).cells
    assert cell.pointer.part == "UBND tỉnh An Giang"
    assert stands(page, OTHER, THIS) == ("1", State.POINTED)


def test_the_current_cell_stays_when_something_else_is_written(
    visited: Workspace, page_of: PageMaker, issued: Path
) -> None:
    accepted(visited, issued)
    page = page_of(visited)
    go(page, VISITS, THIS)
    household = put(visited, "household", head_name="Đỗ Văn Nhẫn")
    put(visited, "visit", household=household, visited_on="2026-11-01")
    assert page.view.place() == (VISITS, THIS)
    assert stands(page, VISITS, THIS) == ("3", State.POINTED)
    assert page.panel.value.text() == "Số sẽ điền: 3"
    assert page.view.indexAt(QPoint(5, 5)).isValid()
