"""The files of forms in the data folder, each under the hash of its content."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from desktop.office import errors
from desktop.office.forms.form import LIMITS, kind_of
from desktop.office.limits import MEGABYTE
from desktop.system.atomic import write_atomic
from desktop.system.errors import failure_of

FOLDER: Final = "bieu-mau"
_KINDS: Final = ("xlsx", "docx")


def mark_of(raw: bytes) -> str:
    """BLAKE2b-256 of a file, in hexadecimal digits."""
    return hashlib.blake2b(raw, digest_size=32).hexdigest()


def read_file(path: Path) -> bytes:
    """A file that a person chose. Raises ``FileNotOpened`` and ``WorkbookTooBig``."""
    try:
        with path.open("rb") as file:
            raw = file.read(LIMITS.file_bytes + 1)
    except OSError as error:
        raise errors.FileNotOpened(name=path.name) from error
    if len(raw) > LIMITS.file_bytes:
        limit = LIMITS.file_bytes // MEGABYTE
        raise errors.WorkbookTooBig(name=path.name, megabytes=limit + 1, limit=limit)
    return raw


def keep_form(home: Path, mark: str, raw: bytes) -> None:
    """Keep a file that was read as a form. Raises the failures of disks."""
    if kept_form(home, mark) is not None:
        return
    folder = home / FOLDER
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        failure = failure_of(error, home)
        if failure is None:
            raise
        raise failure from error
    write_atomic(folder / f"{mark}.{kind_of(raw, mark)}", raw)


def kept_form(home: Path, mark: str) -> bytes | None:
    """A file by its hash; None where it is not, cannot be read, or is not what it was any more."""
    if not (mark.isascii() and mark.isalnum()):
        # It may have come with a bundle, and is a part of a path.
        return None
    for kind in _KINDS:
        path = home / FOLDER / f"{mark}.{kind}"
        try:
            raw = path.read_bytes() if path.is_file() else b""
        except OSError:
            continue
        if raw and mark_of(raw) == mark:
            return raw
    return None
