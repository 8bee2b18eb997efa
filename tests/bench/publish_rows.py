"""Publishing: the figures of ``publish_bench`` as rows of the table."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.publish_bench import IMPORTERS
from tests.bench.row import Row, row
from tests.bench.store_bench import Figures


def publish_rows(figures: Figures, importers: int = IMPORTERS) -> Iterator[Row]:
    rate = "operations/s"
    yield row(
        f"operations of {figures['stations']:,} stations published, against a bare COPY of the same rows",
        rate,
        [figures["published, operations per second"]],
        floor=[figures["bare COPY, operations per second"]],
        bound=1 / 3,
        higher_is_better=True,
    )
    yield row(
        "memory while publishing, of all processes, at most against after a tenth",
        "MB",
        [figures["memory at most, MB"]],
        floor=[figures["memory after a tenth, MB"]],
        bound=1.25,
    )
    yield row(
        f"bundles published by {importers} importers, against one",
        rate,
        [figures[f"bundles by {importers} importers, operations per second"]],
        floor=[figures["bundles by one importer, operations per second"]],
        bound=2,
        higher_is_better=True,
    )
    yield row(
        f"bundles only proven, with no server, by {importers} processes, against one",
        rate,
        [figures[f"bundles only proven by {importers} processes, operations per second"]],
        floor=[figures["bundles only proven by one process, operations per second"]],
        higher_is_better=True,
    )
