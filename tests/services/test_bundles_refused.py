"""Bundles that are refused: whole, by their own name, and with nothing written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.bundle.errors import (
    BundleForked,
    BundleForOthers,
    BundleSwapped,
    ForeignErasure,
    ForeignRecord,
    RevokedKey,
    UnknownSender,
)
from desktop.domain.access import NotAllowed, Role
from desktop.domain.journal.compose import Intent
from desktop.domain.journal.erase import erase_intent
from desktop.domain.journal.operation import ChangeId
from desktop.services import bundles, devices, revoking
from desktop.services.accounts import open_workspace
from desktop.services.devices import NoRecipient, PracticeStaysHere
from desktop.services.workspace import Workspace
from desktop.system.errors import FolderGone
from tests.kit.workspaces import (
    AN_GIANG,
    NHON_HUNG,
    PASSWORD,
    TINH_BIEN,
    WorkspaceMaker,
    environment,
    make_workspace,
    put,
)
from tests.services.exchange import (
    COMMUNE,
    UPPER,
    acquaint,
    carry,
    computer,
    everything,
    quiet,
    refused,
    sent,
    value,
    write,
)


@dataclass
class Pair:
    """A commune and the upper level that already holds something of it, and a bundle that is on its way."""

    commune: Workspace
    upper: Workspace
    bundle: Path
    area: str


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """For tests that write nothing, as refusals do not."""
    folder = tmp_path_factory.mktemp("pair")
    commune = make_workspace(folder / "commune", NHON_HUNG, around=environment(seed=1)).workspace
    upper = make_workspace(folder / "upper", AN_GIANG, around=environment(seed=2)).workspace
    acquaint(commune, upper)
    area = put(commune, "area", name="Ấp 1")
    carry(commune, upper, folder)
    put(commune, "person", full_name="Trần Thị Bình")
    yield Pair(commune, upper, sent(commune, UPPER, folder).path, area)
    commune.close()
    upper.close()


# Who


def test_a_file_that_is_gone_is_told_so(pair: Pair, tmp_path: Path) -> None:
    refused(pair.upper, tmp_path / "khong-co.tqb", FolderGone)


def test_a_bundle_for_others_is_refused(pair: Pair, make: WorkspaceMaker) -> None:
    other = computer(make, AN_GIANG, 7)
    acquaint(pair.commune, other)
    refused(other, pair.bundle, BundleForOthers)


def test_a_sender_that_is_not_enrolled_is_refused(make: WorkspaceMaker, tmp_path: Path) -> None:
    commune, upper = computer(make, NHON_HUNG, 1), computer(make, AN_GIANG, 2)
    devices.confirm(commune, devices.import_key_file(commune, devices.export_key_file(upper)))
    put(commune, "area", name="Ấp 1")
    refused(upper, sent(commune, UPPER, tmp_path).path, UnknownSender)


def test_a_revoked_sender_is_refused(make: WorkspaceMaker, tmp_path: Path) -> None:
    commune, upper = computer(make, NHON_HUNG, 1), computer(make, AN_GIANG, 2)
    acquaint(commune, upper)
    revoking.revoke(upper, commune.device)
    refused(upper, sent(commune, UPPER, tmp_path).path, RevokedKey)


def test_new_operations_of_a_revoked_device_are_refused_from_anybody(
    make: WorkspaceMaker, tmp_path: Path
) -> None:
    commune, second, upper = (
        computer(make, NHON_HUNG, 1),
        computer(make, NHON_HUNG, 3),
        computer(make, AN_GIANG, 2),
    )
    acquaint(commune, second)
    acquaint(commune, upper)
    put(second, "area", name="Ấp 1")
    carry(second, commune, tmp_path)
    carry(commune, upper, tmp_path)
    revoking.revoke(upper, second.device)
    assert carry(commune, upper, tmp_path).new == 0
    put(second, "area", name="Ấp 2")
    carry(second, commune, tmp_path)
    refused(upper, sent(commune, UPPER, tmp_path).path, RevokedKey)


def test_sample_data_is_not_sent_and_takes_nothing(make: WorkspaceMaker, pair: Pair) -> None:
    practice = computer(make, AN_GIANG, 8, practice=True)
    refused(practice, pair.bundle, PracticeStaysHere)
    with pytest.raises(PracticeStaysHere):
        bundles.prepare_export(practice, COMMUNE)


@pytest.mark.parametrize("role", [Role.JUSTICE, Role.WARD])
def test_who_may_not_send_does_not(make: WorkspaceMaker, tmp_path: Path, role: Role) -> None:
    workspace = computer(make, NHON_HUNG, 9, role=role)
    with pytest.raises(NotAllowed):
        bundles.export(workspace, UPPER, tmp_path, quiet)
    with pytest.raises(NotAllowed):
        bundles.prepare_export(workspace, UPPER)


def test_who_may_not_receive_does_not(make: WorkspaceMaker, pair: Pair) -> None:
    refused(computer(make, NHON_HUNG, 9, role=Role.JUSTICE), pair.bundle, NotAllowed)


def test_nothing_is_written_for_a_unit_without_devices(pair: Pair, tmp_path: Path) -> None:
    with pytest.raises(NoRecipient):
        bundles.export(pair.commune, TINH_BIEN.code, tmp_path, quiet)
    assert list(tmp_path.iterdir()) == []


# Whose


@pytest.fixture
def neighbour(make: WorkspaceMaker, pair: Pair) -> Workspace:
    made = computer(make, TINH_BIEN, 4)
    acquaint(pair.upper, made)
    return made


def test_a_commune_does_not_write_in_its_neighbours_record(
    pair: Pair, neighbour: Workspace, tmp_path: Path
) -> None:
    write(neighbour, Intent("area", pair.area, "name", "của tôi"))
    refusal = refused(pair.upper, sent(neighbour, UPPER, tmp_path).path, ForeignRecord)
    assert refusal.facts == {"station": TINH_BIEN.name, "owner": NHON_HUNG.name}


def test_a_commune_does_not_erase_what_its_neighbour_wrote(
    pair: Pair, neighbour: Workspace, tmp_path: Path
) -> None:
    write(neighbour, erase_intent(neighbour.new_id(), [ChangeId(pair.commune.device, 1, 1)]))
    refusal = refused(pair.upper, sent(neighbour, UPPER, tmp_path).path, ForeignErasure)
    assert refusal.facts == {"station": TINH_BIEN.name, "owner": NHON_HUNG.name}
    assert value(pair.upper, "area", pair.area, "name") == "Ấp 1"


def test_the_upper_level_decides_awards_and_edits_nothing_else_of_a_commune(
    make: WorkspaceMaker, tmp_path: Path
) -> None:
    commune, upper, second = (
        computer(make, NHON_HUNG, 1),
        computer(make, AN_GIANG, 2),
        computer(make, AN_GIANG, 3),
    )
    acquaint(commune, upper)
    acquaint(upper, second)
    area = put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    carry(upper, second, tmp_path)
    write(second, Intent("area", area, "name", "của cấp trên"))
    refused(upper, sent(second, UPPER, tmp_path).path, ForeignRecord)


# Forks and swaps


def test_a_copied_folder_that_went_on_writing_is_found(make: WorkspaceMaker, tmp_path: Path) -> None:
    commune, upper = computer(make, NHON_HUNG, 1), computer(make, AN_GIANG, 2)
    acquaint(commune, upper)
    put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    shutil.copytree(commune.folder, tmp_path / "copy")
    copy = open_workspace(tmp_path / "copy", commune.user.id, PASSWORD, commune.environment)
    put(commune, "area", name="Ấp 2")
    put(copy, "area", name="Ấp khác")
    assert copy.device == commune.device
    carry(commune, upper, tmp_path)
    refused(upper, sent(copy, UPPER, tmp_path).path, BundleForked)
    copy.close()


def test_another_bundle_than_the_one_of_the_preview_is_refused(pair: Pair, tmp_path: Path) -> None:
    path = tmp_path / "goi.tqb"
    shutil.copy(pair.bundle, path)
    seen = bundles.preview(pair.upper, path, quiet)
    path.write_bytes(sent(pair.commune, UPPER, tmp_path / "khac.tqb").path.read_bytes())
    before = everything(pair.upper)
    with pytest.raises(BundleSwapped):
        bundles.import_bundle(pair.upper, seen, quiet)
    assert everything(pair.upper) == before
