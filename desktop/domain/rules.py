"""Terms and amounts that change with the law or by a unit's own decision, each value from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Final

from desktop.base.values import dataclass
from desktop.domain.levels import COMMUNE, is_above

VISIT_INTERVAL: Final = "visit_interval_"
"""Before the code of a category of household: how many days may pass between two visits to it; 0 plans none."""


class Unit(Enum):
    """What a value counts."""

    DAYS = "days"
    YEARS = "years"
    TIMES = "times"
    PERCENT = "percent"
    DONG = "dong"


class Standing(Enum):
    """How sure a value of the program's own is. None of them is told as official."""

    SUGGESTION = "suggestion"
    REPORTED = "reported"
    PLANNED = "planned"


class Origin(Enum):
    """Who set a value; of two with the same first day the later of these counts. ``BELOW`` sets nothing here."""

    BELOW = -1
    PROGRAM = 0
    UPPER = 1
    UNIT = 2


def origin_of(station: str | None, own: str, level: str, theirs: str | None = None) -> Origin:
    """Who sets what a station wrote, as a unit of a level sees it; ``theirs`` is that station's level, if known.

    A commune is only ever sent what the levels above it set for all; those also get what each commune uses.
    """
    if station in (None, own):
        return Origin.UNIT
    return Origin.UPPER if level == COMMUNE or is_above(theirs or "", level) else Origin.BELOW


@dataclass(frozen=True)
class DatedValue:
    """A value from a day on.

    Attributes:
        value: None where it is left to be filled, or was set to nothing again.
        since: None where it holds from ever.
        basis: the document that sets it, or empty.
        standing: of a value of the program.
        record: of a value that somebody entered.
    """

    value: int | None
    since: date | None = None
    origin: Origin = Origin.PROGRAM
    basis: str = ""
    standing: Standing | None = None
    record: str = ""
    note: str = ""

    @property
    def _rank(self) -> tuple[date, int, str]:
        return (self.since or date.min, self.origin.value, self.record)


@dataclass(frozen=True)
class Rule:
    """One thing to set: its words, what it counts, and the program's own values.

    Attributes:
        group: under which heading it is listed.
    """

    key: str
    group: str
    unit: Unit
    vi: str
    en: str
    values: tuple[DatedValue, ...] = ()


def in_order(values: Iterable[DatedValue]) -> list[DatedValue]:
    """All values, the one that counts latest last."""
    return sorted(values, key=lambda each: each._rank)  # noqa: SLF001 - its own order


def in_force(values: Iterable[DatedValue], on: date) -> DatedValue | None:
    """The value that counts on a day: that with the latest first day, a unit's own before the program's."""
    begun = [each for each in in_order(values) if each.since is None or each.since <= on]
    return begun[-1] if begun else None


def commendation_money(base_salary: int, percent: int, of_individual: int = 100) -> int:
    """Money that goes with a commune's certificate of merit, in đồng (Nghị định 152/2025/NĐ-CP, Điều 54).

    Args:
        percent: of the base salary, for an individual.
        of_individual: percent of the individual's, for a household or a collective.
    """
    return base_salary * percent * of_individual // 10_000
