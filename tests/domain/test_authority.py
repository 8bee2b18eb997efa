"""Whose records a device may write: every register, by every role, of every owner."""

from __future__ import annotations

import pytest

from desktop.domain.authority import Holder, Trespass, may_change, trespasses
from desktop.domain.fields import STATE
from desktop.domain.journal.compose import Intent, Meta, Tip, compose
from desktop.domain.journal.operation import Operation, hidden
from desktop.domain.registers import REGISTRY
from desktop.domain.scope_table import AWARDS, MEDIATION, registers_of

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


# Register by role by owner

EVERY = [register.name for register in REGISTRY]
WRITERS = {
    "station": holder(),
    "awards": holder(roles=("awards",)),
    "mediation": holder(roles=("mediation",)),
    "of tomorrow": holder(roles=("a_role_of_tomorrow",)),
    "upper": holder("upper", station="91"),
}
IN_ROLE = {
    "station": frozenset(EVERY),
    "awards": frozenset({"award_set", "award", "blank_use"}),
    "mediation": frozenset({"area", "group", "dispute", "party", "session"}),
    "of tomorrow": frozenset[str](),
    "upper": frozenset(EVERY),
}
ORDERED_ABOVE = frozenset({"transfer"})
"""Nobody but a level above makes such a record at all."""
DECIDED_ABOVE = frozenset({"award", "award_set"})


def changed(register: str, record: str, field: str) -> Operation:
    return operation(Intent(register, record, field, "x"))


@pytest.mark.parametrize("register", EVERY)
@pytest.mark.parametrize("writer", WRITERS)
def test_a_record_of_nobody_is_refused_above_the_role_only(writer: str, register: str) -> None:
    found = check(changed(register, "new", STATE), WRITERS[writer])
    expected = [] if register in IN_ROLE[writer] else ["register"]
    if writer == "station" and register in ORDERED_ABOVE:
        expected = ["order"]
    assert [each.code for each in found] == expected


@pytest.mark.parametrize("register", EVERY)
@pytest.mark.parametrize("writer", WRITERS)
def test_a_record_of_another_station_is_refused_but_for_what_the_level_above_decides(
    writer: str, register: str
) -> None:
    found = [each.code for each in check(changed(register, "theirs", STATE), WRITERS[writer])]
    if register not in IN_ROLE[writer]:
        expected = ["register"]
    else:
        expected = [] if writer == "upper" and register in DECIDED_ABOVE else ["record"]
    if writer == "station" and register in ORDERED_ABOVE:
        expected = ["order"]
    assert found == expected


@pytest.mark.parametrize(
    ("field", "codes"),
    [
        ("state", []),
        ("received_on", []),
        ("returned_on", []),
        ("return_reason", []),
        ("@seen", []),
        ("figures", ["record"]),
        ("signer_name", ["record"]),
        ("frozen_on", ["record"]),
        (STATE, ["record"]),
    ],
)
def test_the_level_above_answers_a_report_and_writes_nothing_else_in_it(field: str, codes: list[str]) -> None:
    found = check(changed("report", "theirs", field), WRITERS["upper"])
    assert [each.code for each in found] == codes
    assert may_change(WRITERS["upper"], "report", [field], "30502") is (not codes)


@pytest.mark.parametrize(
    ("register", "parent"),
    [(each.name, each.parent.name) for each in REGISTRY if each.parent is not None],
)
@pytest.mark.parametrize("writer", ["station", "upper"])
def test_nobody_puts_a_record_under_one_of_another_station(writer: str, register: str, parent: str) -> None:
    found = check(operation(Intent(register, "new", parent, "theirs")), WRITERS[writer])
    assert [(each.code, each.owner) for each in found] == [("record", "30502")]
    assert check(operation(Intent(register, "new", parent, "new_too")), WRITERS[writer]) == ()


def test_another_stations_catalogue_and_the_level_aboves_are_not_written_below() -> None:
    owners = {"entry": "91"}
    for register in ("catalogue_entry", "rule", "scope_cell", "target"):
        written = operation(Intent(register, "entry", "note", "x"))
        found = trespasses(written, holder(), lambda _register, record: owners.get(record), STATIONS.get)
        assert [(each.code, each.owner) for each in found] == [("record", "91")]


def test_the_roles_of_certificates_are_those_of_the_table() -> None:
    # Who gives the numbers is for the station to say: the book is read and not written.
    assert IN_ROLE["awards"] | {"award_book"} == registers_of(AWARDS)
    assert IN_ROLE["mediation"] == registers_of(MEDIATION)
