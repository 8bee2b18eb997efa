from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.text import tidy
from desktop.base.units import Unit, find_units, load_units

UNITS = load_units()
PROVINCES = {unit.province for unit in UNITS}


def found(query: str, limit: int = 20) -> list[str]:
    return [unit.full_name for unit in find_units(query, UNITS, limit)]


def test_table_has_the_units_of_two_tiers() -> None:
    assert len(PROVINCES) == 34
    assert Counter(unit.kind for unit in UNITS) == {"xã": 2621, "phường": 687, "đặc khu": 13}
    assert Counter(province.kind.lower() for province in PROVINCES) == {"tỉnh": 28, "thành phố": 6}


def test_codes_are_unique_and_of_one_length() -> None:
    assert len({unit.code for unit in UNITS}) == len(UNITS)
    assert {len(unit.code) for unit in UNITS} == {5}
    assert {len(province.code) for province in PROVINCES} == {2}


def test_no_two_units_have_the_same_full_name() -> None:
    assert [name for name, count in Counter(unit.full_name for unit in UNITS).items() if count > 1] == []


def test_names_are_tidy_and_start_with_a_capital() -> None:
    names = [unit.name for unit in UNITS] + [province.name for province in PROVINCES]
    assert [name for name in names if name != tidy(name)] == []
    assert {unicodedata.category(name[0]) for name in names} <= {"Lu", "Nd"}
    assert [name for name in names if name.lower().startswith(("xã ", "phường ", "đặc khu ", "tỉnh "))] == []


@pytest.mark.parametrize(
    ("code", "full_name"),
    [
        ("30376", "Phường Tân Châu, tỉnh An Giang"),
        ("00070", "Phường Hoàn Kiếm, thành phố Hà Nội"),
        ("26732", "Đặc khu Côn Đảo, Thành phố Hồ Chí Minh"),
    ],
)
def test_full_name_has_kind_and_province(code: str, full_name: str) -> None:
    assert [unit.full_name for unit in UNITS if unit.code == code] == [full_name]


@pytest.mark.parametrize(
    "query",
    [
        "phuong soc trang",
        "Phường Sóc Trăng, thành phố Cần Thơ",
        "soc trang can tho",
        "p soc tr",
        "SÓC TRĂNG",
        "Sóc trang tp can tho",
        "phuong 5 soc trang",
    ],
)
def test_unit_is_found_as_people_type_it(query: str) -> None:
    assert found(query) == ["Phường Sóc Trăng, thành phố Cần Thơ"]


@pytest.mark.parametrize("query", ["cu mgar", "Cư M'gar", "cư m’gar"])
def test_unit_with_an_apostrophe_is_found_with_either_or_none(query: str) -> None:
    assert found(query) == ["Xã Cư M’gar, tỉnh Đắk Lắk"]


def test_names_that_begin_with_the_query_stand_first() -> None:
    assert found("an bien")[:2] == ["Xã An Biên, tỉnh An Giang", "Phường An Biên, thành phố Hải Phòng"]


def test_whole_name_stands_before_a_longer_one() -> None:
    assert found("tan chau")[0].startswith("Phường Tân Châu,")
    assert found("tan")[0].startswith("Xã Tân An,")


@pytest.mark.parametrize("typed", ["gia viên", "gia viễn"])
def test_typed_accents_put_their_name_before_the_other(typed: str) -> None:
    names = [unit.name.lower() for unit in find_units(typed, UNITS)]
    assert names[0] == typed
    assert {"gia viên", "gia viễn"} <= set(names)


def test_both_tone_placements_are_the_same_accents() -> None:
    assert found("hoà bình") == found("hòa bình")
    assert {"Phường Hoà Bình, thành phố Hải Phòng", "Xã Hòa Bình, tỉnh Cà Mau"} <= set(found("hoà bình")[:5])


@pytest.mark.parametrize("query", ["", "  ", "…", "xyz", "nhon hung", "99999"])
def test_query_that_names_no_unit_finds_none(query: str) -> None:
    assert found(query) == []


def test_no_more_are_given_than_asked_for() -> None:
    assert len(found("x", limit=3)) == 3


@given(st.sampled_from(UNITS), st.data())
def test_every_unit_is_found_by_the_beginnings_of_its_words(unit: Unit, data: st.DataObject) -> None:
    words = unit.folded.split()
    typed = [word[: data.draw(st.integers(1, len(word)))] for word in words]
    assert unit in find_units(" ".join(typed), UNITS, len(UNITS))


@given(st.sampled_from(UNITS))
def test_every_unit_comes_first_for_its_own_full_name(unit: Unit) -> None:
    assert find_units(unit.full_name, UNITS, 1) == [unit]


@given(st.text(max_size=20))
def test_any_query_is_answered(query: str) -> None:
    assert set(find_units(query, UNITS[:50], 5)) <= set(UNITS)
