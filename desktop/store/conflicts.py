"""What waits for a person's choice: the derived table of conflicts."""

from __future__ import annotations

from typing import Any, NamedTuple

from desktop.store.held import Place

FIELD = "field"
"""Several values of one field stand beside each other."""
RETIRED = "retired"
"""The record was retired in one place while another changed it."""


class Waiting(NamedTuple):
    """One row: a field of a record, and in which way it is in conflict (``field`` or ``retired``)."""

    register: str
    record: str
    field: str
    kind: str


class Conflicts:
    """The table over one connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def places(self) -> set[Place]:
        """The records that anything waits in."""
        rows = self._connection.execute("SELECT DISTINCT register, record FROM conflict")
        return {(row[0], row[1]) for row in rows}

    def waiting(self) -> list[Waiting]:
        """Everything that waits, the records last made on top."""
        rows = self._connection.execute(
            "SELECT register, record, field, kind FROM conflict ORDER BY record DESC, register, field, kind"
        )
        return [Waiting(*row) for row in rows]
