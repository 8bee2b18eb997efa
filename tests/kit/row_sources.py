"""Rows for tables without a file under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event

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


@dataclass
class LateSource(CountingSource):
    """Rows that come only once the window has lived a while after they were asked for."""

    waits: bool = True
    lived: Event = field(default_factory=Event)

    def rows(self, offset: int, limit: int) -> Sequence[Row]:
        self.lived.clear()
        # A frozen window would leave it waiting.
        if self.waits and not self.lived.wait(30):
            raise AssertionError("the window stood still")
        return super().rows(offset, limit)


def row(record: str, standing: Standing = Standing.ACTIVE, **values: str | int | bool | Cell) -> Row:
    """A row from plain values, or from cells where there is more to say."""
    cells: Mapping[str, Cell] = {
        name: value if isinstance(value, Cell) else Cell(value) for name, value in values.items()
    }
    return Row(record, standing, cells)
