"""Which machine this is, without saying which: to notice a data folder that was copied to another PC.

Disks copied whole carry the same id, so two equal fingerprints do not prove that it is one machine.
"""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import winreg

_ID_FILES: Final = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def machine_fingerprint() -> str:
    """32 hexadecimal digits, the same until the system is installed anew; from the PC's name if it has no id."""
    return fingerprint_of(_machine_id() or platform.node())


def fingerprint_of(machine_id: str) -> str:
    """The fingerprint of a machine's own id, from which that id cannot be told."""
    plain = machine_id.strip().lower().encode("utf-8", "surrogateescape")
    return hashlib.blake2b(b"tuquan/1/machine\0" + plain, digest_size=16).hexdigest()


def first_id(files: Iterable[Path]) -> str | None:
    """The first of the files that says something."""
    for file in files:
        try:
            said = file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
        if said:
            return said
    return None


def _machine_id() -> str | None:
    if sys.platform == "win32":
        return _machine_guid()
    return first_id(_ID_FILES)


if sys.platform == "win32":

    def _machine_guid() -> str | None:
        place = r"SOFTWARE\Microsoft\Cryptography"
        try:
            # The 64-bit view: a 32-bit program would else be shown another, often empty, one.
            access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place, 0, access) as key:
                value, _ = winreg.QueryValueEx(key, "MachineGuid")
        except OSError:
            return None
        return str(value)
