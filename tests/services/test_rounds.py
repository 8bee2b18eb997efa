from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.services import registers, rounds
from desktop.services.entries import InvalidEntry
from desktop.services.registers import NothingToUndo
from desktop.services.rounds import NothingInRound, TakenBack, Twin
from desktop.services.views import Entry, ListQuery
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put

DAY = "2026-11-20"


@pytest.fixture
def households(workspace: Workspace) -> list[str]:
    return [put(workspace, "household", head_name=name) for name in ("Trần Văn Sang", "Lê Thị Mai")]


def rows(households: list[str], day: str = DAY) -> list[rounds.Values]:
    return [{"household": each, "visited_on": day, "result": "stable"} for each in households]


def visits(workspace: Workspace) -> int:
    return registers.count(workspace, "visit", ListQuery())


def test_a_round_is_one_operation_of_many_visits(workspace: Workspace, households: list[str]) -> None:
    changes = rounds.save_round(workspace, "visit", rows(households))
    assert (visits(workspace), len(changes.records), changes.action) == (2, 2, "visit.round")


def test_ctrl_z_does_not_reach_a_round(workspace: Workspace, households: list[str]) -> None:
    rounds.save_round(workspace, "visit", rows(households))
    assert registers.last_undoable(workspace) is None


def test_a_round_with_one_wrong_row_stores_nothing(workspace: Workspace, households: list[str]) -> None:
    wrong = [*rows(households), {"household": "nobody", "visited_on": DAY}, {"visited_on": DAY}]
    with pytest.raises(InvalidEntry) as refusal:
        rounds.save_round(workspace, "visit", wrong)
    assert [(each.field, each.code) for each in refusal.value.problems] == [
        ("2.household", "not_found"),
        ("3.household", "required"),
    ]
    assert visits(workspace) == 0


def test_an_empty_round_is_refused(workspace: Workspace) -> None:
    with pytest.raises(NothingInRound):
        rounds.save_round(workspace, "visit", [])


def test_a_round_needs_a_role_that_may_write_visits(make: WorkspaceMaker) -> None:
    ward = make(role=Role.WARD).workspace
    with pytest.raises(NotAllowed):
        rounds.save_round(ward, "visit", [{"visited_on": DAY}])


def test_the_same_household_on_the_same_day_is_noticed_in_the_round_and_in_the_register(
    workspace: Workspace, households: list[str]
) -> None:
    sang, mai = households
    put(workspace, "visit", household=mai, visited_on=DAY)
    typed = [*rows([sang, mai, sang]), *rows([mai], "2026-11-21")]
    assert rounds.twins(workspace, "visit", typed) == {1: Twin(None), 2: Twin(0)}


def test_rows_that_are_not_finished_have_no_twin(workspace: Workspace, households: list[str]) -> None:
    put(workspace, "visit", household=households[0], visited_on=DAY)
    assert rounds.twins(workspace, "visit", [{"household": households[0]}, {"visited_on": DAY}, {}]) == {}


def test_a_visit_that_left_the_register_is_no_twin(workspace: Workspace, households: list[str]) -> None:
    visit = put(workspace, "visit", household=households[0], visited_on=DAY)
    registers.retire(workspace, "visit", visit, "Ghi nhầm", workspace.today())
    assert rounds.twins(workspace, "visit", rows(households)) == {}


def test_a_record_is_not_its_own_twin(workspace: Workspace, households: list[str]) -> None:
    values = {"household": households[0], "visited_on": DAY}
    visit = put(workspace, "visit", **values)
    assert not rounds.has_twin(workspace, "visit", values, visit)
    assert rounds.has_twin(workspace, "visit", values)


def test_a_register_that_declares_no_twins_has_none(workspace: Workspace) -> None:
    put(workspace, "area", name="Ấp 1")
    assert not rounds.has_twin(workspace, "area", {"name": "Ấp 1"})


def test_many_rows_are_asked_about_at_once(workspace: Workspace, households: list[str]) -> None:
    put(workspace, "visit", household=households[1], visited_on=DAY)
    days = [f"2026-{month:02d}-{day:02d}" for month in range(1, 11) for day in range(1, 28)]
    many = [row for day in days for row in rows(households[:1], day)]
    assert rounds.twins(workspace, "visit", [*many, *rows(households[1:])]) == {len(many): Twin(None)}


def test_a_round_is_taken_back_whole_but_for_what_was_changed_since(
    workspace: Workspace, households: list[str]
) -> None:
    changes = rounds.save_round(workspace, "visit", rows(households))
    assert changes.operation is not None
    assert rounds.would_take_back(workspace, changes.operation) == TakenBack(2, 0)
    edited = changes.records[0][1]
    registers.save(
        workspace, registers.load_form(workspace, "visit", edited), Entry({"visitors": "Lê Quốc Dũng"})
    )
    assert rounds.would_take_back(workspace, changes.operation) == TakenBack(1, 1)
    rounds.take_back(workspace, changes.operation)
    assert visits(workspace) == 1
    with pytest.raises(NothingToUndo):
        rounds.take_back(workspace, changes.operation)


def test_the_last_round_is_known_until_nothing_of_it_stands(
    workspace: Workspace, households: list[str]
) -> None:
    assert rounds.last_round(workspace, "visit") is None
    rounds.save_round(workspace, "visit", rows(households[:1]))
    changes = rounds.save_round(workspace, "visit", rows(households))
    last = rounds.last_round(workspace, "visit")
    assert last is not None
    assert (last.operation, last.count) == (changes.operation, 2)
    rounds.take_back(workspace, last.operation)
    assert rounds.last_round(workspace, "visit") is None


def test_a_round_of_last_week_is_not_offered_any_more(workspace: Workspace, households: list[str]) -> None:
    rounds.save_round(workspace, "visit", rows(households))
    workspace.confirm_today(workspace.today() + timedelta(days=4))
    assert rounds.last_round(workspace, "visit") is None
