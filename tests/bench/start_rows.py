"""The start of the program beside that of a bare window, each in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from desktop.vault.kdf import DEFAULT, SALT_SIZE
from tests.bench.data import Kept
from tests.bench.row import Row, row, seconds
from tests.bench.starting import BARE
from tests.kit.workspaces import PASSWORD


def start_rows(data: Kept, work: Path, times: int) -> Iterator[Row]:
    """From the first instruction of a process to the first rows on the screen, the password given."""
    # As it is installed: compiled once, not at every start.
    compiled = work / "compiled"
    around = os.environ | {"PYTHONPYCACHEPREFIX": str(compiled), "QT_QPA_PLATFORM": "offscreen"}
    around["PYTHONDONTWRITEBYTECODE"] = ""
    program, bare = [str(data.folder), data.user, PASSWORD], [BARE]
    for first in () if compiled.exists() else (program, bare):
        _start(first, around)
    measured, floor, memory = [], [], []
    for _ in range(times):
        took, told = _start(program, around)
        measured.append(took - told["key"])
        memory.append(told["memory"])
        floor.append(_start(bare, around)[0])
    yield row(
        "start to the first register painted, against a bare window", "s", measured, floor=floor, bound=3
    )
    yield row("memory when the first register is painted", "MB", memory, bound=130)
    yield row("key from the password (Argon2)", "s", seconds(_derive, 3))


def _start(arguments: list[str], around: dict[str, str]) -> tuple[float, dict[str, Any]]:
    start = perf_counter()
    command = [sys.executable, "-m", "tests.bench.starting", *arguments]
    with subprocess.Popen(
        command, env=around, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = perf_counter() - start
    return took, json.loads(line)


def _derive() -> None:
    DEFAULT.derive(b"mat-khau", bytes(SALT_SIZE))
