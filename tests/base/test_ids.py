from __future__ import annotations

from itertools import chain, pairwise, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.ids import Ids, is_id, new_id

TIMES = st.integers(0, (1 << 48) - 1)
BYTES = st.binary(min_size=10, max_size=10)


def test_id_of_known_time_and_bytes_is_known() -> None:
    # The time part of the example in the ULID specification, in lower case.
    assert new_id(1469918176385, b"\x00" * 9 + b"\x01") == "01aryz6s410000000000000001"
    assert new_id((1 << 48) - 1, b"\xff" * 10) == "7" + "z" * 25


@given(TIMES, BYTES)
def test_every_id_has_the_shape_of_an_id(now: int, randomness: bytes) -> None:
    assert is_id(new_id(now, randomness))


@given(TIMES, BYTES, TIMES, BYTES)
def test_ids_stand_in_the_order_of_time_then_bytes(a: int, x: bytes, b: int, y: bytes) -> None:
    assert (new_id(a, x) < new_id(b, y)) == ((a, x) < (b, y))


@pytest.mark.parametrize(
    "text",
    ["", "01aryz6s41000000000000000", "81aryz6s410000000000000001", "01ARYZ6S410000000000000001"]
    + [f"01aryz6s4100000000000000{letter}1" for letter in "ilou-ă"]
    + ["01aryz6s410000000000000001\n"],
)
def test_other_texts_are_no_ids(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize(
    ("now", "randomness"), [(-1, b"0" * 10), (1 << 48, b"0" * 10), (0, b"0" * 9), (0, b"0" * 11)]
)
def test_what_does_not_fit_an_id_is_refused(now: int, randomness: bytes) -> None:
    with pytest.raises(ValueError, match=r"time|bytes"):
        new_id(now, randomness)


@given(st.lists(TIMES, min_size=1, max_size=20), st.integers(0, 255))
def test_ids_only_grow_whatever_the_clock_does(times: list[int], filling: int) -> None:
    clock = iter(times)
    ids = Ids(lambda: next(clock), lambda count: bytes([filling]) * count)
    made = [ids() for _ in times]
    assert all(one < other for one, other in pairwise(made))


def test_ids_of_a_new_millisecond_take_new_random_bytes() -> None:
    clock = chain([5, 5], repeat(6))
    chance = iter([b"\x01" * 10, b"\x02" * 10])
    ids = Ids(lambda: next(clock), lambda _size: next(chance))
    first, second, third = ids(), ids(), ids()
    assert (first, second[:25]) == (new_id(5, b"\x01" * 10), first[:25])
    assert third == new_id(6, b"\x02" * 10)
