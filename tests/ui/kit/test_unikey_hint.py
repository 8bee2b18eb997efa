"""What an old code table looks like in a live field, and what it must not be taken for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.resources import resource
from desktop.base.units import load_units
from desktop.ui.kit.unikey import OldTable, old_table


@pytest.mark.parametrize(
    "typed",
    ["NguyÔn V¨n S¸u", "TrÇn ThÞ H­¬ng", "Êp §«ng H­ng", "Tæ hßa gi¶i", "Ph¹m", "hé «ng", "Lª", "®ång"],
)
def test_letters_typed_for_a_tcvn3_font_are_known(typed: str) -> None:
    assert old_table(typed) is OldTable.TCVN3


@pytest.mark.parametrize(
    "typed", ["Nguyeãn Vaên Saùu", "Traàn Thò Höông", "aáp Ñoâng Höng", "Toå hoøa giaûi", "Phaïm", "hoä oâng"]
)
def test_letters_typed_for_a_vni_font_are_known(typed: str) -> None:
    assert old_table(typed) is OldTable.VNI


def test_no_sentence_of_the_program_is_taken_for_an_old_table() -> None:
    files = sorted(resource("translations", "vi").glob("*.json"))
    sentences = [text for file in files for text in json.loads(file.read_text(encoding="utf-8")).values()]
    assert [each for each in sentences if old_table(each)] == []


def test_no_name_of_a_commune_is_taken_for_an_old_table() -> None:
    assert [unit.name for unit in load_units() if old_table(unit.name)] == []


@pytest.mark.parametrize(
    "text",
    ["12 m² đất", "1½ giờ", "khoảng 30 °C", "H'Bia Niê · Ksơr", "Lê Thị Thuý", "hoà giải"],
)
def test_ordinary_signs_are_no_old_table(text: str) -> None:
    assert old_table(text) is None


@given(st.text(alphabet=st.characters(max_codepoint=0x7F)))
def test_plain_letters_are_no_old_table(text: str) -> None:
    assert old_table(text) is None
