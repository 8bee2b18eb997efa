"""The upper level rejects what a unit below wrote, from the history of the record."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.services import rejecting
from desktop.ui.kit.widgets import Button
from desktop.ui.shell.navigation import OpenRecord
from tests.kit.keys import click, find
from tests.kit.register_pages import Driver
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer, edit, value
from tests.ui.conftest import ContextMaker


def test_it_is_rejected_with_a_reason_and_stands_as_before(
    make: WorkspaceMaker, context_of: ContextMaker, qtbot: QtBot, door: ScriptedDoor, tmp_path: Path
) -> None:
    commune, upper = computer(make, NHON_HUNG, 1), computer(make, AN_GIANG, 2)
    acquaint(commune, upper)
    group = put(commune, "group", name="Tổ 1")
    edit(commune, "group", group, name="Tổ 99")
    carry(commune, upper, tmp_path)
    driver = Driver(qtbot, context_of(upper), "group")
    driver.page.arrive(OpenRecord("group", group))
    driver.page.panel.tabs.setCurrentIndex(2)
    door.will_answer("list.reject", {"reason": "Không có tổ này"})
    click(find(driver.page, Button, "Reject_0"))
    assert value(upper, "group", group, "name") == "Tổ 1"
    carry(upper, commune, tmp_path)
    assert [each.reason for each in rejecting.find(commune)] == ["Không có tổ này"]


def test_a_unit_rejects_nothing_of_its_own(
    make: WorkspaceMaker, context_of: ContextMaker, qtbot: QtBot
) -> None:
    commune = computer(make, NHON_HUNG, 1)
    group = put(commune, "group", name="Tổ 1")
    driver = Driver(qtbot, context_of(commune), "group")
    driver.page.arrive(OpenRecord("group", group))
    driver.page.panel.tabs.setCurrentIndex(2)
    assert driver.page.findChild(Button, "Reject_0") is None
