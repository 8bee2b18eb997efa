"""The measures of a table on a sheet: its columns, and how tall its rows are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.paper import Align, Column
from desktop.pdf.typesetting import MM

LEADING = 1.25
"""The step of lines, in sizes of the letters."""

CELL_MARGIN = 3.0

Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in points: its columns, its head as lines in cells, the least height of its rows, its letters."""

    widths: tuple[float, ...]
    aligns: tuple[Align, ...]
    head: Cells
    least: float
    size: float

    @property
    def step(self) -> float:
        return self.size * LEADING

    def bare_height(self, cells: Cells) -> float:
        return max(1, *map(len, cells)) * self.step + 2 * CELL_MARGIN

    def height(self, cells: Cells) -> float:
        return max(self.least, self.bare_height(cells))


def widths_of(columns: Sequence[Column], whole: float) -> tuple[float, ...]:
    """The widths in points. Fixed columns that leave the others no room are a mistake of the caller."""
    left = whole - sum(column.mm * MM for column in columns if column.mm is not None)
    shares = sum(column.share for column in columns if column.mm is None)
    if left < 0 or (shares and left < len(columns) * 2 * CELL_MARGIN):
        raise ValueError("the columns are wider than the paper")
    return tuple(
        column.mm * MM if column.mm is not None else column.share / shares * left for column in columns
    )
