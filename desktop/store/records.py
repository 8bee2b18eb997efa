"""Reading and writing the derived tables: pages of rows for a list, titles of what references point to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.domain.fields import Kind, Register, Registry
from desktop.domain.journal.merge import RecordState
from desktop.store.search import OPEN, SECRET, matches, searched
from desktop.store.tables import CONFLICTS, MARKS, STANDING, STATION, row_of, sort_column, value_of


@dataclass(frozen=True)
class Stored:
    """A row of a derived table. ``marks`` says of a field ``withheld``, ``erased`` or ``conflict``."""

    id: str
    station: str | None
    standing: str
    values: Mapping[str, Any]
    marks: Mapping[str, str]
    conflicts: int


@dataclass(frozen=True)
class Selection:
    """Which rows of a register, and in which order. ``filters`` are (field, accepted values)."""

    filters: tuple[tuple[str, tuple[str | bool, ...]], ...] = ()
    text: str = ""
    sort: str | None = None
    descending: bool = False
    retired: bool = False
    secret: bool = False
    """Whether ``text`` may look into the index of sensitive text."""


class Records:
    """The derived tables over one connection."""

    def __init__(self, connection: Any, registry: Registry) -> None:
        self._connection = connection
        self._registry = registry

    def write(self, register: Register, state: RecordState, station: str | None) -> None:
        row = row_of(register, state, station)
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        self._connection.execute(
            f'INSERT OR REPLACE INTO "{register.name}" ({names}) VALUES ({marks})', list(row.values())
        )

    def get(self, register: str, record: str) -> Stored | None:
        return self.get_many(register, [record]).get(record)

    def get_many(self, register: str, records: Sequence[str]) -> dict[str, Stored]:
        declared = self._registry[register]
        found: dict[str, Stored] = {}
        for start in range(0, len(records), 500):
            some = list(records[start : start + 500])
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(
                f'SELECT {_columns(declared, "r")} FROM "{register}" r WHERE r.id IN ({marks})', some
            )
            for row in rows:
                stored = _stored(declared, row)
                found[stored.id] = stored
        return found

    def count(self, register: str, selection: Selection) -> int:
        declared = self._registry[register]
        where, arguments = self._where(declared, selection)
        query = f'SELECT count(*) FROM "{register}" r WHERE {where}'
        return int(self._connection.execute(query, arguments).fetchone()[0])

    def page(self, register: str, selection: Selection, offset: int, limit: int) -> list[Stored]:
        declared = self._registry[register]
        where, arguments = self._where(declared, selection)
        joins, order = self._order(declared, selection)
        rows = self._connection.execute(
            f'SELECT {_columns(declared, "r")} FROM "{register}" r{joins} WHERE {where}'
            f" ORDER BY {order} LIMIT ? OFFSET ?",
            [*arguments, limit, offset],
        )
        return [_stored(declared, row) for row in rows]

    def children(self, register: str, record: str) -> list[Stored]:
        """The rows of a child register that belong to ``record``, oldest first; removed ones too."""
        declared = self._registry[register]
        parent = declared.parent
        if parent is None:
            raise ValueError(f"{register} belongs to no other register")
        rows = self._connection.execute(
            f'SELECT {_columns(declared, "r")} FROM "{register}" r WHERE r."{parent.name}" = ? ORDER BY r.id',
            [record],
        )
        return [_stored(declared, row) for row in rows]

    def pointing_at(self, record: str, target: str) -> list[tuple[str, str, int]]:
        """(register, field, count) of the references to a record of ``target``."""
        found = []
        for register in self._registry:
            for field in register.fields:
                if field.to == target:
                    number = self._connection.execute(
                        f'SELECT count(*) FROM "{register.name}" WHERE "{field.name}" = ?'
                        f" AND \"{STANDING}\" != 'removed'",
                        [record],
                    ).fetchone()[0]
                    if number:
                        found.append((register.name, field.name, number))
        return found

    def titles(self, register: str, records: Sequence[str]) -> dict[str, str | None]:
        """What names each of the records; None where that is withheld or erased."""
        declared = self._registry[register]
        title = declared.by_name[declared.title]
        stored = self.get_many(register, list(records))
        values = {record: row.values.get(title.name) for record, row in stored.items()}
        if title.to is not None:
            pointed = [value for value in values.values() if value]
            names = self.titles(title.to, pointed)
            return {record: names.get(value) if value else None for record, value in values.items()}
        return values

    def _where(self, register: Register, selection: Selection) -> tuple[str, list[Any]]:
        standing = "!= 'removed'" if selection.retired else "= 'active'"
        parts, arguments = [f'r."{STANDING}" {standing}'], list[Any]()
        for name, values in selection.filters:
            field = register.by_name[name]
            marks = ",".join("?" * len(values))
            if field.kind is Kind.TAGS:
                parts.append(
                    f'EXISTS (SELECT 1 FROM json_each(r."{name}") WHERE json_each.value IN ({marks}))'
                )
            elif field.kind is Kind.FLAG and False in values:
                parts.append(f'coalesce(r."{name}", 0) IN ({marks})')
            else:
                parts.append(f'r."{name}" IN ({marks})')
            arguments += [int(value) if isinstance(value, bool) else value for value in values]
        if matches(selection.text):
            some, more = self._matching(register, selection)
            parts.append(some)
            arguments += more
        return " AND ".join(parts), arguments

    def _matching(self, register: Register, selection: Selection) -> tuple[str, list[Any]]:
        """Rows whose own text matches, or that point to one whose text does."""
        match = matches(selection.text)[0]
        tables = [OPEN]
        if selection.secret:
            tables.append(SECRET)
        own = any(searched(field, sensitive=secret) for field in register.fields for secret in (False, True))
        places = [("id", register.name)] if own else []
        for field in register.fields:
            if field.search and field.to is not None:
                places.append((f'"{field.name}"', field.to))
        parts, arguments = list[str](), list[Any]()
        for column, target in places:
            for table in tables:
                lookup = (
                    f"SELECT s.record FROM {table}_fts f JOIN {table} s ON s.no = f.rowid"
                    f" WHERE {table}_fts MATCH ? AND s.register = ?"
                )
                parts.append(f"r.{column} IN ({lookup})")
                arguments += [match, target]
        return (f"({' OR '.join(parts)})" if parts else "0"), arguments

    def _order(self, register: Register, selection: Selection) -> tuple[str, str]:
        """Joins and ORDER BY; a reference sorts by the title of what it points to."""
        name, descending = selection.sort, selection.descending
        if name is None or register.by_name[name].sensitive:
            name, descending = (
                (register.newest_first, True) if register.newest_first else (register.title, False)
            )
        joins, alias, field, declared = "", "r", register.by_name[name], register
        while field.to is not None:
            joins += f' LEFT JOIN "{field.to}" {alias}t ON {alias}t.id = {alias}."{field.name}"'
            alias += "t"
            declared = self._registry[field.to]
            field = declared.by_name[declared.title]
        column = sort_column(field) or field.name
        way = " DESC" if descending else ""
        return joins, f'{alias}."{column}"{way}, r.id{way}'


def _columns(register: Register, alias: str) -> str:
    names = ["id", STATION, STANDING, MARKS, CONFLICTS, *(field.name for field in register.fields)]
    return ", ".join(f'{alias}."{name}"' for name in names)


def _stored(register: Register, row: Sequence[Any]) -> Stored:
    record, station, standing, marks, conflicts, *values = row
    return Stored(
        record,
        station,
        standing,
        {field.name: value_of(field, value) for field, value in zip(register.fields, values, strict=True)},
        json.loads(marks) if marks else {},
        conflicts or 0,
    )
