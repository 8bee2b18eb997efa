"""Which records were touched after some point of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.store.listing import Sql


@dataclass(frozen=True)
class Touched:
    """Records of a register, by id: those that were there before, and those that are new since."""

    known: frozenset[str]
    new: frozenset[str]


class Since:
    """Questions about what came after, over one connection. ``seen`` is, by device, the last number before."""

    def __init__(self, connection: Any, seen: Mapping[str, int]) -> None:
        self._connection = connection
        rows = connection.execute("SELECT no, id FROM journal_device").fetchall()
        self._seen = {int(number): seen.get(device, 0) for number, device in rows}

    def touched(self, register: str) -> Touched:
        """The records of a register that a later operation wrote to."""
        later: set[str] = set()
        for number, seq in self._seen.items():
            later.update(
                row[0]
                for row in self._connection.execute(
                    "SELECT DISTINCT e.record FROM journal_operation o JOIN journal_entry e"
                    " ON e.operation = o.no WHERE o.device = ? AND o.seq > ? AND e.register = ?",
                    [number, seq, register],
                )
                if row[0] is not None
            )
        known = frozenset(record for record in later if self._was_there(register, record))
        return Touched(known, frozenset(later) - known)

    def _was_there(self, register: str, record: str) -> bool:
        rows = self._connection.execute(
            "SELECT o.device, o.seq FROM journal_entry e JOIN journal_operation o ON o.no = e.operation"
            " WHERE e.register = ? AND e.record = ?",
            [register, record],
        )
        return any(seq <= self._seen.get(device, 0) for device, seq in rows)

    def ids(self, query: Sql, register: str) -> frozenset[str]:
        """The ids behind a query for numbers of rows of a register."""
        rows = self._connection.execute(
            f'SELECT id FROM "{register}" WHERE rowid IN ({query.text})', query.arguments
        )
        return frozenset(row[0] for row in rows)


def reached(connection: Any) -> dict[str, int]:
    """By device, the number of its last operation that is held."""
    rows = connection.execute(
        "SELECT d.id, max(o.seq) FROM journal_operation o JOIN journal_device d ON d.no = o.device GROUP BY o.device"
    )
    return {device: int(seq) for device, seq in rows}
