"""The areas a user is in charge of, as a filter of every list that knows areas."""

from __future__ import annotations

from desktop.services import registers
from desktop.services.my_areas import my_areas
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from tests.kit.workspaces import put


def names(workspace: Workspace, register: str, field: str) -> list[object]:
    mine = my_areas(workspace, register)
    assert mine is not None
    rows = registers.rows(workspace, register, ListQuery(filters=(mine,)), 0, 10)
    return [row.cells[field].value for row in rows]


def test_lists_show_what_lies_in_ones_own_areas(workspace: Workspace) -> None:
    mine = put(workspace, "area", name="Ấp Đông Hưng", officer=f"Đại úy {workspace.user.name}")
    other = put(workspace, "area", name="Ấp Tây Hưng", officer="Trung úy Vũ An")
    for name, area in (("Tổ 1", mine), ("Tổ 2", other)):
        put(workspace, "group", name=name, area=area)
    assert names(workspace, "area", "name") == ["Ấp Đông Hưng"]
    assert names(workspace, "group", "name") == ["Tổ 1"]


def test_nothing_is_offered_to_whoever_has_no_area_nor_in_lists_without_areas(workspace: Workspace) -> None:
    put(workspace, "area", name="Ấp Tây Hưng", officer="Trung úy Vũ An")
    assert my_areas(workspace, "area") is None
    put(workspace, "area", name="Ấp Đông Hưng", officer=workspace.user.name)
    assert my_areas(workspace, "target") is None
    assert my_areas(workspace, "area") is not None
