"""Real registers with really destroyed pages, and what of their records came back."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, TypeAlias

from desktop.services.workspace import Workspace
from desktop.store.register_file import RegisterFile

PAGE = 4096

Rows: TypeAlias = dict[tuple[str, str], dict[str, Any]]
"""By register and record, what its fields say."""


def destroy(database: Path, seed: int, *, share: float = 0.01, also: tuple[int, ...] = ()) -> list[int]:
    """Writes noise over a share of a file's pages, and over those numbered in ``also``; gives all their numbers."""
    chance = random.Random(seed)
    pages = database.stat().st_size // PAGE
    bad = sorted({*chance.sample(range(1, pages + 1), max(1, round(pages * share))), *also})
    with database.open("r+b") as file:
        for number in bad:
            file.seek((number - 1) * PAGE)
            file.write(chance.randbytes(PAGE))
    return bad


def rows_of(file: RegisterFile) -> Rows:
    with file.reading() as reader:
        return {
            (register.name, row.id): dict(row.values)
            for register in file.registry
            for row in reader.records.whole(register.name)
        }


def rows(workspace: Workspace) -> Rows:
    return rows_of(workspace.file)


def share_back(before: Rows, after: Rows) -> float:
    """How many of the records say exactly what they said."""
    return sum(after.get(place) == values for place, values in before.items()) / len(before)
