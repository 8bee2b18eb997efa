"""Counting and listing by days, over the derived tables."""

from __future__ import annotations

from typing import Any

from desktop.store.tables import STANDING


class Dates:
    """Questions by day, over one connection. Days are ISO text, both ends included."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def active(self, register: str) -> int:
        return self._one(f'SELECT count(*) FROM "{register}" WHERE "{STANDING}" = 0', [])

    def between(self, register: str, field: str, first: str, last: str) -> int:
        return self._one(
            f'SELECT count(*) FROM "{register}" WHERE "{STANDING}" = 0 AND "{field}" BETWEEN ? AND ?',
            [first, last],
        )

    def until(self, register: str, field: str, last: str, limit: int) -> list[tuple[str, str]]:
        """(record, day) of what falls on or before ``last``, earliest first."""
        return self._connection.execute(  # type: ignore[no-any-return]  # rows of two texts
            f'SELECT id, "{field}" FROM "{register}" WHERE "{STANDING}" = 0'
            f' AND "{field}" <= ? ORDER BY "{field}" LIMIT ?',
            [last, limit],
        ).fetchall()

    def visits_due(self, last: str, limit: int) -> list[tuple[str, str]]:
        """(visit, day) of promised visits that no later visit to the household has kept."""
        # What was done last for each household is read from one index; only what is shown is read whole.
        return self._connection.execute(  # type: ignore[no-any-return]  # rows of two texts
            "SELECT v.id, v.next_visit_on FROM visit v JOIN ("
            "  SELECT p.rowid AS number FROM ("
            f'   SELECT household, max(visited_on) AS visited_on FROM visit WHERE "{STANDING}" = 0'
            "    AND household IS NOT NULL GROUP BY household"
            "  ) l JOIN visit p ON p.household = l.household AND p.visited_on = l.visited_on"
            f'  WHERE p."{STANDING}" = 0 AND p.next_visit_on <= ? ORDER BY p.next_visit_on LIMIT ?'
            " ) d ON v.rowid = d.number ORDER BY v.next_visit_on, v.id",
            [last, limit],
        ).fetchall()

    def open_with_risk(self, limit: int) -> list[tuple[str, str]]:
        """(dispute, day received) of disputes that are not ended and may turn violent."""
        return self._connection.execute(  # type: ignore[no-any-return]  # rows of two texts
            f'SELECT id, received_on FROM dispute WHERE "{STANDING}" = 0 AND violence_risk = 1'
            " AND coalesce(outcome, 'open') = 'open' ORDER BY received_on LIMIT ?",
            [limit],
        ).fetchall()

    def _one(self, query: str, arguments: list[Any]) -> int:
        return int(self._connection.execute(query, arguments).fetchone()[0])
