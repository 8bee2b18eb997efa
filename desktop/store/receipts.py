"""What was taken in of whose chain, here and elsewhere, and when what went out and was acknowledged."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from desktop.domain.receipts import Taken


HERE: Final = ""
"""The holder that stands for this file, whatever its identity is."""
OUT: Final = "out"
"""Written to a stick for a unit."""
ACKNOWLEDGED: Final = "acknowledged"
"""Every computer of the unit said that it holds it."""


class Kept(NamedTuple):
    """One receipt: what ``holder`` has of the chain of ``device``; ``at`` is the holder's clock, ISO."""

    holder: str
    device: str
    taken: Taken
    hash: str
    at: str
    aside: tuple[tuple[int, int], ...]


class Receipts:
    """The tables of receipts and of passages over one connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    # Receipts

    def get(self, holder: str, device: str) -> Kept | None:
        return next(iter(self._rows("holder = ? AND device = ?", [holder, device])), None)

    def of_device(self, device: str) -> list[Kept]:
        """What everybody said of one chain."""
        return self._rows("device = ? AND holder <> ?", [device, HERE])

    def all(self) -> list[Kept]:
        return self._rows("1", [])

    def with_aside(self) -> list[Kept]:
        """What others said of chains of which they set something aside."""
        return self._rows("aside <> '[]' AND holder <> ?", [HERE])

    def _rows(self, where: str, arguments: list[str]) -> list[Kept]:
        from desktop.domain.receipts import Taken  # with all that scopes speak of

        rows = self._connection.execute(
            "SELECT holder, device, taken, hash, at, aside FROM receipt"
            f" WHERE {where} ORDER BY holder, device",
            arguments,
        )
        return [
            Kept(
                holder,
                device,
                Taken(tuple((end, mark) for end, mark in json.loads(taken))),
                digest,
                at,
                tuple((first, last) for first, last in json.loads(aside)),
            )
            for holder, device, taken, digest, at, aside in rows
        ]

    def put(self, kept: Kept) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO receipt VALUES (?, ?, ?, ?, ?, ?)",
            [
                kept.holder,
                kept.device,
                json.dumps(kept.taken.stretches),
                kept.hash,
                kept.at,
                json.dumps(kept.aside),
            ],
        )

    # Passages

    def reached(self, station: str, device: str, way: str) -> int:
        """How far a device's operations have come on their way to a unit."""
        row = self._connection.execute(
            "SELECT max(seq) FROM passage WHERE station = ? AND device = ? AND way = ?",
            [station, device, way],
        ).fetchone()
        return int(row[0] or 0)

    def reach(self, station: str, device: str, way: str, seq: int, at: str) -> None:
        """Notes how far they have come; a place further back forgets what was noted beyond it."""
        self._connection.execute(
            "DELETE FROM passage WHERE station = ? AND device = ? AND way = ? AND seq > ?",
            [station, device, way, seq],
        )
        if seq > self.reached(station, device, way):
            self._connection.execute(
                "INSERT INTO passage VALUES (?, ?, ?, ?, ?)", [station, device, way, seq, at]
            )

    def passages(self, device: str, seq: int) -> Iterable[tuple[str, str, str]]:
        """(station, way, when it first came so far) of one operation."""
        return self._connection.execute(  # type: ignore[no-any-return]  # rows of three texts
            "SELECT station, way, at FROM passage p WHERE device = ? AND seq = ("
            " SELECT min(seq) FROM passage q WHERE q.station = p.station AND q.device = p.device"
            " AND q.way = p.way AND q.seq >= ?) ORDER BY station, way",
            [device, seq],
        ).fetchall()
