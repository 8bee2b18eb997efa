"""What a setup program asks of the program: where the data lies, and a copy of it before a newer version opens it.

The copy is of the files as they are, still encrypted: no password is at hand while a program is being installed.
"""

from __future__ import annotations

import argparse
import codecs
import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from desktop.app.opening import data_folder, real_environment
from desktop.i18n.catalogue import Catalogue
from desktop.services.backup_files import BEFORE_UPDATE, COPIES
from desktop.services.data_folder import has_register
from desktop.system.atomic import write_atomic
from desktop.system.errors import DriveFailed, disk_full, failure_of
from desktop.system.single_instance import LOCK_NAME, DataFolderLock

KEPT: Final = 3
"""Copies of before an update; older ones give way, for they fill the disk and nobody goes back so far."""

_MARGIN: Final = 16 * 2**20


def where(options: argparse.Namespace, words: Catalogue) -> dict[str, Any]:
    """The data folder, if there is a register in it; ``--to`` writes it into a text file of Windows."""
    folder = data_folder(getattr(options, "folder", None))
    there = has_register(folder)
    line = words.text("installing.data_at", folder=str(folder)) if there else words.text("installing.no_data")
    if options.to is not None:
        # The setup program reads UTF-16 alone.
        told = str(folder) if there else ""
        write_atomic(options.to, codecs.BOM_UTF16_LE + told.encode("utf-16-le"))
    return {"lines": [line], "folder": str(folder), "register": there}


def keep_copy(options: argparse.Namespace, words: Catalogue) -> dict[str, Any]:
    """Copies the register's files beside it and reads the copies back; nothing where there is no register.

    Raises :class:`AlreadyOpen` while the program runs on it, or a failure of the drive: then no newer version may
    be put in place.
    """
    folder = data_folder(getattr(options, "folder", None))
    if not has_register(folder):
        return {"lines": [words.text("installing.no_data")], "copy": None}
    now = real_environment().clock.local_now()
    with DataFolderLock(folder):
        made = copy_register(folder, now)
    return {"lines": [words.text("installing.copied", folder=str(made))], "copy": str(made)}


def copy_register(folder: Path, now: datetime) -> Path:
    """Copies the files of a register that nobody has open; gives the folder of the copy."""
    files = list(_files(folder))
    needed = sum(file.stat().st_size for file in files) + _MARGIN
    try:
        free = shutil.disk_usage(folder).free
        if free < needed:
            raise disk_full(folder, needed, free)
        target = _new_folder(folder / COPIES, f"{BEFORE_UPDATE}{now:%Y%m%d-%H%M%S}")
        for file in files:
            _copy(file, target / file.name)
    except OSError as error:
        failure = failure_of(error, folder, needed=needed)
        if failure is None:
            raise
        raise failure from error
    for old in sorted((folder / COPIES).glob(f"{BEFORE_UPDATE}*"))[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return target


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.is_file() and path.name != LOCK_NAME)


def _new_folder(copies: Path, name: str) -> Path:
    # Two installations in one second are no reason to mix two copies.
    for number in range(1, 1000):
        made = copies / (name if number == 1 else f"{name}-{number}")
        if not made.exists():
            break
    made.mkdir(parents=True)
    return made


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as original, target.open("xb") as copy:
        shutil.copyfileobj(original, copy, 2**20)
        copy.flush()
        os.fsync(copy.fileno())
    if _digest(source) != _digest(target):
        raise DriveFailed(folder=str(target.parent))


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").digest()
