from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.journal.canonical import NotCanonical
from desktop.domain.journal.chain import link_from_line
from desktop.domain.journal.clock import next_hlc
from desktop.domain.journal.compose import Intent, Meta, Tip, compose, seen_intent
from desktop.domain.journal.operation import (
    GENESIS,
    MAX_LEAVES,
    MAX_REPLACED,
    BadOperation,
    ChangeId,
    Whole,
)
from tests.domain.journal.making import AN, BINH, META, NOW, note, salts, tip_after, written
from tests.domain.journal.test_canonical import TEXT


def test_first_operation_stands_at_the_beginning_of_the_chain() -> None:
    first = written(note("a"))
    assert (first.seq, first.prev, first.hlc) == (1, GENESIS, NOW + 1)


def test_next_operation_follows_the_tip_and_comes_after_all_that_was_seen() -> None:
    first = written(note("a"))
    second = written(note("b"), tip=Tip(AN, first.seq, first.hash, last_hlc=NOW + 500))
    assert (second.seq, second.prev, second.hlc) == (2, first.hash, NOW + 501)


def test_leaves_stand_in_order_of_register_record_and_field() -> None:
    intents = [
        Intent("visit", "r2", "note", 1),
        Intent("visit", "r1", "note", 2),
        Intent("tip", "r9", "content", 3),
        Intent("visit", "r1", "day", 4),
        seen_intent("visit", "r1", {BINH: 3}),
    ]
    places = [(leaf.register, leaf.record, leaf.field) for _, leaf in written(*intents).changes()]
    assert places == [
        ("tip", "r9", "content"),
        ("visit", "r1", "@seen"),
        ("visit", "r1", "day"),
        ("visit", "r1", "note"),
        ("visit", "r2", "note"),
    ]


def test_order_of_the_intents_does_not_matter() -> None:
    intents = [note("a"), note("b", field="other"), note("c", record="r2")]
    assert written(*intents).hash == written(*reversed(intents)).hash


def test_what_is_replaced_is_named_once_and_in_order() -> None:
    late, early = ChangeId(BINH, 3, 1), ChangeId(AN, 9, 4)
    _, leaf = next(written(note("a", late, early, late)).changes())
    assert leaf.replaced == (early, late)


def test_every_leaf_has_a_salt_of_its_own() -> None:
    operation = written(note("a"), note("a", field="other"), note("a", record="r2"))
    found = {leaf.salt for leaf in operation.leaves if isinstance(leaf, Whole)}
    assert len(found) == len(operation.leaves) == 4


def test_action_says_who_did_what_when_and_what_it_takes_back() -> None:
    meta = Meta("u1", "An", "undo", META.at, undoes=(BINH, 4))
    assert written(note("a"), meta=meta).meta() == {
        "action": "undo",
        "actor": "u1",
        "actor_name": "An",
        "at": META.at,
        "undoes": [BINH, 4],
    }


def test_rule_of_the_program_is_told_from_a_person() -> None:
    assert written(note("a"), auto=True).auto
    assert not written(note("a")).auto


def test_what_was_seen_is_stated_in_order_of_device() -> None:
    assert list(seen_intent("visit", "r1", {BINH: 1, AN: 2}).value) == [AN, BINH]  # type: ignore[arg-type]


def test_two_values_for_one_field_are_refused() -> None:
    with pytest.raises(BadOperation):
        written(note("a"), note("b"))


def test_more_leaves_than_an_operation_may_have_are_refused() -> None:
    intents = [Intent("visit", f"r{number}", "note", 1) for number in range(MAX_LEAVES)]
    with pytest.raises(BadOperation):
        written(*intents)


@pytest.mark.parametrize(
    "value",
    [1.5, float("nan"), b"x", (1,), "\ud800", 2**53, [[[[]]]], unicodedata.normalize("NFD", "hòa"), {"đ": 1}],
    ids=repr,
)
def test_value_that_cannot_be_kept_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        written(note(value))


UNREADABLE = {
    "record without an id": Intent("visit", "", "note", 1),
    "record with a capital": Intent("visit", "R1", "note", 1),
    "register with a space": Intent("vi sit", "r1", "note", 1),
    "field with an accent": Intent("visit", "r1", "ghi_chú", 1),
    "the action's register": Intent("@operation", "r1", "meta", 1),
    "replaced device": note(1, ChangeId("x", 1, 1)),
    "replaced action": note(1, ChangeId(AN, 1, 0)),
    "too many replaced": note(1, *(ChangeId(AN, number, 1) for number in range(1, MAX_REPLACED + 2))),
    "erasing nothing": Intent("@erase", "e1", "targets", []),
}


@pytest.mark.parametrize("intent", UNREADABLE.values(), ids=UNREADABLE)
def test_operation_that_no_reader_would_take_is_never_written(intent: Intent) -> None:
    with pytest.raises(BadOperation):
        written(intent)


@pytest.mark.parametrize("at", ["", "05/06/2026", "2026-06-05", "2026-06-05T08:30:00"])
def test_time_without_its_offset_is_refused(at: str) -> None:
    with pytest.raises(BadOperation):
        written(note(1), meta=Meta("u1", "An", "edit", at))


FIELDS = st.dictionaries(
    st.tuples(
        st.sampled_from(["visit", "tip", "@other"]),
        st.text("abc019", min_size=1, max_size=4),
        st.sampled_from(["@seen", "@state", "note", "day", "x1"]),
    ),
    st.one_of(TEXT, st.booleans(), st.integers(-5, 5), st.none(), st.lists(TEXT, max_size=3)),
    max_size=8,
)


@given(FIELDS, st.integers(0, 2**43), st.booleans())
def test_what_is_written_is_read_again_the_same(
    fields: dict[tuple[str, str, str], Any], wall: int, auto: bool
) -> None:
    intents = [Intent(*place, value) for place, value in fields.items()]
    operation = compose(Tip(AN), META, intents, wall_ms=wall, salt=salts(), auto=auto)
    assert link_from_line(operation.line()) == operation
    assert tip_after(operation) == Tip(AN, 1, operation.hash, next_hlc(wall, 0))
