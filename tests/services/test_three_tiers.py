"""Commune, province and ministry by the same means: who is known through whom, what goes up and what comes down."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from desktop.bundle.errors import ForeignRecord, UnknownDevice
from desktop.bundle.trust import Trust
from desktop.domain.journal.compose import Intent
from desktop.domain.scope_table import Reach
from desktop.services import bundles, devices, scopes
from desktop.services.environment import StationInfo
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import (
    acquaint,
    carry,
    computer,
    edit,
    marks,
    opened_by_age,
    quiet,
    sent,
    value,
    write,
)

MINISTRY = StationInfo("ministry-01", "Bộ Công an", "Chính phủ", "ministry", "Hà Nội")
CAN_THO = StationInfo("92", "Công an thành phố Cần Thơ", "Bộ Công an", "upper", "Cần Thơ")


@dataclass
class Tiers:
    """Three tiers, two computers at the commune and two at the province."""

    commune: Workspace
    second: Workspace
    province: Workspace
    desk: Workspace
    ministry: Workspace
    folder: Path

    def carry(self, *way: Workspace) -> None:
        """Stick by stick along the way."""
        for sender, receiver in pairwise(way):
            carry(sender, receiver, self.folder)


@pytest.fixture
def tiers(make: WorkspaceMaker, tmp_path: Path) -> Tiers:
    commune, second = computer(make, NHON_HUNG, 1), computer(make, NHON_HUNG, 2)
    province, desk = computer(make, AN_GIANG, 3), computer(make, AN_GIANG, 4)
    ministry = computer(make, MINISTRY, 5)
    # Each pair of digits is compared once: nobody compares with the other's other computer.
    acquaint(commune, second)
    acquaint(province, desk)
    acquaint(commune, province)
    acquaint(desk, ministry)
    return Tiers(commune, second, province, desk, ministry, tmp_path)


def trust_of(workspace: Workspace, other: Workspace) -> Trust | None:
    return next((each.trust for each in devices.devices(workspace) if each.id == other.device), None)


def test_what_a_commune_writes_reaches_the_ministry_through_both_computers_of_the_province(
    tiers: Tiers,
) -> None:
    area = put(tiers.second, "area", name="Khóm 1")
    tiers.carry(tiers.second, tiers.commune, tiers.province, tiers.desk, tiers.ministry)
    assert value(tiers.ministry, "area", area, "name") == "Khóm 1"
    edit(tiers.commune, "area", area, name="Khóm Một")
    tiers.carry(tiers.commune, tiers.province, tiers.desk, tiers.ministry)
    assert value(tiers.ministry, "area", area, "name") == "Khóm Một"


def test_the_ministry_gets_no_more_than_the_province_had(tiers: Tiers, tmp_path: Path) -> None:
    person = put(tiers.commune, "person", full_name="Trần Thị Bình", phone="0866546792")
    visit = put(tiers.commune, "visit", household="h", visited_on="2026-11-02", content="nội dung kín")
    tiers.carry(tiers.commune, tiers.province, tiers.desk)
    path = sent(tiers.desk, MINISTRY.code, tmp_path).path
    read = opened_by_age(path, tiers.ministry, tmp_path)
    bundles.import_bundle(tiers.ministry, path, quiet)
    assert value(tiers.ministry, "person", person, "full_name") == "Trần Thị Bình"
    assert marks(tiers.ministry, "person", person)["phone"] == "withheld"
    assert not any(secret.encode() in read for secret in ("0866546792", "nội dung kín", visit))


def test_a_decision_of_the_ministry_comes_down_to_every_computer_of_the_commune(tiers: Tiers) -> None:
    award = put(tiers.commune, "award", printed_name="Trần Thị Bình", achievement="tích cực")
    tiers.carry(tiers.commune, tiers.province, tiers.desk, tiers.ministry)
    edit(tiers.ministry, "award", award, decision_number="12/QĐ-BCA")
    tiers.carry(tiers.ministry, tiers.desk, tiers.province, tiers.commune, tiers.second)
    assert value(tiers.second, "award", award, "decision_number") == "12/QĐ-BCA"


def test_a_choice_set_by_the_ministry_is_chosen_from_in_the_commune(tiers: Tiers) -> None:
    put(tiers.ministry, "catalogue_entry", catalogue="visit_purpose", code="moi", vi="Mục đích mới")
    tiers.carry(tiers.ministry, tiers.desk, tiers.province, tiers.commune)
    for each in (tiers.desk, tiers.commune):
        choices = {choice.code: choice.vi for choice in each.catalogues["visit_purpose"]}
        assert choices["moi"] == "Mục đích mới"


def test_each_tier_exchanges_with_the_next_only(tiers: Tiers) -> None:
    put(tiers.commune, "area", name="Khóm 1")
    tiers.carry(tiers.commune, tiers.province, tiers.desk, tiers.ministry)
    assert [each.station for each in devices.recipients(tiers.ministry)] == [AN_GIANG.code]
    assert [(each.station, each.kind.value) for each in devices.recipients(tiers.desk)] == [
        (MINISTRY.code, "upper"),
        (AN_GIANG.code, "own"),
        (NHON_HUNG.code, "below"),
    ]
    assert trust_of(tiers.ministry, tiers.commune) is Trust.KNOWN
    with pytest.raises(devices.NoExchange):
        devices.import_key_file(tiers.commune, devices.export_key_file(tiers.ministry))


def test_whom_one_computer_of_a_station_compared_the_others_believe(tiers: Tiers) -> None:
    put(tiers.commune, "area", name="Khóm 1")
    tiers.carry(tiers.province, tiers.desk)
    assert trust_of(tiers.desk, tiers.commune) is Trust.VOUCHED
    tiers.carry(tiers.commune, tiers.second)
    assert trust_of(tiers.second, tiers.province) is Trust.VOUCHED
    # Each side has now heard of the other's second computer, and those two exchange as well.
    tiers.carry(tiers.commune, tiers.province, tiers.desk)
    tiers.carry(tiers.province, tiers.commune, tiers.second)
    tiers.carry(tiers.second, tiers.desk, tiers.second)
    assert trust_of(tiers.desk, tiers.second) is Trust.VOUCHED


def test_nothing_is_sent_twice_along_the_way_once_it_is_acknowledged(tiers: Tiers) -> None:
    for number in range(60):
        put(tiers.commune, "area", name=f"Khóm {number}")
    tiers.carry(tiers.commune, tiers.province, tiers.desk, tiers.ministry, tiers.desk)
    assert bundles.prepare_export(tiers.desk, MINISTRY.code).operations == 0


def test_another_province_does_not_speak_for_a_commune_that_is_not_its_own(
    tiers: Tiers, make: WorkspaceMaker, tmp_path: Path
) -> None:
    put(tiers.commune, "area", name="Khóm 1")
    tiers.carry(tiers.commune, tiers.province, tiers.desk, tiers.ministry)
    can_tho, pretender = computer(make, CAN_THO, 6), computer(make, NHON_HUNG, 7)
    acquaint(can_tho, tiers.ministry)
    acquaint(can_tho, pretender)
    put(pretender, "area", name="Khóm Giả")
    carry(pretender, can_tho, tmp_path)
    with pytest.raises(UnknownDevice) as refusal:
        carry(can_tho, tiers.ministry, tmp_path)
    assert refusal.value.facts["station"] == NHON_HUNG.name


def test_a_province_decides_nothing_for_a_commune_of_another_one(
    tiers: Tiers, make: WorkspaceMaker, tmp_path: Path
) -> None:
    award = put(tiers.commune, "award", printed_name="Trần Thị Bình", achievement="tích cực")
    tiers.carry(tiers.commune, tiers.province, tiers.desk, tiers.ministry)
    can_tho = computer(make, CAN_THO, 6)
    acquaint(can_tho, tiers.ministry)
    write(can_tho, Intent("award", award, "decision_number", "1/QĐ"))
    with pytest.raises(ForeignRecord):
        carry(can_tho, tiers.ministry, tmp_path)


def test_a_commune_learns_nothing_of_another_through_the_ministry(
    tiers: Tiers, make: WorkspaceMaker, tmp_path: Path
) -> None:
    neighbour = computer(make, TINH_BIEN, 8)
    acquaint(neighbour, tiers.province)
    award = put(tiers.commune, "award", printed_name="Trần Thị Bình", achievement="tích cực")
    tiers.carry(tiers.commune, tiers.province, tiers.desk, tiers.ministry)
    edit(tiers.ministry, "award", award, decision_number="12/QĐ-BCA")
    tiers.carry(tiers.ministry, tiers.desk, tiers.province)
    read = opened_by_age(sent(tiers.province, TINH_BIEN.code, tmp_path).path, neighbour, tmp_path)
    assert award.encode() not in read


def test_nothing_is_sent_twice_between_the_computers_of_one_unit(tiers: Tiers) -> None:
    for number in range(60):
        put(tiers.commune, "area", name=f"Khóm {number}")
    tiers.carry(tiers.commune, tiers.province, tiers.desk, tiers.province)
    assert bundles.prepare_export(tiers.province, AN_GIANG.code).operations == 0


def test_what_a_commune_gives_more_of_later_goes_on_to_the_ministry(tiers: Tiers) -> None:
    household = put(tiers.commune, "household", head_name="Lê Văn Sang")
    for number in range(60):
        put(tiers.commune, "area", name=f"Khóm {number}")
    # The province gives the ministry all that it gets, before it gets any of this register.
    scopes.decide(tiers.desk, "household", Reach.ROWS, "theo kế hoạch")
    for _ in range(2):
        tiers.carry(tiers.commune, tiers.province, tiers.desk, tiers.ministry, tiers.desk, tiers.province)
        tiers.carry(tiers.province, tiers.commune)
    assert value(tiers.ministry, "household", household, "head_name") is None
    scopes.decide(tiers.commune, "household", Reach.ROWS, "theo kế hoạch")
    tiers.carry(tiers.commune, tiers.province, tiers.desk, tiers.ministry)
    assert value(tiers.desk, "household", household, "head_name") == "Lê Văn Sang"
    assert value(tiers.ministry, "household", household, "head_name") == "Lê Văn Sang"
    tiers.carry(tiers.ministry, tiers.desk)
    assert bundles.prepare_export(tiers.desk, MINISTRY.code).operations == 0
