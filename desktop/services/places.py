"""Where things lie: the data folder and its size, sticks that are plugged in, files that came on them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeVar

from desktop.bundle.writing import FILE_SUFFIX
from desktop.services import devices
from desktop.services.bundle_files import unit_name
from desktop.services.data_folder import DATABASE_NAME
from desktop.services.workspace import Workspace
from desktop.system import drives
from desktop.system.atomic import write_to_stick
from desktop.system.errors import FolderGone, failure_of
from desktop.system.volumes import VolumeKind
from desktop.vault.certificate import KEY_FILE_SUFFIX

Item = TypeVar("Item")

BUNDLE_SUFFIX: Final = FILE_SUFFIX
KEY_SUFFIX: Final = KEY_FILE_SUFFIX
MOST_FILES: Final = 200

_STEP: Final = 1024
_ROUND_FROM: Final = 10  # of the amount before its decimal says nothing more


@dataclass(frozen=True)
class Size:
    """A size as people say it, 1.2 GB. ``unit`` is ``kb``, ``mb`` or ``gb``: its words are at ``size.<unit>``."""

    amount: Decimal
    unit: str


@dataclass(frozen=True)
class Place:
    """A folder that files can be written to.

    Attributes:
        name: of the stick, as its owner gave it; may be empty.
        free: bytes.
        stick: it is pulled out afterwards.
    """

    folder: Path
    name: str
    free: int
    stick: bool


@dataclass(frozen=True)
class Home:
    """The data folder.

    Attributes:
        size, free: bytes of the register's file, and bytes that its drive has left.
        changes: how many are recorded.
    """

    folder: Path
    size: int
    free: int
    changes: int


@dataclass(frozen=True)
class BundleFile:
    """A file that calls itself a bundle; ``size`` in bytes, ``changed`` as the drive says."""

    path: Path
    size: int
    changed: datetime


def size_of(count: int) -> Size:
    """Bytes in the largest unit that leaves a whole number, with one decimal below ten."""
    amount, units = Decimal(count), iter(("kb", "mb", "gb"))
    unit = next(units)
    amount /= _STEP
    for larger in units:
        if amount < _STEP:
            break
        amount, unit = amount / _STEP, larger
    if 0 < amount < 1 and unit == "kb":
        return Size(Decimal(1), unit)
    places = Decimal("0.1") if amount < _ROUND_FROM and unit != "kb" else Decimal(1)
    return Size(amount.quantize(places), unit)


def sticks() -> list[Place]:
    """The sticks that are plugged in and can be read now."""
    return [Place(each.root, each.label, each.free_bytes, stick=True) for each in drives.sticks()]


def place(folder: Path) -> Place:
    """A folder that a person chose."""
    volume = drives.volume_kind(folder)
    return Place(folder, volume.label, volume.free_bytes, volume.kind is VolumeKind.REMOVABLE)


def refuse_gone(folder: Path) -> None:
    """Raises :class:`FolderGone` if the folder is no longer there: its stick was pulled out, or it was moved."""
    try:
        there = folder.is_dir()
    except OSError:
        there = False
    if not there:
        raise FolderGone(folder=str(folder))


def home(workspace: Workspace) -> Home:
    """Where the register lies, how large it is and how much was recorded in it."""
    with workspace.reading() as reader:
        changes = reader.journal.size()
    files = workspace.folder.glob(f"{DATABASE_NAME}*")
    size = sum(file.stat().st_size for file in files)
    return Home(workspace.folder, size, drives.volume_kind(workspace.folder).free_bytes, changes)


def bundle_files(folder: Path) -> list[BundleFile]:
    """The bundles of a folder and of those right in it, newest first; only their names are looked at.

    Also inside a folder without a name: there a common virus hides all that was on a stick. A folder that cannot be
    read is passed over. Raises the failures of disks and sticks for ``folder`` itself.
    """
    try:
        found = _bundles_in(folder)
        folders = _folders(folder)
    except OSError as error:
        failure = failure_of(error, folder)
        if failure is None:
            raise
        raise failure from error
    for inner in folders:
        found += _passing_over(_bundles_in, inner)
        for deeper in _passing_over(_folders, inner) if _is_nameless(inner) else ():
            found += _passing_over(_bundles_in, deeper)
    return sorted(found, key=lambda each: (each.changed, each.path.name), reverse=True)[:MOST_FILES]


def _bundles_in(folder: Path) -> list[BundleFile]:
    # A stick is also written by other systems, which know no small letters.
    named = [file for file in folder.iterdir() if file.suffix.lower() == BUNDLE_SUFFIX]
    return [_bundle_file(file) for file in named if _told(file.is_file)]


def _folders(folder: Path) -> list[Path]:
    """The folders right in it that this user may look into: a drive has some that belong to the system."""
    inner = [each for each in folder.iterdir() if _told(each.is_dir)]
    return [each for each in inner if os.access(each, os.R_OK | os.X_OK)]


def _told(ask: Callable[[], bool]) -> bool:
    """What is asked of one entry; not so where a bad stick gives nothing of it, which hides none of the others."""
    try:
        return ask()
    except OSError:
        return False


def _is_nameless(folder: Path) -> bool:
    """Whether its name is all blanks, among them those that a screen does not show."""
    return all(letter.isspace() or not letter.isprintable() for letter in folder.name)


def _passing_over(look: Callable[[Path], list[Item]], folder: Path) -> list[Item]:
    """Nothing of a folder that a bad stick does not give any more."""
    try:
        return look(folder)
    except OSError:
        return []


def _bundle_file(path: Path) -> BundleFile:
    told = path.stat()
    try:
        changed = datetime.fromtimestamp(told.st_mtime).astimezone()
    except (OverflowError, ValueError, OSError):
        # What a drive says of time need not be one.
        changed = datetime(1980, 1, 1).astimezone()
    return BundleFile(path, told.st_size, changed)


def key_file_name(workspace: Workspace) -> str:
    """What this computer's key file is called: ``nhon-hung.tqkey``."""
    return f"{unit_name(workspace.station)}{KEY_FILE_SUFFIX}"


def save_key_file(workspace: Workspace, path: Path) -> None:
    """Writes this computer's key file and reads it back. Raises what that may fail with, and ``PracticeStaysHere``."""
    write_to_stick(path, devices.export_key_file(workspace), lambda _done, _total: None)
