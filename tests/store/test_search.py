"""Finding by words: beginnings, accents or none, whose text it is, and who may look into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.store.listing import Selection
from desktop.store.search import MANY_ROWS, Found, matches
from tests.store.scribe import Scribe
from tests.store.toy import TOY


@pytest.fixture
def scribe(tmp_path: Path) -> Iterator[Scribe]:
    scribe = Scribe.of(tmp_path / "a.db", TOY)
    yield scribe
    scribe.file.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scribe]:
    scribe = Scribe.of(tmp_path_factory.mktemp("search") / "a.db", TOY)
    yield scribe
    scribe.file.close()


def find(scribe: Scribe, text: str, *, secret: bool = True, limit: int = 20) -> list[str]:
    with scribe.file.reading() as reader:
        return [hit.record for hit in reader.search.find(text, secret=secret, limit=limit)]


def in_list(scribe: Scribe, register: str, text: str, *, secret: bool = True) -> list[str]:
    with scribe.file.reading() as reader:
        rows = reader.records.page(register, Selection(text=text, secret=secret), 0, 50)
        assert reader.records.count(register, Selection(text=text, secret=secret)) == len(rows)
    return sorted(row.id for row in rows)


@pytest.mark.parametrize(
    "typed", ["thuỳ", "thùy", "thuy", "Th", "t", "THUY", "tran thuy", "thuy tran", "thu\u0300y"]
)
def test_a_word_is_found_by_its_beginning_with_accents_or_none(scribe: Scribe, typed: str) -> None:
    scribe.create("person", "p1", full_name="Trần Thuỳ")
    assert find(scribe, typed) == ["p1"]


@pytest.mark.parametrize("typed", ["", " ", "-", '"', "huy", "thuỷ trần an", "thuyền"])
def test_what_is_not_the_beginning_of_every_word_finds_nothing(scribe: Scribe, typed: str) -> None:
    scribe.create("person", "p1", full_name="Trần Thuỳ")
    assert find(scribe, typed) == []


def test_the_letter_d_stands_for_itself_and_for_its_sister(scribe: Scribe) -> None:
    scribe.create("place", "n1", name="Đường")
    scribe.create("place", "n2", name="Dương")
    assert find(scribe, "duong") == ["n2", "n1"]
    assert find(scribe, "đường") == ["n1", "n2"]


def test_the_newest_come_first_over_all_registers(scribe: Scribe) -> None:
    for number, register in enumerate(["place", "person", "place", "person"]):
        name = "name" if register == "place" else "full_name"
        scribe.create(register, f"r{number}", **{name: "Hòa"})
    assert find(scribe, "hoa", limit=3) == ["r3", "r2", "r1"]


def test_sensitive_text_is_found_only_by_who_may(scribe: Scribe) -> None:
    scribe.create("person", "p1", full_name="An", number="0866546792")
    assert find(scribe, "0866") == ["p1"]
    assert find(scribe, "0866", secret=False) == []
    assert in_list(scribe, "person", "0866") == ["p1"]
    assert in_list(scribe, "person", "0866", secret=False) == []


def test_a_list_finds_by_the_words_of_what_its_rows_point_to(scribe: Scribe) -> None:
    scribe.create("person", "p1", full_name="Trần Thùy", number="0866546792")
    scribe.create("service", "s1", person="p1")
    assert in_list(scribe, "service", "thuy tran") == ["s1"]
    assert in_list(scribe, "service", "0866") == ["s1"]
    assert in_list(scribe, "service", "0866", secret=False) == []
    assert find(scribe, "thuy") == ["p1"]


def test_what_is_pointed_to_may_come_later_and_change(scribe: Scribe) -> None:
    scribe.create("service", "s1", person="p1")
    scribe.create("person", "p1", full_name="Trần Thùy")
    assert in_list(scribe, "service", "thuy") == ["s1"]
    scribe.edit("person", "p1", full_name="Trần Bình")
    assert in_list(scribe, "service", "thuy") == []
    assert in_list(scribe, "service", "binh") == ["s1"]


def test_words_are_lent_by_the_own_record_only(scribe: Scribe) -> None:
    scribe.create("place", "n1", name="Hưng Thạnh")
    scribe.create("person", "p1", full_name="Trần Thùy", place="n1")
    scribe.create("service", "s1", person="p1")
    assert in_list(scribe, "person", "hung") == ["p1"]
    assert in_list(scribe, "service", "hung") == []


def test_a_removed_record_is_found_no_more_and_lends_nothing(scribe: Scribe) -> None:
    scribe.create("person", "p1", full_name="Trần Thùy")
    scribe.create("service", "s1", person="p1")
    scribe.stand("person", "p1", "removed")
    assert find(scribe, "thuy") == []
    assert in_list(scribe, "service", "thuy") == []
    scribe.stand("person", "p1", None)
    assert find(scribe, "thuy") == ["p1"]
    assert in_list(scribe, "service", "thuy") == ["s1"]


def test_a_list_of_a_register_with_nothing_to_search_is_empty_when_asked_by_words(scribe: Scribe) -> None:
    with scribe.file.reading() as reader:
        assert reader.search.find("x", secret=True, limit=5, registers=["service"]) == []
        assert reader.search.find("x", secret=True, limit=5, registers=[]) == []
    scribe.create("service", "s1", role="leader")
    assert in_list(scribe, "service", "leader") == []


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_query(empty: Scribe, typed: str) -> None:
    assert find(empty, typed) == []
    assert in_list(empty, "person", typed) == []


@given(st.text(max_size=25))
def test_whatever_was_written_is_found_by_what_was_written(empty: Scribe, written: str) -> None:
    with empty.file.writing() as writer:
        writer.search.keep("place@open", 1, words_kept(written))
        for match in matches(written):
            assert writer.search.numbers(TOY["place"], match, secret=False) == {1}
        writer.search.keep("place@open", 1, "")


def words_kept(text: str) -> str:
    from desktop.store.search import OPEN, words_of

    return words_of(TOY["place"], {"name": text}, OPEN)


def test_a_pasted_page_is_asked_by_its_first_words(scribe: Scribe) -> None:
    scribe.create("place", "n1", name="từ " * 400)
    assert find(scribe, "từ " * 2000) == ["n1"]


def test_a_find_names_its_register(scribe: Scribe) -> None:
    scribe.create("place", "n1", name="Hòa")
    with scribe.file.reading() as reader:
        assert reader.search.find("hoa", secret=False, limit=1) == [Found("place", "n1")]


def enter(scribe: Scribe, index: str, first: int, number: int) -> None:
    """Many rows in one transaction, as a long list brings them."""
    with scribe.file.writing() as writer:
        writer.search.add(index, [(each, f"so{each}") for each in range(first, first + number)])


def pieces(scribe: Scribe, index: str) -> int:
    with scribe.file.reading() as reader:
        (number,) = reader.connection.execute(f'SELECT count(DISTINCT segid) FROM "{index}_idx"').fetchone()
    return int(number)


def test_a_long_list_puts_its_own_index_in_order_and_no_other(scribe: Scribe) -> None:
    for each in (1, 2):
        enter(scribe, "person@open", each, 1)
        enter(scribe, "place@open", each, 1)
    enter(scribe, "person@open", 3, MANY_ROWS)
    assert (pieces(scribe, "person@open"), pieces(scribe, "place@open")) == (1, 2)


def test_a_list_does_not_put_in_order_again_what_many_lists_brought_before(scribe: Scribe) -> None:
    enter(scribe, "person@open", 1, 3 * MANY_ROWS)
    enter(scribe, "person@open", 3 * MANY_ROWS + 1, MANY_ROWS)
    assert pieces(scribe, "person@open") > 1
