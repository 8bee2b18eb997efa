"""A slow disk below one folder, for a process that is started with :func:`around` in its environment."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SOURCE: Final = Path(__file__).with_name("slow_disk.c")


@dataclass(frozen=True)
class Slowness:
    """How much longer each call takes, in microseconds."""

    read: int
    write: int
    flush: int


def build_slow_disk(folder: Path) -> Path:
    """Compiles it; gives the library."""
    library = folder / "slow_disk.so"
    command = ["gcc", "-O1", "-shared", "-fPIC", "-o", str(library), str(_SOURCE), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return library


def around(library: Path, folder: Path, slowness: Slowness) -> dict[str, str]:
    """What a process needs in its environment."""
    return {
        "LD_PRELOAD": str(library),
        "SLOW_UNDER": str(folder),
        "SLOW_READ_US": str(slowness.read),
        "SLOW_WRITE_US": str(slowness.write),
        "SLOW_FLUSH_US": str(slowness.flush),
    }
