"""A register's list: what it counts, how it is narrowed and sorted, what it says when it is empty."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QHeaderView
from pytestqt.qtbot import QtBot

from desktop.domain.access import Role
from desktop.services.views import Filter, ListQuery
from desktop.services.workspace import Workspace
from desktop.ui.kit.empty import Cause
from desktop.ui.kit.widgets import Button
from desktop.ui.pages.register.list_pane import PAUSE_MS
from desktop.ui.shell.navigation import NewRecord, OpenList
from tests.kit.keys import click, find, find_all
from tests.kit.register_pages import Driver, some_groups
from tests.kit.workspaces import WorkspaceMaker, put
from tests.ui.conftest import ContextMaker

Drive = Callable[[str], Driver]


@pytest.fixture
def drive(qtbot: QtBot, workspace: Workspace, context_of: ContextMaker) -> Drive:
    context = context_of(workspace)
    return lambda register: Driver(qtbot, context, register)


def narrow(driver: Driver, text: str) -> None:
    """Type into the filter line, and wait as long as it does."""
    driver.press("Ctrl+F")
    driver.type_text(text)
    (pause,) = [each for each in find_all(driver.page.list, QTimer) if each.interval() == PAUSE_MS]
    pause.timeout.emit()


def test_it_counts_and_sorts_as_vietnamese_do(drive: Drive, workspace: Workspace) -> None:
    some_groups(workspace, "Tổ tự quản số 02", "Tổ hòa giải số 01", "Tổ tự quản số 01")
    driver = drive("group")
    assert driver.head() == "Các tổ · 3"
    assert driver.titles() == ["Tổ hòa giải số 01", "Tổ tự quản số 01", "Tổ tự quản số 02"]


def test_typing_without_accents_narrows_it_and_says_so(drive: Drive, workspace: Workspace) -> None:
    some_groups(workspace, "Tổ tự quản số 02", "Tổ hòa giải số 01")
    driver = drive("group")
    narrow(driver, "hoa giai")
    assert (driver.head(), driver.titles()) == ("Các tổ · 2, đang lọc 1", ["Tổ hòa giải số 01"])


def test_filters_that_are_in_force_are_in_sight(drive: Drive, workspace: Workspace) -> None:
    groups = some_groups(workspace, "Tổ tự quản số 02", "Tổ hòa giải số 01")
    driver = drive("member")
    person = put(workspace, "person", full_name="Lê Văn An")
    put(workspace, "member", person=person, group=groups[1], role="leader")
    driver.page.arrive(OpenList("member", ListQuery(filters=(Filter("group", (groups[1],)),))))
    assert driver.head() == "Thành viên nòng cốt · 1, đang lọc 1"
    assert driver.page.list.filters.chip("group").text() == "Tổ: Tổ hòa giải số 01"


def test_nothing_found_says_by_which_filters_and_offers_to_drop_them(
    drive: Drive, workspace: Workspace
) -> None:
    some_groups(workspace, "Tổ tự quản số 02")
    driver = drive("group")
    narrow(driver, "khong co")
    sentence, reason, button = driver.page.list.empty.texts()
    assert (driver.page.list.empty.cause, reason) == (Cause.FILTERED, "Bộ lọc: “khong co”")
    click(find(driver.page, Button, "EmptyButton"))
    assert (driver.head(), driver.titles()) == ("Các tổ · 1", ["Tổ tự quản số 02"])
    assert (sentence, button) == ("Không có kết quả với bộ lọc đang dùng", "Bỏ lọc")


def test_an_empty_register_says_what_belongs_there_and_begins_the_first(drive: Drive) -> None:
    driver = drive("visit")
    assert driver.page.list.empty.texts() == (
        "Các lượt thăm gặp hộ nằm ở đây",
        "Chưa có mục nào được ghi",
        "Ghi một lượt thăm gặp",
    )
    click(find(driver.page, Button, "EmptyButton"))
    assert driver.form.form.record is None


def test_retired_records_are_left_out_until_asked_for(drive: Drive, workspace: Workspace) -> None:
    some_groups(workspace, "Tổ tự quản số 01", "Tổ tự quản số 02")
    driver = drive("group")
    driver.click_row(0)
    record = driver.page.panel.record()
    assert record is not None
    with workspace.change("group.retire", register="group") as change:
        change.set_state("group", record, {"is": "retired"})
    left = driver.head()
    click(find(driver.page, Button, "ChipRetired"))
    assert (left, driver.titles()) == ("Các tổ · 1", ["Tổ tự quản số 01", "Tổ tự quản số 02"])


def test_a_head_sorts_the_list(drive: Drive, workspace: Workspace) -> None:
    some_groups(workspace, "Tổ tự quản số 01", "Tổ tự quản số 02")
    driver = drive("group")
    header = find(driver.page, QHeaderView, "RowTableHeader")
    click(header.viewport(), QPoint(20, 10))
    assert driver.titles() == ["Tổ tự quản số 02", "Tổ tự quản số 01"]


def test_a_page_follows_what_is_written_elsewhere(drive: Drive, workspace: Workspace) -> None:
    driver = drive("member")
    (group,) = some_groups(workspace, "Tổ tự quản số 01")
    person = put(workspace, "person", full_name="Lê Văn An")
    put(workspace, "member", person=person, group=group)
    before = driver.titles()
    with workspace.change("person.edit", register="person") as change:
        change.edit("person", person, {"full_name": "Lê Văn Ẩn"})
    assert (before, driver.titles()) == (["Lê Văn An"], ["Lê Văn Ẩn"])


def test_a_hidden_page_reads_only_when_it_is_shown_again(drive: Drive, workspace: Workspace) -> None:
    driver = drive("group")
    driver.page.hide()
    some_groups(workspace, "Tổ tự quản số 01")
    before = driver.head()
    driver.page.show()
    driver.page.arrive(OpenList("group", ListQuery()))
    assert (before, driver.head()) == ("Các tổ · 0", "Các tổ · 1")


def test_who_may_not_see_a_register_is_told_so(
    qtbot: QtBot, make: WorkspaceMaker, context_of: ContextMaker
) -> None:
    ward = make(role=Role.WARD).workspace
    driver = Driver(qtbot, context_of(ward), "visit")
    assert driver.page.list.empty.cause is Cause.NO_PERMISSION


def test_the_filter_line_gives_the_keyboard_to_the_list(drive: Drive, workspace: Workspace) -> None:
    some_groups(workspace, "Tổ tự quản số 01", "Tổ tự quản số 02")
    driver = drive("group")
    driver.press("Ctrl+F")
    in_line = driver.focused()
    driver.press("Down")
    assert in_line is driver.page.list.head.line
    assert driver.focused() is driver.page.list.table
    assert driver.page.list.table.currentIndex().row() == 0


def test_one_button_is_filled_with_a_form_and_without(drive: Drive) -> None:
    driver = drive("group")

    def filled() -> list[str]:
        buttons = [each for each in find_all(driver.page, Button) if each.isVisible()]
        return [each.objectName() for each in buttons if each.property("look") == "primary"]

    before = filled()
    driver.page.arrive(NewRecord("group"))
    assert (before, filled()) == (["AddRecord"], ["Save"])


def test_fourteen_rows_fit_a_common_screen(drive: Drive, workspace: Workspace) -> None:
    some_groups(workspace, *(f"Tổ tự quản số {number:02d}" for number in range(30)))
    driver = drive("group")
    # Above and below the page stand the top bar, tabs and the status line.
    driver.page.resize(1150, 768 - 48 - 28 - 40)
    table = driver.page.list.table
    assert table.viewport().height() // table.rowHeight(0) >= 14


def test_ones_own_areas_are_a_click_away_and_said_as_a_filter(
    qtbot: QtBot, workspace: Workspace, context_of: ContextMaker
) -> None:
    mine = put(workspace, "area", name="Ấp Đông Hưng", officer=f"Đại úy {workspace.user.name}")
    for name, area in (("Tổ 1", mine), ("Tổ 2", put(workspace, "area", name="Ấp Tây Hưng"))):
        put(workspace, "group", name=name, area=area)
    driver = Driver(qtbot, context_of(workspace), "group")
    click(driver.page.list.mine)
    assert (driver.titles(), driver.head()) == (["Tổ 1"], "Các tổ · 2, đang lọc 1")
    click(driver.page.list.mine)
    assert driver.titles() == ["Tổ 1", "Tổ 2"]


def test_the_list_of_tips_says_what_it_is_not(
    qtbot: QtBot, workspace: Workspace, context_of: ContextMaker
) -> None:
    driver = Driver(qtbot, context_of(workspace), "tip")
    assert driver.page.list.about.text().startswith("Không thay sổ tố giác")
