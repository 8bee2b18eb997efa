"""Which copies of the register stay, when one is due, and how loud the age of the newest is told.

Copies are told apart by their numbers, which only rise. Their days are used to see where one day, week or month
ends and the next begins, never to say how old a copy is: a clock that is years off, or goes back, costs no copy.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Final

from desktop.base.values import dataclass

DAILY: Final = 14
WEEKLY: Final = 8
MONTHLY: Final = 24
NEWEST_KEPT: Final = 2
"""Copies that stay whatever their size: one may be damaged in the moment in which it is needed."""
UNPROVEN_KEPT: Final = 2

DUE_AFTER: Final = timedelta(hours=12)
DUE_OPERATIONS: Final = 50


class Proof(Enum):
    """What is known of a copy: the value is stored and must not change."""

    WAITING = "waiting"
    """Written, and not yet opened and read through."""
    GOOD = "good"
    BAD = "bad"
    """It cannot be opened, or holds something else than was written."""


@dataclass(frozen=True)
class Kept:
    """A copy as thinning sees it.

    Attributes:
        number: rises by one with every copy.
        day: when it was made, by the clock of that moment.
        size: in bytes.
    """

    number: int
    day: date
    size: int
    proof: Proof = Proof.GOOD


def staying(copies: Iterable[Kept], cap: int) -> set[int]:
    """The numbers of the copies to keep: the last of each of the newest days, weeks and months.

    Over ``cap`` bytes the oldest go first, never the two newest good ones. A copy that was not found good takes
    nobody's place: of those the two newest stay, for what they still may give.
    """
    ordered = sorted(copies, key=lambda each: each.number)
    good = [each for each in ordered if each.proof is Proof.GOOD]
    kept = {
        *_last_of(good, lambda day: day, DAILY),
        *_last_of(good, lambda day: day.isocalendar()[:2], WEEKLY),
        *_last_of(good, lambda day: (day.year, day.month), MONTHLY),
    }
    safe = {each.number for each in good[-NEWEST_KEPT:]}
    total = 0
    for each in reversed([each for each in good if each.number in kept]):
        total += each.size
        if total > cap and each.number not in safe:
            kept.discard(each.number)
    unproven = [each.number for each in ordered if each.proof is not Proof.GOOD]
    return kept | safe | set(unproven[-UNPROVEN_KEPT:])


def _last_of(copies: Sequence[Kept], span: Callable[[date], Hashable], most: int) -> set[int]:
    """The last copy of each of the newest runs of one span, by number."""
    found: list[int] = []
    before: Hashable = None
    for each in reversed(copies):
        if len(found) == most:
            break
        if not found or span(each.day) != before:
            found.append(each.number)
        before = span(each.day)
    return set(found)


def full_due(since: timedelta | None, operations: int) -> bool:
    """Whether another full copy is due at the start.

    Args:
        since: how long ago the newest good one was made by the clock; None where there is none.
        operations: how many were written after it.
    """
    if since is None:
        return True
    # A clock that went back says nothing; the operations still do.
    return operations > 0 and (operations >= DUE_OPERATIONS or since >= DUE_AFTER or since < timedelta(0))


class Age(Enum):
    """How loud the age of the newest copy off the machine is told."""

    FRESH = "fresh"
    AMBER = "amber"
    RED = "red"


def age_of(days: int | None, amber: int, red: int) -> Age:
    """``days`` since the newest copy off the machine, None for none at all; the terms are the unit's own."""
    if days is None or days >= red:
        return Age.RED
    return Age.AMBER if days >= amber else Age.FRESH
