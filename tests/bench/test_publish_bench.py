"""The measurement works, on a few stations; what it measures is judged by nobody here."""

from __future__ import annotations

from pathlib import Path

from tests.bench.publish_bench import filled, run
from tests.bench.publish_rows import publish_rows
from tests.bench.stations import Size


def test_every_figure_of_publishing_is_measured(tmp_path: Path) -> None:
    folder, size = tmp_path / "set", Size(stations=2, changes=20)
    upper = filled(folder, tmp_path, size)
    figures = run(folder, tmp_path, upper, size, parts=0, importers=2)
    assert figures["operations"] == 40
    assert figures["published against bare COPY, ratio"] > 0
    assert figures["2 importers against one, ratio"] > 0
    assert [each.unit for each in publish_rows(figures, importers=2)] == [
        "operations/s",
        "MB",
        "operations/s",
        "operations/s",
    ]
