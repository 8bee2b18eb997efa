from __future__ import annotations

from datetime import date, timedelta

from desktop.domain.access import Role
from desktop.services import registers, rules, visit_plan
from desktop.services.visit_plan import Reason
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put


def ago(workspace: Workspace, days: int) -> str:
    return (workspace.today() - timedelta(days=days)).isoformat()


def due(workspace: Workspace) -> list[tuple[str, Reason]]:
    return [(each.head, each.planned.reason) for each in visit_plan.visit_plan(workspace).due]


def test_a_promised_visit_is_due_until_a_later_one_keeps_it(workspace: Workspace) -> None:
    sang = put(workspace, "household", head_name="Trần Văn Sang")
    put(workspace, "visit", household=sang, visited_on=ago(workspace, 40), next_visit_on=ago(workspace, 3))
    assert due(workspace) == [("Trần Văn Sang", Reason.PROMISED)]
    put(workspace, "visit", household=sang, visited_on=ago(workspace, 1))
    assert due(workspace) == []


def test_two_visits_on_one_day_make_one_line(workspace: Workspace) -> None:
    sang = put(workspace, "household", head_name="Trần Văn Sang")
    for promised in (3, 2):
        day = ago(workspace, 40)
        put(workspace, "visit", household=sang, visited_on=day, next_visit_on=ago(workspace, promised))
    assert due(workspace) == [("Trần Văn Sang", Reason.PROMISED)]


def test_a_household_of_a_planned_kind_is_due_by_the_suggestion_while_there_is_no_plan(
    workspace: Workspace,
) -> None:
    sang = put(workspace, "household", head_name="Trần Văn Sang", categories=["addiction"])
    put(workspace, "visit", household=sang, visited_on=ago(workspace, 31))
    put(workspace, "household", head_name="Lê Thị Mai", categories=["other"])
    plan = visit_plan.visit_plan(workspace)
    assert plan.suggested
    assert [(each.head, each.late, each.planned.days) for each in plan.due] == [("Trần Văn Sang", True, 30)]


def test_a_units_own_interval_counts_instead_of_the_suggested_one(workspace: Workspace) -> None:
    for name, category in (("Trần Văn Sang", "addiction"), ("Lê Thị Mai", "policy")):
        household = put(workspace, "household", head_name=name, categories=[category])
        put(workspace, "visit", household=household, visited_on=ago(workspace, 31))
    rules.set_rule(workspace, "visit_interval_policy", 30, date(2026, 1, 1))
    assert not visit_plan.visit_plan(workspace).suggested
    assert due(workspace) == [("Trần Văn Sang", Reason.INTERVAL), ("Lê Thị Mai", Reason.INTERVAL)]


def test_an_interval_of_nothing_asks_for_no_visit(workspace: Workspace) -> None:
    put(workspace, "household", head_name="Trần Văn Sang", categories=["addiction"])
    assert due(workspace) == [("Trần Văn Sang", Reason.NEVER)]
    rules.set_rule(workspace, "visit_interval_addiction", 0, workspace.today())
    assert due(workspace) == []


def test_a_role_that_may_not_look_at_what_is_sensitive_hears_of_promises_only(make: WorkspaceMaker) -> None:
    upper = make(role=Role.UPPER).workspace
    sang = put(upper, "household", head_name="Trần Văn Sang", categories=["addiction"])
    mai = put(upper, "household", head_name="Lê Thị Mai")
    put(upper, "visit", household=sang, visited_on=ago(upper, 90))
    put(upper, "visit", household=mai, visited_on=ago(upper, 9), next_visit_on=ago(upper, 1))
    assert due(upper) == [("Lê Thị Mai", Reason.PROMISED)]


def test_households_and_visits_that_left_the_register_are_not_due(workspace: Workspace) -> None:
    sang = put(workspace, "household", head_name="Trần Văn Sang")
    visit = put(
        workspace, "visit", household=sang, visited_on=ago(workspace, 40), next_visit_on=ago(workspace, 3)
    )
    registers.retire(workspace, "visit", visit, "Ghi nhầm", workspace.today())
    assert due(workspace) == []
    registers.restore(workspace, "visit", visit)
    registers.retire(workspace, "household", sang, "Chuyển đi", workspace.today())
    assert due(workspace) == []


def test_the_officer_in_charge_is_said_and_ones_own_areas_come_first(workspace: Workspace) -> None:
    own = put(workspace, "area", name="Khóm Xuân Hòa", officer=f"Đại úy {workspace.user.name}")
    other = put(workspace, "area", name="Khóm Đông Hưng", officer="Lê Quốc Dũng")
    for name, area in (("Trần Văn Sang", other), ("Lê Thị Mai", own)):
        household = put(workspace, "household", head_name=name, area=area)
        put(workspace, "visit", household=household, visited_on="2026-01-05", next_visit_on="2026-02-05")
    plan = visit_plan.visit_plan(workspace)
    assert {each.head: each.officer for each in plan.due} == {
        "Trần Văn Sang": "Lê Quốc Dũng",
        "Lê Thị Mai": f"Đại úy {workspace.user.name}",
    }
    assert [(each.name, each.mine) for each in plan.areas] == [
        ("Khóm Xuân Hòa", True),
        ("Khóm Đông Hưng", False),
    ]


def test_what_is_due_after_the_coming_week_is_not_shown_yet(workspace: Workspace) -> None:
    sang = put(workspace, "household", head_name="Trần Văn Sang")
    put(workspace, "visit", household=sang, visited_on=ago(workspace, 1), next_visit_on=ago(workspace, -8))
    assert due(workspace) == []
    assert visit_plan.visit_plan(workspace).until == workspace.today() + timedelta(days=7)
