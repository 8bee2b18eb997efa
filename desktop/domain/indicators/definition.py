"""How an indicator is defined: which records of which register, what of them is counted, and by which day.

A definition is a value; the store turns it into a question, a test counts the same in plain Python. What it says
holds for every period and every area:

- Struck out is what was removed, and in the registers of what was *done* what was retired too ("đưa ra khỏi sổ").
  What *lives* (a model, a group, a member) is retired when its life ends, and counts for the days before.
- A record without the day it began counts from the day it was first entered; of a day of which only the month or
  the year is known the first counts.
- A field whose content was withheld or erased has no value; of one that two places changed the value shown counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, TypeAlias

from desktop.domain.fields import STATE, Register, Registry

LIVING: Final = frozenset({"area", "model", "point", "group", "person", "member", "equipment", "household"})
"""Registers of what lives and ends; in all others to retire a record is to strike it out."""

AREAS: Final[Mapping[str, tuple[str, ...]]] = {
    "area": ("id",),
    "point": ("area",),
    "group": ("area",),
    "member": ("group.area",),
    "equipment": ("area", "group.area"),
    "household": ("area",),
    "visit": ("household.area",),
    "dispute": ("area", "group.area"),
    "event": ("area", "group.area"),
    "opinion": ("area", "event.area"),
    "tip": ("area",),
    "contribution": ("area", "group.area"),
    "review": ("area", "group.area"),
    "shortcoming": ("review.area",),
    "recognition": ("area",),
    "award": ("person.area", "group.area", "household.area"),
}
"""Where the area of a record stands, the first that is given; ``id`` is the record itself."""

THROUGH_POINTS: Final[Mapping[str, str]] = {"model": "id", "acknowledgement": "model"}
"""Where the model stands in registers that are in an area by the points of a model there."""


class Theme(Enum):
    """Under which head an indicator stands."""

    MOVEMENT = "movement"
    VISITS = "visits"
    MEDIATION = "mediation"
    TIPS = "tips"
    ACTIVITIES = "activities"
    AWARDS = "awards"
    REVIEWS = "reviews"


@dataclass(frozen=True)
class Where:
    """A condition on a field, or on one of what a field points to (``household.categories``).

    Attributes:
        values: any of these; None is any value at all. Of tags one is enough.
        statistics: the values are codes under which the field's choices count in statistics.
    """

    field: str
    values: tuple[str | bool, ...] | None = None
    statistics: bool = False


@dataclass(frozen=True)
class Flow:
    """What happened from the first day to the last; ``otherwise`` is the day where ``day`` is not given."""

    day: str
    otherwise: str | None = None


@dataclass(frozen=True)
class Stock:
    """What there was on the last day: begun by then and not ended before.

    Attributes:
        since: the day it began, where it has one; it may be one of what a field points to.
        until: the last day on which it is counted.
        closed: the day from which it is not counted any more.
        open: where it holds, or its field is empty, a record is not closed, whatever day is given; without such
            a condition a record is not closed as long as it has no day of closing.
    """

    since: str | None = None
    until: str | None = None
    closed: str | None = None
    open: Where | None = None


@dataclass(frozen=True)
class Yearly:
    """What is known by its year only: the year of the period, whichever part of it the period is."""

    year: str


@dataclass(frozen=True)
class Ended:
    """What was retired from the first day to the last."""


When: TypeAlias = Flow | Stock | Yearly | Ended


@dataclass(frozen=True)
class Records:
    """How many records."""


@dataclass(frozen=True)
class Sum:
    """The sum of a field of whole numbers; what has none adds nothing."""

    field: str


@dataclass(frozen=True)
class Distinct:
    """How many different values of a field, or of one of what a field points to."""

    field: str


Measure: TypeAlias = Records | Sum | Distinct


@dataclass(frozen=True)
class Counted:
    """An indicator that is counted from the records of one register.

    Attributes:
        code: in the catalogue ``indicator``, which has its words.
        unit: the key of its unit, ``unit.<unit>``.
        split: the field by whose values it is told apart beside, such as the grantor of an award.
        source: what asks for the figure, where that is known.
    """

    code: str
    theme: Theme
    unit: str
    register: str
    when: When
    where: tuple[Where, ...] = ()
    measure: Measure = Records()
    split: str | None = None
    source: str | None = None

    @property
    def fields(self) -> Iterator[str]:
        """Every field it reads of its own register or through it, ``a.b``."""
        yield from (each.field for each in self.where)
        if not isinstance(self.measure, Records):
            yield self.measure.field
        if self.split is not None:
            yield self.split
        match self.when:
            case Flow(day, otherwise):
                yield day
                if otherwise is not None:
                    yield otherwise
            case Yearly(year):
                yield year
            case Stock(since, until, closed, still_open):
                yield from (each for each in (since, until, closed) if each is not None)
                if still_open is not None:
                    yield still_open.field


@dataclass(frozen=True)
class Ratio:
    """How many of every hundred: an indicator over another, each by its code."""

    code: str
    theme: Theme
    over: str
    under: str
    unit: str = "percent"
    source: str | None = None


Indicator: TypeAlias = Counted | Ratio


def reads(registry: Registry, counted: Counted) -> frozenset[str]:
    """The registers an indicator reads; who does not see one of them does not get the figure."""
    own = registry[counted.register]
    found = {own.name, *((own.parent.to or own.name,) if own.parent is not None else ())}
    for path in counted.fields:
        target = own.by_name[path.split(".")[0]].to
        if "." in path and target is not None:
            found.add(target)
    return frozenset(found)


def read_fields(registry: Registry, counted: Counted) -> frozenset[tuple[str, str]]:
    """What an indicator reads, as (register, field); whoever lacks one of these cannot count it."""
    own = registry[counted.register]
    found = {(name, STATE) for name in reads(registry, counted)}
    for path in counted.fields:
        first, _, second = path.partition(".")
        target = own.by_name[first].to
        found.add((own.name, first))
        if second and target is not None:
            found.add((target, second))
    return frozenset(found)


def tells_secrets(registry: Registry, counted: Counted) -> bool:
    """Whether to list its records is to tell of them what is masked elsewhere."""
    own = registry[counted.register]
    return any(_is_sensitive(registry, own, each.field) for each in counted.where)


def _is_sensitive(registry: Registry, register: Register, path: str) -> bool:
    first, _, second = path.partition(".")
    field = register.by_name[first]
    if field.sensitive or not second or field.to is None:
        return field.sensitive
    return registry[field.to].by_name[second].sensitive


def resolved(counted: Counted, registry: Registry, codes: Callable[[str, str], tuple[str, ...]]) -> Counted:
    """The definition with the choices that count under its statistical codes: ``codes(catalogue, group)``."""

    def resolve(where: Where) -> Where:
        catalogue = registry[counted.register].by_name[where.field].catalogue if where.statistics else None
        if catalogue is None or where.values is None:
            return where
        found = tuple(code for group in where.values for code in codes(catalogue, str(group)))
        return Where(where.field, found)

    when = counted.when
    if isinstance(when, Stock) and when.open is not None:
        when = replace(when, open=resolve(when.open))
    return replace(counted, when=when, where=tuple(resolve(each) for each in counted.where))


def widened(
    counted: Counted, registry: Registry, stand_for: Callable[[str, str], tuple[str, ...]]
) -> Counted:
    """The definition with the choices that units put in the place of its own: ``stand_for(catalogue, code)``."""

    def widen(where: Where) -> Where:
        catalogue = _catalogue_of(registry, registry[counted.register], where.field)
        if catalogue is None or where.values is None:
            return where
        found = [
            code
            for value in where.values
            for code in (stand_for(catalogue, value) if isinstance(value, str) else (value,))
        ]
        return replace(where, values=tuple(dict.fromkeys(found)))

    when = counted.when
    if isinstance(when, Stock) and when.open is not None:
        when = replace(when, open=widen(when.open))
    return replace(counted, when=when, where=tuple(widen(each) for each in counted.where))


def _catalogue_of(registry: Registry, register: Register, path: str) -> str | None:
    first, _, second = path.partition(".")
    field = register.by_name[first]
    if not second or field.to is None:
        return field.catalogue
    return registry[field.to].by_name[second].catalogue
