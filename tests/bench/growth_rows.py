"""How the figures of a register grow: at data set S, at L, and at four times L."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Final

from tests.bench.row import Row, row

TIMES: Final = 4
_AT_S: Final = ", at S"
_AT_HUGE: Final = f", at {TIMES} × L, against L"

_PAGES: Final = (
    "A connection keeps 8 MB of pages, so that the program stays small. At L what is asked lies in them, at 4 × L much"
    " of it is deciphered anew each time. With all pages in memory (`python -m tests.bench.cached`) it grows {}."
)

EXPLAINED: Final = {
    "a month's report with its four comparisons": _PAGES.format("4.5 to 4.8 times, from 0.06 s to 0.3 s"),
    "a page of visits near the end, p95": _PAGES.format("2 times"),
    "a page of dispute in its slowest order and place, p95": _PAGES.format("3.2 times"),
}
"""Figures that grow faster than n log n, and why: nothing is promised of their growth."""


@dataclass(frozen=True)
class Grown:
    """A figure at S and at four times L; the floor of ``huge`` is the figure at L."""

    name: str
    small: Row | None
    huge: Row


def at_small(rows: Iterable[Row]) -> Iterator[Row]:
    """Figures at S: nothing is promised of them here."""
    return (replace(each, name=each.name + _AT_S, bound=None) for each in rows)


def at_huge(rows: Iterable[Row], at_l: Mapping[str, Row], records: int) -> Iterator[Row]:
    """Figures at four times L beside those of the very same run at L; what grew faster than n log n breaks its bound.

    ``records``: how many L has of what it has most of.
    """
    bound = float(f"{TIMES * log(TIMES * records) / log(records):.3g}") if records > 1 else float(TIMES)
    for each in rows:
        if each.name in at_l:
            against = row(
                each.name + _AT_HUGE,
                each.unit,
                [each.value],
                floor=[at_l[each.name].value],
                bound=None if each.name in EXPLAINED else bound,
            )
            yield replace(against, n=each.n, median=each.median, p95=each.p95)


def grown(rows: Sequence[Row]) -> Iterator[Grown]:
    """Which figures of a run belong together."""
    small = {each.name.removesuffix(_AT_S): each for each in rows if each.name.endswith(_AT_S)}
    for each in rows:
        if each.name.endswith(_AT_HUGE):
            name = each.name.removesuffix(_AT_HUGE)
            yield Grown(name, small.get(name), each)
