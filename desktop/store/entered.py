"""What was entered on which day, as the journal tells: by the clock of whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from desktop.store.reader import Reader


def entered_on(reader: Reader, first: date, last: date) -> Mapping[date, dict[str, int]]:
    """By day and register of how many records anything was written on that day; days without anything are left out."""
    rows = reader.connection.execute(
        "SELECT substr(json_extract(o.meta, '$[0][2].at'), 1, 10) AS day, e.register, count(DISTINCT e.record)"
        " FROM journal_operation o JOIN journal_entry e ON e.operation = o.no"
        " WHERE day BETWEEN ? AND ? AND e.register NOT LIKE '@%' GROUP BY day, e.register ORDER BY day, e.register",
        [first.isoformat(), last.isoformat()],
    )
    found: dict[date, dict[str, int]] = {}
    for day, register, count in rows:
        found.setdefault(date.fromisoformat(day), {})[register] = count
    return found
