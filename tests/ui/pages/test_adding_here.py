"""A group or a person that is not there yet is made from the form that points to it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QListView
from pytestqt.qtbot import QtBot

from desktop.domain.access import Role
from desktop.services import registers
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.ui.kit.form_field import FormField
from desktop.ui.pages.register.adding import NewRecords
from desktop.ui.pages.register.work import RegisterWork
from tests.kit.keys import click, find, find_all, type_text
from tests.kit.register_pages import Driver, some_groups
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import WorkspaceMaker
from tests.ui.conftest import ContextMaker


@pytest.fixture
def member(context_of: ContextMaker, workspace: Workspace, qtbot: QtBot) -> Driver:
    some_groups(workspace, "Tổ 5")
    driver = Driver(qtbot, context_of(workspace), "member")
    driver.press("Ctrl+N")
    return driver


def line(driver: Driver, field: str) -> QLineEdit:
    return find(driver.form, QLineEdit, f"Edit_member_{field}Line")


def offered(driver: Driver, field: str) -> list[str]:
    editor = find(driver.form, FormField, f"Field_member_{field}").editor
    return editor.popup.titles()  # type: ignore[attr-defined, no-any-return]  # it is one that picks


def write(driver: Driver, field: str, text: str) -> None:
    line(driver, field).setFocus()
    type_text(line(driver, field), text)


def test_the_last_line_of_the_list_offers_to_add_what_was_typed(member: Driver) -> None:
    write(member, "group", "tổ")
    assert offered(member, "group") == ["Tổ 5", "Thêm tổ “tổ”"]


def test_nothing_typed_offers_nothing_to_add(member: Driver) -> None:
    line(member, "group").setFocus()
    member.press("F4")
    assert offered(member, "group") == ["Tổ 5"]


def test_enter_on_it_makes_the_record_and_gives_it_to_the_field(
    member: Driver, door: ScriptedDoor, workspace: Workspace
) -> None:
    write(member, "group", "Tổ 9")
    door.will_answer("list.add_here", {"name": "Tổ 9"})
    member.press("Down")
    member.press("Return")
    (made,) = (each for each in registers.choices(workspace, "group", "Tổ 9"))
    assert member.form.entry().values["group"] == made.record
    assert line(member, "group").text() == "Tổ 9"
    assert line(member, "group").hasFocus()
    asked = door.questions[-1].inputs
    assert [(each.name, each.value) for each in asked] == [("name", "Tổ 9")]


def test_a_click_on_it_does_the_same(member: Driver, door: ScriptedDoor, workspace: Workspace) -> None:
    write(member, "person", "Lê Văn Mới")
    door.will_answer("list.add_here", {"full_name": "Lê Văn Mới"})
    shown = next(each for each in find_all(member.page, QListView, "ChoicesList") if each.isVisible())
    click(shown.viewport(), shown.visualRect(shown.model().index(0, 0)).center())
    assert registers.count(workspace, "person", ListQuery()) == 1
    assert line(member, "person").text() == "Lê Văn Mới"


@pytest.mark.parametrize("key", ["Tab", "Return"])
def test_nobody_adds_by_going_on(member: Driver, door: ScriptedDoor, workspace: Workspace, key: str) -> None:
    write(member, "group", "Tổ 9")
    member.press(key)
    assert door.questions == []
    assert registers.count(workspace, "group", ListQuery()) == 1
    assert member.form.entry().values.get("group") is None


def test_tab_on_the_marked_line_only_leaves(member: Driver, door: ScriptedDoor) -> None:
    write(member, "group", "Tổ 9")
    member.press("Down")
    member.press("Tab")
    assert door.questions == []
    assert not line(member, "group").hasFocus()


def test_thinking_better_of_it_keeps_what_was_typed(member: Driver, door: ScriptedDoor) -> None:
    write(member, "group", "Tổ 9")
    door.will_answer("list.add_here", None)
    member.press("Down")
    member.press("Return")
    assert line(member, "group").text() == "Tổ 9"
    assert member.form.entry().values.get("group") is None


def test_the_line_is_never_completed(member: Driver) -> None:
    write(member, "group", "Tổ")
    assert (line(member, "group").text(), line(member, "group").selectedText()) == ("Tổ", "")


def test_only_lasting_things_that_the_role_sees_are_offered(
    context_of: ContextMaker, make: WorkspaceMaker, workspace: Workspace
) -> None:
    def offers(where: Workspace) -> set[str]:
        new = NewRecords(context_of(where), RegisterWork(where, "dispute"))
        return {name for name in ("area", "group", "person", "household", "dispute") if new.offers(name)}

    assert offers(workspace) == {"area", "group", "person", "household"}
    assert offers(make(role=Role.JUSTICE).workspace) == {"area", "group"}


def test_what_cannot_be_stored_is_told_and_the_form_stays(
    member: Driver, door: ScriptedDoor, workspace: Workspace
) -> None:
    write(member, "group", "Tổ 9")
    door.will_answer("list.add_here", {"name": ""})
    door.will_hear("new_record_refused")
    member.press("Down")
    member.press("Return")
    assert registers.count(workspace, "group", ListQuery()) == 1
    assert line(member, "group").text() == "Tổ 9"
