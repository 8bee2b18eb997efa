from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.i18n.numbers import decimal, grouped, in_words, money, money_in_words

_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_VALUES = {word: value for value, word in enumerate(_DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5}
_SCALES = {"nghìn": 10**3, "triệu": 10**6}


def heard(words: str) -> int:
    """What a listener writes down: an ear of its own, apart from the voice under test."""
    total = millions = group = 0
    for word in words.split():
        if word == "tỷ":
            total, millions, group = (total + millions + group) * 10**9, 0, 0
        elif word in _SCALES:
            millions, group = millions + group * _SCALES[word], 0
        elif word == "trăm":
            group *= 100
        elif word == "mươi":
            group += group % 10 * 9
        elif word == "mười":
            group += 10
        elif word not in ("lẻ", "linh"):
            group += _VALUES[word]
    return total + millions + group


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm lẻ một"),
        (104, "một trăm lẻ bốn"),
        (105, "một trăm lẻ năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (121, "một trăm hai mươi mốt"),
        (1005, "một nghìn không trăm lẻ năm"),
        (1126, "một nghìn một trăm hai mươi sáu"),
        (10349, "mười nghìn ba trăm bốn mươi chín"),
        (702_000, "bảy trăm lẻ hai nghìn"),
        (1_053_000, "một triệu không trăm năm mươi ba nghìn"),
        (2_000_001, "hai triệu không trăm lẻ một"),
        (1_000_000_000, "một tỷ"),
        (3_050_000_000, "ba tỷ không trăm năm mươi triệu"),
        (1_021_000_000_000, "một nghìn không trăm hai mươi mốt tỷ"),
        (-15, "âm mười lăm"),
    ],
)
def test_number_is_read_as_it_is_said(number: int, words: str) -> None:
    assert in_words(number) == words


def test_lone_last_digit_may_be_read_the_northern_way() -> None:
    assert in_words(1_000_702, odd="linh") == "một triệu bảy trăm linh hai"


@given(st.integers(0, 10**18 - 1) | st.integers(0, 10**6))
def test_number_that_is_heard_is_the_number_that_was_said(number: int) -> None:
    assert heard(in_words(number)) == number


@pytest.mark.parametrize("number", [10**18, -(10**18)])
def test_number_past_all_words_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="aloud"):
        in_words(number)


def test_sum_of_money_reads_as_a_paper_has_it() -> None:
    assert money_in_words(702_000) == "Bảy trăm lẻ hai nghìn đồng"
    assert money(702_000) == "702.000\u00a0đ"
    assert money(702_000, "en") == "702,000\u00a0đ"


@pytest.mark.parametrize(
    ("number", "vietnamese", "english"),
    [(0, "0", "0"), (999, "999", "999"), (1126, "1.126", "1,126"), (-10349, "-10.349", "-10,349")],
)
def test_thousands_stand_apart(number: int, vietnamese: str, english: str) -> None:
    assert grouped(number) == vietnamese
    assert grouped(number, "en") == english


@pytest.mark.parametrize(
    ("number", "vietnamese", "english"),
    [
        ("98.5", "98,5", "98.5"),
        ("1098.50", "1.098,50", "1,098.50"),
        ("-0.25", "-0,25", "-0.25"),
        ("1E+3", "1.000", "1,000"),
    ],
)
def test_decimal_number_keeps_its_digits(number: str, vietnamese: str, english: str) -> None:
    assert decimal(Decimal(number)) == vietnamese
    assert decimal(Decimal(number), "en") == english
