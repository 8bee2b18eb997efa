from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.fields import STATE
from desktop.domain.journal.clock import after
from desktop.domain.journal.merge import (
    Change,
    Content,
    RecordState,
    fold,
    heads,
    same,
)
from desktop.domain.journal.operation import MAX_HLC, MAX_REPLACED, ChangeId
from tests.domain.journal.making import AN, BINH, CHI, change, field
from tests.kit.sites import Site


def two_sites() -> tuple[Site, Site]:
    return Site(device=AN), Site(device=BINH)


# Heads, values and conflicts


def test_nothing_is_folded_from_nothing() -> None:
    assert fold([]) is None


def test_later_change_that_replaced_the_earlier_is_the_value() -> None:
    first = change(AN, 1, "a")
    second = change(BINH, 2, "b", first.id)
    assert field(first, second).value == "b"
    assert not field(first, second).conflict


def test_two_changes_that_replaced_the_same_are_a_conflict_and_the_latest_shows() -> None:
    first = change(AN, 1, "a")
    held = field(first, change(AN, 2, "b", first.id, hlc=5), change(BINH, 1, "c", first.id, hlc=4))
    assert held.conflict
    assert held.value == "b"
    assert [head.value for head in held.heads] == ["c", "b"]


@pytest.mark.parametrize("value", ["a", None, True, ["x", "y"], 7])
def test_equal_values_are_no_conflict(value: Any) -> None:
    assert not field(change(AN, 1, value), change(BINH, 1, value)).conflict


@pytest.mark.parametrize(
    ("first", "second"),
    [(True, 1), (False, 0), ("1", 1), (None, ""), ([True], [1]), ({"a": 0}, {"a": False}), ([1], [1, 1])],
)
def test_true_is_not_one_anywhere_in_a_value(first: Any, second: Any) -> None:
    assert not same(first, second)
    assert field(change(AN, 1, first), change(BINH, 1, second)).conflict


def test_persons_change_shows_before_a_later_automatic_one() -> None:
    held = field(change(AN, 1, "person", hlc=1), change(BINH, 1, "rule", hlc=9, auto=True))
    assert held.value == "person"
    assert held.conflict


def test_automatic_change_made_in_knowledge_of_a_persons_is_the_value() -> None:
    person = change(AN, 1, "person")
    assert field(person, change(BINH, 2, "rule", person.id, auto=True)).value == "rule"


def test_of_changes_of_one_moment_the_greater_device_shows_everywhere() -> None:
    changes = [change(AN, 1, "a", hlc=3), change(BINH, 1, "b", hlc=3), change(CHI, 1, "c", hlc=3)]
    assert {field(*order).value for order in permutations(changes)} == {"c"}


def test_settlement_replaces_all_heads_it_showed() -> None:
    an, binh = two_sites()
    place = an.create("group", name="first")
    an.send(binh)
    an.edit(place, name="a")
    binh.edit(place, name="b")
    binh.send(an)
    assert an.state(place).conflicts() == ("name",)
    an.settle(place, "name", 0)
    assert an.state(place).conflicts() == ()
    assert len(an.state(place).fields["name"].heads) == 1


def test_third_sites_change_unseen_by_a_settlement_conflicts_again() -> None:
    an, binh = two_sites()
    chi = Site(device=CHI)
    place = an.create("group", name="first")
    an.send(binh)
    an.send(chi)
    an.edit(place, name="a")
    binh.edit(place, name="b")
    chi.edit(place, name="c")
    binh.send(an)
    an.settle(place, "name", 0)
    chi.send(an)
    assert an.state(place).conflicts() == ("name",)
    assert {head.value for head in an.state(place).fields["name"].heads} == {"b", "c"}


def test_changes_to_different_fields_merge() -> None:
    an, binh = two_sites()
    place = an.create("group", name="first")
    an.send(binh)
    an.edit(place, name="a")
    binh.edit(place, area="đình")
    binh.send(an)
    state = an.state(place)
    assert (state.value("name"), state.value("area"), state.conflicts()) == ("a", "đình", ())


def test_fields_declared_together_show_one_authors_values_and_never_a_mixture() -> None:
    an, binh = two_sites()
    place = an.create("dispute", summary="rào")
    an.send(binh)
    an.edit(place, outcome="settled", outcome_on="2026-06-01")
    binh.edit(place, outcome="open")
    binh.edit(place, referred_to="toà án")
    binh.send(an)
    shown = {
        an.state(place).fields[name].shown.operation for name in ("outcome", "outcome_on", "referred_to")
    }
    assert shown == {(BINH, 2)}
    assert an.state(place).conflicts() == ("outcome", "outcome_on", "referred_to")


def test_settling_one_of_the_fields_declared_together_settles_them_all() -> None:
    an, binh = two_sites()
    place = an.create("dispute", summary="rào")
    an.send(binh)
    an.edit(place, outcome="settled", outcome_on="2026-06-01")
    binh.edit(place, outcome="open")
    binh.send(an)
    an.settle(place, "outcome", 0)
    assert an.state(place).conflicts() == ()


# Claims that no honest author makes


def test_claim_to_replace_a_later_change_is_worth_nothing() -> None:
    later = change(BINH, 1, "b", hlc=9)
    held = field(change(AN, 1, "a", later.id, hlc=5), later)
    assert held.value == "b"
    assert held.conflict


def test_changes_that_claim_to_replace_each_other_are_both_kept_at_the_end_of_time() -> None:
    first = change(AN, 1, "a", ChangeId(BINH, 1, 1), hlc=MAX_HLC)
    second = change(BINH, 1, "b", ChangeId(AN, 1, 1), hlc=MAX_HLC)
    assert field(first, second) == field(second, first)
    assert field(first, second).conflict


def test_change_that_claims_to_replace_itself_is_still_there() -> None:
    itself = change(AN, 1, "a", ChangeId(AN, 1, 1), hlc=MAX_HLC)
    assert field(itself, change(BINH, 1, "b", hlc=MAX_HLC)).conflict


def test_what_was_seen_is_still_replaced_when_clocks_stand_at_their_end() -> None:
    first = change(BINH, 1, "b", hlc=MAX_HLC)
    assert field(first, change(AN, 1, "a", first.id, hlc=MAX_HLC)).value == "a"


def test_change_of_another_field_or_record_is_not_replaced() -> None:
    first = change(AN, 1, "a")
    other = change(BINH, 2, "b", first.id, field="day")
    state = fold([first, other])
    assert state is not None
    assert {name: held.value for name, held in state.fields.items()} == {"note": "a", "day": "b"}


def test_thousands_of_heads_are_settled_step_by_step() -> None:
    flood = [change(AN, number, number) for number in range(1, MAX_REPLACED + 3)]
    first = change(BINH, 10_000, "x", *field(*flood).ids)
    assert len(first.replaced) == MAX_REPLACED
    second = change(BINH, 10_001, "x", *field(*flood, first).ids)
    assert not field(*flood, first, second).conflict


# The fold is a function of the set of changes


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Changes of one record by three devices, with clocks and claims as wild as can be."""
    made: list[Change] = []
    for seq in range(1, draw(st.integers(1, 8)) + 1):
        claims = draw(st.lists(st.sampled_from([each.id for each in made]), max_size=3)) if made else []
        wild = [ChangeId(draw(st.sampled_from([AN, BINH, CHI])), draw(st.integers(1, 9)), 1)]
        made.append(
            change(
                draw(st.sampled_from([AN, BINH, CHI])),
                seq,
                draw(st.sampled_from(["a", "b", 1, True, None])),
                *claims,
                *draw(st.sampled_from([[], wild])),
                hlc=draw(st.sampled_from([1, 2, 3, seq, MAX_HLC])),
                auto=draw(st.booleans()),
                field=draw(st.sampled_from(["note", "day", STATE])),
                content=Content.HELD,
            )
        )
    return made


@given(histories(), st.randoms(use_true_random=False))
def test_any_order_and_repetition_of_changes_folds_alike(history: list[Change], random: Any) -> None:
    shuffled = [*history, *random.sample(history, len(history) // 2)]
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(history)


@given(histories())
def test_every_field_ever_written_has_a_head_and_shows_the_greatest(history: list[Change]) -> None:
    state = fold(history)
    assert state is not None
    assert set(state.fields) == {each.field for each in history}
    assert all(held.shown == max(held.heads, key=lambda head: head.rank) for held in state.fields.values())


@given(histories())
def test_no_head_is_replaced_by_a_change_that_could_have_seen_it(history: list[Change]) -> None:
    ended = [each for each in history if each.hlc != MAX_HLC]
    left = heads(ended)
    replaced = {name for each in ended for name in each.replaced}
    lost = [each for each in ended if each not in left]
    assert all(each.id in replaced for each in lost)
    assert not any(_replaces(other, head) for head in left for other in ended)


def _replaces(change: Change, other: Change) -> bool:
    return other.id in change.replaced and after(change.hlc, other.hlc)


def test_value_of_every_head_is_in_the_conflict() -> None:
    values: Sequence[str] = [f"v{number}" for number in range(50)]
    held = field(*(change(AN, number, value) for number, value in enumerate(values, start=1)))
    assert [head.value for head in held.heads] == list(values)
    assert held.conflict


def test_folded_record_knows_its_place() -> None:
    state = fold([change(AN, 1, "a", register="group", record="g7")])
    assert isinstance(state, RecordState)
    assert (state.register, state.record) == ("group", "g7")
