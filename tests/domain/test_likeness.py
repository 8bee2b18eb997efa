"""When two records may be of one human being: rules over what stands in both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.text import fold
from desktop.domain.likeness import (
    Double,
    Face,
    Reason,
    Strength,
    alike,
    better,
    doubles,
    same_address,
    same_name,
)

WORDS = ("Nguyễn", "Nguyen", "Lê", "Văn", "Van", "Thị", "Hòa", "Hoà", "Hóa", "Hoa", "Đỗ", "Do", "Tám", "Tam")
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
faces = st.builds(
    Face,
    st.uuids().map(str),
    names,
    born=st.sampled_from(("", "1953", "1953-11-18", "1953-11-19", "1954")),
    sex=st.sampled_from(("", "male", "female")),
    number=st.sampled_from(("", "089053001234", "089053001235", "351234567")),
    phone=st.sampled_from(("", "0912345678", "0987654321")),
    address=st.sampled_from(("", "ấp Đông Hưng", "Ấp Đông Hưng, Nhơn Hưng", "ấp Trung")),
    area=st.sampled_from(("", "a", "b")),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Văn Hòa", "NGUYEN VAN HOA"),
        ("Nguyễn Văn Hòa", "Nguyễn Văn Hoà"),
        ("Nguyễn Văn Hòa", "Hòa Nguyễn Văn"),
        ("Đỗ Thị Thúy", "Do Thi Thuy"),
        ("Đỗ Thị Thuý", "Đỗ thị Thúy"),
        ("Lê Văn Lê", "Le Van Lê"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Văn Hòa", "Nguyễn Văn Hóa"),
        ("Nguyễn Văn Hòa", "Nguyễn Văn"),
        ("Nguyễn Văn Hòa", "Nguyễn Vạn Hoa"),
        ("", ""),
    ],
)
def test_names_of_two_people(one: str, other: str) -> None:
    assert not same_name(one, other)


@given(names, names)
def test_a_name_is_its_own_bare_and_turned_spelling(one: str, other: str) -> None:
    assert same_name(one, fold(one))
    assert same_name(one, " ".join(reversed(one.split())))
    assert same_name(one, other) == same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other", "strength"),
    [
        ({"number": "089053001234"}, {"number": "089053001234", "born": "1960"}, Strength.CERTAIN),
        ({"born": "1953-11-18"}, {"born": "1953-11-18"}, Strength.LIKELY),
        ({"born": "1953"}, {"born": "1953-11-18"}, Strength.POSSIBLE),
        (
            {"born": "1953", "address": "ấp Trung"},
            {"born": "1953", "address": "Ấp Trung, Nhơn Hưng"},
            Strength.LIKELY,
        ),
        ({"phone": "0912345678"}, {"phone": "0912345678"}, Strength.LIKELY),
        ({"area": "a"}, {"area": "a", "born": "1953"}, Strength.POSSIBLE),
        ({}, {}, None),
        ({"born": "1953"}, {"born": "1954", "phone": "0912345678"}, None),
        ({"born": "1953-11-18"}, {"born": "1953-11-19"}, None),
        ({"born": "1953", "sex": "male"}, {"born": "1953", "sex": "female"}, None),
        ({"born": "1953", "number": "089053001234"}, {"born": "1953", "number": "089053001235"}, None),
        (
            {"born": "1953", "number": "089053001234"},
            {"born": "1953", "number": "351234567"},
            Strength.POSSIBLE,
        ),
    ],
)
def test_how_much_speaks_for_one_person(
    one: dict[str, str], other: dict[str, str], strength: Strength | None
) -> None:
    found = alike(Face("1", "Lê Văn Tám", **one), Face("2", "Le Van Tam", **other))
    assert (found.strength if found is not None else None) is strength


def test_one_number_under_two_names_is_shown_for_a_look() -> None:
    found = alike(
        Face("2", "Lê Văn Tám", number="089053001234"), Face("1", "Trần Thị Sáu", number="089053001234")
    )
    assert found == Double("1", "2", (Reason.NUMBER,), Strength.POSSIBLE)


@given(faces, faces)
def test_neither_side_comes_first(one: Face, other: Face) -> None:
    assert alike(one, other) == alike(other, one)


@given(st.lists(faces, max_size=12, unique_by=lambda face: face.record))
def test_blocks_miss_no_pair_and_make_up_none(many: list[Face]) -> None:
    every = {
        (double.first, double.second)
        for at, one in enumerate(many)
        for other in many[at + 1 :]
        if (double := alike(one, other)) is not None
    }
    found = doubles(many)
    assert {(each.first, each.second) for each in found} == every
    assert found == sorted(found, key=lambda each: each.strength.value)


def test_a_name_that_many_bear_in_one_year_is_no_double() -> None:
    many = [Face(f"{n:04d}", "Nguyễn Văn Hùng", born="1960") for n in range(60)]
    assert doubles(many) == []


def test_addresses_with_and_without_the_commune() -> None:
    assert same_address("ấp Đông Hưng", "Ấp Đông-Hưng, phường Nhơn Hưng")
    assert not same_address("ấp Đông Hưng", "ấp Đông Thạnh")
    assert not same_address("", "")


def test_which_of_two_values_says_more() -> None:
    assert better("full_name", "Le Van Tam", "Lê Văn Tám") == "Lê Văn Tám"
    assert better("born", "1953-11-18", "1953") == "1953-11-18"
    assert better("citizen_id", "351234567", "089053001234") == "089053001234"
    assert better("address", "ấp Trung", "ấp Thượng") is None
