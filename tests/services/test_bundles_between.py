"""Bundles between the computers of one station, back down from the upper level, and after a move to a new PC."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.bundle.errors import UnknownSender
from desktop.services import bundles, devices, registers
from desktop.services.accounts import open_workspace
from desktop.services.bundles import Counted, Fate
from desktop.services.workspace import Workspace
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, PASSWORD, TINH_BIEN, WorkspaceMaker, environment, put
from tests.services.exchange import (
    COMMUNE,
    NEIGHBOUR,
    UPPER,
    acquaint,
    carry,
    computer,
    edit,
    marks,
    opened_by_age,
    quiet,
    sent,
    value,
)


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


@pytest.fixture
def second(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    """Another computer of the same commune."""
    made = computer(make, NHON_HUNG, 3)
    acquaint(commune, made)
    return made


# Inside a station


def test_computers_of_one_station_hold_everything_alike(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    household = put(commune, "household", head_name="Lê Văn Sang", phone="0866546792")
    visit = put(second, "visit", household=household, visited_on="2026-11-02", content="nội dung kín")
    carry(commune, second, tmp_path)
    carry(second, commune, tmp_path)
    assert value(commune, "visit", visit, "content") == "nội dung kín"
    assert value(second, "household", household, "phone") == "0866546792"
    assert commune.file.digest() == second.file.digest()


def test_changes_to_different_fields_merge_and_say_so(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    person = put(commune, "person", full_name="Trần Thị Bình")
    carry(commune, second, tmp_path)
    edit(commune, "person", person, address="ấp 1")
    edit(second, "person", person, born="1980")
    received = carry(commune, second, tmp_path)
    assert received.effect.counts == {"person": Counted(merged=1)}
    assert (value(second, "person", person, "address"), value(second, "person", person, "born")) == (
        "ấp 1",
        "1980",
    )


def test_two_values_for_one_field_are_a_conflict_and_stand_on_top(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    person = put(commune, "person", full_name="Trần Thị Bình")
    carry(commune, second, tmp_path)
    put(commune, "area", name="Ấp 1")
    edit(commune, "person", person, address="ấp 1")
    edit(second, "person", person, address="ấp 2")
    preview = bundles.preview(second, sent(commune, COMMUNE, tmp_path).path, quiet)
    assert [(line.fate, line.register) for line in preview.effect.lines] == [
        (Fate.CONFLICTING, "person"),
        (Fate.NEW, "area"),
    ]
    bundles.import_bundle(second, preview, quiet)
    assert marks(second, "person", person) == {"address": "conflict"}


def test_a_retiring_against_an_edit_elsewhere_is_a_conflict(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    group = put(commune, "group", name="Tổ 1")
    carry(commune, second, tmp_path)
    registers.retire(commune, "group", group, "giải thể", commune.today())
    edit(second, "group", group, name="Tổ 01")
    assert carry(commune, second, tmp_path).effect.counts == {"group": Counted(conflicting=1)}


def test_a_conflict_that_is_settled_is_settled_everywhere(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    person = put(commune, "person", full_name="Trần Thị Bình")
    carry(commune, second, tmp_path)
    edit(commune, "person", person, address="ấp 1")
    edit(second, "person", person, address="ấp 2")
    carry(commune, second, tmp_path)
    edit(second, "person", person, address="ấp 3")
    carry(second, commune, tmp_path)
    assert (value(commune, "person", person, "address"), marks(commune, "person", person)) == ("ấp 3", {})


def test_one_computer_brings_what_another_wrote(
    commune: Workspace, upper: Workspace, second: Workspace, tmp_path: Path
) -> None:
    area = put(second, "area", name="Ấp 1")
    carry(second, commune, tmp_path)
    received = carry(commune, upper, tmp_path)
    assert (received.sender, value(upper, "area", area, "name")) == (commune.device, "Ấp 1")
    assert [each.trust.value for each in devices.devices(upper)] == ["own", "confirmed", "vouched"]


def test_a_computer_that_another_vouched_for_may_then_send_itself(
    commune: Workspace, upper: Workspace, second: Workspace, tmp_path: Path
) -> None:
    carry(commune, upper, tmp_path)
    devices.confirm(second, devices.import_key_file(second, devices.export_key_file(upper)))
    area = put(second, "area", name="Ấp 1")
    assert carry(second, upper, tmp_path).new == 1
    assert value(upper, "area", area, "name") == "Ấp 1"


def test_what_the_upper_level_wrote_reaches_a_stations_other_computers(
    commune: Workspace, upper: Workspace, second: Workspace, tmp_path: Path
) -> None:
    award = put(commune, "award", printed_name="Trần Thị Bình", achievement="tích cực")
    carry(commune, upper, tmp_path)
    edit(upper, "award", award, decision_number="12/QĐ")
    carry(upper, commune, tmp_path)
    carry(commune, second, tmp_path)
    assert value(second, "award", award, "decision_number") == "12/QĐ"


# Back down


def test_a_decision_of_the_upper_level_comes_back(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    award = put(commune, "award", printed_name="Trần Thị Bình", achievement="tích cực")
    carry(commune, upper, tmp_path)
    edit(upper, "award", award, decision_number="12/QĐ", decision_on="2026-11-20")
    received = carry(upper, commune, tmp_path)
    assert received.effect.counts == {"award": Counted(changed=1)}
    assert value(commune, "award", award, "decision_number") == "12/QĐ"


def test_a_commune_learns_nothing_of_its_neighbour(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    neighbour = computer(make, TINH_BIEN, 4)
    acquaint(neighbour, upper)
    award = put(commune, "award", printed_name="Trần Thị Bình", achievement="tích cực")
    carry(commune, upper, tmp_path)
    edit(upper, "award", award, decision_number="12/QĐ")
    received = carry(upper, neighbour, tmp_path)
    assert (received.new, received.withheld) == (1, 1)
    assert NEIGHBOUR != COMMUNE
    opened = opened_by_age(sent(upper, NEIGHBOUR, tmp_path).path, neighbour, tmp_path)
    assert award.encode() not in opened


# On another machine


def moved(commune: Workspace, folder: Path, seed: int) -> Workspace:
    """The commune's folder, copied to a new machine and opened there: it takes a new identity."""
    shutil.copytree(commune.folder, folder)
    around = environment(seed=seed, machine=f"máy {seed}")
    return open_workspace(folder, commune.user.id, PASSWORD, around)


def test_a_moved_computer_goes_on_sending_without_a_phone_call(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    unsent = put(commune, "area", name="Ấp 2")
    heir = moved(commune, tmp_path / "moi", 5)
    new = put(heir, "area", name="Ấp 3")
    assert heir.device != commune.device
    received = carry(heir, upper, tmp_path)
    assert [value(upper, "area", each, "name") for each in (unsent, new)] == ["Ấp 2", "Ấp 3"]
    assert received.sender == heir.device
    assert devices.recipients(upper)[0].devices == (heir.device,)
    edit(heir, "area", unsent, name="Ấp Hai")
    carry(upper, heir, tmp_path)
    assert carry(heir, upper, tmp_path).effect.counts["area"].changed == 1
    heir.close()


def test_a_moved_computer_vouches_for_what_it_wrote_under_its_old_name(
    commune: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp 1")
    heir = moved(commune, tmp_path / "moi", 5)
    upper = computer(make, AN_GIANG, 2)
    acquaint(heir, upper)
    carry(heir, upper, tmp_path)
    assert value(upper, "area", area, "name") == "Ấp 1"
    assert [each.trust.value for each in devices.devices(heir)] == ["own", "own", "confirmed"]
    heir.close()


def test_a_second_copy_needs_a_person(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    first, second = moved(commune, tmp_path / "moi", 5), moved(commune, tmp_path / "khac", 6)
    put(first, "area", name="Ấp 2")
    put(second, "area", name="Ấp 3")
    carry(first, upper, tmp_path)
    path = sent(second, UPPER, tmp_path).path
    with pytest.raises(UnknownSender):
        bundles.import_bundle(upper, path, quiet)
    devices.confirm(upper, devices.import_key_file(upper, devices.export_key_file(second)))
    assert bundles.import_bundle(upper, path, quiet).new == 1
    first.close()
    second.close()


def test_a_late_certificate_only_warns(make: WorkspaceMaker, commune: Workspace, tmp_path: Path) -> None:
    clock = FakeClock()
    upper = make(AN_GIANG, around=environment(clock, seed=2, machine="may-2")).workspace
    acquaint(commune, upper)
    area = put(commune, "area", name="Ấp 1")
    clock.advance(timedelta(days=6 * 365))
    assert carry(commune, upper, tmp_path).expired
    assert value(upper, "area", area, "name") == "Ấp 1"
