"""Asking the derived tables for records that contradict each other or the rules, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desktop.domain.checks import Check
from desktop.domain.fields import Registry
from desktop.store.listing import Sql
from desktop.store.tables import ENDED, MARKS, STANDING, STANDINGS

_ACTIVE: Final = STANDINGS.index("active")
_RETIRED: Final = STANDINGS.index("retired")
_REMOVED: Final = STANDINGS.index("removed")
_LIVES: Final = f'"{STANDING}" = {_ACTIVE}'


@dataclass(frozen=True)
class Terms:
    """What the questions reckon with.

    Attributes:
        least_age: how old a member is at least; None where nobody has set it.
        leaders: the codes of the role of whoever leads a group.
    """

    today: date
    least_age: int | None
    leaders: tuple[str, ...]

    @property
    def born_until(self) -> str:
        """The last day of birth of whoever is old enough today."""
        year = self.today.year - (self.least_age or 0)
        return f"{year:04d}-{self.today:%m-%d}"


class Findings:
    """Questions over one connection. ``r`` is in every question the record that it is about."""

    def __init__(self, connection: Any, registry: Registry, terms: Terms) -> None:
        self._connection = connection
        self._registry = registry
        self._terms = terms

    def count(self, check: Check) -> int:
        asked = self._asked(check)
        query = f'SELECT count(*) FROM "{check.register}" r WHERE r.{_LIVES} AND ({asked.text})'
        return int(self._connection.execute(query, asked.arguments).fetchone()[0])

    def page(self, check: Check, offset: int, limit: int) -> list[str]:
        """The ids of the records that a check finds, in the order of their entry."""
        asked = self._asked(check)
        rows = self._connection.execute(
            f'SELECT r.id FROM "{check.register}" r WHERE r.{_LIVES} AND ({asked.text}) ORDER BY r.id'
            " LIMIT ? OFFSET ?",
            [*asked.arguments, limit, offset],
        )
        return [row[0] for row in rows]

    def holds(self, check: Check, record: str) -> bool:
        """Whether a check still finds the record."""
        asked = self._asked(check)
        row = self._connection.execute(
            f'SELECT 1 FROM "{check.register}" r WHERE r.id = ? AND r.{_LIVES} AND ({asked.text})',
            [record, *asked.arguments],
        ).fetchone()
        return row is not None

    def ended_on(self, register: str, record: str) -> str | None:
        """The day from which a retired record is so."""
        row = self._connection.execute(
            f'SELECT "{ENDED}" FROM "{register}" WHERE id = ?', [record]
        ).fetchone()
        return row[0] if row is not None else None

    def _asked(self, check: Check) -> Sql:
        return _QUESTIONS[check.kind](self, check)

    # Of every register

    def _missing(self, check: Check) -> Sql:
        """What was withheld or erased is not lacking: it says so itself."""
        return Sql(
            f"coalesce(r.\"{check.field}\", '') = '' AND instr(coalesce(r.\"{MARKS}\", ''), ?) = 0",
            (f'"{check.field}"',),
        )

    def _dangling(self, check: Check) -> Sql:
        target = self._registry[check.register].by_name[check.field].to
        return Sql(
            f'r."{check.field}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "{target}" t'
            f' WHERE t.id = r."{check.field}" AND t."{STANDING}" <> {_REMOVED})'
        )

    def _twice(self, check: Check) -> Sql:
        equal = " AND ".join(f'o."{name}" = r."{name}"' for name in self._registry[check.register].twice)
        return Sql(
            f'EXISTS (SELECT 1 FROM "{check.register}" o WHERE {equal} AND o.{_LIVES} AND o.id < r.id)'
        )

    # Of some

    def _group_without_leader(self, _check: Check) -> Sql:
        marks = ",".join("?" * len(self._terms.leaders))
        return Sql(
            f'NOT EXISTS (SELECT 1 FROM member m WHERE m."group" = r.id AND m.{_LIVES}'
            f" AND m.left_on IS NULL AND m.role IN ({marks}))",
            self._terms.leaders,
        )

    def _member_under_age(self, _check: Check) -> Sql:
        """Of a year or a month alone only what is certain counts."""
        if self._terms.least_age is None:
            return Sql("0")
        return Sql(
            "r.left_on IS NULL AND EXISTS (SELECT 1 FROM person p WHERE p.id = r.person"
            " AND p.born > substr(?, 1, length(p.born)))",
            (self._terms.born_until,),
        )

    def _member_left_before(self, _check: Check) -> Sql:
        return Sql("substr(r.left_on, 1, length(r.joined_on)) < r.joined_on")

    def _member_of_ended_group(self, _check: Check) -> Sql:
        return Sql(
            'r.left_on IS NULL AND EXISTS (SELECT 1 FROM "group" g WHERE g.id = r."group"'
            f' AND g."{STANDING}" = {_RETIRED})'
        )

    def _member_twice(self, _check: Check) -> Sql:
        return Sql(
            'r.left_on IS NULL AND EXISTS (SELECT 1 FROM member o WHERE o.person = r.person AND o."group" = r."group"'
            f" AND o.{_LIVES} AND o.left_on IS NULL AND o.id < r.id)"
        )

    def _dispute_without_outcome(self, _check: Check) -> Sql:
        return Sql("r.outcome_on IS NOT NULL AND coalesce(r.outcome, 'open') = 'open'")

    def _dispute_without_end(self, _check: Check) -> Sql:
        return Sql("r.outcome_on IS NULL AND coalesce(r.outcome, 'open') <> 'open'")

    def _dispute_ended_before(self, _check: Check) -> Sql:
        return Sql("r.outcome_on < r.received_on")

    def _visit_after_leaving(self, _check: Check) -> Sql:
        return Sql(
            "EXISTS (SELECT 1 FROM household h WHERE h.id = r.household"
            f' AND h."{STANDING}" = {_RETIRED} AND r.visited_on > h."{ENDED}")'
        )

    def _number_against_person(self, _check: Check) -> Sql:
        """The fourth digit tells century and sex, the two after it the year (Thông tư 59/2021/TT-BCA, Điều 4)."""
        digit, year = (
            "CAST(substr(r.citizen_id, 4, 1) AS INTEGER)",
            "CAST(substr(r.citizen_id, 5, 2) AS INTEGER)",
        )
        return Sql(
            "length(r.citizen_id) = 12 AND ("
            f"(r.sex = 'male' AND {digit} % 2 = 1) OR (r.sex = 'female' AND {digit} % 2 = 0)"
            f" OR (19 + {digit} / 2) * 100 + {year} <> CAST(substr(r.born, 1, 4) AS INTEGER))"
        )

    def _same_and_not(self, _check: Check) -> Sql:
        """Two records of one set of which somebody said that they are not one."""
        return Sql(
            "r.id IN (SELECT a.first FROM same_person l"
            " JOIN same a ON a.register = 'person' AND a.record = l.first"
            " JOIN same b ON b.register = 'person' AND b.record = l.second"
            f" WHERE l.{_LIVES} AND l.verdict = 'different' AND a.first = b.first)"
        )


_QUESTIONS: Final[Mapping[str, Callable[[Findings, Check], Sql]]] = {
    "missing": Findings._missing,  # noqa: SLF001 - the table of its own questions
    "dangling": Findings._dangling,  # noqa: SLF001
    "twice": Findings._twice,  # noqa: SLF001
    "group_without_leader": Findings._group_without_leader,  # noqa: SLF001
    "member_under_age": Findings._member_under_age,  # noqa: SLF001
    "member_left_before": Findings._member_left_before,  # noqa: SLF001
    "member_of_ended_group": Findings._member_of_ended_group,  # noqa: SLF001
    "member_twice": Findings._member_twice,  # noqa: SLF001
    "dispute_without_outcome": Findings._dispute_without_outcome,  # noqa: SLF001
    "dispute_without_end": Findings._dispute_without_end,  # noqa: SLF001
    "dispute_ended_before": Findings._dispute_ended_before,  # noqa: SLF001
    "visit_after_leaving": Findings._visit_after_leaving,  # noqa: SLF001
    "number_against_person": Findings._number_against_person,  # noqa: SLF001
    "same_and_not": Findings._same_and_not,  # noqa: SLF001
}
