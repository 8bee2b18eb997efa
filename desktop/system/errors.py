"""What drives and folders refuse; the sentences are in ``translations/*/system.json``."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

from desktop.domain.errors import UserError

_MIB = 2**20


class DiskFull(UserError):
    """Facts: ``folder``, ``needed_mb`` (rounded up) and ``free_mb`` (rounded down)."""

    code = "disk_full"


class FolderReadOnly(UserError):
    """The folder, or a file that is to be replaced in it, may not be written. Fact: ``folder``."""

    code = "folder_read_only"


class FolderGone(UserError):
    """The folder is not there: moved, or its drive was taken out. Fact: ``folder``."""

    code = "folder_gone"


class DriveFailed(UserError):
    """The drive gave an error or was pulled out in the middle of the work. Fact: ``folder``."""

    code = "drive_failed"


class FileTooBigForDrive(UserError):
    """A FAT32 drive holds no file of 4 GB or more. Fact: ``folder``."""

    code = "file_too_big_for_drive"


class StickDamaged(UserError):
    """What was read back from the stick is not what was written. Fact: ``folder``."""

    code = "stick_damaged"


class UnsafeHome(UserError):
    """A live database may not lie on this drive. Facts: ``folder``, ``kind`` (``removable`` or ``network``)."""

    code = "unsafe_home"


class AlreadyOpen(UserError):
    """The program is open on this data folder. Fact: ``folder``."""

    code = "already_open"


# Windows tells of many troubles as "permission denied" or "invalid argument": its own number says more.
# Numbers from "System Error Codes" in Microsoft's documentation.
_BY_WINERROR: Final[dict[int, type[UserError]]] = {
    2: FolderGone,  # ERROR_FILE_NOT_FOUND
    3: FolderGone,  # ERROR_PATH_NOT_FOUND
    5: FolderReadOnly,  # ERROR_ACCESS_DENIED
    15: FolderGone,  # ERROR_INVALID_DRIVE
    19: FolderReadOnly,  # ERROR_WRITE_PROTECT
    21: FolderGone,  # ERROR_NOT_READY
    23: DriveFailed,  # ERROR_CRC
    27: DriveFailed,  # ERROR_SECTOR_NOT_FOUND
    29: DriveFailed,  # ERROR_WRITE_FAULT
    30: DriveFailed,  # ERROR_READ_FAULT
    31: DriveFailed,  # ERROR_GEN_FAILURE
    32: FolderReadOnly,  # ERROR_SHARING_VIOLATION
    33: FolderReadOnly,  # ERROR_LOCK_VIOLATION
    39: DiskFull,  # ERROR_HANDLE_DISK_FULL
    53: FolderGone,  # ERROR_BAD_NETPATH
    55: FolderGone,  # ERROR_DEV_NOT_EXIST
    67: FolderGone,  # ERROR_BAD_NET_NAME
    112: DiskFull,  # ERROR_DISK_FULL
    223: FileTooBigForDrive,  # ERROR_FILE_TOO_LARGE
    433: DriveFailed,  # ERROR_NO_SUCH_DEVICE
    483: DriveFailed,  # ERROR_DEVICE_HARDWARE_ERROR
    1006: DriveFailed,  # ERROR_FILE_INVALID: the volume was changed outside
    1117: DriveFailed,  # ERROR_IO_DEVICE
    1167: DriveFailed,  # ERROR_DEVICE_NOT_CONNECTED
    1392: DriveFailed,  # ERROR_FILE_CORRUPT
    1393: DriveFailed,  # ERROR_DISK_CORRUPT
}

_BY_ERRNO: Final[dict[int, type[UserError]]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EACCES: FolderReadOnly,
    errno.EPERM: FolderReadOnly,
    errno.EROFS: FolderReadOnly,
    errno.ENOENT: FolderGone,
    errno.ENOTDIR: FolderGone,
    errno.ENODEV: FolderGone,
    errno.ESTALE: FolderGone,
    errno.EIO: DriveFailed,
    errno.ENXIO: DriveFailed,
    errno.ENOTCONN: DriveFailed,
    errno.EFBIG: FileTooBigForDrive,
}


def failure_of(error: OSError, folder: Path, *, needed: int = 0, free: int = 0) -> UserError | None:
    """What a person can mend of an error of the operating system, or None if it is a bug.

    ``needed`` and ``free`` are bytes, told only where the disk is full.
    """
    winerror = getattr(error, "winerror", None)
    kind = _BY_WINERROR.get(winerror) if winerror else _BY_ERRNO.get(error.errno or 0)
    if kind is DiskFull:
        return disk_full(folder, needed, free)
    return kind(folder=str(folder)) if kind else None


def disk_full(folder: Path, needed: int, free: int) -> DiskFull:
    """With the sizes, in bytes, told in megabytes that never promise too much."""
    return DiskFull(folder=str(folder), needed_mb=-(-needed // _MIB), free_mb=free // _MIB)
