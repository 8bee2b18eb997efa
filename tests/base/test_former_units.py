"""The table from the communes of three tiers to those of two."""

from __future__ import annotations

import pytest

from desktop.base.former_units import find_former_units, load_former_units
from desktop.base.text import tidy
from desktop.base.units import load_units

FORMER = load_former_units()
CODES = {unit.code: unit for unit in load_units()}


def test_every_former_commune_leads_to_communes_of_today() -> None:
    assert len(FORMER) == 10_035
    assert {code for unit in FORMER for code in unit.now} - CODES.keys() == set()


def test_only_island_zones_without_communes_of_their_own_have_no_former_one() -> None:
    reached = {code for unit in FORMER for code in unit.now}
    assert {unit.name for code, unit in CODES.items() if code not in reached} == {
        "Hoàng Sa",
        "Lý Sơn",
        "Côn Đảo",
        "Cồn Cỏ",
        "Bạch Long Vĩ",
    }


def test_names_are_tidy() -> None:
    assert [
        unit for unit in FORMER for text in (unit.name, unit.district, unit.province) if text != tidy(text)
    ] == []


@pytest.mark.parametrize(
    ("typed", "now"),
    [
        ("nhon hung tinh bien", "Phường Thới Sơn, tỉnh An Giang"),
        ("Nhơn Hưng, thị xã An Nhơn", "Phường An Nhơn Đông, tỉnh Gia Lai"),
        ("phường 1 quận 3", "Phường Bàn Cờ, Thành phố Hồ Chí Minh"),
        ("thị trấn Trâu Quỳ", "Xã Gia Lâm, thành phố Hà Nội"),
    ],
)
def test_a_name_of_before_leads_to_the_commune_of_today(typed: str, now: str) -> None:
    found = find_former_units(typed)[0]
    assert CODES[found.now[0]].full_name == now


def test_a_full_name_reads_as_in_a_sentence() -> None:
    assert find_former_units("phuong 1 quan 3")[0].full_name == "phường 1, Quận 3, thành phố Hồ Chí Minh"
    assert (
        find_former_units("nhơn hưng tịnh biên")[0].full_name
        == "phường Nhơn Hưng, thị xã Tịnh Biên, tỉnh An Giang"
    )


def test_accents_count_where_they_are_typed() -> None:
    assert {"Tân An"} == {unit.name for unit in find_former_units("xã Tân An", 5)}


def test_nothing_typed_finds_nothing() -> None:
    assert find_former_units(" ") == []
