"""The copies as they lie on a drive: a folder each, with the encrypted file, its keyring, and what is said of them.

A folder is a copy too when nothing is said of it: that is how a setup program keeps one, and what is left of a
computer that died.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final

from desktop.base.values import dataclass
from desktop.domain.backups import Proof
from desktop.domain.errors import UserError
from desktop.services.data_folder import DATABASE_NAME, KEYRING_NAME
from desktop.system.atomic import remove_leftover_folders, remove_leftovers, write_atomic
from desktop.system.errors import failure_of

COPIES: Final = "sao-luu"
BEFORE_UPDATE: Final = "truoc-nang-cap-"
"""What the names of copies begin with that a setup program keeps."""
ABOUT: Final = "ban-sao.json"
TAIL: Final = "phan-sau.db"
"""Beside a copy: the end of the journal since it was made."""

_FORMAT: Final = "tuquan-copy/1"
_MOST: Final = 65_536
_FOUND_AT_MOST: Final = 200


class Reason(Enum):
    """Why a copy was made: the value is stored and must not change."""

    START = "start"
    ASKED = "asked"
    IMPORT = "import"
    MIGRATION = "migration"
    UPDATE = "update"
    KEY = "key"
    """After another key: the file of before opens to who left with a copy of it."""
    AWAY = "away"
    """To leave the machine: it opens with the recovery code only."""
    UNKNOWN = "unknown"


class NoCopy(UserError):
    """The folder or file that was chosen is no copy of a register. Fact: ``folder``."""

    code = "no_copy"


@dataclass(frozen=True)
class Copy:
    """One copy.

    Attributes:
        number: rises with every copy of a register; 0 for one of which nothing is said.
        at: when it was made, by the clock of then.
        operations: how many changes are recorded in it; 0 where that is not known yet.
        size: in bytes, of all its files.
        station: the unit's name; empty where that is not known.
    """

    folder: Path
    number: int
    at: datetime
    reason: Reason
    operations: int
    size: int
    station: str = ""
    proof: Proof = Proof.WAITING

    @property
    def database(self) -> Path:
        return self.folder / DATABASE_NAME

    @property
    def keyring(self) -> Path:
        return self.folder / KEYRING_NAME

    @property
    def tail(self) -> Path:
        return self.folder / TAIL


def about(copy: Copy) -> bytes:
    """What is said of a copy, for the file beside it."""
    plain = {key: value for key, value in asdict(copy).items() if key not in ("folder", "size")}
    plain |= {
        "format": _FORMAT,
        "at": copy.at.isoformat(timespec="seconds"),
        "reason": copy.reason.value,
        "proof": copy.proof.value,
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8")


def with_proof(copy: Copy, proof: Proof, operations: int | None = None) -> Copy:
    """Says beside the copy what was found out of it. Raises the failures of disks."""
    known = replace(copy, proof=proof, operations=copy.operations if operations is None else operations)
    write_atomic(copy.folder / ABOUT, about(known))
    return _copy(copy.folder) or known


def copies(home: Path) -> list[Copy]:
    """The copies of a data folder, the newest first; what cannot be read is left out."""
    return copies_in(home / COPIES)


def copies_in(folder: Path) -> list[Copy]:
    """The copies that lie right in a folder or stick, the newest first."""
    found = []
    with suppress(OSError):
        found = [copy for each in _folders(folder) if (copy := _copy(each)) is not None]
    return sorted(found, key=lambda each: (each.number, each.at, each.folder.name), reverse=True)


def copy_at(path: Path) -> Copy:
    """The copy that a person chose: its folder, any file of it, or a folder in which the newest one lies.

    Raises :class:`NoCopy`.
    """
    folder = path if path.is_dir() else path.parent
    found = _copy(folder)
    if found is not None:
        return found
    inside = [*copies_in(folder), *copies(folder)]
    if not inside:
        raise NoCopy(folder=str(folder))
    return max(inside, key=lambda each: (each.at, each.number))


def remove(copy: Copy) -> None:
    """Takes a copy away; what says that it is one goes first, so that half of it is never taken for one."""
    try:
        for name in (ABOUT, KEYRING_NAME):
            (copy.folder / name).unlink(missing_ok=True)
        shutil.rmtree(copy.folder)
    except OSError as error:
        failure = failure_of(error, copy.folder)
        if failure is None:
            raise
        raise failure from error


def clear_leftovers(home: Path) -> None:
    """Takes away copies and ends of journals that a power cut left half written. Raises OSError."""
    place = home / COPIES
    if place.is_dir():
        remove_leftover_folders(place)
        for each in place.iterdir():
            if each.is_dir():
                remove_leftovers(each)


def _folders(folder: Path) -> Iterator[Path]:
    inside = [each for each in folder.iterdir() if each.is_dir() and not each.name.upper().endswith(".TMP")]
    return iter(sorted(inside)[:_FOUND_AT_MOST])


def _copy(folder: Path) -> Copy | None:
    """What lies in a folder, if it is a copy."""
    try:
        if not ((folder / DATABASE_NAME).is_file() and (folder / KEYRING_NAME).is_file()):
            return None
        size = sum(each.stat().st_size for each in folder.iterdir() if each.is_file())
        written = (folder / DATABASE_NAME).stat().st_mtime
    except OSError:
        return None
    reason = Reason.UPDATE if folder.name.startswith(BEFORE_UPDATE) else Reason.UNKNOWN
    untold = Copy(folder, 0, datetime.fromtimestamp(written, UTC).astimezone(), reason, 0, size)
    return _told(folder, size) or untold


def _told(folder: Path, size: int) -> Copy | None:
    try:
        with (folder / ABOUT).open("rb") as file:
            plain: Any = json.loads(file.read(_MOST))
        if plain["format"] != _FORMAT:
            return None
        return Copy(
            folder,
            int(plain["number"]),
            _moment(str(plain["at"])),
            Reason(plain["reason"]),
            int(plain["operations"]),
            size,
            str(plain["station"]),
            Proof(plain["proof"]),
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment has a zone")
    return moment


_NAME: Final = re.compile(r"[^0-9a-z-]")


def name_of(number: int, at: datetime, unit: str = "") -> str:
    """A folder's name that sorts by number: ``000012-20261120-0805``, with the unit's in front on a stick."""
    front = _NAME.sub("", unit)
    return f"{front}-{at:%Y%m%d-%H%M}-{number:06}" if front else f"{number:06}-{at:%Y%m%d-%H%M}"
