"""The figures on the server are those of the window, for a whole made-up province."""

from __future__ import annotations

from decimal import Decimal

from desktop.app.sample.figures import PROVINCE
from desktop.app.sample.province import make_province
from desktop.domain.periods import Period
from desktop.publish.server import connected
from desktop.services import indicators, publishing
from desktop.services.periods import calendar
from desktop.services.workspace import Workspace
from tests.publish.served import asked, publish


def test_figures_equal_those_of_the_window_for_a_province(workspace: Workspace, address: str) -> None:
    period = make_province(workspace, PROVINCE.scaled(0.02), seed=21)
    publish(workspace, address)
    with connected(address) as server:
        publishing.prepare_figures(workspace, server)
    for each in (period, calendar(workspace).year_before(period)):
        assert served(address, workspace, each) == shown(workspace, each)
    declared = PROVINCE.scaled(0.02).indicators()
    figures = served(address, workspace, period)
    assert {code: figures[code] for code in declared} == declared


def shown(workspace: Workspace, period: Period) -> dict[str, object]:
    """The table of the window; what nobody knows there is counted as none here."""
    rows = indicators.table(workspace, None, period, parts=False)
    return {row.code: row.this.value or 0 for row in rows}


def served(address: str, workspace: Workspace, period: Period) -> dict[str, object]:
    where = f"kind = '{period.kind.value}' AND year = {period.year} AND number = {period.number}"
    found: dict[str, object] = {}
    for code in indicators.visible_codes(workspace):
        query = f"SELECT value FROM \"indicator_{code}\" WHERE {where} AND coalesce(station, '*') = '*'"
        ((value,),) = asked(address, query)
        found[code] = value or 0 if not isinstance(value, Decimal) else value
    return found
