from __future__ import annotations

from typing import Any

import pytest

from desktop.domain.journal.canonical import encode
from desktop.domain.journal.chain import link_from_line
from desktop.domain.journal.operation import (
    BadOperation,
    ChangeId,
    Closed,
    Operation,
    Whole,
    closed,
    commitment,
    head_message,
    hidden,
    leaf_hash,
    operation_from_plain,
)
from tests.domain.journal.making import AN, BINH, META, SALT, note, plain_of, shown_three_ways, written

LEAF = Whole("visit", "r1", "note", (ChangeId(BINH, 7, 2),), SALT, "Đã thăm gặp")


LINE = shown_three_ways().line()


def test_leaf_hashes_the_same_whether_whole_closed_or_hidden() -> None:
    assert leaf_hash(LEAF) == leaf_hash(closed(LEAF)) == leaf_hash(hidden(LEAF))
    assert leaf_hash(LEAF) == leaf_hash(hidden(closed(closed(LEAF)))) == leaf_hash(hidden(hidden(LEAF)))


def test_operation_hashes_the_same_however_much_of_it_is_shown() -> None:
    whole = written(note("a"), note("b", field="other"))
    assert whole.with_leaves([hidden(leaf) for leaf in whole.leaves]).hash == whole.hash


def test_equal_values_have_different_commitments_by_their_salts() -> None:
    assert commitment(SALT, "x") != commitment(SALT[::-1], "x")


@pytest.mark.parametrize(
    ("first", "second"), [(True, 1), (False, 0), ("1", 1), (None, "null"), ("", None), ([], {}), ([1], 1)]
)
def test_values_that_resemble_each_other_have_different_commitments(first: Any, second: Any) -> None:
    assert commitment(SALT, first) != commitment(SALT, second)


def test_closed_leaf_says_nothing_of_value_or_salt() -> None:
    text = repr(closed(LEAF))
    assert "thăm" not in text
    assert SALT not in text


def test_operation_comes_back_from_its_line() -> None:
    assert link_from_line(LINE) == shown_three_ways()


def test_what_a_device_signs_is_the_canonical_text_of_its_head() -> None:
    assert head_message(AN, 12, "f" * 64) == encode([AN, 12, "f" * 64])


def test_changes_are_the_leaves_whose_place_is_known() -> None:
    assert [(index, leaf.field) for index, leaf in shown_three_ways().changes()] == [
        (2, "note"),
        (3, "open"),
        (4, "secret"),
    ]


def test_action_is_told_unless_it_is_withheld() -> None:
    operation = written(note("a"))
    action = operation.leaves[0]
    assert isinstance(action, Whole)
    assert operation.meta() == META.to_plain()
    assert operation.with_leaves([closed(action), *operation.leaves[1:]]).meta() is None


# Not one character of a line can be changed unseen.


def verdict(line: bytes) -> str:
    """The hash of the line's operation, or why there is none."""
    try:
        link = link_from_line(line)
    except BadOperation as error:
        return str(error)
    assert isinstance(link, Operation)
    return link.hash


@pytest.mark.parametrize(
    "letter", [b"0", b"1", b"9", b"a", b"f", b'"', b",", b"[", b"]", b" ", b"\\", b"\xe1"]
)
def test_one_changed_character_is_refused_or_changes_the_hash(letter: bytes) -> None:
    lines = {LINE[:place] + letter + LINE[place + 1 :] for place in range(len(LINE))} - {LINE}
    assert verdict(LINE) not in set(map(verdict, lines))


def test_one_flipped_bit_is_refused_or_changes_the_hash() -> None:
    lines = [
        LINE[:place] + bytes([LINE[place] ^ 1 << bit]) + LINE[place + 1 :]
        for place in range(len(LINE))
        for bit in (0, 2, 5)
    ]
    assert verdict(LINE) not in set(map(verdict, lines))


@pytest.mark.parametrize("inserted", [b"", b"0", b"a", b'"', b",", b" ", b"\n", b"[]", b"null"])
def test_one_dropped_or_inserted_character_is_refused_or_changes_the_hash(inserted: bytes) -> None:
    dropped = 0 if inserted else 1
    lines = {LINE[:place] + inserted + LINE[place + dropped :] for place in range(len(LINE))}
    assert verdict(LINE) not in set(map(verdict, lines))


def test_closed_action_and_hidden_action_are_taken() -> None:
    operation = written(note("a"))
    action_leaf = operation.leaves[0]
    assert isinstance(action_leaf, Whole)
    forms: list[Closed | Any] = [closed(action_leaf), hidden(action_leaf)]
    parsed = [
        operation_from_plain(plain_of(operation.with_leaves([form, operation.leaves[1]]))) for form in forms
    ]
    assert {each.hash for each in parsed} == {operation.hash}
