"""What the first page asks for, beside visits: each kind comes when its day comes, and goes when it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from desktop.domain.access import Role
from desktop.services import registers
from desktop.services.due import Due, due
from desktop.services.rules import set_rule
from desktop.services.workspace import Workspace
from tests.kit.fake_clock import VIETNAM, FakeClock
from tests.kit.workspaces import WorkspaceMaker, environment, put

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=VIETNAM)
LONG_AGO = NOW - timedelta(days=500)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(LONG_AGO)


@pytest.fixture
def workspace(make: WorkspaceMaker, clock: FakeClock) -> Workspace:
    """A register in which everything is entered long before it is asked what is due."""
    return make(around=environment(clock)).workspace


def ago(_workspace: Workspace, days: int) -> str:
    return (NOW.date() - timedelta(days=days)).isoformat()


def found_now(workspace: Workspace) -> list[Due]:
    clock = workspace.environment.clock
    assert isinstance(clock, FakeClock)
    clock.set(NOW)
    return due(workspace)


def told(workspace: Workspace) -> list[tuple[str, int]]:
    """Kind and how many days ago it was due, in order."""
    return [(each.kind, (NOW.date() - each.on).days) for each in found_now(workspace)]


def kinds(workspace: Workspace) -> list[str]:
    return [kind for kind, _ in told(workspace)]


def active_model(workspace: Workspace, days: int) -> str:
    return put(
        workspace, "model", name="Tiếng kẻng an ninh", stage="active", launched_on=ago(workspace, days)
    )


def settled(workspace: Workspace, **values: object) -> None:
    put(
        workspace,
        "dispute",
        summary="Bờ ranh",
        mediated_by="mediation_group",
        received_on=ago(workspace, 60),
        outcome="settled",
        **values,
    )


def reviewed(workspace: Workspace, kind: str, days: int, **values: object) -> str:
    return put(workspace, "review", name="Sơ kết", kind=kind, held_on=ago(workspace, days), **values)


def inspected_model(workspace: Workspace, days: int) -> str:
    """A model that is in order but for what the test is about."""
    model = active_model(workspace, days)
    reviewed(workspace, "inspection", 1, model=model)
    reviewed(workspace, "interim", 1, model=model)
    return model


CASES: dict[str, Callable[[Workspace], object]] = {
    "opinion": lambda w: put(w, "opinion", content="Đèn đường", received_on=ago(w, 20)),
    "review": lambda w: put(w, "review", name="Sơ kết quý", kind="interim", planned_on=ago(w, 2)),
    "shortcoming": lambda w: put(
        w, "shortcoming", review=reviewed(w, "inspection", 40), content="Chưa ghi sổ", due_on=ago(w, 3)
    ),
    "silent_group": lambda w: put(w, "group", name="Tổ 1", established_on=ago(w, 50)),
    "follow_up": lambda w: settled(w, outcome_on=ago(w, 35)),
    "handing_over": lambda w: put(w, "award", printed_name="An", achievement="Tốt", decision_on=ago(w, 20)),
    "equipment": lambda w: put(w, "equipment", name="Bình chữa cháy", next_check_on=ago(w, 1)),
}


@pytest.mark.parametrize("kind", sorted(CASES))
def test_each_kind_of_thing_to_do_is_told(workspace: Workspace, kind: str) -> None:
    CASES[kind](workspace)
    assert kinds(workspace) == [kind]


def test_an_opinion_is_due_on_the_day_named_else_after_the_term(workspace: Workspace) -> None:
    put(workspace, "opinion", content="Đèn đường", received_on=ago(workspace, 20))
    put(workspace, "opinion", content="Rác", received_on=ago(workspace, 20), due_on=ago(workspace, 9))
    put(workspace, "opinion", content="Xe", received_on=ago(workspace, 20), answered_on=ago(workspace, 1))
    assert told(workspace) == [("opinion", 9), ("opinion", 5)]


def test_a_term_that_the_unit_has_set_counts(workspace: Workspace) -> None:
    put(workspace, "opinion", content="Đèn đường", received_on=ago(workspace, 20))
    set_rule(workspace, "opinion_answer_days", 60, workspace.today())
    assert told(workspace) == []


def test_a_model_is_reviewed_and_inspected_in_turns(workspace: Workspace) -> None:
    model = active_model(workspace, 200)
    assert told(workspace) == [("model_inspection", 110), ("model_review", 20)]
    reviewed(workspace, "inspection", 10, model=model)
    assert kinds(workspace) == ["model_review"]
    reviewed(workspace, "final", 10, model=model)
    assert kinds(workspace) == []


def test_a_model_that_was_withdrawn_asks_for_nothing(workspace: Workspace) -> None:
    model = active_model(workspace, 200)
    registers.retire(workspace, "model", model, "kém hiệu quả", workspace.today())
    assert kinds(workspace) == []


@pytest.mark.parametrize(("register", "field"), [("event", "held_on"), ("dispute", "received_on")])
def test_a_group_that_did_something_is_not_silent(workspace: Workspace, register: str, field: str) -> None:
    group = put(workspace, "group", name="Tổ 1", established_on=ago(workspace, 90))
    titles = {"event": {"name": "Sinh hoạt"}, "dispute": {"summary": "Bờ ranh"}}
    put(workspace, register, group=group, **titles[register], **{field: ago(workspace, 40)})
    assert told(workspace) == [("silent_group", 10)]
    put(workspace, register, group=group, **titles[register], **{field: ago(workspace, 2)})
    assert told(workspace) == []


def test_an_effective_group_is_due_for_an_award_until_it_is_proposed(workspace: Workspace) -> None:
    group = put(workspace, "group", name="Tổ 1", established_on=ago(workspace, 10))
    reviewed(workspace, "interim", 70, group=group, rating="effective")
    put(workspace, "event", name="Sinh hoạt", held_on=ago(workspace, 1), group=group)
    assert told(workspace) == [("merit", 10)]
    put(workspace, "award", printed_name="Tổ 1", achievement="Tốt", group=group)
    assert told(workspace) == []


def test_a_mediation_that_was_followed_up_is_done(workspace: Workspace) -> None:
    settled(
        workspace,
        outcome_on=ago(workspace, 50),
        follow_up_on=ago(workspace, 20),
        followed_on=ago(workspace, 19),
    )
    assert told(workspace) == []


def test_what_lies_in_ones_own_areas_comes_first(workspace: Workspace) -> None:
    mine = put(workspace, "area", name="Ấp Đông Hưng", officer=f"Đại úy {workspace.user.name}")
    other = put(workspace, "area", name="Ấp Tây Hưng", officer="Đại úy Nguyễn Văn Anh")
    for area, days in ((other, 30), (mine, 20)):
        put(workspace, "opinion", content="Đèn đường", received_on=ago(workspace, days), area=area)
    group = put(workspace, "group", name="Tổ 1", area=mine, established_on=ago(workspace, 40))
    found = found_now(workspace)
    assert [(each.kind, each.mine) for each in found] == [
        ("silent_group", True),
        ("opinion", True),
        ("opinion", False),
    ]
    assert found[0].hit.record == group


def test_a_shortcoming_leads_to_its_review(workspace: Workspace) -> None:
    CASES["shortcoming"](workspace)
    (found,) = found_now(workspace)
    assert (found.hit.register, found.hit.title) == ("review", "Sơ kết")


def test_a_role_hears_only_of_what_it_sees(make: WorkspaceMaker, clock: FakeClock) -> None:
    justice = make(role=Role.JUSTICE, around=environment(clock)).workspace
    settled(justice, outcome_on=ago(justice, 35))
    put(justice, "group", name="Tổ hòa giải 1", established_on=ago(justice, 50))
    assert kinds(justice) == ["silent_group", "follow_up"]


def test_a_model_in_order_asks_for_nothing(workspace: Workspace) -> None:
    inspected_model(workspace, 300)
    assert kinds(workspace) == []


def test_what_was_before_a_group_was_entered_does_not_count_as_silence(
    workspace: Workspace, clock: FakeClock
) -> None:
    clock.set(NOW - timedelta(days=31))
    put(workspace, "group", name="Tổ 1", established_on="2019-05-01")
    assert told(workspace) == [("silent_group", 1)]


def test_an_old_book_that_is_brought_in_asks_for_no_follow_up(workspace: Workspace, clock: FakeClock) -> None:
    clock.set(NOW - timedelta(days=5))
    settled(workspace, outcome_on=ago(workspace, 60))
    assert told(workspace) == []
