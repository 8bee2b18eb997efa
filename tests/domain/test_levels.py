"""The order of the tiers, and who exchanges with whom."""

from __future__ import annotations

import pytest

from desktop.domain.levels import COMMUNE, MINISTRY, UPPER, adjoins, is_above, superior
from desktop.domain.scope import UPPER_SCOPE, scope_for


@pytest.mark.parametrize(
    ("one", "other", "above", "beside"),
    [
        (UPPER, COMMUNE, True, True),
        (MINISTRY, UPPER, True, True),
        (MINISTRY, COMMUNE, True, False),
        (COMMUNE, UPPER, False, True),
        (UPPER, UPPER, False, False),
        ("galaxy", COMMUNE, False, False),
        (UPPER, "hamlet", False, False),
    ],
)
def test_levels_stand_in_an_order(one: str, other: str, above: bool, beside: bool) -> None:
    assert (is_above(one, other), adjoins(one, other)) == (above, beside)


def test_only_the_lowest_level_has_nobody_below() -> None:
    assert [superior(each) for each in (COMMUNE, UPPER, MINISTRY, "galaxy")] == [False, True, True, False]


def test_a_province_gives_the_ministry_what_communes_give_it() -> None:
    assert scope_for(("91", UPPER), ("bo", MINISTRY)) is UPPER_SCOPE
    assert scope_for(("30337", COMMUNE), ("bo", MINISTRY)) is None


def test_downwards_goes_what_belongs_to_the_unit_and_those_below_it() -> None:
    scope = scope_for(("bo", MINISTRY), ("91", UPPER), beneath=frozenset({"30337"}))
    assert scope is not None
    shown = [scope.shows_records_of("award", station) for station in ("91", "30337", "30502", "bo")]
    assert shown == [True, True, False, False]


def test_what_is_set_for_all_goes_down_through_every_level() -> None:
    scope = scope_for(("91", UPPER), ("30337", COMMUNE), over=frozenset({"bo"}))
    assert scope is not None
    assert [scope.shows_records_of("rule", station) for station in ("91", "bo", "30502")] == [
        True,
        True,
        False,
    ]
    assert not scope.shows_records_of("award", "bo")
