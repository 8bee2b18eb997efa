"""The page of reports: it opens on the period that is due, and leads from what is missing to the signed paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.domain.access import Role
from desktop.domain.reporting import ReportState
from desktop.i18n.figures import period_words
from desktop.pdf.render import page_text
from desktop.services import drafts, reports
from desktop.services.environment import StationInfo
from desktop.services.periods import calendar
from desktop.services.reports import Section, Sending, Signing
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Button
from desktop.ui.kit.words import Words
from desktop.ui.pages.reports.figure_model import COLUMNS, Column
from desktop.ui.pages.reports.report_page import ReportsPage
from desktop.ui.pages.reports.report_parts import Part
from desktop.ui.shell.navigation import Intent, OpenList, OpenPage, OpenRecord
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import CTRL, click, find, press, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, environment, make_workspace, put
from tests.services.exchange import acquaint, carry
from tests.ui.conftest import ContextMaker

SIGNED = Signing("5", "BC-CAP", date(2026, 1, 20), "Trưởng Công an phường", "Thượng tá", "Trần Văn Bảy")


@dataclass
class Shown:
    """The page on the screen, and where it asked to go."""

    page: ReportsPage
    asked: list[Intent] = field(default_factory=list)

    def primary(self) -> str:
        return self.page.head.primary.text()

    def take_next_step(self) -> None:
        click(self.page.head.primary)

    def tabs(self) -> list[str]:
        bar = self.page.parts.tabs
        return [bar.tabText(at) for at in range(bar.count()) if bar.isTabVisible(at)]


PageMaker = Callable[..., Shown]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = make_workspace(tmp_path / "xa").workspace
    put(made, "group", name="Tổ 1", established_on="2020-01-01")
    return made


@pytest.fixture
def page_of(context_of: ContextMaker, qtbot: QtBot) -> Iterator[PageMaker]:
    made: list[ReportsPage] = []

    def make(workspace: Workspace, printer: FakePrinter | None = None) -> Shown:
        context = replace(context_of(workspace), printer=printer or FakePrinter())
        shown = Shown(ReportsPage(context))
        made.append(shown.page)
        context.navigation.asked.connect(shown.asked.append)
        context.feed.changed.connect(shown.page.follow)
        qtbot.addWidget(shown.page)
        shown.page.resize(1150, 640)
        shown.page.show()
        shown.page.activateWindow()
        qtbot.waitUntil(shown.page.isActiveWindow)
        shown.page.arrive(OpenPage("reports"))
        return shown

    yield make
    for page in made:
        page.finish()


def visit(workspace: Workspace, on: date) -> str:
    household = put(workspace, "household", head_name="Trần Văn Sang")
    return put(workspace, "visit", household=household, visited_on=on.isoformat())


def begun(workspace: Workspace) -> str:
    due = reports.due(workspace)
    assert due is not None
    return reports.new_report(workspace, due.period)


def with_text(workspace: Workspace) -> str:
    record = begun(workspace)
    reports.save_text(workspace, record, "Kết quả", [Section("Tình hình", "Ổn định.")])
    return record


def state(workspace: Workspace, record: str) -> ReportState:
    return reports.report(workspace, record).state


def test_it_opens_on_the_period_that_is_due_with_what_is_missing_first(
    page_of: PageMaker, workspace: Workspace, words: Words
) -> None:
    shown = page_of(workspace)
    due = reports.due(workspace)
    assert due is not None
    assert shown.page.head.title() == period_words(words, due.period, "vi")
    assert shown.primary() == "Lập báo cáo kỳ này"
    assert shown.page.parts.current is Part.MISSING
    assert shown.tabs() == ["Còn thiếu (1)", "Số liệu"]
    assert shown.page.parts.missing.texts() == ["1 · Tổ không có hoạt động, thăm gặp, hòa giải nào trong kỳ"]


def test_enter_on_what_is_missing_opens_its_very_rows(page_of: PageMaker, workspace: Workspace) -> None:
    shown = page_of(workspace)
    shown.page.parts.missing.setFocus()
    press(shown.page.parts.missing, Qt.Key.Key_Return)
    (asked,) = shown.asked
    assert isinstance(asked, OpenList)
    due = reports.due(workspace)
    assert due is not None
    (missing,) = reports.missing(workspace, due.period)
    assert (asked.register, asked.query) == ("group", missing.query)


def test_words_of_the_last_report_are_named_until_they_were_changed(
    page_of: PageMaker, workspace: Workspace
) -> None:
    held = reports.report(workspace, with_text(workspace))
    reports.new_report(workspace, calendar(workspace).after(held.period))
    shown = page_of(workspace)
    assert shown.page.parts.missing.texts()[-1] == "1 · Mục còn nguyên lời văn của báo cáo trước"
    shown.page.parts.missing.setCurrentIndex(shown.page.parts.missing.model().index(1, 0))
    press(shown.page.parts.missing, Qt.Key.Key_Return)
    assert shown.page.parts.current is Part.TEXT


def test_enter_on_a_figure_opens_its_rows(page_of: PageMaker, workspace: Workspace) -> None:
    due = reports.due(workspace)
    assert due is not None
    visit(workspace, due.period.last)
    shown = page_of(workspace)
    shown.page.go_to(Part.FIGURES)
    shown.page.parts.figures.table.go_to("visits", Column.THIS)
    press(shown.page.parts.figures.table, Qt.Key.Key_Return)
    (asked,) = shown.asked
    assert isinstance(asked, OpenList)
    assert asked.register == "visit"


def test_the_primary_button_is_the_next_deed_until_it_was_received(
    page_of: PageMaker, workspace: Workspace, door: ScriptedDoor
) -> None:
    shown = page_of(workspace)
    shown.take_next_step()
    (line,) = reports.reports(workspace)
    assert (shown.primary(), shown.page.head.chip()) == ("Chốt số liệu", "Đang lập")
    door.will_answer("reports.ask.freeze", True)
    shown.take_next_step()
    assert (shown.primary(), shown.page.head.chip()) == ("Ghi đã ký", "Đã chốt")
    door.will_answer(
        "reports.ask.sign",
        {
            "number": "5",
            "symbol": "BC-CAP",
            "signed_on": "2026-01-20",
            "title": "Trưởng",
            "rank": None,
            "name": "An",
        },
    )
    shown.take_next_step()
    assert (shown.primary(), shown.page.head.chip()) == ("Ghi đã gửi", "Đã ký")
    door.will_answer(
        "reports.ask.send", {"sent_on": "2026-01-21", "sent_to": "Công an tỉnh", "sent_by": None}
    )
    shown.take_next_step()
    door.will_answer("reports.ask.receive", {"on": "2026-01-22"})
    shown.take_next_step()
    assert state(workspace, line.id) is ReportState.RECEIVED
    assert shown.primary() == "Xem bản in"
    assert "Ký ngày 20/01/2026: An" in shown.page.head.said()


def test_freezing_asks_only_while_something_is_missing(page_of: PageMaker, tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "du").workspace
    record = with_text(workspace)
    shown = page_of(workspace)
    assert shown.page.parts.lacking == 0
    shown.take_next_step()
    assert state(workspace, record) is ReportState.FROZEN


def test_whoever_thinks_better_of_it_freezes_nothing(
    page_of: PageMaker, workspace: Workspace, door: ScriptedDoor
) -> None:
    record = begun(workspace)
    shown = page_of(workspace)
    door.will_answer("reports.ask.freeze", False)
    shown.take_next_step()
    assert state(workspace, record) is ReportState.DRAFT


def test_an_officer_is_not_offered_to_sign(page_of: PageMaker, tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "xa2", role=Role.OFFICER).workspace
    reports.freeze_figures(workspace, begun(workspace))
    shown = page_of(workspace)
    assert shown.primary() == "Xem bản in"


def test_words_are_typed_saved_by_a_key_and_go_on_being_typed(
    page_of: PageMaker, workspace: Workspace
) -> None:
    record = begun(workspace)
    shown = page_of(workspace)
    shown.page.go_to(Part.TEXT)
    body = find(shown.page, QPlainTextEdit, "Body_1Text")
    body.setFocus()
    type_text(body, "An ninh")
    press(body, Qt.Key.Key_S, CTRL)
    assert reports.report(workspace, record).sections[0].body == "An ninh"
    # The very same box, with the keyboard still in it.
    type_text(find(shown.page, QPlainTextEdit, "Body_1Text"), " tốt")
    assert body.toPlainText() == "An ninh tốt"


def test_words_are_kept_when_the_page_is_left(page_of: PageMaker, workspace: Workspace) -> None:
    record = begun(workspace)
    shown = page_of(workspace)
    shown.page.go_to(Part.TEXT)
    subject = find(shown.page, QLineEdit, "ReportSubjectLine")
    press(subject, Qt.Key.Key_End)
    type_text(subject, " quý")
    shown.page.leave()
    assert reports.report(workspace, record).subject.endswith(" quý")


def test_half_typed_words_survive_a_crash(page_of: PageMaker, workspace: Workspace, qtbot: QtBot) -> None:
    record = begun(workspace)
    first = page_of(workspace)
    first.page.go_to(Part.TEXT)
    type_text(find(first.page, QPlainTextEdit, "Body_2Text"), "Dang go")
    qtbot.waitUntil(lambda: drafts.draft(workspace, "report", record) is not None)
    again = page_of(workspace)
    assert find(again.page, QPlainTextEdit, "Body_2Text").toPlainText() == "Dang go"
    assert again.page.parts.text.changed
    again.page.leave()
    assert reports.report(workspace, record).sections[1].body == "Dang go"
    assert drafts.draft(workspace, "report", record) is None


def test_parts_are_added_and_dropped(page_of: PageMaker, workspace: Workspace) -> None:
    record = begun(workspace)
    shown = page_of(workspace)
    shown.page.go_to(Part.TEXT)
    click(find(shown.page, Button, "Drop_1"))
    click(find(shown.page, Button, "AddSection"))
    type_text(find(shown.page, QLineEdit, "Heading_5Line"), "Phu luc anh")
    click(find(shown.page, Button, "SaveText"))
    headings = [each.heading for each in reports.report(workspace, record).sections]
    assert headings == [
        "Kết quả thực hiện",
        "Tồn tại, hạn chế và nguyên nhân",
        "Phương hướng, nhiệm vụ thời gian tới",
        "Đề xuất, kiến nghị",
        "Phu luc anh",
    ]


def test_a_part_without_a_heading_is_told_and_nothing_is_lost(
    page_of: PageMaker, workspace: Workspace, door: ScriptedDoor
) -> None:
    record = begun(workspace)
    shown = page_of(workspace)
    shown.page.go_to(Part.TEXT)
    click(find(shown.page, Button, "AddSection"))
    door.will_hear("report_heading_needed")
    click(find(shown.page, Button, "SaveText"))
    assert door.told == ["report_heading_needed"]
    assert len(shown.page.parts.text.words_typed()[1]) == 6
    assert len(reports.report(workspace, record).sections) == 5


def test_a_figure_is_left_out_by_a_key_and_all_are_taken_back(
    page_of: PageMaker, workspace: Workspace
) -> None:
    record = begun(workspace)
    shown = page_of(workspace)
    shown.page.go_to(Part.FIGURES)
    table = shown.page.parts.figures.table
    first = table.figures.row(1)
    assert first is not None
    table.setFocus()
    press(table, Qt.Key.Key_Delete)
    assert reports.report(workspace, record).left_out == {first.code}
    click(find(shown.page, Button, "TakeAll"))
    assert reports.report(workspace, record).left_out == frozenset()


def test_what_changed_after_freezing_is_counted_and_opens_its_records(
    page_of: PageMaker, workspace: Workspace
) -> None:
    record = with_text(workspace)
    reports.freeze_figures(workspace, record)
    shown = page_of(workspace)
    assert shown.page.notice.isHidden()
    visit(workspace, reports.report(workspace, record).period.last)
    assert shown.page.notice.text() == "Số liệu đã thay đổi sau khi chốt: 6"
    click(find(shown.page, Button, "ShowChanges"))
    lines = shown.page.parts.changed.texts()
    assert lines[0].endswith("Kỳ này: khi chốt –, nay 1 · 1 bản ghi")
    press(shown.page.parts.changed, Qt.Key.Key_Return)
    (asked,) = shown.asked
    assert isinstance(asked, OpenList)
    assert asked.register == "visit"


def test_a_supplement_is_offered_for_a_report_that_has_left(page_of: PageMaker, workspace: Workspace) -> None:
    record = with_text(workspace)
    reports.freeze_figures(workspace, record)
    reports.sign(workspace, record, SIGNED)
    reports.send(workspace, record, Sending(date(2026, 1, 21)))
    shown = page_of(workspace)
    visit(workspace, reports.report(workspace, record).period.last)
    click(find(shown.page, Button, "MakeSupplement"))
    assert [bool(each.supplements) for each in reports.reports(workspace)] == [False, True]
    assert shown.page.head.title().startswith("Bổ sung: ")
    assert [text.rsplit(" · ", 1)[-1] for text in shown.page.list.texts()] == ["Đã gửi", "Đang lập"]


def test_freezing_is_taken_back_with_a_reason(
    page_of: PageMaker, workspace: Workspace, door: ScriptedDoor
) -> None:
    record = with_text(workspace)
    reports.freeze_figures(workspace, record)
    shown = page_of(workspace)
    door.will_answer("reports.ask.unfreeze", {"reason": "Còn thiếu số"})
    click(find(shown.page, Button, "Deed_unfreeze"))
    assert state(workspace, record) is ReportState.DRAFT
    assert "Còn thiếu số" in shown.page.head.said()


@pytest.mark.parametrize(
    ("kind", "begins"), [("pdf", b"%PDF-"), ("word", b"PK\x03\x04"), ("excel", b"PK\x03\x04")]
)
def test_it_is_taken_out_as_a_file(
    page_of: PageMaker,
    workspace: Workspace,
    door: ScriptedDoor,
    tmp_path: Path,
    qtbot: QtBot,
    kind: str,
    begins: bytes,
) -> None:
    begun(workspace)
    shown = page_of(workspace)
    target = tmp_path / "bao-cao"
    door.will_answer(f"reports.save.{kind}", target)
    shown.page.go_to(Part.PAPER)
    qtbot.waitUntil(lambda: shown.page.taking.pdf != b"")
    click(find(shown.page, Button, f"Take_{kind}"))
    qtbot.waitUntil(target.exists)
    assert target.read_bytes().startswith(begins)


def test_the_preview_is_the_paper_of_the_words_that_were_just_typed(
    page_of: PageMaker, workspace: Workspace, qtbot: QtBot
) -> None:
    begun(workspace)
    shown = page_of(workspace)
    shown.page.go_to(Part.TEXT)
    type_text(find(shown.page, QPlainTextEdit, "Body_1Text"), "Khong co diem nong")
    shown.page.go_to(Part.PAPER)
    qtbot.waitUntil(lambda: "Khong co diem nong" in first_page(shown.page.taking.pdf))


def first_page(pdf: bytes) -> str:
    return page_text(pdf, 0) if pdf else ""


def test_a_report_found_by_the_search_is_shown(page_of: PageMaker, workspace: Workspace) -> None:
    first = begun(workspace)
    held = reports.report(workspace, first)
    reports.new_report(workspace, calendar(workspace).after(held.period))
    shown = page_of(workspace)
    shown.page.arrive(OpenRecord("report", first))
    current = shown.page.list.current()
    assert current is not None
    assert current.key == first


def test_the_report_of_another_kind_is_begun_by_a_day_in_it(
    page_of: PageMaker, workspace: Workspace, door: ScriptedDoor
) -> None:
    shown = page_of(workspace)
    door.will_answer("reports.ask.another", {"kind": "year", "first": "2025-06-01", "last": None})
    click(find(shown.page, Button, "AnotherReport"))
    assert shown.page.head.title().startswith("Năm 2025")
    door.will_answer("reports.ask.another", {"kind": "campaign", "first": "2025-06-01", "last": "2025-06-20"})
    click(find(shown.page, Button, "AnotherReport"))
    assert shown.page.head.title() == "Chuyên đề (01/06/2025 – 20/06/2025)"


def test_ctrl_p_prints_the_paper(page_of: PageMaker, workspace: Workspace) -> None:
    begun(workspace)
    printer = FakePrinter()
    shown = page_of(workspace, printer)
    press(shown.page.list, Qt.Key.Key_P, CTRL)
    (paper,) = printer.papers
    assert paper.pages >= 2
    assert (paper.width_mm, paper.height_mm) == (210.0, 297.0)


def test_the_models_keep_qts_rules(page_of: PageMaker, workspace: Workspace) -> None:
    begun(workspace)
    shown = page_of(workspace)
    for view in (shown.page.list, shown.page.parts.missing, shown.page.parts.changed):
        QAbstractItemModelTester(view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    shown.page.reload()


def test_the_history_tells_each_step_without_the_frozen_figures_themselves(
    page_of: PageMaker, workspace: Workspace
) -> None:
    record = with_text(workspace)
    reports.freeze_figures(workspace, record)
    shown = page_of(workspace)
    shown.page.go_to(Part.HISTORY)
    newest = shown.page.parts.history.texts()[0]
    assert newest[0] == "Chốt số liệu"
    assert "Số liệu đã chốt: Có" in newest
    assert not any("\t" in line for line in newest)


def test_a_report_begun_by_mistake_is_taken_back_in_its_history(
    page_of: PageMaker, workspace: Workspace
) -> None:
    begun(workspace)
    shown = page_of(workspace)
    shown.page.go_to(Part.HISTORY)
    click(find(shown.page, Button, "Undo_0"))
    assert reports.reports(workspace) == []
    assert shown.primary() == "Lập báo cáo kỳ này"
    assert shown.page.parts.current is Part.MISSING


def test_a_report_of_another_unit_is_only_looked_at_with_its_very_figures(
    page_of: PageMaker, tmp_path: Path
) -> None:
    province = computer(tmp_path / "tinh", AN_GIANG, 7)
    commune = computer(tmp_path / "phuong", NHON_HUNG, 8)
    acquaint(province, commune)
    record = with_text(commune)
    visit(commune, reports.report(commune, record).period.last)
    reports.freeze_figures(commune, record)
    carry(commune, province, tmp_path)
    shown = page_of(province)
    shown.page.arrive(OpenRecord("report", record))
    assert any("Công an phường Nhơn Hưng" in text for text in shown.page.list.texts())
    assert shown.primary() == "Xem bản in"
    shown.page.go_to(Part.TEXT)
    assert not find(shown.page, Button, "SaveText").isVisible()
    visits = next(line for line in shown.page.parts.figures.table.lines() if line[0] == "Số lượt thăm gặp")
    assert visits[COLUMNS.index(Column.THIS)] == "1"


def computer(folder: Path, station: StationInfo, seed: int) -> Workspace:
    return make_workspace(folder, station, around=environment(seed=seed, machine=f"may-{seed}")).workspace
