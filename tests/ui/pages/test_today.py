from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.app.sample import make_sample
from desktop.domain.access import Role
from desktop.services import registers
from desktop.services.accounts import FirstRun, first_run
from desktop.services.drafts import keep_draft
from desktop.services.users import NewUser
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Button, Notice
from desktop.ui.pages.today.figures import FigureCard
from desktop.ui.pages.today.page import TodayPage
from desktop.ui.shell.navigation import NewRecord, OpenList, OpenPage, OpenRecord, ResumeDraft
from desktop.vault.recovery import RecoveryCode
from tests.kit.keys import CTRL, click, find, find_all, press
from tests.kit.workspaces import AN_GIANG, FAST, NHON_HUNG, PASSWORD, WorkspaceMaker, environment, put
from tests.ui.conftest import ContextMaker

PageMaker = Callable[[Workspace], TodayPage]


@pytest.fixture
def page_of(context_of: ContextMaker, qtbot: QtBot) -> PageMaker:
    kept: list[TodayPage] = []

    def make(workspace: Workspace) -> TodayPage:
        page = TodayPage(context_of(workspace))
        kept.append(page)
        qtbot.addWidget(page)
        page.resize(1150, 690)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.arrive(OpenPage("today"))
        page.setFocus()
        return page

    return make


def visit(workspace: Workspace, name: str, due_in: int) -> str:
    household = put(workspace, "household", head_name=name)
    today = workspace.today()
    put(
        workspace,
        "visit",
        household=household,
        visited_on=(today - timedelta(days=30)).isoformat(),
        next_visit_on=(today + timedelta(days=due_in)).isoformat(),
    )
    return household


def due_titles(page: TodayPage) -> list[str]:
    return [line.split(" · ")[0] for line in page.due_list.lines()]


def test_what_is_overdue_stands_before_what_is_due(workspace: Workspace, page_of: PageMaker) -> None:
    visit(workspace, "Đỗ Văn Nhẫn", 3)
    visit(workspace, "Nguyễn Thị Ước", -5)
    visit(workspace, "Danh Văn Ý", 0)
    assert due_titles(page_of(workspace)) == ["Quá hạn 5 ngày", "Hôm nay", "Còn 3 ngày"]


def test_an_open_dispute_with_a_risk_of_violence_is_told_without_its_content(
    workspace: Workspace, page_of: PageMaker
) -> None:
    put(
        workspace,
        "dispute",
        summary="Vợ chồng mâu thuẫn",
        received_on="2026-11-01",
        outcome="open",
        violence_risk=True,
    )
    (line,) = page_of(workspace).due_list.lines()
    assert line.startswith("Nguy cơ bạo lực · ")
    assert "Vợ chồng" not in line


def test_nothing_due_is_said(workspace: Workspace, page_of: PageMaker) -> None:
    page = page_of(workspace)
    assert find(page, QLabel, "DueEmptySentence").isVisible()
    assert not page.due_list.isVisible()
    assert find(page, Button, "New_visit").hasFocus()


def test_enter_opens_the_first_thing_to_do(workspace: Workspace, page_of: PageMaker, qtbot: QtBot) -> None:
    visit(workspace, "Nguyễn Thị Ước", -5)
    page = page_of(workspace)
    with qtbot.waitSignal(page._context.navigation.asked) as asked:
        press(page.due_list, Qt.Key.Key_Return)
    assert asked.args is not None
    assert isinstance(asked.args[0], OpenRecord)
    assert asked.args[0].register == "visit"


def test_the_button_opens_it_too(workspace: Workspace, page_of: PageMaker, qtbot: QtBot) -> None:
    visit(workspace, "Nguyễn Thị Ước", -5)
    page = page_of(workspace)
    with qtbot.waitSignal(page._context.navigation.asked):
        click(find(page, Button, "OpenFirst"))


def test_ctrl_n_records_a_visit(workspace: Workspace, page_of: PageMaker, qtbot: QtBot) -> None:
    page = page_of(workspace)
    with qtbot.waitSignal(page._context.navigation.asked) as asked:
        press(page, Qt.Key.Key_N, CTRL)
    assert asked.args == [NewRecord("visit")]


def test_a_role_is_offered_only_what_it_may_do(
    make: WorkspaceMaker, page_of: PageMaker, qtbot: QtBot
) -> None:
    justice = page_of(make(role=Role.JUSTICE).workspace)
    names = [each.objectName() for each in find_all(justice, Button)]
    assert "New_dispute" in names
    assert "New_visit" not in names
    qtbot.waitUntil(lambda: bool(justice.figures.texts()))
    assert len(justice.figures.texts()) == 4
    assert all("hòa giải" in text for text in justice.figures.texts())


def test_the_level_above_is_offered_no_visit_of_its_own(make: WorkspaceMaker, page_of: PageMaker) -> None:
    page = page_of(make(AN_GIANG).workspace)
    primary = [each for each in find_all(page, Button) if each.property("look") == "primary"]
    assert [each.objectName() for each in primary] == ["OpenFirst"]
    assert not find_all(page, Button, "New_visit")


def test_one_button_is_the_primary_one(workspace: Workspace, page_of: PageMaker) -> None:
    primary = [each for each in find_all(page_of(workspace), Button) if each.property("look") == "primary"]
    assert [each.objectName() for each in primary] == ["New_visit"]


def test_figures_are_of_the_period_that_runs_and_lead_to_their_rows(
    workspace: Workspace, page_of: PageMaker, qtbot: QtBot
) -> None:
    household = put(workspace, "household", head_name="Nguyễn Thị Ước")
    put(workspace, "visit", household=household, visited_on=workspace.today().isoformat())
    page = page_of(workspace)
    qtbot.waitUntil(lambda: bool(page.figures.texts()))
    assert find(page, QLabel, "FiguresTitle").text().startswith("Tháng 12/2026 (15/11")
    (visits,) = [each for each in find_all(page, FigureCard) if "lượt thăm gặp" in each.accessibleName()]
    assert visits.accessibleName() == "Số lượt thăm gặp: 1; cùng kỳ năm trước: –"
    with qtbot.waitSignal(page._context.navigation.asked) as asked:
        press(visits, Qt.Key.Key_Return)
    assert asked.args is not None
    (intent,) = asked.args
    assert isinstance(intent, OpenList)
    assert registers.count(workspace, "visit", intent.query) == 1


def test_a_draft_is_offered_on_return(workspace: Workspace, page_of: PageMaker, qtbot: QtBot) -> None:
    keep_draft(workspace, "visit", None, {"content": "Đang ghi dở"})
    page = page_of(workspace)
    notice = find(page, Notice, "DraftsNotice")
    assert notice.text() == "Còn 1 bản nháp: Lượt thăm gặp, 08:00, 20/11/2026"
    with qtbot.waitSignal(page._context.navigation.asked) as asked:
        click(find(notice, Button, "resume"))
    assert asked.args == [ResumeDraft("visit", None)]


def test_a_lone_administrator_is_asked_for_a_second(page_of: PageMaker, tmp_path: Path, qtbot: QtBot) -> None:
    setup = FirstRun(tmp_path / "mot", NHON_HUNG, (NewUser("An", Role.ADMIN, PASSWORD),))
    code = RecoveryCode.generate(environment().randomness)
    workspace = first_run(setup, environment(), code, kdf=FAST)
    page = page_of(workspace)
    with qtbot.waitSignal(page._context.navigation.asked) as asked:
        click(find(find(page, Notice, "AdministratorNotice"), Button, "users"))
    assert asked.args == [OpenPage("administration", "users")]
    page.finish()
    workspace.close()


def test_two_administrators_are_enough(workspace: Workspace, page_of: PageMaker) -> None:
    assert find_all(page_of(workspace), Notice, "AdministratorNotice") == []


def test_the_page_follows_what_is_written(workspace: Workspace, page_of: PageMaker, qtbot: QtBot) -> None:
    page = page_of(workspace)
    page._context.feed.changed.connect(page.follow)
    visit(workspace, "Nguyễn Thị Ước", -5)
    qtbot.waitUntil(lambda: due_titles(page) == ["Quá hạn 5 ngày"])


def test_the_list_keeps_qts_rules_and_shows_every_line_of_the_sample(
    workspace: Workspace, page_of: PageMaker
) -> None:
    make_sample(workspace)
    page = page_of(workspace)
    QAbstractItemModelTester(page.due_list._model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.reload()
    assert find(page, QLabel, "DueTitle").text() == f"Đến hạn và quá hạn · {len(page.due_list.lines())}"


def test_a_narrow_page_puts_the_figures_under_the_list(
    workspace: Workspace, page_of: PageMaker, qtbot: QtBot
) -> None:
    make_sample(workspace)
    page = page_of(workspace)
    page.resize(700, 690)
    qtbot.waitUntil(lambda: page.figures.geometry().width() > 500)


def test_the_report_of_the_period_that_has_ended_is_told_until_it_is_sent(
    workspace: Workspace, page_of: PageMaker, qtbot: QtBot
) -> None:
    page = page_of(workspace)
    notice = find(page, Notice, "ReportNotice")
    assert notice.text() == "Báo cáo Tháng 11/2026 (15/10 – 14/11) đã đến hạn mà chưa gửi."
    with qtbot.waitSignal(page._context.navigation.asked) as asked:
        click(find(notice, Button, "report"))
    assert asked.args == [OpenPage("reports", "report")]


def test_a_role_without_reports_is_not_told_of_one(make: WorkspaceMaker, page_of: PageMaker) -> None:
    page = page_of(make(role=Role.WARD).workspace)
    assert find_all(page, Notice, "ReportNotice") == []
