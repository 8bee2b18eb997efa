"""Counting indicators in plain Python, over records as they show, from what the definitions say and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.domain.fields import Registry
from desktop.domain.indicators.definition import (
    AREAS,
    THROUGH_POINTS,
    Counted,
    Distinct,
    Ended,
    Flow,
    Records,
    Stock,
    Where,
    Yearly,
)

LIVES = {"area", "model", "point", "group", "person", "member", "equipment", "household"}


@dataclass(frozen=True)
class Shown:
    """A record as it shows: what is withheld is not among its values.

    Attributes:
        standing: ``active``, ``retired`` or ``removed``.
        ended: the day it was retired, where that was said.
    """

    id: str
    created: str
    values: Mapping[str, Any] = field(default_factory=dict)
    standing: str = "active"
    ended: str | None = None


World = Mapping[str, Mapping[str, Shown]]
"""By register and id."""


@dataclass(frozen=True)
class Asked:
    """Days as ISO text, years, and an area; or areas by their kinds, or what is in none of these."""

    first: str
    last: str
    years: tuple[int, int]
    area: str | None = None
    kinds: tuple[str, ...] = ()
    others: bool = False


@dataclass(frozen=True)
class Teller:
    """Tells the figures of a world."""

    registry: Registry
    world: World

    def records(self, wanted: Counted, asked: Asked) -> set[str]:
        """The very records an indicator counts."""
        name = wanted.register
        return {
            each.id
            for each in self.world.get(name, {}).values()
            if self._belongs(name, each)
            and self._by_day(name, each, wanted, asked)
            and all(self._holds(name, each, where) for where in wanted.where)
            and ((asked.area is None and not asked.kinds) or self._in_area(name, each, asked))
            and (
                isinstance(wanted.measure, Records)
                or self._value(name, each, wanted.measure.field) is not None
            )
        }

    def figure(self, wanted: Counted, asked: Asked, part: str | None = None) -> int:
        found = [self.world[wanted.register][each] for each in self.records(wanted, asked)]
        if part is not None:
            found = [each for each in found if each.values.get(str(wanted.split)) == part]
        if isinstance(wanted.measure, Records):
            return len(found)
        values = [self._value(wanted.register, each, wanted.measure.field) for each in found]
        return len(set(values)) if isinstance(wanted.measure, Distinct) else sum(values)

    def _value(self, name: str, shown: Shown, path: str) -> Any:
        first, _, second = path.partition(".")
        if path == "id":
            return shown.id
        value = shown.values.get(first)
        if not second or value is None:
            return value
        target = self.world.get(str(self.registry[name].by_name[first].to), {}).get(value)
        return target.values.get(second) if target is not None else None

    def _holds(self, name: str, shown: Shown, where: Where) -> bool:
        value = self._value(name, shown, where.field)
        if where.values is None or value is None:
            return where.values is None and value is not None
        kept = value if isinstance(value, list) else [value]
        return any(each in where.values for each in kept)

    def _belongs(self, name: str, shown: Shown) -> bool:
        """A child whose parent is struck out or not there counts no more than it."""
        parent = self.registry[name].parent
        if parent is None:
            return True
        held = self.world.get(str(parent.to), {}).get(shown.values.get(parent.name, ""))
        return held is not None and self._kept(str(parent.to), held)

    def _kept(self, name: str, shown: Shown) -> bool:
        return shown.standing == "active" or (shown.standing == "retired" and name in LIVES)

    def _by_day(self, name: str, shown: Shown, wanted: Counted, asked: Asked) -> bool:
        match wanted.when:
            case Flow(day, otherwise):
                on = shown.values.get(day)
                if on is None and otherwise is not None:
                    on = shown.values.get(otherwise)
                return self._kept(name, shown) and on is not None and asked.first <= on <= asked.last
            case Yearly(year):
                known = shown.values.get(year)
                return (
                    self._kept(name, shown)
                    and known is not None
                    and asked.years[0] <= known <= asked.years[1]
                )
            case Ended():
                ended = shown.ended if shown.standing == "retired" else None
                return ended is not None and asked.first <= ended <= asked.last
            case Stock():
                return self._there(name, shown, wanted.when, asked.last)

    def _there(self, name: str, shown: Shown, when: Stock, day: str) -> bool:
        since = self._value(name, shown, when.since) if when.since is not None else None
        if _first_day(since or shown.created) > day or not self._kept(name, shown):
            return False
        if shown.standing == "retired" and (shown.ended is None or shown.ended < day):
            return False
        until = shown.values.get(when.until) if when.until is not None else None
        if until is not None and until < day:
            return False
        if when.closed is None:
            return True
        closed = shown.values.get(when.closed)
        if closed is not None and closed > day:
            return True
        if when.open is None:
            return closed is None
        return shown.values.get(when.open.field) is None or self._holds(name, shown, when.open)

    def _in_area(self, name: str, shown: Shown, asked: Asked) -> bool:
        found = {*self._areas_of(name, shown, asked)}
        if not asked.kinds:
            return asked.area in found
        areas = self.world.get("area", {})
        return asked.others != any(
            area in areas and areas[area].values.get("kind") in asked.kinds for area in found
        )

    def _areas_of(self, name: str, shown: Shown, asked: Asked) -> Iterator[Any]:
        if name not in THROUGH_POINTS:
            yield next(_given(self._value(name, shown, path) for path in AREAS[name]), None)
            return
        model = self._value(name, shown, THROUGH_POINTS[name])
        for point in self.world.get("point", {}).values():
            there = self._there("point", point, Stock("started_on"), asked.last)
            if there and model is not None and point.values.get("model") == model:
                yield point.values.get("area")


def _given(values: Iterable[Any]) -> Iterator[Any]:
    return (each for each in values if each is not None)


def _first_day(day: str) -> str:
    """Of a month or a year the first day."""
    return f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01" if len(day) == 7 else day
