"""Bundles that wait for what they build on: what is kept of each beside its file."""

from __future__ import annotations

import json
from dataclasses import field
from typing import Any

from desktop.base.values import dataclass


@dataclass(frozen=True)
class Held:
    """A bundle that waits.

    Attributes:
        bundle: its id, and the name of its file in the holding area.
        hash: of its manifest.
        at: when it came, ISO; ``made_at`` when it was written, by its sender's clock.
        number: the sender's running number of bundles; 0 where it is not known.
        needs: by device, up to where its chain must be held before this one can be taken.
        refused: the code of what it was refused for when its turn came, with its facts; empty while it waits.
    """

    bundle: str
    hash: str
    at: str
    made_at: str
    station: str
    station_name: str
    device: str
    number: int
    size: int
    needs: dict[str, int]
    refused: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


class Holding:
    """The table over one connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def all(self) -> list[Held]:
        """The longest waiting first."""
        rows = self._connection.execute(
            "SELECT id, file_hash, at, made_at, station, station_name, device, number, size, needs, refused, facts"
            " FROM holding ORDER BY rowid"
        )
        return [Held(*(*row[:9], json.loads(row[9]), row[10], json.loads(row[11]))) for row in rows]

    def put(self, held: Held) -> None:
        self._connection.execute(
            "INSERT INTO holding(id, file_hash, at, made_at, station, station_name, device, number, size, needs,"
            " refused, facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET file_hash = excluded.file_hash, size = excluded.size,"
            " needs = excluded.needs, refused = excluded.refused, facts = excluded.facts",
            [
                held.bundle,
                held.hash,
                held.at,
                held.made_at,
                held.station,
                held.station_name,
                held.device,
                held.number,
                held.size,
                json.dumps(held.needs),
                held.refused,
                json.dumps(held.facts, default=str),
            ],
        )

    def drop(self, bundle: str) -> None:
        self._connection.execute("DELETE FROM holding WHERE id = ?", [bundle])
