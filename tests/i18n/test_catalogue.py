from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain.errors import UserError
from desktop.i18n.catalogue import BrokenTranslation, Catalogue, UnknownText
from desktop.i18n.error_numbers import error_number


class FileTooOld(UserError):
    code = "file_too_old"


TEXTS = {
    "title": "Danh sách",
    "count": "{count} người, {share} %",
    "day": "Từ {day}",
    "year": "Năm {year:plain}",
    "members": "{count:member/members}",
    "brace": "{{giữ}}",
    "error.file_too_old.what": "Tệp {name} có từ năm {year:plain}.",
    "error.file_too_old.safe": "An toàn.",
    "error.file_too_old.next": "Làm lại.",
    "error.unknown.what": "Tệp {name}",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for language in ("vi", "en"):
        (tmp_path / language).mkdir()
        (tmp_path / language / "one.json").write_text(json.dumps(TEXTS), "utf-8")
    return tmp_path


def test_sentence_is_found_by_its_key(folder: Path) -> None:
    catalogue = Catalogue("vi", folder)
    assert catalogue.text("title") == "Danh sách"
    assert catalogue.has("title")
    assert not catalogue.has("Title")


@pytest.mark.parametrize(
    ("language", "people", "day"),
    [("vi", "1.126 người, 98,5 %", "Từ 05/01/2026"), ("en", "1,126 người, 98.5 %", "Từ 5 Jan 2026")],
)
def test_facts_stand_in_the_ways_of_the_language(folder: Path, language: str, people: str, day: str) -> None:
    catalogue = Catalogue(language, folder)
    assert catalogue.text("count", count=1126, share=Decimal("98.5")) == people
    assert catalogue.text("day", day=date(2026, 1, 5)) == day


def test_plain_fact_has_no_thousands_sign(folder: Path) -> None:
    assert Catalogue("vi", folder).text("year", year=2026) == "Năm 2026"


@pytest.mark.parametrize(("count", "noun"), [(0, "0 members"), (1, "1 member"), (1126, "1,126 members")])
def test_noun_after_a_number_is_of_one_or_of_many(folder: Path, count: int, noun: str) -> None:
    assert Catalogue("en", folder).text("members", count=count) == noun


@pytest.mark.parametrize(
    ("fact", "written"),
    [
        (0.5, "0,5"),
        (time(7, 5), "07:05"),
        (datetime(2026, 1, 5, 7, 5, tzinfo=UTC), "07:05, 05/01/2026"),
        (["ấp 1", "ấp 2"], "ấp 1, ấp 2"),
        ((1126, 2), "1.126, 2"),
        (Path("số liệu.tqb"), "số liệu.tqb"),
        ("{name}", "{name}"),
    ],
)
def test_fact_of_each_type_is_written_for_reading(folder: Path, fact: object, written: str) -> None:
    assert Catalogue("vi", folder).text("day", day=fact) == f"Từ {written}"


@pytest.mark.parametrize("fact", [True, None])
def test_truth_and_nothing_are_no_facts_of_a_sentence(folder: Path, fact: object) -> None:
    with pytest.raises(TypeError, match="cannot hold"):
        Catalogue("vi", folder).text("day", day=fact)


def test_doubled_brace_is_a_brace(folder: Path) -> None:
    assert Catalogue("vi", folder).text("brace") == "{giữ}"


def test_missing_key_raises(folder: Path) -> None:
    with pytest.raises(UnknownText, match="nowhere"):
        Catalogue("vi", folder).text("nowhere")


def test_missing_fact_raises_and_names_it(folder: Path) -> None:
    with pytest.raises(UnknownText, match="share"):
        Catalogue("vi", folder).text("count", count=1)


def test_failure_has_three_sentences_and_a_number(folder: Path) -> None:
    told = Catalogue("vi", folder).error(FileTooOld(name="a.xls", year=1999, unused=None))
    assert (told.what, told.safe, told.next) == ("Tệp a.xls có từ năm 1999.", "An toàn.", "Làm lại.")
    assert told.number == "7197"


def test_failure_without_sentences_raises(folder: Path) -> None:
    with pytest.raises(UnknownText, match=r"error\.unknown\.what names 'name'"):
        Catalogue("vi", folder).error(UserError())


def test_number_of_an_error_never_changes() -> None:
    assert [error_number(code) for code in ("unknown", "not_allowed", "file_too_old")] == [
        "8226",
        "2750",
        "7197",
    ]


def test_key_in_two_files_is_refused(folder: Path) -> None:
    (folder / "vi" / "two.json").write_text('{"title": "Tên"}', "utf-8")
    with pytest.raises(BrokenTranslation, match=r"title stands twice, again in two\.json"):
        Catalogue("vi", folder)


@pytest.mark.parametrize("broken", ['{"a": "1", "a": "2"}', '{"a": 1}', '{"a": {"b": "c"}}'])
def test_file_that_is_no_flat_table_of_texts_is_refused(folder: Path, broken: str) -> None:
    (folder / "vi" / "two.json").write_text(broken, "utf-8")
    with pytest.raises(BrokenTranslation):
        Catalogue("vi", folder)


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        Catalogue("fr")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_own_translations_load_and_speak_of_an_unknown_error(language: str) -> None:
    told = Catalogue(language).error(UserError())
    assert all((told.what, told.safe, told.next))


@pytest.mark.parametrize(("moved", "number"), [("number_is_given", "2691"), ("nothing_to_print", "2690")])
def test_code_that_would_share_a_number_has_moved_to_its_own(moved: str, number: str) -> None:
    assert error_number(moved) == number
