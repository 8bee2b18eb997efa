"""Measures what an upper level does with the bundles of a whole country, beside plain inserts of the same rows.

    .venv/bin/python -m tests.bench.bundle_bench                    # data set N: 3,321 stations with 500 changes each
    .venv/bin/python -m tests.bench.bundle_bench --stations 300     # fewer stations

The bundles are kept in ``out/bench``, since it takes longer to write than to read them. Every bundle is taken in as a
person would, all checks on and durable; the plain inserts come after it, into an empty file of the same shape, one
transaction for each bundle. Both are told by how many operations they do in a second, wall clock and processor time.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Final

from desktop.services import bundles
from tests.bench.floor import insert, same_rows
from tests.bench.stations import Size, bundles_of, kept, upper_of
from tests.bench.store_bench import Figures, lines_of, resident_mb

AT_L: Final = 278_687
"""Operations of data set L: from so many on, a rate is the rate at L."""
WINDOW: Final = 100
"""Bundles of which a rate is told."""


@dataclass(frozen=True)
class Taken:
    """One bundle: seconds on the clock and of the processor, and the memory in use after it, in megabytes."""

    wall: float
    processor: float
    memory: float


def run(folder: Path, work: Path, size: Size) -> Figures:
    """All figures of one run; ``folder`` keeps the data set, ``work`` is empty."""
    return told(*measured(folder, work, size), size)


def filled(work: Path) -> Path:
    """The upper level that :func:`measured` leaves, with all bundles taken in."""
    return work / "upper"


def measured(folder: Path, work: Path, size: Size) -> tuple[list[Taken], list[float]]:
    """What each bundle took, and the seconds of the plain inserts of its rows."""
    kept(folder, size, _tell("written"))
    upper = upper_of(folder, filled(work))
    taken = []
    for number, path in enumerate(bundles_of(folder), start=1):
        start, busy = time.perf_counter(), time.process_time()
        bundles.import_bundle(upper, path, _silent)
        taken.append(Taken(time.perf_counter() - start, time.process_time() - busy, resident_mb()))
        _tell("taken in")(number, size.stations)
    empty = upper_of(folder, work / "floor")
    plain = []
    for number, rows in enumerate(same_rows(upper), start=1):
        plain.append(insert(empty, rows))
        _tell("plainly inserted")(number, size.stations)
    upper.close()
    empty.close()
    return taken, plain


def places(size: Size, number: int) -> dict[str, tuple[int, int]]:
    """From which bundle to which a rate is told, of so many: at the beginning, at L and at the end."""
    window = min(WINDOW, number)
    firsts = {"first": 0, "at L": min(AT_L // size.changes, number - window), "at N": number - window}
    return {name: (first, first + window) for name, first in firsts.items()}


def told(taken: Sequence[Taken], plain: Sequence[float], size: Size) -> Figures:
    """The figures of the windows at the beginning, at L and at the end."""
    figures: Figures = {"stations": size.stations, "operations": size.stations * size.changes}
    for name, (first, end) in places(size, len(taken)).items():
        some = taken[first:end]
        figures |= {
            f"operations per second, {name}": round(size.changes / fmean(each.wall for each in some)),
            f"operations per processor second, {name}": round(
                size.changes / fmean(each.processor for each in some)
            ),
            f"seconds per bundle, {name}": round(fmean(each.wall for each in some), 3),
            f"plain inserts, operations per second, {name}": round(size.changes / fmean(plain[first:end])),
            f"memory, MB, {name}": max(each.memory for each in some),
        }
    return figures | {
        "import against plain inserts, ratio": round(sum(plain) / sum(each.wall for each in taken), 2),
        "rate at N against rate at L, ratio": _against(figures, "operations per second"),
        "rate at N against rate at L, processor, ratio": _against(figures, "operations per processor second"),
        "slowest bundle, s": round(max(each.wall for each in taken), 2),
    }


def _against(figures: Figures, what: str) -> float:
    return float(round(figures[f"{what}, at N"] / figures[f"{what}, at L"], 2))


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def _tell(what: str) -> Callable[[int, int], None]:
    """Says on the error output how far it is, every hundred bundles."""

    def tell(done: int, total: int) -> None:
        if not done % WINDOW:
            sys.stderr.write(f"{done} of {total} {what}\n")

    return tell


def main(arguments: Iterable[str]) -> None:
    parser = argparse.ArgumentParser(description="Measures the import of bundles on data set N.")
    parser.add_argument("--stations", type=int, default=Size().stations)
    parser.add_argument("--folder", type=Path, default=Path("out/bench"), help="where the bundles are kept")
    parser.add_argument("--json", type=Path, help="where to write the figures too")
    chosen = parser.parse_args(list(arguments))
    size = Size(chosen.stations)
    with tempfile.TemporaryDirectory() as work:
        figures = run(size.folder(chosen.folder), Path(work), size)
    sys.stdout.writelines(f"{line}\n" for line in lines_of(figures))
    if chosen.json is not None:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
