"""Which rows a record has that are not added but marked one by one, such as the criteria of a recognition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeAlias

from desktop.domain.periods import PeriodKind
from desktop.services.periods import calendar
from desktop.services.views import Value
from desktop.services.workspace import Workspace

Items: TypeAlias = Callable[[Workspace, Mapping[str, Value]], tuple[str, ...]]

_RESIDENTIAL: Final = "residential"
_YEARS: Final = range(1975, 2200)


def items(workspace: Workspace, register: str, values: Mapping[str, Value]) -> tuple[str, ...]:
    """The codes that a child register has rows for, by what is known of the record they belong to."""
    rule = _RULES.get(register)
    return rule(workspace, values) if rule is not None else ()


def criteria(workspace: Workspace, values: Mapping[str, Value]) -> tuple[str, ...]:
    """The criteria in force for a kind of subject at the end of its work year (Thông tư 124/2021/TT-BCA)."""
    subject = values.get("subject_kind")
    if not isinstance(subject, str):
        return ()
    on = _end_of_work_year(workspace, subject, values.get("work_year"))
    in_force = workspace.catalogues.in_force("recognition_criterion", on)
    return tuple(each.code for each in in_force if each.is_for(subject))


def _end_of_work_year(workspace: Workspace, subject: str, year: Value) -> date:
    """Residential areas have a work year of their own; without a year it is the one that holds today."""
    kind = PeriodKind.WORK_YEAR_RESIDENTIAL if subject == _RESIDENTIAL else PeriodKind.WORK_YEAR_UNIT
    periods = calendar(workspace)
    if isinstance(year, int) and year in _YEARS:
        return periods.period(kind, year).last
    return periods.period_of(kind, workspace.today()).last


_RULES: Final[Mapping[str, Items]] = {"criterion_mark": criteria}
