"""What was assigned: the number an indicator should reach in a period or in its year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.base.text import fold
from desktop.domain.periods import Period, PeriodKind
from desktop.services.environment import StationInfo, read_station
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

_MOST: Final = 10_000


@dataclass(frozen=True)
class Target:
    """A number assigned. ``of_year``: for the year in which the period is, which has none of its own."""

    value: int
    of_year: bool


class Targets:
    """The unit's targets that speak of one period. The latest entered counts where there are several.

    What was assigned to a unit below, and what one below has set for itself, is that unit's.
    """

    def __init__(self, workspace: Workspace, reader: Reader, period: Period) -> None:
        self._own: dict[str, int] = {}
        self._of_year: dict[str, int] = {}
        chosen = Selection((("year", (str(period.year),)),)) if "target" in workspace.registry else None
        rows = reader.records.page("target", chosen, 0, _MOST) if chosen is not None else []
        station = read_station(reader) if rows else None
        for row in sorted(rows, key=lambda each: each.id):
            if station is None or not _is_ours(row, station):
                continue
            code, value = row.values.get("indicator"), row.values.get("value")
            if not isinstance(code, str) or not isinstance(value, int):
                continue
            kind = row.values.get("period_kind") or PeriodKind.YEAR.value
            if kind == period.kind.value and (row.values.get("period_number") or 1) == (period.number or 1):
                self._own[code] = value
            elif kind == PeriodKind.YEAR.value:
                self._of_year[code] = value

    def of(self, code: str) -> Target | None:
        if code in self._own:
            return Target(self._own[code], of_year=False)
        if code in self._of_year:
            return Target(self._of_year[code], of_year=True)
        return None


def _is_ours(row: Stored, station: StationInfo) -> bool:
    unit = row.values.get("unit")
    if isinstance(unit, str) and unit:
        return fold(unit) in (fold(station.name), fold(station.code))
    return row.station in (None, station.code)
