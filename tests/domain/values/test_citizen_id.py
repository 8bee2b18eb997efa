from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.values.cells import Cell
from desktop.domain.values.citizen_id import PLACE_CODES, CitizenId, parse_citizen_id
from desktop.domain.values.sex import Sex

numbers = st.builds(
    "{}{}{:02d}{:06d}".format,
    st.sampled_from(sorted(PLACE_CODES)),
    st.sampled_from("0123"),
    st.integers(0, 99),
    st.integers(0, 999_999),
)


@given(numbers)
def test_zeros_that_a_number_lost_are_given_back(number: str) -> None:
    parsed = parse_citizen_id(float(int(number)))
    assert parsed.value == CitizenId(number)
    assert parsed.repair is not None
    assert parsed.repair.code == "id_zeros"


@given(numbers)
def test_twelve_digits_pass_as_they_are_in_any_grouping(number: str) -> None:
    assert parse_citizen_id(number).repair is None
    assert parse_citizen_id(CitizenId(number).grouped) == parse_citizen_id(number)


def test_a_number_tells_birth_year_and_sex() -> None:
    number = CitizenId("079083398055")
    assert (number.birth_year, number.sex, number.grouped) == (1983, Sex.MALE, "079 083 398055")
    assert (CitizenId("089305194936").birth_year, CitizenId("089305194936").sex) == (2005, Sex.FEMALE)


def test_the_number_of_a_former_identity_card_tells_nothing() -> None:
    parsed = parse_citizen_id("351 234 567", 1983, Sex.MALE)
    assert parsed.value is not None
    assert parsed.doubt is None
    assert (parsed.value.is_legacy, parsed.value.birth_year, parsed.value.sex) == (True, None, None)


@pytest.mark.parametrize(
    ("birth_year", "sex", "doubt"),
    [
        (1983, Sex.MALE, None),
        (None, None, None),
        (1984, Sex.MALE, "id_year"),
        (1983, Sex.FEMALE, "id_sex"),
        (1984, Sex.FEMALE, "id_year_and_sex"),
    ],
)
def test_what_does_not_match_is_doubted_and_kept(
    birth_year: int | None, sex: Sex | None, doubt: str | None
) -> None:
    parsed = parse_citizen_id("079083398055", birth_year, sex)
    assert parsed.value == CitizenId("079083398055")
    assert parsed.doubt == doubt


@pytest.mark.parametrize(("text", "doubt"), [("000083398055", "id_place"), ("079983398055", "id_century")])
def test_odd_digits_are_doubted(text: str, doubt: str) -> None:
    assert parse_citizen_id(text).doubt == doubt


def test_a_place_abroad_is_not_doubted() -> None:
    assert parse_citizen_id("135083398055").doubt is None


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("12345", "id_too_short"),
        ("12345678", "id_too_short"),
        ("0790833980551", "id_wrong_length"),
        ("0393393106", "id_wrong_length"),
        (99_983_398_055, "id_wrong_length"),
        ("chưa có", "id_not_digits"),
        ("7.9083E+10", "id_rounded"),
    ],
)
def test_what_cannot_be_the_number_is_refused(cell: Cell, problem: str) -> None:
    assert parse_citizen_id(cell).problem == problem


def test_the_number_of_an_old_card_as_a_number_gets_its_zero_back() -> None:
    assert parse_citizen_id(12345678).value == CitizenId("012345678")


def test_letters_that_look_like_digits_are_repaired() -> None:
    parsed = parse_citizen_id("O79083398O55")
    assert parsed.value == CitizenId("079083398055")
    assert parsed.repair is not None
    assert parsed.repair.code == "id_letters"
