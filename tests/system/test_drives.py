from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from desktop.system.drives import (
    Volume,
    VolumeKind,
    choose_data_folder,
    keep_private,
    propose_data_folder,
    refuse_kind,
    refuse_unsafe_home,
    sticks,
    volume_kind,
)
from desktop.system.errors import UnsafeHome
from desktop.system.linux_drives import Mount, kind_of, label_of, mount_of, parse_mounts, stick_mounts

# A laptop: a disk with two partitions, a stick, a USB disk, a card in a reader, shares, a disc, a container.
MOUNTINFO = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro
23 22 0:21 / /proc rw,nosuid shared:2 master:1 propagate_from:3 - proc proc rw
24 22 8:2 / /home rw - ext4 /dev/sda2 rw
25 22 8:17 / /media/công\040an/USB\040BÁO rw,nosuid - vfat /dev/sdb1 rw,fmask=0022
26 22 8:33 / /media/backup rw - fuseblk /dev/sdc1 rw
27 22 0:45 / /mnt/share rw - cifs //server/share rw,vers=3.0
28 22 0:46 / /mnt/nfs rw - nfs4 server:/export rw
29 22 0:47 / /tmp rw - tmpfs tmpfs rw
30 22 11:0 / /media/cdrom ro - iso9660 /dev/sr0 ro
31 22 0:50 / /data rw - btrfs /dev/sda3 rw
32 25 8:17 /sub /srv/bound rw - vfat /dev/sdb1 rw
33 22 0:60 / /mnt/strange rw - 9p host rw
34 22 179:1 / /media/card rw - exfat /dev/mmcblk0p1 rw
35 24 0:61 / /home/user/overlay rw - overlay overlay rw
36 24 8:2 /x /home/user/twice rw - ext4 /dev/sda2 rw
37 24 0:47 / /home/user/twice rw - tmpfs tmpfs rw
not a line of mountinfo
"""
MOUNTS = parse_mounts(MOUNTINFO)


@pytest.fixture
def sys_folder(tmp_path: Path) -> Path:
    """A /sys with the drives of :data:`MOUNTINFO`."""
    pci = tmp_path / "sys/devices/pci0000:00"
    disks = {
        pci / "0000:00:17.0/ata1/block/sda": ("0", {"sda1": "8:1", "sda2": "8:2", "sda3": "8:3"}),
        pci / "0000:00:14.0/usb1/1-2/block/sdb": ("1", {"sdb1": "8:17"}),
        pci / "0000:00:14.0/usb1/1-3/block/sdc": ("0", {"sdc1": "8:33"}),
        pci / "0000:00:1d.0/mmc0/block/mmcblk0": ("1", {"mmcblk0p1": "179:1"}),
    }
    sys = tmp_path / "sys"
    (sys / "dev/block").mkdir(parents=True)
    (sys / "class/block").mkdir(parents=True)
    for disk, (removable, parts) in disks.items():
        disk.mkdir(parents=True)
        (disk / "removable").write_text(removable + "\n")
        for name, numbers in parts.items():
            (disk / name).mkdir()
            (sys / "dev/block" / numbers).symlink_to(disk / name)
            (sys / "class/block" / name).symlink_to(disk / name)
    return sys


def mount(path: str) -> Mount:
    found = mount_of(PurePosixPath(path), MOUNTS)
    assert found is not None
    return found


def test_line_of_mountinfo_is_taken_apart() -> None:
    assert MOUNTS[1] == Mount("0:21", PurePosixPath("/proc"), "proc", "proc")
    assert len(MOUNTS) == 16


@pytest.mark.parametrize(
    ("path", "device"),
    [
        ("/", "8:1"),
        ("/etc", "8:1"),
        ("/home/user/data", "8:2"),
        ("/homes", "8:1"),
        ("/home/user/twice/x", "0:47"),
        ("/media/backup/deep/inside", "8:33"),
    ],
)
def test_path_lies_on_the_deepest_mount_and_of_equal_ones_on_the_last(path: str, device: str) -> None:
    assert mount(path).device == device


def test_path_without_a_mount_lies_nowhere() -> None:
    assert mount_of(PurePosixPath("/x"), []) is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", VolumeKind.FIXED),
        ("/home", VolumeKind.FIXED),
        ("/data", VolumeKind.FIXED),
        ("/tmp", VolumeKind.FIXED),
        ("/home/user/overlay", VolumeKind.FIXED),
        ("/srv/bound", VolumeKind.REMOVABLE),
        ("/media/backup", VolumeKind.REMOVABLE),
        ("/media/card", VolumeKind.REMOVABLE),
        ("/mnt/share", VolumeKind.NETWORK),
        ("/mnt/nfs", VolumeKind.NETWORK),
        ("/mnt/strange", VolumeKind.UNKNOWN),
        ("/proc", VolumeKind.UNKNOWN),
    ],
)
def test_drive_is_known_by_its_plug_its_mark_and_its_type(
    sys_folder: Path, path: str, kind: VolumeKind
) -> None:
    assert kind_of(mount(path), sys_folder) is kind


def test_each_stick_is_listed_once_and_discs_are_not(sys_folder: Path) -> None:
    found = stick_mounts(MOUNTS, sys_folder)
    assert [mount.device for mount in found] == ["8:17", "8:33", "179:1"]


def test_mount_point_with_spaces_and_accents_is_read() -> None:
    assert str(MOUNTS[3].point) == "/media/công an/USB BÁO"


def test_label_is_that_of_the_device(tmp_path: Path) -> None:
    (tmp_path / r"B\xc3\xa1o\x20c\xc3\xa1o").symlink_to("/dev/null")
    (tmp_path / "OTHER").symlink_to("/dev/zero")
    drive = Mount("1:3", PurePosixPath("/media/x"), "vfat", "/dev/null")
    assert label_of(drive, tmp_path) == "Báo cáo"


def test_drive_without_a_label_is_called_by_its_folder(tmp_path: Path) -> None:
    drive = Mount("8:17", PurePosixPath("/media/USB"), "vfat", "/dev/sdz1")
    assert label_of(drive, tmp_path) == label_of(drive, tmp_path / "missing") == "USB"


@pytest.mark.parametrize("kind", [VolumeKind.REMOVABLE, VolumeKind.NETWORK])
def test_live_database_is_refused_on_sticks_and_networks(kind: VolumeKind) -> None:
    with pytest.raises(UnsafeHome) as refused:
        refuse_kind(Path("E:/So-Tu-Quan"), kind)
    assert refused.value.facts["kind"] == kind.value


def test_live_database_may_open_in_the_folder_of_the_tests(tmp_path: Path) -> None:
    refuse_unsafe_home(tmp_path / "not" / "made" / "yet")
    assert volume_kind(tmp_path).kind in (VolumeKind.FIXED, VolumeKind.UNKNOWN)


def test_volume_of_a_folder_tells_its_room(tmp_path: Path) -> None:
    volume = volume_kind(tmp_path / "not made yet")
    assert 0 < volume.free_bytes <= volume.total_bytes
    assert tmp_path.resolve().is_relative_to(volume.root)


def test_every_stick_of_this_machine_is_removable() -> None:
    assert {stick.kind for stick in sticks()} <= {VolumeKind.REMOVABLE}


def disk(root: str, kind: VolumeKind = VolumeKind.FIXED, free: int = 50 * 2**30) -> Volume:
    return Volume(kind, Path(root), "", free, 100 * 2**30)


@pytest.mark.parametrize(
    ("volumes", "folder"),
    [
        ([disk("C:\\"), disk("D:\\")], "D:\\So-Tu-Quan"),
        ([disk("E:\\"), disk("D:\\"), disk("C:\\")], "D:\\So-Tu-Quan"),
        ([disk("C:\\"), disk("D:\\", VolumeKind.UNKNOWN), disk("E:\\")], "E:\\So-Tu-Quan"),
        ([disk("C:\\"), disk("D:\\", VolumeKind.REMOVABLE)], "C:\\So-Tu-Quan"),
        ([disk("C:\\"), disk("D:\\", VolumeKind.NETWORK)], "C:\\So-Tu-Quan"),
        ([disk("C:\\"), disk("D:\\", free=100 * 2**20)], "C:\\So-Tu-Quan"),
        ([disk("c:\\")], "C:\\So-Tu-Quan"),
        ([], "C:\\So-Tu-Quan"),
    ],
)
def test_data_is_proposed_on_a_second_fixed_disk_with_room(volumes: list[Volume], folder: str) -> None:
    assert choose_data_folder("C:\\", volumes) == PureWindowsPath(folder)


def test_data_is_proposed_outside_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert propose_data_folder() == tmp_path / ".local/share/so-tu-quan"


@pytest.mark.skipif(sys.platform == "win32", reason="the folder is shared by the accounts of a Windows PC")
def test_a_private_folder_lets_nobody_else_in(tmp_path: Path) -> None:
    folder = tmp_path / "so"
    folder.mkdir(mode=0o755)
    keep_private(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
