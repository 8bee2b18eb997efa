"""What the registers hold that a list names: in its columns, and by the codes of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from desktop.domain.access import Permission, sees
from desktop.domain.importing.holdings import Holdings
from desktop.domain.importing.rows import RowReading
from desktop.domain.importing.targets import Target
from desktop.services.import_met import beside_of, by_standing, records_of
from desktop.services.workspace import Workspace
from desktop.store.records import Selection
from desktop.store.register_file import Reader


def holdings(workspace: Workspace, target: Target, rows: Iterable[RowReading]) -> Holdings:
    """What the columns of these rows may name, and the records that rows name by their codes.

    Those that a row may be without saying so are asked for when it is known what its names stand for.
    """
    with workspace.reading(Permission.IMPORT, target.register) as reader:
        referred = {field.to for field in target.fields.values() if field.to is not None} | {"area"}
        titles = {
            name: _titles(reader, name)
            for name in referred
            if name != target.base and sees(workspace.role, name)
        }
        merged = reader.sames.sets().by_record(target.register)
        codes = {merged.get(row.code, row.code) for row in rows if row.code is not None}
        coded = records_of(reader, target.register, codes)
        records, retired = by_standing(reader, target.register, coded)
        former = _former(reader, target, (*records.values(), *retired.values()), titles)
        labels = {name: _labels(reader, name, told) for name, told in titles.items()}
        aliases = {name: _aliases(reader, name, told) for name, told in titles.items()}
        return Holdings(
            titles,
            records=records,
            retired=retired,
            former=former,
            labels=labels,
            merged=merged,
            aliases=aliases,
        )


def _aliases(reader: Reader, register: str, titles: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """By record that stands for others, the names by which those are known and it is not."""
    title = reader.registry[register].title
    aliases = {}
    for record, rows in beside_of(reader, register).items():
        names = dict.fromkeys(str(row[title]) for row in rows if row.get(title) is not None)
        aliases[record] = tuple(name for name in names if name != titles.get(record))
    return aliases


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


def _titles(reader: Reader, register: str) -> dict[str, str]:
    """The names of the records in use, in the order of their list."""
    records = reader.records.ids(register, Selection())
    told = reader.records.titles(register, records)
    return {record: str(told[record]) for record in records if told.get(record) is not None}


def _labels(reader: Reader, register: str, titles: Mapping[str, str]) -> dict[str, str]:
    """For records that share their name with another: the name with their area or their address beside it."""
    often = Counter(titles.values())
    alike = reader.records.get_many(register, [each for each, name in titles.items() if often[name] > 1])
    declared = reader.registry[register]
    beside = [name for name in ("area", "address", "held_on") if name in declared.by_name]
    areas = reader.records.titles(
        "area", [row.values["area"] for row in alike.values() if row.values.get("area")]
    )
    labels = {}
    for record, row in alike.items():
        told = [row.values.get(name) for name in beside if not declared.by_name[name].sensitive]
        words = [areas.get(each) or each for each in told if each]
        if words:
            labels[record] = f"{titles[record]} ({', '.join(words)})"
    return labels
