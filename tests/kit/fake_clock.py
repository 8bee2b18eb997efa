"""A clock that a test sets: it stands still, runs on when told, and may go back as a dying PC's does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))


class FakeClock:
    """A :class:`~desktop.system.clock.Clock` in Vietnamese time; ``paused`` counts seconds that somebody waited."""

    def __init__(self, now: datetime = datetime(2026, 11, 20, 8, 0, tzinfo=VIETNAM)) -> None:
        if now.tzinfo is None:
            raise ValueError("a clock has a zone")
        self._now = now.astimezone(VIETNAM)
        self.paused = 0.0

    def now_ms(self) -> int:
        return (self._now - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)

    def today(self) -> date:
        return self._now.date()

    def local_now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        """Runs on, or back if ``by`` is negative."""
        self._now += by

    def set(self, now: datetime) -> None:
        """Jumps to a moment, given with its zone."""
        self._now = now.astimezone(VIETNAM)

    def pause(self, seconds: float) -> None:
        """Nobody waits in a test."""
        self.paused += seconds
