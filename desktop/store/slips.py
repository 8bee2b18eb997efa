"""Slips that were printed to be written into by hand: which record stands in which row of which number."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_PREFIX = "slip:"
_KEPT = 200
"""Slips of long ago are not typed in any more."""


@dataclass(frozen=True)
class Slip:
    """A printed slip.

    Attributes:
        number: counted from 1 on this computer, never given twice.
        at: local time in ISO form.
        title: what the slip is of, such as the name of an area.
        rows: the records, row after row.
    """

    number: int
    register: str
    at: str
    title: str
    rows: tuple[str, ...]


class Slips:
    """The slips over one connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def next_number(self) -> int:
        row = self._connection.execute(
            "SELECT value FROM local WHERE name = ?", [_PREFIX + "last"]
        ).fetchone()
        return int(row[0]) + 1 if row else 1

    def keep(self, slip: Slip) -> None:
        """Keeps a slip under its number; the oldest go."""
        content = json.dumps([slip.register, slip.at, slip.title, list(slip.rows)], ensure_ascii=False)
        for name, value in ((_name(slip.number), content), (_PREFIX + "last", str(slip.number))):
            self._connection.execute("INSERT OR REPLACE INTO local VALUES (?, ?)", [name, value])
        if slip.number > _KEPT:
            self._connection.execute("DELETE FROM local WHERE name = ?", [_name(slip.number - _KEPT)])

    def get(self, number: int) -> Slip | None:
        row = self._connection.execute("SELECT value FROM local WHERE name = ?", [_name(number)]).fetchone()
        return _slip(number, row[0]) if row else None

    def newest(self, register: str, limit: int) -> Sequence[Slip]:
        """The slips of a register, newest first."""
        found = (self.get(number) for number in range(self.next_number() - 1, 0, -1)[:limit])
        return [slip for slip in found if slip is not None and slip.register == register]


def _name(number: int) -> str:
    return f"{_PREFIX}{number}"


def _slip(number: int, content: str) -> Slip:
    register, at, title, rows = json.loads(content)
    return Slip(number, register, at, title, tuple(rows))
