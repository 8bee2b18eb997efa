"""Totals, the comparison of units and the reminder letters, through their pages with real keys."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.board import Source
from desktop.office.reading import read_workbook
from desktop.services import board, received_reports, reminders, reporting_units
from desktop.services.received_reports import Entered, Letter
from desktop.services.workspace import Workspace
from desktop.ui.pages.board.reminders_page import RemindersPage
from desktop.ui.pages.totals.comparison_page import ComparisonPage
from desktop.ui.pages.totals.totals_page import TotalsPage
from desktop.ui.shell.navigation import OpenList, OpenPage, OpenRecord
from desktop.ui.shell.page import Page
from tests.kit.keys import click, press
from tests.kit.reporting import hold_events, sent_report
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer
from tests.ui.conftest import ContextMaker

LATE = "30550"


@pytest.fixture
def upper(make: WorkspaceMaker, tmp_path: Path) -> Workspace:
    """A bundle, ten letters, and one unit that is late."""
    commune, made = computer(make, NHON_HUNG, 1), computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    hold_events(commune, 3)
    sent_report(commune)
    carry(commune, made, tmp_path)
    for number in range(10):
        put(made, "reporting_unit", name=f"Công an xã Mẫu {number}", code=f"9000{number}")
    put(made, "reporting_unit", name="Công an xã Ba Chúc", code=LATE)
    for number in range(10):
        enter(made, f"9000{number}", propaganda=100 if number == 7 else 10)
    return made


def enter(upper: Workspace, code: str, **values: int) -> None:
    unit = next(each for each in reporting_units.units(upper) if each.code == code)
    letter = Letter("15/BC-CAP", date(2026, 11, 18))
    given = Entered(Source.PAPER, values, date(2026, 11, 20), letter)
    received_reports.enter(upper, unit, board.due_period(upper), given)


class Pages:
    """Shows pages of the upper level; ``asked`` is where they wanted to go."""

    def __init__(self, upper: Workspace, context_of: ContextMaker, qtbot: QtBot) -> None:
        self.context = context_of(upper)
        self.qtbot = qtbot
        self.asked: list[object] = []
        self.context.navigation.asked.connect(self.asked.append)

    def show(self, page: Page) -> None:
        self.qtbot.addWidget(page)
        page.resize(1150, 640)
        page.show()
        page.activateWindow()
        self.qtbot.waitUntil(page.isActiveWindow)
        page.arrive(OpenPage("reports"))
        page.setFocus()


@pytest.fixture
def pages(upper: Workspace, context_of: ContextMaker, qtbot: QtBot) -> Pages:
    return Pages(upper, context_of, qtbot)


@pytest.fixture
def totals_page(pages: Pages) -> TotalsPage:
    page = TotalsPage(pages.context)
    pages.show(page)
    return page


@pytest.fixture
def comparison(pages: Pages) -> ComparisonPage:
    page = ComparisonPage(pages.context)
    pages.show(page)
    page.themes.set_value("activities")
    page._themed()
    return page


@pytest.fixture
def letters(pages: Pages) -> RemindersPage:
    page = RemindersPage(pages.context)
    pages.show(page)
    return page


def line_of(page: TotalsPage, name: str) -> list[str]:
    return next(line for line in page.texts() if line[0] == name)


def test_totals_say_how_many_units_are_in_them(totals_page: TotalsPage) -> None:
    assert totals_page.whose().startswith("Tổng hợp từ 11/12 đơn vị, 10 đơn vị theo văn bản.")
    line = line_of(totals_page, "Số buổi tuyên truyền")
    assert (line[2], line[-1]) == ("193", "11/12")


def test_totals_are_frozen_and_tell_what_came_after(
    totals_page: TotalsPage, upper: Workspace, door: ScriptedDoor
) -> None:
    door.will_answer("totals.ask.freeze", True)
    click(totals_page.freeze_button)
    assert totals_page.notice.text().startswith("Số liệu chốt ngày 20/11/2026")
    enter(upper, "90001", propaganda=12)
    totals_page.reload()
    assert totals_page.notice.text().splitlines()[1] == (
        "Số buổi tuyên truyền: chênh lệch sau khi chốt +2 cuộc (Mẫu 1)"
    )
    assert line_of(totals_page, "Số buổi tuyên truyền")[2] == "193"
    door.will_answer("totals.ask.unfreeze", {"reason": "Chốt nhầm"})
    click(totals_page.freeze_button)
    assert line_of(totals_page, "Số buổi tuyên truyền")[2] == "195"


def test_anonymous_figures_of_all_units_are_taken_where_the_totals_are(
    totals_page: TotalsPage, door: ScriptedDoor, tmp_path: Path
) -> None:
    path = tmp_path / "so-lieu.zip"
    door.will_answer("statistics.ask", {"reason": "Báo An Giang"})
    door.will_answer("statistics.save", path)
    totals_page._menu.actions()[-1].trigger()
    with zipfile.ZipFile(path) as opened:
        lines = opened.read("figures.csv").decode("utf-8").splitlines()
    (total,) = [each for each in lines if each.startswith("propaganda,") and ",total," in each]
    assert total.endswith(",193,")


def test_totals_are_taken_as_a_workbook_and_printed(
    totals_page: TotalsPage, door: ScriptedDoor, tmp_path: Path
) -> None:
    path = tmp_path / "tong-hop.xlsx"
    door.will_answer("reports.save.excel", path)
    totals_page._menu.actions()[0].trigger()
    rows = read_workbook(path.read_bytes(), path.name).sheets[0].rows
    assert any("Tổng hợp từ 11/12 đơn vị" in str(cell) for row in rows for cell in row)


def test_enter_on_a_total_leads_to_the_units(totals_page: TotalsPage, pages: Pages) -> None:
    press(totals_page.table, Qt.Key.Key_Return)
    assert pages.asked == [OpenPage("reports", "comparison")]


def test_what_stands_out_is_marked_and_the_rule_is_said(comparison: ComparisonPage) -> None:
    at = comparison.table.heads().index("Số buổi tuyên truyền")
    marked = [line[0].text for line in comparison.table.cells.lines if line[at].mark == "late"]
    assert marked == ["Công an xã Mẫu 7"]
    assert "cao hơn 3 lần hoặc thấp hơn 1/3 trung vị" in comparison._rule.text()
    assert comparison.table.texts()[0][0] == "Tổng cộng"
    assert comparison.table.texts()[0][at] == "193"


def test_a_figure_leads_to_its_source_and_to_the_records(comparison: ComparisonPage, pages: Pages) -> None:
    at = comparison.table.heads().index("Số buổi tuyên truyền")
    names = [line[0] for line in comparison.table.texts()]
    comparison.table.go_to(names.index("Công an phường Nhơn Hưng"), at)
    assert comparison.told().startswith("Công an phường Nhơn Hưng, Số buổi tuyên truyền: 3 · Gói dữ liệu")
    assert "thao tác" in comparison.told()
    press(comparison.table, Qt.Key.Key_Return)
    (asked,) = pages.asked
    assert isinstance(asked, OpenList)
    assert asked.register == "event"
    comparison.table.go_to(names.index("Công an xã Mẫu 1"), at)
    assert "Theo văn bản số 15/BC-CAP" in comparison.told()
    press(comparison.table, Qt.Key.Key_Return)
    assert isinstance(pages.asked[1], OpenRecord)


def test_the_comparison_is_taken_as_a_workbook(
    comparison: ComparisonPage, door: ScriptedDoor, tmp_path: Path
) -> None:
    path = tmp_path / "so-sanh.xlsx"
    door.will_answer("reports.save.excel", path)
    press(comparison, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    rows = read_workbook(path.read_bytes(), path.name).sheets[0].rows
    assert any(row and row[0] == "Tổng cộng" for row in rows)


def test_the_late_are_reminded_with_one_key(
    letters: RemindersPage, upper: Workspace, door: ScriptedDoor, tmp_path: Path
) -> None:
    assert letters.late.text() == "1 đơn vị chưa có báo cáo: Công an xã Ba Chúc."
    answer = {
        "number": "7",
        "symbol": "CV-PV05",
        "signed_on": "2026-11-20",
        "before": "2026-11-25",
        "title": "Trưởng phòng",
        "rank": "Đại tá",
        "name": "Lê Văn Năm",
    }
    door.will_answer("reminder.ask", answer)
    press(letters, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (held,) = reminders.reminders(upper)
    assert held.units == ("Công an xã Ba Chúc",)
    assert letters.table.texts()[0] == ["Tháng 11/2026", "7/CV-PV05", "20/11/2026", "1", "25/11/2026"]
    path = tmp_path / "cong-van.docx"
    door.will_answer("reports.save.word", path)
    click(letters.word_button)
    assert path.stat().st_size > 0


def test_pages_without_figures_say_why(make: WorkspaceMaker, context_of: ContextMaker, qtbot: QtBot) -> None:
    empty = Pages(make(AN_GIANG).workspace, context_of, qtbot)
    for page in (TotalsPage(empty.context), ComparisonPage(empty.context)):
        empty.show(page)
        assert page.empty.texts()[0] == "Chưa có số liệu của đơn vị nào trong kỳ này"
    letters = RemindersPage(empty.context)
    empty.show(letters)
    assert letters.late.text() == "Không có đơn vị nào quá hạn trong kỳ này."
