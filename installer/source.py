"""The program as it is committed: what is built comes from one commit, never from files that are being edited."""

from __future__ import annotations

import os
import shutil
import tarfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from subprocess import PIPE
from subprocess import run as run_process
from typing import Final

from installer.commands import run

ROOT: Final = Path(__file__).parents[1]

PROGRAM: Final = ("desktop", "resources", "docs/huong-dan")
_PAPERS: Final = ("LICENSE", "THIRD-PARTY-LICENSES.md", "pyproject.toml", "requirements.lock")
NOT_SHIPPED: Final = ("resources/tools",)


@dataclass(frozen=True)
class Source:
    """One commit, unpacked.

    Attributes:
        made: when it was committed, in seconds since 1970: the date of every file that is built from it.
    """

    folder: Path
    commit: str
    made: int
    version: str

    def numbers(self) -> tuple[int, int, int, int]:
        """The version as Windows counts it."""
        parts = [int(part) for part in self.version.split(".")]
        first, second, third = (*parts, 0, 0)[:3]
        return first, second, third, 0


def newest_commit() -> str:
    return run("git", "rev-parse", "HEAD", at=ROOT).strip()


def unpack(commit: str, folder: Path) -> Source:
    """Puts the program of a commit into ``folder``, which must not be there."""
    archive = run_process(  # noqa: S603  # bytes, which the other way of running makes text of
        ["git", "archive", "--format=tar", commit, *PROGRAM, *_PAPERS],  # noqa: S607  # git, wherever it is
        cwd=ROOT, stdout=PIPE, check=True,
    ).stdout  # fmt: skip
    folder.mkdir(parents=True)
    with tarfile.open(fileobj=BytesIO(archive)) as packed:
        packed.extractall(folder, filter="data")
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    made = int(run("git", "log", "-1", "--format=%ct", commit, at=ROOT))
    return Source(folder, commit, made, project["version"])


def is_edited() -> bool:
    """Whether the work tree holds changes that are not committed, and so are not built."""
    return bool(run("git", "status", "--porcelain", "--", *PROGRAM, *_PAPERS, "installer", at=ROOT).strip())


def copy_program(source: Source, target: Path) -> None:
    """The packages and resources that ship."""
    for name in PROGRAM:
        shutil.copytree(source.folder / name, target / name)
    for name in NOT_SHIPPED:
        shutil.rmtree(target / name)


def files_of(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def date_all(folder: Path, moment: int) -> None:
    """The same date on everything, so that two builds of a commit are equal."""
    for path in sorted(folder.rglob("*"), reverse=True):
        os.utime(path, (moment, moment))
