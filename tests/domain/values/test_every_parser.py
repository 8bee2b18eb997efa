"""What holds for all parsers: they never raise, and what they made is what they read again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given

from desktop.domain.values import dates, typed_dates
from desktop.domain.values.cells import Cell, CellError, FormulaWithoutValue, cell_text
from desktop.domain.values.citizen_id import parse_citizen_id
from desktop.domain.values.flags import parse_flag
from desktop.domain.values.group_names import group_name_key, parse_area_name, parse_group_name, similar_names
from desktop.domain.values.mediators import parse_mediators
from desktop.domain.values.names import parse_person_name
from desktop.domain.values.numbers import parse_count, parse_money
from desktop.domain.values.parsed import Parsed
from desktop.domain.values.parties import parse_parties
from desktop.domain.values.phone import parse_phone
from desktop.domain.values.remarks import find_remark
from desktop.domain.values.sex import Sex, parse_sex
from desktop.domain.values.synonyms import match_choice
from tests.domain.values.strategies import cells, texts

TODAY = date(2026, 11, 22)
ROLES = {"leader": ["Tổ trưởng"], "deputy": ["Tổ phó"], "member": ["Thành viên"]}
RESOURCES = Path(__file__).parents[3] / "resources" / "translations"
VALUES = Path(dates.__file__).parent

Parser = Callable[[Cell], Parsed[Any]]


def birth(cell: Cell) -> Parsed[Any]:
    return dates.parse_date(cell, TODAY, past_only=True)


def visit(cell: Cell) -> Parsed[Any]:
    return dates.parse_date(cell, TODAY)


def citizen(cell: Cell) -> Parsed[Any]:
    return parse_citizen_id(cell, 1983, Sex.MALE)


def role(cell: Cell) -> Parsed[Any]:
    return match_choice(cell, ROLES)


PARSERS: list[Parser] = [
    *(birth, visit, citizen, role, parse_phone, parse_person_name, parse_sex, parse_flag),
    *(parse_parties, parse_mediators, parse_count, parse_money),
]
TEXTUAL: list[Parser] = [birth, citizen, parse_phone, parse_person_name]


@pytest.mark.parametrize("parse", PARSERS)
@given(cell=cells)
def test_no_cell_makes_a_parser_raise(parse: Parser, cell: Cell) -> None:
    parsed = parse(cell)
    assert parsed.problem is None or parsed.value is None
    assert parsed.doubt is None or parsed.value is not None


@pytest.mark.parametrize("parse", PARSERS)
@given(cell=cells)
def test_a_repair_tells_what_changed(parse: Parser, cell: Cell) -> None:
    repair = parse(cell).repair
    assert repair is None or repair.before != repair.after


@pytest.mark.parametrize("parse", TEXTUAL)
@given(cell=cells)
def test_what_a_parser_made_is_read_again_without_repair(parse: Parser, cell: Cell) -> None:
    first = parse(cell)
    again = parse(str(first.value)) if first.value is not None else first
    assert again.value is None or str(again.value) == str(first.value)
    assert first.value is None or again.repair is None


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize("cell", [FormulaWithoutValue("A1+1"), CellError("#N/A")])
def test_a_cell_without_a_value_of_its_own_is_refused(parse: Parser, cell: Cell) -> None:
    assert parse(cell).problem in {"formula_without_value", "cell_error"}


@pytest.mark.parametrize("parse", [parser for parser in PARSERS if parser is not parse_person_name])
@pytest.mark.parametrize("blank", [None, "", "  \n\u00a0"])
def test_a_blank_cell_is_neither_a_value_nor_a_problem(parse: Parser, blank: Cell) -> None:
    assert parse(blank) == Parsed()


@given(text=texts)
def test_no_typed_day_makes_the_parser_raise(text: str) -> None:
    parsed = typed_dates.parse_typed_date(text, TODAY)
    assert parsed.value is None or parsed.value.is_full


@given(text=texts)
def test_names_of_places_are_taken_apart_without_raising(text: str) -> None:
    assert parse_group_name(text).key == parse_group_name(text.strip()).key
    assert parse_area_name(text).key == parse_area_name(text.strip()).key


@given(text=texts, others=...)
def test_likeness_is_between_none_and_whole(text: str, others: list[str]) -> None:
    matches = similar_names(text, [*others, text])
    assert all(0 < match.score <= 1 for match in matches)
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)


@given(cell=cells)
def test_a_remark_keeps_its_whole_text(cell: Cell) -> None:
    remark = find_remark(cell, TODAY)
    assert remark is None or remark.text == cell_text(cell)


ENDLESS = [
    "-",
    " ",
    ".000",
    "Ông ",
    "anh ",
    "(",
    "()",
    "ấp ",
    "tổ ",
    ";",
    "\n",
    "\n ",
    "1) ",
    "1,",
    "x;",
    "9",
    "và bà A ",
]


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize("piece", ENDLESS)
def test_a_cell_as_long_as_a_sheet_allows_is_answered(parse: Parser, piece: str) -> None:
    parsed = parse(f"1{piece * (32_000 // len(piece))}")
    assert parsed.problem is None or parsed.value is None


@pytest.mark.parametrize("piece", ENDLESS)
def test_a_name_as_long_as_a_sheet_allows_is_answered(piece: str) -> None:
    name = f"Tổ {piece * (32_000 // len(piece))}"
    assert parse_group_name(name).key == group_name_key(name)


@cache
def sentences(language: str) -> dict[str, str]:
    text = (RESOURCES / language / "values.json").read_text(encoding="utf-8")
    return {key.removeprefix("value."): sentence for key, sentence in json.loads(text).items()}


def written_codes() -> set[str]:
    """Every code that stands in the parsers, found by the functions that take one."""
    code = re.compile(
        r'(?:refused|doubted|Repair|_repaired)\(\s*(?:numbers[^"]*, )?"([a-z_]+)"|code = "([a-z_]+)"'
    )
    sources = "".join(module.read_text(encoding="utf-8") for module in VALUES.glob("*.py"))
    return {one or other for one, other in code.findall(sources)}


def test_every_code_has_its_sentence() -> None:
    assert len(written_codes()) > 40
    assert written_codes() - sentences("vi").keys() == set()


@pytest.mark.parametrize("parse", PARSERS)
@given(cell=cells)
def test_every_fact_of_a_sentence_is_told(parse: Parser, cell: Cell) -> None:
    parsed = parse(cell)
    for code, facts in (
        (parsed.problem, parsed.facts),
        (parsed.doubt, parsed.facts),
        (parsed.repair and parsed.repair.code, parsed.repair.facts if parsed.repair else {}),
    ):
        named = {name for _, name, _, _ in Formatter().parse(sentences("vi").get(code or "", ""))}
        assert code is None or code in sentences("vi")
        assert named - {None} <= facts.keys()
