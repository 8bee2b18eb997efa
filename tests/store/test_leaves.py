"""Leaves come back from the file as they went in, however much of them is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.operation import ChangeId, Leaf, Whole, closed, hidden
from desktop.store.leaves import pack, unpack

plain: st.SearchStrategy[Plain] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.text(max_size=20),
    st.lists(st.sampled_from(["policy", "quarrel"]), max_size=3),
    st.fixed_dictionaries({"is": st.just("retired"), "on": st.just("2026-01-05")}),
)
ids = st.builds(ChangeId, st.just("a" * 32), st.integers(1, 2**40), st.integers(1, 100))


@st.composite
def leaves(draw: st.DrawFn) -> Leaf:
    digits = draw(st.binary(min_size=16, max_size=16)).hex()
    replaced = tuple(sorted(draw(st.sets(ids, max_size=3))))
    whole = Whole(
        "person", "p1", draw(st.sampled_from(["full_name", "@state", "n"])), replaced, digits, draw(plain)
    )
    return whole if draw(st.booleans()) else closed(whole)


@given(st.lists(leaves(), max_size=5))
def test_what_is_shown_of_a_record_comes_back(some: list[Leaf]) -> None:
    assert list(unpack("person", "p1", *pack(some))) == some


@given(st.lists(leaves().map(hidden), max_size=5))
def test_hidden_leaves_come_back_without_a_place(some: list[Leaf]) -> None:
    assert list(unpack(None, None, *pack(some))) == some


def test_a_salt_takes_its_sixteen_bytes_and_no_text() -> None:
    leaf = Whole("person", "p1", "full_name", (), "0123456789abcdef" * 2, "Nguyễn Văn An")
    text, secrets = pack([leaf])
    assert text == '[["full_name",[],"Nguyễn Văn An"]]'
    assert secrets == bytes.fromhex(leaf.salt)
