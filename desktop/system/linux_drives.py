"""What Linux tells of its drives, from ``/proc/self/mountinfo`` and ``/sys`` (proc(5), section mountinfo)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from desktop.base.values import dataclass
from desktop.system.volumes import VolumeKind

NETWORK_TYPES: Final = frozenset(
    {
        "afs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "gfs2",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "smb3",
        "smbfs",
    }
)
MEMORY_TYPES: Final = frozenset({"overlay", "ramfs", "rootfs", "tmpfs"})
"""On this very machine, though not on a disk of its own: containers and tests live there."""

_DISC_TYPES: Final = frozenset({"iso9660", "udf", "squashfs"})
_OCTAL: Final = re.compile(r"\\([0-7]{3})")
_HEX: Final = re.compile(r"\\x([0-9a-fA-F]{2})")


@dataclass(frozen=True)
class Mount:
    """One line of mountinfo: the device's numbers as ``8:1``, where it is mounted, its type and source."""

    device: str
    point: PurePosixPath
    kind: str
    source: str


def parse_mounts(text: str) -> list[Mount]:
    """The mounts in the order of the file; lines of another form are passed over."""
    mounts = []
    for line in text.splitlines():
        # The optional fields before the dash vary in number.
        head, dash, tail = (field.split() for field in line.partition(" - "))
        if dash and len(head) >= 6 and len(tail) >= 2:
            mounts.append(Mount(head[2], PurePosixPath(_plain(head[4])), tail[0], _plain(tail[1])))
    return mounts


def mount_of(path: PurePosixPath, mounts: Iterable[Mount]) -> Mount | None:
    """The mount that an absolute path without links lies on: the deepest, of equal ones the last."""
    holding = [mount for mount in mounts if path.is_relative_to(mount.point)]
    deepest = max((len(mount.point.parts) for mount in holding), default=0)
    return next((mount for mount in reversed(holding) if len(mount.point.parts) == deepest), None)


def kind_of(mount: Mount, sys: Path = Path("/sys")) -> VolumeKind:
    """What a mount is, asking ``sys`` about its block device. A disk on a USB cable is removable too."""
    if mount.kind in NETWORK_TYPES or mount.source.startswith("//"):
        return VolumeKind.NETWORK
    if mount.kind in MEMORY_TYPES:
        return VolumeKind.FIXED
    block = _block_device(mount, sys)
    if block is None:
        return VolumeKind.UNKNOWN
    if any(re.fullmatch(r"usb\d+", part) for part in block.parts) or _is_marked_removable(block):
        return VolumeKind.REMOVABLE
    return VolumeKind.FIXED


def stick_mounts(mounts: Iterable[Mount], sys: Path = Path("/sys")) -> list[Mount]:
    """One mount of each removable drive that can be written: no discs, no second mounts of the same drive."""
    found: dict[str, Mount] = {}
    for mount in mounts:
        if mount.kind not in _DISC_TYPES and kind_of(mount, sys) is VolumeKind.REMOVABLE:
            found.setdefault(mount.device, mount)
    return list(found.values())


def label_of(mount: Mount, labels: Path = Path("/dev/disk/by-label")) -> str:
    """The name of the drive, or the last part of where it is mounted."""
    if labels.is_dir() and mount.source.startswith("/dev/"):
        device = Path(mount.source).resolve()
        for link in sorted(labels.iterdir()):
            if link.resolve() == device:
                return _unescaped(link.name)
    return mount.point.name


def _block_device(mount: Mount, sys: Path) -> Path | None:
    # File systems such as btrfs give numbers of no device, but name it as their source.
    named = PurePosixPath(mount.source).name if mount.source.startswith("/dev/") else None
    places = [sys / "dev" / "block" / mount.device, *([sys / "class" / "block" / named] if named else [])]
    return next((place.resolve() for place in places if place.exists()), None)


def _is_marked_removable(block: Path) -> bool:
    # A partition has no mark of its own; its disk is the folder above.
    marks = (block / "removable", block.parent / "removable")
    return next((mark.read_text().strip() == "1" for mark in marks if mark.is_file()), False)


def _plain(field: str) -> str:
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), field)


def _unescaped(name: str) -> str:
    """udev writes the bytes of unusual letters as ``\\x20``."""
    raw = _HEX.sub(lambda found: chr(int(found[1], 16)), name.encode("utf-8").decode("latin-1"))
    return raw.encode("latin-1").decode("utf-8", "replace")
