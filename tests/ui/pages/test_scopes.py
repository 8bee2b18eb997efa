"""What goes to whom, and what goes over to another unit, as an administrator sees and changes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.scope_table import UP, Reach
from desktop.services import scopes, transfers
from desktop.services.transfers import OrderDraft, TransferKind
from desktop.services.workspace import Workspace
from desktop.ui.pages.sync.page import SyncPage
from desktop.ui.pages.sync.scopes_section import ScopesPage
from desktop.ui.pages.sync.transfers_section import TransfersPage
from desktop.ui.shell.navigation import OpenPage
from tests.kit.keys import CTRL, click, press
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.shots import SHOTS, take
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import COMMUNE, NEIGHBOUR, acquaint, carry, computer
from tests.ui.conftest import ContextMaker

Show = Callable[[Workspace, str], SyncPage]


@pytest.fixture
def show(context_of: ContextMaker, qtbot: QtBot) -> Show:
    kept: list[SyncPage] = []

    def shown(workspace: Workspace, tab: str) -> SyncPage:
        page = SyncPage(context_of(workspace), list)
        kept.append(page)
        qtbot.addWidget(page)
        page.resize(1150, 690)
        with qtbot.waitActive(page):
            page.show()
        page.arrive(OpenPage("sync", tab))
        page.setFocus()
        return page

    return shown


@pytest.fixture
def scopes_page(workspace: Workspace, show: Show) -> ScopesPage:
    page = show(workspace, "scopes").current
    assert isinstance(page, ScopesPage)
    return page


def go_to(page: ScopesPage, register: str) -> None:
    rows = [each.register for each in scopes.scope_lines(page.context.workspace)]
    page.table.go_to(rows.index(register), 0)


def given(workspace: Workspace, register: str) -> Reach:
    return next(each for each in scopes.scope_lines(workspace) if each.register == register).given[UP]


# What goes to whom


def test_the_table_tells_of_every_register_what_each_reader_gets(scopes_page: ScopesPage) -> None:
    assert scopes_page.table.heads() == [
        "Sổ",
        "Gửi cấp trên",
        "Gửi cấp dưới",
        "Khen thưởng thấy",
        "Tư pháp thấy",
    ]
    lines = {each[0]: each[1:] for each in scopes_page.table.texts()}
    assert lines["Thăm gặp"] == ["Chỉ số liệu", "Không", "Không", "Không"]
    assert lines["Khen thưởng"] == ["Từng dòng", "Từng dòng", "Từng dòng", "Không"]


def test_less_is_given_by_keys_alone(
    scopes_page: ScopesPage, workspace: Workspace, door: ScriptedDoor
) -> None:
    go_to(scopes_page, "event")
    door.will_answer("scopes.decide", {"reach": "counts", "reason": ""})
    press(scopes_page.table, Qt.Key.Key_F2)
    assert given(workspace, "event") is Reach.COUNTS
    assert "Đã đổi mức gửi cấp trên: Hoạt động" in scopes_page.done.text()
    assert "Đơn vị đã đặt chỉ số liệu từ ngày" in scopes_page.said.text()
    press(scopes_page.table, Qt.Key.Key_Z, CTRL)
    assert given(workspace, "event") is Reach.ROWS


def test_more_than_the_default_asks_twice_and_keeps_its_reason(
    scopes_page: ScopesPage, workspace: Workspace, door: ScriptedDoor
) -> None:
    go_to(scopes_page, "visit")
    door.will_answer("scopes.decide", {"reach": "rows", "reason": "Công văn 12"})
    door.will_answer("scopes.widen", True)
    click(scopes_page.change_button)
    assert given(workspace, "visit") is Reach.ROWS
    assert "Lý do: Công văn 12" in scopes_page.said.text()
    assert ["Thăm gặp", "Từng dòng (đã đổi)"] in [each[:2] for each in scopes_page.table.texts()]


@pytest.mark.parametrize(("reason", "asked"), [("", None), ("Công văn 12", False)])
def test_without_a_reason_or_a_second_yes_nothing_more_is_given(
    scopes_page: ScopesPage, workspace: Workspace, door: ScriptedDoor, reason: str, asked: bool | None
) -> None:
    go_to(scopes_page, "visit")
    door.will_answer("scopes.decide", {"reach": "rows", "reason": reason})
    if asked is not None:
        door.will_answer("scopes.widen", asked)
    click(scopes_page.change_button)
    assert given(workspace, "visit") is Reach.COUNTS


def test_a_report_always_goes(scopes_page: ScopesPage) -> None:
    go_to(scopes_page, "report")
    assert not scopes_page.change_button.isEnabled()
    assert "Sổ này luôn được gửi" in scopes_page.said.text()


def test_what_the_level_above_asks_for_is_agreed_to_with_one_button(
    make: WorkspaceMaker, show: Show, door: ScriptedDoor, tmp_path: Path
) -> None:
    commune, upper = computer(make, NHON_HUNG, 1), computer(make, AN_GIANG, 2)
    acquaint(commune, upper)
    above = show(upper, "scopes").current
    assert isinstance(above, ScopesPage)
    go_to(above, "visit")
    door.will_answer("scopes.request", {"reach": "rows", "reason": "Kế hoạch 05"})
    click(above.ask_button)
    carry(upper, commune, tmp_path)
    page = show(commune, "scopes").current
    assert isinstance(page, ScopesPage)
    go_to(page, "visit")
    assert "Cấp trên đề nghị từng dòng" in page.said.text()
    assert given(commune, "visit") is Reach.COUNTS
    door.will_answer("scopes.widen", True)
    click(page.agree_button)
    assert given(commune, "visit") is Reach.ROWS


# What goes over


@pytest.fixture
def three(make: WorkspaceMaker) -> tuple[Workspace, Workspace, Workspace]:
    units = computer(make, NHON_HUNG, 1), computer(make, TINH_BIEN, 2), computer(make, AN_GIANG, 3)
    acquaint(units[0], units[2])
    acquaint(units[1], units[2])
    return units


def test_an_area_is_ordered_above_and_handed_over_below(
    three: tuple[Workspace, Workspace, Workspace], show: Show, door: ScriptedDoor, tmp_path: Path
) -> None:
    giver, _, upper = three
    area = put(giver, "area", name="Khóm Xuân Biên")
    put(giver, "household", head_name="Lê Văn Sang", area=area)
    carry(giver, upper, tmp_path)
    above = show(upper, "transfers").current
    assert isinstance(above, TransfersPage)
    answer = {"giver": COMMUNE, "taker": NEIGHBOUR, "area": area, "on": "2026-11-20", "number": "12/QĐ"}
    door.will_answer("transfers.new", {"kind": "area", **answer, "note": ""})
    press(above.table, Qt.Key.Key_N, CTRL)
    assert above.table.texts()[0][1:4] == [NHON_HUNG.name, TINH_BIEN.name, "Khóm Xuân Biên"]
    carry(upper, giver, tmp_path)
    page = show(giver, "transfers").current
    assert isinstance(page, TransfersPage)
    assert page.table.texts()[0][-1] == "Chờ bàn giao"
    door.will_answer("transfers.give", True)
    click(page.give_button)
    assert "Địa bàn: 1; Danh sách hộ: 1" in str(door.questions[-1].facts["records"])
    assert page.table.texts()[0][-1] == "Đã giao 2 hồ sơ"
    assert not page.give_button.isEnabled()


def test_a_household_that_moved_is_chosen_by_name(
    three: tuple[Workspace, Workspace, Workspace], show: Show, door: ScriptedDoor, tmp_path: Path
) -> None:
    giver, _, upper = three
    household = put(giver, "household", head_name="Lê Văn Sang")
    put(giver, "household", head_name="Lê Văn Sáu")
    transfers.order(upper, OrderDraft(TransferKind.HOUSEHOLD, COMMUNE, NEIGHBOUR, date(2026, 11, 20)))
    carry(upper, giver, tmp_path)
    page = show(giver, "transfers").current
    assert isinstance(page, TransfersPage)
    door.will_answer("transfers.which", {"record": household})
    door.will_answer("transfers.give", True)
    click(page.give_button)
    (asked,) = (each for question in door.questions for each in question.inputs if each.name == "record")
    assert asked.choices is not None
    # What has gone over is not offered a second time.
    assert [each.title for each in asked.choices("household", "le van")] == ["Lê Văn Sáu"]
    assert page.table.texts()[0][-1] == "Đã giao 1 hồ sơ"


def test_an_order_with_one_unit_twice_is_told_as_such(
    three: tuple[Workspace, Workspace, Workspace], show: Show, door: ScriptedDoor
) -> None:
    above = show(three[2], "transfers").current
    assert isinstance(above, TransfersPage)
    answer = {"giver": COMMUNE, "taker": COMMUNE, "area": None, "on": "2026-11-20", "number": "", "note": ""}
    door.will_answer("transfers.new", {"kind": "station", **answer})
    click(above.order_button)
    assert "Chuyển giao cần hai đơn vị khác nhau" in above.error.lines()[0]


@pytest.mark.parametrize("tab", ["scopes", "transfers"])
@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_pictures(
    qapp: QApplication,
    three: tuple[Workspace, Workspace, Workspace],
    context_of: ContextMaker,
    tmp_path: Path,
    tab: str,
    shot: object,
) -> None:
    giver, _, upper = three
    scopes.decide(giver, "visit", Reach.ROWS, "Công văn 12 của Công an tỉnh")
    for kind in (TransferKind.STATION, TransferKind.HOUSEHOLD):
        transfers.order(
            upper, OrderDraft(kind, COMMUNE, NEIGHBOUR, date(2026, 11, 20), decision_number="12/QĐ")
        )
    carry(upper, giver, tmp_path)

    def made() -> SyncPage:
        page = SyncPage(context_of(giver), list)
        page.arrive(OpenPage("sync", tab))
        return page

    assert not take(qapp, f"sync-{tab}", shot, made).isNull()  # type: ignore[arg-type]  # a shot
