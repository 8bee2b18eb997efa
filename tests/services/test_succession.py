"""Changes of names and bounds: what is renamed, merged and split, and what keeps its old name."""

from __future__ import annotations

import pytest

from desktop.services import registers
from desktop.services.entries import InvalidEntry
from desktop.services.search import find
from desktop.services.succession import with_predecessors
from desktop.services.views import Changes, ChildForm, Entry, ListQuery, Standing, Value
from desktop.services.workspace import Workspace
from tests.kit.workspaces import put

DAY = "2026-03-01"


def change(workspace: Workspace, *children: ChildForm, **values: Value) -> Changes:
    form = registers.load_form(workspace, "succession", None)
    return registers.save(workspace, form, Entry({"changed_on": DAY, **values}, children))


def area(workspace: Workspace, name: str) -> str:
    return put(workspace, "area", name=name, kind="ap")


def value(workspace: Workspace, register: str, record: str, field: str) -> object:
    return registers.load_form(workspace, register, record).cells[field].value


def seen_area(workspace: Workspace, register: str, record: str) -> str | None:
    return registers.load_form(workspace, register, record).cells["area"].text


def dispute_of(workspace: Workspace, place: str, day: str) -> str:
    return put(workspace, "dispute", summary="Bờ ranh", received_on=day, area=place)


def test_a_renamed_area_has_its_new_name_and_is_found_by_the_old_one(workspace: Workspace) -> None:
    east = area(workspace, "Ấp Đông Hưng")
    change(workspace, area=east, new_name="Ấp Hưng Thịnh")
    assert value(workspace, "area", east, "name") == "Ấp Hưng Thịnh"
    assert [hit.record for hit in find(workspace, "dong hung") if hit.register == "area"] == [east]


def test_what_was_recorded_before_the_renaming_keeps_the_old_name(workspace: Workspace) -> None:
    east = area(workspace, "Ấp Đông Hưng")
    before, after = dispute_of(workspace, east, "2026-02-28"), dispute_of(workspace, east, DAY)
    group = put(workspace, "group", name="Tổ 1", area=east)
    change(workspace, area=east, new_name="Ấp Hưng Thịnh")
    assert seen_area(workspace, "dispute", before) == "Ấp Đông Hưng"
    assert seen_area(workspace, "dispute", after) == "Ấp Hưng Thịnh"
    assert seen_area(workspace, "group", group) == "Ấp Hưng Thịnh"
    listed = registers.rows(workspace, "dispute", ListQuery(sort="received_on"), 0, 10)
    assert [row.cells["area"].text for row in listed] == ["Ấp Đông Hưng", "Ấp Hưng Thịnh"]


def test_of_several_renamings_each_day_has_its_own_name(workspace: Workspace) -> None:
    east = area(workspace, "Một")
    cases = [dispute_of(workspace, east, day) for day in ("2024-05-01", "2025-05-01", "2026-05-01")]
    change(workspace, area=east, new_name="Hai", changed_on="2025-01-01")
    change(workspace, area=east, new_name="Ba", changed_on="2026-01-01")
    assert [seen_area(workspace, "dispute", case) for case in cases] == ["Một", "Hai", "Ba"]
    assert value(workspace, "area", east, "former_names") == "Hai; Một"


def test_merging_ends_the_old_area_and_moves_what_goes_on_living(workspace: Workspace) -> None:
    east, west = area(workspace, "Ấp Đông Hưng"), area(workspace, "Ấp Tây Hưng")
    group = put(workspace, "group", name="Tổ 1", area=east)
    household = put(workspace, "household", head_name="Nguyễn Văn Sáu", area=east)
    case = dispute_of(workspace, east, "2026-02-01")
    change(workspace, kind="merge", area=east, area_to=west)
    assert value(workspace, "group", group, "area") == west
    assert value(workspace, "household", household, "area") == west
    assert seen_area(workspace, "dispute", case) == "Ấp Đông Hưng"
    (row,) = [
        each
        for each in registers.rows(workspace, "area", ListQuery(retired=True), 0, 10)
        if each.standing is Standing.RETIRED
    ]
    assert row.id == east
    assert value(workspace, "area", west, "former_names") == "Ấp Đông Hưng"


def test_merged_groups_bring_their_members_along(workspace: Workspace) -> None:
    one, two = (put(workspace, "group", name=name) for name in ("Tổ 1", "Tổ 2"))
    person = put(workspace, "person", full_name="Lê Văn An")
    member = put(workspace, "member", person=person, group=one)
    change(workspace, kind="merge", group=one, group_to=two)
    assert value(workspace, "member", member, "group") == two


def test_splitting_moves_what_is_named_and_leaves_the_rest(workspace: Workspace) -> None:
    old, new = area(workspace, "Ấp Đông Hưng"), area(workspace, "Ấp Đông Hưng 2")
    groups = [put(workspace, "group", name=name, area=old) for name in ("Tổ 1", "Tổ 2")]
    moved = ChildForm("relocation", None, {"group": groups[1]})
    change(workspace, moved, kind="split", area=old, area_to=new)
    assert [value(workspace, "group", group, "area") for group in groups] == [old, new]
    assert registers.count(workspace, "area", ListQuery()) == 2


def test_all_of_a_merger_is_taken_back_as_one(workspace: Workspace) -> None:
    east, west = area(workspace, "Ấp Đông Hưng"), area(workspace, "Ấp Tây Hưng")
    group = put(workspace, "group", name="Tổ 1", area=east)
    done = change(workspace, kind="merge", area=east, area_to=west)
    assert done.operation is not None
    assert registers.last_undoable(workspace) is None
    registers.undo(workspace, done.operation)
    assert value(workspace, "group", group, "area") == east
    assert registers.count(workspace, "area", ListQuery()) == 2
    assert registers.count(workspace, "succession", ListQuery()) == 0
    assert value(workspace, "area", west, "former_names") is None


def test_what_was_merged_counts_with_its_successor(workspace: Workspace) -> None:
    one, two, three = (area(workspace, name) for name in ("Một", "Hai", "Ba"))
    change(workspace, kind="merge", area=one, area_to=two)
    change(workspace, kind="merge", area=two, area_to=three)
    with workspace.reading() as reader:
        assert with_predecessors(reader, "area", three) == {one, two, three}
        assert with_predecessors(reader, "area", two) == {one, two}


def test_the_unit_itself_may_be_recorded_with_both_names(workspace: Workspace) -> None:
    change(workspace, old_name="Phường Nhơn Hưng", new_name="Phường Thới Sơn", changed_on="2025-07-01")
    assert [hit.title for hit in find(workspace, "nhơn hưng")] == ["Phường Nhơn Hưng"]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"kind": "rename", "area": "east"}, ("new_name", "required")),
        ({"kind": "rename", "new_name": "Ấp Hưng Thịnh"}, ("old_name", "required")),
        ({"kind": "merge", "area": "east"}, ("area_to", "required")),
        ({"kind": "merge"}, ("area", "required")),
        ({"kind": "merge", "area": "east", "area_to": "east"}, ("area_to", "same_record")),
    ],
)
def test_what_is_wanting_is_said_at_its_field(
    workspace: Workspace, values: dict[str, str], problem: tuple[str, str]
) -> None:
    east = area(workspace, "Ấp Đông Hưng")
    typed: dict[str, Value] = {name: east if text == "east" else text for name, text in values.items()}
    with pytest.raises(InvalidEntry) as caught:
        change(workspace, **typed)
    assert [(each.field, each.code) for each in caught.value.problems] == [problem]


def test_what_was_carried_out_is_not_changed_afterwards_but_its_papers_are(workspace: Workspace) -> None:
    east = area(workspace, "Ấp Đông Hưng")
    done = change(workspace, area=east, new_name="Ấp Hưng Thịnh")
    record = next(record for register, record in done.records if register == "succession")
    form = registers.load_form(workspace, "succession", record)
    with pytest.raises(InvalidEntry):
        registers.save(workspace, form, Entry({"new_name": "Ấp Khác"}))
    registers.save(workspace, form, Entry({"decision_number": "15/QĐ-UBND"}))
    assert value(workspace, "succession", record, "decision_number") == "15/QĐ-UBND"
