"""What is typed into a grid of new records, row by row: typed cells, those a list gave, those carried from above."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from desktop.domain.fields import Field
from desktop.services.views import Value
from desktop.ui.kit.editor import Trouble


class Source(Enum):
    """Where the value of a cell comes from."""

    NONE = "none"
    TYPED = "typed"
    GIVEN = "given"
    """By a list that the rows were laid out by, such as a printed slip."""
    CARRIED = "carried"
    """From the row above."""


@dataclass(frozen=True)
class GridCell:
    """One cell. ``text`` is the title of what a reference points to, or what was typed and is no value."""

    value: Value = None
    text: str | None = None
    trouble: Trouble | None = None
    source: Source = Source.NONE

    @property
    def empty(self) -> bool:
        return self.value is None and not self.text


_NOTHING = GridCell()


class GridRows:
    """The rows of a grid; a row counts as soon as something was typed into it.

    Attributes:
        columns: the fields, in order.
    """

    def __init__(self, columns: Sequence[Field], carried: Collection[str]) -> None:
        self.columns = tuple(columns)
        self._carried = frozenset(carried)
        self._required = frozenset(field.name for field in columns if field.required)
        self._typed: list[dict[str, GridCell]] = []
        self._given: list[dict[str, GridCell]] = []

    def __len__(self) -> int:
        return len(self._typed)

    def lay_out(self, given: Sequence[Mapping[str, tuple[Value, str]]], least: int) -> None:
        """Begin anew with rows that a list gives (value and title by field), and empty ones up to ``least``."""
        self._typed = [{} for _ in range(max(len(given), least))]
        self._given = [
            {name: GridCell(value, title, None, Source.GIVEN) for name, (value, title) in row.items()}
            for row in given
        ]

    def grow(self, length: int) -> None:
        """Have at least so many rows."""
        self._typed += [{} for _ in range(length - len(self._typed))]

    def put(self, at: int, name: str, cell: GridCell) -> None:
        """What a person typed into a cell; nothing gives it back to whatever stood there before.

        An optional cell that would be carried from above stays empty when a person emptied it.
        """
        kept_empty = cell.empty and name in self._carried and name not in self._required
        if cell.empty and not kept_empty:
            self._typed[at].pop(name, None)
        else:
            self._typed[at][name] = GridCell(cell.value, cell.text, cell.trouble, Source.TYPED)

    def cell(self, at: int, name: str) -> GridCell:
        """What stands in a cell, wherever it comes from."""
        own = self._typed[at].get(name) or self._given_cell(at, name)
        if own is not None:
            return own
        if name in self._carried:
            for above in range(at - 1, -1, -1):
                cell = self._typed[above].get(name)
                if cell is not None and self.counts(above):
                    carried = Source.NONE if cell.empty else Source.CARRIED
                    return (
                        GridCell(cell.value, cell.text, None, carried) if cell.trouble is None else _NOTHING
                    )
        return _NOTHING

    def counts(self, at: int) -> bool:
        """Whether something was typed into a row."""
        return any(not cell.empty for cell in self._typed[at].values())

    def counting(self) -> list[int]:
        """The rows that count, from the top."""
        return [at for at in range(len(self)) if self.counts(at)]

    def values(self, at: int) -> dict[str, Value]:
        """The values of a row as they would be stored."""
        cells = {field.name: self.cell(at, field.name) for field in self.columns}
        return {name: cell.value for name, cell in cells.items() if cell.value is not None}

    def troubles(self, at: int) -> dict[str, Trouble]:
        """Why what was typed into cells of a row is no value, by field."""
        return {name: cell.trouble for name, cell in self._typed[at].items() if cell.trouble is not None}

    def draft(self) -> dict[str, Any]:
        """All that is typed and given, in plain values; empty when nothing is typed."""
        if not self.counting():
            return {}
        typed = [{name: [cell.value, cell.text] for name, cell in row.items()} for row in self._typed]
        while typed and not typed[-1]:
            typed.pop()
        given = [{name: [cell.value, cell.text] for name, cell in row.items()} for row in self._given]
        return {"typed": typed, "given": given}

    def _given_cell(self, at: int, name: str) -> GridCell | None:
        return self._given[at].get(name) if at < len(self._given) else None


@dataclass(frozen=True)
class GridDraft:
    """A draft that was kept: by row and field what was typed, and what a list gave, each with its title."""

    typed: tuple[Mapping[str, tuple[Value, str | None]], ...] = ()
    given: tuple[Mapping[str, tuple[Value, str]], ...] = ()

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> GridDraft:
        """What :meth:`GridRows.draft` gave; of another version's draft, what can be made out."""
        typed = tuple(_cells(row) for row in _rows(kept.get("typed")))
        given = tuple(
            {name: (value, text or "") for name, (value, text) in _cells(row).items()}
            for row in _rows(kept.get("given"))
        )
        return cls(typed, given)


def _rows(kept: object) -> list[object]:
    return kept if isinstance(kept, list) else []


def _cells(row: object) -> dict[str, tuple[Value, str | None]]:
    if not isinstance(row, dict):
        return {}
    return {
        name: (pair[0], pair[1])
        for name, pair in row.items()
        if isinstance(pair, list)
        and len(pair) == 2
        and isinstance(pair[1], str | None)
        and isinstance(pair[0], str | int | bool | list | None)
    }
