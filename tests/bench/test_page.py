"""The page of figures: what is promised stands beside what was measured, and a reader finds what was not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.bench.growth_rows import EXPLAINED, at_huge, at_small
from tests.bench.installed_rows import installed_rows
from tests.bench.page import Circumstances, as_markdown
from tests.bench.parts import Part
from tests.bench.row import Row, row
from tests.bench.run import NotHere

AROUND = Circumstances(date(2026, 11, 22), load=0.25, minutes=61.2, compared=["segno 1.6.6"])
SEARCH = row("search", "ms", [4.0], bound=20)


def cells(page: str, name: str) -> list[str]:
    line = next(each for each in page.splitlines() if each.startswith(f"| {name} |"))
    return [each.strip() for each in line.strip("|").split("|")]


def test_a_figure_stands_in_its_part_with_its_promise_beside_it() -> None:
    start = row("start", "s", [0.5, 0.7, 0.6], floor=[0.2], bound=3)
    page = as_markdown({Part.SEARCH: [SEARCH], Part.START: [start]}, [], AROUND)
    assert cells(page, "start")[:7] == ["start", "0.6", "0.2", "3", "≤ 3 ×", "s", "3"]
    assert cells(page, "start")[-1] == "kept"
    assert (
        page.index("## Start") < page.index("| start |") < page.index("## Search") < page.index("| search |")
    )
    assert Part.START.promise in page
    assert "on 2026-11-22, in 61 minutes." in page
    assert "load before the run 0.2." in page
    assert "Every promise is kept." in page


def test_a_broken_promise_is_told_at_the_top_and_in_its_row() -> None:
    slow = row("rate", "rows/s", [10.0], floor=[40.0], bound=1 / 3, higher_is_better=True)
    page = as_markdown({Part.BUNDLES: [slow]}, [], AROUND)
    assert "- rate\n" in page.partition("Promises broken")[2]
    assert cells(page, "rate")[4] == "≥ 0.333 ×"
    assert cells(page, "rate")[-1] == "**broken**"


def test_a_figure_at_three_sizes_is_one_line() -> None:
    page = as_markdown({Part.SEARCH: [SEARCH], Part.GROWTH: growth(12.0)}, [], AROUND)
    assert cells(page.partition("## Growth")[2], "search") == [
        "search", "ms", "1", "4", "12", "3", "≤ 4.6 ×", "kept",
    ]  # fmt: skip
    assert "**broken**" in as_markdown({Part.GROWTH: growth(20.0)}, [], AROUND)


def test_growth_that_is_explained_breaks_no_promise_and_its_reason_stands_below() -> None:
    name, why = next(iter(EXPLAINED.items()))
    slow = row(name, "s", [20.0])
    page = as_markdown(
        {Part.GROWTH: list(at_huge([slow], {name: row(name, "s", [1.0])}, 10_000))}, [], AROUND
    )
    assert f"- {name}: {why}" in page
    assert "**broken**" not in page


def growth(huge: float) -> list[Row]:
    small = at_small([row("search", "ms", [1.0], bound=20)])
    return [*small, *at_huge([row("search", "ms", [huge], bound=20)], {"search": SEARCH}, 10_000)]


def test_what_was_compared_and_what_was_not_is_said() -> None:
    page = as_markdown({Part.SEARCH: [SEARCH]}, ["Gramps is not installed."], AROUND)
    assert "- Gramps is not installed." in page
    assert "Beside us stood segno 1.6.6;" in page
    assert "## Start" not in page
    assert "mail merge" in page.partition("Not compared:")[2]


def test_the_size_of_what_is_installed_is_that_of_the_folder_with_the_setup_program(tmp_path: Path) -> None:
    with pytest.raises(NotHere):
        list(installed_rows(tmp_path))
    (tmp_path / "so-setup.exe").write_bytes(bytes(1 << 20))
    with ZipFile(tmp_path / "so-thu-muc.zip", "w", ZIP_DEFLATED) as packed:
        packed.writestr("so/thu-vien.dll", bytes(2 << 20))
    assert [each.value for each in installed_rows(tmp_path)] == [1, 3]
