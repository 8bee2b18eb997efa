"""What a unit recorded with a choice of its own is counted where the choice counts that it stands for."""

from __future__ import annotations

import pytest

from desktop.domain.periods import PeriodKind
from desktop.services import catalogue_entries, indicators
from desktop.services.catalogue_entries import ChoiceEntry
from desktop.services.periods import calendar
from desktop.services.workspace import Workspace
from tests.kit.workspaces import put


def own(workspace: Workspace, catalogue: str, name: str, counts_as: str | None) -> str:
    catalogue_entries.add(workspace, catalogue, ChoiceEntry(name, counts_as=counts_as))
    found = workspace.catalogues.find(catalogue, name)
    assert found is not None
    return found.code


def figure(workspace: Workspace, code: str) -> object:
    period = calendar(workspace).period_of(PeriodKind.YEAR, workspace.today())
    (found,) = indicators.table(workspace, [code], period, None, parts=False)
    return found.this.value


@pytest.mark.parametrize(("counts_as", "counted"), [("addiction", 1), (None, 0)])
def test_households_of_an_own_category(workspace: Workspace, counts_as: str | None, counted: int) -> None:
    code = own(workspace, "household_category", "Hộ có người sử dụng ma túy", counts_as)
    household = put(workspace, "household", head_name="Trần Văn Sang", categories=[code])
    put(workspace, "visit", household=household, visited_on=workspace.today().isoformat())
    assert figure(workspace, "households_visited_addiction") == counted
