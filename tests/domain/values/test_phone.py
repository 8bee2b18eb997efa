from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.values.cells import Cell
from desktop.domain.values.phone import OLD_PREFIXES, Phone, parse_phone

mobiles = st.builds("0{}{:08d}".format, st.sampled_from("35789"), st.integers(0, 99_999_999))


@given(mobiles)
def test_a_mobile_number_is_the_same_in_every_form(number: str) -> None:
    forms: list[Cell] = [
        number,
        f"+84{number[1:]}",
        f"84{number[1:]}",
        Phone(number).grouped,
        f"(+84) {number[1:]}",
    ]
    assert {parse_phone(form).value for form in forms} == {Phone(number)}
    repairs = [parse_phone(form).repair for form in forms]
    assert [repair and repair.code for repair in repairs] == [
        *(None, "phone_country", "phone_country"),
        *(None, "phone_country"),
    ]


@given(mobiles)
@example("0840000000")
def test_the_zero_that_a_number_lost_is_given_back(number: str) -> None:
    parsed = parse_phone(float(int(number)))
    assert parsed.value == Phone(number)
    assert parsed.repair is not None
    assert parsed.repair.code == "phone_zero"


@pytest.mark.parametrize(("old", "new"), sorted(OLD_PREFIXES.items()))
def test_eleven_digits_of_before_2018_become_ten(old: str, new: str) -> None:
    parsed = parse_phone(f"{old}1234567")
    assert parsed.value == Phone(f"{new}1234567")
    assert parsed.repair is not None
    assert parsed.repair.code == "phone_prefix"
    assert parse_phone(int(f"{old}1234567")).value == parsed.value


def test_there_were_twenty_one_old_beginnings() -> None:
    assert len(OLD_PREFIXES) == 21
    assert len(set(OLD_PREFIXES.values())) == 21


@pytest.mark.parametrize(
    ("cell", "grouped"),
    [
        ("0296 3851 234", "0296 385 1234"),
        (2963851234, "0296 385 1234"),
        ("024.38251234", "024 3825 1234"),
        ("0393393106", "0393 393 106"),
        ("ĐT: 0912.345.678", "0912 345 678"),
    ],
)
def test_numbers_are_shown_in_groups(cell: Cell, grouped: str) -> None:
    parsed = parse_phone(cell)
    assert parsed.value is not None
    assert parsed.value.grouped == grouped


@pytest.mark.parametrize(
    ("cell", "others"),
    [
        ("0912345678 / 0987654321", "0987654321"),
        ("0912345678\n0987654321", "0987654321"),
        ("0912 345 678 - 0987 654 321", "0987 654 321"),
        ("0912345678; 0987654321; 0901234567", "0987654321, 0901234567"),
    ],
)
def test_of_several_numbers_the_first_is_taken_and_the_others_told(cell: str, others: str) -> None:
    parsed = parse_phone(cell)
    assert (parsed.value, parsed.doubt) == (Phone("0912345678"), "phone_several")
    assert parsed.facts == {"others": others}


def test_words_beside_the_number_are_told() -> None:
    parsed = parse_phone("0912 345 678 (con trai)")
    assert (parsed.value, parsed.doubt) == (Phone("0912345678"), "phone_remark")
    assert parsed.facts == {"remark": "con trai"}


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("12", "phone_wrong_length"),
        ("113", "phone_wrong_length"),
        ("0132222222", "phone_unknown"),
        ("không có", "phone_not_digits"),
        ("079083398055", "phone_wrong_length"),
    ],
)
def test_what_is_no_telephone_number_is_refused(cell: Cell, problem: str) -> None:
    assert parse_phone(cell).problem == problem
