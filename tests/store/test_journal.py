"""The journal in the file gives back what it was given, in whatever order and however much of it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.journal.chain import ForkedChain, withhold
from desktop.domain.journal.compose import Intent, Tip
from desktop.domain.journal.erase import erase_intent
from desktop.domain.journal.merge import Content
from desktop.domain.journal.operation import GENESIS, ChangeId, Closed, Operation
from desktop.store.register_file import RegisterFile
from tests.store.looking import everything_kept
from tests.store.scribe import KEY, Scribe
from tests.store.toy import TOY

OTHER = "b" * 32


@pytest.fixture
def scribe(tmp_path: Path) -> Iterator[Scribe]:
    scribe = Scribe.of(tmp_path / "a.db", TOY)
    yield scribe
    scribe.file.close()


def chain(scribe: Scribe) -> list[Operation]:
    with scribe.file.reading() as reader:
        return list(reader.journal.operations(scribe.device))


def some_chain(path: Path) -> list[Operation]:
    """What another device wrote: records of three registers, an edit, a retiring."""
    author = Scribe(RegisterFile.create(path, KEY, TOY), OTHER)
    author.create("person", "p1", full_name="Trần Thùy Dương", number="1")
    author.create("place", "n1", name="Ấp 1")
    author.write(Intent("person", "p2", "full_name", "Bình"), Intent("case", "c1", "summary", "x"))
    author.edit("person", "p1", full_name="Trần Thùy Đương")
    author.stand("person", "p1", "retired")
    operations = chain(author)
    author.file.close()
    return operations


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> list[Operation]:
    return some_chain(tmp_path_factory.mktemp("journal") / "b.db")


def showing(operation: Operation, hidden: set[str], closed: set[str]) -> Operation | None:
    def way(register: str, field: str) -> str:
        return "hidden" if register in hidden else "closed" if field in closed else "whole"

    return withhold(operation, way)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_operations_come_back_as_they_were_given(
    tmp_path_factory: pytest.TempPathFactory, others: list[Operation], data: st.DataObject
) -> None:
    hidden = data.draw(st.sets(st.sampled_from(["person", "place", "case"])))
    closed = data.draw(st.sets(st.sampled_from(["full_name", "name", "number"])))
    file = RegisterFile.create(tmp_path_factory.mktemp("f") / "a.db", KEY, TOY)
    given_parts = [showing(each, hidden, closed) for each in others]
    for index in data.draw(st.permutations(range(len(others)))):
        part, operation = given_parts[index], others[index]
        with file.writing() as writer:
            if part is not None:
                writer.append(part)
            else:
                tip = Tip(operation.device, operation.seq, operation.hash, operation.hlc)
                writer.journal.add_withheld([(tip, operation.body)])
    with file.reading() as reader:
        parts = list(reader.journal.parts(OTHER, 1, len(others)))
        assert parts == [part or each.body for part, each in zip(given_parts, others, strict=True)]
        tip = reader.journal.tip(OTHER)
        assert (tip.seq, tip.hash) == (len(others), others[-1].hash)
        hashes = [reader.journal.hash_at(OTHER, seq) for seq in range(len(others) + 2)]
        assert hashes == [GENESIS, *(each.hash for each in others), None]
        assert reader.journal.latest_hlc() == max((part.hlc for part in given_parts if part), default=0)
    file.close()


def test_more_of_an_operation_may_come_later_and_never_less(scribe: Scribe, others: list[Operation]) -> None:
    closed = showing(others[0], set(), {"full_name"})
    assert closed is not None
    scribe.keep(closed)
    scribe.keep(others[0])
    scribe.keep(closed)
    with scribe.file.reading() as reader:
        assert reader.journal.operation(OTHER, 1) == others[0]


def test_a_different_operation_in_the_same_place_is_a_fork(scribe: Scribe, others: list[Operation]) -> None:
    impostor = Scribe(scribe.file, OTHER)
    scribe.keep(others[0])
    fork = impostor.compose([Intent("place", "n9", "name", "x")])
    forged = Operation(fork.device, 1, fork.hlc, fork.auto, GENESIS, fork.leaves)
    with pytest.raises(ForkedChain):
        scribe.keep(forged)
    with scribe.file.reading() as reader:
        assert reader.journal.operation(OTHER, 1) == others[0]


def test_an_erasure_that_came_first_empties_what_comes_later(scribe: Scribe, others: list[Operation]) -> None:
    scribe.write(erase_intent("e1", [ChangeId(OTHER, 1, 1), ChangeId(OTHER, 4, 1)]))
    scribe.keep(*others)
    with scribe.file.reading() as reader:
        contents = {
            change.content for change in reader.journal.changes("person", "p1") if change.field == "full_name"
        }
        kept = everything_kept(reader.connection)
    assert contents == {Content.ERASED}
    assert "Trần Thùy Dương".encode() not in kept


def test_an_erasure_that_is_rolled_back_erased_nothing(scribe: Scribe) -> None:
    scribe.create("person", "p1", full_name="Nguyễn Văn An")
    before = scribe.file.digest()
    erasure = scribe.compose([erase_intent("e1", [ChangeId(scribe.device, 1, 1)])])

    class Stopped(Exception):  # stands for a failure at the end
        pass

    with pytest.raises(Stopped), scribe.file.writing() as writer:
        writer.refold(writer.append(erasure))
        raise Stopped
    assert (scribe.file.digest(), len(chain(scribe))) == (before, 1)
    scribe.keep(erasure)
    assert isinstance(chain(scribe)[0].leaves[1], Closed)


def test_an_erasure_from_elsewhere_empties_the_log_too(
    scribe: Scribe, tmp_path: Path, others: list[Operation]
) -> None:
    scribe.keep(*others)
    eraser = Scribe(RegisterFile.create(tmp_path / "c.db", KEY, TOY), "c" * 32)
    erasure = eraser.write(erase_intent("e1", [ChangeId(OTHER, 1, 1)]))
    eraser.file.close()
    log = tmp_path / "a.db-wal"
    assert log.stat().st_size > 0
    scribe.keep(erasure)
    assert log.stat().st_size == 0


def test_records_are_known_by_register_by_device_and_by_station(
    scribe: Scribe, others: list[Operation]
) -> None:
    scribe.keep(*others)
    with scribe.file.writing() as writer:
        writer.know_device(OTHER, bytes(32), "certificate", "30337")
        journal = writer.journal
        assert list(journal.records("person")) == [("person", "p1"), ("person", "p2")]
        assert (journal.count("person"), journal.count("party")) == (2, 0)
        assert journal.records_after(OTHER, 2) == {"person": {"p1", "p2"}, "case": {"c1"}}
        assert journal.touched(OTHER, 3) == [("case", "c1"), ("person", "p2")]
        assert (journal.owner("person", "p2"), journal.owner("person", "p9")) == ("30337", None)
        assert (journal.station(OTHER), journal.station("d" * 32)) == ("30337", None)


def test_what_is_set_aside_is_not_folded_and_can_still_be_erased(
    scribe: Scribe, others: list[Operation]
) -> None:
    scribe.keep(*others)
    with scribe.file.writing() as writer:
        writer.connection.execute("UPDATE journal_operation SET aside = 1 WHERE seq = 4")
        place = ("person", "p1")
        assert {change.id.seq for change in writer.journal.changes(*place)} == {1, 5}
        aside = writer.journal.changes_of_many([place], aside=True)[place]
        assert {change.id.seq for change in aside} == {1, 4, 5}
