from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from desktop.pdf.render import page_text
from desktop.services import visit_slips
from desktop.services.visit_slips import Slip
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Button
from desktop.ui.pages.visits.due_page import DueVisitsPage
from desktop.ui.shell.navigation import Intent, NewRecord, OpenPage
from desktop.ui.shell.page import PageContext
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import click, find, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import put
from tests.ui.conftest import ContextMaker


class Due:
    """The page over a real file."""

    def __init__(self, qtbot: QtBot, context: PageContext) -> None:
        self.printer = FakePrinter()
        self.page = DueVisitsPage(context, self.printer)
        self.context = context
        self.asked: list[Intent] = []
        context.navigation.asked.connect(self.asked.append)
        context.feed.changed.connect(self.page.follow)
        qtbot.addWidget(self.page)
        self.page.resize(1150, 700)
        with qtbot.waitActive(self.page):
            self.page.show()
        self.page.arrive(OpenPage("visits", "due"))
        self.page.setFocus()

    def press(self, keys: str) -> None:
        QTest.keySequence(self.page.focusWidget() or self.page, QKeySequence(keys))

    def click(self, name: str) -> None:
        click(find(self.page, Button, name))

    def choose(self, area: str) -> None:
        line = find(self.page, QLineEdit, "AreaPickerLine")
        line.setFocus()
        line.selectAll()
        type_text(line, area)
        self.press("Return")

    def said(self, name: str) -> str:
        return find(self.page, QLabel, name).text()

    def lines(self) -> list[str]:
        return self.page.view.lines()


@pytest.fixture
def homes(workspace: Workspace) -> dict[str, str]:
    """Two areas: in one a promise that is overdue and one for tomorrow, in the other an interval that has passed."""

    def day(ago: int) -> str:
        return (workspace.today() - timedelta(days=ago)).isoformat()

    hung = put(workspace, "area", name="Khóm Đông Hưng", officer="Đại úy Lê Quốc Dũng")
    hoa = put(workspace, "area", name="Khóm Xuân Hòa")
    made = {}
    for name, area, kinds, ago, promised in (
        ("Trần Văn Sang", hung, [], 40, day(3)),
        ("Lê Thị Mai", hung, [], 20, day(-1)),
        ("Đỗ Văn Nhẫn", hoa, ["addiction"], 31, None),
        ("Ngô Mỹ Bích", hoa, [], 400, None),
    ):
        made[name] = put(workspace, "household", head_name=name, area=area, categories=kinds, address="Số 1")
        put(workspace, "visit", household=made[name], visited_on=day(ago), next_visit_on=promised)
    return made


@pytest.fixture
def due(qtbot: QtBot, workspace: Workspace, homes: dict[str, str], context_of: ContextMaker) -> Due:
    return Due(qtbot, context_of(workspace))


def slips(workspace: Workspace) -> list[Slip]:
    return list(visit_slips.newest_slips(workspace))


def test_the_longest_overdue_stands_first_and_each_line_says_why_and_by_whom(due: Due) -> None:
    first, second, third = due.lines()
    assert first.startswith("Quá hạn 3 ngày · Trần Văn Sang · Số 1 · Hẹn ngày ")
    assert first.endswith("Đại úy Lê Quốc Dũng")
    assert second.startswith("Quá hạn 1 ngày · Đỗ Văn Nhẫn · Số 1 · Định kỳ 30 ngày, lần trước ")
    assert second.endswith("Địa bàn chưa có cán bộ phụ trách")
    assert third.startswith("Còn 1 ngày · Lê Thị Mai")
    assert "3 hộ" in due.said("DueTitle")


def test_what_kind_of_household_it_is_is_never_said(due: Due) -> None:
    assert not any("nghiện" in line for line in due.lines())
    due.context.privacy.toggle()
    assert not any("30 ngày" in line for line in due.lines())


def test_intervals_that_nobody_set_are_told_as_suggestions(due: Due) -> None:
    assert "chương trình gợi ý, không phải quy định" in due.said("SuggestedIntervalsText")


def test_one_area_shows_its_own_households_and_says_so(due: Due) -> None:
    due.choose("xuan hoa")
    assert [line.split(" · ")[1] for line in due.lines()] == ["Đỗ Văn Nhẫn"]
    assert "đang lọc 1" in due.said("DueTitle")


def test_an_officers_own_areas_are_shown_first(
    qtbot: QtBot, workspace: Workspace, homes: dict[str, str], context_of: ContextMaker
) -> None:
    own = put(workspace, "area", name="Ấp 3", officer=workspace.user.name)
    household = put(workspace, "household", head_name="Lâm Văn Ba", area=own)
    put(workspace, "visit", household=household, visited_on="2026-01-05", next_visit_on="2026-02-05")
    due = Due(qtbot, context_of(workspace))
    assert find(due.page, QLineEdit, "AreaPickerLine").text() == "Địa bàn của tôi"
    assert [line.split(" · ")[1] for line in due.lines()] == ["Lâm Văn Ba"]


def test_enter_begins_a_visit_to_the_household(due: Due, homes: dict[str, str]) -> None:
    due.press("Return")
    pointing = (("household", homes["Trần Văn Sang"], "Trần Văn Sang"),)
    assert due.asked == [NewRecord("visit", pointing)]


@pytest.mark.parametrize(
    ("keys", "asked"), [("Ctrl+N", NewRecord("visit")), ("Ctrl+G", OpenPage("visits", "round"))]
)
def test_keys_begin_a_visit_and_a_round(due: Due, keys: str, asked: Intent) -> None:
    due.press(keys)
    assert due.asked == [asked]


def test_a_visit_that_was_paid_leaves_the_list(due: Due, workspace: Workspace, homes: dict[str, str]) -> None:
    put(workspace, "visit", household=homes["Trần Văn Sang"], visited_on=workspace.today().isoformat())
    assert len(due.lines()) == 2


def test_nothing_due_says_so(qtbot: QtBot, workspace: Workspace, context_of: ContextMaker) -> None:
    due = Due(qtbot, context_of(workspace))
    assert due.page.empty.isVisible()
    assert due.lines() == []


def test_the_slip_of_what_is_due_is_shown_then_printed_and_can_be_typed_by_its_number(
    due: Due, workspace: Workspace, homes: dict[str, str]
) -> None:
    due.press("Ctrl+P")
    assert "số 1 · 3 hộ" in due.said("SlipTitle")
    assert slips(workspace) == []
    due.press("Ctrl+P")
    assert len(due.printer.papers) == 1
    assert [slip.rows for slip in slips(workspace)] == [
        tuple(homes[name] for name in ("Trần Văn Sang", "Đỗ Văn Nhẫn", "Lê Thị Mai"))
    ]
    assert "phiếu số 1" in due.said("SlipKeptText")
    assert due.page.view.isVisible()


def test_the_slip_of_an_area_may_hold_all_its_households(
    due: Due, workspace: Workspace, tmp_path: Path, door: ScriptedDoor
) -> None:
    due.choose("xuan hoa")
    due.press("Ctrl+P")
    click(find(due.page, QRadioButton, "SlipWhole"))
    assert "2 hộ" in due.said("SlipTitle")
    file = tmp_path / "phieu.pdf"
    door.will_answer("visits.slip.save", file)
    due.click("SaveSlip")
    assert "Ngô Mỹ Bích" in page_text(file.read_bytes(), 0)
    assert len(slips(workspace)) == 1


def test_a_slip_that_was_only_looked_at_has_no_number_yet(due: Due, workspace: Workspace) -> None:
    due.press("Ctrl+P")
    due.press("Esc")
    assert due.page.view.isVisible()
    assert slips(workspace) == []
