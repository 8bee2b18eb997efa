"""Whom to visit next: what was promised, and how often a unit plans to visit each kind of household.

A unit's own plan is a register (``visit_rule``), each rule in force from one day until another. While it has none,
the program's suggestions in ``resources/plans`` count: they are nobody's law.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from desktop.base.resources import resource
from desktop.base.text import fold
from desktop.domain.access import Permission
from desktop.domain.visiting import SOON, Household, Planned, Reason, VisitRule, due_by, plan
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader
from desktop.store.visits import VisitedHousehold, Visits

__all__ = ["SOON", "AreaChoice", "DueVisit", "Reason", "VisitPlan", "adopt_suggestions", "visit_plan"]

_MANY = 10_000


@dataclass(frozen=True)
class Suggestion:
    """One of the program's own rules. ``vi`` and ``en`` are its name."""

    rule: VisitRule
    vi: str
    en: str


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
        suggested: the program's own suggestions count, since the unit has no plan.
    """

    due: tuple[DueVisit, ...]
    areas: tuple[AreaChoice, ...]
    until: date
    suggested: bool


@cache
def suggestions() -> tuple[Suggestion, ...]:
    """The program's own suggestions, from ``resources/plans/visit_intervals.toml``."""
    table = tomllib.loads(resource("plans", "visit_intervals.toml").read_text("utf-8"))
    return tuple(
        Suggestion(
            VisitRule(each["category"], each["days"], each["since"], each.get("until")),
            each["vi"],
            each["en"],
        )
        for each in table["rule"]
    )


def visit_plan(workspace: Workspace) -> VisitPlan:
    """Every household that is due by now or soon, the longest overdue first.

    That a household is of a planned kind is told only to roles that may look at what is sensitive.
    """
    today = workspace.today()
    until = _end(today)
    with workspace.reading(register="visit") as reader:
        rules, suggested = _rules(workspace, reader) if workspace.may(Permission.REVEAL) else ((), False)
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


def adopt_suggestions(workspace: Workspace) -> Changes:
    """Makes the program's suggestions the unit's own plan, to be changed like any other record."""
    with workspace.change("visit_rule.adopt", register="visit_rule") as change:
        for each in suggestions():
            rule = each.rule
            values: dict[str, Any] = {"category": rule.category, "days": rule.days, "name": each.vi}
            values["since"] = rule.since.isoformat()
            values["until"] = rule.until.isoformat() if rule.until else None
            change.create("visit_rule", values)
        change.subject = str(len(suggestions()))
    return change.result


def _end(today: date) -> date:
    try:
        return today + SOON
    except OverflowError:
        return date.max


def _rules(workspace: Workspace, reader: Reader) -> tuple[Sequence[VisitRule], bool]:
    own = reader.records.page("visit_rule", Selection(retired=True), 0, _MANY)
    if not own:
        return [each.rule for each in suggestions()], True
    return [rule for each in own if each.standing == "active" and (rule := _rule(each)) is not None], False


def _rule(stored: Stored) -> VisitRule | None:
    values = stored.values
    category, days, since = values["category"], values["days"], _day(values["since"])
    if not category or not days or since is None:
        return None
    return VisitRule(category, days, since, _day(values["until"]))


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
        household.head or "",
        household.address or "",
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
        AreaChoice(area, name, officer, mine=bool(officer) and fold(user) in fold(officer), households=number)
        for (area, name, officer), number in counts.items()
    ]
    return tuple(sorted(found, key=lambda each: (not each.mine, fold(each.name))))
