"""The derived tables: one for each register, made from its declaration and filled by folding the journal.

They carry no NOT NULL, UNIQUE or FOREIGN KEY: rows arrive out of order, withheld or twice, and must not abort
an import.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlite_utils import Database

from desktop.base.collation import collation_key, name_key
from desktop.domain.fields import Field, Kind, Register, Registry
from desktop.domain.journal.merge import Content, RecordState

_INTEGER = frozenset({Kind.COUNT, Kind.MONEY, Kind.FLAG})
_SORTED = frozenset({Kind.TEXT, Kind.NAME})

MARKS = "@marks"
CONFLICTS = "@conflicts"
STANDING = "@standing"
STATION = "@station"


def sort_column(field: Field) -> str | None:
    """The column that keeps the Vietnamese order of a text; None where the value orders itself."""
    return f"{field.name}@order" if field.kind in _SORTED and not field.sensitive else None


def column_types(register: Register) -> dict[str, type]:
    types: dict[str, type] = {"id": str, STATION: str, STANDING: str, MARKS: str, CONFLICTS: int}
    for field in register.fields:
        types[field.name] = int if field.kind in _INTEGER else str
        order = sort_column(field)
        if order is not None:
            types[order] = str
    return types


def create_tables(tables: Database, registry: Registry) -> None:
    """Makes the derived tables anew; what they held is folded again by the caller."""
    for register in registry:
        tables.execute(f'DROP TABLE IF EXISTS "{register.name}"')
        table = tables.table(register.name)
        table.create(column_types(register), pk="id", strict=True)
        for columns in _indexes(register):
            table.create_index(columns)


def _indexes(register: Register) -> list[list[str]]:
    title = register.by_name[register.title]
    first = register.newest_first or sort_column(title) or title.name
    wanted = [first, *(field.name for field in register.fields if field.kind is Kind.REF)]
    return [[column] for column in dict.fromkeys(wanted)]


def shape(registry: Registry) -> str:
    """Changes whenever a declaration changes what the derived tables or the search index hold."""
    text = json.dumps(
        [
            [
                register.name,
                register.title,
                register.newest_first,
                [[field.name, field.kind.value, field.search, field.sensitive] for field in register.fields],
            ]
            for register in registry
        ]
    )
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def row_of(register: Register, state: RecordState, station: str | None) -> dict[str, Any]:
    """A folded record as a row of its table; fields this version does not know stay in the journal."""
    marks: dict[str, str] = {}
    row: dict[str, Any] = {
        "id": state.record,
        STATION: station,
        STANDING: state.standing,
        CONFLICTS: len(state.conflicts()),
    }
    for field in register.fields:
        held = state.fields.get(field.name)
        value = None
        if held is not None:
            if held.content is not Content.HELD:
                marks[field.name] = held.content.value
            elif held.conflict:
                marks[field.name] = "conflict"
            value = _column_value(field, held.value)
        row[field.name] = value
        order = sort_column(field)
        if order is not None:
            row[order] = _order(field, value)
    row[MARKS] = json.dumps(marks) if marks else None
    return row


def _column_value(field: Field, value: object) -> str | int | None:
    """The value as its column keeps it; one of a wrong type, which only a stranger writes, is as none."""
    if field.kind is Kind.FLAG:
        return int(value) if isinstance(value, bool) else None
    if field.kind in _INTEGER:
        return value if type(value) is int else None
    if field.kind is Kind.TAGS:
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return json.dumps(value, ensure_ascii=False)
        return None
    return value if isinstance(value, str) else None


def value_of(field: Field, column: str | int | None) -> str | int | bool | list[str] | None:
    """A column's content as the value of the field."""
    if column is None:
        return None
    if field.kind is Kind.FLAG:
        return bool(column)
    if field.kind is Kind.TAGS:
        return list(json.loads(str(column)))
    return column


def _order(field: Field, value: str | int | None) -> str | None:
    if not isinstance(value, str):
        return None
    return name_key(value) if field.kind is Kind.NAME else collation_key(value)
