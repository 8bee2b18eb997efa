"""Which value counts on a day."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.rules import DatedValue, Origin, commendation_money, in_force

SHIPPED = DatedValue(30)
LAW = DatedValue(2_530_000, date(2026, 7, 1))
OWN = DatedValue(45, date(2026, 3, 1), Origin.UNIT)


@pytest.mark.parametrize(
    ("on", "value"), [(date(2026, 2, 28), 30), (date(2026, 3, 1), 45), (date(2030, 1, 1), 45)]
)
def test_a_value_counts_from_its_first_day(on: date, value: int) -> None:
    found = in_force([OWN, SHIPPED], on)
    assert found is not None
    assert found.value == value


def test_before_the_first_day_of_all_nothing_counts() -> None:
    assert in_force([LAW], date(2026, 6, 30)) is None


@pytest.mark.parametrize("other", [Origin.PROGRAM, Origin.UPPER])
def test_of_two_with_one_first_day_the_units_own_counts(other: Origin) -> None:
    theirs, own = DatedValue(1, date(2026, 1, 1), other), DatedValue(2, date(2026, 1, 1), Origin.UNIT)
    assert in_force([own, theirs], date(2026, 1, 1)) == own
    assert in_force([theirs, own], date(2026, 1, 1)) == own


def test_a_newer_law_counts_before_an_older_value_of_the_unit() -> None:
    older = DatedValue(2_400_000, date(2026, 1, 1), Origin.UNIT)
    assert in_force([older, LAW], date(2026, 7, 1)) == LAW


def test_two_computers_that_set_the_same_day_agree_on_one_value() -> None:
    one = DatedValue(1, date(2026, 1, 1), Origin.UNIT, record="01a")
    two = DatedValue(2, date(2026, 1, 1), Origin.UNIT, record="01b")
    assert in_force([one, two], date(2026, 1, 1)) == in_force([two, one], date(2026, 1, 1)) == two


@pytest.mark.parametrize(
    ("salary", "percent", "part", "money"),
    [(2_340_000, 30, 100, 702_000), (2_340_000, 30, 150, 1_053_000), (2_530_000, 30, 100, 759_000)],
)
def test_money_of_a_certificate_of_merit(salary: int, percent: int, part: int, money: int) -> None:
    assert commendation_money(salary, percent, part) == money
