"""The wall clock: an argument wherever time matters, for it may be years off on an old PC."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """What time the machine says it is."""

    def now_ms(self) -> int:
        """Whole milliseconds since 1970-01-01 UTC."""
        ...

    def today(self) -> date:
        """The day on the calendar on the wall."""
        ...

    def local_now(self) -> datetime:
        """The moment with the machine's own offset from UTC."""
        ...

    def pause(self, seconds: float) -> None:
        """Lets time pass, whatever the clock on the wall is set to meanwhile."""
        ...


class SystemClock:
    """The machine's clock and time zone."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def today(self) -> date:
        return self.local_now().date()

    def local_now(self) -> datetime:
        return datetime.now(UTC).astimezone()

    def pause(self, seconds: float) -> None:
        time.sleep(seconds)
