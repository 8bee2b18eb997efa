"""The figures of the first page."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.access import sees
from desktop.services.due import Due, due
from desktop.services.workspace import Workspace
from desktop.store.due import Dates

__all__ = ["Due", "Figure", "due", "figures"]


@dataclass(frozen=True)
class Figure:
    """One figure: the key of its words ``figure.<name>``, and this year's count of *lượt* or records."""

    name: str
    value: int


def figures(workspace: Workspace) -> list[Figure]:
    """Groups, members, households, and what was done since 1 January."""
    start, end = f"{workspace.today().year}-01-01", workspace.today().isoformat()
    with workspace.reading() as reader:
        dates = Dates(reader.connection)
        counted = [
            ("groups", "group", dates.active("group")),
            ("members", "member", dates.active("member")),
            ("households", "household", dates.active("household")),
            ("visits", "visit", dates.between("visit", "visited_on", start, end)),
            ("disputes", "dispute", dates.between("dispute", "received_on", start, end)),
            ("awards", "award", dates.between("award", "decision_on", start, end)),
        ]
    return [Figure(name, value) for name, register, value in counted if sees(workspace.user.role, register)]
