"""The locked wheels of the libraries that ship, for a system other than the one that builds too.

``requirements.lock`` holds for every system and names what the tests need as well. What ships is found by walking
from the dependencies of ``pyproject.toml`` through the wheels' own metadata, with the target's markers.
"""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer.commands import pip

NEVER_USED: Final = frozenset({"pip"})
"""Named by sqlite-utils for a command of its own that the program does not have."""


@dataclass(frozen=True)
class Target:
    """Where the wheels are to run.

    Attributes:
        python: as ``3.13``.
        platforms: pip's names of it, the best first.
    """

    python: str
    platforms: tuple[str, ...]
    sys_platform: str
    platform_system: str

    @property
    def tag(self) -> str:
        return "cp" + self.python.replace(".", "")

    def markers(self) -> dict[str, str]:
        return {
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "sys_platform": self.sys_platform,
            "platform_system": self.platform_system,
            "os_name": "nt" if self.sys_platform == "win32" else "posix",
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            "platform_machine": "AMD64" if self.sys_platform == "win32" else "x86_64",
            "extra": "",
        }


def locked(text: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Of each package in a lock file: its version and the hashes of its files."""
    joined = text.replace("\\\n", " ")
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for line in joined.splitlines():
        named = re.match(r"([\w.-]+)==([\w.!+]+)", line)
        if named:
            hashes = tuple(re.findall(r"--hash=(sha256:[0-9a-f]{64})", line))
            found[canonicalize_name(named[1])] = (named[2], hashes)
    return found


def needed_by(requires: list[str], target: Target) -> set[str]:
    """The packages that requirements ask for on the target, without those never used."""
    wanted = (Requirement(line) for line in requires)
    return {
        str(canonicalize_name(each.name))
        for each in wanted
        if each.marker is None or each.marker.evaluate(target.markers())
    } - NEVER_USED


def fetch(target: Target, source: Path, folder: Path) -> list[Path]:
    """The wheels of all that the program in ``source`` needs on the target, by the hashes of its lock file."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = locked((source / "requirements.lock").read_text(encoding="utf-8"))
    project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = needed_by(project["dependencies"], target)
    have: dict[str, Path] = {}
    while waiting:
        have |= _download({name: lock[name] for name in waiting}, target, folder)
        asked = {name for path in have.values() for name in needed_by(_requires(path), target)}
        waiting = asked - have.keys()
    return [have[name] for name in sorted(have)]


def _download(
    packages: Mapping[str, tuple[str, tuple[str, ...]]], target: Target, folder: Path
) -> dict[str, Path]:
    asked = folder / "asked.lock"
    asked.write_text(
        "".join(
            f"{name}=={version} {' '.join(f'--hash={each}' for each in hashes)}\n"
            for name, (version, hashes) in sorted(packages.items())
        ),
        encoding="utf-8",
    )
    platforms = [word for platform in target.platforms for word in ("--platform", platform)]
    abis = [word for abi in (target.tag, "abi3", "none") for word in ("--abi", abi)]
    pip("download", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--implementation", "cp",
        "--python-version", target.python, *platforms, *abis, "-d", folder, "-r", asked)  # fmt: skip
    asked.unlink()
    return {name: _wheel(folder, name, version) for name, (version, _) in packages.items()}


def _wheel(folder: Path, name: str, version: str) -> Path:
    for path in folder.glob("*.whl"):
        of, at = path.name.split("-")[:2]
        if canonicalize_name(of) == name and at == version:
            return path
    raise FileNotFoundError(f"{name} {version}")


def _requires(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as opened:
        name = next(each for each in opened.namelist() if each.endswith(".dist-info/METADATA"))
        return BytesParser().parsebytes(opened.read(name), headersonly=True).get_all("Requires-Dist") or []
