from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.values.cells import Cell
from desktop.domain.values.dates import dates_may_be_swapped, parse_date
from desktop.domain.values.partial_date import PartialDate
from desktop.domain.values.typed_dates import parse_typed_date

TODAY = date(2026, 11, 22)

partial_dates = st.one_of(
    st.integers(1900, 2099).map(PartialDate),
    st.builds(PartialDate, st.integers(1900, 2099), st.integers(1, 12)),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(PartialDate.of),
)


@given(partial_dates)
def test_canonical_text_reads_back(day: PartialDate) -> None:
    assert PartialDate.from_canonical(str(day)) == day
    assert parse_date(str(day), TODAY).value == day


@given(partial_dates)
def test_the_written_form_reads_back(day: PartialDate) -> None:
    parsed = parse_date(day.written, TODAY)
    assert parsed.value == day
    assert parsed.repair is None


@given(partial_dates, partial_dates)
def test_order_is_the_order_of_the_canonical_texts(one: PartialDate, other: PartialDate) -> None:
    assert (one < other) == (str(one) < str(other))
    assert one.earliest <= one.latest


@pytest.mark.parametrize("text", ["", "2026-6", "2026-06-31", "26", "2026-06-05T00:00", "0000", "２０２６"])
def test_other_text_is_not_canonical(text: str) -> None:
    assert PartialDate.from_canonical(text) is None


def test_a_day_needs_its_month() -> None:
    with pytest.raises(ValueError, match="month"):
        PartialDate(2026, None, 5)


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (PartialDate(1953), 73),
        (PartialDate(1953, 11, 22), 73),
        (PartialDate(1953, 11, 23), 72),
        (PartialDate(1953, 12), 72),
        (PartialDate(2027), -1),
    ],
)
def test_age_counts_an_unknown_birthday_as_passed(born: PartialDate, age: int) -> None:
    assert born.age_on(TODAY) == age


@pytest.mark.parametrize(
    ("cell", "canonical", "repair"),
    [
        ("16/08/1983", "1983-08-16", None),
        ("2/8/1953", "1953-08-02", None),
        ("2-8-1953", "1953-08-02", None),
        ("02.08.1953.", "1953-08-02", None),
        ("18.11.53", "1953-11-18", "two_digit_year"),
        ("15.05.04", "2004-05-15", "two_digit_year"),
        ("05.11.00", "2000-11-05", "two_digit_year"),
        ("2005", "2005", None),
        (1978, "1978", None),
        (1978.0, "1978", None),
        ("6/2026", "2026-06", None),
        ("T6/2026", "2026-06", None),
        (6.202, "2020-06", "date_digits"),
        (date(1969, 11, 18), "1969-11-18", None),
        (datetime(1969, 11, 18, 7, 30), "1969-11-18", None),  # noqa: DTZ001  # a cell has no time zone
        (30544, "1983-08-16", "serial_date"),
        (30544.5, "1983-08-16", "serial_date"),
        (5061983, "1983-06-05", "date_digits"),
        ("16081983", "1983-08-16", "date_digits"),
        ("19830816", "1983-08-16", "date_digits"),
        ("08/16/1983", "1983-08-16", "day_month_swapped"),
        ("1983-08-16 00:00:00", "1983-08-16", None),
        ("16/08/1983 12:00:00 SA", "1983-08-16", None),
        ("ngày 05 tháng 01 năm 2020", "2020-01-05", None),
        ("tháng 6 năm 2026", "2026-06", None),
        ("Sinh năm 1953", "1953", None),
        ("00/00/1953", "1953", "unknown_day"),
        ("--/--/1953", "1953", "unknown_day"),
        ("../5/1953", "1953-05", "unknown_day"),
    ],
)
def test_days_are_read_in_every_form(cell: Cell, canonical: str, repair: str | None) -> None:
    parsed = parse_date(cell, TODAY, past_only=True)
    assert str(parsed.value) == canonical
    assert (parsed.repair and parsed.repair.code) == repair


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("31/02/1980", "impossible_date"),
        ("31/13/1980", "impossible_date"),
        ("29/02/1900", "impossible_date"),
        ("05/00/1983", "impossible_date"),
        ("1853", "year_out_of_range"),
        (date(1753, 1, 1), "year_out_of_range"),
        ("chưa rõ", "unreadable_date"),
        ("5", "unreadable_date"),
        ("5/3", "unreadable_date"),
        (5, "unreadable_date"),
        (-1.5, "unreadable_date"),
        (10**9, "unreadable_date"),
        (True, "unreadable_date"),
        (time(7, 30), "unreadable_date"),
    ],
)
def test_what_is_no_day_is_refused(cell: Cell, problem: str) -> None:
    parsed = parse_date(cell, TODAY)
    assert (parsed.value, parsed.problem) == (None, problem)


def test_a_refusal_names_what_was_written() -> None:
    assert parse_date("31/02/1980", TODAY).facts == {"written": "31/02/1980"}


def test_a_day_to_come_is_doubted_where_only_the_past_makes_sense() -> None:
    assert parse_date("23/11/2026", TODAY, past_only=True).doubt == "future_date"
    assert parse_date("23/11/2026", TODAY).doubt is None
    assert parse_date("22/11/2026", TODAY, past_only=True).doubt is None


@pytest.mark.parametrize(
    ("past_only", "newest_year", "year"),
    [(True, None, 1930), (False, None, 2030), (True, 2011, 1930), (False, 2011, 1930)],
)
def test_the_century_of_two_digits_is_the_latest_that_may_be(
    past_only: bool, newest_year: int | None, year: int
) -> None:
    parsed = parse_date("1/2/30", TODAY, past_only=past_only, newest_year=newest_year)
    assert parsed.value == PartialDate(year, 2, 1)


def test_a_column_turned_about_by_american_settings_is_noticed() -> None:
    real: list[Cell] = [date(1983, 5, 6), date(1990, 1, 12), date(1975, 7, 7)]
    text: list[Cell] = ["16/08/1983", "25/12/1991", "13/2/1978"]
    assert dates_may_be_swapped([*real, *text])
    assert not dates_may_be_swapped([*real, date(1983, 5, 13), *text])
    assert not dates_may_be_swapped([*real, *text, "2/8/1953"])
    assert not dates_may_be_swapped(real)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5", date(2026, 11, 5)),
        ("25", date(2026, 10, 25)),
        ("31", date(2026, 10, 31)),
        ("5/3", date(2026, 3, 5)),
        ("12/12", date(2025, 12, 12)),
        ("0503", date(2026, 3, 5)),
        ("050326", date(2026, 3, 5)),
        ("05032026", date(2026, 3, 5)),
        ("29/2", date(2024, 2, 29)),
        ("2005", date(2026, 5, 20)),
        ("hn", TODAY),
        ("Hôm nay", TODAY),
        ("HQ", date(2026, 11, 21)),
        ("5/3/2026", date(2026, 3, 5)),
    ],
)
def test_short_forms_mean_the_latest_such_day(typed: str, day: date) -> None:
    assert parse_typed_date(typed, TODAY).value == PartialDate.of(day)


def test_a_day_to_plan_for_is_of_this_month_and_year() -> None:
    assert parse_typed_date("25", TODAY, past_only=False).value == PartialDate(2026, 11, 25)
    assert parse_typed_date("12/12", TODAY, past_only=False).value == PartialDate(2026, 12, 12)


def test_a_field_for_births_takes_a_year() -> None:
    assert parse_typed_date("2005", TODAY, partial=True).value == PartialDate(2005)
    assert parse_typed_date("6/1983", TODAY, partial=True).value == PartialDate(1983, 6)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("1983", "incomplete_date"),
        ("6/2026", "incomplete_date"),
        ("30/2", "impossible_date"),
        ("0", "impossible_date"),
    ],
)
def test_a_field_for_days_takes_nothing_less(typed: str, problem: str) -> None:
    assert parse_typed_date(typed, TODAY).problem == problem
