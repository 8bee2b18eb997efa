"""Who has a merit that waits for an award, and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.domain.awarding import Reason
from desktop.services.award_merits import Merit, merits_waiting
from desktop.services.rules import set_rule
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, WorkspaceMaker, put


def ago(workspace: Workspace, days: int) -> str:
    return (workspace.today() - timedelta(days=days)).isoformat()


def member(workspace: Workspace, name: str = "Đỗ Văn Nhẫn", **values: object) -> str:
    group = put(workspace, "group", name="Tổ tự quản số 05")
    person = put(workspace, "person", full_name=name)
    put(workspace, "member", person=person, group=group, **values)
    return person


def one(workspace: Workspace) -> Merit:
    (found,) = merits_waiting(workspace)
    return found


def test_long_service_is_a_merit(workspace: Workspace) -> None:
    person = member(workspace, joined_on="2010")
    found = one(workspace)
    assert (found.record, found.reasons) == (person, (Reason.SERVICE_YEARS,))


def test_years_in_two_groups_at_once_count_once(workspace: Workspace) -> None:
    person = member(workspace, joined_on=ago(workspace, 4 * 365))
    other = put(workspace, "group", name="Tổ hòa giải")
    put(workspace, "member", person=person, group=other, joined_on=ago(workspace, 3 * 365))
    assert merits_waiting(workspace) == []


@pytest.mark.parametrize("left", [True, False])
def test_who_left_serves_no_longer(workspace: Workspace, left: bool) -> None:
    values = {"left_on": ago(workspace, 5 * 365)} if left else {}
    member(workspace, joined_on=ago(workspace, 7 * 365), **values)
    assert bool(merits_waiting(workspace)) is not left


def test_disputes_are_counted_by_the_names_of_the_mediators(workspace: Workspace) -> None:
    member(workspace)
    for _ in range(5):
        put(
            workspace,
            "dispute",
            summary="Lối đi",
            received_on=ago(workspace, 40),
            outcome="settled",
            outcome_on=ago(workspace, 30),
            mediators="HGV: Đỗ Văn Nhẫn; Lê Thị Mai",
        )
    found = one(workspace)
    assert found.reasons == (Reason.DISPUTES,)
    assert found.facts[Reason.DISPUTES] == 5


def test_a_name_that_two_people_bear_tells_of_neither(workspace: Workspace) -> None:
    member(workspace)
    member(workspace)
    set_rule(workspace, "award_visits", 1, workspace.today())
    household = put(workspace, "household", head_name="Trần Văn Sang")
    put(
        workspace,
        "visit",
        household=household,
        visited_on=ago(workspace, 3),
        visitors="Đỗ Văn Nhẫn",
    )
    assert merits_waiting(workspace) == []


def test_an_effective_group_is_told_with_its_days_and_is_late_after_the_term(workspace: Workspace) -> None:
    group = put(workspace, "group", name="Tổ tự quản số 01")
    put(
        workspace,
        "review",
        name="Sơ kết",
        kind="interim",
        group=group,
        held_on=ago(workspace, 61),
        rating="effective",
    )
    found = one(workspace)
    assert (found.register, found.record, found.late) == ("group", group, True)
    assert found.facts[Reason.EFFECTIVE] == 61


@pytest.mark.parametrize(("stage", "waits"), [("draft", False), ("decided", False), ("returned", True)])
def test_who_was_proposed_since_waits_no_longer(workspace: Workspace, stage: str, waits: bool) -> None:
    person = member(workspace, joined_on="2010-01-01")
    put(workspace, "award", printed_name="Đỗ Văn Nhẫn", achievement="Năm 2026", person=person, stage=stage)
    assert bool(merits_waiting(workspace)) is waits


def test_an_award_of_long_ago_is_told_and_does_not_count_against(workspace: Workspace) -> None:
    person = member(workspace, joined_on="2010-01-01")
    put(
        workspace,
        "award",
        printed_name="Đỗ Văn Nhẫn",
        achievement="Năm 2020",
        person=person,
        stage="handed",
        decision_on="2020-11-20",
    )
    found = one(workspace)
    assert (found.awards, found.last_on) == (1, date(2020, 11, 20))


def test_a_threshold_of_the_unit_counts(workspace: Workspace) -> None:
    member(workspace, joined_on="2010-01-01")
    set_rule(workspace, "award_service_years", 30, workspace.today())
    assert merits_waiting(workspace) == []


def test_the_level_above_looks_for_nobody_among_its_communes(make: WorkspaceMaker) -> None:
    upper = make(AN_GIANG).workspace
    member(upper, joined_on="2010-01-01")
    assert merits_waiting(upper) == []
