"""What the registers hold that a list may meet: records to know again, and names that its columns may say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from desktop.domain.access import Permission, sees
from desktop.domain.importing.holdings import Holdings
from desktop.domain.importing.identity import PARTIES
from desktop.domain.importing.people import Known
from desktop.domain.importing.targets import Target
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

_MOST = 1_000_000
_RETIRED = "retired"


def holdings(workspace: Workspace, target: Target) -> Holdings:
    """What the registers hold that a list of this target may meet."""
    with workspace.reading(Permission.IMPORT, target.register) as reader:
        referred = {field.to for field in target.fields.values() if field.to is not None} | {"area"}
        stored = {
            name: _all(reader, name)
            for name in referred
            if name != target.base and sees(workspace.role, name)
        }
        titles = {name: _titles(reader, name, rows) for name, rows in stored.items()}
        people: tuple[Known, ...] = ()
        if "person" in (target.register, target.base):
            beside = _beside(reader, "person")
            people = tuple(
                Known(row.id, row.values, retired=row.standing == _RETIRED, also=beside.get(row.id, ()))
                for row in _all(reader, "person", retired=True)
            )
        rows = _all(reader, target.register, retired=True)
        values = _with_parties(reader, target.register, rows)
        records = {row.id: values[row.id] for row in rows if row.standing != _RETIRED}
        retired = {row.id: values[row.id] for row in rows if row.standing == _RETIRED}
        former = _former(reader, target, values.values(), titles)
        labels = {name: _labels(reader, name, rows, titles[name]) for name, rows in stored.items()}
        merged = reader.sames.sets().by_record(target.register)
        beside = _beside(reader, target.register)
        aliases = {name: _aliases(reader, name, titles[name]) for name in stored}
        return Holdings(titles, people, records, retired, former, labels, merged, beside, aliases)


def _beside(reader: Reader, register: str) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """By record that stands for others, what each of these and it says by itself; its row says what all do."""
    beside: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for record, first in sorted(reader.sames.sets().by_record(register).items()):
        state = reader.state(register, record)
        if state is not None:
            own = {name: state.value(name) for name in state.fields}
            beside[first] = (*beside.get(first, ()), own)
    return beside


def _aliases(reader: Reader, register: str, titles: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """By record that stands for others, the names by which those are known and it is not."""
    title = reader.registry[register].title
    aliases = {}
    for record, rows in _beside(reader, register).items():
        names = dict.fromkeys(str(row[title]) for row in rows if row.get(title) is not None)
        aliases[record] = tuple(name for name in names if name != titles.get(record))
    return aliases


def _with_parties(reader: Reader, register: str, rows: Sequence[Stored]) -> dict[str, Mapping[str, Any]]:
    """The values of each record; of a dispute the names of its parties too, by which two of a day are told apart."""
    values: dict[str, Mapping[str, Any]] = {row.id: row.values for row in rows}
    if register != "dispute":
        return values
    names: dict[str, list[str]] = {}
    for party in _all(reader, "party"):
        if party.values.get("name"):
            names.setdefault(str(party.values.get("dispute")), []).append(str(party.values["name"]))
    return {record: {**each, PARTIES: tuple(names.get(record, ()))} for record, each in values.items()}


def _former(
    reader: Reader,
    target: Target,
    records: Iterable[Mapping[str, Any]],
    titles: Mapping[str, Mapping[str, str]],
) -> dict[str, dict[str, str]]:
    """The names of what records point to although it is no longer active."""
    own = {
        field.name: field.to
        for key, field in target.fields.items()
        if key.startswith(f"{target.register}.") and field.to in titles
    }
    pointed: dict[str, set[str]] = {}
    for values in records:
        for name, register in own.items():
            if register is not None and values.get(name) and values[name] not in titles[register]:
                pointed.setdefault(register, set()).add(values[name])
    return {
        register: {
            record: title
            for record, title in reader.records.titles(register, sorted(wanted)).items()
            if title
        }
        for register, wanted in pointed.items()
    }


def _titles(reader: Reader, register: str, rows: Sequence[Stored]) -> dict[str, str]:
    declared = reader.registry[register]
    title = declared.by_name[declared.title]
    if title.to is None:
        return {row.id: str(row.values[title.name]) for row in rows if row.values.get(title.name) is not None}
    named = reader.records.titles(register, [row.id for row in rows])
    return {record: name for record, name in named.items() if name}


def _labels(
    reader: Reader, register: str, rows: Sequence[Stored], titles: Mapping[str, str]
) -> dict[str, str]:
    """For records that share their name with another: the name with their area or their address beside it."""
    often = Counter(titles.values())
    alike = [row for row in rows if often[titles.get(row.id, "")] > 1]
    declared = reader.registry[register]
    beside = [name for name in ("area", "address", "held_on") if name in declared.by_name]
    areas = reader.records.titles("area", [row.values["area"] for row in alike if row.values.get("area")])
    labels = {}
    for row in alike:
        told = [row.values.get(name) for name in beside if not declared.by_name[name].sensitive]
        words = [areas.get(each) or each for each in told if each]
        if words:
            labels[row.id] = f"{titles[row.id]} ({', '.join(words)})"
    return labels


def _all(reader: Reader, register: str, *, retired: bool = False) -> list[Stored]:
    return reader.records.page(register, Selection(retired=retired), 0, _MOST)
