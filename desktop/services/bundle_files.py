"""The file of a bundle: where it is put together, its name, its way onto the stick, and one that is put aside."""

from __future__ import annotations

import contextlib
import filecmp
import mmap
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final, cast

from desktop.base.text import fold
from desktop.bundle.writing import FILE_SUFFIX
from desktop.services.data_folder import WORKSHOP
from desktop.services.environment import StationInfo
from desktop.system.atomic import copy_atomic, remove_leftover_folders, remove_leftovers, write_to_stick
from desktop.system.errors import failure_of
from desktop.system.files import FileOps

QUARANTINE: Final = "cach-ly"

_UNIT_WORDS: Final = re.compile(r"^(?:cong an )?(?:(?:phuong|xa|thi tran|dac khu|tinh|thanh pho) )?")
_DEVICE: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")


@contextlib.contextmanager
def workshop(home: Path) -> Iterator[Path]:
    """A folder for the sealed parts while they are put together, of its own for each of several at once.

    What a power cut left goes first.
    """
    folder = home / f"{_own_workshops()}{secrets.token_hex(4)}"
    try:
        clear_workshops(home)
        folder.mkdir()
        yield folder
    except OSError as error:
        failure = failure_of(error, folder)
        if failure is None:
            raise
        raise failure from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_workshops(home: Path) -> None:
    """Takes all away that no export of this process has made. Raises OSError."""
    for left in home.glob(f"{WORKSHOP}*"):
        if not left.name.startswith(_own_workshops()):
            shutil.rmtree(left, ignore_errors=True)


def _own_workshops() -> str:
    return f"{WORKSHOP}-{os.getpid()}-"


def copy_to_stick(whole: Path, path: Path, progress: Callable[[int, int], None], files: FileOps) -> None:
    """As :func:`write_to_stick`, of a file; what was left half written where a stick was pulled out goes first."""
    clear_stick(path.parent)
    with whole.open("rb") as source:
        content = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            # The file stands in for its bytes, so that it need not be in memory.
            write_to_stick(path, cast("bytes", content), progress, files)
        finally:
            # After a failure the traceback still looks at it; it is closed when that is gone.
            with contextlib.suppress(BufferError):
                content.close()


def clear_stick(folder: Path) -> None:
    """Takes away what this machine left half written on a stick; what cannot go, and what others write, stays."""
    with contextlib.suppress(OSError):
        remove_leftovers(folder, ours=True)
        remove_leftover_folders(folder, ours=True)


def path_for(target: Path, station: StationInfo, day: date, number: int, suffix: str = FILE_SUFFIX) -> Path:
    """``target`` itself, or in that folder a name that sorts by unit and day and is not taken."""
    if not target.is_dir():
        return target
    unit = unit_name(station)
    while True:
        path = target / f"{unit}-{day:%Y%m%d}-{number:04}{suffix}"
        if not path.exists():
            return path
        number += 1


def unit_name(station: StationInfo) -> str:
    """A unit's own name in letters that every drive keeps: ``nhon-hung``."""
    # A place is a bare name: "Tịnh Biên" is no province.
    name = fold(station.place) or _UNIT_WORDS.sub("", fold(station.name))
    plain = _plain(name)[:40].strip("-") or _plain(station.code.lower())
    # As a whole name, whatever follows its first dot, these are no files on Windows.
    return f"don-vi-{plain}" if not plain or _DEVICE.fullmatch(plain) else plain


def _plain(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text))


@contextlib.contextmanager
def source_of(path: Path) -> Iterator[BinaryIO]:
    """The file to be read. Raises the failures of disks and sticks."""
    try:
        source = path.open("rb")
    except OSError as error:
        failure = failure_of(error, path.parent)
        if failure is None:
            raise
        raise failure from error
    with source:
        yield source


def put_aside(home: Path, path: Path) -> Path:
    """Keeps a copy of a refused bundle in the data folder, once however often it is refused; gives the copy."""
    return copy_once(home / QUARANTINE, path)


def copy_once(folder: Path, path: Path) -> Path:
    """A copy in a folder, under a name that no other file there has; the same file twice is one copy."""
    folder.mkdir(exist_ok=True)
    copy, number = folder / path.name, 1
    while copy.exists() and not filecmp.cmp(copy, path, shallow=False):
        number += 1
        copy = folder / f"{path.stem}-{number}{path.suffix}"
    with path.open("rb") as source:
        copy_atomic(source, copy)
    return copy
