"""Targets that the level above assigns go to the unit they name, and count there."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.periods import PeriodKind
from desktop.services import bundles
from desktop.services.figure_targets import Target, Targets
from desktop.services.periods import calendar
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer, edit, value


def target(workspace: Workspace) -> Target | None:
    period = calendar(workspace).period_of(PeriodKind.YEAR, workspace.today())
    with workspace.reading() as reader:
        return Targets(workspace, reader, period).of("visits")


@pytest.mark.parametrize("named", [NHON_HUNG.name, "cong an phuong nhon hung", NHON_HUNG.code])
def test_a_target_comes_down_to_the_unit_it_names_and_to_no_other(
    make: WorkspaceMaker, tmp_path: Path, named: str
) -> None:
    commune, neighbour, upper = (
        computer(make, station, seed)
        for seed, station in enumerate((NHON_HUNG, TINH_BIEN, AN_GIANG), start=1)
    )
    acquaint(commune, upper)
    acquaint(neighbour, upper)
    own = put(upper, "target", indicator="visits", year=2026, value=9000)
    theirs = put(upper, "target", indicator="visits", year=2026, value=120, unit=named)
    for each in (commune, neighbour):
        carry(upper, each, tmp_path)
    assert value(commune, "target", theirs, "value") == 120
    assert value(commune, "target", own, "value") is None
    assert value(neighbour, "target", theirs, "value") is None
    assert [target(each) for each in (commune, neighbour, upper)] == [
        Target(120, of_year=False),
        None,
        Target(9000, of_year=False),
    ]


def test_what_a_unit_set_itself_is_not_the_level_aboves(make: WorkspaceMaker, tmp_path: Path) -> None:
    commune, upper = computer(make, NHON_HUNG, 1), computer(make, AN_GIANG, 2)
    acquaint(commune, upper)
    put(commune, "target", indicator="visits", year=2026, value=50)
    carry(commune, upper, tmp_path)
    assert target(commune) == Target(50, of_year=False)
    assert target(upper) is None


@pytest.fixture
def three(make: WorkspaceMaker) -> tuple[Workspace, Workspace, Workspace]:
    """Two communes and the level above."""
    commune, neighbour, upper = (
        computer(make, station, seed)
        for seed, station in enumerate((NHON_HUNG, TINH_BIEN, AN_GIANG), start=1)
    )
    acquaint(commune, upper)
    acquaint(neighbour, upper)
    return commune, neighbour, upper


def test_a_target_that_is_assigned_to_another_unit_goes_there_and_is_told_to_the_former_one(
    three: tuple[Workspace, Workspace, Workspace], tmp_path: Path
) -> None:
    commune, neighbour, upper = three
    assigned = put(upper, "target", indicator="visits", year=2026, value=120, unit=NHON_HUNG.name)
    for number in range(60):
        put(upper, "catalogue_entry", catalogue="visit_purpose", code=f"m{number}", vi=f"Mục đích {number}")
    for _ in range(2):
        for each in (commune, neighbour):
            carry(upper, each, tmp_path)
            carry(each, upper, tmp_path)
    edit(upper, "target", assigned, unit=TINH_BIEN.code, value=130)
    for each in (commune, neighbour):
        carry(upper, each, tmp_path)
    assert [target(each) for each in (commune, neighbour)] == [None, Target(130, of_year=False)]
    assert value(neighbour, "target", assigned, "indicator") == "visits"
    assert value(commune, "target", assigned, "unit") == TINH_BIEN.code
    # How much the other unit is to reach is not the former one's to know.
    assert value(commune, "target", assigned, "value") != 130
    carry(neighbour, upper, tmp_path)
    carry(commune, upper, tmp_path)
    assert [bundles.prepare_export(upper, each.station.code).operations for each in (commune, neighbour)] == [
        0,
        0,
    ]


def test_a_target_that_comes_back_counts_again(
    three: tuple[Workspace, Workspace, Workspace], tmp_path: Path
) -> None:
    commune, neighbour, upper = three
    assigned = put(upper, "target", indicator="visits", year=2026, value=120, unit=NHON_HUNG.name)
    for unit, there in ((TINH_BIEN.name, neighbour), (NHON_HUNG.name, commune)):
        for each in (commune, neighbour):
            carry(upper, each, tmp_path)
        edit(upper, "target", assigned, unit=unit)
        for each in (commune, neighbour):
            carry(upper, each, tmp_path)
        assert [target(each) for each in (commune, neighbour) if each is not there] == [None]
        assert target(there) == Target(120 if there is neighbour else 150, of_year=False)
        edit(upper, "target", assigned, value=150)
