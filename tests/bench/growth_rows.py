"""How the figures of a register grow: at data set S, at L, and at four times L."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import log
from pathlib import Path
from typing import Final

from tests.bench.data import SMALL, kept
from tests.bench.large import LARGE, Size
from tests.bench.register_rows import register_rows
from tests.bench.row import Row, row

TIMES: Final = 4


def growth_rows(at_l: Iterable[Row], part: float, folder: Path, work: Path, saves: int) -> Iterator[Row]:
    """``at_l`` are the figures of the very same run at L; what takes longer than n log n breaks its bound.

    ``part``: of each data set.
    """
    large, size = LARGE.scaled(part), LARGE.scaled(part * TIMES)
    least = _measured(SMALL.scaled(part), folder / f"S-{part:g}", work / "S", saves)
    small = {each.name: each for each in least}
    huge = {each.name: each for each in _measured(size, folder / f"4L-{part:g}", work / "huge", saves)}
    bound = TIMES * log(size.visits) / log(large.visits) if large.visits > 1 else float(TIMES)
    for each in at_l:
        if each.name in small and each.name in huge:
            yield replace(small[each.name], name=f"{each.name}, at S", bound=None)
            grown = row(
                f"{each.name}, at {TIMES} × L, against L",
                each.unit,
                [huge[each.name].value],
                floor=[each.value],
                bound=float(f"{bound:.3g}"),
            )
            yield replace(grown, n=huge[each.name].n, median=huge[each.name].median, p95=huge[each.name].p95)


def _measured(size: Size, folder: Path, work: Path, saves: int) -> list[Row]:
    workspace = kept(folder, size).copy(work)
    rows = list(register_rows(workspace, saves))
    workspace.close()
    return rows
