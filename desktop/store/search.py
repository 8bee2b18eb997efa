"""Full-text search over the registers: one index for all, and one of its own for sensitive text.

SQLite never folds đ to d, so each row keeps its text twice: as an accented word in one spelling (hoà is hòa)
and folded to bare letters. Type-ahead gives the newest first; ranking by relevance costs a hundred times more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop.base.text import exact, fold, has_marks
from desktop.domain.fields import Field, Kind, Register, Registry
from desktop.domain.journal.merge import Content, RecordState

OPEN = "search_open"
SECRET = "search_secret"  # noqa: S105  # the name of a table


@dataclass(frozen=True, slots=True)
class Found:
    register: str
    record: str


def create_index(connection: Any) -> None:
    """Makes both indexes anew, empty. The prefix lists keep one and two typed letters quick."""
    for name in (OPEN, SECRET):
        connection.execute(f"DROP TABLE IF EXISTS {name}_fts")
        connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute(
            f"CREATE TABLE {name}(no INTEGER PRIMARY KEY, register TEXT, record TEXT, exact TEXT, folded TEXT) STRICT"
        )
        connection.execute(f"CREATE UNIQUE INDEX {name}_record ON {name}(record, register)")
        connection.execute(
            f"CREATE VIRTUAL TABLE {name}_fts USING fts5(exact, folded, content='{name}', content_rowid='no',"
            " tokenize='unicode61 remove_diacritics 0', prefix='1 2 3')"
        )


class SearchIndex:
    """Both indexes over one connection."""

    def __init__(self, connection: Any, registry: Registry) -> None:
        self._connection = connection
        self._registry = registry

    def write(self, register: Register, state: RecordState) -> None:
        """Brings a record's text up to date; one that was removed is found no more."""
        for table, sensitive in ((OPEN, False), (SECRET, True)):
            text = "" if state.standing == "removed" else _text(register, state, sensitive=sensitive)
            self._write(table, register.name, state.record, text)

    def _write(self, table: str, register: str, record: str, text: str) -> None:
        connection = self._connection
        held = connection.execute(
            f"SELECT no, exact, folded FROM {table} WHERE record = ? AND register = ?", [record, register]
        ).fetchone()
        now = (exact(text), fold(text)) if text else None
        if held is not None:
            if now == (held[1], held[2]):
                return
            connection.execute(
                f"INSERT INTO {table}_fts({table}_fts, rowid, exact, folded) VALUES ('delete', ?, ?, ?)",
                list(held),
            )
            if now is None:
                connection.execute(f"DELETE FROM {table} WHERE no = ?", [held[0]])
                return
            connection.execute(f"UPDATE {table} SET exact = ?, folded = ? WHERE no = ?", [*now, held[0]])
            number = held[0]
        elif now is None:
            return
        else:
            number = connection.execute(
                f"INSERT INTO {table}(register, record, exact, folded) VALUES (?, ?, ?, ?)",
                [register, record, *now],
            ).lastrowid
        connection.execute(f"INSERT INTO {table}_fts(rowid, exact, folded) VALUES (?, ?, ?)", [number, *now])

    def find(
        self, text: str, *, secret: bool, limit: int, registers: Sequence[str] | None = None
    ) -> list[Found]:
        """Records whose text has every word of ``text`` or one that begins so, newest first.

        With accents typed, what has just those accents comes before what merely sounds alike.
        """
        found: dict[tuple[str, str], Found] = {}
        for match in matches(text):
            for table in (OPEN, SECRET) if secret else (OPEN,):
                for each in self._find(table, match, limit, registers):
                    found.setdefault((each.register, each.record), each)
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    def _find(self, table: str, match: str, limit: int, registers: Sequence[str] | None) -> list[Found]:
        where, arguments = "", [match]
        if registers is not None:
            where = f" AND s.register IN ({','.join('?' * len(registers))})"
            arguments += registers
        rows = self._connection.execute(
            f"SELECT s.register, s.record FROM {table}_fts f JOIN {table} s ON s.no = f.rowid"
            f" WHERE {table}_fts MATCH ?{where} ORDER BY f.rowid DESC LIMIT ?",
            [*arguments, limit],
        )
        return [Found(*row) for row in rows]


def matches(text: str) -> list[str]:
    """The queries to ask in turn: exact accents first where some were typed, then folded."""
    queries = []
    if has_marks(text):
        queries.append(_match("exact", exact(text)))
    queries.append(_match("folded", fold(text)))
    return [query for query in queries if query]


def _match(column: str, text: str) -> str:
    words = ["".join(letter for letter in word if letter.isalnum()) for word in text.split()]
    return " AND ".join(f'{column} : "{word}" *' for word in words if word)


def searched(field: Field, *, sensitive: bool) -> bool:
    return field.search and field.sensitive == sensitive and field.kind is not Kind.REF


def _text(register: Register, state: RecordState, *, sensitive: bool) -> str:
    parts = []
    for field in register.fields:
        held = state.fields.get(field.name)
        if searched(field, sensitive=sensitive) and held is not None and held.content is Content.HELD:
            parts += [
                str(head.value)
                for head in held.heads
                if isinstance(head.value, str) and head.content is Content.HELD
            ]
    return " ".join(parts)
