"""The page of figures: a period and an area are chosen, and a figure leads to the very records it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.domain.access import Role
from desktop.domain.periods import PeriodKind
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Button
from desktop.ui.pages.reports.figure_model import COLUMNS, Column
from desktop.ui.pages.reports.figure_opening import SECRET
from desktop.ui.pages.reports.figures_page import FiguresPage
from desktop.ui.shell.navigation import Intent, OpenList, OpenPage
from tests.kit.keys import click, find, press, type_text
from tests.kit.register_pages import Driver
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import WorkspaceMaker, put
from tests.ui.conftest import ContextMaker


@dataclass
class Shown:
    """The page on the screen, and where it asked to go."""

    page: FiguresPage
    asked: list[Intent] = field(default_factory=list)

    def cell(self, indicator: str, column: Column) -> str:
        (line,) = [each for each in self.page.table.lines() if each[0] == indicator]
        return line[COLUMNS.index(column)]

    def open(self, code: str, column: Column = Column.THIS) -> None:
        """With the keyboard, as one goes through a table."""
        self.page.table.go_to(code, column)
        press(self.page.table, Qt.Key.Key_Return)

    @property
    def last(self) -> OpenList:
        asked = self.asked[-1]
        assert isinstance(asked, OpenList)
        return asked


PageMaker = Callable[[Workspace], Shown]


@pytest.fixture
def page_of(context_of: ContextMaker, qtbot: QtBot) -> PageMaker:
    def make(workspace: Workspace) -> Shown:
        context = context_of(workspace)
        shown = Shown(FiguresPage(context))
        context.navigation.asked.connect(shown.asked.append)
        context.feed.changed.connect(shown.page.follow)
        qtbot.addWidget(shown.page)
        shown.page.resize(1150, 690)
        with qtbot.waitActive(shown.page):
            shown.page.show()
        shown.page.arrive(OpenPage("reports"))
        shown.page.table.setFocus()
        return shown

    return make


@pytest.fixture
def visited(workspace: Workspace) -> Workspace:
    """Three visits in November 2026, one the year before, one to a family of a drug user."""
    area = put(workspace, "area", name="Ấp Đông Hưng", kind="ap")
    plain = put(workspace, "household", head_name="Danh Ý", area=area)
    marked = put(workspace, "household", head_name="Đỗ Văn Nhẫn", categories=["addiction"])
    for household, day in ((plain, "2026-10-15"), (plain, "2026-11-14"), (marked, "2026-11-01")):
        put(workspace, "visit", household=household, visited_on=day)
    put(workspace, "visit", household=plain, visited_on="2025-11-01")
    return workspace


def test_the_page_begins_with_the_month_that_is_due_and_says_its_days(
    visited: Workspace, page_of: PageMaker
) -> None:
    shown = page_of(visited)

    assert shown.page.title() == "Tháng 11/2026 (15/10 – 14/11)"
    assert shown.cell("Số lượt thăm gặp", Column.THIS) == "3"
    assert shown.cell("Số lượt thăm gặp", Column.CHANGE) == "tăng 2 (200,0 %)"
    assert shown.cell("Số nguồn tin quần chúng cung cấp", Column.LAST_YEAR) == "–"


def test_indicators_stand_under_the_seven_heads(visited: Workspace, page_of: PageMaker) -> None:
    shown = page_of(visited)
    table = shown.page.table
    heads = [table.figures.text(at, Column.INDICATOR) for at in table.figures.headings()]

    assert heads == [
        "Mô hình và tổ",
        "Thăm gặp",
        "Hòa giải",
        "Nguồn tin",
        "Hoạt động",
        "Khen thưởng",
        "Kiểm tra, công nhận",
    ]


def test_the_model_keeps_the_rules_of_models(visited: Workspace, page_of: PageMaker) -> None:
    shown = page_of(visited)
    QAbstractItemModelTester(shown.page.table.figures)

    shown.page.picker.go(-1)

    assert shown.page.table.figures.rowCount() > len(shown.page.table.figures.headings())


def test_numbers_stand_to_the_right(visited: Workspace, page_of: PageMaker) -> None:
    shown = page_of(visited)
    model = shown.page.table.figures
    flags = model.data(model.index(1, COLUMNS.index(Column.THIS)), Qt.ItemDataRole.TextAlignmentRole)

    assert isinstance(flags, Qt.AlignmentFlag)
    assert flags & Qt.AlignmentFlag.AlignRight


def test_the_period_before_and_after_are_a_key_away(visited: Workspace, page_of: PageMaker) -> None:
    shown = page_of(visited)

    press(shown.page.table, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shown.page.title() == "Tháng 10/2026 (15/09 – 14/10)"

    click(find(shown.page, Button, "NextPeriod"))
    assert shown.page.title() == "Tháng 11/2026 (15/10 – 14/11)"


def test_another_kind_of_period_is_typed(visited: Workspace, page_of: PageMaker) -> None:
    shown = page_of(visited)

    shown.page.picker.kind.line.setFocus()
    shown.page.picker.kind.line.selectAll()
    type_text(shown.page.picker.kind.line, "quý")
    press(shown.page.picker.kind.line, Qt.Key.Key_Return)

    assert shown.page.title() == "Quý IV/2026 (15/09 – 14/12)"


def test_the_days_of_a_campaign_are_typed(visited: Workspace, page_of: PageMaker) -> None:
    shown = page_of(visited)
    picker = shown.page.picker
    picker.show_period(picker.period())
    assert not picker.free.isVisible()

    picker.kind.line.setFocus()
    picker.kind.line.selectAll()
    type_text(picker.kind.line, "chuyên")
    press(picker.kind.line, Qt.Key.Key_Return)
    assert picker.free.isVisible()
    picker.days[0].set_value("2026-11-01")
    picker.days[0].edited.emit()

    assert picker.period().kind is PeriodKind.CAMPAIGN
    assert shown.page.title() == "Chuyên đề (01/11/2026 – 14/11/2026)"
    assert shown.cell("Số lượt thăm gặp", Column.THIS) == "2"


def test_figures_of_one_area(visited: Workspace, page_of: PageMaker) -> None:
    shown = page_of(visited)
    line = shown.page.picker.areas.line

    line.setFocus()
    line.selectAll()
    type_text(line, "dong hung")
    press(line, Qt.Key.Key_Return)

    assert shown.cell("Số lượt thăm gặp", Column.THIS) == "2"


def test_what_is_saved_meanwhile_is_counted(visited: Workspace, page_of: PageMaker, qtbot: QtBot) -> None:
    shown = page_of(visited)

    put(visited, "event", name="Tuần tra", kind="patrol", held_on="2026-11-02")

    qtbot.waitUntil(lambda: shown.cell("Số buổi tuần tra", Column.THIS) == "1")


def test_typed_figures_are_marked_and_say_where_they_come_from(
    visited: Workspace, page_of: PageMaker
) -> None:
    put(
        visited,
        "opening_figure",
        indicator="patrols",
        first_on="2025-10-15",
        last_on="2025-11-14",
        value=3,
        basis="Báo cáo số 45",
    )
    shown = page_of(visited)
    model = shown.page.table.figures
    place = model.place("patrols", None)
    assert place is not None

    assert shown.cell("Số buổi tuần tra", Column.LAST_YEAR) == "3"
    assert shown.cell("Số buổi tuần tra", Column.NOTE) == "Có số nhập tay"
    tip = model.data(model.index(place, COLUMNS.index(Column.LAST_YEAR)), Qt.ItemDataRole.ToolTipRole)
    assert tip == "Số liệu nhập tay. Nguồn: Báo cáo số 45"


def test_a_typed_figure_has_no_records_to_open(visited: Workspace, page_of: PageMaker) -> None:
    put(
        visited,
        "opening_figure",
        indicator="patrols",
        first_on="2025-10-15",
        last_on="2025-11-14",
        value=3,
    )
    shown = page_of(visited)

    shown.open("patrols", Column.LAST_YEAR)

    assert shown.asked == []
    assert shown.page.notice.text() == "Số liệu này không có bản ghi để mở."


def test_a_figure_opens_the_very_records_under_a_chip_that_can_be_dropped(
    visited: Workspace, page_of: PageMaker, context_of: ContextMaker, qtbot: QtBot
) -> None:
    shown = page_of(visited)
    shown.open("visits")
    driver = Driver(qtbot, context_of(visited), "visit")

    driver.page.arrive(shown.last)

    chip = find(driver.page, Button, "ChipFigure")
    assert chip.isVisible()
    assert chip.text() == "Số lượt thăm gặp: Tháng 11/2026 (15/10 – 14/11)"
    assert driver.page.list.head.title() == "Thăm gặp · 4, đang lọc 3"
    click(chip)
    assert driver.page.list.head.title() == "Thăm gặp · 4"
    assert not chip.isVisible()


def test_dropping_all_filters_drops_the_figure_too(
    visited: Workspace, page_of: PageMaker, context_of: ContextMaker, qtbot: QtBot
) -> None:
    shown = page_of(visited)
    shown.open("visits")
    driver = Driver(qtbot, context_of(visited), "visit")
    driver.page.arrive(shown.last)

    click(find(driver.page, Button, "ClearFilters"))

    assert driver.page.list.query().figure is None
    assert driver.page.list.head.title() == "Thăm gặp · 4"


def test_a_list_that_tells_what_is_masked_is_asked_about_first(
    visited: Workspace, page_of: PageMaker, door: ScriptedDoor
) -> None:
    shown = page_of(visited)

    door.will_answer(SECRET, answer=False)
    shown.open("visits_addiction")
    assert shown.asked == []

    door.will_answer(SECRET, answer=True)
    shown.open("visits_addiction")
    assert shown.last.register == "visit"


def test_the_judicial_official_sees_disputes_and_no_visits(make: WorkspaceMaker, page_of: PageMaker) -> None:
    shown = page_of(make(role=Role.JUSTICE).workspace)
    lines = [line[0] for line in shown.page.table.lines()]

    assert "Số vụ, việc tổ hòa giải tiếp nhận" in lines
    assert "Số lượt thăm gặp" not in lines


def test_anonymous_figures_go_into_a_file_after_it_was_asked_for_whom(
    make: WorkspaceMaker, page_of: PageMaker, door: ScriptedDoor, tmp_path: Path
) -> None:
    workspace = make().workspace
    for _ in range(2):
        put(workspace, "event", kind="patrol", name="Tuần tra", held_on="2026-11-05")
    shown, path = page_of(workspace), tmp_path / "so-lieu.zip"
    door.will_answer("statistics.ask", {"reason": "Cục Thống kê"})
    door.will_answer("statistics.save", path)
    shown.page.more_button.menu().actions()[0].trigger()
    facts = door.questions[-1].facts
    assert facts["left_out"] == 2
    assert str(facts["period"]).startswith("Tháng 11/2026")
    assert path.read_bytes().startswith(b"PK")
    assert shown.page.notice.isVisible()


def test_who_thinks_better_of_it_leaves_no_file(
    make: WorkspaceMaker, page_of: PageMaker, door: ScriptedDoor, tmp_path: Path
) -> None:
    shown = page_of(make().workspace)
    door.will_answer("statistics.ask", None)
    shown.page.more_button.menu().actions()[0].trigger()
    assert not shown.page.notice.isVisible()
    assert list(tmp_path.glob("*.zip")) == []


def test_who_may_not_send_is_not_offered_anonymous_figures(make: WorkspaceMaker, page_of: PageMaker) -> None:
    assert not page_of(make(role=Role.JUSTICE).workspace).page.more_button.isVisible()
