"""Counts add up: what a level above has of registers of which it gets figures only."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.periods import Period, PeriodKind
from desktop.domain.scope_table import Reach
from desktop.services import indicators, reports
from desktop.services.figure_columns import Figure
from desktop.services.indicators import FigureRow
from desktop.services.periods import calendar
from desktop.services.reports import Sending, Signing
from desktop.services.scopes import decide
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer, marks, opened_by_age, sent, value


@pytest.fixture
def upper(make: WorkspaceMaker) -> Workspace:
    return computer(make, AN_GIANG, 9)


@pytest.fixture
def communes(make: WorkspaceMaker, upper: Workspace) -> tuple[Workspace, Workspace]:
    made = (computer(make, NHON_HUNG, 1), computer(make, TINH_BIEN, 2))
    for each in made:
        acquaint(each, upper)
    return made


def period(workspace: Workspace) -> Period:
    return calendar(workspace).period_of(PeriodKind.MONTH, workspace.today())


def visits(workspace: Workspace, number: int) -> None:
    household = put(workspace, "household", head_name="Lê Văn Sang")
    for _ in range(number):
        put(workspace, "visit", household=household, visited_on=workspace.today().isoformat())


def freeze(workspace: Workspace) -> str:
    record = reports.new_report(workspace, period(workspace))
    reports.freeze_figures(workspace, record)
    reports.sign(workspace, record, Signing(name="Nguyễn Văn An"))
    reports.send(workspace, record, Sending(workspace.today()))
    return record


def row(workspace: Workspace, code: str) -> FigureRow:
    return next(each for each in indicators.table(workspace, [code], period(workspace)) if each.part is None)


def test_the_sum_is_that_of_the_stations_and_says_of_how_many(
    communes: tuple[Workspace, Workspace], upper: Workspace, tmp_path: Path
) -> None:
    one, other = communes
    visits(one, 3)
    visits(other, 4)
    freeze(one)
    carry(one, upper, tmp_path)
    carry(other, upper, tmp_path)
    assert row(upper, "visits").this == Figure(3, reported=True, partial=True, units=(1, 2))
    freeze(other)
    carry(other, upper, tmp_path)
    assert row(upper, "visits").this == Figure(7, reported=True, partial=True, units=(2, 2))
    own = [row(each, "visits").this.value for each in communes]
    assert own == [3, 4]


@pytest.mark.parametrize("column", ["this", "before", "last_year", "to_date"])
def test_every_column_is_the_sum_of_the_stations_columns(
    communes: tuple[Workspace, Workspace], upper: Workspace, tmp_path: Path, column: str
) -> None:
    for each, number in zip(communes, (2, 5), strict=True):
        visits(each, number)
        freeze(each)
        carry(each, upper, tmp_path)
    own = [getattr(row(each, "visits"), column).value for each in communes]
    told = getattr(row(upper, "visits"), column).value
    assert told == (sum(own) if None not in own else None)


def test_a_register_that_one_station_keeps_back_is_taken_from_the_reports_of_all(
    communes: tuple[Workspace, Workspace], upper: Workspace, tmp_path: Path
) -> None:
    one, other = communes
    for each in communes:
        put(each, "event", name="Ngày hội", held_on=each.today().isoformat(), kind="propaganda")
    decide(one, "event", Reach.COUNTS)
    for each in communes:
        freeze(each)
        carry(each, upper, tmp_path)
    assert row(upper, "propaganda").this == Figure(2, reported=True, partial=True, units=(2, 2))
    with upper.reading() as reader:
        assert [each.station for each in reader.records.whole("event")] == [other.station.code]


def test_of_what_the_level_above_gets_nothing_it_gets_no_figure_either(
    communes: tuple[Workspace, Workspace], upper: Workspace, tmp_path: Path
) -> None:
    one, _ = communes
    visits(one, 3)
    decide(one, "visit", Reach.NOTHING)
    report = freeze(one)
    found = opened_by_age(sent(one, AN_GIANG.code, tmp_path).path, upper, tmp_path)
    assert b"row\\tvisits\\t" not in found
    carry(one, upper, tmp_path)
    assert marks(upper, "report", report)["figures"] == "withheld"
    assert "row\tvisits\t" in str(value(one, "report", report, "figures"))
    assert "row\tvisits\t" not in str(value(upper, "report", report, "figures_above"))
    assert row(upper, "visits").this == Figure(None, reported=True, units=(0, 2))
    assert row(upper, "disputes").this.units == (1, 2)


def test_figures_frozen_before_the_station_kept_a_register_back_do_not_go_any_more(
    communes: tuple[Workspace, Workspace], upper: Workspace, tmp_path: Path
) -> None:
    one, _ = communes
    visits(one, 3)
    report = freeze(one)
    decide(one, "visit", Reach.NOTHING)
    carry(one, upper, tmp_path)
    assert value(upper, "report", report, "figures") is None
    assert row(upper, "visits").this.value is None
