"""How a figure stands against another one: so many more or fewer, and of what is compared so many per cent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, TypeAlias

Number: TypeAlias = int | Decimal
"""A count, or a percentage with one decimal."""

_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True)
class Change:
    """Attributes:
    by: how many more, below 0 fewer; of percentages in percentage points.
    percent: of the base, with one decimal; None where the base is 0, and of percentages.
    """

    by: Number
    percent: Decimal | None = None


def compare(now: Number | None, base: Number | None) -> Change | None:
    """None where either is not known: nothing is said of what nobody knows."""
    if now is None or base is None:
        return None
    by = now - base
    if isinstance(by, Decimal) or not base:
        return Change(by)
    return Change(by, tenths(Decimal(by) * 100 / base))


def percent(over: int, under: int) -> Decimal | None:
    """So many of a hundred, with one decimal; None of nothing."""
    return tenths(Decimal(over) * 100 / under) if under else None


def tenths(number: Decimal) -> Decimal:
    """Rounded to one decimal, a half away from 0, as people do."""
    return number.quantize(_TENTH, ROUND_HALF_UP)
