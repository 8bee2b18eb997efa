"""What the upper level answers to a report of a unit below it: received, or returned with its reason.

Only the answer is written into the unit's report, by the upper level's own operation; it goes down in the next bundle
and shows there as the report's state.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from desktop.base.text import tidy
from desktop.domain.errors import UserError
from desktop.domain.levels import superior
from desktop.domain.reporting import NotItsTurn, ReportDeed, ReportState, answerable
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.figures import period_words
from desktop.services.change import Change
from desktop.services.environment import read_station
from desktop.services.report_views import REGISTER, Report, read_report
from desktop.services.reports import ReasonNeeded
from desktop.services.views import Changes
from desktop.services.workspace import Workspace

__all__ = ["NotBelow", "receive", "return_report"]


class NotBelow(UserError):
    """Only the level above answers a report, and only one of a unit below it."""

    code = "report_not_below"


def receive(workspace: Workspace, record: str, on: date) -> Changes:
    """Notes a unit's report as received, whatever was answered before; nothing changed is nothing written.

    Raises :class:`NotItsTurn` for one that nobody signed, :class:`NotBelow` and :class:`ReportGone`.
    """
    with _answering(workspace, record, ReportDeed.RECEIVE) as (change, held):
        if held.state is not ReportState.RECEIVED:
            values = {"received_on": on.isoformat(), "returned_on": None, "return_reason": None}
            change.edit(REGISTER, record, values)
    return change.result


def return_report(workspace: Workspace, record: str, on: date, reason: str) -> Changes:
    """Returns a unit's report. Raises :class:`ReasonNeeded`, and what :func:`receive` does."""
    if not tidy(reason):
        raise ReasonNeeded()
    with _answering(workspace, record, ReportDeed.RETURN) as (change, _):
        change.edit(REGISTER, record, {"returned_on": on.isoformat(), "return_reason": tidy(reason)})
    return change.result


@contextmanager
def _answering(workspace: Workspace, record: str, deed: ReportDeed) -> Iterator[tuple[Change, Report]]:
    with workspace.change(f"{REGISTER}.{deed.value}", register=REGISTER) as change:
        held = read_report(change.writer, record)
        if held.line.own or not superior(read_station(change.writer).level):
            raise NotBelow()
        if not answerable(held.state):
            raise NotItsTurn()
        change.subject = period_words(Catalogue("vi").text, held.period, "vi")
        yield change, held
