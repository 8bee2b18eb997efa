"""How searches, pages and a report grow from L to four times L where all pages of the file stay in memory.

    python -m tests.bench.cached [--folder out/bench]

The program's own connections keep 8 MB of pages each, so that it stays small; what of L fits into that, and of a larger
file does not, makes some figures of ``make bench`` grow faster than the rows do. Here the same is measured without that
limit, the second time round.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tests.bench.data import kept
from tests.bench.growth_rows import TIMES
from tests.bench.large import LARGE
from tests.bench.register_rows import leafing, reporting, searching

_ALL: Final = -4_000_000
"""Kilobytes of pages that a connection may keep: more than any of the files has."""


def figures(folder: Path, times: int) -> dict[str, float]:
    """By its name each figure of a register of so many times L."""
    size = LARGE.scaled(times)
    name = "L" if times == 1 else f"{times}L"
    with tempfile.TemporaryDirectory() as place:
        workspace = kept(folder / f"{name}-1", size).copied(Path(place) / "so").open()
        try:
            with workspace.file.reading() as reader:
                reader.connection.execute(f"PRAGMA cache_size = {_ALL}")
            for _ in range(2):
                rows = [*searching(workspace), *leafing(workspace), *reporting(workspace)]
            return {each.name: each.value for each in rows}
        finally:
            workspace.close()


def main(arguments: Iterable[str]) -> None:
    parser = argparse.ArgumentParser(prog="cached")
    parser.add_argument("--folder", type=Path, default=Path("out/bench"), help="where the data sets are kept")
    folder = parser.parse_args(list(arguments)).folder
    at_l, at_huge = figures(folder, 1), figures(folder, TIMES)
    for name, value in at_l.items():
        ratio = at_huge[name] / value
        sys.stdout.write(f"{name}: {value:.4g} at L, {at_huge[name]:.4g} at {TIMES} × L, {ratio:.2f} ×\n")


if __name__ == "__main__":
    main(sys.argv[1:])
