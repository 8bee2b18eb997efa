"""Other people's programs that are measured beside ours: found where they are installed, bounded in time."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Final

from tests.bench.run import NotHere

_PATIENCE: Final = 300.0
"""Seconds after which a peer is left out."""
_LIBRARIES: Final = ("openpyxl", "reportlab", "segno", "zxing-cpp")


@dataclass(frozen=True)
class Peer:
    """A program; ``what`` it would be compared for, as a sentence tells it."""

    name: str
    command: str
    what: str

    def run(
        self,
        work: Path,
        *arguments: str,
        answers: str = "",
        around: Mapping[str, str] | None = None,
        patience: float = _PATIENCE,
    ) -> float:
        """Seconds until it ended, its start included; what it keeps of its own lies in ``work``.

        ``around``: more of its environment.

        Raises:
            NotHere: it is not installed, failed, or did not end in time.
        """
        if shutil.which(self.command) is None:
            raise NotHere(f"{self.name} is not installed: {self.what}.")
        home = work / "home"
        home.mkdir(parents=True, exist_ok=True)
        own = {"HOME": str(home), "GRAMPSHOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
        start = perf_counter()
        with subprocess.Popen(
            [self.command, *arguments],
            cwd=work,
            env={**os.environ, **own, **(around or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                told, _ = process.communicate(answers, timeout=patience)
            except subprocess.TimeoutExpired as late:
                # With whatever it has started itself.
                os.killpg(process.pid, signal.SIGKILL)
                raise NotHere(f"{self.name} did not end in {patience:g} s: {self.what}.") from late
        took = perf_counter() - start
        if process.returncode:
            last = told.strip().rpartition("\n")[2]
            raise NotHere(f"{self.name} failed with exit code {process.returncode} ({last}): {self.what}.")
        return took

    def version(self) -> str:
        """As the program tells it; empty where it is not installed."""
        if shutil.which(self.command) is None:
            return ""
        told = subprocess.run(
            [self.command, "--version"], capture_output=True, text=True, check=False, timeout=60
        )
        # Of several versions that a program tells, its own stands behind its name; keepassxc-cli tells only its own.
        found = re.search(rf"{self.name}\s*:?\s*(\d+(?:\.\d+)+)", told.stdout, re.IGNORECASE)
        found = found or re.search(r"(\d+(?:\.\d+)+)", told.stdout)
        return found[1] if found else ""


LIBREOFFICE: Final = Peer("LibreOffice", "soffice", "certificates were not compared with it")
KEEPASSXC: Final = Peer("KeePassXC", "keepassxc-cli", "merging was not compared with it")
GRAMPS: Final = Peer("Gramps", "gramps", "taking in records was not compared with it")
PROGRAMS: Final = (LIBREOFFICE, KEEPASSXC, GRAMPS)


def compared() -> Iterator[str]:
    """What stands beside us here, with versions."""
    for program in PROGRAMS:
        if found := program.version():
            yield f"{program.name} {found}"
    yield from (f"{library} {version(library)}" for library in _LIBRARIES)
