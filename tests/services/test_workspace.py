"""The one door: what it asks, what it writes, and what holds when something goes wrong at it."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest

from desktop.domain.access import NotAllowed, Permission, Role
from desktop.domain.journal.canonical import NotCanonical
from desktop.services import registers
from desktop.services.anchor import FILE_NAME as ANCHOR_NAME
from desktop.services.anchor import read_anchor
from desktop.services.views import Changes, Entry, ListQuery
from desktop.services.workspace import Workspace
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import WorkspaceMaker, environment, put


class Stopped(Exception):  # stands for any bug
    pass


def count(workspace: Workspace, register: str) -> int:
    return registers.count(workspace, register, ListQuery())


# Permission


def test_a_register_that_a_role_may_not_know_of_is_not_written_by_a_side_door(make: WorkspaceMaker) -> None:
    justice = make(role=Role.JUSTICE).workspace
    with pytest.raises(NotAllowed), justice.change("dispute.create", register="dispute") as change:
        change.create("dispute", {"summary": "x"})
        change.create("person", {"full_name": "An"})
    assert count(justice, "dispute") == 0


def test_what_a_role_may_not_do_it_may_not_begin(make: WorkspaceMaker) -> None:
    officer = make(role=Role.OFFICER).workspace
    with pytest.raises(NotAllowed), officer.change("x", Permission.ADMINISTER):
        raise Stopped


# One operation, whole or not at all


def test_nothing_intended_is_nothing_written(workspace: Workspace) -> None:
    told: list[Changes] = []
    workspace.listen(told.append)
    with workspace.change("person.edit") as change:
        pass
    assert (change.result.operation, told) == (None, [])
    anchor = read_anchor(workspace.folder)
    assert anchor is not None
    assert anchor.seq == 0


def test_a_change_inside_another_is_a_mistake_and_writes_neither(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError, match="a change inside another"), workspace.change("outer") as change:
        change.create("area", {"name": "Ấp 1"})
        put(workspace, "area", name="Ấp 2")
    assert count(workspace, "area") == 0


def test_a_value_that_cannot_be_kept_writes_nothing(workspace: Workspace) -> None:
    with pytest.raises(NotCanonical):
        put(workspace, "area", name="x" * 70_000)
    assert count(workspace, "area") == 0
    put(workspace, "area", name="Ấp 1")
    assert count(workspace, "area") == 1


def test_listeners_hear_of_it_when_it_is_certain(workspace: Workspace) -> None:
    seen: list[int] = []
    workspace.listen(lambda _: seen.append(count(workspace, "area")))
    put(workspace, "area", name="Ấp 1")
    assert seen == [1]


def test_inside_a_change_reading_sees_what_it_has_written(workspace: Workspace) -> None:
    area = put(workspace, "area", name="Ấp 1")
    with workspace.change("area.edit") as change, workspace.reading() as reader:
        assert reader.records.titles("area", [area]) == {area: "Ấp 1"}
        change.writer.set_local("x", "y")
        assert reader.local("x") == "y"


# The anchor


def test_the_anchor_follows_every_operation(workspace: Workspace) -> None:
    for number in range(1, 4):
        put(workspace, "area", name="Ấp")
        anchor = read_anchor(workspace.folder)
        with workspace.reading() as reader:
            tip = reader.journal.tip(workspace.device)
        assert anchor is not None
        assert (anchor.seq, anchor.hash, tip.seq) == (number, tip.hash, number)


def test_a_change_that_fails_leaves_the_anchor_where_the_chain_is(workspace: Workspace) -> None:
    put(workspace, "area", name="Ấp 1")
    before = read_anchor(workspace.folder)
    with pytest.raises(Stopped), workspace.change("area.create") as change:
        change.create("area", {"name": "Ấp 2"})
        raise Stopped
    assert read_anchor(workspace.folder) == before


def test_what_is_saved_is_saved_though_its_anchor_cannot_be_moved(workspace: Workspace) -> None:
    anchor = workspace.folder / ANCHOR_NAME
    anchor.unlink()
    anchor.mkdir()
    told: list[Changes] = []
    workspace.listen(told.append)
    put(workspace, "area", name="Ấp 1")
    assert (count(workspace, "area"), len(told)) == (1, 1)
    anchor.rmdir()
    put(workspace, "area", name="Ấp 2")
    known = read_anchor(workspace.folder)
    assert known is not None
    assert known.seq == 2


# Two threads


def test_a_reading_sees_one_moment_of_the_file(workspace: Workspace) -> None:
    put(workspace, "area", name="Ấp 1")
    with workspace.reading() as reader:
        before = reader.journal.tip(workspace.device)
        other = threading.Thread(target=put, args=(workspace, "area"), kwargs={"name": "Ấp 2"})
        other.start()
        other.join()
        assert reader.journal.tip(workspace.device) == before
    with workspace.reading() as reader:
        assert reader.journal.tip(workspace.device).seq == before.seq + 1


def test_who_reads_and_then_writes_never_waits_for_who_writes_and_then_reads(workspace: Workspace) -> None:
    reads, writes = threading.Event(), threading.Event()

    def reader_first() -> None:
        with workspace.reading():
            reads.set()
            writes.wait(10)
            put(workspace, "area", name="Ấp 1")

    def writer_first() -> None:
        reads.wait(10)
        with workspace.change("area.create") as change:
            writes.set()
            change.create("area", {"name": "Ấp 2"})
            with workspace.reading() as reader:
                assert reader.journal.size() >= 0

    threads = [threading.Thread(target=each, daemon=True) for each in (reader_first, writer_first)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert [each.is_alive() for each in threads] == [False, False]
    assert count(workspace, "area") == 2


def test_many_threads_write_one_chain(workspace: Workspace) -> None:
    def write() -> None:
        for _ in range(5):
            put(workspace, "area", name="Ấp")

    threads = [threading.Thread(target=write) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with workspace.reading() as reader:
        tip = reader.journal.tip(workspace.device)
    anchor = read_anchor(workspace.folder)
    assert anchor is not None
    assert (tip.seq, anchor.seq, anchor.hash) == (20, 20, tip.hash)


# Forms and time


def test_a_form_that_was_open_while_another_saved_makes_a_conflict_not_a_loss(workspace: Workspace) -> None:
    area = put(workspace, "area", name="Ấp 1")
    first = registers.load_form(workspace, "area", area)
    second = registers.load_form(workspace, "area", area)
    registers.save(workspace, first, Entry({"name": "Ấp Một"}))
    registers.save(workspace, second, Entry({"name": "Ấp 01"}))
    with workspace.reading() as reader:
        state = reader.state("area", area)
    assert state is not None
    assert {head.value for head in state.fields["name"].heads} == {"Ấp Một", "Ấp 01"}


def test_a_clock_behind_the_last_operation_needs_a_persons_word(make: WorkspaceMaker) -> None:
    clock = FakeClock()
    workspace = make(around=environment(clock)).workspace
    put(workspace, "area", name="Ấp 1")
    assert not workspace.date_in_doubt()
    clock.advance(timedelta(days=-4000))
    assert workspace.date_in_doubt()
    workspace.confirm_today(date(2026, 11, 21))
    assert (workspace.today(), workspace.now().date()) == (date(2026, 11, 21), date(2026, 11, 21))
    put(workspace, "area", name="Ấp 2")
    with workspace.reading() as reader:
        first, second = reader.journal.operations(workspace.device)
    assert second.hlc > first.hlc
    meta = second.meta()
    assert meta is not None
    assert str(meta["at"]).startswith("2026-11-21T")


def test_the_access_log_is_a_chain_of_its_own(workspace: Workspace) -> None:
    workspace.log_access("reveal", "person.phone:x")
    workspace.log_access("print", "award:3")
    with workspace.file.reading() as reader:
        lines = reader.connection.execute("SELECT prev, hash FROM access_log ORDER BY no").fetchall()
    assert [line[0] for line in lines][1:] == [line[1] for line in lines][:-1]
    assert len({line[1] for line in lines}) == len(lines)
