from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.system.clock import Clock, SystemClock
from tests.kit.fake_clock import FakeClock


def test_system_clock_tells_the_machines_time() -> None:
    clock: Clock = SystemClock()
    before, now, after = time.time_ns() // 1_000_000, clock.now_ms(), time.time_ns() // 1_000_000
    assert before <= now <= after
    assert abs(clock.local_now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert clock.local_now().utcoffset() is not None


def test_system_day_is_that_of_the_machines_zone() -> None:
    clock = SystemClock()
    before, today, after = clock.local_now(), clock.today(), clock.local_now()
    assert before.date() <= today <= after.date()


def test_fake_clock_stands_still_until_told() -> None:
    clock: Clock = FakeClock(datetime(2026, 11, 20, 17, 30, tzinfo=UTC))
    assert clock.now_ms() == 1_795_195_800_000
    assert clock.today() == date(2026, 11, 21)
    assert clock.local_now().isoformat() == "2026-11-21T00:30:00+07:00"


def test_fake_clock_runs_on_and_back() -> None:
    clock = FakeClock()
    clock.advance(timedelta(days=-4000, milliseconds=1))
    assert clock.today() == date(2015, 12, 8)
    clock.set(datetime(2026, 1, 5, tzinfo=UTC))
    assert clock.local_now().hour == 7


def test_fake_clock_without_a_zone_is_no_clock() -> None:
    with pytest.raises(ValueError):
        FakeClock(datetime(2026, 1, 5))  # noqa: DTZ001  # the missing zone is what is refused
