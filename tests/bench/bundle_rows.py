"""Taking in bundles: what ``bundle_bench`` measures as rows of the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

from tests.bench.bundle_bench import Taken, measured, places
from tests.bench.row import Row, row
from tests.bench.stations import Size


def bundle_rows(folder: Path, work: Path, size: Size) -> Iterator[Row]:
    yield from rows_of(*measured(folder, work, size), size)


def rows_of(taken: Sequence[Taken], plain: Sequence[float], size: Size) -> Iterator[Row]:
    """Rates over a hundred bundles at a time; ``plain`` are the seconds of the plain inserts, bundle by bundle."""
    seconds = [each.wall for each in taken]
    stretches = places(size, len(taken))
    for at, (first, end) in {"altogether": (0, len(taken)), **stretches}.items():
        yield _rate(f"{size.stations:,} bundles taken in, {at}", seconds[first:end], plain[first:end], size)
    at_l, at_n = (fmean(seconds[slice(*stretches[at])]) for at in ("at L", "at N"))
    yield row(
        "rate of the last bundles by the rate at L", "×", [at_l / at_n], bound=0.7, higher_is_better=True
    )
    memory = [each.memory for each in taken]
    yield replace(row("memory while bundles come, at most", "MB", memory, bound=300), value=max(memory))


def _rate(name: str, taken: Sequence[float], plain: Sequence[float], size: Size) -> Row:
    """Of all operations by all the time, since one slow bundle among many counts."""
    whole = row(
        f"{name}, against plain inserts of the same rows",
        "operations/s",
        [size.changes / fmean(taken)],
        floor=[size.changes / fmean(plain)],
        bound=1 / 3,
        higher_is_better=True,
    )
    each = row("", "", [size.changes / spent for spent in taken], higher_is_better=True)
    return replace(whole, n=each.n, median=each.median, p95=each.p95)
