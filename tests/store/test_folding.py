"""What folding owes to records that come late, move, lose their register or were written by a stranger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.fields import SEEN, STATE, Registry, ref, register, text
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.compose import Intent
from desktop.domain.journal.operation import Operation
from desktop.store.folding import in_order_of_need
from desktop.store.listing import Selection
from desktop.store.records import Stored
from desktop.store.register_file import RegisterFile
from tests.store.scribe import KEY, Scribe
from tests.store.toy import PERSON, PLACE, TOY


@pytest.fixture
def scribe(tmp_path: Path) -> Iterator[Scribe]:
    scribe = Scribe.of(tmp_path / "a.db", TOY)
    yield scribe
    scribe.file.close()


def stored(scribe: Scribe, register: str, record: str) -> Stored:
    with scribe.file.reading() as reader:
        row = reader.records.get(register, record)
    assert row is not None
    return row


def conflicts(scribe: Scribe) -> list[tuple[str, ...]]:
    with scribe.file.reading() as reader:
        return sorted(reader.connection.execute("SELECT register, record, field, kind FROM conflict"))


def in_order(scribe: Scribe, register: str) -> list[str]:
    with scribe.file.reading() as reader:
        return [row.id for row in reader.records.page(register, Selection(), 0, 50)]


def seen(register: str, record: str, **known: int) -> Intent:
    return Intent(register, record, SEEN, dict[str, Plain](known))


def with_a_quarrel(scribe: Scribe) -> tuple[Scribe, Operation]:
    """A case with a party, which another device edits while this one retires the case."""
    scribe.create("case", "c1", summary="x")
    scribe.create("case", "c2", summary="y")
    scribe.create("party", "t1", case="c1", name="An")
    with scribe.file.reading() as reader:
        ids = reader.state("party", "t1")
    assert ids is not None
    other = Scribe(scribe.file, "b" * 32, made=1000)
    scribe.write(Intent("case", "c1", STATE, {"is": "retired"}), seen("case", "c1", **{scribe.device: 3}))
    edit = other.write(
        Intent("party", "t1", "name", "Ân", ids.fields["name"].ids),
        seen("party", "t1", **{scribe.device: 3}),
    )
    return other, edit


def test_retiring_a_case_against_work_on_its_party_is_a_conflict(scribe: Scribe) -> None:
    with_a_quarrel(scribe)
    assert conflicts(scribe) == [("case", "c1", STATE, "retired")]


def test_a_party_that_moves_takes_its_quarrel_with_it(scribe: Scribe) -> None:
    other, _ = with_a_quarrel(scribe)
    other.edit("party", "t1", case="c2")
    assert conflicts(scribe) == []
    other.edit("party", "t1", case="c1")
    assert conflicts(scribe) == [("case", "c1", STATE, "retired")]


def test_two_records_of_one_id_in_different_registers_keep_their_own_conflicts(scribe: Scribe) -> None:
    scribe.create("place", "x1", name="An")
    scribe.create("person", "x1", full_name="An")
    other = Scribe(scribe.file, "b" * 32, made=1000)
    other.write(Intent("place", "x1", "name", "Bình"))
    other.write(Intent("person", "x1", "full_name", "Bình"))
    assert conflicts(scribe) == [("person", "x1", "full_name", "field"), ("place", "x1", "name", "field")]
    scribe.edit("person", "x1", full_name="Bình")
    assert conflicts(scribe) == [("place", "x1", "name", "field")]


def test_a_name_that_changes_moves_all_who_stand_by_it(scribe: Scribe) -> None:
    for record, name in (("p1", "Nguyễn Văn An"), ("p2", "Trần Bình")):
        scribe.create("person", record, full_name=name)
        scribe.create("service", f"s{record}", person=record)
    assert in_order(scribe, "service") == ["sp1", "sp2"]
    scribe.edit("person", "p1", full_name="Nguyễn Văn Vinh")
    assert in_order(scribe, "service") == ["sp2", "sp1"]


def test_an_order_is_lent_on_through_a_title_that_is_a_reference(tmp_path: Path) -> None:
    letter = register("letter", text("subject"), ref("service", to="service", column=True), title="service")
    service = register("service", ref("person", to="person", column=True), title="person")
    scribe = Scribe.of(tmp_path / "b.db", Registry((letter, service, PERSON, PLACE)))
    scribe.create("letter", "l1", service="s1")
    scribe.create("letter", "l2", service="s2")
    scribe.create("service", "s1", person="p1")
    scribe.create("service", "s2", person="p2")
    scribe.create("person", "p1", full_name="Bình")
    scribe.create("person", "p2", full_name="An")
    assert in_order(scribe, "letter") == ["l2", "l1"]
    before = scribe.file.digest()
    scribe.file.rebuild()
    assert scribe.file.digest() == before
    scribe.file.close()


def test_references_in_a_circle_end(tmp_path: Path) -> None:
    one = register("one", ref("two", to="two", column=True, search=True), title="two")
    two = register("two", ref("one", to="one", column=True, search=True), title="one")
    scribe = Scribe.of(tmp_path / "b.db", Registry((one, two)))
    scribe.create("one", "a", two="b")
    scribe.create("two", "b", one="a")
    scribe.edit("one", "a", two=None)
    before = scribe.file.digest()
    scribe.file.rebuild()
    assert scribe.file.digest() == before
    scribe.file.close()


def test_those_that_others_need_are_folded_first() -> None:
    assert [each.name for each in in_order_of_need(TOY)] == ["place", "person", "party", "case", "service"]


def test_a_station_that_is_known_late_is_still_the_records_own(scribe: Scribe) -> None:
    scribe.create("place", "n1", name="An")
    assert stored(scribe, "place", "n1").station is None
    with scribe.file.writing() as writer:
        writer.know_device(scribe.device, bytes(32), "certificate", "30337")
    assert stored(scribe, "place", "n1").station == "30337"
    before = scribe.file.digest()
    scribe.file.rebuild()
    assert scribe.file.digest() == before


@pytest.mark.parametrize("value", [7, True, ["x"], {"is": "x"}, ""])
def test_a_value_of_a_strangers_kind_stops_nothing(scribe: Scribe, value: object) -> None:
    scribe.create("person", "p1", full_name=value, number=value, place=value, note=value)
    row = stored(scribe, "person", "p1")
    assert row.values["full_name"] == (value if value == "" else None)
    assert in_order(scribe, "person") == ["p1"]


def test_a_register_named_like_a_table_of_the_program_is_refused(tmp_path: Path) -> None:
    wrong = Registry((register("user", text("name"), title="name"),))
    with pytest.raises(ValueError, match="user is a table of the program"):
        RegisterFile.create(tmp_path / "b.db", KEY, wrong)


def test_tables_of_a_register_that_this_version_lacks_are_taken_out(tmp_path: Path) -> None:
    more = TOY.with_register(register("tip", text("content", search=True), title="content"))
    newer = Scribe.of(tmp_path / "b.db", more)
    newer.create("tip", "k1", content="điều kín")
    newer.file.close()
    older = RegisterFile.open(tmp_path / "b.db", KEY, TOY)
    with older.reading() as reader:
        names = [row[0] for row in reader.connection.execute("SELECT name FROM sqlite_schema")]
    older.close()
    assert [name for name in names if name.startswith("tip")] == []
    again = RegisterFile.open(tmp_path / "b.db", KEY, more)
    with again.reading() as reader:
        row = reader.records.get("tip", "k1")
        assert row is not None
        assert row.values["content"] == "điều kín"
    again.close()


def test_folding_tells_how_far_it_is(scribe: Scribe) -> None:
    scribe.create_many("person", {f"p{each}": {"full_name": "An"} for each in range(1500)})
    scribe.create("place", "n1", name="An")
    told: list[tuple[int, int]] = []
    scribe.file.rebuild(lambda done, total: told.append((done, total)))
    assert told == [(0, 1501), (1, 1501), (1001, 1501)]


def test_a_folding_that_is_stopped_leaves_the_tables_as_they_were(scribe: Scribe) -> None:
    scribe.create("place", "n1", name="An")
    before = scribe.file.digest()

    class Stopped(Exception):  # stands for Cancel
        pass

    def stop(done: int, total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        scribe.file.rebuild(stop)
    assert scribe.file.digest() == before


def test_a_person_whose_name_is_not_known_stands_first(scribe: Scribe) -> None:
    scribe.create("person", "p1", full_name="An")
    scribe.create("person", "p2", number="1")
    assert in_order(scribe, "person") == ["p2", "p1"]
