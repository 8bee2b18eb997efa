"""The measurement works, on a few stations; what it measures is judged by nobody here."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import bundles
from tests.bench.bundle_bench import Taken, run
from tests.bench.bundle_rows import rows_of
from tests.bench.floor import insert, same_rows
from tests.bench.stations import Size, bundles_of, kept, upper_of
from tests.services.exchange import quiet

SMALL = Size(stations=3, changes=40)


def test_every_figure_of_the_bundles_is_measured(tmp_path: Path) -> None:
    figures = run(tmp_path / "set", tmp_path, SMALL)
    assert figures["operations"] == 120
    assert figures["import against plain inserts, ratio"] > 0
    assert {
        "memory, MB, at N",
        "seconds per bundle, at L",
        "rate at N against rate at L, ratio",
    } <= figures.keys()


def test_a_rate_is_of_all_operations_by_all_the_time_of_a_hundred_bundles() -> None:
    size = Size(stations=1_000, changes=500)
    taken = [Taken(wall=0.1 if at < 900 else 0.2, processor=0.1, memory=100 + at / 10) for at in range(1_000)]
    rows = {each.name: each for each in rows_of(taken, [0.05] * 1_000, size)}
    against = "against plain inserts of the same rows"
    first, last = (rows[f"1,000 bundles taken in, {at}, {against}"] for at in ("first", "at N"))
    assert (first.value, first.floor, first.ratio, first.n, first.broken) == (5_000, 10_000, 0.5, 100, False)
    assert (last.value, last.broken) == (2_500, True)
    assert rows["rate of the last bundles by the rate at L"].value == 0.5
    assert rows["memory while bundles come, at most"].value == pytest.approx(199.9)


def test_the_set_is_made_once_and_each_bundle_of_it_is_taken_in(tmp_path: Path) -> None:
    kept(tmp_path / "set", SMALL, quiet)
    stamps = [path.stat().st_mtime_ns for path in bundles_of(kept(tmp_path / "set", SMALL, quiet))]
    assert stamps == [path.stat().st_mtime_ns for path in bundles_of(tmp_path / "set")]
    upper = upper_of(tmp_path / "set", tmp_path / "upper")
    taken = [bundles.import_bundle(upper, path, quiet) for path in bundles_of(tmp_path / "set")]
    upper.close()
    assert [(each.new, each.withheld > 0) for each in taken] == [(SMALL.changes, True)] * SMALL.stations


def test_the_floor_puts_in_the_very_rows_of_the_import(tmp_path: Path) -> None:
    kept(tmp_path / "set", SMALL, quiet)
    upper, empty = (upper_of(tmp_path / "set", tmp_path / name) for name in ("upper", "floor"))
    for path in bundles_of(tmp_path / "set"):
        bundles.import_bundle(upper, path, quiet)
    for rows in same_rows(upper):
        insert(empty, rows)
    tables = [
        "journal_operation",
        "journal_entry",
        "journal_withheld",
        *(each.name for each in upper.registry),
    ]
    with upper.file.reading() as one, empty.file.reading() as other:
        for name in tables:
            query = f'SELECT * FROM "{name}" ORDER BY 1, 2'
            assert one.connection.execute(query).fetchall() == other.connection.execute(query).fetchall()
    upper.close()
    empty.close()
