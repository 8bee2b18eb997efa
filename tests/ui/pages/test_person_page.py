"""The page of one person: opened from what names them, each line opens its record, and it prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.services.workspace import Workspace
from desktop.ui.pages.people.person_page import PersonPage
from desktop.ui.shell.navigation import OpenPage, OpenPerson, OpenRecord
from tests.kit.keys import click, press
from tests.kit.register_pages import Driver
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import put
from tests.ui.conftest import ContextMaker


@pytest.fixture
def person(workspace: Workspace) -> str:
    made = put(workspace, "person", full_name="Lê Quốc Dũng", born="1961")
    group = put(workspace, "group", name="Tổ 5")
    put(workspace, "member", person=made, group=group, role="leader", joined_on="2022")
    household = put(workspace, "household", head_name="Trần Thị Sáu")
    put(workspace, "visit", household=household, visited_on="2026-05-20", visitors="Lê Quốc Dũng")
    return made


@pytest.fixture
def page(workspace: Workspace, context_of: ContextMaker, qtbot: QtBot) -> PersonPage:
    made = PersonPage(context_of(workspace))
    qtbot.addWidget(made)
    made.resize(1150, 640)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_one_line_for_each_record_and_each_is_opened(page: PersonPage, person: str) -> None:
    page.arrive(OpenPerson(person))
    assert page.name() == "Lê Quốc Dũng"
    assert page.table.texts() == [
        ["Tổ và chức danh", "2022", "Tổ 5", "Tổ trưởng · đang tham gia"],
        ["Lượt thăm gặp đã thực hiện", "20/05/2026", "Trần Thị Sáu", ""],
    ]
    asked: list[object] = []
    page.context.navigation.asked.connect(asked.append)
    page.table.go_to(1, 0)
    press(page.table, Qt.Key.Key_Return)
    assert [(each.register) for each in asked if isinstance(each, OpenRecord)] == ["visit"]


def test_nobody_chosen_says_so(page: PersonPage) -> None:
    page.arrive(OpenPage("person"))
    assert not page.table.isVisible()
    assert not page.print_button.isVisible()


def test_it_is_kept_as_a_file(page: PersonPage, person: str, door: ScriptedDoor, tmp_path: Path) -> None:
    page.arrive(OpenPerson(person))
    wanted = tmp_path / "mot-nguoi.pdf"
    door.will_answer("reports.save.pdf", wanted)
    click(page.pdf_button)
    assert wanted.read_bytes()[:5] == b"%PDF-"


@pytest.mark.parametrize("register", ["person", "member"])
def test_a_record_that_names_somebody_leads_to_their_page(
    register: str, workspace: Workspace, person: str, context_of: ContextMaker, qtbot: QtBot
) -> None:
    driver = Driver(qtbot, context_of(workspace), register, 1366)
    driver.click_row(0)
    click(driver.page.panel.person_button)
    assert driver.asked == [OpenPerson(person)]
