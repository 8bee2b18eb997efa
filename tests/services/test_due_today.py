"""What the first page tells of visits: what was promised, and what a set interval asks for."""

from __future__ import annotations

from datetime import timedelta

from desktop.domain.access import Role
from desktop.services import today
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put


def ago(workspace: Workspace, days: int) -> str:
    return (workspace.today() - timedelta(days=days)).isoformat()


def due(workspace: Workspace) -> list[tuple[str, str]]:
    return [(each.kind, each.hit.title) for each in today.due(workspace)]


def test_a_household_whose_interval_has_passed_is_due_today(workspace: Workspace) -> None:
    sang = put(workspace, "household", head_name="Trần Văn Sang", categories=["addiction"])
    put(workspace, "visit", household=sang, visited_on=ago(workspace, 31))
    assert due(workspace) == [("visit_interval", "Trần Văn Sang")]


def test_a_household_that_was_promised_a_visit_is_told_once(workspace: Workspace) -> None:
    sang = put(workspace, "household", head_name="Trần Văn Sang", categories=["addiction"])
    visited, promised = ago(workspace, 31), ago(workspace, -2)
    put(workspace, "visit", household=sang, visited_on=visited, next_visit_on=promised)
    assert due(workspace) == [("visit", "Trần Văn Sang")]


def test_a_list_that_was_just_brought_in_does_not_fill_the_first_page(workspace: Workspace) -> None:
    put(workspace, "household", head_name="Trần Văn Sang", categories=["addiction"])
    assert due(workspace) == []


def test_a_role_that_may_not_look_at_what_is_sensitive_hears_of_no_interval(make: WorkspaceMaker) -> None:
    upper = make(role=Role.UPPER).workspace
    sang = put(upper, "household", head_name="Trần Văn Sang", categories=["addiction"])
    put(upper, "visit", household=sang, visited_on=ago(upper, 31))
    assert due(upper) == []


def test_what_kind_of_household_it_is_is_not_said(workspace: Workspace) -> None:
    sang = put(workspace, "household", head_name="Trần Văn Sang", address="Số 1", categories=["addiction"])
    put(workspace, "visit", household=sang, visited_on=ago(workspace, 31))
    assert [(each.hit.title, each.hit.subtitle) for each in today.due(workspace)] == [
        ("Trần Văn Sang", "Số 1")
    ]
