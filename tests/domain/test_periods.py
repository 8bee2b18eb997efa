"""Periods and their cut-offs: what each has for days, and that none is counted twice or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.periods import Calendar, CutOff, Period, PeriodKind, campaign, period_of, weeks_of

DAY = timedelta(days=1)
DECREE = CutOff(PeriodKind.MONTH, day=15)
FRIDAY = CutOff(PeriodKind.WEEK, weekday=4)
RESIDENTIAL = CutOff(PeriodKind.WORK_YEAR_RESIDENTIAL, day=1, month=11)
UNITS = CutOff(PeriodKind.WORK_YEAR_UNIT, day=16, month=11)
YEAR = CutOff(PeriodKind.YEAR, day=15, month=12)
CALENDAR = Calendar((DECREE, FRIDAY, RESIDENTIAL, UNITS, YEAR))

IN_A_ROW = tuple(kind for kind in PeriodKind if kind not in (PeriodKind.CAMPAIGN, PeriodKind.NINE_MONTHS))

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@st.composite
def cut_offs(draw: st.DrawFn, kind: PeriodKind) -> CutOff:
    return CutOff(
        kind,
        draw(days | st.just(date.min)),
        draw(st.integers(1, 28)),
        draw(st.integers(1, 12)),
        draw(st.integers(0, 6)),
    )


def both(period: Period) -> tuple[str, str]:
    return period.first.isoformat(), period.last.isoformat()


@pytest.mark.parametrize(
    ("kind", "on", "name", "first", "last"),
    [
        (PeriodKind.MONTH, "2026-11-14", (2026, 11), "2026-10-15", "2026-11-14"),
        (PeriodKind.MONTH, "2026-11-15", (2026, 12), "2026-11-15", "2026-12-14"),
        (PeriodKind.MONTH, "2026-12-15", (2027, 1), "2026-12-15", "2027-01-14"),
        (PeriodKind.WEEK, "2026-11-20", (2026, 48), "2026-11-20", "2026-11-26"),
        (PeriodKind.QUARTER, "2026-03-15", (2026, 2), "2026-03-15", "2026-06-14"),
        (PeriodKind.HALF_YEAR, "2026-06-14", (2026, 1), "2025-12-15", "2026-06-14"),
        (PeriodKind.NINE_MONTHS, "2026-05-01", (2026, 1), "2025-12-15", "2026-09-14"),
        (PeriodKind.YEAR, "2026-12-14", (2026, 1), "2025-12-15", "2026-12-14"),
        (PeriodKind.WORK_YEAR_RESIDENTIAL, "2026-10-31", (2026, 1), "2025-11-01", "2026-10-31"),
        (PeriodKind.WORK_YEAR_UNIT, "2026-11-16", (2027, 1), "2026-11-16", "2027-11-15"),
    ],
)
def test_a_period_has_the_days_of_its_cut_off(
    kind: PeriodKind, on: str, name: tuple[int, int], first: str, last: str
) -> None:
    found = CALENDAR.period_of(kind, date.fromisoformat(on))

    assert (found.year, found.number) == name
    assert both(found) == (first, last)


def test_without_a_cut_off_periods_are_those_of_the_calendar() -> None:
    assert both(period_of(PeriodKind.MONTH, date(2026, 2, 3), ())) == ("2026-02-01", "2026-02-28")
    assert both(period_of(PeriodKind.QUARTER, date(2026, 2, 3), ())) == ("2026-01-01", "2026-03-31")
    assert both(period_of(PeriodKind.YEAR, date(2026, 2, 3), ())) == ("2026-01-01", "2026-12-31")
    assert both(period_of(PeriodKind.WEEK, date(2026, 2, 3), ())) == ("2026-02-02", "2026-02-08")


def test_a_new_cut_off_leaves_earlier_periods_and_lengthens_the_one_at_the_change() -> None:
    calendar = Calendar((DECREE, CutOff(PeriodKind.MONTH, date(2026, 7, 1), day=1)))

    assert both(calendar.period(PeriodKind.MONTH, 2026, 6)) == ("2026-05-15", "2026-06-14")
    assert both(calendar.period(PeriodKind.MONTH, 2026, 7)) == ("2026-06-15", "2026-07-31")
    assert both(calendar.period(PeriodKind.MONTH, 2026, 8)) == ("2026-08-01", "2026-08-31")


@pytest.mark.parametrize("kind", IN_A_ROW)
@given(data=st.data())
def test_periods_follow_each_other_without_gap_or_overlap_whatever_the_cut_offs(
    kind: PeriodKind, data: st.DataObject
) -> None:
    calendar = Calendar(data.draw(st.lists(cut_offs(kind), max_size=3)))
    now = calendar.period_of(kind, data.draw(days))
    before, after = calendar.before(now), calendar.after(now)

    assert before.first <= before.last < now.first <= now.last < after.first
    assert (before.last + DAY, now.last + DAY) == (now.first, after.first)
    assert calendar.period_of(kind, now.first) == calendar.period_of(kind, now.last) == now
    assert (calendar.after(before), calendar.before(after)) == (now, now)
    assert calendar.period(kind, now.year, now.number) == now


@pytest.mark.parametrize("kind", IN_A_ROW)
@given(data=st.data())
def test_a_new_cut_off_leaves_the_periods_that_ended_before_it(kind: PeriodKind, data: st.DataObject) -> None:
    before = CutOff(kind, day=data.draw(st.integers(1, 28)), month=11, weekday=4)
    change = data.draw(cut_offs(kind).filter(lambda each: each.since > date.min))
    old, new = Calendar((before,)), Calendar((before, change))
    ended = old.before(old.period_of(kind, change.since))

    assert new.period_of(kind, ended.last) == ended


@pytest.mark.parametrize("kind", tuple(PeriodKind))
@given(on=days)
def test_the_same_period_last_year_is_of_the_year_before(kind: PeriodKind, on: date) -> None:
    now = CALENDAR.period_of(kind, on)
    then = CALENDAR.year_before(now)

    assert then.year == now.year - 1
    assert abs((now.first - then.first).days - 365) <= 7


@given(on=days)
def test_the_year_to_date_is_the_sum_of_its_periods(on: date) -> None:
    now = CALENDAR.period_of(PeriodKind.MONTH, on)
    months = [CALENDAR.period(PeriodKind.MONTH, now.year, number) for number in range(1, now.number + 1)]

    assert CALENDAR.to_date(now).first == months[0].first
    assert CALENDAR.to_date(now).last == now.last
    assert all(first.last + DAY == second.first for first, second in pairwise(months))


def test_the_year_to_date_of_a_campaign_begins_with_its_year() -> None:
    spring = campaign(date(2026, 2, 1), date(2026, 3, 15))

    assert both(CALENDAR.to_date(spring)) == ("2025-12-15", "2026-03-15")
    assert both(CALENDAR.before(spring)) == ("2025-12-20", "2026-01-31")


def test_a_campaign_on_29_february_is_compared_with_the_28th() -> None:
    leap = campaign(date(2024, 2, 29), date(2024, 2, 29))

    assert both(CALENDAR.year_before(leap)) == ("2023-02-28", "2023-02-28")


def test_week_53_is_compared_with_the_last_week_of_the_year_before() -> None:
    assert weeks_of(2026) == 53
    assert CALENDAR.year_before(CALENDAR.period(PeriodKind.WEEK, 2026, 53)).number == 52


def test_a_report_is_due_of_the_month_that_has_just_ended() -> None:
    assert CALENDAR.due(PeriodKind.MONTH, date(2026, 11, 20)).number == 11
    assert CALENDAR.due(PeriodKind.MONTH, date(2026, 12, 10)).number == 12


@pytest.mark.parametrize(("day", "month", "weekday"), [(29, 1, 0), (0, 1, 0), (1, 13, 0), (1, 1, 7)])
def test_a_cut_off_names_a_day_that_every_period_has(day: int, month: int, weekday: int) -> None:
    with pytest.raises(ValueError, match="no such day"):
        CutOff(PeriodKind.MONTH, day=day, month=month, weekday=weekday)


def test_a_year_has_no_thirteenth_month() -> None:
    with pytest.raises(ValueError, match="has no month 13"):
        CALENDAR.period(PeriodKind.MONTH, 2026, 13)


def test_a_campaign_ends_on_its_first_day_or_later() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        campaign(date(2026, 2, 2), date(2026, 2, 1))
