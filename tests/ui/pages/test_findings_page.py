"""The page of records to look at: what is wrong, where it is mended, and one click that mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.services import registers
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.ui.pages.people import findings_page
from desktop.ui.pages.people.findings_page import FindingsPage
from desktop.ui.shell.navigation import OpenPage, OpenRecord
from desktop.ui.shell.window import MainWindow
from tests.kit.keys import click, press
from tests.kit.workspaces import put
from tests.ui.conftest import ContextMaker

ShowPage = Callable[[], FindingsPage]


@pytest.fixture
def show(workspace: Workspace, context_of: ContextMaker, qtbot: QtBot) -> Iterator[ShowPage]:
    made: list[FindingsPage] = []

    def show() -> FindingsPage:
        context = context_of(workspace)
        page = FindingsPage(context)
        made.append(page)
        context.feed.changed.connect(page.follow)
        qtbot.addWidget(page)
        page.resize(1150, 640)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.arrive(OpenPage("people", "findings"))
        return page

    yield show
    for page in made:
        page.finish()


@pytest.fixture
def twice(workspace: Workspace) -> list[str]:
    household = put(workspace, "household", head_name="Trần Thị Sáu")
    return [put(workspace, "visit", household=household, visited_on="2026-05-20") for _ in range(2)]


def visits(workspace: Workspace) -> int:
    return registers.count(workspace, "visit", ListQuery())


def test_a_register_without_mistakes_says_so(show: ShowPage, qtbot: QtBot) -> None:
    page = show()
    qtbot.waitUntil(lambda: not page.kinds.isVisible() and page.check() is None)
    assert not page.open_button.isVisible()


def test_one_click_mends_and_another_takes_it_back(
    show: ShowPage, twice: list[str], workspace: Workspace, qtbot: QtBot
) -> None:
    page = show()
    qtbot.waitUntil(lambda: page.finding() is not None)
    assert page.kinds.texts() == [["Có thể nhập hai lần", "Lượt thăm gặp", "Nên xem", "1"]]
    assert page.table.texts()[0][0] == "Trần Thị Sáu"
    assert page.mend_button.text() == "Bỏ bản nhập sau"
    click(page.mend_button)
    assert visits(workspace) == 1
    page.undo()
    assert visits(workspace) == 2
    assert len(twice) == 2


def test_enter_opens_the_form_at_the_field(show: ShowPage, workspace: Workspace, qtbot: QtBot) -> None:
    record = put(workspace, "dispute", summary="Lối đi", received_on="2026-05-02", outcome_on="2026-05-09")
    page = show()
    qtbot.waitUntil(lambda: page.finding() is not None)
    asked: list[object] = []
    page.context.navigation.asked.connect(asked.append)
    assert not page.mend_button.isVisible()
    press(page.table, Qt.Key.Key_Return)
    assert asked == [OpenRecord("dispute", record, "outcome")]


def test_what_is_wrong_in_a_row_of_a_record_opens_at_that_row(
    show: ShowPage, workspace: Workspace, qtbot: QtBot
) -> None:
    dispute = put(workspace, "dispute", summary="Lối đi", received_on="2026-05-02")
    session = put(workspace, "session", dispute=dispute, place="Trụ sở ấp")
    page = show()
    qtbot.waitUntil(lambda: page.finding() is not None)
    asked: list[object] = []
    page.context.navigation.asked.connect(asked.append)
    press(page.table, Qt.Key.Key_Return)
    assert asked == [OpenRecord("dispute", dispute, "held_on", ("session", session))]


def test_many_records_come_a_page_at_a_time(
    show: ShowPage, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings_page, "AT_ONCE", 3)
    for number in range(5):
        put(workspace, "group", name=f"Tổ {number}")
    page = show()
    qtbot.waitUntil(lambda: page.finding() is not None)
    assert [line[0] for line in page.table.texts()] == ["Tổ 0", "Tổ 1", "Tổ 2"]
    click(page.after_button)
    assert [line[0] for line in page.table.texts()] == ["Tổ 3", "Tổ 4"]
    assert not page.after_button.isVisible()
    click(page.before_button)
    assert len(page.table.texts()) == 3


def test_the_navigation_shows_how_many_wait(
    workspace: Workspace, twice: list[str], context_of: ContextMaker, qtbot: QtBot
) -> None:
    context = context_of(workspace)
    window = MainWindow(context, {"people": lambda: FindingsPage(context)})
    qtbot.addWidget(window)
    watch = window.watch_findings()
    watch.count()
    qtbot.waitUntil(lambda: window.navigation_bar.counts().get("people") == "1")
    watch.finish()
    assert len(twice) == 2
