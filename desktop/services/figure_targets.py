"""What was assigned: the number an indicator should reach in a period or in its year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.domain.periods import Period, PeriodKind
from desktop.services.workspace import Workspace
from desktop.store.records import Selection
from desktop.store.register_file import Reader

_MOST: Final = 10_000


@dataclass(frozen=True)
class Target:
    """A number assigned. ``of_year``: for the year in which the period is, which has none of its own."""

    value: int
    of_year: bool


class Targets:
    """The targets that speak of one period. The latest entered counts where there are several."""

    def __init__(self, workspace: Workspace, reader: Reader, period: Period) -> None:
        self._own: dict[str, int] = {}
        self._of_year: dict[str, int] = {}
        chosen = Selection((("year", (str(period.year),)),)) if "target" in workspace.registry else None
        rows = reader.records.page("target", chosen, 0, _MOST) if chosen is not None else []
        for row in sorted(rows, key=lambda each: each.id):
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
