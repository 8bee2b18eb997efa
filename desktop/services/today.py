"""The figures of the first page: some of the period that runs, beside those of the same period last year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.domain.access import Role
from desktop.domain.periods import Period, PeriodKind
from desktop.services import indicators
from desktop.services.due import Due, due
from desktop.services.indicators import FigureRow
from desktop.services.periods import calendar
from desktop.services.workspace import Workspace

__all__ = ["Due", "PeriodFigures", "due", "figures"]

_SHOWN: Final = ("members", "visits", "disputes", "disputes_settled", "tips_valuable", "propaganda")
_OF_ROLE: Final = {
    Role.WARD: ("awards_collective", "awards_individual", "awards_household"),
    Role.JUSTICE: ("disputes_mediation_group", "disputes_settled", "disputes_open", "settled_rate"),
}


@dataclass(frozen=True)
class PeriodFigures:
    """The figures of the month that runs, by the unit's own cut-off."""

    period: Period
    rows: tuple[FigureRow, ...]


def figures(workspace: Workspace) -> PeriodFigures:
    """What the role may see of them; nothing of which it may not."""
    period = calendar(workspace).period_of(PeriodKind.MONTH, workspace.today())
    codes = _OF_ROLE.get(workspace.user.role, _SHOWN)
    return PeriodFigures(period, tuple(indicators.table(workspace, codes, period, parts=False)))
