"""The floor under an import: the same rows, put into the same tables by plain inserts and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader, Writer
from desktop.store.search import BOTH, list_index, own_index, words_of
from desktop.store.tables import column_types

_OPERATIONS: Final = (
    "no", "device", "seq", "hlc", "auto", "prev", "hash", "meta", "salt", "bundle", "aside",
)  # fmt: skip

Rows = Mapping[str, Sequence[tuple[Any, ...]]]
"""By statement, the rows to put in."""


def same_rows(workspace: Workspace) -> Iterator[Rows]:
    """What each bundle left in the file, bundle by bundle, in the order in which they came.

    A row is told as it stands at last: changes to it on the way there are not among what is inserted.
    """
    with workspace.file.reading() as reader:
        streams = {each.statement: each for each in _streams(reader, workspace)}
        for number, device, station in reader.connection.execute(
            "SELECT d.no, d.id, d.station FROM journal_device d"
            " JOIN (SELECT device, min(no) AS first FROM journal_operation GROUP BY device) o ON o.device = d.no"
            " WHERE d.id != ? ORDER BY o.first",
            [workspace.device],
        ).fetchall():
            keys = {"number": number, "device": device, "station": station}
            yield {statement: each.of(keys[each.by]) for statement, each in streams.items()}


class _Stream:
    """The rows of one table in the order of the bundles; the first column says whose each is."""

    def __init__(self, reader: Reader, by: str, query: str, statement: str) -> None:
        self.by = by
        self.statement = statement
        self._groups = groupby(reader.connection.execute(query), key=itemgetter(0))
        self._next = next(self._groups, None)
        self._rows = [] if self._next is None else list(self._next[1])

    def of(self, key: object) -> list[tuple[Any, ...]]:
        if self._next is None or self._next[0] != key:
            return []
        rows = [row[1:] for row in self._rows]
        self._next = next(self._groups, None)
        self._rows = [] if self._next is None else list(self._next[1])
        return rows


def _streams(reader: Reader, workspace: Workspace) -> Iterator[_Stream]:
    operation = ", ".join(_OPERATIONS)
    yield _Stream(
        reader,
        "number",
        f"SELECT device, {operation} FROM journal_operation ORDER BY no",
        f"INSERT INTO journal_operation({operation}) VALUES ({_marks(len(_OPERATIONS))})",
    )
    yield _Stream(
        reader,
        "number",
        "SELECT o.device, e.* FROM journal_entry e JOIN journal_operation o ON o.no = e.operation"
        " ORDER BY e.operation, e.first",
        f"INSERT INTO journal_entry VALUES ({_marks(6)})",
    )
    yield _Stream(
        reader,
        "number",
        "SELECT w.device, w.* FROM journal_withheld w JOIN (SELECT device, min(no) AS first"
        " FROM journal_operation GROUP BY device) o ON o.device = w.device ORDER BY o.first, w.seq",
        f"INSERT INTO journal_withheld VALUES ({_marks(4)})",
    )
    for register in workspace.registry:
        names = ["rowid", *column_types(register)]
        columns = ", ".join(f'"{name}"' for name in names)
        yield _Stream(
            reader,
            "station",
            f'SELECT "@station", {columns} FROM "{register.name}" ORDER BY rowid',
            f'INSERT INTO "{register.name}"({columns}) VALUES ({_marks(len(names))})',
        )


def _marks(number: int) -> str:
    return ", ".join("?" * number)


def insert(workspace: Workspace, rows: Rows) -> float:
    """Puts the rows of one bundle in, in one durable transaction with their words; gives the seconds it took."""
    words = list(_words(workspace, rows))
    start = time.perf_counter()
    with workspace.file.writing() as writer:
        for statement, some in rows.items():
            writer.connection.executemany(statement, some)
        _index(writer, words)
    return time.perf_counter() - start


def _words(workspace: Workspace, rows: Rows) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """By index, the words of the rows' own; a list has the words of what its rows point to besides."""
    for register in workspace.registry:
        names = ["rowid", *column_types(register)]
        statement = next(each for each in rows if each.startswith(f'INSERT INTO "{register.name}"('))
        for which in BOTH:
            for index in {own_index(register, which), list_index(workspace.registry, register, which)} - {
                None
            }:
                told = (dict(zip(names, row, strict=True)) for row in rows[statement])
                some = [(row["rowid"], words_of(register, row, which)) for row in told]
                if index is not None and some:
                    yield index, [pair for pair in some if pair[1]]


def _index(writer: Writer, words: Sequence[tuple[str, list[tuple[int, str]]]]) -> None:
    for index, some in words:
        writer.connection.executemany(f'INSERT INTO "{index}"(rowid, words) VALUES (?, ?)', some)
