"""One figure of the bench, its floor and its bound; and all of them as machines read them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from time import perf_counter


@dataclass(frozen=True)
class Row:
    """A figure.

    Attributes:
        value, floor: in ``unit``; the floor, where there is one, is what the bare parts, or another program that the
            name tells, take in the same run.
        ratio: value by floor.
        bound: of the ratio where there is a floor, else of the value; None where nothing was promised.
        n, median, p95: of how many measurements, in ``unit``; p95 is what 95 of 100 keep.
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
    kept = least if higher_is_better else p95
    value = kept(measured) if worst else median(measured)
    under = (kept(floor) if worst else median(floor)) if floor else None
    return Row(
        name,
        _rounded(value),
        None if under is None else _rounded(under),
        None if not under else _rounded(value / under),
        bound,
        unit,
        len(measured),
        _rounded(median(measured)),
        _rounded(kept(measured)),
        higher_is_better,
    )


def p95(measured: Sequence[float]) -> float:
    return quantiles(measured, n=20, method="inclusive")[-1] if len(measured) > 1 else measured[0]


def least(measured: Sequence[float]) -> float:
    """What 95 of 100 reach."""
    return -p95([-each for each in measured])


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
