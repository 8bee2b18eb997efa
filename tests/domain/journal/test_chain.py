from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.chain import (
    BrokenChain,
    ForkedChain,
    Link,
    Run,
    as_links,
    follow,
    link_from_line,
    richer,
    run_from_plain,
    walk,
    withhold,
)
from desktop.domain.journal.compose import Intent, Tip
from desktop.domain.journal.erase import erase_intent
from desktop.domain.journal.operation import (
    MAX_HLC,
    BadOperation,
    ChangeId,
    Closed,
    Hidden,
    Operation,
    Whole,
    chained,
    closed,
    hidden,
)
from tests.domain.journal.making import AN, BINH, NOW, chain, note, tip_after, written
from tests.kit.small_registry import everything, notes_closed, tips_hidden

START = Tip(AN)
SIX = chain(*[[note(number)] for number in range(6)])


def tips_only(register: str, field: str) -> str:
    return "whole" if register == "tip" else "hidden"


def test_chain_is_followed_to_its_end() -> None:
    assert follow(START, SIX) == tip_after(SIX[-1])
    assert follow(tip_after(SIX[2]), SIX[3:]) == tip_after(SIX[-1])
    assert follow(START, []) == START


@pytest.mark.parametrize("missing", range(5))
def test_missing_operation_breaks_the_chain(missing: int) -> None:
    with pytest.raises(BrokenChain):
        follow(START, SIX[:missing] + SIX[missing + 1 :])


def test_operations_in_another_order_break_the_chain() -> None:
    with pytest.raises(BrokenChain):
        follow(START, [SIX[1], SIX[0]])


def test_changed_content_breaks_the_chain_at_the_next_operation() -> None:
    action, leaf = SIX[0].leaves
    assert isinstance(leaf, Whole)
    forged = SIX[0].with_leaves([action, leaf._replace(value="forged")])
    with pytest.raises(BrokenChain) as broken:
        follow(START, [forged, *SIX[1:]])
    assert broken.value.facts == {"device": AN, "seq": 2}


@pytest.mark.parametrize(
    "part", [{"hlc": NOW}, {"auto": True}, {"device": BINH}, {"seq": 7}, {"prev": "1" * 64}]
)
def test_changed_header_breaks_the_chain(part: dict[str, Any]) -> None:
    with pytest.raises(BrokenChain):
        follow(START, [replace(SIX[0], **part), *SIX[1:]])


def test_clock_of_a_chain_must_rise() -> None:
    first, second = chain([note(1)], [note(2)])
    stuck = replace(second, hlc=first.hlc)
    with pytest.raises(BrokenChain):
        follow(START, [first, stuck])


def test_chain_goes_on_when_clocks_stand_at_their_end() -> None:
    first = written(note(1), tip=Tip(AN, last_hlc=MAX_HLC))
    second = written(note(2), tip=tip_after(first))
    assert (first.hlc, second.hlc) == (MAX_HLC, MAX_HLC)
    assert follow(START, [first, second]) == tip_after(second)


# Withheld operations


def parts_of(*shown: int) -> list[Operation | str]:
    """The six operations, all but those of the numbers given as their bodies."""
    return [each if each.seq in shown else each.body for each in SIX]


@pytest.mark.parametrize("shown", [(), (1,), (6,), (1, 6), (3,), (2, 3, 5), (1, 2, 3, 4, 5, 6)])
def test_chain_is_followed_through_withheld_operations(shown: tuple[int, ...]) -> None:
    end = follow(START, as_links(START, parts_of(*shown)))
    assert (end.seq, end.hash) == (6, SIX[-1].hash)


def test_withheld_operations_travel_as_runs() -> None:
    runs = [link for link in as_links(START, parts_of(3, 6)) if isinstance(link, Run)]
    assert [(run.first, run.last, run.end_hash) for run in runs] == [(1, 2, SIX[1].hash), (4, 5, SIX[4].hash)]


def test_every_place_of_a_run_has_its_hash() -> None:
    ends = list(walk(START, as_links(START, parts_of())))
    assert [end.hash for end in ends] == [each.hash for each in SIX]


def test_operation_forged_before_a_run_is_found() -> None:
    forged = written(note("forged"), seed=99)
    run = list(as_links(START, parts_of(1)))[1]
    with pytest.raises(BrokenChain):
        follow(START, [forged, run])


def without_bodies(run: Run) -> Run:
    return replace(run, bodies=())


def with_last_later(run: Run) -> Run:
    return replace(run, last=run.last + 1)


def with_last_before_first(run: Run) -> Run:
    return replace(run, last=run.first - 1, bodies=())


def with_another_end(run: Run) -> Run:
    return replace(run, end_hash="1" * 64)


def with_another_body(run: Run) -> Run:
    return replace(run, bodies=(*run.bodies[:-1], "1" * 64))


def with_bodies_exchanged(run: Run) -> Run:
    return replace(run, bodies=run.bodies[::-1])


def of_another_device(run: Run) -> Run:
    return replace(run, device=BINH)


def from_later(run: Run) -> Run:
    return replace(run, first=run.first + 1, last=run.last + 1)


@pytest.mark.parametrize(
    "spoil",
    [
        without_bodies,
        with_last_later,
        with_last_before_first,
        with_another_end,
        with_another_body,
        with_bodies_exchanged,
        of_another_device,
        from_later,
    ],
)
def test_run_that_does_not_prove_itself_breaks_the_chain(spoil: Any) -> None:
    [run] = as_links(START, parts_of())
    with pytest.raises(BrokenChain):
        follow(START, [spoil(run)])


def test_withheld_erasure_breaks_the_chain() -> None:
    first, erasure = chain([note("x")], [erase_intent("e1", [ChangeId(AN, 1, 1)])])
    assert follow(START, [first, erasure]).hash == erasure.hash
    _, run = as_links(START, [first, erasure.body])
    assert isinstance(run, Run)
    assert run.end_hash != erasure.hash
    assert chained(first.hash, erasure.body, erasing=1) == erasure.hash


def test_hidden_leaf_of_an_erasure_breaks_the_chain() -> None:
    erasure = written(erase_intent("e1", [ChangeId(AN, 1, 1)]), note("x"))
    hiding = erasure.with_leaves([erasure.leaves[0], hidden(erasure.leaves[1]), erasure.leaves[2]])
    assert hiding.hash != erasure.hash


def test_run_comes_back_from_its_line() -> None:
    [run] = as_links(START, parts_of())
    assert link_from_line(run.line()) == run


RUN: dict[str, Plain] = {"bodies": ["1" * 64, "2" * 64], "device": AN, "end": "3" * 64, "first": 3, "v": 1}
HOSTILE: list[dict[str, Any]] = [
    {**RUN, "v": 2},
    {**RUN, "v": True},
    {**RUN, "device": "a"},
    {**RUN, "first": 0},
    {**RUN, "first": True},
    {**RUN, "first": 2**53 - 2},
    {**RUN, "first": "3"},
    {**RUN, "bodies": []},
    {**RUN, "bodies": ["1" * 63]},
    {**RUN, "bodies": ["1" * 64, None]},
    {**RUN, "bodies": {"1" * 64: 1}},
    {**RUN, "bodies": "1" * 64},
    {**RUN, "end": 1},
    {**RUN, "end": "G" * 64},
    {**RUN, "last": 4},
    {"bodies": []},
]


@pytest.mark.parametrize("plain", HOSTILE, ids=repr)
def test_run_that_breaks_a_rule_is_refused(plain: Any) -> None:
    assert run_from_plain(dict(RUN)).last == 4
    with pytest.raises(BadOperation):
        run_from_plain(plain)


@given(st.sets(st.integers(1, 6)), st.integers(0, 6))
def test_chain_may_be_cut_into_links_anywhere(shown: set[int], cut: int) -> None:
    parts = parts_of(*shown)
    before = list(as_links(START, parts[:cut]))
    middle = follow(START, before)
    links: list[Link] = [*before, *as_links(middle, parts[cut:])]
    assert follow(START, links).hash == SIX[-1].hash


# One operation in two forms


def test_operation_held_twice_keeps_all_that_either_shows() -> None:
    whole = written(note("a"), note("b", field="other"))
    action, first, second = whole.leaves
    assert isinstance(first, Whole)
    one = whole.with_leaves([action, closed(first), hidden(second)])
    two = whole.with_leaves([hidden(action), hidden(first), second])
    assert richer(one, two) == richer(two, one) == whole.with_leaves([action, closed(first), second])
    assert richer(one, whole) == richer(whole, one) == whole


def test_erased_content_does_not_come_back_from_another_copy() -> None:
    whole = written(note("a"))
    leaf = whole.leaves[1]
    assert isinstance(leaf, Whole)
    held = whole.with_leaves([whole.leaves[0], closed(leaf)])
    assert richer(held, whole, {ChangeId(AN, 1, 1)}) == held


def test_two_operations_in_one_place_are_a_fork() -> None:
    with pytest.raises(ForkedChain) as fork:
        richer(SIX[0], written(note("other"), seed=99))
    assert fork.value.facts == {"device": AN, "seq": 1}


def test_author_who_shows_contradictory_leaves_here_and_there_is_not_believed() -> None:
    honest = written(note("a"))
    action, leaf = honest.leaves
    assert isinstance(leaf, Whole)
    twice = honest.with_leaves([action, leaf, leaf._replace(value="b")])
    here = twice.with_leaves([action, twice.leaves[1], hidden(twice.leaves[2])])
    there = twice.with_leaves([action, hidden(twice.leaves[1]), twice.leaves[2]])
    assert here.hash == there.hash
    with pytest.raises(BadOperation):
        richer(here, there)


# What a reader may have


MIXED = written(
    Intent("member", "m1", "@seen", {BINH: 3}),
    Intent("member", "m1", "@state", {"is": "retired"}),
    Intent("member", "m1", "note", "kín"),
    Intent("member", "m1", "name", "Bình"),
    Intent("tip", "t1", "content", "tin"),
)


def test_reader_of_everything_gets_the_operation_as_it_is() -> None:
    assert withhold(MIXED, everything) == MIXED


def test_reader_gets_sensitive_fields_closed_and_foreign_registers_hidden() -> None:
    shown = withhold(MIXED, notes_closed)
    assert shown is not None
    assert [type(leaf) for leaf in shown.leaves] == [Whole, Whole, Whole, Whole, Closed, Whole]
    hiding = withhold(MIXED, tips_hidden)
    assert hiding is not None
    assert [type(leaf) for leaf in hiding.leaves] == [Whole, Whole, Whole, Whole, Whole, Hidden]
    assert shown.hash == hiding.hash == MIXED.hash


def test_operation_of_foreign_registers_alone_is_wholly_withheld() -> None:
    assert withhold(written(Intent("tip", "t1", "content", "tin")), tips_hidden) is None


def test_standing_and_sight_are_never_closed() -> None:
    shown = withhold(MIXED, lambda register, field: "closed")
    assert shown is not None
    assert [type(leaf) for leaf in shown.leaves] == [Whole, Whole, Whole, Closed, Closed, Closed]


def test_what_is_erased_is_told_to_everybody() -> None:
    erasure = written(erase_intent("e1", [ChangeId(AN, 1, 1)]), note("x"))
    shown = withhold(erasure, lambda register, field: "hidden")
    assert shown is not None
    assert [type(leaf) for leaf in shown.leaves] == [Whole, Whole, Hidden]
    assert shown.hash == erasure.hash


def test_withholding_twice_is_withholding_once() -> None:
    shown = withhold(MIXED, notes_closed)
    assert shown is not None
    assert withhold(shown, notes_closed) == shown


def test_what_is_hidden_already_stays_hidden_on_the_way_further() -> None:
    shown = withhold(MIXED, tips_hidden)
    assert shown is not None
    assert withhold(shown, tips_only) is None
