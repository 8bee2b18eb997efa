"""Rows for tables without a file under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.services.views import Cell, Row, Standing


@dataclass
class ListedSource:
    """Rows that are all there."""

    listed: Sequence[Row]

    def count(self) -> int:
        return len(self.listed)

    def rows(self, offset: int, limit: int) -> Sequence[Row]:
        return self.listed[offset : offset + limit]


@dataclass
class CountingSource:
    """Any number of visits, made when they are asked for.

    Attributes:
        asked: the pages that were asked for, as (offset, limit).
    """

    total: int
    asked: list[tuple[int, int]] = field(default_factory=list)

    def count(self) -> int:
        return self.total

    def rows(self, offset: int, limit: int) -> Sequence[Row]:
        self.asked.append((offset, limit))
        return [
            row(f"r{at}", visitors=f"Người {at}") for at in range(offset, min(offset + limit, self.total))
        ]


def row(record: str, standing: Standing = Standing.ACTIVE, **values: str | int | bool | Cell) -> Row:
    """A row from plain values, or from cells where there is more to say."""
    cells: Mapping[str, Cell] = {
        name: value if isinstance(value, Cell) else Cell(value) for name, value in values.items()
    }
    return Row(record, standing, cells)
