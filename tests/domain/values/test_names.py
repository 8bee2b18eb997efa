from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.values.names import PersonName, looks_like_name, parse_person_name, proper_case
from desktop.domain.values.sex import Sex

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
# A single syllable in capitals could be a form of address (BÀ, CÔ); two after a family name cannot.
full_names = st.lists(st.text(VIETNAMESE, min_size=1, max_size=7), min_size=2, max_size=5).map(
    lambda words: " ".join(["Nguyễn", *(word.capitalize() for word in words)])
)


@given(full_names)
def test_capitals_become_proper_case_as_a_repair(name: str) -> None:
    parsed = parse_person_name(name.upper())
    assert parsed.value == PersonName(name)
    assert parsed.repair is not None
    assert parsed.repair.code == "name_case"


@given(full_names)
def test_a_decomposed_name_is_composed_in_silence(name: str) -> None:
    parsed = parse_person_name(unicodedata.normalize("NFD", name))
    assert (parsed.value, parsed.repair) == (PersonName(name), None)


@pytest.mark.parametrize(
    ("written", "name", "repair"),
    [
        ("DANH HỒNG ĐÀO  ", "Danh Hồng Đào", "name_case"),
        ("nguyễn văn a", "Nguyễn Văn A", "name_case"),
        ("Nguyễn  Văn   A", "Nguyễn Văn A", "name_tidied"),
        ("1) Trần Thị Bích", "Trần Thị Bích", "name_tidied"),
        ("Lê Văn Tám 1", "Lê Văn Tám", "name_tidied"),
        ("Nguyễn Văn A.", "Nguyễn Văn A", "name_tidied"),
        ("NEÁNG H'BIA NIÊ", "Neáng H'Bia Niê", "name_case"),
        ("Neáng Sa Rươl", "Neáng Sa Rươl", None),
        ("Danh", "Danh", None),
        ("Y Blơ Êban", "Y Blơ Êban", None),
        ("  Lý A Sì  ", "Lý A Sì", None),
    ],
)
def test_names_are_tidied(written: str, name: str, repair: str | None) -> None:
    parsed = parse_person_name(written)
    assert parsed.value == PersonName(name)
    assert (parsed.repair and parsed.repair.code) == repair


@pytest.mark.parametrize(
    ("written", "honorific", "name"),
    [
        ("Ông Nguyễn Văn A", "Ông", "Nguyễn Văn A"),
        ("BÀ TRẦN THỊ B", "Bà", "Trần Thị B"),
        ("Bà Lan", "Bà", "Lan"),
        ("Đ/c: Trần Văn B", "Đ/c", "Trần Văn B"),
        ("Đ.c Lê C", "Đ/c", "Lê C"),
        ("đồng chí Lê Văn C", "Đồng chí", "Lê Văn C"),
        ("Chị Lê Thị B", "Chị", "Lê Thị B"),
        ("Anh: Tuấn", "Anh", "Tuấn"),
        ("Anh Tuấn", "", "Anh Tuấn"),
        ("Anh", "", "Anh"),
        ("Bà", "", "Bà"),
    ],
)
def test_a_form_of_address_is_taken_apart_where_it_cannot_be_a_name(
    written: str, honorific: str, name: str
) -> None:
    parsed = parse_person_name(written)
    assert parsed.value == PersonName(name, honorific)
    assert (parsed.repair is not None) == bool(honorific)


def test_a_form_of_address_tells_the_sex() -> None:
    assert PersonName("Lan", "Bà").sex_hint is Sex.FEMALE
    assert PersonName("Hùng", "Ông").sex_hint is Sex.MALE
    assert PersonName("Hùng", "Đ/c").sex_hint is None


def test_words_in_brackets_are_kept_as_a_remark() -> None:
    assert parse_person_name("Nguyễn Văn A (Tư Lùn)").value == PersonName("Nguyễn Văn A", "", "Tư Lùn")


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        ("Nguyễn Văn A, Trần Thị B", "name_several"),
        ("Nguyễn Văn A và Trần Thị B", "name_several"),
        ("Nguyễn V@n A", "name_signs"),
        ("A" * 61, "name_long"),
    ],
)
def test_odd_names_are_kept_with_a_doubt(written: str, doubt: str) -> None:
    parsed = parse_person_name(written)
    assert parsed.value is not None
    assert parsed.doubt == doubt


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (None, "empty_name"),
        ("  ", "empty_name"),
        ("...", "name_without_letters"),
        (123, "name_without_letters"),
    ],
)
def test_a_person_needs_a_name(written: str | int | None, problem: str) -> None:
    assert parse_person_name(written).problem == problem


@given(st.text())
def test_proper_case_twice_is_proper_case(text: str) -> None:
    assert proper_case(proper_case(text)) == proper_case(text)


@pytest.mark.parametrize("text", ["khu phố 3", "Hai hộ dân tranh chấp", "73 tuổi", ""])
def test_a_sentence_does_not_look_like_a_name(text: str) -> None:
    assert not looks_like_name(text)
