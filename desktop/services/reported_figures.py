"""What a level above knows only by the reports of the units below it: the sum of what each of them told.

A column of a period is the same column of the units' own reports of that period, so that both stand on the same
paper; figures by letter or in a form tell of the period itself only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.domain.periods import Period
from desktop.services.reporting_units import units_of
from desktop.services.unit_figures import UnitFigures, figures_of
from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader

THIS: Final = 0
"""The first of the four columns: the period itself."""


@dataclass(frozen=True)
class Reported:
    """One number from reports.

    Attributes:
        value: the sum; None where no unit told it.
        units: how many units told it, of how many that were to.
        partial: one that told it lacked days.
    """

    value: int | None
    units: tuple[int, int]
    partial: bool = False


class ReportedFigures:
    """The reports of one period, over one connection; read when they are first asked for."""

    def __init__(self, workspace: Workspace, reader: Reader, period: Period) -> None:
        self._workspace = workspace
        self._reader = reader
        self._period = period
        self._units: Sequence[UnitFigures] | None = None

    def of(self, code: str, column: int) -> Reported:
        """An indicator in one of the four columns."""
        told = [found for each in self._all() if (found := _told(each, code, column)) is not None]
        expected = sum(1 for each in self._all() if each.expected or _told(each, code, column) is not None)
        value = sum(number for number, _ in told) if told else None
        return Reported(value, (len(told), expected), any(partial for _, partial in told))

    def _all(self) -> Sequence[UnitFigures]:
        if self._units is None:
            self._units = figures_of(self._reader, units_of(self._workspace, self._reader), self._period)
        return self._units


def _told(unit: UnitFigures, code: str, column: int) -> tuple[int, bool] | None:
    row = unit.rows.get(code)
    if row is not None:
        number = row.numbers[column]
        return (number.value, "p" in number.marks) if isinstance(number.value, int) else None
    values: Mapping[str, object] = unit.values if column == THIS else {}
    value = values.get(code)
    return (value, False) if isinstance(value, int) else None
