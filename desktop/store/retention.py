"""The records whose years are over, by the derived tables."""

from __future__ import annotations

from typing import Any, Final

from desktop.domain.fields import Register
from desktop.domain.retention import Counted
from desktop.store.tables import ENDED, STANDING

_KEPT: Final = (
    f'SELECT of_record FROM retention_keep WHERE of_register = ? AND until >= ? AND "{STANDING}" = 0'
)


class Retention:
    """Asked over one connection. Days are in ISO form."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def due(
        self, register: Register, counted: Counted, before: str, today: str, limit: int
    ) -> list[tuple[str, str]]:
        """Id of each record that was over before a day, and when; the oldest first, without those that were kept."""
        where, facts = _where(register, counted, before, today)
        return self._connection.execute(  # type: ignore[no-any-return]  # rows of two texts
            f'SELECT id, {_over(counted)} AS over FROM "{register.name}" WHERE {where} ORDER BY over, id LIMIT ?',
            [*facts, limit],
        ).fetchall()

    def count(self, register: Register, counted: Counted, before: str, today: str) -> int:
        where, facts = _where(register, counted, before, today)
        row = self._connection.execute(f'SELECT count(*) FROM "{register.name}" WHERE {where}', facts)
        return int(row.fetchone()[0])


def _over(counted: Counted) -> str:
    if counted.retired:
        return f"coalesce(\"{ENDED}\", '')"
    days = [f"coalesce(\"{name}\", '')" for name in counted.days]
    return days[0] if len(days) == 1 else f"max({', '.join(days)})"


def _where(register: Register, counted: Counted, before: str, today: str) -> tuple[str, list[Any]]:
    over = _over(counted)
    terms = [f"{over} <> ''", f"{over} < ?", f"id NOT IN ({_KEPT})"]
    if counted.needs is not None:
        terms.append(f'"{counted.needs}" IS NOT NULL')
    if counted.retired:
        # What was erased has no name any more, and stays out of use.
        terms.append(f'"{register.title}" IS NOT NULL')
    return " AND ".join(terms), [before, register.name, today]
