"""What is due: promised, planned or asked for by the unit's own terms, the user's own areas first, worst first.

The terms (how many days a group may be silent, how soon an opinion is answered …) are rules of the unit, in force
from a day on (``services.rules``); none of them is law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from desktop.domain.access import sees
from desktop.domain.officers import in_charge
from desktop.services import taken_over
from desktop.services.describe import describe
from desktop.services.rules import rule
from desktop.services.views import Hit
from desktop.services.visit_plan import Reason, visit_plan
from desktop.services.workspace import Workspace
from desktop.store.due import Dates
from desktop.store.register_file import Reader

EACH: Final = 50
"""At most so many of one kind: what is left comes when these are done."""

_YEAR: Final = 366
_REVIEWS: Final = ("interim", "final")
_INSPECTIONS: Final = ("inspection",)


@dataclass(frozen=True)
class Due:
    """One thing to do. ``kind`` is the key of its words: ``due.<kind>``; ``on`` the day it is or was due.

    Attributes:
        mine: it is in an area of which the user is in charge.
    """

    kind: str
    on: date
    late: bool
    hit: Hit
    mine: bool = False
    taken_over: bool = False


@dataclass(frozen=True)
class _Asking:
    """What every source is asked with: where to look, the days, and the terms in force."""

    dates: Dates
    reader: Reader
    today: date

    def soon(self) -> str:
        return self.in_days(self.term("due_soon_days"))

    def in_days(self, days: int) -> str:
        return (self.today + timedelta(days=days)).isoformat()

    def term(self, key: str) -> int:
        return rule(self.reader, key, self.today)


Pairs: TypeAlias = "list[tuple[str, str]]"


@dataclass(frozen=True)
class _Source:
    """Where things to do come from: (record, day) of a register, earliest first."""

    kind: str
    register: str
    ask: Callable[[_Asking], Pairs]


def _open(kind: str, register: str, field: str, done: str) -> _Source:
    return _Source(
        kind, register, lambda asking: asking.dates.open_until(register, field, done, asking.soon(), EACH)
    )


_SOURCES: Final = (
    _Source("violence", "dispute", lambda asking: asking.dates.open_with_risk(EACH)),
    _Source("visit", "visit", lambda asking: asking.dates.visits_due(asking.soon(), EACH)),
    _open("follow_up", "dispute", "follow_up_on", "followed_on"),
    _Source(
        "follow_up",
        "dispute",
        lambda asking: asking.dates.settled(
            asking.term("follow_up_days"), asking.in_days(-_YEAR), asking.soon(), EACH
        ),
    ),
    _Source(
        "opinion",
        "opinion",
        lambda asking: asking.dates.opinions(asking.term("opinion_answer_days"), asking.soon(), EACH),
    ),
    _open("review", "review", "planned_on", "held_on"),
    _open("shortcoming", "shortcoming", "due_on", "mended_on"),
    _Source(
        "model_review",
        "model",
        lambda asking: asking.dates.models_to_review(
            _REVIEWS, asking.term("review_interval_days"), asking.soon(), EACH
        ),
    ),
    _Source(
        "model_inspection",
        "model",
        lambda asking: asking.dates.models_to_review(
            _INSPECTIONS, asking.term("inspection_interval_days"), asking.soon(), EACH
        ),
    ),
    _Source(
        "silent_group",
        "group",
        lambda asking: asking.dates.silent_groups(
            asking.term("silent_group_days"), asking.today.isoformat(), EACH
        ),
    ),
    _Source(
        "merit",
        "review",
        lambda asking: asking.dates.merits(asking.term("merit_to_award_days"), asking.soon(), EACH),
    ),
    _Source(
        "handing_over",
        "award",
        lambda asking: asking.dates.awards_to_hand_over(asking.term("due_soon_days"), asking.soon(), EACH),
    ),
    _Source(
        "equipment",
        "equipment",
        lambda asking: asking.dates.until("equipment", "next_check_on", asking.soon(), EACH),
    ),
)


def due(workspace: Workspace, officer: str | None = None, limit: int = 200) -> list[Due]:
    """All that is due by now or soon, of the registers that the role sees.

    ``officer`` is whose areas count as their own; the user's without one.
    """
    name = officer or workspace.user.name
    role, today = workspace.role, workspace.today()
    found: list[Due] = []
    with workspace.reading() as reader:
        asking = _Asking(Dates(reader.connection), reader, today)
        mine = _Mine(reader, name, today)
        for source in _SOURCES:
            if sees(role, source.register):
                found += _of(workspace, reader, source, asking, mine)
        told = reader.records.get_many("visit", [each.hit.record for each in found if each.kind == "visit"])
    if sees(role, "visit"):
        promised = {str(visit.values["household"]) for visit in told.values()}
        found += _by_interval(workspace, promised, name)
    return sorted(found, key=lambda each: (not each.mine, not each.late, each.on))[:limit]


def _of(workspace: Workspace, reader: Reader, source: _Source, asking: _Asking, mine: _Mine) -> Iterator[Due]:
    pairs = [(record, day) for record, day in source.ask(asking) if day]
    parents = _shown(reader, source.register, [record for record, _ in pairs])
    hits = {(hit.register, hit.record): hit for hit in describe(workspace, reader, [*parents.values()])}
    own, taken = mine.among(parents.values()), mine.taken(parents.values())
    for record, day in pairs:
        place = parents.get(record)
        if place in hits:
            on = date.fromisoformat(day)
            yield Due(source.kind, on, on < asking.today, hits[place], place in own, place in taken)


def _shown(reader: Reader, register: str, records: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The record to open for each: what belongs to another one is shown in it."""
    parent = reader.registry[register].parent
    if parent is None or parent.to is None:
        return {record: (register, record) for record in records}
    stored = reader.records.get_many(register, records)
    return {
        record: (parent.to, row.values[parent.name])
        for record, row in stored.items()
        if row.values[parent.name]
    }


def _by_interval(workspace: Workspace, promised: set[str], name: str) -> Iterator[Due]:
    """Households whose interval has passed since their last visit, other than those that were promised one.

    Those that nobody has visited yet are listed with the visits only: a list just brought in would fill this one.
    """
    for each in visit_plan(workspace).due:
        if each.planned.reason is Reason.INTERVAL and each.household not in promised:
            hit = Hit("household", each.household, each.head, each.address)
            mine = in_charge(each.officer, name)
            yield Due("visit_interval", each.planned.on, each.late, hit, mine)


class _Mine:
    """Which records lie in areas that somebody is in charge of."""

    def __init__(self, reader: Reader, name: str, today: date) -> None:
        self._taken = taken_over.areas(reader, today)
        self._reader = reader
        self._name = name
        self._officers: dict[str, bool] = {}

    def among(self, places: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        return {place for place, area in self._found(places) if self._is_mine(area)}

    def taken(self, places: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those in areas that were taken over from somebody lately."""
        return {place for place, area in self._found(places) if area in self._taken} if self._taken else set()

    def _found(self, places: Iterable[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], str]]:
        wanted: dict[str, list[str]] = {}
        for register, record in places:
            wanted.setdefault(register, []).append(record)
        for register, records in wanted.items():
            for record, area in self._areas(register, records).items():
                yield (register, record), area

    def _areas(self, register: str, records: Sequence[str]) -> Mapping[str, str]:
        """The area of each record: its own, else that of the group or household it is about."""
        if register == "area":
            return {record: record for record in records}
        fields = self._reader.registry[register].by_name
        stored = self._reader.records.get_many(register, records)
        found: dict[str, str] = {}
        for name in ("area", "group", "household"):
            if name in fields:
                pointed = {
                    record: row.values[name]
                    for record, row in stored.items()
                    if record not in found and row.values[name]
                }
                further = self._areas(name, list(pointed.values())) if pointed else {}
                found |= {record: further[at] for record, at in pointed.items() if at in further}
        return found

    def _is_mine(self, area: str) -> bool:
        if area not in self._officers:
            row = self._reader.records.get("area", area)
            self._officers[area] = row is not None and in_charge(row.values["officer"], self._name)
        return self._officers[area]
