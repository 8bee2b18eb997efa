"""Where things lie, as a person is told."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.services import devices, enrolment, places
from desktop.services.devices import PracticeStaysHere
from desktop.services.places import Size
from desktop.services.workspace import Workspace
from desktop.system.errors import FolderGone
from desktop.vault.certificate import MAX_KEY_FILE
from tests.kit.workspaces import AN_GIANG, WorkspaceMaker, put
from tests.services.exchange import computer


@pytest.mark.parametrize(
    ("count", "amount", "unit"),
    [
        (0, "0", "kb"),
        (1, "1", "kb"),
        (153_600, "150", "kb"),
        (1_258_291, "1.2", "mb"),
        (47_185_920, "45", "mb"),
        (12_884_901_888, "12", "gb"),
        (5_000_000_000_000, "4657", "gb"),
    ],
)
def test_sizes_are_told_in_the_unit_that_people_use(count: int, amount: str, unit: str) -> None:
    assert places.size_of(count) == Size(Decimal(amount), unit)


def test_the_data_folder_tells_its_size_and_what_was_recorded(workspace: Workspace) -> None:
    before = places.home(workspace)
    put(workspace, "area", name="Ấp Đông Hưng")
    after = places.home(workspace)
    assert (before.changes, after.changes) == (0, 1)
    assert after.folder == workspace.folder
    assert after.size >= (workspace.folder / "so-tu-quan.db").stat().st_size > 0
    assert after.free > 0


def write(path: Path, day: int) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x" * day)
    os.utime(path, (day * 86_400, day * 86_400))
    return path


def test_bundles_are_found_newest_first_whatever_the_letters_of_their_names(tmp_path: Path) -> None:
    old = write(tmp_path / "CU.TQB", 1)
    new = write(tmp_path / "thang-11" / "moi.tqb", 3)
    write(tmp_path / "khac.txt", 4)
    found = places.bundle_files(tmp_path)
    assert [each.path for each in found] == [new, old]
    assert [each.size for each in found] == [3, 1]


@pytest.mark.parametrize("name", ["\u00a0", " ", "\u3000", "\u200b", "\u00a0\u00a0"])
def test_bundles_that_a_virus_has_hidden_in_a_folder_without_a_name_are_found(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    moved = write(tmp_path / name / "goi.tqb", 2)
    deeper = write(tmp_path / name / "thang-11" / "cu.tqb", 1)
    (tmp_path / "USB (8GB).lnk").write_bytes(b"virus")
    assert [each.path for each in places.bundle_files(tmp_path)] == [moved, deeper]


def test_a_folder_with_a_name_is_not_searched_through(tmp_path: Path) -> None:
    (tmp_path / "anh").mkdir()
    write(tmp_path / "anh" / "nam-2020" / "goi.tqb", 1)
    assert places.bundle_files(tmp_path) == []


def test_a_time_that_is_none_hides_no_bundle(tmp_path: Path) -> None:
    path = write(tmp_path / "goi.tqb", 1)
    os.utime(path, (2**42, 2**42))
    assert [each.path for each in places.bundle_files(tmp_path)] == [path]


def test_a_folder_that_is_named_like_a_bundle_is_none(tmp_path: Path) -> None:
    (tmp_path / "nhon-hung.tqb").mkdir()
    assert places.bundle_files(tmp_path) == []


def test_a_folder_that_is_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    with pytest.raises(FolderGone):
        places.bundle_files(tmp_path / "rut-ra")


def test_a_folder_is_refused_once_it_is_gone(tmp_path: Path) -> None:
    places.refuse_gone(tmp_path)
    with pytest.raises(FolderGone):
        places.refuse_gone(tmp_path / "rut-ra")


def test_a_folder_inside_this_machine_is_no_stick(tmp_path: Path) -> None:
    found = places.place(tmp_path)
    assert (found.folder, found.stick) == (tmp_path, False)


def test_a_key_file_carries_the_units_name_and_is_read_back(make: WorkspaceMaker, tmp_path: Path) -> None:
    commune, upper = make().workspace, computer(make, AN_GIANG, 2)
    path = tmp_path / places.key_file_name(commune)
    assert path.name == "nhon-hung.tqkey"
    places.save_key_file(commune, path)
    enrolled = devices.import_key_file(upper, enrolment.read_key(path))
    assert enrolled.fingerprint == devices.own_fingerprint(commune)


def test_of_a_large_file_no_more_is_read_than_shows_that_it_is_no_key_file(tmp_path: Path) -> None:
    path = tmp_path / "lon.tqkey"
    path.write_bytes(b"x" * (MAX_KEY_FILE * 3))
    assert len(enrolment.read_key(path)) == MAX_KEY_FILE + 1


def test_sample_data_has_no_key_file(make: WorkspaceMaker, tmp_path: Path) -> None:
    with pytest.raises(PracticeStaysHere):
        places.save_key_file(make(practice=True).workspace, tmp_path / "mau.tqkey")
    assert list(tmp_path.glob("*.tqkey")) == []
