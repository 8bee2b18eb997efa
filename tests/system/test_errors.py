from __future__ import annotations

import errno
from pathlib import Path

import pytest

from desktop.domain.errors import UserError
from desktop.i18n.catalogue import Catalogue
from desktop.system.errors import (
    AlreadyOpen,
    DiskFull,
    DriveFailed,
    FileTooBigForDrive,
    FolderGone,
    FolderReadOnly,
    StickDamaged,
    UnsafeHome,
    disk_full,
    failure_of,
)

STICK = Path("E:/")


class WindowsError(OSError):
    """As Windows raises it: its own number beside the one of C."""

    def __init__(self, number: int, winerror: int) -> None:
        super().__init__(number, "")
        self.winerror = winerror


@pytest.mark.parametrize(
    ("number", "winerror", "failure"),
    [
        (errno.EACCES, 19, FolderReadOnly),
        (errno.EACCES, 5, FolderReadOnly),
        (errno.EACCES, 32, FolderReadOnly),
        (errno.EACCES, 21, FolderGone),
        (errno.EACCES, 23, DriveFailed),
        (errno.ENOENT, 3, FolderGone),
        (errno.EINVAL, 1117, DriveFailed),
        (errno.EINVAL, 1167, DriveFailed),
        (errno.ENOSPC, 112, DiskFull),
        (errno.EINVAL, 39, DiskFull),
        (errno.EINVAL, 223, FileTooBigForDrive),
    ],
)
def test_windows_own_number_decides(number: int, winerror: int, failure: type[UserError]) -> None:
    assert type(failure_of(WindowsError(number, winerror), STICK)) is failure


def test_number_that_is_nobodys_fault_is_no_failure_of_the_user() -> None:
    assert failure_of(OSError(errno.EBADF, ""), STICK) is None
    assert failure_of(WindowsError(errno.EACCES, 6), STICK) is None
    assert failure_of(OSError(), STICK) is None


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "kind", [FolderReadOnly, FolderGone, DriveFailed, FileTooBigForDrive, StickDamaged, AlreadyOpen]
)
def test_failure_names_the_folder(language: str, kind: type[UserError]) -> None:
    assert "E:/" in Catalogue(language).error(kind(folder="E:/")).what


@pytest.mark.parametrize("language", ["vi", "en"])
def test_full_disk_and_unsafe_home_show_their_facts(language: str) -> None:
    full = Catalogue(language).error(disk_full(STICK, 5 * 2**20, 2**20)).what
    assert "5 MB" in full
    assert "1 MB" in full
    assert "E:/" in Catalogue(language).error(UnsafeHome(folder="E:/", kind="removable")).what
