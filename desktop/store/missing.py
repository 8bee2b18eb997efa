"""What a report of a period lacks: rows that should be there, or should say more, as queries for their numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from desktop.store.listing import Sql
from desktop.store.tables import CREATED, STANDING

_NAME: Final = re.compile(r":(first|last|now|answer_days)")
_KEPT: Final = f'"{STANDING}" = 0'

# Of what did not happen, the days after :now: a period may not be over yet.
_QUERIES: Final[Mapping[str, tuple[str, str]]] = {
    "groups_silent": (
        "group",
        (
            f'SELECT r.rowid FROM "group" r WHERE r.{_KEPT}'
            f" AND coalesce(r.established_on, r.\"{CREATED}\", '') <= :now"
            f' AND NOT EXISTS (SELECT 1 FROM event e WHERE e."group" = r.id AND e.{_KEPT}'
            "  AND e.held_on BETWEEN :first AND :last)"
            f' AND NOT EXISTS (SELECT 1 FROM visit v WHERE v."group" = r.id AND v.{_KEPT}'
            "  AND v.visited_on BETWEEN :first AND :last)"
            f' AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d."group" = r.id AND d.{_KEPT}'
            "  AND (d.received_on BETWEEN :first AND :last OR d.outcome_on BETWEEN :first AND :last))"
        ),
    ),
    "visits_due": (
        "visit",
        (
            "SELECT p.rowid FROM ("
            f"  SELECT household, max(visited_on) AS visited_on FROM visit WHERE {_KEPT}"
            "   AND household IS NOT NULL GROUP BY household"
            " ) l JOIN visit p ON p.household = l.household AND p.visited_on = l.visited_on"
            f" WHERE p.{_KEPT} AND p.next_visit_on < :now"
        ),
    ),
    "disputes_open": (
        "dispute",
        (
            f"SELECT r.rowid FROM dispute r WHERE r.{_KEPT}"
            " AND coalesce(r.outcome, 'open') = 'open' AND r.received_on < :first"
        ),
    ),
    "follow_ups_due": (
        "dispute",
        f"SELECT r.rowid FROM dispute r WHERE r.{_KEPT} AND r.follow_up_on < :now AND r.followed_on IS NULL",
    ),
    "events_uncounted": (
        "event",
        (
            f"SELECT r.rowid FROM event r WHERE r.{_KEPT}"
            " AND r.held_on BETWEEN :first AND :last AND r.attendances IS NULL"
        ),
    ),
    "opinions_unanswered": (
        "opinion",
        (
            f"SELECT r.rowid FROM opinion r WHERE r.{_KEPT} AND r.answered_on IS NULL"
            " AND coalesce(r.due_on, date(r.received_on, '+' || :answer_days || ' days')) < :now"
        ),
    ),
    "reviews_overdue": (
        "review",
        f"SELECT r.rowid FROM review r WHERE r.{_KEPT} AND r.held_on IS NULL AND r.planned_on < :now",
    ),
    "shortcomings_overdue": (
        "review",
        (
            f"SELECT r.rowid FROM review r WHERE r.{_KEPT} AND EXISTS (SELECT 1 FROM shortcoming s"
            f"  WHERE s.review = r.id AND s.{_KEPT} AND s.mended_on IS NULL AND s.due_on < :now)"
        ),
    ),
    "awards_waiting": (
        "award",
        (
            f"SELECT r.rowid FROM award r WHERE r.{_KEPT} AND r.stage IN ('decided', 'printed')"
            " AND r.handed_on IS NULL AND coalesce(r.decision_on, '') <= :now"
        ),
    ),
}

MISSING: Final[tuple[str, ...]] = tuple(_QUERIES)
"""The codes, in the order of a report."""


@dataclass(frozen=True)
class Days:
    """Of which period, as ISO text, and on which day it is asked."""

    first: str
    last: str
    now: str
    answer_days: int


def register_of(code: str) -> str:
    """Whose rows they are. Raises :class:`KeyError` for what is never looked for."""
    return _QUERIES[code][0]


def missing_numbers(code: str, days: Days) -> Sql:
    """A query for the numbers of the very rows."""
    text = _QUERIES[code][1]
    arguments = [getattr(days, name) for name in _NAME.findall(text)]
    # Plain marks, in the order in which they stand: the list puts its own around them.
    return Sql(_NAME.sub("?", text), tuple(arguments))


def count_missing(connection: Any, code: str, days: Days) -> int:
    query = missing_numbers(code, days)
    row = connection.execute(f"SELECT count(*) FROM ({query.text})", query.arguments).fetchone()
    return int(row[0])


def picked_numbers(register: str, records: tuple[str, ...]) -> Sql:
    """A query for the numbers of some records, retired and removed ones among them."""
    marks = ",".join("?" * len(records))
    return Sql(f'SELECT r.rowid FROM "{register}" r WHERE r.id IN ({marks})', records)
