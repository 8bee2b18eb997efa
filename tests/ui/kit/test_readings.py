"""How typed text becomes a value, and how the value is shown again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.fields import Field, Kind
from desktop.domain.registers import REGISTRY
from desktop.services.views import Value
from desktop.ui.kit.readings import Reader, reader_for

TODAY = date(2026, 3, 12)
KINDS = [
    Kind.TEXT,
    Kind.NAME,
    Kind.DAY,
    Kind.PARTIAL_DAY,
    Kind.COUNT,
    Kind.MONEY,
    Kind.CITIZEN_ID,
    Kind.PHONE,
]


def reader(kind: Kind) -> Reader:
    return reader_for(Field("field", kind), lambda: TODAY, "vi")


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Kind.TEXT, "  ấp   Đông Hưng ", "ấp Đông Hưng"),
        (Kind.NAME, "NGUYỄN VĂN SANG", "Nguyễn Văn Sang"),
        (Kind.NAME, "Ông Sang (Tám)", "Ông Sang (Tám)"),
        (Kind.DAY, "5", "2026-03-05"),
        (Kind.DAY, "5/3", "2026-03-05"),
        (Kind.DAY, "0503", "2026-03-05"),
        (Kind.DAY, "hn", "2026-03-12"),
        (Kind.DAY, "hq", "2026-03-11"),
        (Kind.DAY, "28", "2026-02-28"),
        (Kind.DAY, "05/01/2027", "2027-01-05"),
        (Kind.PARTIAL_DAY, "1953", "1953"),
        (Kind.PARTIAL_DAY, "6/1953", "1953-06"),
        (Kind.COUNT, "1.126", 1126),
        (Kind.MONEY, "1,5 triệu", 1_500_000),
        (Kind.CITIZEN_ID, "079 083 398055", "079083398055"),
        (Kind.PHONE, "0393.393.106", "0393393106"),
        (Kind.COUNT, "0", 0),
    ],
)
def test_what_is_typed_becomes_a_value(kind: Kind, typed: str, value: Value) -> None:
    reading = reader(kind).read(typed)
    assert (reading.value, reading.problem) == (value, None)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.DAY, "31/2"),
        (Kind.DAY, "1953"),
        (Kind.DAY, "thứ năm"),
        (Kind.COUNT, "nhiều"),
        (Kind.COUNT, "-3"),
        (Kind.MONEY, "vài triệu"),
        (Kind.CITIZEN_ID, "07908339"),
        (Kind.PHONE, "12"),
    ],
)
def test_what_has_no_meaning_is_a_problem_and_no_value(kind: Kind, typed: str) -> None:
    reading = reader(kind).read(typed)
    assert reading.value is None
    assert reading.problem is not None
    assert reading.problem.startswith("value.")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_typed_is_no_value_and_no_problem(kind: Kind) -> None:
    reading = reader(kind).read("  ")
    assert (reading.value, reading.problem) == (None, None)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Kind.DAY, "2026-03-05", "05/03/2026"),
        (Kind.PARTIAL_DAY, "1953-06", "06/1953"),
        (Kind.COUNT, 1126, "1.126"),
        (Kind.COUNT, 0, "0"),
        (Kind.CITIZEN_ID, "079083398055", "079 083 398055"),
        (Kind.PHONE, "0393393106", "0393 393 106"),
        (Kind.DAY, None, ""),
        (Kind.DAY, "31/2", "31/2"),
        (Kind.COUNT, "nhiều", "nhiều"),
    ],
)
def test_a_value_is_shown_as_people_write_it(kind: Kind, value: Value, shown: str) -> None:
    assert reader(kind).show(value) == shown


def test_a_day_is_said_with_its_weekday_as_it_is_typed() -> None:
    assert reader(Kind.DAY).read("5").readout == "thứ năm, 05/03/2026"


def test_an_appointment_lies_ahead_and_a_visit_behind() -> None:
    visit = REGISTRY["visit"].by_name
    visited, promised = (
        reader_for(visit[name], lambda: TODAY, "vi") for name in ("visited_on", "next_visit_on")
    )
    assert visited.read("20").value == "2026-02-20"
    assert promised.read("20").value == "2026-03-20"


def test_a_repair_is_told() -> None:
    reading = reader(Kind.NAME).read("NGUYỄN VĂN SANG")
    assert reading.note == "value.name_case"
    assert reading.facts == {"before": "NGUYỄN VĂN SANG", "after": "Nguyễn Văn Sang"}


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text(max_size=30))
@example(text="\xad")
def test_reading_what_is_shown_gives_the_same_value(kind: Kind, text: str) -> None:
    one = reader(kind)
    first = one.read(text)
    if first.value is not None:
        assert one.read(one.show(first.value)).value == first.value
