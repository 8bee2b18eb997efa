"""How the values of registers read on the screen."""

from __future__ import annotations

import pytest

from desktop.domain.registers import REGISTRY
from desktop.services.views import Cell, Mark, Value
from desktop.ui.kit.shown import BULLETS, cell_text
from desktop.ui.kit.words import Words
from tests.ui.conftest import words_of


def text(words: Words, path: str, cell: Cell, *, private: bool = False) -> str:
    register, field = path.split(".")
    return cell_text(words, REGISTRY[register].by_name[field], cell, private=private)


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("visit.visited_on", "2026-01-05", "05/01/2026"),
        ("person.born", "1970", "1970"),
        ("person.born", "1970-03", "03/1970"),
        ("area.households", 1126, "1.126"),
        ("target.year", 2026, "2026"),
        ("award.book_number", 1126, "1126"),
        ("person.citizen_id", "089181000123", "089\u00a0181\u00a0000123"),
        ("person.citizen_id", "0891", "0891"),
        ("dispute.violence_risk", True, "Có"),
        ("dispute.violence_risk", False, "Không"),
        ("dispute.outcome", "settled", "Hòa giải thành"),
        ("household.categories", ["policy"], "Gia đình chính sách"),
        ("group.area", "an-id", ""),
        ("visit.content", None, ""),
    ],
)
def test_a_value_reads_as_people_write_it(words: Words, path: str, value: Value, read: str) -> None:
    assert text(words, path, Cell(value)) == read


def test_a_reference_reads_as_the_title_of_its_record(words: Words) -> None:
    assert text(words, "group.area", Cell("an-id", text="Ấp Đông Hưng")) == "Ấp Đông Hưng"


@pytest.mark.parametrize(
    ("mark", "read"), [(Mark.MASKED, BULLETS), (Mark.WITHHELD, "đã giữ lại"), (Mark.ERASED, "đã xóa")]
)
def test_what_is_not_there_says_why(words: Words, mark: Mark, read: str) -> None:
    assert text(words, "visit.content", Cell(None, mark)) == read


@pytest.mark.parametrize(("mark", "read"), [(Mark.WITHHELD, "đã giữ lại"), (Mark.ERASED, "đã xóa")])
def test_a_reference_to_what_has_no_name_here_says_why(words: Words, mark: Mark, read: str) -> None:
    assert text(words, "group.area", Cell("an-id", unnamed=mark)) == read


def test_a_conflict_shows_the_latest_value(words: Words) -> None:
    assert text(words, "dispute.outcome", Cell("settled", Mark.CONFLICT)) == "Hòa giải thành"


@pytest.mark.parametrize("cell", [Cell(), Cell("Nội dung"), Cell(None, Mark.ERASED)])
def test_while_hiding_a_sensitive_field_does_not_tell_whether_it_has_a_value(
    words: Words, cell: Cell
) -> None:
    assert text(words, "visit.content", cell, private=True) == BULLETS


def test_hiding_leaves_the_other_fields_alone(words: Words) -> None:
    assert text(words, "visit.visitors", Cell("Lê Văn An"), private=True) == "Lê Văn An"


def test_english_writes_days_and_numbers_its_own_way() -> None:
    english = words_of("en")
    assert text(english, "visit.visited_on", Cell("2026-01-05")) == "5 Jan 2026"
