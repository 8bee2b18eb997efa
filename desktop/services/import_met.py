"""The records that the rows of a list may be, and no others: whatever the registers hold, memory stays as it is.

What identifies a record is asked of each of its register, one after the other; the whole of it only where it fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.domain.importing.holdings import Holdings
from desktop.domain.importing.identity import PARTIES, SoughtRecords
from desktop.domain.importing.people import IDENTIFYING, Known, SoughtPeople, is_bare
from desktop.domain.importing.planning import fields_of
from desktop.domain.importing.previewing import Resolved
from desktop.store.records import Stored
from desktop.store.register_file import Reader

_RETIRED = "retired"

Values = Mapping[str, Any]


def with_met(reader: Reader, resolved: Resolved, held: Holdings) -> Holdings:
    """What is held, with every record that a row may be."""
    target = resolved.target
    beside = beside_of(reader, target.register)
    if "person" in (target.register, target.base):
        people = _people(reader, resolved, held)
        if target.register == "person":
            rows = _coded_and(reader, resolved, held, {person.record or "" for person in people})
        else:
            rows = _coded_and(reader, resolved, held, _serving(reader, target.register, people))
    else:
        people, rows = (), _alike(reader, resolved, held, beside)
    records, retired = by_standing(reader, target.register, rows)
    return replace(held, people=people, records=records, retired=retired, beside=beside)


def beside_of(reader: Reader, register: str) -> dict[str, tuple[Values, ...]]:
    """By record that stands for others, what each of these and it says by itself; its row says what all do."""
    beside: dict[str, tuple[Values, ...]] = {}
    for record, first in sorted(reader.sames.sets().by_record(register).items()):
        state = reader.state(register, record)
        if state is not None:
            own = {name: state.value(name) for name in state.fields}
            beside[first] = (*beside.get(first, ()), own)
    return beside


def records_of(reader: Reader, register: str, records: Iterable[str]) -> list[Stored]:
    """The records of these ids that are in use or retired, in the order of their list."""
    numbers = [number for number, *_ in reader.records.each(register, (), ("id", set(records)))]
    return reader.records.numbered(register, numbers)


def by_standing(
    reader: Reader, register: str, rows: Sequence[Stored]
) -> tuple[dict[str, Values], dict[str, Values]]:
    """The values of records in use, and of retired ones."""
    values = _with_parties(reader, register, rows)
    return (
        {row.id: values[row.id] for row in rows if row.standing != _RETIRED},
        {row.id: values[row.id] for row in rows if row.standing == _RETIRED},
    )


def _people(reader: Reader, resolved: Resolved, held: Holdings) -> tuple[Known, ...]:
    target = resolved.target
    told = [(fields_of("person", values), values) for _, values in resolved.others]
    serving, coded = None, set[str]()
    if target.base is not None:
        coded = {str(each.get(target.base)) for each in (*held.records.values(), *held.retired.values())}
        # A name alone is whoever bears it in that very group.
        groups = {str(values.get("member.group")) for own, values in told if is_bare(own)}
        serving = {person for *_, person in reader.records.each("member", ("person",), ("group", groups))}
    sought = SoughtPeople((own for own, _ in told), serving)
    beside = beside_of(reader, "person")
    numbers = [
        number
        for number, record, *values in reader.records.each("person", IDENTIFYING)
        if record in coded or record in beside or sought.meets(record, values)
    ]
    return tuple(
        Known(row.id, _told(row.values), retired=row.standing == _RETIRED, also=beside.get(row.id, ()))
        for row in reader.records.numbered("person", numbers)
    )


def _serving(reader: Reader, register: str, people: Iterable[Known]) -> set[str]:
    """The memberships of these people."""
    who = {person.record for person in people if person.record is not None}
    return {record for _, record, *_ in reader.records.each(register, (), ("person", who))}


def _coded_and(reader: Reader, resolved: Resolved, held: Holdings, met: Iterable[str]) -> list[Stored]:
    return records_of(reader, resolved.target.register, {*met, *held.records, *held.retired})


def _alike(
    reader: Reader, resolved: Resolved, held: Holdings, beside: Mapping[str, tuple[Values, ...]]
) -> list[Stored]:
    register = resolved.target.register
    sought = SoughtRecords(register, (fields_of(register, values) for _, values in resolved.others))
    numbers = [
        number
        for number, record, *values in reader.records.each(register, sought.fields)
        if record in beside or record in held.records or record in held.retired or sought.meets(values)
    ]
    return reader.records.numbered(register, numbers)


def _with_parties(reader: Reader, register: str, rows: Sequence[Stored]) -> dict[str, Values]:
    """The values of each record; of a dispute the names of its parties too, by which two of a day are told apart."""
    values: dict[str, Values] = {row.id: _told(row.values) for row in rows}
    if register != "dispute":
        return values
    names: dict[str, list[str]] = {}
    found = [number for number, *_ in reader.records.each("party", (), ("dispute", set(values)))]
    for party in reader.records.numbered("party", found):
        if party.standing != _RETIRED and party.values.get("name"):
            names.setdefault(str(party.values.get("dispute")), []).append(str(party.values["name"]))
    return {record: {**each, PARTIES: tuple(names.get(record, ()))} for record, each in values.items()}


def _told(values: Values) -> Values:
    """What a record says; most of its fields are blank, and take as much room."""
    return {name: value for name, value in values.items() if value is not None}
