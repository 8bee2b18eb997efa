"""``make bench``: every figure that the program promises, measured in one run beside its floor.

    python -m tests.bench [--scale PART] [--growth] [--stations NUMBER]

Writes ``out/bench.json`` and, at full size, ``docs/performance.md``; exits 1 when a bound is broken.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.bench.bundle_rows import bundle_rows
from tests.bench.data import kept
from tests.bench.growth_rows import growth_rows
from tests.bench.large import LARGE
from tests.bench.list_rows import ROWS, list_rows
from tests.bench.paper_rows import CERTIFICATES, paper_rows
from tests.bench.register_rows import register_rows
from tests.bench.row import Row, as_json, as_markdown, row
from tests.bench.start_rows import start_rows
from tests.bench.stations import STATIONS
from tests.bench.store_bench import resident_mb

COMPARED: Final = (
    (
        "The start is beside a bare PySide6 window with a table of 200,000 rows; both are compiled beforehand, as"
        " they are when installed, and the password function is timed apart."
    ),
    "A search in a list is beside the one query on the same index that finds the newest rows of the same words.",
    "A save is beside a durable commit of one row into the same encrypted file, the two in turn.",
    (
        "The certificates are beside the same lines of text and the same codes drawn by reportlab and zxing-cpp"
        " alone, the two in turn; no line is fitted or centred there."
    ),
    (
        "The bundles are beside plain inserts of the same rows into the same tables with the same indexes, one durable"
        " transaction for each bundle; what the search indexes hold is worked out before the clock runs."
    ),
    "10,000 rows from Excel are beside openpyxl that reads the same file and does nothing with it.",
    "Not compared: LibreOffice, keepassxc-cli, Gramps and segno are not among what the tests install.",
)


def rows_of(chosen: argparse.Namespace, work: Path) -> Iterator[Row]:
    """Every row, in the order of the table."""
    part = chosen.scale
    large = kept(chosen.folder / f"L-{part:g}", LARGE.scaled(part))
    yield from start_rows(large, work, chosen.times)
    workspace = large.copy(work / "L")
    at_l = list(register_rows(workspace, chosen.saves))
    yield from at_l
    yield from paper_rows(workspace, max(1, round(CERTIFICATES * min(1, part * 10))), min(3, chosen.times))
    yield row("memory after all that", "MB", [resident_mb()])
    yield from list_rows(workspace, work, max(50, round(ROWS * part)))
    workspace.close()
    if chosen.growth:
        yield from growth_rows(at_l, part, chosen.folder, work, chosen.saves)
    if chosen.stations:
        folder = chosen.folder / f"stations-{chosen.stations}-{chosen.changes}"
        yield from bundle_rows(folder, work / "N", chosen.stations, chosen.changes)
    yield from _sizes(chosen.installers)


def _sizes(folder: Path) -> Iterator[Row]:
    """What ships, where it was built."""
    for path in sorted(folder.glob("*-setup.exe")):
        yield row("the setup program", "MB", [path.stat().st_size / 2**20], bound=60)


def main(arguments: Iterable[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--scale", type=float, default=1.0, help="a part of data set L")
    parser.add_argument("--stations", type=int, default=STATIONS, help="0: no bundles")
    parser.add_argument("--growth", action="store_true", help="also at S and at four times L")
    parser.add_argument("--changes", type=int, default=500, help="of each station")
    parser.add_argument("--times", type=int, default=7, help="starts of the program")
    parser.add_argument("--saves", type=int, default=200)
    parser.add_argument("--folder", type=Path, default=Path("out/bench"), help="where the data sets are kept")
    parser.add_argument("--installers", type=Path, default=Path("out"))
    parser.add_argument("--json", type=Path, default=Path("out/bench.json"))
    parser.add_argument("--page", type=Path, default=None, help="default at full size: docs/performance.md")
    chosen = parser.parse_args(list(arguments))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="tuquan-bench-") as work:
        for each in rows_of(chosen, Path(work)):
            rows.append(each)
            sys.stdout.write(f"{'BROKEN ' if each.broken else ''}{told(each)}\n")
            sys.stdout.flush()
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    chosen.json.write_text(as_json(rows), encoding="utf-8")
    page = chosen.page or (Path("docs/performance.md") if chosen.scale == 1 else None)
    if page is not None:
        page.write_text(as_markdown(rows, COMPARED, datetime.now(UTC).date()), encoding="utf-8")
    return int(any(each.broken for each in rows))


def told(each: Row) -> str:
    floor = "" if each.floor is None else f", floor {each.floor:g}, ratio {each.ratio:g}"
    bound = "" if each.bound is None else f" ({'≥' if each.higher_is_better else '≤'} {each.bound:.3g})"
    return f"{each.name}: {each.value:g} {each.unit}{floor}{bound}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
