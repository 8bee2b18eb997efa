"""What the first page shows: what is due, worst first, and the figures of the month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from desktop.domain.access import sees
from desktop.services.describe import describe
from desktop.services.rules import rule
from desktop.services.views import Hit
from desktop.services.visit_plan import Reason, visit_plan
from desktop.services.workspace import Workspace
from desktop.store.due import Dates
from desktop.store.register_file import Reader


@dataclass(frozen=True)
class Due:
    """One thing to do. ``kind`` is the key of its words: ``due.<kind>``; ``on`` the day it is or was due."""

    kind: str
    on: date
    late: bool
    hit: Hit


@dataclass(frozen=True)
class Figure:
    """One figure: the key of its words ``figure.<name>``, and this year's count of *lượt* or records."""

    name: str
    value: int


_DATED = (("visit", "visit", "next_visit_on"), ("follow_up", "dispute", "follow_up_on"))


def due(workspace: Workspace, limit: int = 50) -> list[Due]:
    """Visits promised or planned and mediations to follow up, and disputes still open with a risk of violence."""
    today = workspace.today()
    found: list[Due] = []
    with workspace.reading() as reader:
        dates = Dates(reader.connection)
        last = (today + timedelta(days=rule(reader, "due_soon_days", today))).isoformat()
        for kind, register, field in _DATED:
            if not sees(workspace.user.role, register):
                continue
            pairs = (
                dates.visits_due(last, limit)
                if kind == "visit"
                else dates.until(register, field, last, limit)
            )
            found += _dues(workspace, reader, kind, register, pairs, today)
        if sees(workspace.user.role, "dispute"):
            found += _dues(workspace, reader, "violence", "dispute", dates.open_with_risk(limit), today)
        told = reader.records.get_many("visit", [each.hit.record for each in found if each.kind == "visit"])
    if sees(workspace.user.role, "visit"):
        found += _by_interval(workspace, {str(visit.values["household"]) for visit in told.values()})
    return sorted(found, key=lambda each: (not each.late, each.on))[:limit]


def _by_interval(workspace: Workspace, promised: set[str]) -> list[Due]:
    """Households whose interval has passed since their last visit, other than those that were promised one.

    Those that nobody has visited yet are listed with the visits only: a list just brought in would fill this one.
    """
    return [
        Due(
            "visit_interval",
            each.planned.on,
            each.late,
            Hit("household", each.household, each.head, each.address),
        )
        for each in visit_plan(workspace).due
        if each.planned.reason is Reason.INTERVAL and each.household not in promised
    ]


def _dues(
    workspace: Workspace, reader: Reader, kind: str, register: str, pairs: list[tuple[str, str]], today: date
) -> list[Due]:
    hits = {
        hit.record: hit for hit in describe(workspace, reader, [(register, record) for record, _ in pairs])
    }
    return [
        Due(kind, date.fromisoformat(day), date.fromisoformat(day) < today, hits[record])
        for record, day in pairs
        if record in hits and day
    ]


def figures(workspace: Workspace) -> list[Figure]:
    """Groups, members, households, and what was done since 1 January."""
    start, end = f"{workspace.today().year}-01-01", workspace.today().isoformat()
    with workspace.reading() as reader:
        dates = Dates(reader.connection)
        counted = [
            ("groups", "group", dates.active("group")),
            ("members", "member", dates.active("member")),
            ("households", "household", dates.active("household")),
            ("visits", "visit", dates.between("visit", "visited_on", start, end)),
            ("disputes", "dispute", dates.between("dispute", "received_on", start, end)),
            ("awards", "award", dates.between("award", "decision_on", start, end)),
        ]
    return [Figure(name, value) for name, register, value in counted if sees(workspace.user.role, register)]
