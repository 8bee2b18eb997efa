from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.journal.clock import TRUSTED_UNTIL, after, needs_confirmation, next_hlc
from desktop.domain.journal.operation import MAX_HLC
from tests.domain.journal.making import NOW

WALLS = st.integers(-(2**62), 2**62)
CLOCKS = st.integers(0, MAX_HLC)
IN_2007 = 1_167_609_600_000


@pytest.mark.parametrize(
    ("wall", "seen", "expected"),
    [
        (NOW, 0, NOW + 1),
        (NOW, NOW, NOW + 1),
        (NOW, NOW + 5, NOW + 6),
        (IN_2007, NOW, NOW + 1),
        (-1, NOW, NOW + 1),
        (TRUSTED_UNTIL, NOW, TRUSTED_UNTIL + 1),
        (TRUSTED_UNTIL + 1, NOW, NOW + 1),
        (2**62, 0, 1),
        (NOW, MAX_HLC - 1, MAX_HLC),
        (NOW, MAX_HLC, MAX_HLC),
    ],
)
def test_clock_is_after_all_that_was_seen_and_near_a_wall_clock_that_can_be_trusted(
    wall: int, seen: int, expected: int
) -> None:
    assert next_hlc(wall, seen) == expected


@given(WALLS, CLOCKS)
def test_every_clock_can_follow_what_it_has_seen_whatever_the_wall_says(wall: int, seen: int) -> None:
    following = next_hlc(wall, seen)
    assert after(following, seen)
    assert following <= MAX_HLC


@given(CLOCKS, CLOCKS)
def test_of_two_clocks_only_one_can_be_after_the_other_before_the_end_of_time(
    first: int, second: int
) -> None:
    assert not (after(first, second) and after(second, first)) or first == second == MAX_HLC


@pytest.mark.parametrize(
    ("wall", "seen", "expected"),
    [
        (NOW, 0, False),
        (NOW, NOW + 120_000, False),
        (NOW, NOW + 120_001, True),
        (IN_2007, NOW, True),
        (-1, 0, True),
        (TRUSTED_UNTIL, 0, False),
        (TRUSTED_UNTIL + 1, 0, True),
    ],
)
def test_person_confirms_a_date_that_stands_before_the_last_operation_or_nowhere(
    wall: int, seen: int, *, expected: bool
) -> None:
    assert needs_confirmation(wall, seen) is expected
