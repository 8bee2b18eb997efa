"""The setup program of an installed copy: which one put it here, which one was before, and how one is started.

An installation keeps the setup program that it came from, and the one before it: what a rescue stick needs on a
PC without a network, and the way back from a version that does not please.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.base.resources import program_folder
from desktop.system.errors import failure_of

UNINSTALLER: Final = "go-cai-dat.exe"
KEPT: Final = "bo-cai.exe"
KEPT_BEFORE: Final = "bo-cai-truoc.exe"
VERSION_BEFORE: Final = "PHIEN-BAN-TRUOC.txt"

WAIT, REOPEN, GO_BACK = "/CHO", "/MOLAI", "/LUI"
"""What a silent run is asked for: wait until the program is closed, open it afterwards, allow an older version."""

_FIRST_LINE: Final = "Sổ Tự Quản "


@dataclass(frozen=True)
class Kept:
    """A setup program that an installation keeps; ``version`` as its text says."""

    path: Path
    version: str


Start = Callable[[Path, Sequence[str]], None]


def is_installed(folder: Path | None = None) -> bool:
    """Whether a setup program put this copy here; a plain folder or a Debian package is replaced in other ways."""
    return ((folder or program_folder()) / UNINSTALLER).is_file()


def installer_of(folder: Path | None = None) -> Path | None:
    """The setup program of this very version, for a rescue stick; None where the copy did not come from one."""
    path = (folder or program_folder()) / KEPT
    return path if path.is_file() else None


def installed_before(folder: Path | None = None) -> Kept | None:
    """The setup program of the version before this one, if one was replaced."""
    home = folder or program_folder()
    path, told = home / KEPT_BEFORE, home / VERSION_BEFORE
    try:
        first = told.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        return None
    if not path.is_file() or not first.startswith(_FIRST_LINE):
        return None
    return Kept(path, first.removeprefix(_FIRST_LINE))


_DETACHED: Final = 0x0000_0208 if sys.platform == "win32" else 0
"""DETACHED_PROCESS and CREATE_NEW_PROCESS_GROUP of Windows."""


_outliving: list[subprocess.Popen[bytes]] = []
"""Kept, since nobody waits for their end."""


def start(path: Path, arguments: Sequence[str]) -> None:
    """Starts a setup program that outlives this one. Raises the failures of drives."""
    try:
        process = subprocess.Popen(  # noqa: S603  # its signature was checked by whoever asks
            [str(path), "/S", *arguments],
            cwd=path.parent,
            close_fds=True,
            creationflags=_DETACHED,
        )
    except OSError as error:
        failure = failure_of(error, path)
        if failure is None:
            raise
        raise failure from error
    _outliving.append(process)
