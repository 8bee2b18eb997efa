from __future__ import annotations

import random
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCollator, QLocale

from desktop.base.collation import collation_key, name_key
from desktop.base.letters import ALPHABET, TONES

# Words with at most one tone, always on the same letter, so that placement plays no part.
_ONSETS = [
    "",
    "b",
    "c",
    "d",
    "đ",
    "f",
    "gh",
    "h",
    "kh",
    "m",
    "ng",
    "ngh",
    "nh",
    "q",
    "s",
    "tr",
    "v",
    "w",
    "x",
    "z",
]
_VOWELS = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
_WORDS = st.builds(
    lambda onset, vowel, tone, coda: unicodedata.normalize("NFC", onset + vowel + tone) + coda,
    st.sampled_from(_ONSETS),
    st.sampled_from(_VOWELS),
    st.sampled_from(["", *TONES]),
    st.sampled_from(["", "c", "m", "n", "ng", "nh", "p", "t"]),
)
_CASED = st.one_of(_WORDS, _WORDS.map(str.title), _WORDS.map(str.upper))
_TEXTS = st.lists(_CASED | st.integers(0, 2000).map(str), min_size=1, max_size=3).map(" ".join)


def _icu() -> QCollator:
    collator = QCollator(QLocale("vi_VN"))
    collator.setNumericMode(True)
    return collator


@given(_TEXTS, _TEXTS)
def test_two_texts_stand_as_the_icu_library_puts_them(one: str, other: str) -> None:
    order = _icu().compare(one, other)
    mine = (collation_key(one) > collation_key(other)) - (collation_key(one) < collation_key(other))
    assert mine == order


def test_letters_stand_in_the_order_of_the_alphabet() -> None:
    letters = list(ALPHABET)
    random.Random(1).shuffle(letters)
    assert "".join(sorted(letters, key=collation_key)) == "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"


@pytest.mark.parametrize(
    "ordered",
    [
        ["ma", "mà", "mả", "mã", "má", "mạ", "mả n", "man"],
        ["Tổ 2", "Tổ 05", "Tổ 10", "Tổ 010a", "Tổ 100", "Tổ A"],
        ["đa", "Đa", "đà", "đả"],
        ["ấp 1", "Ấp 1", "ấp 1 mới", "ấp 1.000.000.000", "ấp Đông"],
        ["(1)", "1", "12345678", "123456789", "1234567890", "999999999999999999", "1000000000000000000", "a"],
        ["Hòa An", "Hóa An", "Hoà Bình", "Hòa Bình 2", "Hóa Bình 2"],
    ],
)
def test_texts_stand_in_their_order(ordered: list[str]) -> None:
    keys = [collation_key(text) for text in ordered]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("THUÝ", "THÚY"), ("ho\u0300a", "hòa"), ("Tổ 5", "Tổ 05")]
)
def test_forms_of_the_same_word_or_number_have_one_key(one: str, other: str) -> None:
    assert collation_key(one) == collation_key(other)


def test_names_stand_by_given_name_then_middle_then_family_name() -> None:
    ordered = [
        "An",
        "Đỗ An",
        "Lê An",
        "LÊ VĂN AN",
        "Nguyễn Văn An",
        "Đỗ Thị Ân",
        "Trần Văn Hà",
        "Lê An Hạ",
        "Lê Thị Thu Hoà",
        "Võ Thị Thu Hòa",
    ]
    shuffled = random.Random(2).sample(ordered, len(ordered))
    assert sorted(shuffled, key=name_key) == ordered


def test_a_name_in_capitals_stands_beside_the_same_name() -> None:
    names = ["Lê Văn Anh", "LÊ VĂN AN", "Lê Văn An"]
    assert sorted(names, key=name_key) == ["Lê Văn An", "LÊ VĂN AN", "Lê Văn Anh"]


@given(st.text() | _TEXTS, st.text() | _TEXTS)
def test_key_order_is_the_order_of_its_bytes_and_has_no_nul(one: str, other: str) -> None:
    keys = sorted([collation_key(one), collation_key(other), name_key(one), name_key(other)])
    in_bytes = [key.encode("utf-8", "surrogatepass") for key in keys]
    assert all(a <= b for a, b in pairwise(in_bytes))
    assert "\x00" not in "".join(keys)


@given(st.text() | _TEXTS)
def test_decomposed_text_has_the_same_key(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert collation_key(apart) == collation_key(text)
    assert name_key(apart) == name_key(text)
