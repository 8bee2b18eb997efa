"""Whose records a device may write."""

from __future__ import annotations

import pytest

from desktop.domain.authority import Holder, Trespass, trespasses
from desktop.domain.journal.compose import Intent, Meta, Tip, compose
from desktop.domain.journal.operation import Operation, hidden

DEVICE, OTHER_DEVICE, STRANGER = "a" * 32, "b" * 32, "c" * 32
META = Meta("an", "Nguyễn Văn An", "edit", "2026-11-20T08:00:00+07:00")
STATIONS = {DEVICE: "30337", OTHER_DEVICE: "30502"}
OWNERS = {"own": "30337", "theirs": "30502"}


def holder(level: str = "commune", roles: tuple[str, ...] = ("all",), station: str = "30337") -> Holder:
    return Holder(DEVICE, station, level, roles)


def operation(*intents: Intent) -> Operation:
    return compose(Tip(DEVICE, 6), META, intents, wall_ms=1, salt=lambda: b"s" * 16)


def edit(record: str, register: str = "person") -> Operation:
    return operation(Intent(register, record, "note", "x"), Intent(register, record, "name", "y"))


def erase(*devices: str) -> Operation:
    return operation(Intent("@erase", "e1", "targets", [[each, 1, 1] for each in devices]))


def check(written: Operation, writer: Holder) -> tuple[Trespass, ...]:
    return trespasses(written, writer, lambda register, record: OWNERS.get(record), STATIONS.get)


@pytest.mark.parametrize(
    ("written", "writer"),
    [
        (edit("own"), holder()),
        (edit("new"), holder()),
        (edit("own", "a_register_of_tomorrow"), holder()),
        (edit("own", "award"), holder(roles=("awards",))),
        (edit("own", "session"), holder(roles=("awards", "mediation"))),
        (edit("theirs", "award"), holder("upper", station="91")),
        (edit("new", "person"), holder("upper", station="91")),
        (erase(DEVICE), holder()),
    ],
)
def test_in_order(written: Operation, writer: Holder) -> None:
    assert check(written, writer) == ()


@pytest.mark.parametrize(
    ("written", "writer", "trespass"),
    [
        (edit("theirs"), holder(), Trespass("record", 7, "person", "theirs", "30502")),
        (edit("theirs", "award"), holder(), Trespass("record", 7, "award", "theirs", "30502")),
        (
            edit("theirs"),
            holder("upper", station="91"),
            Trespass("record", 7, "person", "theirs", "30502"),
        ),
        (edit("own"), holder(roles=("awards",)), Trespass("register", 7, "person", "own", "30337")),
        (edit("new"), holder(roles=("a_role_of_tomorrow",)), Trespass("register", 7, "person", "new", None)),
        (edit("own"), holder(roles=()), Trespass("register", 7, "person", "own", "30337")),
        (erase(OTHER_DEVICE), holder(), Trespass("erase", 7, "@erase", OTHER_DEVICE, "30502")),
        (erase(STRANGER), holder(), Trespass("erase", 7, "@erase", STRANGER, None)),
        (
            erase(OTHER_DEVICE),
            holder("upper", station="91"),
            Trespass("erase", 7, "@erase", OTHER_DEVICE, "30502"),
        ),
    ],
)
def test_out_of_order(written: Operation, writer: Holder, trespass: Trespass) -> None:
    assert check(written, writer) == (trespass,)


def test_one_problem_for_each_record_however_many_fields() -> None:
    both = operation(
        Intent("person", "theirs", "name", "y"),
        Intent("person", "theirs", "note", "x"),
        Intent("visit", "theirs", "note", "x"),
    )
    assert [(each.register, each.record) for each in check(both, holder())] == [
        ("person", "theirs"),
        ("visit", "theirs"),
    ]


def test_what_is_hidden_is_asked_about_when_it_shows() -> None:
    written = edit("theirs")
    unseen = written.with_leaves([written.leaves[0], *(hidden(leaf) for leaf in written.leaves[1:])])
    assert check(unseen, holder()) == ()
    assert check(written, holder()) != ()
