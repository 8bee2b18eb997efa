"""The whole bench at a thousandth of its size: it runs, says what it promises, and knows a broken bound."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench.__main__ import main
from tests.bench.parts import Part
from tests.bench.row import Row, row
from tests.bench.run import NotHere, Run

KEYS = ["name", "value", "floor", "ratio", "bound", "unit", "n", "median", "p95", "higher_is_better"]


@pytest.mark.slow
def test_the_bench_runs_and_writes_every_figure_in_one_shape(tmp_path: Path) -> None:
    size = [
        "--growth",
        "--scale",
        "0.001",
        "--stations",
        "2",
        "--no-published",
        "--changes",
        "20",
        "--times",
        "1",
        "--saves",
        "3",
    ]
    places = ["--folder", "data", "--installers", "none", "--json", "bench.json", "--page", "page.md"]
    main([*size, *(str(tmp_path / each) if not each.startswith("--") else each for each in places)])
    rows = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert all(list(each) == KEYS for each in rows)
    assert any(each["name"].endswith("at 4 × L, against L") for each in rows)
    told = " ".join(each["name"] for each in rows)
    for what in (
        "start",
        "memory",
        "type-ahead",
        "save of a visit",
        "report",
        "certificates",
        "Excel",
        "bundles",
    ):
        assert what in told
    page = (tmp_path / "page.md").read_text("utf-8")
    assert {part for part in Part if f"## {part.title}\n" not in page} == {Part.INSTALLED, Part.PUBLISH}


def test_a_bound_is_of_the_ratio_where_there_is_a_floor_and_of_the_value_where_there_is_none() -> None:
    against = row("a", "s", [6.0, 7.0, 8.0], floor=[2.0], bound=3)
    assert (against.value, against.ratio, against.broken) == (7.0, 3.5, True)
    assert not replace(against, bound=4.0).broken
    alone = row("b", "ms", [1.0] * 19 + [50.0], bound=20, worst=True)
    assert (alone.median, alone.broken) == (1.0, False)
    assert row("c", "rows/s", [10.0], floor=[40.0], bound=1 / 3, higher_is_better=True).broken


def test_what_fails_loses_only_itself_and_what_is_not_here_is_no_failure(tmp_path: Path) -> None:
    def failing() -> Iterator[Row]:
        yield row("before", "s", [1.0])
        raise RuntimeError

    def absent() -> Iterator[Row]:
        yield from ()
        raise NotHere("LibreOffice is not installed.")

    run = Run(tmp_path / "bench.json")
    run.take([(Part.SAVE, absent())], "L")
    assert (run.missing, run.failed) == (["LibreOffice is not installed."], False)
    run.take([(Part.SAVE, failing()), (Part.START, [row("after", "s", [2.0])])], "L")
    assert run.failed
    assert [each["name"] for each in json.loads((tmp_path / "bench.json").read_text("utf-8"))] == [
        "after",
        "before",
    ]
    assert "Saving a visit (L): not measured" in run.missing[1]
