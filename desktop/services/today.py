"""The first page beside what is due: what should have been sent, and figures of the period that runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop.domain.access import Role
from desktop.domain.periods import Period, PeriodKind
from desktop.services import bundle_export, bundles, indicators
from desktop.services.due import Due, due
from desktop.services.indicators import FigureRow
from desktop.services.periods import calendar
from desktop.services.rules import rule
from desktop.services.workspace import Workspace

__all__ = ["Due", "PeriodFigures", "Unsent", "due", "figures", "results", "unsent"]

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


@dataclass(frozen=True)
class Unsent:
    """Changes that wait to be sent, and for how many days nothing was."""

    changes: int
    days: int


def unsent(workspace: Workspace) -> Unsent | None:
    """What should have been sent by the unit's own term; None while all is well or there is nobody to send to."""
    standing = bundles.waiting(workspace)
    if standing is None or not standing.operations:
        return None
    with workspace.reading() as reader:
        last = reader.last_bundle("out")
        term = rule(reader, "bundle_overdue_days", workspace.today())
    if last is None:
        return None
    days = (workspace.today() - datetime.fromisoformat(last).date()).days
    return Unsent(standing.operations, days) if days > term else None


def results(workspace: Workspace) -> int:
    """How much a ward official did that the station has not confirmed; 0 for everybody else."""
    if workspace.practice or workspace.role is not Role.WARD:
        return 0
    return bundle_export.results_waiting(workspace) or 0


def figures(workspace: Workspace) -> PeriodFigures:
    """What the role may see of them; nothing of which it may not."""
    period = calendar(workspace).period_of(PeriodKind.MONTH, workspace.today())
    codes = _OF_ROLE.get(workspace.role, _SHOWN)
    return PeriodFigures(period, tuple(indicators.table(workspace, codes, period, parts=False)))
