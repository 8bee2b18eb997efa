"""Targets that the level above assigns go to the unit they name, and count there."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.periods import PeriodKind
from desktop.services.figure_targets import Target, Targets
from desktop.services.periods import calendar
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer, value


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
