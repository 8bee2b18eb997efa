"""When a household is to be visited next: what was promised there, and how often its kind is planned."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

SOON = timedelta(days=7)
"""What falls due so soon is shown already."""


class Reason(Enum):
    """Why a visit is due."""

    PROMISED = "promised"
    INTERVAL = "interval"
    NEVER = "never"


@dataclass(frozen=True)
class VisitRule:
    """Households of a category are visited at least every so many days, from one day until another."""

    category: str
    days: int
    since: date
    until: date | None = None

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Household:
    """What planning knows of a household.

    Attributes:
        last: the day of its last visit.
        promised: the day that was named at that visit for the next one.
    """

    id: str
    categories: tuple[str, ...] = ()
    last: date | None = None
    promised: date | None = None


@dataclass(frozen=True)
class Planned:
    """A household and the day by which it is to be visited.

    Attributes:
        days: of the rule, where one makes it due.
    """

    household: str
    on: date
    reason: Reason
    last: date | None = None
    days: int | None = None


def plan(household: Household, rules: Iterable[VisitRule], today: date) -> Planned | None:
    """When a household is due next, by its promise or by the strictest rule of its categories, whichever is first.

    A household that a rule speaks of and that nobody has visited yet is due today.
    """
    found = []
    if household.promised is not None:
        found.append(Planned(household.id, household.promised, Reason.PROMISED, household.last))
    days = shortest(rules, household.categories, today)
    if days is not None and household.last is None:
        found.append(Planned(household.id, today, Reason.NEVER, None, days))
    elif days is not None and household.last is not None:
        on = _after(household.last, days)
        found.append(Planned(household.id, on, Reason.INTERVAL, household.last, days))
    # Of the same day the promise counts, which somebody was given.
    return min(found, key=lambda each: each.on, default=None)


def shortest(rules: Iterable[VisitRule], categories: Collection[str], on: date) -> int | None:
    """The fewest days between visits that a rule in force asks for one of the categories."""
    days = (rule.days for rule in rules if rule.category in categories and rule.in_force(on))
    return min((each for each in days if each > 0), default=None)


def _after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        # Only a mistyped number of days reaches so far.
        return date.max


def due_by(planned: Iterable[Planned], last: date) -> list[Planned]:
    """What is due by a day, the longest overdue first."""
    return sorted((each for each in planned if each.on <= last), key=lambda each: (each.on, each.household))
