"""Counting indicators over the derived tables: a definition becomes a question, those that ask alike become one.

What an indicator means is said in ``domain.indicators.definition``; here it is only put into SQL.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from desktop.domain.fields import Kind, Register, Registry
from desktop.domain.indicators.definition import (
    AREAS,
    LIVING,
    THROUGH_POINTS,
    Counted,
    Distinct,
    Ended,
    Flow,
    Records,
    Stock,
    Sum,
    When,
    Where,
    Yearly,
)
from desktop.domain.transfer import TRANSFER
from desktop.store.listing import Sql
from desktop.store.owners import OWN, SIDES
from desktop.store.tables import CREATED, ENDED, STANDING, STANDINGS, STATION, day_of

_ACTIVE: Final = STANDINGS.index("active")
_RETIRED: Final = STANDINGS.index("retired")
_HANDED: Final = STANDINGS.index("handed")
_LARGEST: Final = 2**53
"""What lies beyond was not entered here: it adds nothing to a sum."""


@dataclass(frozen=True)
class Span:
    """The days of a question as ISO text, both included, and the years of what is known by its year only."""

    first: str
    last: str
    years: tuple[int, int]


@dataclass(frozen=True)
class KindsOfArea:
    """The areas of some kinds together; with ``others`` what is in none of them, or in no area at all."""

    codes: tuple[str, ...]
    others: bool = False


Within: TypeAlias = str | KindsOfArea | None
"""The id of an area, areas by their kinds, or everything."""


class Figures:
    """Counts over one connection."""

    def __init__(self, connection: Any, registry: Registry, station: str | None = None) -> None:
        """``station``: of these records only those count that this one had on the day that decides.

        Without a connection questions are only put into words, for a place where all stations are counted.
        """
        self._connection = connection
        self._registry = registry
        self._station = station
        self._went_over = station is not None or self._had_some()

    def _had_some(self) -> bool:
        """Whether records went from this file's unit, or to it: each counts here for the days on which it was here."""
        if self._connection is None or TRANSFER not in self._registry:
            return False
        return (
            self._connection.execute(f"SELECT 1 FROM ({SIDES}) WHERE station = ({OWN})").fetchone()
            is not None
        )

    def values(self, wanted: Iterable[Counted], span: Span, area: Within = None) -> dict[str, int]:
        """By code. What reads the same records by the same day is asked in one walk over them."""
        together: dict[tuple[str, When], list[Counted]] = {}
        for each in wanted:
            together.setdefault((each.register, each.when), []).append(each)
        found: dict[str, int] = {}
        for (name, when), some in together.items():
            register = self._registry[name]
            counts = [self._count(register, each) for each in some]
            base = self._base(register, when, span, area)
            arguments = [argument for each in (*counts, base) for argument in each.arguments]
            row = self._connection.execute(
                f"SELECT {', '.join(each.text for each in counts)} {base.text}", arguments
            ).fetchone()
            found.update({each.code: int(value) for each, value in zip(some, row, strict=True)})
        return found

    def parts(self, counted: Counted, span: Span, area: str | None = None) -> dict[str, int]:
        """An indicator by the values of the field it is split by; what has none is left out."""
        if counted.split is None:
            raise ValueError(f"{counted.code} is not split")
        register = self._registry[counted.register]
        count = self._count(register, counted)
        base = self._base(register, counted.when, span, area)
        rows = self._connection.execute(
            f'SELECT r."{counted.split}", {count.text} {base.text} AND r."{counted.split}" IS NOT NULL GROUP BY 1',
            [*count.arguments, *base.arguments],
        )
        return {str(part): int(value) for part, value in rows if value}

    def question(self, counted: Counted, span: Span) -> tuple[Sql, Sql]:
        """What of the records is counted, and from which of them: ``SELECT`` the one, then the other.

        The words are those that other engines know too, but for ``total`` and ``instr``.
        """
        register = self._registry[counted.register]
        return self._count(register, counted), self._base(register, counted.when, span, None)

    def any_records(self, counted: Counted, span: Span, area: str | None = None) -> bool:
        """Whether the register of an indicator has any record by its days, whatever else it asks for."""
        base = self._base(self._registry[counted.register], counted.when, span, area)
        query = f"SELECT 1 {base.text} LIMIT 1"
        return self._connection.execute(query, base.arguments).fetchone() is not None

    def begin_unknown(self, counted: Counted) -> bool:
        """Whether records of which an indicator counts what there was do not tell when they began."""
        when, register = counted.when, self._registry[counted.register]
        if not isinstance(when, Stock) or when.since is None:
            return isinstance(when, Stock)
        where = self._all(self._conditions(register, counted.where))
        query = (
            f'SELECT 1 FROM "{register.name}" r WHERE {_kept(register)}'
            f" AND {self._value(register, when.since)} IS NULL AND {where.text} LIMIT 1"
        )
        return self._connection.execute(query, where.arguments).fetchone() is not None

    def kinds_of_area(self) -> frozenset[str]:
        """The kinds that areas have, whatever became of these."""
        rows = self._connection.execute('SELECT DISTINCT kind FROM "area" WHERE kind IS NOT NULL')
        return frozenset(str(kind) for (kind,) in rows)

    def first_day(self) -> str | None:
        """The day of the first operation in this file; None for a file without any."""
        row = self._connection.execute("SELECT min(hlc) FROM journal_operation").fetchone()
        return day_of(row[0]) if row[0] is not None else None

    # A question put together

    def numbers(
        self, counted: Counted, span: Span, area: str | None = None, parts: Sequence[str] = ()
    ) -> Sql:
        """A query for the row numbers of the very records that an indicator counts."""
        register = self._registry[counted.register]
        base = self._base(register, counted.when, span, area)
        where = self._conditions(register, counted.where)
        if not isinstance(counted.measure, Records):
            where.append(Sql(f"{self._value(register, counted.measure.field)} IS NOT NULL"))
        if parts and counted.split is not None:
            where.append(Sql(f'r."{counted.split}" IN ({_marks(parts)})', tuple(parts)))
        whole = self._all(where)
        return Sql(f"SELECT r.rowid {base.text} AND {whole.text}", (*base.arguments, *whole.arguments))

    def parent_numbers(
        self, counted: Counted, span: Span, area: str | None = None, parts: Sequence[str] = ()
    ) -> Sql:
        """A query for the row numbers of the records to which the counted ones belong."""
        register = self._registry[counted.register]
        if register.parent is None:
            raise ValueError(f"{register.name} belongs to no other register")
        numbers = self.numbers(counted, span, area, parts)
        children = (
            f'SELECT r."{register.parent.name}" FROM "{register.name}" r WHERE r.rowid IN ({numbers.text})'
        )
        return Sql(
            f'SELECT r.rowid FROM "{register.parent.to}" r WHERE r.id IN ({children})', numbers.arguments
        )

    def _count(self, register: Register, counted: Counted) -> Sql:
        where = self._all(self._conditions(register, counted.where))
        match counted.measure:
            case Records():
                return Sql(f"count(CASE WHEN {where.text} THEN 1 END)", where.arguments)
            case Distinct(field):
                value = self._value(register, field)
                return Sql(f"count(DISTINCT CASE WHEN {where.text} THEN {value} END)", where.arguments)
            case Sum(field):
                # total() is never too large, as a sum of what strangers wrote may be.
                value = f'r."{field}"'
                add = f"CASE WHEN {value} BETWEEN 0 AND {_LARGEST} AND {where.text} THEN {value} END"
                return Sql(f"CAST(total({add}) AS BIGINT)", where.arguments)

    def _base(self, register: Register, when: When, span: Span, area: Within) -> Sql:
        """From which records, by which days and in which area."""
        parts = [self._when(register, when, span)]
        if register.parent is not None and register.parent.to is not None:
            parent = self._registry[register.parent.to]
            parts.append(
                Sql(
                    f'r."{register.parent.name}" IN'
                    f' (SELECT r.id FROM "{parent.name}" r WHERE {_kept(parent)})'
                )
            )
        if area is not None:
            parts.append(self._in_area(register, span, area))
        if self._went_over:
            parts.append(self._had_then(register, when, span))
        whole = self._all(parts)
        return Sql(f'FROM "{register.name}" r WHERE {whole.text}', whole.arguments)

    def _had_then(self, register: Register, when: When, span: Span) -> Sql:
        """Of what went over between units only what the one that counts had on the day that decides."""
        match when:
            case Stock():
                day = "?"
            case Flow(first, None):
                day = f'r."{first}"'
            case Flow(first, otherwise):
                day = f'coalesce(r."{first}", r."{otherwise}")'
            case Yearly(year):
                day = f"(r.\"{year}\" || '-12-31')"
            case Ended():
                day = f'r."{ENDED}"'
        arguments = (span.last,) if isinstance(when, Stock) else ()
        mine = "(SELECT ?)" if self._station is not None else f"({OWN})"
        own = () if self._station is None else (self._station,)
        about = f"tenure t WHERE t.register = '{register.name}' AND t.record = r.id"
        others = Sql(f'r."{STATION}" = ? AND', own) if own else Sql("")
        return Sql(
            f"(EXISTS (SELECT 1 FROM {about} AND t.station IN {mine} AND t.since <= {day} AND {day} < t.until)"
            f" OR {others.text} NOT EXISTS (SELECT 1 FROM {about}))",
            (*own, *arguments, *arguments, *others.arguments),
        )

    def _when(self, register: Register, when: When, span: Span) -> Sql:
        match when:
            case Flow(day, None):
                return Sql(f'{_kept(register)} AND r."{day}" BETWEEN ? AND ?', (span.first, span.last))
            case Flow(day, otherwise):
                between = (
                    f'(r."{day}" BETWEEN ? AND ? OR (r."{day}" IS NULL AND r."{otherwise}" BETWEEN ? AND ?))'
                )
                return Sql(f"{_kept(register)} AND {between}", (span.first, span.last) * 2)
            case Yearly(year):
                return Sql(f'{_kept(register)} AND r."{year}" BETWEEN ? AND ?', span.years)
            case Ended():
                return Sql(
                    f'r."{STANDING}" = {_RETIRED} AND r."{ENDED}" BETWEEN ? AND ?', (span.first, span.last)
                )
            case Stock():
                return self._there(register, when, span.last)

    def _there(self, register: Register, when: Stock, day: str) -> Sql:
        """What there was on a day."""
        since = f'r."{CREATED}"'
        if when.since is not None:
            since = f"coalesce({self._value(register, when.since)}, {since})"
        parts = [Sql(f"{since} <= ?", (day,))]
        if register.name in LIVING:
            here = f'r."{STANDING}" IN ({_ACTIVE}, {_HANDED})'
            lived = f'({here} OR r."{STANDING}" = {_RETIRED} AND r."{ENDED}" >= ?)'
            parts.append(Sql(lived, (day,)))
        else:
            parts.append(Sql(_kept(register)))
        if when.until is not None:
            parts.append(Sql(f'(r."{when.until}" IS NULL OR r."{when.until}" >= ?)', (day,)))
        if when.closed is not None:
            still = Sql(f'r."{when.closed}" IS NULL')
            if when.open is not None:
                held = self._condition(register, when.open)
                still = Sql(f'(r."{when.open.field}" IS NULL OR {held.text})', held.arguments)
            parts.append(Sql(f'({still.text} OR r."{when.closed}" > ?)', (*still.arguments, day)))
        return self._all(parts)

    def _in_area(self, register: Register, span: Span, area: str | KindsOfArea) -> Sql:
        asked = _areas(area)
        if register.name in THROUGH_POINTS:
            point = self._registry["point"]
            there = self._there(point, Stock("started_on"), span.last)
            points = (
                f'SELECT r.model FROM "point" r WHERE r.model IS NOT NULL'
                f" AND r.area IN ({asked.text}) AND {there.text}"
            )
            own, found = f'r."{THROUGH_POINTS[register.name]}"', (*asked.arguments, *there.arguments)
            return _among(own, Sql(points, found), area)
        paths = AREAS[register.name]
        if len(paths) == 1 and "." in paths[0]:
            first, second = paths[0].split(".")
            target = register.by_name[first].to
            inside = f'SELECT id FROM "{target}" WHERE "{second}" IN ({asked.text})'
            return _among(f'r."{first}"', Sql(inside, asked.arguments), area)
        values = ", ".join(self._value(register, path) for path in paths)
        return _among(f"coalesce({values}, NULL)", asked, area)

    def _conditions(self, register: Register, where: Iterable[Where]) -> list[Sql]:
        return [self._condition(register, each) for each in where]

    def _condition(self, register: Register, where: Where) -> Sql:
        first, _, second = where.field.partition(".")
        field = register.by_name[first]
        if not second:
            return _accepts(register, first, where.values)
        if field.to is None:
            raise ValueError(f"{register.name}.{first} points to nothing")
        held = _accepts(self._registry[field.to], second, where.values)
        # Asked once for the whole walk, not for every row of it.
        return Sql(f'r."{first}" IN (SELECT r.id FROM "{field.to}" r WHERE {held.text})', held.arguments)

    def _value(self, register: Register, path: str) -> str:
        first, _, second = path.partition(".")
        if not second:
            return f'r."{first}"'
        return f'(SELECT o."{second}" FROM "{register.by_name[first].to}" o WHERE o.id = r."{first}")'

    def _all(self, parts: Sequence[Sql]) -> Sql:
        text = " AND ".join(each.text for each in parts) or "TRUE"
        return Sql(text, tuple(argument for each in parts for argument in each.arguments))


def _areas(area: str | KindsOfArea) -> Sql:
    """The ids of the areas asked for; of kinds that areas have, also where others are meant."""
    if isinstance(area, KindsOfArea):
        return Sql(f'SELECT a.id FROM "area" a WHERE a.kind IN ({_marks(area.codes)})', area.codes)
    return Sql("?", (area,))


def _among(value: str, found: Sql, area: str | KindsOfArea) -> Sql:
    """Whether something is in the areas that were found, or where others are meant in none of them."""
    if isinstance(area, KindsOfArea) and area.others:
        return Sql(f"({value} IS NULL OR {value} NOT IN ({found.text}))", found.arguments)
    return Sql(f"{value} IN ({found.text})", found.arguments)


def _kept(register: Register) -> str:
    """Of what lives those count that have ended since; what was done and retired is struck out.

    What another unit has now may have been here on the day asked about.
    """
    if register.name in LIVING:
        return f'r."{STANDING}" <= {_HANDED}'
    return f'r."{STANDING}" IN ({_ACTIVE}, {_HANDED})'


def _accepts(register: Register, name: str, values: tuple[str | bool, ...] | None) -> Sql:
    if values is None:
        return Sql(f'r."{name}" IS NOT NULL')
    plain = tuple(int(each) if isinstance(each, bool) else each for each in values)
    if register.by_name[name].kind is Kind.TAGS:
        # Tags are kept as a list of quoted texts, in which a quote within a text does not stand alone: to look for
        # a quoted one is exact, and many times quicker than taking every list apart.
        among = " OR ".join([f'instr(r."{name}", ?) > 0'] * len(plain)) or "FALSE"
        return Sql(f"({among})", tuple(json.dumps(each, ensure_ascii=False) for each in plain))
    return Sql(f'r."{name}" IN ({_marks(plain)})', plain)


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
