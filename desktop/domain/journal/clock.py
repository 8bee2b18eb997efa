"""The hybrid logical clock: one 64-bit count of milliseconds that never goes back.

Clocks lie: a dead CMOS battery says 2007, a mistyped year says 2062. The order of operations must survive
both, and only what was written by a person (dates of visits, of decisions) counts as a date.
"""

from __future__ import annotations

from typing import Final

from desktop.domain.journal.operation import MAX_HLC

TRUSTED_UNTIL: Final = MAX_HLC - 366 * 24 * 3_600_000
"""A wall clock past this is ignored, which leaves a year of room under the limit for those who saw one."""


def next_hlc(wall_ms: int, last_seen: int) -> int:
    """The clock of the next operation: after everything seen, near the wall clock if that can be trusted.

    At the end of its range it stands still: one operation with a clock of 2099 must not stop all writing
    wherever it arrives. From there on only what each change says it replaced tells their order.
    """
    wall = wall_ms if 0 <= wall_ms <= TRUSTED_UNTIL else 0
    return min(max(wall, last_seen) + 1, MAX_HLC)


def after(hlc: int, other: int) -> bool:
    """Whether an operation with clock ``hlc`` can have been written in knowledge of one with ``other``."""
    return hlc > other or hlc == other == MAX_HLC


def needs_confirmation(wall_ms: int, last_seen: int) -> bool:
    """Whether a person must confirm today's date: the wall clock stands before the last operation, or nowhere.

    Two minutes are forgiven, since clocks are set back by seconds all the time.
    """
    return wall_ms + 120_000 < last_seen or not 0 <= wall_ms <= TRUSTED_UNTIL
