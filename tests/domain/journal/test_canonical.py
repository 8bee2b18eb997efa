from __future__ import annotations

import json
import math
import tracemalloc
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.journal.canonical import (
    MAX_DEPTH,
    MAX_INT,
    MAX_TEXT,
    NotCanonical,
    Plain,
    check_value,
    decode,
    encode,
)

TEXT = st.text(max_size=20).map(lambda text: unicodedata.normalize("NFC", text))
SCALARS: st.SearchStrategy[Plain] = st.none() | st.booleans() | st.integers(-MAX_INT, MAX_INT) | TEXT
KEYS = st.text(st.characters(codec="ascii"), max_size=10)
VALUES: st.SearchStrategy[Plain] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def nested(levels: int) -> Plain:
    """A list in a list in a list …"""
    value: Plain = []
    for _ in range(levels - 1):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, b"null"),
        (True, b"true"),
        (0, b"0"),
        (-MAX_INT, b"-9007199254740991"),
        ("", b'""'),
        ("Tổ tự quản", '"Tổ tự quản"'.encode()),
        ('"\\/\b\f\n\r\t', b'"\\"\\\\/\\b\\f\\n\\r\\t"'),
        ("\x00\x1f\x7f", b'"\\u0000\\u001f\x7f"'),
        ("\u2028😀", '"\u2028😀"'.encode()),
        ([1, [], {}], b"[1,[],{}]"),
        ({"b": 1, "a": 2, "B": 3, "": 4}, b'{"":4,"B":3,"a":2,"b":1}'),
    ],
)
def test_value_has_one_encoding(value: Plain, expected: bytes) -> None:
    assert encode(value) == expected


@given(VALUES)
def test_value_comes_back_from_its_encoding(value: Plain) -> None:
    assert decode(encode(value)) == value


@pytest.mark.parametrize("letters", [b"[],", b"7000,"], ids=["lists", "numbers"])
def test_a_text_that_would_fill_the_memory_is_refused_before_it_does(letters: bytes) -> None:
    bomb = b"[" + letters * 4_100_000 + b"0]"
    tracemalloc.start()
    with pytest.raises(NotCanonical, match="too many"):
        decode(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


@given(VALUES)
def test_encoding_is_json_that_others_read(value: Plain) -> None:
    assert json.loads(encode(value)) == value


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        math.nan,
        math.inf,
        MAX_INT + 1,
        -MAX_INT - 1,
        10**5000,
        b"bytes",
        (1, 2),
        {1, 2},
        pytest.param(object(), id="an object"),
        "\ud800",
        unicodedata.normalize("NFD", "Tổ"),
        "x" * (MAX_TEXT + 1),
        {1: "a"},
        {"đ": 1},
        {"k" * (MAX_TEXT + 1): 1},
        [[[1.5]]],
        {"a": {"b": "\udfff"}},
        nested(MAX_DEPTH + 1),
        nested(900),
    ],
    ids=lambda value: repr(value)[:30] if not isinstance(value, int) else "number",
)
def test_value_without_an_encoding_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        encode(value)


def test_longest_text_and_deepest_nesting_are_kept() -> None:
    assert len(encode("ạ" * MAX_TEXT)) == 3 * MAX_TEXT + 2
    assert encode(nested(MAX_DEPTH)) == b"[" * MAX_DEPTH + b"]" * MAX_DEPTH


def test_value_of_a_leaf_may_be_nested_only_as_deep_as_its_line_allows() -> None:
    check_value(nested(3))
    encode({"leaves": [["visit", nested(3)]]})
    with pytest.raises(NotCanonical):
        check_value(nested(4))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" 1",
        b"1 ",
        b"1\n",
        b"01",
        b"+1",
        b"-0",
        b"1.0",
        b"1e3",
        b"NaN",
        b"-Infinity",
        b"True",
        b"'a'",
        b'{"a":1,}',
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'"\\u0041"',
        b'"\\/"',
        b'"\\u001F"',
        b'"\\ud800"',
        b'"\\ud83d\\ude00"',
        b'"\x01"',
        b'"\xff"',
        b"\xef\xbb\xbf1",
        b"\xff\xfe1\x00",
        unicodedata.normalize("NFD", '"Tổ"').encode(),
        '{"đ":1}'.encode(),
        b"9" * 20,
        b"9" * 5000,
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
    ],
    ids=lambda data: repr(data[:20]),
)
def test_any_other_text_of_a_value_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        decode(data)


@given(st.binary(max_size=30) | st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_bytes_are_refused_or_are_the_encoding_of_their_value(data: bytes) -> None:
    try:
        value = decode(data)
    except NotCanonical:
        return
    assert encode(value) == data
