"""A key area is marked with its reason."""

from __future__ import annotations

from desktop.services import registers
from desktop.services.views import Entry, Problem
from desktop.services.workspace import Workspace
from tests.kit.workspaces import put


def test_a_key_area_without_a_reason_is_a_problem(workspace: Workspace) -> None:
    form = registers.load_form(workspace, "area", None)
    entry = Entry({"name": "Khóm Trung Bắc", "is_key": True})
    assert registers.check(workspace, form, entry) == [Problem("key_reason", "reason_needed")]


def test_an_area_that_is_none_needs_no_reason(workspace: Workspace) -> None:
    form = registers.load_form(workspace, "area", None)
    assert registers.check(workspace, form, Entry({"name": "Khóm Trung Bắc"})) == []
    assert registers.check(workspace, form, Entry({"name": "Khóm Trung Bắc", "is_key": False})) == []


def test_an_area_that_has_its_reason_is_saved_with_it(workspace: Workspace) -> None:
    area = put(workspace, "area", name="A", is_key=True, key_reason="Nhiều nhà trọ")
    form = registers.load_form(workspace, "area", area)
    assert registers.check(workspace, form, Entry({"name": "B"})) == []
    assert [each.field for each in registers.check(workspace, form, Entry({"key_reason": ""}))] == [
        "key_reason"
    ]
