from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.values.group_names import (
    area_name_key,
    group_name_key,
    parse_area_name,
    parse_group_name,
    similar_names,
)

numbers = st.integers(1, 999)
areas = st.sampled_from(["ấp Đông Hưng", "khu phố 3", "khóm Trung Bắc", "Tổ dân phố số 5", "thôn Hòa An"])


@given(numbers)
def test_one_group_has_one_key_in_every_spelling(number: int) -> None:
    spellings = [
        f"Tổ {number}",
        f"tổ số {number:02d}",
        f"TỔ SỐ {number:03d}",
        f"Tổ  {number}.",
        f"to so {number}",
    ]
    assert len({group_name_key(spelling) for spelling in spellings}) == 1


@given(numbers)
def test_one_quarter_has_one_key_in_every_spelling(number: int) -> None:
    spellings = [
        f"KP {number}",
        f"KP{number:02d}",
        f"Khu phố {number}",
        f"khu phố số {number:02d}",
        f"KHU PHỐ {number}",
    ]
    assert len({area_name_key(spelling) for spelling in spellings}) == 1


@given(numbers, numbers)
def test_other_numbers_have_other_keys(one: int, other: int) -> None:
    assert (group_name_key(f"Tổ {one}") == group_name_key(f"Tổ số {other:02d}")) == (one == other)


@given(numbers, areas, st.sampled_from([" ", ", ", " - ", " / "]))
def test_the_area_at_the_end_is_split_off(number: int, area: str, between: str) -> None:
    name = parse_group_name(f"Tổ tự quản số {number:02d}{between}{area}")
    assert (name.kind, name.number, name.name, name.area_text) == ("tổ tự quản", number, "", area)
    assert name.area == parse_area_name(area)


@pytest.mark.parametrize(
    ("text", "kind", "number", "suffix", "name", "area"),
    [
        ("Tổ 5A, KP3", "tổ", 5, "A", "", "KP3"),
        ("Tổ hòa giải ấp Đông Hưng", "tổ hòa giải", None, "", "", "ấp Đông Hưng"),
        ("Tổ liên gia PCCC số 3 đường Nguyễn Huệ", "tổ liên gia pccc", 3, "", "đường Nguyễn Huệ", ""),
        ("Tổ tự quản Đông Hưng", "tổ tự quản", None, "", "Đông Hưng", ""),
        ("Tổ tự quản số IV", "tổ tự quản", 4, "", "", ""),
        ("Tổ dân phố số 5", "tổ dân phố", 5, "", "", ""),
        ("Tổ", "tổ", None, "", "", ""),
        ("", "", None, "", "", ""),
    ],
)
def test_group_names_are_taken_apart(
    text: str, kind: str, number: int | None, suffix: str, name: str, area: str
) -> None:
    parsed = parse_group_name(text)
    assert (parsed.kind, parsed.number, parsed.suffix, parsed.name, parsed.area_text) == (
        kind,
        number,
        suffix,
        name,
        area,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ẤP ĐÔNG HƯNG", "ấp Đông Hưng"),
        ("TDP 05", "Tổ dân phố số 5"),
        ("khu phố III", "khu phố 3"),
        ("ấp Đông Hưng 02", "Ấp Đông Hưng 2"),
        ("thôn Hoà An", "thôn Hòa An"),
    ],
)
def test_spellings_of_one_area_are_the_same(one: str, other: str) -> None:
    assert area_name_key(one) == area_name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ấp Đông Hưng", "ấp Đồng Hưng"),
        ("ấp Đông Hưng", "khóm Đông Hưng"),
        ("khu phố 3", "khu phố 3, phường Cũ"),
    ],
)
def test_two_areas_are_not_taken_for_one(one: str, other: str) -> None:
    assert area_name_key(one) != area_name_key(other)


def test_a_board_is_not_taken_for_a_village() -> None:
    assert parse_group_name("Tổ giúp việc Ban chỉ đạo").area is None
    assert parse_group_name("Tổ tự quản bản Nà Lìm").area_text == "bản Nà Lìm"


def test_a_short_name_may_be_any_group_of_that_number() -> None:
    groups = [
        "Tổ tự quản số 05 ấp Đông Hưng",
        "Tổ tự quản số 05 ấp Tây Hưng",
        "Tổ tự quản số 06 ấp Đông Hưng",
    ]
    matches = similar_names("Tổ 5", groups)
    assert {match.candidate for match in matches} == set(groups[:2])
    assert not any(match.same for match in matches)


def test_another_spelling_of_the_name_stands_first_and_is_the_same() -> None:
    best, *others = similar_names("tổ tự quản số 5, ấp đông hưng", ["Tổ 5", "Tổ tự quản số 05 ấp Đông Hưng"])
    assert (best.candidate, best.same, best.score) == ("Tổ tự quản số 05 ấp Đông Hưng", True, 1.0)
    assert [match.candidate for match in others] == ["Tổ 5"]


def test_a_name_without_accents_or_with_a_slip_is_near() -> None:
    areas = ["ấp Đông Hưng", "ấp Tây Hưng", "ấp Đông Thuận"]
    assert [match.candidate for match in similar_names("ap dong hung", areas, of=parse_area_name)] == [
        "ấp Đông Hưng"
    ]
    assert [match.candidate for match in similar_names("ấp Đông Hươg", areas, of=parse_area_name)] == [
        "ấp Đông Hưng"
    ]


def test_a_new_name_has_no_matches() -> None:
    assert similar_names("Tổ tự quản số 9 ấp Mới", ["Tổ tự quản số 05 ấp Đông Hưng"]) == ()
    assert similar_names("", ["Tổ 5"]) == ()
