"""Which column meant what in a kind of file, remembered for the next file of that kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

_REGISTER: Final = "register"


class Mappings:
    """Mappings by the signature of a table's header, over one connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def get(self, signature: str) -> tuple[str | None, dict[int, str]] | None:
        """The register that the file was a list of, None where that was not kept yet; and its columns."""
        row = self._connection.execute(
            "SELECT mapping FROM import_mapping WHERE signature = ?", [signature]
        ).fetchone()
        if row is None:
            return None
        kept = json.loads(row[0])
        register = kept.pop(_REGISTER, None)
        return register, {int(column): key for column, key in kept.items()}

    def keep(self, signature: str, register: str, mapping: Mapping[int, str]) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO import_mapping VALUES (?, ?)",
            [signature, json.dumps({_REGISTER: register, **mapping})],
        )
