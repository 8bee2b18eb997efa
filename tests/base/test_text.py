from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.text import exact, fold, has_marks, near, nfc, tidy

VIETNAMESE = st.text("aàảãáạăằẳẵắặâầẩẫấậbcdđeêềoòóôơờuưừyỳýgiqnthHOÀÁĐƯ -,5", max_size=30)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  Nguyễn   Văn\u00a0An ", "Nguyễn Văn An"),
        ("hoa\u0300", "hoà"),
        ("\ufeffấp\u200b Đông\r\nHưng\u00ad", "ấp Đông Hưng"),
        ("\u3000", ""),
    ],
)
def test_tidy_text_is_one_composed_line_with_single_spaces(text: str, clean: str) -> None:
    assert tidy(text) == clean


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Đặng Thị Ngọc Ưở", "dang thi ngoc uo"),
        ("Tổ 5, ấp Đông-Hưng", "to 5 ap dong hung"),
        ("“Camera an ninh”", "camera an ninh"),
        ("NGUYỄN  THỊ\tỄỘẶ Ỹ", "nguyen thi eoa y"),
        ("Ðại úy", "dai uy"),  # the eth of old conversion tables
        ("...", ""),
    ],
)
def test_folded_text_is_what_is_typed_without_accents(text: str, typed: str) -> None:
    assert fold(text) == typed


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà", "hòa"),
        ("thuý", "thúy"),
        ("khoẻ", "khỏe"),
        ("uỷ ban", "ủy ban"),
        ("toạ đàm", "tọa đàm"),
        ("HOÀ BÌNH", "Hòa Bình"),
        ("loè", "lòe"),
        # Slips of typing programs.
        ("qúy", "quý"),
        ("qủa", "quả"),
        ("gìa", "già"),
        ("tòan", "toàn"),
        ("xóay", "xoáy"),
        ("hùynh", "huỳnh"),
    ],
)
def test_one_word_in_two_tone_placements_is_the_same_word(new: str, old: str) -> None:
    assert exact(new) == exact(old) == old.lower()


@pytest.mark.parametrize(
    "word", ["quý", "quà", "già", "gì", "hoàng", "khuỷu", "thuở", "thuyền", "tòng", "của", "hai"]
)
def test_a_word_with_one_placement_only_stays_as_it_is(word: str) -> None:
    assert exact(word) == word


@pytest.mark.parametrize(
    ("one", "other"), [("hòa", "hóa"), ("hòa", "hoa"), ("quy", "quỷ"), ("da", "đa"), ("ly", "li")]
)
def test_words_with_other_tones_or_letters_are_not_exactly_the_same(one: str, other: str) -> None:
    assert exact(one) != exact(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Mỹ", "Mĩ"), ("Lý", "Lí"), ("Quý", "Quí"), ("kỳ", "kì"), ("Hoà Mỹ", "Hòa Mĩ"), ("Y", "I")],
)
def test_a_lone_y_is_near_i(one: str, other: str) -> None:
    assert near(one) == near(other)


@pytest.mark.parametrize(("one", "other"), [("tay", "tai"), ("thúy", "thúi"), ("Mỹ", "Mí"), ("Mỹ", "My")])
def test_a_y_beside_another_vowel_is_not_near_i(one: str, other: str) -> None:
    assert near(one) != near(other)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("nhon hung", False),
        ("Nhơn", True),
        ("hoa\u0300", True),
        ("do", False),
        ("đo", True),
        ("a – b", False),
    ],
)
def test_accents_are_meant_when_any_letter_carries_one(text: str, meant: object) -> None:
    assert has_marks(text) is meant


@given(st.text() | VIETNAMESE)
def test_each_form_is_the_same_for_composed_and_decomposed_text(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert [form(text) for form in (nfc, tidy, fold, exact, near)] == [
        form(apart) for form in (nfc, tidy, fold, exact, near)
    ]
    assert has_marks(text) == has_marks(apart)


@given(st.text() | VIETNAMESE)
def test_each_form_of_a_form_is_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert exact(exact(text)) == exact(text)
    assert near(near(text)) == near(text)
    assert tidy(tidy(text)) == tidy(text)


@given(st.text() | VIETNAMESE)
def test_the_exact_form_folds_to_the_folded_form(text: str) -> None:
    assert fold(exact(text)) == fold(text)


@given(VIETNAMESE)
def test_capitals_change_no_form(text: str) -> None:
    assert [fold(text.upper()), exact(text.upper()), near(text.upper())] == [
        fold(text),
        exact(text),
        near(text),
    ]


@given(VIETNAMESE)
def test_folded_vietnamese_holds_plain_letters_digits_and_single_spaces(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert folded == " ".join(folded.split())
    assert not has_marks(folded)
