"""The 14th of the month: a report is begun, written, frozen, found changed by a late visit, signed and taken out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from desktop.app.demo_station import Station
from desktop.domain.periods import Period
from desktop.domain.reporting import ReportState
from desktop.i18n.dates import short_date
from desktop.services import reports
from desktop.ui.pages.reports.figure_model import COLUMNS, Column
from desktop.ui.pages.reports.report_page import ReportsPage
from desktop.ui.pages.reports.report_parts import Part
from desktop.ui.shell.tabs import TabbedPage
from tests.journeys.conftest import StationMaker
from tests.journeys.test_every_day import begun
from tests.kit.report_files import excel_figures, pdf_words, stands_in, word_figures
from tests.kit.workspaces import put

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
ENDINGS = {"pdf": "pdf", "word": "docx", "excel": "xlsx"}


def with_a_month_of_work(station: StationMaker) -> tuple[Station, Period]:
    at = begun(station)
    due = reports.due(at.workspace)
    assert due is not None
    area = put(at.workspace, "area", name="Khóm Đông Hưng")
    put(at.workspace, "group", name="Tổ 5", area=area, established_on="2020-01-01")
    household = put(at.workspace, "household", head_name="Trần Văn Sang", area=area)
    put(at.workspace, "visit", household=household, visited_on=due.period.first.isoformat())
    return at, due.period


def page_of(at: Station) -> ReportsPage:
    at.hand.press(Qt.Key.Key_9, ALT)
    at.hand.wait(lambda: at.hand.sees("ReportList"), "the reports")
    tabs = at.shell.main_window().page()
    assert isinstance(tabs, TabbedPage)
    page = tabs.current
    assert isinstance(page, ReportsPage)
    return page


def next_step(at: Station, page: ReportsPage, chip: str) -> None:
    at.hand.click("NextDeed")
    at.hand.wait(lambda: page.head.chip() == chip, chip)


def test_a_monthly_report_from_its_beginning_to_its_three_files(
    station: StationMaker, tmp_path: Path
) -> None:
    at, period = with_a_month_of_work(station)
    page = page_of(at)
    assert page.parts.missing.texts() == ["1 · Tổ không có hoạt động, thăm gặp, hòa giải nào trong kỳ"]
    next_step(at, page, "Đang lập")
    write(at)
    next_step(at, page, "Đã chốt")
    (line,) = reports.reports(at.workspace)
    assert reports.report(at.workspace, line.id).sections[0].body == "Tình hình ổn định"

    enter_a_late_visit(at, period)
    page = page_of(at)
    changes = reports.differences(at.workspace, reports.report(at.workspace, line.id))
    assert [(each.code, each.was, each.now, each.count) for each in changes][:1] == [("visits", 1, 2, 1)]
    assert page.notice.text() == f"Số liệu đã thay đổi sau khi chốt: {len(changes)}"

    next_step(at, page, "Đã ký")
    assert reports.report(at.workspace, line.id).state is ReportState.SIGNED
    files = take_out(at, page, tmp_path)
    assert shown(page)["Số lượt thăm gặp"][0] == "1"
    compare(page, files)


def write(at: Station) -> None:
    at.hand.tab("ReportParts", Part.TEXT)
    at.hand.type_into(at.hand.find(QPlainTextEdit, "Body_1Text"), "Tình hình ổn định")
    at.hand.press(Qt.Key.Key_S, CTRL)


def enter_a_late_visit(at: Station, period: Period) -> None:
    at.new("visit")
    at.pick("visit", "household", "sang")
    at.fill("visit", visited_on=short_date(period.last))
    at.save()


def take_out(at: Station, page: ReportsPage, folder: Path) -> dict[str, bytes]:
    page.go_to(Part.PAPER)
    found = {}
    for kind, ending in ENDINGS.items():
        path = folder / f"bao-cao.{ending}"
        at.door.lay_out(path)
        at.hand.wait(lambda: page.taking.strip.isHidden(), "nothing is being drawn")
        at.hand.click(f"Take_{kind}")
        at.hand.wait(path.exists, kind)
        found[kind] = path.read_bytes()
    return found


def shown(page: ReportsPage) -> dict[str, list[str]]:
    """The four columns of every figure on the screen, by its words."""
    wanted = [COLUMNS.index(each) for each in (Column.THIS, Column.BEFORE, Column.LAST_YEAR, Column.TO_DATE)]
    lines = [line for line in page.parts.figures.table.lines() if line[wanted[0]]]
    return {line[0]: [line[at].replace("\u00a0", " ") for at in wanted] for line in lines}


def compare(page: ReportsPage, files: dict[str, bytes]) -> None:
    on_screen, written = shown(page), word_figures(files["word"])
    assert len(written) == len(on_screen)
    for cells, (label, numbers) in zip(written, on_screen.items(), strict=True):
        assert cells[0].startswith(label)
        assert [cells[at].rstrip("*") for at in (1, 2, 3, 5)] == numbers
    words = pdf_words(files["pdf"])
    assert [row for row in written if not stands_in(words, row)] == []
    rows = excel_figures(files["excel"])
    assert [row[1] for row in rows] == list(on_screen)
    visits = next(row for row in rows if row[1] == "Số lượt thăm gặp")
    assert visits[3] == 1
