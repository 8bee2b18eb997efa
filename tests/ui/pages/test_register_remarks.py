"""Remarks above a form: they come while one types, lead to what they speak of, and never stop the saving."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from desktop.services import registers
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Button
from desktop.ui.shell.navigation import NewRecord, OpenRecord
from tests.kit.keys import click, find
from tests.kit.register_pages import Driver
from tests.kit.workspaces import put
from tests.ui.conftest import ContextMaker


def test_a_risk_of_violence_is_remarked_and_the_case_can_be_saved_all_the_same(
    qtbot: QtBot, workspace: Workspace, context_of: ContextMaker
) -> None:
    driver = Driver(qtbot, context_of(workspace), "dispute")
    driver.page.arrive(NewRecord("dispute"))
    assert driver.form.remarks.texts() == []
    driver.fill("summary", "Đánh nhau vì lối đi chung")
    driver.fill("received_on", "hn")
    find(driver.form, QCheckBox, "Edit_dispute_violence_riskBox").click()
    qtbot.waitUntil(lambda: bool(driver.form.remarks.texts()))
    (text,) = driver.form.remarks.texts()
    assert text.startswith("Có nguy cơ bạo lực")
    driver.press("Ctrl+S")
    assert registers.count(workspace, "dispute", ListQuery()) == 1


def test_a_remark_leads_to_the_earlier_case(
    qtbot: QtBot, workspace: Workspace, context_of: ContextMaker
) -> None:
    area = put(workspace, "area", name="Ấp Đông Hưng")
    cases = [
        put(workspace, "dispute", summary="Bờ ranh", received_on=day, area=area, kind="land")
        for day in ("2026-01-05", "2026-02-05")
    ]
    driver = Driver(qtbot, context_of(workspace), "dispute")
    driver.page.arrive(OpenRecord("dispute", cases[1]))
    driver.press("F2")
    (text,) = driver.form.remarks.texts()
    assert text == "Địa bàn này đã có 1 vụ, việc cùng loại trong ba năm qua, gần nhất ngày 05/01/2026."
    click(find(driver.form, Button, "OpenRemark0"))
    assert driver.asked == [OpenRecord("dispute", cases[0])]
