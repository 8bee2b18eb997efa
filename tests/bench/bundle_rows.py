"""Taking in bundles: the figures of ``bundle_bench`` as rows of the table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.bench.bundle_bench import run
from tests.bench.row import Row, row
from tests.bench.stations import Size


def bundle_rows(folder: Path, work: Path, stations: int, changes: int) -> Iterator[Row]:
    figures = run(folder, work, Size(stations, changes))
    for at in ("first", "at L", "at N"):
        yield row(
            f"bundles of {stations:,} stations taken in, {at}, against plain inserts of the same rows",
            "operations/s",
            [figures[f"operations per second, {at}"]],
            floor=[figures[f"plain inserts, operations per second, {at}"]],
            bound=1 / 3,
            higher_is_better=True,
        )
    yield row(
        "rate of the last bundles by the rate at L",
        "×",
        [figures["rate at N against rate at L, ratio"]],
        bound=0.7,
        higher_is_better=True,
    )
    yield row("memory while bundles come, at the end", "MB", [figures["memory, MB, at N"]], bound=300)
