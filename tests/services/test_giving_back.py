"""A station restored from an older copy gets back from the level above what only that still holds of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.domain.journal.operation import GENESIS
from desktop.services import bundles, erasing, renewing, revoking
from desktop.services.accounts import open_workspace
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, PASSWORD, TINH_BIEN, WorkspaceMaker, environment, put
from tests.services.exchange import COMMUNE, acquaint, carry, computer, edit, marks, value


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


@contextmanager
def restored(workspace: Workspace, kept: Path, seed: int = 9) -> Iterator[Workspace]:
    """The copy goes on, on another machine; the first computer is no more."""
    made = open_workspace(kept, workspace.user.id, PASSWORD, environment(seed=seed, machine=f"may-{seed}"))
    renewing.answer_copy(made, replaced=True)
    yield made
    made.close()


def kept_of(workspace: Workspace, folder: Path) -> Path:
    shutil.copytree(workspace.folder, folder)
    return folder


def there_and_back(one: Workspace, other: Workspace, folder: Path) -> None:
    carry(one, other, folder)
    carry(other, one, folder)


def test_what_a_restored_station_lost_comes_back_on_the_next_stick_down(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    first = put(commune, "area", name="Ấp 1")
    kept = kept_of(commune, tmp_path / "ban-sao")
    lost = [put(commune, "area", name=f"Ấp mới {number}") for number in range(60)]
    person = put(commune, "person", full_name="Trần Thị Bình", phone="0866546792")
    edit(commune, "area", first, name="Ấp Một")
    carry(commune, upper, tmp_path)
    with restored(commune, kept) as back:
        assert value(back, "area", lost[0], "name") is None
        there_and_back(back, upper, tmp_path)
        assert value(back, "area", lost[59], "name") == "Ấp mới 59"
        assert value(back, "area", first, "name") == "Ấp Một"
        # Of a person the level above had the name only: the rest is shown as withheld, never as empty.
        assert value(back, "person", person, "full_name") == "Trần Thị Bình"
        assert marks(back, "person", person)["phone"] == "withheld"


def test_it_is_given_back_once(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    kept = kept_of(commune, tmp_path / "ban-sao")
    for number in range(60):
        put(commune, "area", name=f"Ấp {number}")
    carry(commune, upper, tmp_path)
    with restored(commune, kept) as back:
        carry(back, upper, tmp_path)
        assert bundles.prepare_export(upper, COMMUNE).operations == 60
        assert carry(upper, back, tmp_path).back == 60
        carry(back, upper, tmp_path)
        assert bundles.prepare_export(upper, COMMUNE).operations == 0
        assert bundles.export(upper, COMMUNE, tmp_path, lambda done, total: None).operations == 0


def test_what_was_erased_since_the_copy_is_erased_in_it_too(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    person = put(commune, "person", full_name="Trần Thị Bình", note="cần xóa")
    kept = kept_of(commune, tmp_path / "ban-sao")
    erasing.erase_record(commune, "person", person, {"note"}, "hết thời hạn lưu")
    carry(commune, upper, tmp_path)
    with restored(commune, kept) as back:
        assert value(back, "person", person, "note") == "cần xóa"
        there_and_back(back, upper, tmp_path)
        assert marks(back, "person", person)["note"] == "erased"


def test_a_part_that_another_computer_of_the_station_holds_whole_comes_whole_after_all(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    second = computer(make, NHON_HUNG, 3)
    acquaint(commune, second)
    kept = kept_of(commune, tmp_path / "ban-sao")
    person = put(commune, "person", full_name="Trần Thị Bình", phone="0866546792")
    carry(commune, second, tmp_path)
    carry(commune, upper, tmp_path)
    with restored(commune, kept) as back:
        there_and_back(back, upper, tmp_path)
        assert marks(back, "person", person)["phone"] == "withheld"
        there_and_back(back, second, tmp_path)
        assert value(back, "person", person, "phone") == "0866546792"
        assert back.file.digest() == second.file.digest()


def test_the_work_of_a_lost_computer_comes_back_to_those_that_are_left(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    lost = computer(make, NHON_HUNG, 3)
    acquaint(commune, lost)
    acquaint(lost, upper)
    area = put(lost, "area", name="Ấp 1")
    carry(lost, upper, tmp_path)
    revoking.revoke(upper, lost.device)
    carry(upper, commune, tmp_path)
    there_and_back(commune, upper, tmp_path)
    assert value(commune, "area", area, "name") == "Ấp 1"


def test_what_was_written_under_keys_that_were_renewed_after_the_copy_comes_back_too(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    kept = kept_of(commune, tmp_path / "ban-sao")
    lost = [put(commune, "area", name="Ấp 1")]
    for number in (2, 3):
        renewing.renew(commune)
        lost.append(put(commune, "area", name=f"Ấp {number}"))
        carry(commune, upper, tmp_path)
    with restored(commune, kept) as back:
        acquaint(back, upper)
        revoking.revoke(upper, commune.device)
        for _ in range(3):
            there_and_back(back, upper, tmp_path)
        assert [value(back, "area", each, "name") for each in lost] == ["Ấp 1", "Ấp 2", "Ấp 3"]
        assert bundles.prepare_export(upper, COMMUNE).operations == 0


def test_a_neighbour_gets_nothing_of_it(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    neighbour = computer(make, TINH_BIEN, 5)
    acquaint(neighbour, upper)
    kept = kept_of(commune, tmp_path / "ban-sao")
    area = put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    with restored(commune, kept) as back:
        carry(back, upper, tmp_path)
        carry(upper, neighbour, tmp_path)
        assert value(neighbour, "area", area, "name") is None
        with neighbour.reading() as reader:
            assert reader.journal.hash_at(commune.device, 0) == GENESIS
            assert reader.journal.tip(commune.device).seq == 0


def test_who_was_never_asked_sends_nothing_back(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    put(commune, "area", name="Ấp 1")
    there_and_back(commune, upper, tmp_path)
    assert bundles.prepare_export(upper, COMMUNE).operations == 0
