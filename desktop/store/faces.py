"""What of many records tells one from another, read in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from desktop.domain.sameness import DIFFERENT
from desktop.store.tables import STANDING, STANDINGS

_ACTIVE: Final = STANDINGS.index("active")


class Faces:
    """Questions over one connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def all(self, register: str, fields: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """(id, the fields in order) of every record in use; empty text for what is not there."""
        columns = "".join(f", coalesce(\"{name}\", '')" for name in fields)
        yield from self._connection.execute(
            f'SELECT id{columns} FROM "{register}" WHERE "{STANDING}" = {_ACTIVE} ORDER BY id'
        )

    def told_apart(self, link: str) -> list[tuple[str, str]]:
        """The pairs of records of which somebody said that they are not one."""
        rows = self._connection.execute(
            f'SELECT first, second FROM "{link}" WHERE verdict = ? AND "{STANDING}" = {_ACTIVE}'
            " AND first IS NOT NULL AND second IS NOT NULL",
            [DIFFERENT],
        )
        return [(row[0], row[1]) for row in rows]
