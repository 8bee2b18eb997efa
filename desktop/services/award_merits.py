"""Who has done something and was not proposed for it: years of service, visits, mediation, an effective group.

What was recorded is told with the unit's own thresholds (``services.rules``); none of them is law, and a person
decides. Names that several people bear tell of none of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desktop.base.text import fold
from desktop.domain.access import sees
from desktop.domain.awarding import Reason, years_between
from desktop.domain.levels import superior
from desktop.domain.values.mediators import parse_mediators
from desktop.services.award_known import awarded
from desktop.services.rules import rule_or_none
from desktop.services.workspace import Workspace
from desktop.store.merits import Merits
from desktop.store.register_file import Reader

_WINDOW: Final = timedelta(days=365)
_SHOWN: Final = 500
_THRESHOLDS: Final = {
    Reason.SERVICE_YEARS: "award_service_years",
    Reason.VISITS: "award_visits",
    Reason.DISPUTES: "award_disputes",
}


@dataclass(frozen=True)
class Merit:
    """What stands to somebody's credit and waits for an award.

    Attributes:
        register, record: a person or a group.
        facts: by reason, the number that was found; of an effective group, the days since.
        reasons: those of them that reach what the unit asks for.
        awards: how many awards there were before; last_on: the day of the latest.
        on: the day of the merit where it has one.
        late: more days have passed since than the unit allows.
    """

    register: str
    record: str
    name: str
    facts: Mapping[Reason, int]
    reasons: tuple[Reason, ...]
    awards: int
    last_on: date | None
    on: date | None
    late: bool


@dataclass(frozen=True)
class _Asked:
    """What a source is asked with."""

    reader: Reader
    merits: Merits
    first: date
    today: date

    @property
    def days(self) -> tuple[str, str]:
        return self.first.isoformat(), self.today.isoformat()


def merits_waiting(workspace: Workspace) -> list[Merit]:
    """Everybody with a merit of the last year who was neither proposed nor awarded since, the oldest merit first.

    The level above is proposed to by its communes, and looks for nobody of its own among their members.
    """
    with workspace.reading(register="award") as reader:
        if not sees(workspace.role, "person") or superior(workspace.station.level):
            return []
        today = workspace.today()
        asked = _Asked(reader, Merits(reader.connection), today - _WINDOW, today)
        before = _awards(reader)
        names = {"group": _names(reader, "group")}
        found = [*_people(asked), *_groups(asked, names["group"])]
        term = rule_or_none(reader, "merit_to_award_days", today)
        thresholds = {reason: rule_or_none(reader, key, today) for reason, key in _THRESHOLDS.items()}
    waiting = [
        merit
        for register, record, name, facts, on in found
        if (merit := _merit(register, record, name, facts, on, before, thresholds, term, asked)) is not None
    ]
    waiting.sort(key=lambda each: (each.on is None, each.on or today, each.name, each.record))
    return waiting[:_SHOWN]


_Found = tuple[str, str, str, dict[Reason, int], date | None]


def _merit(  # each part by its own right
    register: str,
    record: str,
    name: str,
    facts: dict[Reason, int],
    on: date | None,
    before: Mapping[tuple[str, str], list[date]],
    thresholds: Mapping[Reason, int | None],
    term: int | None,
    asked: _Asked,
) -> Merit | None:
    days = sorted(before.get((register, record), ()))
    since = on or asked.first
    if days and days[-1] >= since:
        return None
    reasons = tuple(each for each in Reason if _counts(each, facts, thresholds))
    if not reasons:
        return None
    late = on is not None and term is not None and (asked.today - on).days > term
    return Merit(register, record, name, facts, reasons, len(days), days[-1] if days else None, on, late)


def _counts(reason: Reason, facts: Mapping[Reason, int], thresholds: Mapping[Reason, int | None]) -> bool:
    if reason is Reason.EFFECTIVE:
        return reason in facts
    least = thresholds[reason]
    return bool(least) and facts.get(reason, 0) >= (least or 0)


def _awards(reader: Reader) -> dict[tuple[str, str], list[date]]:
    found: dict[tuple[str, str], list[date]] = defaultdict(list)
    for each in awarded(reader):
        for recipient in each.recipients:
            if each.on:
                found[recipient].append(date.fromisoformat(each.on))
    return found


def _people(asked: _Asked) -> Iterable[_Found]:
    service: dict[str, list[tuple[date, date]]] = defaultdict(list)
    names: dict[str, str] = {}
    for person, name, _group, _role, joined, left in asked.merits.service():
        names[person] = name
        first, last = _day(joined), _day(left) or asked.today
        if first is not None:
            service[person].append((first, min(last, asked.today)))
    bearers = Counter(fold(name) for name in names.values())
    visits = _by_name(asked.merits.said_of_visits(*asked.days))
    disputes = _by_name(asked.merits.said_of_disputes(*asked.days))
    for person, name in names.items():
        facts = {Reason.SERVICE_YEARS: years_between(service[person])}
        if bearers[fold(name)] == 1:
            facts |= {Reason.VISITS: visits[fold(name)], Reason.DISPUTES: disputes[fold(name)]}
        yield "person", person, name, {reason: count for reason, count in facts.items() if count}, None


def _groups(asked: _Asked, names: Mapping[str, str]) -> Iterable[_Found]:
    visits = asked.merits.visits_of_groups(*asked.days)
    disputes = asked.merits.disputes_of_groups(*asked.days)
    effective = asked.merits.effective_groups(*asked.days)
    for group in sorted({*visits, *disputes, *effective} & set(names)):
        on = _day(effective.get(group))
        facts = {Reason.VISITS: visits.get(group, 0), Reason.DISPUTES: disputes.get(group, 0)}
        facts = {reason: count for reason, count in facts.items() if count}
        if on is not None:
            facts[Reason.EFFECTIVE] = (asked.today - on).days
        yield "group", group, names[group], facts, on


def _by_name(said: Sequence[tuple[str, int]]) -> Counter[str]:
    """How often each name was written, folded; several stand in one text."""
    found: Counter[str] = Counter()
    for text, count in said:
        for name in {fold(each.name) for each in parse_mediators(text).value or ()}:
            found[name] += count
    return found


def _names(reader: Reader, register: str) -> dict[str, str]:
    title = reader.registry[register].title
    return {
        row.id: row.values[title]
        for row in reader.records.whole(register)
        if row.standing == "active" and row.values[title]
    }


def _day(text: str | None) -> date | None:
    """A day of which month and day may be unknown: then the last it can be, so that no service is made up."""
    if not text:
        return None
    year, month, day = [*(int(part) for part in text.split("-")), 0, 0][:3]
    if not month:
        return date(year, 12, 31)
    if not day:
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return date(year, month, day)
