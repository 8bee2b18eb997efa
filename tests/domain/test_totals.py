"""Adding up, what changed since, and what stands out."""

from __future__ import annotations

import pytest

from desktop.domain.totals import TotalChange, added, changes, standing_out


@pytest.mark.parametrize(
    ("values", "total"), [([1, 2, None], 3), ([None, None], None), ([], None), ([0, None], 0)]
)
def test_only_what_is_known_is_added(values: list[int | None], total: int | None) -> None:
    assert added(values) == total


def test_what_is_another_figure_is_told_by_unit() -> None:
    frozen = {"a": {"visits": 5, "patrols": 1}, "b": {"visits": 2}}
    now = {"a": {"visits": 7, "patrols": 1}, "c": {"patrols": 3}}
    assert changes(frozen, now, ["visits", "patrols"]) == [
        TotalChange("visits", "a", 5, 7),
        TotalChange("visits", "b", 2, None),
        TotalChange("patrols", "c", None, 3),
    ]
    assert [each.by for each in changes(frozen, now, ["visits", "patrols"])] == [2, -2, 3]


def test_a_unit_that_says_none_where_nothing_was_said_is_no_change() -> None:
    assert changes({}, {"a": {"visits": 0}}, ["visits"]) == []


def test_far_from_the_median_stands_out() -> None:
    values = {str(at): 10 for at in range(8)} | {"high": 31, "low": 3, "edge": 30}
    assert standing_out(values) == {"high": True, "low": False}


@pytest.mark.parametrize(
    "values", [{str(at): 10 for at in range(6)} | {"high": 90}, dict.fromkeys("abcdefgh", 1)]
)
def test_of_few_units_or_small_figures_nothing_stands_out(values: dict[str, int]) -> None:
    assert standing_out(values) == {}
