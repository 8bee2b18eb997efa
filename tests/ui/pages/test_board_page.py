"""The board of the upper level, with real keys: who reported, what a cell holds, and what is done about it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.board import Source
from desktop.domain.reporting import ReportState
from desktop.services import board, received_reports, report_answers, reports
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Notice
from desktop.ui.pages.board.board_page import BoardPage
from desktop.ui.pages.today.page import TodayPage
from desktop.ui.shell.navigation import OpenPage, OpenRecord
from tests.kit.keys import click, find, press, type_text
from tests.kit.reporting import hold_events, sent_report
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer
from tests.ui.conftest import ContextMaker


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    put(made, "reporting_unit", name="Công an xã Ba Chúc", code="30550")
    return made


@pytest.fixture
def page(upper: Workspace, context_of: ContextMaker, qtbot: QtBot) -> BoardPage:
    made = BoardPage(context_of(upper))
    qtbot.addWidget(made)
    made.resize(1150, 640)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.arrive(OpenPage("board"))
    made.setFocus()
    return made


def chips(page: BoardPage) -> list[str]:
    """What the column of the period that is due says, from top to bottom."""
    return [line[-1] for line in page.table.texts()]


def report_in(commune: Workspace, upper: Workspace, folder: Path) -> str:
    hold_events(commune, 3)
    record = sent_report(commune)
    carry(commune, upper, folder)
    return record


def test_the_board_opens_on_the_period_that_is_due(page: BoardPage) -> None:
    assert page.table.heads()[0] == "Đơn vị"
    assert page.table.heads()[-1] == "Tháng 11/2026"
    assert [line[0] for line in page.table.texts()] == ["Công an xã Ba Chúc", "Công an phường Nhơn Hưng"]
    assert chips(page) == ["Quá hạn 6 ngày", "Quá hạn 6 ngày"]
    assert page.table.current() == (0, 6)
    assert page.only_late.text() == "Chỉ đơn vị còn thiếu (2)"


def test_an_empty_board_offers_the_communes_of_the_province(
    make: WorkspaceMaker, context_of: ContextMaker, qtbot: QtBot
) -> None:
    page = BoardPage(context_of(make(AN_GIANG).workspace))
    qtbot.addWidget(page)
    page.arrive(OpenPage("board"))
    assert page.empty.texts()[2] == "Thêm các xã, phường của tỉnh"
    click(page.empty.button)
    assert len(page.table.texts()) == 102


def test_a_report_that_came_is_received_from_its_cell(
    page: BoardPage, commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    record = report_in(commune, upper, tmp_path)
    page.reload()
    assert chips(page) == ["Quá hạn 6 ngày", "Chờ nhận"]
    press(page.table, Qt.Key.Key_Down)
    press(page.table, Qt.Key.Key_Return)
    assert page.panel.isVisible()
    assert page.panel.texts()[0] == "Chờ nhận"
    assert page.panel.texts()[1].startswith("Gói dữ liệu · Đã gửi, ngày 20/11/2026")
    assert "thao tác" in page.panel.texts()[2]
    assert ["Số buổi tuyên truyền", "3"] in page.panel.figures.texts()
    button = page.panel.deed("receive")
    assert button is not None
    click(button)
    page.reload()
    assert chips(page)[1] == "Đã nhận"
    assert reports.report(upper, record).state is ReportState.RECEIVED
    press(page.panel.figures, Qt.Key.Key_Escape)
    assert page.panel.isHidden()


def test_a_report_is_returned_with_a_reason_that_the_commune_reads_first_thing(
    page: BoardPage,
    commune: Workspace,
    upper: Workspace,
    door: ScriptedDoor,
    context_of: ContextMaker,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    record = report_in(commune, upper, tmp_path)
    page.reload()
    page.arrive(OpenRecord("received_report", record))
    door.will_answer("board.ask.return", {"reason": "Chưa khớp số vụ", "on": "2026-11-20"})
    button = page.panel.deed("return")
    assert button is not None
    click(button)
    page.reload()
    assert chips(page)[1] == "Trả lại"
    assert "Lý do trả lại: Chưa khớp số vụ" in page.panel.texts()
    carry(upper, commune, tmp_path)
    today = TodayPage(context_of(commune))
    qtbot.addWidget(today)
    today.arrive(OpenPage("today"))
    assert "Chưa khớp số vụ" in find(today, Notice, f"Returned_{record}").text()


def test_figures_are_typed_from_a_letter_one_after_the_other(page: BoardPage, upper: Workspace) -> None:
    page.open_current()
    button = page.panel.deed("paper")
    assert button is not None
    click(button)
    assert page.entering.isVisible()
    page.entering.number.set_value("15/BC-CAP")
    page.entering.on.set_value("2026-11-18")
    table = page.entering.table
    table.setFocus()
    type_text(table, "1")
    type_text(table.focusWidget() or table, "2")
    press(page.entering, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not page.entering.isVisible()
    _, held = received_reports.entered(upper, "30550", board.due_period(upper), Source.PAPER)
    assert held.letter == received_reports.Letter("15/BC-CAP", date(2026, 11, 18))
    assert list(held.values.values()) == [12]
    assert chips(page)[0] == "Giấy"


def test_two_sources_stand_beside_each_other_until_a_person_chooses(
    page: BoardPage, commune: Workspace, upper: Workspace, door: ScriptedDoor, tmp_path: Path
) -> None:
    record = report_in(commune, upper, tmp_path)
    report_answers.receive(upper, record, date(2026, 11, 20))
    unit = next(each.unit for each in board.board(upper, board.due_period(upper)).rows if each.unit.enrolled)
    letter = received_reports.Letter("7/BC-CAP", date(2026, 11, 17))
    given = received_reports.Entered(Source.PAPER, {"propaganda": 5}, date(2026, 11, 18), letter)
    received_reports.enter(upper, unit, board.due_period(upper), given)
    page.reload()
    assert chips(page)[1] == "Đã nhận · cần chọn"
    page.arrive(OpenRecord("received_report", record))
    assert ["Số buổi tuyên truyền", "3", "5"] in page.panel.figures.texts()
    door.will_answer("board.ask.choose", {"source": "paper", "reason": "Đã đối chiếu với sổ gốc"})
    button = page.panel.deed("choose")
    assert button is not None
    click(button)
    page.reload()
    assert chips(page)[1] == "Giấy"


def test_only_the_units_that_lack_something(
    page: BoardPage, commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    report_in(commune, upper, tmp_path)
    page.reload()
    click(page.only_late)
    assert [line[0] for line in page.table.texts()] == ["Công an xã Ba Chúc"]


def test_the_keyboard_goes_to_another_period(page: BoardPage) -> None:
    press(page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.table.heads()[-1] == "Tháng 10/2026"
    press(page.table, Qt.Key.Key_Left)
    assert page.table.current() == (0, 5)
