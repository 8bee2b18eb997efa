"""What the figures of units are together, what became another figure after totals were frozen, and what stands out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from desktop.domain.indicators.comparing import Number

FEWEST: Final = 8
"""Units that must have a figure before any of them is said to stand out."""
TIMES: Final = 3
"""A figure stands out when it is more than so many times the median, or less than that part of it."""
LEAST_MEDIAN: Final = 4
"""Below it a median says too little: 0 beside 3 stands out from nothing."""


@dataclass(frozen=True)
class TotalChange:
    """One indicator of one unit that is another figure than when totals were frozen.

    Attributes:
        was: None where the unit had none then.
        now: None where it has none any more.
    """

    code: str
    unit: str
    was: int | None
    now: int | None

    @property
    def by(self) -> int:
        return (self.now or 0) - (self.was or 0)


def added(values: Iterable[Number | None]) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = [each for each in values if isinstance(each, int)]
    return sum(known) if known else None


def changes(
    frozen: Mapping[str, Mapping[str, int]], now: Mapping[str, Mapping[str, int]], codes: Sequence[str]
) -> list[TotalChange]:
    """By unit and indicator, what differs, in the order of the indicators; what is in neither is left out."""
    units = list(dict.fromkeys((*frozen, *now)))
    found = []
    for code in codes:
        for unit in units:
            was, is_now = frozen.get(unit, {}).get(code), now.get(unit, {}).get(code)
            if (was or 0) != (is_now or 0):
                found.append(TotalChange(code, unit, was, is_now))
    return found


def standing_out(values: Mapping[str, Number]) -> dict[str, bool]:
    """The units whose figure stands out among all, and whether it does upwards.

    The rule is one that can be said in a sentence: more than three times the median of all units, or less than a
    third of it; asked only of eight units or more and from a median of four.
    """
    if len(values) < FEWEST:
        return {}
    middle = median(float(each) for each in values.values())
    if middle < LEAST_MEDIAN:
        return {}
    high = {unit: True for unit, each in values.items() if float(each) > TIMES * middle}
    low = {unit: False for unit, each in values.items() if float(each) * TIMES < middle}
    return high | low
