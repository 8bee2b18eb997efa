"""Real registers with really destroyed pages, and what of their records came back."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, TypeAlias

from desktop.app.sample import make_sample
from desktop.services.workspace import Workspace
from desktop.store.register_file import RegisterFile
from tests.kit.workspaces import Made, make_workspace, put
from tests.services.exchange import edit

PAGE = 4096

Rows: TypeAlias = dict[tuple[str, str], dict[str, Any]]
"""By register and record, what its fields say."""


def station_of_visits(folder: Path, visits: int) -> Made:
    """A station's sample and so many visits more, each an operation of its own, each fourth one edited; closed."""
    made = make_workspace(folder)
    make_sample(made.workspace)
    with made.workspace.reading() as reader:
        households = [row.id for row in reader.records.whole("household")]
    for number in range(visits):
        visit = put(
            made.workspace,
            "visit",
            household=households[number % len(households)],
            visited_on=f"2026-{number % 9 + 1:02}-{number % 28 + 1:02}",
            content=f"Thăm hỏi gia đình lần {number}, tuyên truyền phòng cháy, chữa cháy",
        )
        if number % 4 == 0:
            edit(made.workspace, "visit", visit, result="Gia đình chấp hành tốt")
    made.workspace.close()
    return made


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
