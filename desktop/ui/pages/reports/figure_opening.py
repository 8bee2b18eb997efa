"""From a figure to the very records it counts."""

from __future__ import annotations

from desktop.domain.errors import UserError
from desktop.domain.periods import Calendar, Period
from desktop.services import indicators
from desktop.services.indicators import FigureRow
from desktop.services.periods import calendar
from desktop.ui.kit.door import Question
from desktop.ui.pages.reports.figure_model import Column, figure_of
from desktop.ui.shell.navigation import OpenList
from desktop.ui.shell.page import PageContext

SECRET = "figures.secret"  # noqa: S105 - the key of a question


def open_figure(
    context: PageContext, row: FigureRow, column: Column, period: Period, area: str | None = None
) -> str:
    """Show the records of a figure; gives the key of what is said where it has none, else nothing."""
    figure = figure_of(row, column) or row.this
    if figure.reported or not figure.counted:
        return "figures.by_reports" if figure.reported else "figures.nothing_to_open"
    workspace = context.workspace
    try:
        if indicators.is_secret(workspace, row.code) and not context.door.confirm(Question(SECRET)):
            return ""
        days = days_of(calendar(workspace), column, period)
        drill = indicators.drill(workspace, row.code, days, area, row.parts)
    except UserError as error:
        context.door.tell(error)
        return ""
    context.navigation.go(OpenList(drill.register, drill.query))
    return ""


def days_of(periods: Calendar, column: Column, period: Period) -> Period:
    """The days of a column."""
    match column:
        case Column.BEFORE:
            return periods.before(period)
        case Column.LAST_YEAR:
            return periods.year_before(period)
        case Column.TO_DATE:
            return periods.to_date(period)
        case _:
            return period
