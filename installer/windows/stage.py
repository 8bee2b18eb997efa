"""The folder that people get: launchers, interpreter, libraries, program, resources, licences.

    So-Tu-Quan.exe  tuquan.exe  python/  lib/  desktop/  resources/  docs/  GIAY-PHEP/  PHIEN-BAN.txt

It runs from any place: the launchers look beside themselves.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from installer.contents import unpack_wheels
from installer.icon import ico
from installer.source import Source, copy_program, date_all
from installer.wheels import Target, fetch
from installer.windows import interpreter, launchers
from installer.windows.needs import missing
from installer.windows.wine import Wine

LICENCES: Final = "GIAY-PHEP"
VERSION_FILE: Final = "PHIEN-BAN.txt"

# Paths from the interpreter's folder. With this file beside it Python looks nowhere else: not in the registry, not in
# variables of the environment, not in the folder of a document.
_SEARCH: Final = ("python{tag}.zip", ".", "..\\lib", "..")


class LibraryMissing(RuntimeError):
    """Something that ships needs a library that neither ships nor is part of Windows."""


def windows(python_tag: str) -> Target:
    return Target(f"{python_tag[0]}.{python_tag[1:]}", ("win_amd64",), "win32", "Windows")


def make(source: Source, embed: Path, cache: Path, work: Path, target: Path, wine: Wine) -> None:
    """Fills ``target``, which must not be there. ``embed`` is the interpreter's zip; ``wine`` compiles."""
    tag = interpreter.unpack(embed, target / "python")
    _write(
        target / "python" / f"python{tag}._pth", "".join(f"{line.format(tag=tag)}\r\n" for line in _SEARCH)
    )
    unpack_wheels(fetch(windows(tag), source.folder, cache / f"windows-{tag}"), target / "lib")
    copy_program(source, target)
    icon = work / "so-tu-quan.ico"
    icon.parent.mkdir(parents=True, exist_ok=True)
    icon.write_bytes(ico(source.folder / "resources" / "icons" / "app.svg"))
    launchers.build(source, tag, icon, work / "launchers", target)
    licences = target / LICENCES
    licences.mkdir()
    for name in ("LICENSE", "THIRD-PARTY-LICENSES.md"):
        shutil.copy(source.folder / name, licences / f"{Path(name).stem}.txt")
    shutil.copy(target / "python" / "LICENSE.txt", licences / "PYTHON.txt")
    _write(target / VERSION_FILE, f"Sổ Tự Quản {source.version}\r\n{source.commit}\r\n")
    lost = missing(target)
    if lost:
        raise LibraryMissing("\n".join(lost))
    byte_compile(target, wine)
    date_all(target, source.made)


def byte_compile(folder: Path, wine: Wine) -> None:
    """Compiles everything once, so that no start does; unchecked, since nobody edits an installed program."""
    wine.run(folder / "python" / "python.exe", "-m", "compileall", "-q", "-f",
             "--invalidation-mode", "unchecked-hash", "lib", "desktop", at=folder)  # fmt: skip


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))
