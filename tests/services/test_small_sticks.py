"""Real drives that are full, cannot be written to, or hide what is on them; and names that no drive keeps."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop.domain.errors import UserError
from desktop.services import bundles, devices, enrolment, places, reception
from desktop.services.bundle_files import copy_once, unit_name
from desktop.services.environment import StationInfo
from desktop.services.reception import Fate
from desktop.services.workspace import Workspace
from desktop.system.errors import DiskFull, FolderReadOnly
from tests.kit.faulty_files import FaultyFiles
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker, put
from tests.services.exchange import UPPER, acquaint, computer, quiet, sent, value

Drive = Callable[[str, int], Path]


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    made = computer(make, NHON_HUNG, 1)
    for number in range(80):
        put(made, "area", name=f"Ấp {number}")
    return made


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Drive]:
    """Makes a file system of some kilobytes; only who administers the machine may."""
    made: list[Path] = []

    def mount(name: str, kilobytes: int) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        if sys.platform == "win32" or _run(
            "mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "usb", str(folder)
        ):
            pytest.skip("a small drive is made by whoever administers a Linux machine")
        made.append(folder)
        return folder

    yield mount
    for folder in made:
        _run("umount", str(folder))


def _run(*command: str) -> int:
    return subprocess.run(command, check=False, capture_output=True).returncode


def read_only(folder: Path) -> None:
    assert _run("mount", "-o", "remount,ro", str(folder)) == 0


# Full


@pytest.mark.parametrize("room", [0, 1, 4, 8])
def test_a_drive_that_fills_up_while_it_is_written_keeps_the_older_bundle(
    commune: Workspace, upper: Workspace, drive: Drive, room: int
) -> None:
    stick = drive("usb", 64)
    older = sent(commune, UPPER, stick.parent).path.read_bytes()
    (stick / "goi.tqb").write_bytes(older)
    left = bundles_room(stick) - room * 1024
    (stick / "phim.mp4").write_bytes(b"x" * max(0, left))
    # The drive says that there is room, as one of false capacity does; the blocks are not there.
    files = FaultyFiles(free=512 << 30, most=1000)
    with pytest.raises(DiskFull):
        bundles.export(commune, UPPER, stick / "goi.tqb", quiet, files=files)
    assert (stick / "goi.tqb").read_bytes() == older
    assert sorted(path.name for path in stick.iterdir()) == ["goi.tqb", "phim.mp4"]
    assert (
        bundles.verify_file(stick / "goi.tqb", commune.key_file().to_bytes(), quiet).station == NHON_HUNG.name
    )


def bundles_room(folder: Path) -> int:
    return places.place(folder).free


def test_a_full_drive_is_told_before_anything_is_written(
    commune: Workspace, upper: Workspace, drive: Drive
) -> None:
    stick = drive("usb", 512)
    with pytest.raises(DiskFull):
        sent(commune, UPPER, stick)
    assert list(stick.iterdir()) == []


def test_of_two_drives_at_once_the_full_one_hinders_nothing(
    commune: Workspace, upper: Workspace, drive: Drive
) -> None:
    large, small = drive("lon", 8 << 10), drive("nho", 64)

    def write(stick: Path) -> UserError | None:
        try:
            sent(commune, UPPER, stick)
        except UserError as error:
            return error
        return None

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(write, (large, small)))
    assert [type(each) for each in told] == [type(None), DiskFull]
    (written,) = large.iterdir()
    assert bundles.verify_file(written, commune.key_file().to_bytes(), quiet).station == NHON_HUNG.name
    assert list(small.iterdir()) == []


# Not to be written to


def test_what_lies_on_a_drive_that_cannot_be_written_to_is_taken_and_answered_next_time(
    commune: Workspace, upper: Workspace, drive: Drive
) -> None:
    stick = drive("usb", 8 << 10)
    sent(commune, UPPER, stick)
    read_only(stick)
    with pytest.raises(FolderReadOnly):
        sent(commune, UPPER, stick)
    sitting = reception.receive_all(upper, stick, "USB đỏ", stick=True, progress=quiet)
    assert [(each.fate, each.answered) for each in sitting.outcomes] == [(Fate.RECEIVED, False)]
    assert sitting.unanswered == (NHON_HUNG.name,)
    other = stick.parent / "usb-khac"
    other.mkdir()
    put(commune, "area", name="Ấp 7")
    sent(commune, UPPER, other)
    again = reception.receive_all(upper, other, "USB xanh", stick=True, progress=quiet)
    assert [each.answered for each in again.outcomes] == [True]


# Hidden


@pytest.mark.parametrize("name", [".goi.tqb", ".an/goi.tqb", "\u00a0/.goi.tqb", "RECYCLER/GOI.TQB"])
def test_a_bundle_that_was_hidden_is_found_all_the_same(
    commune: Workspace, upper: Workspace, tmp_path: Path, name: str
) -> None:
    stick = tmp_path / "usb"
    (stick / name).parent.mkdir(parents=True)
    area = put(commune, "area", name="Ấp Mới")
    sent(commune, UPPER, tmp_path).path.rename(stick / name)
    # What a virus puts in its place.
    (stick / "goi.tqb.lnk").write_bytes(b"L\x00\x00\x00")
    (stick / "goi.tqb.exe").write_bytes(b"MZ")
    assert [each.path for each in places.bundle_files(stick)] == [stick / name]
    reception.receive_all(upper, stick, "USB", stick=True, progress=quiet)
    assert value(upper, "area", area, "name") == "Ấp Mới"


def test_two_bundles_of_one_name_that_wait_for_a_person_are_both_kept(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    folder = upper.folder / reception.KEPT
    for at in ("mot", "hai"):
        (tmp_path / at).mkdir()
        (tmp_path / at / "goi.tqb").write_bytes(at.encode())
    copies = [copy_once(folder, tmp_path / at / "goi.tqb") for at in ("mot", "hai", "mot")]
    assert [each.read_bytes() for each in copies] == [b"mot", b"hai", b"mot"]
    assert len(list(folder.iterdir())) == 2


@pytest.mark.skipif(
    sys.platform == "win32", reason="a link to nowhere is made by whoever administers Windows"
)
def test_an_entry_that_cannot_be_read_hides_no_other_bundle(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    # The system refuses to say anything of it, as of an entry in a bad block.
    (stick / "hong.tqb").symlink_to("x" * 300)
    path = sent(commune, UPPER, stick).path
    assert [each.path for each in places.bundle_files(stick)] == [path]


# Names


RESERVED = ("con", "prn", "aux", "nul", "com1", "com9", "lpt1", "LPT9", "Côn")


@pytest.mark.parametrize(
    "place",
    [
        *RESERVED,
        "Nhơn Hưng.",
        "Tân  Phú   ",
        "Phú/Quốc\\Đảo: *?",
        "Ấp " + "Đông Hưng Thạnh Mỹ Tây " * 12,
        "京都",
        "a" * 60,
    ],
)
def test_a_units_files_have_names_that_every_drive_keeps(place: str) -> None:
    name = unit_name(StationInfo("30337", f"Công an xã {place}", "", "commune", place))
    assert name.lower() not in {each.lower() for each in RESERVED}
    assert 0 < len(name) <= 60
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name.strip("-") == name


def test_a_folder_that_is_named_like_a_key_file_is_none(
    upper: Workspace, commune: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "con.tqkey").mkdir()
    (tmp_path / "Nhon Hung.TQKEY").write_bytes(devices.export_key_file(commune))
    found = enrolment.read_folder(upper, tmp_path)
    assert ([each.device for each in found.found], found.refused) == ([commune.device], ())
