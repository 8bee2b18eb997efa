"""The page ``docs/performance.md``: what is promised, what was measured, and beside what."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Final

from tests.bench.growth_rows import EXPLAINED, Grown, grown
from tests.bench.parts import Part
from tests.bench.row import Row

Cells = Sequence[str]

_READING: Final = (
    "A floor is what the bare parts take for the same work in the same run, or another program where the row names it;",
    "the ratio is the figure by its floor. A promise is of the ratio where there is a floor, else of the figure. Of",
    "several measurements the median counts, or, where the row says p95, the one that 95 of 100 keep.",
)

_NEVER: Final = (
    "LibreOffice's mail merge itself, which needs a data source that its writer alone has not.",
    "Merging by Gramps: its import adds people anew; there a person merges them by hand, two at a time.",
    "Programs that no package registry has.",
)
"""What no run compares."""


@dataclass(frozen=True)
class Circumstances:
    """Of a run.

    Attributes:
        load: how many processes wanted a processor before it began, on average over five minutes.
        minutes: how long it took.
        compared: the other programs, with versions.
    """

    on: date
    load: float
    minutes: float
    compared: Sequence[str]


def as_markdown(measured: Mapping[Part, Sequence[Row]], missing: Sequence[str], around: Circumstances) -> str:
    """``missing``: a sentence for each thing that this run could not measure or compare."""
    lines = chain(
        _head(measured, around),
        *(_part(part, measured.get(part, ())) for part in Part if measured.get(part)),
        ["## What was compared and what was not", ""],
        [
            f"Beside us stood {', '.join(around.compared)}; each part above says what is the same and what is not.",
            "",
        ],
        ["Not compared:", ""],
        [f"- {each}" for each in (*_NEVER, *missing)],
        [""],
    )
    return "\n".join(lines)


def _head(measured: Mapping[Part, Sequence[Row]], around: Circumstances) -> Iterator[str]:
    broken = [each.name for rows in measured.values() for each in rows if each.broken]
    yield "# Performance"
    yield ""
    yield f"Written by `make bench` on {around.on.isoformat()}, in {around.minutes:.0f} minutes."
    yield f"Machine: {machine()}; load before the run {around.load:.1f}."
    yield ""
    yield from _READING
    yield ""
    yield from (
        ("**Promises broken**", "", *(f"- {each}" for each in broken))
        if broken
        else ("Every promise is kept.",)
    )
    yield ""


def _part(part: Part, rows: Sequence[Row]) -> Iterator[str]:
    yield f"## {part.title}"
    yield ""
    yield f"Promised: {part.promise}."
    yield ""
    yield from _growth(rows) if part is Part.GROWTH else _figures(rows)
    yield ""
    if part.how:
        yield part.how
        yield ""


def _figures(rows: Iterable[Row]) -> Iterator[str]:
    yield from _table(
        ("figure", "value", "floor", "ratio", "promise", "unit", "measurements", "median", "p95", ""),
        (
            (
                each.name,
                f"{each.value:g}",
                "" if each.floor is None else f"{each.floor:g}",
                "" if each.ratio is None else f"{each.ratio:g}",
                _bound(each),
                each.unit,
                str(each.n),
                f"{each.median:g}",
                f"{each.p95:g}",
                _standing(each),
            )
            for each in rows
        ),
    )


def _growth(rows: Sequence[Row]) -> Iterator[str]:
    """A figure at its three sizes side by side."""
    yield from _table(
        ("figure", "unit", "S", "L", "4 × L", "4 × L by L", "promise", ""),
        (
            (
                each.name,
                each.huge.unit,
                "" if each.small is None else f"{each.small.value:g}",
                f"{each.huge.floor:g}",
                f"{each.huge.value:g}",
                f"{each.huge.ratio:g}",
                _bound(each.huge),
                _standing(each.huge),
            )
            for each in _whole(grown(rows))
        ),
    )
    yield from ("", "What grows faster than n log n, and why:", "")
    yield from (f"- {name}: {why}" for name, why in EXPLAINED.items())


def _whole(rows: Iterable[Grown]) -> Iterator[Grown]:
    return (each for each in rows if each.huge.floor is not None and each.huge.ratio is not None)


def _table(heads: Cells, rows: Iterable[Cells]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(cells)} |" for cells in rows)


def _bound(each: Row) -> str:
    if each.bound is None:
        return ""
    return f"{'≥' if each.higher_is_better else '≤'} {each.bound:.3g}{'' if each.ratio is None else ' ×'}"


def _standing(each: Row) -> str:
    if each.bound is None:
        return ""
    return "**broken**" if each.broken else "kept"


def machine() -> str:
    """The processor, how many of them, and the memory, as this machine tells them."""
    told = [*_processor(), f"{os.cpu_count()} cores", *_memory(), f"Python {platform.python_version()}"]
    return ", ".join(told)


def _processor() -> Iterator[str]:
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            yield line.partition(":")[2].strip()
            return


def _memory() -> Iterator[str]:
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemTotal"):
            yield f"{int(line.split()[1]) / 2**20:.1f} GB of memory"


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text("utf-8").splitlines() if file.exists() else []
