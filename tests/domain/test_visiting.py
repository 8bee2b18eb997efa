from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.visiting import Household, Planned, Reason, VisitRule, due_by, plan, shortest

TODAY = date(2026, 11, 20)
SINCE = date(2026, 1, 1)
MONTHLY = VisitRule("addiction", 30, SINCE)
TWICE_A_YEAR = VisitRule("policy", 180, SINCE)
RULES = (MONTHLY, TWICE_A_YEAR)


def test_a_household_without_promise_or_rule_is_never_due() -> None:
    assert plan(Household("h", ("other",), date(2020, 1, 1)), RULES, TODAY) is None


def test_a_promised_visit_is_due_on_its_day() -> None:
    promised = plan(Household("h", (), date(2026, 11, 1), date(2026, 11, 15)), RULES, TODAY)
    assert promised == Planned("h", date(2026, 11, 15), Reason.PROMISED, date(2026, 11, 1))


def test_a_category_is_due_so_many_days_after_the_last_visit() -> None:
    planned = plan(Household("h", ("addiction",), date(2026, 10, 25)), RULES, TODAY)
    assert planned == Planned("h", date(2026, 11, 24), Reason.INTERVAL, date(2026, 10, 25), 30)


def test_of_several_categories_the_strictest_counts() -> None:
    assert shortest(RULES, ("policy", "addiction"), TODAY) == 30


def test_a_household_of_a_planned_category_that_nobody_visited_is_due_today() -> None:
    assert plan(Household("h", ("policy",)), RULES, TODAY) == Planned("h", TODAY, Reason.NEVER, None, 180)


@pytest.mark.parametrize(
    ("promised", "reason"),
    [
        (date(2026, 11, 10), Reason.PROMISED),
        (date(2026, 12, 31), Reason.INTERVAL),
        (date(2026, 11, 24), Reason.PROMISED),
    ],
)
def test_promise_or_rule_whichever_comes_first(promised: date, reason: Reason) -> None:
    planned = plan(Household("h", ("addiction",), date(2026, 10, 25), promised), RULES, TODAY)
    assert planned is not None
    assert planned.reason is reason


@pytest.mark.parametrize(
    ("since", "until", "counts"),
    [
        (TODAY, None, True),
        (TODAY + timedelta(days=1), None, False),
        (SINCE, TODAY, True),
        (SINCE, TODAY - timedelta(days=1), False),
    ],
)
def test_a_rule_counts_between_its_days_only(since: date, until: date | None, counts: bool) -> None:
    rule = VisitRule("addiction", 30, since, until)
    assert (shortest([rule], ("addiction",), TODAY) == 30) is counts


def test_a_rule_of_no_days_asks_for_nothing() -> None:
    assert shortest([VisitRule("addiction", 0, SINCE)], ("addiction",), TODAY) is None


def test_what_is_due_stands_by_its_day_and_ends_with_the_last_day_asked_for() -> None:
    planned = [Planned(str(day), date(2026, 11, day), Reason.PROMISED) for day in (28, 20, 27)]
    assert [each.household for each in due_by(planned, date(2026, 11, 27))] == ["20", "27"]


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(st.none() | days, st.none() | days, st.lists(st.sampled_from(["addiction", "policy", "other"])))
def test_nothing_is_planned_later_than_either_reason_asks(
    last: date | None, promised: date | None, categories: list[str]
) -> None:
    planned = plan(Household("h", tuple(categories), last, promised), RULES, TODAY)
    asked = shortest(RULES, categories, TODAY)
    assert (planned is None) == (promised is None and asked is None)
    if planned is not None and promised is not None:
        assert planned.on <= promised
    if planned is not None and asked is not None and last is not None:
        assert planned.on <= last + timedelta(days=asked)


def test_a_mistyped_number_of_days_is_never_due_instead_of_a_failure() -> None:
    planned = plan(Household("h", ("addiction",), TODAY), [VisitRule("addiction", 2**53, SINCE)], TODAY)
    assert planned is not None
    assert planned.on == date.max
