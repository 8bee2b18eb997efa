"""The hybrid logical clock: one 64-bit count of milliseconds that never stands still and never goes back.

Clocks lie: a dead CMOS battery says 2007, a mistyped year says 2062. The order of operations must survive
both, and only what was written by a person (dates of visits, of decisions) counts as a date.
"""

from __future__ import annotations

from desktop.domain.errors import UserError
from desktop.domain.journal.operation import MAX_HLC

TRUSTED_UNTIL = MAX_HLC - 366 * 24 * 3_600_000
"""A wall clock past this is ignored, which leaves a year of room under the limit for those who saw one."""


class ClockExhausted(UserError):
    """Something put the clock at the end of its range: no further operation can be ordered after it."""

    code = "clock_exhausted"


def next_hlc(wall_ms: int, last_seen: int) -> int:
    """The clock of the next operation: after everything seen, near the wall clock if that can be trusted."""
    wall = wall_ms if 0 <= wall_ms <= TRUSTED_UNTIL else 0
    value = max(wall, last_seen) + 1
    if value > MAX_HLC:
        raise ClockExhausted()
    return value


def needs_confirmation(wall_ms: int, last_seen: int) -> bool:
    """Whether a person must confirm today's date: the wall clock stands before the last operation, or nowhere.

    Two minutes are forgiven, since clocks are set back by seconds all the time.
    """
    return wall_ms + 120_000 < last_seen or not 0 <= wall_ms <= TRUSTED_UNTIL
