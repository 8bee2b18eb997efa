"""What counts as held: contents by the grant they came under, without gaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.receipts import (
    EVERYTHING,
    MOST_STRETCHES,
    UNKNOWN,
    Grants,
    Piece,
    Taken,
    grants_of,
    mark_of,
    relayed,
    widened,
)
from desktop.domain.scope import STATION_SCOPE, UPPER_SCOPE, Scope
from desktop.domain.scope_table import Reach

NARROW = grants_of(Scope("narrow", {"area": Reach.ROWS}))
WIDE = grants_of(Scope("wide", {"area": Reach.ROWS, "group": Reach.ROWS}))
KNOWN = {mark_of(each): each for each in (NARROW, WIDE)}


def first_group_at(*seqs: int):  # type: ignore[no-untyped-def]
    def find(registers: frozenset[str], after: int) -> int | None:
        return min((seq for seq in seqs if seq > after and "group" in registers), default=None)

    return find


def complete(taken: Taken, grants: Grants, *groups: int) -> int:
    return taken.complete(grants, KNOWN.get, first_group_at(*groups))


def test_what_joins_on_is_taken_and_what_leaves_a_gap_is_not() -> None:
    taken = Taken().with_range(1, 5, "a")
    assert taken.with_range(7, 9, "a") == taken
    assert taken.with_range(6, 9, "a") == Taken(((9, "a"),))
    assert taken.with_range(3, 9, "b").stretches == ((2, "a"), (9, "b"))
    assert taken.with_range(2, 3, "b").stretches == ((1, "a"), (3, "b"), (5, "a"))


def test_what_was_cut_off_is_not_held() -> None:
    taken = Taken(((4, "a"), (9, "b")))
    assert taken.up_to(12) == taken
    assert taken.up_to(6).stretches == ((4, "a"), (6, "b"))
    assert taken.up_to(4).stretches == ((4, "a"),)
    assert taken.up_to(0) == Taken()


def test_a_wider_grant_counts_up_to_the_first_operation_of_which_more_is_given() -> None:
    taken = Taken(((9, mark_of(NARROW)),))
    assert complete(taken, NARROW, 3) == 9
    assert complete(taken, WIDE) == 9
    assert complete(taken, WIDE, 3, 7) == 2


def test_a_narrower_grant_asks_for_nothing_again() -> None:
    assert complete(Taken(((9, mark_of(WIDE)),)), NARROW, 3) == 9


def test_what_came_under_an_unknown_grant_does_not_count() -> None:
    assert complete(Taken(((4, mark_of(WIDE)), (9, UNKNOWN))), WIDE) == 4
    assert complete(Taken(((4, EVERYTHING), (9, mark_of(WIDE)))), WIDE) == 9


def test_a_mark_names_what_is_given() -> None:
    assert mark_of(NARROW) != mark_of(WIDE)
    assert widened(WIDE, NARROW) == {"group"}
    assert widened(NARROW, WIDE) == frozenset()
    assert {register for register, _, _ in grants_of(UPPER_SCOPE)} < {
        register for register, _, _ in grants_of(STATION_SCOPE)
    }


def test_whose_records_are_shown_is_part_of_the_grant() -> None:
    rules = {"rule": Reach.ROWS}
    alone = Scope("down", rules, stations=frozenset("1"))
    both = Scope("down", rules, stations=frozenset("12"))
    common = Scope("down", rules, stations=frozenset("1"), common=frozenset(rules), setters=frozenset("9"))
    assert widened(grants_of(both), grants_of(alone)) == {"rule"}
    assert widened(grants_of(common), grants_of(alone)) == {"rule"}
    assert widened(grants_of(alone), grants_of(both)) == frozenset()


ranges = st.lists(
    st.tuples(st.integers(1, 60), st.integers(0, 20), st.sampled_from("abc")), min_size=1, max_size=40
)


@given(ranges)
def test_every_number_keeps_the_mark_that_it_last_came_under(some: list[tuple[int, int, str]]) -> None:
    taken, held = Taken(), dict[int, str]()
    for first, length, mark in some:
        taken = taken.with_range(first, first + length, mark)
        if first <= len(held) + 1:
            held.update(dict.fromkeys(range(first, first + length + 1), mark))
    ends = [end for end, _ in taken.stretches]
    assert ends == sorted(set(ends))
    assert taken.seq == len(held)
    assert len(taken.stretches) <= MOST_STRETCHES
    of = {}
    start = 1
    for end, mark in taken.stretches:
        of.update(dict.fromkeys(range(start, end + 1), mark))
        start = end + 1
    assert all(mark in (held[number], UNKNOWN) for number, mark in of.items())


@pytest.mark.parametrize("seq", [0, 1, 7, 60])
def test_too_many_pieces_are_forgotten_from_the_front(seq: int) -> None:
    taken = Taken(((100, "a"),))
    for number in range(2, 60, 2):
        taken = taken.with_range(number, number, "b")
    assert len(taken.stretches) == MOST_STRETCHES
    assert taken.stretches[0][1] == UNKNOWN
    assert taken.up_to(seq).seq == seq


def test_what_came_otherwise_than_it_is_passed_on_now_goes_again_from_there() -> None:
    then, now = frozenset({("area", "name", "whole"), ("@source", "one", "")}), "now"
    grants = frozenset({("area", "name", "whole")})
    taken = Taken(((10, "a"), (30, "b")))
    pieces = [Piece(10, "a", grants), Piece(20, "b", grants), Piece(30, now, relayed(grants, "two"))]
    assert taken.complete_by(pieces, {"b": then}.get, lambda registers, after: None) == 20
    assert taken.complete_by(pieces[:2], {"b": then}.get, lambda registers, after: None) == 20


def test_two_that_took_a_chain_alike_need_nothing_of_each_other() -> None:
    one = Taken(((10, "a"), (30, "b")))
    assert [one.alike(other) for other in (one, Taken(((10, "a"),)), Taken(((30, "a"),)), Taken())] == [
        30,
        10,
        10,
        0,
    ]
    assert one.alike(Taken(((40, "*"),))) == 30
