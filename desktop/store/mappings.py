"""Which column meant what in a kind of file, remembered for the next file of that kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


class Mappings:
    """Mappings by the signature of a table's header, over one connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def get(self, signature: str) -> dict[int, str] | None:
        row = self._connection.execute(
            "SELECT mapping FROM import_mapping WHERE signature = ?", [signature]
        ).fetchone()
        return {int(column): key for column, key in json.loads(row[0]).items()} if row else None

    def keep(self, signature: str, mapping: Mapping[int, str]) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO import_mapping VALUES (?, ?)", [signature, json.dumps(dict(mapping))]
        )
