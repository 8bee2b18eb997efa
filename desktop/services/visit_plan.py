"""Whom to visit next: what was promised, and how often a unit plans to visit each kind of household.

How often is a rule of the unit (see ``services.rules``), in force from a day on; while it has set none, the program's
suggestions count: they are nobody's law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.base.text import fold
from desktop.domain.access import Permission
from desktop.domain.officers import in_charge
from desktop.domain.visiting import SOON, Household, Planned, Reason, due_by, plan
from desktop.services.paper_asked import said_or
from desktop.services.rules import rule, visit_rules, visits_as_suggested
from desktop.services.workspace import Workspace
from desktop.store.visits import VisitedHousehold, Visits

__all__ = ["SOON", "AreaChoice", "DueVisit", "Reason", "VisitPlan", "visit_plan"]


@dataclass(frozen=True)
class DueVisit:
    """A household to be visited. What kind of household it is is sensitive, and is not said.

    Attributes:
        officer: who is in charge of its area, or empty.
    """

    household: str
    head: str
    address: str
    area: str | None
    area_name: str
    officer: str
    planned: Planned
    late: bool


@dataclass(frozen=True)
class AreaChoice:
    """An area that has households. ``mine``: the user is in charge of it."""

    id: str
    name: str
    officer: str
    mine: bool
    households: int


@dataclass(frozen=True)
class VisitPlan:
    """What is due now.

    Attributes:
        until: the last day that was looked at.
        suggested: the program's own suggestions count, since the unit has set no interval.
    """

    due: tuple[DueVisit, ...]
    areas: tuple[AreaChoice, ...]
    until: date
    suggested: bool


def visit_plan(workspace: Workspace) -> VisitPlan:
    """Every household that is due by now or soon, the longest overdue first.

    That a household is of a planned kind is told only to roles that may look at what is sensitive.
    """
    today = workspace.today()
    told = workspace.may(Permission.REVEAL)
    with workspace.reading(register="visit") as reader:
        until = _end(today, rule(reader, "due_soon_days", today))
        rules = visit_rules(reader, today) if told else ()
        suggested = told and visits_as_suggested(reader)
        households = Visits(reader.connection).households()
    by_id = {each.id: each for each in households}
    planned = (plan(_planning(each), rules, today) for each in households)
    due = due_by((each for each in planned if each is not None), until)
    return VisitPlan(
        tuple(_due(by_id[each.household], each, today) for each in due),
        _areas(households, workspace.user.name),
        until,
        suggested,
    )


def _end(today: date, days: int) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return date.max


def _day(text: str | None) -> date | None:
    """A day of a table; one that only a stranger's program could write is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _planning(household: VisitedHousehold) -> Household:
    return Household(household.id, household.categories, _day(household.last), _day(household.promised))


def _due(household: VisitedHousehold, planned: Planned, today: date) -> DueVisit:
    return DueVisit(
        household.id,
        said_or(household.head, household.gone.get("head_name")),
        said_or(household.address, household.gone.get("address")),
        household.area,
        household.area_name or "",
        household.officer or "",
        planned,
        planned.on < today,
    )


def _areas(households: Iterable[VisitedHousehold], user: str) -> tuple[AreaChoice, ...]:
    counts: dict[tuple[str, str, str], int] = {}
    for each in households:
        if each.area is not None:
            key = (each.area, each.area_name or "", each.officer or "")
            counts[key] = counts.get(key, 0) + 1
    found = [
        AreaChoice(area, name, officer, mine=in_charge(officer, user), households=number)
        for (area, name, officer), number in counts.items()
    ]
    return tuple(sorted(found, key=lambda each: (not each.mine, fold(each.name))))
