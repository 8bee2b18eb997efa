"""Which copies stay, whatever the clocks said when they were made."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.backups import (
    DAILY,
    MONTHLY,
    NEWEST_KEPT,
    UNPROVEN_KEPT,
    WEEKLY,
    Age,
    Kept,
    Proof,
    age_of,
    full_due,
    staying,
)

START = date(2026, 1, 1)
ROOM = 2**60

DAYS = st.dates(date(1980, 1, 1), date(2099, 12, 31))
COPIES = st.lists(st.tuples(DAYS, st.integers(1, 100), st.sampled_from(Proof)), max_size=120).map(
    lambda told: [Kept(at, day, size, proof) for at, (day, size, proof) in enumerate(told, start=1)]
)


def daily(days: int, per_day: int = 1, size: int = 1) -> list[Kept]:
    made = [START + timedelta(days=at // per_day) for at in range(days * per_day)]
    return [Kept(number, day, size) for number, day in enumerate(made, start=1)]


def test_after_three_years_the_days_weeks_and_months_are_there() -> None:
    copies = daily(3 * 365, per_day=2)
    kept = staying(copies, ROOM)
    days = {each.day for each in copies if each.number in kept}
    last = copies[-1].day
    assert {last - timedelta(days=back) for back in range(DAILY)} <= days
    assert len({day.isocalendar()[:2] for day in days}) >= WEEKLY
    assert len({(day.year, day.month) for day in days}) == MONTHLY
    assert len(kept) <= DAILY + WEEKLY + MONTHLY


def test_of_one_day_the_last_copy_stays() -> None:
    assert staying(daily(1, per_day=5), ROOM) == {4, 5}


def test_a_clock_that_jumps_to_another_century_and_back_costs_no_other_days_copy() -> None:
    copies = daily(10)
    copies[4] = Kept(5, date(2099, 1, 1), 1)
    copies[5] = Kept(6, date(1980, 1, 1), 1)
    assert staying(copies, ROOM) == set(range(1, 11))


def test_over_the_cap_the_oldest_go_first() -> None:
    assert staying(daily(10, size=10), 35) == {8, 9, 10}


def test_the_two_newest_stay_however_large_they_are() -> None:
    assert staying(daily(10, size=100), 1) == {9, 10}


def test_a_copy_that_is_not_good_takes_nobodys_place() -> None:
    good = [Kept(1, START, 1), Kept(2, START, 1)]
    bad = [Kept(number, START, 1, Proof.BAD) for number in range(3, 9)]
    assert staying([*good, *bad], ROOM) == {1, 2, 7, 8}


@given(COPIES, st.integers(0, 400))
def test_nothing_grows_without_end_and_the_newest_good_ones_always_stay(copies: list[Kept], cap: int) -> None:
    kept = staying(copies, cap)
    good = [each.number for each in copies if each.proof is Proof.GOOD]
    assert kept <= {each.number for each in copies}
    assert set(good[-NEWEST_KEPT:]) <= kept
    assert len(kept) <= DAILY + WEEKLY + MONTHLY + NEWEST_KEPT + UNPROVEN_KEPT
    held = [each for each in copies if each.number in kept and each.proof is Proof.GOOD]
    beyond = held[:-NEWEST_KEPT]
    assert not beyond or sum(each.size for each in held) <= cap


@given(COPIES)
def test_the_order_in_which_copies_are_listed_means_nothing(copies: list[Kept]) -> None:
    assert staying(copies, 200) == staying(copies[::-1], 200)


@given(st.lists(DAYS, min_size=DAILY, max_size=60))
def test_the_last_of_each_of_the_newest_days_stays_in_whatever_order_the_days_came(days: list[date]) -> None:
    copies = [Kept(number, day, 1) for number, day in enumerate(days, start=1)]
    ends = [at for at, day in enumerate(days, start=1) if at == len(days) or days[at] != day]
    assert set(ends[-DAILY:]) <= staying(copies, ROOM)


@pytest.mark.parametrize(
    ("since", "operations", "due"),
    [
        (None, 0, True),
        (timedelta(hours=1), 49, False),
        (timedelta(hours=1), 50, True),
        (timedelta(hours=12), 1, True),
        (timedelta(days=40), 0, False),
        (timedelta(days=-400), 1, True),
    ],
)
def test_a_full_copy_is_due_by_hours_or_by_operations(
    since: timedelta | None, operations: int, due: bool
) -> None:
    assert full_due(since, operations) is due


def test_the_age_of_the_copy_elsewhere_is_told_by_the_units_own_terms() -> None:
    told = [age_of(days, 7, 14) for days in (0, 6, 7, 13, 14, None)]
    assert told == [Age.FRESH, Age.FRESH, Age.AMBER, Age.AMBER, Age.RED, Age.RED]
