from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.i18n.dates import long_date, partial_date, short_date, short_moment, short_time, weekday_date


def test_short_date_is_two_digits_of_day_and_month() -> None:
    assert short_date(date(2026, 1, 5)) == "05/01/2026"
    assert short_date(date(2026, 1, 5), "en") == "5 Jan 2026"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2020, 1, 5), "Hà Nội, ngày 05 tháng 01 năm 2020"),
        (date(2019, 6, 29), "Hà Nội, ngày 29 tháng 6 năm 2019"),
        (date(2026, 2, 10), "Hà Nội, ngày 10 tháng 02 năm 2026"),
        (date(2026, 3, 9), "Hà Nội, ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "Hà Nội, ngày 31 tháng 12 năm 2026"),
    ],
)
def test_date_of_a_paper_pads_days_below_ten_and_the_first_two_months_only(day: date, written: str) -> None:
    assert long_date("Hà Nội", day) == written


def test_date_of_a_paper_without_a_place_is_the_date_alone() -> None:
    assert long_date("", date(2026, 3, 9)) == "ngày 09 tháng 3 năm 2026"


def test_weekday_stands_before_the_date() -> None:
    assert weekday_date(date(2026, 3, 5)) == "thứ năm, 05/03/2026"
    assert weekday_date(date(2026, 3, 8)) == "chủ nhật, 08/03/2026"
    assert weekday_date(date(2026, 3, 5), "en") == "Thursday, 5 Mar 2026"


@pytest.mark.parametrize(
    ("stored", "vietnamese", "english"),
    [
        ("1953", "1953", "1953"),
        ("1953-11", "11/1953", "Nov 1953"),
        ("1953-11-08", "08/11/1953", "8 Nov 1953"),
    ],
)
def test_partial_date_shows_what_is_known(stored: str, vietnamese: str, english: str) -> None:
    assert partial_date(stored) == vietnamese
    assert partial_date(stored, "en") == english


@pytest.mark.parametrize(
    "text", ["", "53", "1953-13", "1953-02-30", "1953-11-08-01", "19531108", "1953-W01-1", "11/1953"]
)
def test_text_that_is_no_partial_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|month|year"):
        partial_date(text)


@given(st.dates())
def test_short_date_has_ten_characters_and_reads_back(day: date) -> None:
    written = short_date(day)
    assert len(written) == 10
    assert date(*map(int, reversed(written.split("/")))) == day
    assert partial_date(day.isoformat()) == written


def test_time_of_day_is_hours_and_minutes() -> None:
    assert short_time(time(7, 5)) == "07:05"
    assert short_moment(datetime(2026, 1, 5, 14, 32, tzinfo=UTC)) == "14:32, 05/01/2026"
    assert short_moment(datetime(2026, 1, 5, 14, 32, tzinfo=UTC), "en") == "14:32, 5 Jan 2026"
