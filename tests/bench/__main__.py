"""``make bench``: every figure that the program promises, measured in one run beside its floor.

    python -m tests.bench [--scale PART] [--growth] [--peers] [--stations NUMBER] [--no-published]

Writes ``out/bench.json`` row by row and, at full size, ``docs/performance.md``; exits 1 when a bound is broken or
something could not be measured that should.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from tests.bench import bundle_bench, publish_bench
from tests.bench.bundle_rows import bundle_rows
from tests.bench.data import SMALL, kept
from tests.bench.growth_rows import TIMES, at_huge, at_small
from tests.bench.import_rows import IMPORTED, import_rows
from tests.bench.installed_rows import installed_rows
from tests.bench.large import LARGE, Size
from tests.bench.list_rows import ROWS, beside_openpyxl, list_rows
from tests.bench.merge_peers import CHANGED, RECORDS, Merging, beside_gramps, beside_keepassxc
from tests.bench.page import Circumstances, as_markdown
from tests.bench.paper_peers import beside_libreoffice, beside_segno
from tests.bench.paper_rows import CERTIFICATES, paper_rows
from tests.bench.parts import Part
from tests.bench.peers import compared
from tests.bench.publish_rows import publish_rows
from tests.bench.register_rows import leafing, reporting, saving, searching
from tests.bench.row import Row
from tests.bench.run import Run
from tests.bench.start_rows import start_rows
from tests.bench.stations import STATIONS, opened
from tests.bench.stations import Size as Stations

Steps = Iterator[tuple[Part, Iterable[Row]]]


def measure(run: Run, chosen: argparse.Namespace, work: Path) -> None:
    """Everything, the figures at L first, as long as nothing else is in memory."""
    part = chosen.scale
    run.take(_register("L", LARGE.scaled(part), chosen, work), "L")
    run.take([(Part.EXCEL, import_rows(work / "import", max(50, round(IMPORTED * part))))], "many lists")
    if chosen.stations:
        run.take(_stations(chosen, work), "bundles")
    if chosen.peers:
        run.take(_peers(chosen, work), "peers")
    run.take([(Part.INSTALLED, installed_rows(chosen.installers))], "installers")
    if chosen.growth:
        at_l = {each.name: each for rows in run.rows.values() for each in rows}
        small = _register("S", SMALL.scaled(part), chosen, work)
        run.take(((Part.GROWTH, at_small(rows)) for _, rows in small), "S")
        visits = LARGE.scaled(part).visits
        huge = _register(f"{TIMES}L", LARGE.scaled(part * TIMES), chosen, work)
        run.take(((Part.GROWTH, at_huge(rows, at_l, visits)) for _, rows in huge), f"{TIMES} × L")


def _register(name: str, size: Size, chosen: argparse.Namespace, work: Path) -> Steps:
    """All figures of a register of one size."""
    part: float = chosen.scale
    place = work / name
    place.mkdir()
    data = kept(chosen.folder / f"{name}-{part:g}", size).copied(place / "so")
    yield Part.START, start_rows(data, work, chosen.times)
    workspace = data.open()
    yield Part.SEARCH, searching(workspace)
    yield Part.LISTS, leafing(workspace)
    yield Part.SAVE, saving(workspace, chosen.saves)
    yield Part.REPORT, reporting(workspace)
    yield Part.PAPER, paper_rows(workspace, _certificates(size, part), min(3, chosen.times))
    yield Part.EXCEL, list_rows(workspace, place, _listed(part))
    workspace.close()
    shutil.rmtree(place)


def _stations(chosen: argparse.Namespace, work: Path) -> Steps:
    """The bundles of a country come to an upper level, which then publishes them."""
    place, size = work / "stations", Stations(chosen.stations, chosen.changes)
    folder = size.folder(chosen.folder)
    yield Part.BUNDLES, bundle_rows(folder, place, size)
    if chosen.published:
        upper = opened(folder, bundle_bench.filled(place))
        yield Part.PUBLISH, publish_rows(publish_bench.run(folder, place, upper, size))
    shutil.rmtree(place, ignore_errors=True)


def _peers(chosen: argparse.Namespace, work: Path) -> Steps:
    """Other programs on the same papers and lists, and on as many records."""
    part: float = chosen.scale
    place = work / "peers"
    place.mkdir()
    size = LARGE.scaled(part)
    workspace = kept(chosen.folder / f"L-{part:g}", size).copied(place / "so").open()
    certificates = _certificates(size, part)
    yield Part.PAPER, beside_libreoffice(workspace, place, certificates, min(3, chosen.times))
    yield Part.PAPER, beside_segno(workspace, certificates)
    yield Part.EXCEL, beside_openpyxl(workspace, place, _listed(part))
    workspace.close()
    merging = Merging.by_us(place / "merging", max(8, round(RECORDS * part)), max(2, round(CHANGED * part)))
    yield Part.BUNDLES, beside_gramps(merging)
    yield Part.BUNDLES, beside_keepassxc(merging)
    shutil.rmtree(place)


def _certificates(size: Size, part: float) -> int:
    return min(size.awards, max(1, round(CERTIFICATES * min(1, part * 10))))


def _listed(part: float) -> int:
    return max(50, round(ROWS * part))


def main(arguments: Iterable[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--scale", type=float, default=1.0, help="a part of data set L")
    parser.add_argument("--stations", type=int, default=STATIONS, help="0: no bundles")
    parser.add_argument("--published", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--peers", action="store_true", help="also other programs on the same")
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
    run, load, start = Run(chosen.json), os.getloadavg()[1], perf_counter()
    with tempfile.TemporaryDirectory(prefix="tuquan-bench-") as work:
        measure(run, chosen, Path(work))
    page = chosen.page or (Path("docs/performance.md") if chosen.scale == 1 else None)
    if page is not None:
        minutes = (perf_counter() - start) / 60
        around = Circumstances(datetime.now(UTC).date(), load, minutes, list(compared()))
        page.write_text(as_markdown(run.rows, run.missing, around), encoding="utf-8")
    return int(run.broken or run.failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
