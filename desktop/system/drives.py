"""Drives: where the data may live, which sticks are plugged in, how much room there is."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final

from desktop.system import linux_drives
from desktop.system.errors import UnsafeHome
from desktop.system.volumes import Volume, VolumeKind

if sys.platform == "win32":
    from desktop.system import windows_drives

__all__ = ["Volume", "VolumeKind", "propose_data_folder", "refuse_unsafe_home", "sticks", "volume_kind"]

FOLDER_NAME: Final = "So-Tu-Quan"
ROOM_FOR_DATA: Final = 2 * 2**30
"""Bytes a second disk must have free to be proposed: a recovery partition with a letter is no home."""

_MOUNTS: Final = Path("/proc/self/mountinfo")


def volume_kind(path: Path) -> Volume:
    """The volume that ``path`` lies on, or will once its folders are made; unknown if it tells nothing."""
    existing = _existing(path)
    if sys.platform == "win32":
        return _windows_volume(existing)
    mount = linux_drives.mount_of(PurePosixPath(existing), _linux_mounts())
    return _linux_volume(mount) if mount else Volume(VolumeKind.UNKNOWN, existing, "", *_room(existing))


def refuse_unsafe_home(path: Path) -> None:
    """Raises :class:`UnsafeHome` if a live database may not open here: on a stick or over a network.

    SQLite's locks and its write-ahead log fail there, and a stick is pulled out without a word.
    """
    refuse_kind(path, volume_kind(path).kind)


def refuse_kind(path: Path, kind: VolumeKind) -> None:
    """The rule of :func:`refuse_unsafe_home`; a drive that tells nothing of itself is let pass."""
    if kind in (VolumeKind.REMOVABLE, VolumeKind.NETWORK):
        raise UnsafeHome(folder=str(path), kind=kind.value)


def keep_private(folder: Path) -> None:
    """Lets nobody but its owner into a folder where the system knows owners.

    On Windows the folder is shared by the accounts of the PC, on purpose; what protects it there is its encryption.
    """
    if os.name == "posix":
        folder.chmod(0o700)


def sticks() -> list[Volume]:
    """The removable volumes that are plugged in and can be read now."""
    if sys.platform == "win32":
        return [volume for volume in _windows_volumes() if volume.kind is VolumeKind.REMOVABLE]
    return [_linux_volume(mount) for mount in linux_drives.stick_mounts(_linux_mounts())]


def propose_data_folder() -> Path:
    """Where the wizard proposes to keep the data: never in the profile of a Windows user."""
    if sys.platform == "win32":
        system = os.environ.get("SYSTEMDRIVE", "C:") + "\\"
        return Path(choose_data_folder(system, _windows_volumes()))
    return Path.home() / ".local" / "share" / "so-tu-quan"


def choose_data_folder(system: str, volumes: Iterable[Volume]) -> PureWindowsPath:
    """On the first fixed disk beside the system's (whose root is ``system``) with room, else on the system's.

    A second disk outlives the day when drive C is put back to an old image.
    """
    roots = [
        PureWindowsPath(volume.root)
        for volume in volumes
        if volume.kind is VolumeKind.FIXED and volume.free_bytes >= ROOM_FOR_DATA
    ]
    others = sorted(root for root in roots if root != PureWindowsPath(system))
    return (others[0] if others else PureWindowsPath(system)) / FOLDER_NAME


def _existing(path: Path) -> Path:
    whole = path.resolve()
    return next((folder for folder in (whole, *whole.parents) if _is_there(folder)), whole)


def _is_there(folder: Path) -> bool:
    try:
        return folder.exists()
    except OSError:
        return False


def _room(path: Path) -> tuple[int, int]:
    try:
        usage = shutil.disk_usage(path)
    except OSError:
        return 0, 0
    return usage.free, usage.total


def _linux_mounts() -> list[linux_drives.Mount]:
    return linux_drives.parse_mounts(_MOUNTS.read_text(errors="surrogateescape")) if _MOUNTS.exists() else []


def _linux_volume(mount: linux_drives.Mount) -> Volume:
    root = Path(mount.point)
    return Volume(linux_drives.kind_of(mount), root, linux_drives.label_of(mount), *_room(root))


if sys.platform == "win32":

    def _windows_volume(path: Path) -> Volume:
        if path.drive.startswith("\\\\") and not path.drive.startswith(("\\\\?\\", "\\\\.\\")):
            return Volume(VolumeKind.NETWORK, Path(path.anchor), "", *_room(path))
        try:
            root = windows_drives.root_of(str(path))
        except OSError:
            return Volume(VolumeKind.UNKNOWN, path, "", *_room(path))
        kind, label = windows_drives.kind_of(root), windows_drives.label_of(root)
        return Volume(kind, Path(root), label or "", *_room(Path(root)))

    def _windows_volumes() -> list[Volume]:
        roots = windows_drives.lettered_roots()
        # A drive without a volume is an empty reader; a network drive may take a minute to answer.
        kinds = {root: windows_drives.kind_of(root) for root in roots}
        local = [root for root in roots if kinds[root] is not VolumeKind.NETWORK]
        labels = {root: windows_drives.label_of(root) for root in local}
        return [
            Volume(kinds[root], Path(root), label, *_room(Path(root)))
            for root, label in labels.items()
            if label is not None
        ]
