"""Looking into a file past its own ways of reading: every row of every table, every word of every index."""

from __future__ import annotations

from collections import Counter
from typing import Any

from desktop.domain.fields import Registry
from desktop.services.workspace import Workspace
from desktop.store.search import indexes
from desktop.store.tables import column_types

Row = dict[str, Any]


def tables(workspace: Workspace) -> dict[tuple[str, str], Row]:
    rows = {}
    with workspace.file.reading() as reader:
        for register in workspace.registry:
            names = list(column_types(register))
            columns = ", ".join(f'"{name}"' for name in names)
            for values in reader.connection.execute(f'SELECT {columns} FROM "{register.name}"'):
                row = dict(zip(names, values, strict=True))
                rows[register.name, row["id"]] = row
    return rows


def conflicts(workspace: Workspace) -> set[tuple[str, ...]]:
    with workspace.file.reading() as reader:
        return set(reader.connection.execute("SELECT register, record, field, kind FROM conflict"))


def words(workspace: Workspace) -> dict[str, Counter[str]]:
    """By index, how many records have which word; each index is checked against itself too."""
    found: dict[str, Counter[str]] = {}
    with workspace.file.writing() as writer:
        for index in indexes(workspace.registry):
            writer.connection.execute(f'INSERT INTO "{index}"("{index}") VALUES (\'integrity-check\')')
            writer.connection.execute("DROP TABLE IF EXISTS temp.seen")
            writer.connection.execute(f"CREATE VIRTUAL TABLE temp.seen USING fts5vocab(main, '{index}', row)")
            rows = Counter(dict(writer.connection.execute("SELECT term, doc FROM temp.seen")))
            if rows:
                found[index] = rows
        writer.connection.execute("DROP TABLE IF EXISTS temp.seen")
    return found


def everything_kept(connection: Any) -> bytes:
    """Every value of every table of the file, those that an index keeps for itself too."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ).fetchall()
    parts = []
    for (name,) in names:
        for row in connection.execute(f'SELECT * FROM "{name}"'):
            parts += [each if isinstance(each, bytes) else str(each).encode() for each in row]
    return b"\n".join(parts)


def known_indexes(registry: Registry) -> set[str]:
    return set(indexes(registry))
