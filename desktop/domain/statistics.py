"""Figures for somebody outside: totals of a period, by kind of area and by unit, without what may be somebody.

What stands beside what, and so tells of each other, is worked out here from the definitions of the indicators;
which figures are left out for it is ``disclosure``'s to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, NamedTuple

from desktop.domain.disclosure import Line, left_out, small
from desktop.domain.indicators.definition import Counted, Records, Sum, Where

OTHER: Final = "other"
"""Areas of no kind that the program ships, what has no area, and units that the table of units does not have."""

_KIND_OF_AREA: Final = {"area": "kind", "point": "area.kind"}
"""By register: the condition that asks for the very thing the figures are told apart by."""


class By(Enum):
    """What a figure is told apart by; the values stand in the file."""

    TOTAL = "total"
    AREA_KIND = "area_kind"
    UNIT = "unit"


class Place(NamedTuple):
    """A cell: of which indicator, and of what part of it.

    ``of`` is the code of a kind of area or of a unit; empty for a total. The whole of the kinds of area has a cell
    of its own where it is another number than the total.
    """

    code: str
    by: str
    of: str = ""


@dataclass(frozen=True)
class Told:
    """What is known of one indicator in a period.

    Attributes:
        total: None where it is not known.
        kinds: by kind of area, with ``OTHER``; empty where the records are not held here.
        counted: the whole of the kinds; a thing in two kinds of area counts once in it.
        units: by code of a unit.
    """

    code: str
    total: int | None
    kinds: Mapping[str, int] = field(default_factory=dict)
    counted: int | None = None
    units: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """One line of the file; ``value`` is None where the figure is left out."""

    place: Place
    value: int | None


def asks_for_kind(counted: Counted) -> Where | None:
    """The condition by which an indicator is of some kinds of area only: it is not told apart by them again."""
    name = _KIND_OF_AREA.get(counted.register)
    return next((each for each in counted.where if each.field == name), None)


def anonymous(told: Sequence[Told], definitions: Mapping[str, Counted]) -> list[Shown]:
    """The figures as they may go out, those to be left out without their value, in the order given."""
    values = {place: value for each in told for place, value in _cells(each)}
    first = {place for place, value in values.items() if _may_be_somebody(place, value, values, definitions)}
    hidden = left_out(values, list(_lines(told, values, definitions)), first)
    return [Shown(place, None if place in hidden else value) for place, value in values.items()]


def _cells(told: Told) -> Iterator[tuple[Place, int]]:
    if told.total is not None:
        yield Place(told.code, By.TOTAL.value), told.total
    if told.counted is not None and told.counted != told.total:
        yield Place(told.code, By.AREA_KIND.value), told.counted
    for kind, value in told.kinds.items():
        yield Place(told.code, By.AREA_KIND.value, kind), value
    for unit, value in told.units.items():
        yield Place(told.code, By.UNIT.value, unit), value


def _may_be_somebody(
    place: Place, value: int, values: Mapping[Place, int], definitions: Mapping[str, Counted]
) -> bool:
    records = records_of(place.code, definitions)
    return small(value, values.get(place._replace(code=records)) if records is not None else None)


def records_of(code: str, definitions: Mapping[str, Counted]) -> str | None:
    """Of a sum (the money given), the indicator that says of how many records it is (the gifts)."""
    counted = definitions[code]
    if not isinstance(counted.measure, Sum):
        return None
    same = (counted.register, counted.when, counted.where)
    return next(
        (
            each.code
            for each in definitions.values()
            if isinstance(each.measure, Records) and (each.register, each.when, each.where) == same
        ),
        None,
    )


# What tells of what


def _lines(
    told: Sequence[Told], values: Mapping[Place, int], definitions: Mapping[str, Counted]
) -> Iterator[Line[Place]]:
    for each in told:
        total = Place(each.code, By.TOTAL.value)
        apart = Place(each.code, By.AREA_KIND.value)
        for whole, by, parts in (
            (apart if apart in values else total, By.AREA_KIND, each.kinds),
            (total, By.UNIT, each.units),
        ):
            if whole in values and parts:
                yield Line(whole, tuple(Place(each.code, by.value, of) for of in parts))
    columns = dict.fromkeys((place.by, place.of) for place in values)
    for code, narrower in made_of(definitions.values()):
        for column in columns:
            yield from _if_it_adds_up(
                values, Place(code, *column), [Place(part, *column) for part in narrower]
            )
    for code, wider, kinds in _of_some_kinds(definitions.values()):
        places = (Place(wider, By.AREA_KIND.value, kind) for kind in kinds)
        some = [place for place in places if place in values]
        for by in (By.TOTAL, By.AREA_KIND):
            yield from _if_it_adds_up(values, Place(code, by.value), some)


def _if_it_adds_up(
    values: Mapping[Place, int], whole: Place, parts: Sequence[Place]
) -> Iterator[Line[Place]]:
    """Kinds of disputes are all disputes in one place and not in another: where they are, they tell of each other."""
    known = whole in values and bool(parts) and all(each in values for each in parts)
    if known and sum(values[each] for each in parts) == values[whole]:
        yield Line(whole, tuple(parts))


def made_of(definitions: Iterable[Counted]) -> list[tuple[str, tuple[str, ...]]]:
    """Indicators with others that ask for more by one field, no record being in two of them."""
    everything = list(definitions)
    found = []
    for whole in everything:
        narrower: dict[str, list[Counted]] = {}
        for each in everything:
            name = _narrowed_by(whole, each)
            if name is not None:
                narrower.setdefault(name, []).append(each)
        found += [(whole.code, _apart(name, some)) for name, some in narrower.items()]
    return found


def _narrowed_by(whole: Counted, part: Counted) -> str | None:
    """The one field by which an indicator asks for more than another; None where they differ in more, or in none."""
    if (whole.register, whole.when, whole.measure) != (part.register, part.when, part.measure):
        return None
    mine, theirs = (
        {each.field: frozenset(each.values) if each.values is not None else None for each in one.where}
        for one in (whole, part)
    )
    other = [name for name in theirs.keys() | mine.keys() if mine.get(name, ()) != theirs.get(name, ())]
    if len(other) != 1 or (asked := theirs.get(other[0])) is None:
        return None
    wider = mine.get(other[0])
    return other[0] if wider is None or asked < wider else None


def _apart(name: str, some: Sequence[Counted]) -> tuple[str, ...]:
    """Those that have no value of a field in common, the narrowest first."""
    taken: set[str | bool] = set()
    found = []
    for each in sorted(some, key=lambda one: (len(_asked(one, name)), one.code)):
        if taken.isdisjoint(_asked(each, name)):
            taken |= _asked(each, name)
            found.append(each.code)
    return tuple(found)


def _asked(counted: Counted, name: str) -> frozenset[str | bool]:
    return frozenset(value for each in counted.where if each.field == name for value in each.values or ())


def _of_some_kinds(definitions: Iterable[Counted]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """An indicator of some kinds of area, the one it is a part of, and those kinds."""
    everything = list(definitions)
    for each in everything:
        asked = asks_for_kind(each)
        wider = next((one for one in everything if _narrowed_by(one, each) == (asked and asked.field)), None)
        if asked is not None and wider is not None:
            yield each.code, wider.code, tuple(str(kind) for kind in asked.values or ())
