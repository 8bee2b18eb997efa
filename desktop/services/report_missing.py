"""What a report of a period still lacks, each a count that opens the very rows."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.access import sees
from desktop.domain.periods import Period
from desktop.services.row_filters import days_of
from desktop.services.views import ListQuery, MissingFilter
from desktop.services.workspace import Workspace
from desktop.store.missing import MISSING, count_missing, register_of


@dataclass(frozen=True)
class Missing:
    """One thing that lacks something: ``missing.<code>`` are its words; its rows are those of a query."""

    code: str
    count: int
    register: str
    query: ListQuery


def missing(workspace: Workspace, period: Period) -> list[Missing]:
    """What is missing in a period as of its last day, or of today while it lasts; what lacks nothing is left out."""
    on = min(workspace.today(), period.last)
    found = []
    with workspace.reading() as reader:
        for code in MISSING:
            register = register_of(code)
            if not sees(workspace.role, register):
                continue
            wanted = MissingFilter(code, period, on)
            count = count_missing(reader.connection, code, days_of(reader, wanted))
            if count:
                found.append(Missing(code, count, register, ListQuery(figure=wanted)))
    return found
