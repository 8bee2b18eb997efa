"""Catalogues and rules between computers: what the upper level sets goes down, what a commune adds goes up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.domain.rules import Origin
from desktop.services import catalogue_entries, rules
from desktop.services.catalogue_entries import ChoiceEntry
from desktop.services.rules import NotOfThisUnit
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer

DAY = date(2026, 11, 20)


@pytest.fixture
def upper(make: WorkspaceMaker) -> Workspace:
    return computer(make, AN_GIANG, 1)


@pytest.fixture
def commune(make: WorkspaceMaker, upper: Workspace) -> Workspace:
    made = computer(make, NHON_HUNG, 2)
    acquaint(upper, made)
    return made


def added(workspace: Workspace, vi: str) -> str:
    catalogue_entries.add(workspace, "tip_topic", ChoiceEntry(vi))
    found = workspace.catalogues.find("tip_topic", vi)
    assert found is not None
    return found.code


def offered(workspace: Workspace) -> list[str]:
    return [each.vi for each in workspace.catalogues.in_force("tip_topic", DAY)]


def test_what_the_upper_level_adds_is_offered_below_and_read_only_there(
    upper: Workspace, commune: Workspace, tmp_path: Path
) -> None:
    code = added(upper, "Trộm cắp cây cảnh")
    carry(upper, commune, tmp_path)
    assert "Trộm cắp cây cảnh" in offered(commune)
    with pytest.raises(NotOfThisUnit):
        catalogue_entries.change_entry(commune, "tip_topic", code, ChoiceEntry("Khác"))


def test_a_rule_of_the_upper_level_counts_below_until_the_unit_sets_its_own(
    upper: Workspace, commune: Workspace, tmp_path: Path
) -> None:
    changes = rules.set_rule(upper, "silent_group_days", 20, date(2026, 1, 1), "Kế hoạch của tỉnh")
    carry(upper, commune, tmp_path)
    assert rules.rule(commune, "silent_group_days", DAY) == 20
    with pytest.raises(NotOfThisUnit):
        rules.withdraw(commune, changes.records[0][1])
    rules.set_rule(commune, "silent_group_days", 10, date(2026, 6, 1))
    assert rules.rule(commune, "silent_group_days", DAY) == 10


def test_what_a_commune_adds_reads_the_same_above_and_is_not_offered_there(
    upper: Workspace, commune: Workspace, tmp_path: Path
) -> None:
    catalogue_entries.add(commune, "group_kind", ChoiceEntry("Tổ xe ôm tự quản"))
    kind = commune.catalogues.find("group_kind", "Tổ xe ôm tự quản")
    assert kind is not None
    put(commune, "group", name="Tổ 1", kind=kind.code)
    carry(commune, upper, tmp_path)
    above = upper.catalogues.choice("group_kind", kind.code)
    assert above is not None
    assert (above.vi, above.origin) == ("Tổ xe ôm tự quản", Origin.BELOW)
    assert above not in upper.catalogues.in_force("group_kind", DAY)


def test_what_a_commune_goes_by_does_not_count_above(
    upper: Workspace, commune: Workspace, tmp_path: Path
) -> None:
    rules.set_rule(commune, "silent_group_days", 10, date(2026, 1, 1))
    put(commune, "area", name="Khóm Xuân Hòa")
    carry(commune, upper, tmp_path)
    assert rules.rule(upper, "silent_group_days", DAY) == 30


def test_two_computers_of_a_station_that_change_one_choice_agree(
    make: WorkspaceMaker, tmp_path: Path
) -> None:
    one, other = computer(make, NHON_HUNG, 3), computer(make, NHON_HUNG, 4)
    acquaint(one, other)
    code = one.catalogues["tip_topic"][0].code
    catalogue_entries.stop_using(one, "tip_topic", code, date(2026, 6, 30))
    catalogue_entries.change_entry(other, "tip_topic", code, ChoiceEntry("Tên đặt lại"))
    carry(one, other, tmp_path)
    carry(other, one, tmp_path)
    assert one.catalogues["tip_topic"] == other.catalogues["tip_topic"]
    merged = one.catalogues.choice("tip_topic", code)
    assert merged is not None
    assert (merged.vi, merged.until) == ("Tên đặt lại", date(2026, 6, 30))
