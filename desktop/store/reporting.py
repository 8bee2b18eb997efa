"""Who reported what, over the derived tables: reports that came in bundles, and figures that came otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from desktop.store.tables import STANDING, STATION

_AT_ONCE: Final = 400


@dataclass(frozen=True)
class ReportRow:
    """A report of some unit, without its figures; days are ISO text, as they were written."""

    id: str
    station: str | None
    year: int | None
    number: int | None
    first: str | None
    last: str | None
    state: str | None
    frozen: str | None
    received: str | None
    returned: str | None


@dataclass(frozen=True)
class ReceivedRow:
    """What was received otherwise than in a bundle."""

    id: str
    unit: str | None
    year: int | None
    number: int | None
    first: str | None
    last: str | None
    source: str | None
    use: str | None
    received: str | None
    document_number: str | None
    document_on: str | None


class Reporting:
    """Questions over one connection. Days are ISO text, both ends included; they are those on which periods end."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def reports(self, kind: str, first: str, last: str) -> list[ReportRow]:
        rows = self._connection.execute(
            f'SELECT id, "{STATION}", period_year, period_number, first_on, last_on, state, frozen_on,'
            f' received_on, returned_on FROM report WHERE "{STANDING}" = 0 AND period_kind = ?'
            " AND last_on BETWEEN ? AND ? ORDER BY id",
            [kind, first, last],
        )
        return [ReportRow(*row) for row in rows]

    def received(self, kind: str, first: str, last: str) -> list[ReceivedRow]:
        rows = self._connection.execute(
            'SELECT id, unit, period_year, period_number, first_on, last_on, source, "use", received_on,'
            f' document_number, document_on FROM received_report WHERE "{STANDING}" = 0 AND period_kind = ?'
            " AND last_on BETWEEN ? AND ? ORDER BY id",
            [kind, first, last],
        )
        return [ReceivedRow(*row) for row in rows]

    def origin(self, register: str, record: str) -> tuple[str, int, str | None] | None:
        """Device, number and bundle of the last operation that wrote to a record."""
        row = self._connection.execute(
            "SELECT d.id, o.seq, o.bundle FROM journal_entry e JOIN journal_operation o ON o.no = e.operation"
            " JOIN journal_device d ON d.no = o.device WHERE e.register = ? AND e.record = ?"
            " ORDER BY o.bundle IS NULL, o.hlc DESC LIMIT 1",
            [register, record],
        ).fetchone()
        return (row[0], row[1], row[2]) if row else None

    def frozen_texts(self, reports: Sequence[str]) -> dict[str, str]:
        """The frozen figures of reports, as they are kept; a report without any is left out."""
        found: dict[str, str] = {}
        for some, marks in _parts(reports):
            rows = self._connection.execute(
                f"SELECT id, coalesce(figures, figures_above) FROM report WHERE id IN ({marks})"
                " AND coalesce(figures, figures_above) IS NOT NULL",
                some,
            )
            found.update((row[0], row[1]) for row in rows)
        return found

    def received_figures(self, records: Sequence[str]) -> dict[str, dict[str, int]]:
        """By record and indicator; of two rows for one indicator the later counts."""
        found: dict[str, dict[str, int]] = {record: {} for record in records}
        for some, marks in _parts(records):
            rows = self._connection.execute(
                "SELECT report, indicator, value FROM received_figure"
                f' WHERE report IN ({marks}) AND "{STANDING}" = 0 AND value IS NOT NULL'
                " AND indicator IS NOT NULL ORDER BY id",
                some,
            )
            for record, indicator, value in rows:
                found[record][indicator] = value
        return found


def _parts(ids: Sequence[str]) -> Iterator[tuple[list[str], str]]:
    for start in range(0, len(ids), _AT_ONCE):
        some = list(ids[start : start + _AT_ONCE])
        yield some, ",".join("?" * len(some))
