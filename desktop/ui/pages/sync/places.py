"""Where a bundle may be written to or is found: the sticks that are plugged in, or any folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.system.drives import sticks
from desktop.system.volumes import Volume

SUFFIX: Final = ".tqb"
_MB: Final = 2**20
_MOST: Final = 40

FindSticks = Callable[[], Sequence[Volume]]
plugged_in: FindSticks = sticks


@dataclass(frozen=True)
class Place:
    """A folder, and how it is called: the name of its stick, or its path."""

    folder: Path
    name: str
    free_mb: int
    stick: bool


def stick_places(find: FindSticks) -> list[Place]:
    """Every stick that can be written to or read now."""
    return [
        Place(Path(each.root), each.label or str(each.root), each.free_bytes // _MB, stick=True)
        for each in find()
    ]


def bundles_in(folder: Path) -> list[Path]:
    """The bundles of a folder and of the folders right in it, newest first; only their names are looked at."""
    try:
        found = [*folder.glob(f"*{SUFFIX}"), *folder.glob(f"*/*{SUFFIX}")]
        dated = [(file.stat().st_mtime, file) for file in found if file.is_file()]
    except OSError:
        # A stick that is pulled out while it is read has nothing to offer.
        return []
    return [file for _, file in sorted(dated, reverse=True)][:_MOST]
