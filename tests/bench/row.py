"""One figure of the bench, its floor and its bound; and the table of all of them, for machines and for people."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter


@dataclass(frozen=True)
class Row:
    """A figure.

    Attributes:
        value, floor: in ``unit``; the floor, where there is one, is what the bare parts take in the same run.
        ratio: value by floor.
        bound: of the ratio where there is a floor, else of the value; None where nothing was promised.
        n, median, p95: of how many measurements, in ``unit``.
    """

    name: str
    value: float
    floor: float | None
    ratio: float | None
    bound: float | None
    unit: str
    n: int
    median: float
    p95: float
    higher_is_better: bool

    @property
    def broken(self) -> bool:
        measured = self.value if self.ratio is None else self.ratio
        if self.bound is None:
            return False
        return measured < self.bound if self.higher_is_better else measured > self.bound


def row(
    name: str,
    unit: str,
    measured: Sequence[float],
    *,
    floor: Sequence[float] = (),
    bound: float | None = None,
    higher_is_better: bool = False,
    worst: bool = False,
) -> Row:
    """Of many measurements the median counts, or with ``worst`` the time that 95 of 100 keep; of the floor likewise."""
    value = p95(measured) if worst else median(measured)
    under = (p95(floor) if worst else median(floor)) if floor else None
    return Row(
        name,
        _rounded(value),
        None if under is None else _rounded(under),
        None if not under else _rounded(value / under),
        bound,
        unit,
        len(measured),
        _rounded(median(measured)),
        _rounded(p95(measured)),
        higher_is_better,
    )


def p95(measured: Sequence[float]) -> float:
    return quantiles(measured, n=20, method="inclusive")[-1] if len(measured) > 1 else measured[0]


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def seconds(work: Callable[[], object], times: int = 1) -> list[float]:
    spent = []
    for _ in range(times):
        start = perf_counter()
        work()
        spent.append(perf_counter() - start)
    return spent


def milliseconds(work: Callable[[], object], times: int = 1) -> list[float]:
    return [each * 1000 for each in seconds(work, times)]


def as_json(rows: Iterable[Row]) -> str:
    return json.dumps([asdict(each) for each in rows], indent=1, ensure_ascii=False) + "\n"


def as_markdown(rows: Iterable[Row], compared: Iterable[str], on: date) -> str:
    """The page ``docs/performance.md``."""
    lines = [
        "# Performance",
        "",
        (
            f"Written by `make bench` on {on.isoformat()}: {machine()}. A bound is that of the ratio where there is a"
            " floor, else of the value; the floor is what the bare parts take for the same in the same run."
        ),
        "",
        "| figure | value | floor | ratio | bound | measurements | median | p95 | |",
        "|---|---|---|---|---|---|---|---|---|",
        *map(_line, rows),
        "",
        "## What was compared and what was not",
        "",
        *(f"- {each}" for each in compared),
    ]
    return "\n".join(lines) + "\n"


def _line(each: Row) -> str:
    sign = "≥" if each.higher_is_better else "≤"
    cells = [
        each.name,
        f"{each.value:g} {each.unit}",
        "" if each.floor is None else f"{each.floor:g} {each.unit}",
        "" if each.ratio is None else f"{each.ratio:g}",
        "" if each.bound is None else f"{sign} {each.bound:g}",
        str(each.n),
        f"{each.median:g}",
        f"{each.p95:g}",
        "**broken**" if each.broken else "",
    ]
    return f"| {' | '.join(cells)} |"


def machine() -> str:
    """The processor, how many of them, and the memory, as this machine tells them."""
    return ", ".join(
        [*_processor(), f"{os.cpu_count()} cores", *_memory(), f"Python {platform.python_version()}"]
    )


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
