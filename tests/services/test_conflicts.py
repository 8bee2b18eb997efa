"""Whatever two places changed at once is listed, shown with who wrote it, and settled by one choice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.domain.journal.compose import Intent
from desktop.services import conflicts, registers, sameness
from desktop.services.conflicts import Conflict, ConflictMoved
from desktop.services.registers import NothingToUndo
from desktop.services.views import Mark, Standing
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer, edit, marks, value, write


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def second(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, NHON_HUNG, 3)
    acquaint(commune, made)
    return made


def meet(one: Workspace, other: Workspace, folder: Path) -> None:
    carry(one, other, folder)
    carry(other, one, folder)


def only(workspace: Workspace) -> Conflict:
    found = conflicts.find(workspace)
    assert (found.count, len(found.conflicts)) == (1, 1)
    return found.conflicts[0]


def person_in_two_places(commune: Workspace, second: Workspace, folder: Path, field: str = "address") -> str:
    person = put(commune, "person", full_name="Trần Thị Bình")
    carry(commune, second, folder)
    edit(commune, "person", person, **{field: "0111"})
    edit(second, "person", person, **{field: "0222"})
    meet(commune, second, folder)
    return person


def test_a_conflict_says_what_stands_beside_each_other_and_who_wrote_it(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    person_in_two_places(commune, second, tmp_path)
    conflict = only(commune)
    assert (conflict.hit.title, conflict.fields) == ("Trần Thị Bình", ("address",))
    assert conflicts.count(commune) == conflicts.count(second) == 1
    authors = [side.authors[0] for side in conflict.sides]
    assert {each.name for each in authors} == {"Nguyễn Văn An"}
    assert sorted(each.computer.own for each in authors) == [False, True]
    assert all(each.computer.fellow and len(each.computer.digits) == 5 for each in authors)
    assert [side.shown for side in conflict.sides] == [True, False]


@pytest.mark.parametrize("side", [0, 1], ids=["what is shown", "the other"])
def test_one_choice_settles_it_everywhere(
    commune: Workspace, second: Workspace, tmp_path: Path, side: int
) -> None:
    person = person_in_two_places(commune, second, tmp_path)
    conflict = only(commune)
    chosen = conflict.sides[side].cells["address"].value
    conflicts.settle(commune, conflict, side)
    meet(commune, second, tmp_path)
    assert conflicts.count(commune) == conflicts.count(second) == 0
    assert value(commune, "person", person, "address") == value(second, "person", person, "address") == chosen
    assert commune.file.digest() == second.file.digest()


def test_a_settlement_that_is_taken_back_leaves_the_choice_open_everywhere(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    person_in_two_places(commune, second, tmp_path)
    conflict = only(commune)
    for side in (0, 1):
        settled = conflicts.settle(commune, conflict, side)
        conflicts.reopen(commune, conflict, settled)
        again = only(commune)
        assert again.sides == conflict.sides
        conflict = again
    meet(commune, second, tmp_path)
    assert conflicts.count(second) == 1
    assert {side.cells["address"].value for side in only(second).sides} == {"0111", "0222"}


def test_a_settlement_on_which_somebody_built_is_not_taken_back(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    person = person_in_two_places(commune, second, tmp_path)
    conflict = only(commune)
    settled = conflicts.settle(commune, conflict, 0)
    edit(commune, "person", person, address="ấp 3")
    with pytest.raises(NothingToUndo):
        conflicts.reopen(commune, conflict, settled)
    assert value(commune, "person", person, "address") == "ấp 3"


def test_what_came_after_it_was_shown_is_not_replaced_unseen(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    person = person_in_two_places(commune, second, tmp_path)
    conflict = only(commune)
    edit(commune, "person", person, address="ấp 3")
    for deed in (lambda: conflicts.settle(commune, conflict, 1), lambda: conflicts.reveal(commune, conflict)):
        with pytest.raises(ConflictMoved):
            deed()
    assert value(commune, "person", person, "address") == "ấp 3"


def test_sensitive_values_are_masked_until_a_logged_look(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    person_in_two_places(commune, second, tmp_path, "phone")
    conflict = only(commune)
    assert conflict.masked
    assert {side.cells["phone"].mark for side in conflict.sides} == {Mark.MASKED}
    shown = conflicts.reveal(commune, conflict)
    assert not shown.masked
    assert {side.cells["phone"].value for side in shown.sides} == {"0111", "0222"}
    with commune.reading() as reader:
        rows = reader.connection.execute("SELECT subject FROM access_log WHERE action = 'reveal'").fetchall()
    assert rows == [(f"person.phone:{conflict.record}",)]


def test_equal_values_of_several_computers_are_one_side(
    commune: Workspace, second: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    third = computer(make, NHON_HUNG, 5)
    acquaint(commune, third)
    area = put(commune, "area", name="Ấp 1")
    for other in (second, third):
        carry(commune, other, tmp_path)
    edit(commune, "area", area, name="Khóm 1")
    edit(second, "area", area, name="Ấp Một")
    edit(third, "area", area, name="Ấp Một")
    for other in (second, third):
        carry(other, commune, tmp_path)
    sides = {side.cells["name"].value: len(side.authors) for side in only(commune).sides}
    assert sides == {"Khóm 1": 1, "Ấp Một": 2}


def test_fields_that_merge_as_one_are_one_choice(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    dispute = put(commune, "dispute", summary="tranh chấp", received_on="2026-11-01")
    carry(commune, second, tmp_path)
    edit(commune, "dispute", dispute, outcome="success", outcome_on="2026-11-05")
    edit(second, "dispute", dispute, outcome="failure", outcome_on="2026-11-06")
    meet(commune, second, tmp_path)
    conflict = only(commune)
    assert conflict.fields == ("outcome", "outcome_on", "referred_to")
    assert conflict.hit.title == ""
    at = next(n for n, each in enumerate(conflict.sides) if each.cells["outcome"].value == "success")
    conflicts.settle(commune, conflict, at)
    assert value(commune, "dispute", dispute, "outcome_on") == "2026-11-05"
    assert (conflicts.count(commune), marks(commune, "dispute", dispute)) == (0, {})


# Retired here, edited there


def retired_and_edited(commune: Workspace, second: Workspace, folder: Path) -> str:
    group = put(commune, "group", name="Tổ 1")
    carry(commune, second, folder)
    registers.retire(commune, "group", group, "giải thể", commune.today())
    edit(second, "group", group, name="Tổ 01")
    meet(commune, second, folder)
    return group


def standing(workspace: Workspace, register: str, record: str) -> str:
    with workspace.reading() as reader:
        row = reader.records.get(register, record)
    assert row is not None
    return row.standing


@pytest.mark.parametrize(("side", "expected"), [(0, "retired"), (1, "active")])
def test_a_record_retired_here_and_edited_there_is_kept_or_let_go(
    commune: Workspace, second: Workspace, tmp_path: Path, side: int, expected: str
) -> None:
    group = retired_and_edited(commune, second, tmp_path)
    conflict = only(second)
    ended, kept = conflict.sides
    assert (conflict.fields, ended.standing, kept.standing) == ((), Standing.RETIRED, Standing.ACTIVE)
    assert (ended.reason, ended.on, ended.authors[0].computer.own) == ("giải thể", "2026-11-20", False)
    assert [(edit.field, edit.after.value) for edit in kept.edits] == [("name", "Tổ 01")]
    settled = conflicts.settle(second, conflict, side)
    assert (conflicts.count(second), standing(second, "group", group)) == (0, expected)
    conflicts.reopen(second, conflict, settled)
    assert (conflicts.count(second), standing(second, "group", group)) == (1, "retired")
    again = only(second)
    assert [each.standing for each in again.sides] == [Standing.RETIRED, Standing.ACTIVE]
    conflicts.settle(second, again, side)
    meet(second, commune, tmp_path)
    assert (conflicts.count(commune), standing(commune, "group", group)) == (0, expected)
    assert commune.file.digest() == second.file.digest()


def test_two_retirings_of_one_day_for_different_reasons_are_both_endings(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    group = put(commune, "group", name="Tổ 1")
    carry(commune, second, tmp_path)
    registers.retire(commune, "group", group, "giải thể", commune.today())
    registers.retire(second, "group", group, "sáp nhập", second.today())
    meet(commune, second, tmp_path)
    conflict = only(commune)
    assert {(each.standing, each.reason) for each in conflict.sides} == {
        (Standing.RETIRED, "giải thể"),
        (Standing.RETIRED, "sáp nhập"),
    }
    conflicts.settle(commune, conflict, 1)
    assert (conflicts.count(commune), standing(commune, "group", group)) == (0, "retired")


# Whose choice it is


def test_the_upper_level_leaves_a_stations_choice_to_it(
    commune: Workspace, second: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    upper = computer(make, AN_GIANG, 2)
    acquaint(commune, upper)
    area = put(commune, "area", name="Ấp 1")
    carry(commune, second, tmp_path)
    edit(commune, "area", area, name="Ấp Một")
    edit(second, "area", area, name="Khóm 1")
    meet(commune, second, tmp_path)
    carry(commune, upper, tmp_path)
    found = conflicts.find(upper)
    assert (found.count, found.elsewhere, conflicts.count(upper)) == (0, 1, 0)


def test_a_role_is_not_told_of_what_it_may_not_know(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    person_in_two_places(commune, second, tmp_path)
    commune.user = replace(commune.user, role=Role.JUSTICE)
    assert conflicts.count(commune) == 0
    assert conflicts.find(commune).conflicts == ()


def test_a_value_nobody_may_look_at_is_not_chosen_blind(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    person_in_two_places(commune, second, tmp_path, "phone")
    conflict = only(commune)
    commune.user = replace(commune.user, role=Role.UPPER)
    with pytest.raises(NotAllowed):
        conflicts.settle(commune, conflict, 0)


def test_what_this_version_does_not_know_is_not_offered(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    person = put(commune, "person", full_name="Trần Thị Bình")
    carry(commune, second, tmp_path)
    write(commune, Intent("person", person, "blood_group", "A"))
    write(second, Intent("person", person, "blood_group", "B"))
    meet(commune, second, tmp_path)
    assert conflicts.count(commune) == 0


@pytest.mark.parametrize("stands", [True, False], ids=["the one that stands for both", "the other"])
@pytest.mark.parametrize("side", [0, 1], ids=["what is shown", "the other side"])
def test_a_conflict_in_a_record_that_was_joined_with_another_waits_and_is_settled(
    commune: Workspace, second: Workspace, tmp_path: Path, stands: bool, side: int
) -> None:
    first, other = sorted(put(commune, "person", full_name="Trần Thị Bình") for _ in range(2))
    carry(commune, second, tmp_path)
    torn = first if stands else other
    edit(commune, "person", torn, address="0111")
    edit(second, "person", torn, address="0222")
    sameness.merge(commune, "person", first, other)
    meet(commune, second, tmp_path)
    conflict = only(commune)
    assert (conflict.hit.title, conflict.record, conflict.fields) == ("Trần Thị Bình", torn, ("address",))
    chosen = conflict.sides[side].cells["address"].value
    conflicts.settle(commune, conflict, side)
    meet(commune, second, tmp_path)
    assert conflicts.count(commune) == conflicts.count(second) == 0
    assert value(commune, "person", first, "address") == value(second, "person", first, "address") == chosen
