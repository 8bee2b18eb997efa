"""Small figures in tables that leave the house: which are left out so that nobody can reckon them.

A figure of one or two may be somebody. To leave it out alone is no use where a total stands beside it, so others of
its line are left out with it, until no figure that was left out follows from those that stay. What can be known is
what the lines say (a whole is the sum of its parts), all of them together, and that what was left out is not 0.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

FEW: Final = 2
"""A figure from 1 to this may be somebody."""


@dataclass(frozen=True)
class Line(Generic[K]):
    """A whole and its parts: a row with its total, a column with its foot, a figure and those it is made of.

    What only comes near to adding up (a person counted in two places) is a line too: it is treated as if it did.
    """

    whole: K
    parts: tuple[K, ...]

    @property
    def cells(self) -> tuple[K, ...]:
        return (self.whole, *self.parts)


def small(value: int, records: int | None = None) -> bool:
    """Whether a figure may be somebody: it is small, or so few records make it what it is."""
    return 1 <= value <= FEW or (value > 0 and records is not None and records <= FEW)


def left_out(
    values: Mapping[K, int], lines: Sequence[Line[K]], first: Collection[K] | None = None
) -> frozenset[K]:
    """The figures to leave out of some that stand in lines.

    Args:
        values: none below 0, in an order that settles between figures that would do as well.
        lines: those with a figure that is not among the values tell nothing.
        first: those to leave out whatever stands beside them; without it those that :func:`small` names.
    """
    known = [each for each in lines if all(cell in values for cell in each.cells)]
    hidden = {cell for cell in values if small(values[cell])} if first is None else set(first)
    order = {cell: at for at, cell in enumerate(values)}
    # What has no line in common tells nothing of each other.
    for some in _together(known, lambda line: line.cells):
        _hide_more(values, some, hidden, order)
    return frozenset(hidden)


def _hide_more(
    values: Mapping[K, int], lines: Sequence[Line[K]], hidden: set[K], order: Mapping[K, int]
) -> None:
    """Leaves out of some lines as much more as it takes, the smallest first and wholes last."""
    wholes = {each.whole for each in lines}
    through: dict[K, list[Line[K]]] = {}
    for line in lines:
        for cell in line.cells:
            through.setdefault(cell, []).append(line)
    while betrayed := _betrayed(through, values, lines, hidden):
        more: set[K] = set()
        for group in betrayed:
            beside = {cell for each in group for line in through[each] for cell in line.cells}
            open_still = [cell for cell in beside if values[cell] and cell not in hidden]
            if open_still and more.isdisjoint(beside):
                more.add(min(open_still, key=lambda cell: (cell in wholes, values[cell], order[cell])))
        if not more:
            # All that is not 0 is left out: twice as much everywhere would look the same.
            return
        hidden |= more


def _betrayed(
    cells: Iterable[K], values: Mapping[K, int], lines: Sequence[Line[K]], hidden: Collection[K]
) -> list[tuple[K, ...]]:
    """What of the hidden can be told: each that follows from the lines, and each line whose rest is too small."""
    certain = reckoned(lines, hidden)
    found = [(cell,) for cell in cells if cell in certain]
    return found + [line for line in (_all_ones(values, each, hidden) for each in lines) if line]


def _all_ones(values: Mapping[K, int], line: Line[K], hidden: Collection[K]) -> tuple[K, ...]:
    """The hidden parts of a line that can only be 1 each, since none is 0; nothing where there are other ways."""
    parts = [cell for cell in line.parts if cell in hidden]
    if not parts or line.whole in hidden or sum(values[cell] for cell in line.parts) != values[line.whole]:
        return ()
    return tuple(parts) if sum(values[cell] for cell in parts) <= len(parts) else ()


def reckoned(lines: Iterable[Line[K]], hidden: Collection[K]) -> frozenset[K]:
    """The hidden figures that follow from the others, whatever these are: one that its lines leave no choice for.

    The lines are equations in the hidden figures; brought into reduced form, a figure is certain that stands alone
    in an equation.
    """
    found: set[K] = set()
    for system in _together(list(_equations(lines, hidden)), lambda row: row):
        found.update(next(iter(row)) for row in _reduced(system) if len(row) == 1)
    return frozenset(found)


def _equations(lines: Iterable[Line[K]], hidden: Collection[K]) -> Iterator[dict[K, Fraction]]:
    for line in lines:
        row: dict[K, Fraction] = {}
        for cell in line.parts:
            if cell in hidden:
                row[cell] = row.get(cell, Fraction()) + 1
        if line.whole in hidden:
            row[line.whole] = row.get(line.whole, Fraction()) - 1
        row = {cell: factor for cell, factor in row.items() if factor}
        if row:
            yield row


def _together(items: Sequence[T], cells: Callable[[T], Iterable[K]]) -> list[list[T]]:
    """What has figures in common, directly or through others, together; apart from what has not."""
    group_of: dict[K, list[T]] = {}
    members: dict[int, tuple[list[T], list[K]]] = {}
    for item in items:
        own = list(cells(item))
        group: list[T] = [item]
        inside = own
        for other in {id(group_of[cell]): group_of[cell] for cell in own if cell in group_of}.values():
            found, their_cells = members.pop(id(other))
            group, inside = found + group, their_cells + inside
        members[id(group)] = (group, inside)
        for cell in inside:
            group_of[cell] = group
    return [group for group, _ in members.values()]


def _reduced(rows: Iterable[dict[K, Fraction]]) -> list[dict[K, Fraction]]:
    """The reduced row echelon form of a system, without its right-hand side."""
    done: dict[K, dict[K, Fraction]] = {}
    for row in rows:
        for pivot in [cell for cell in row if cell in done]:
            _subtract(row, row[pivot], done[pivot])
        if not row:
            continue
        pivot = next(iter(row))
        factor = row[pivot]
        scaled = {cell: each / factor for cell, each in row.items()}
        for other in done.values():
            if pivot in other:
                _subtract(other, other[pivot], scaled)
        done[pivot] = scaled
    return list(done.values())


def _subtract(row: dict[K, Fraction], factor: Fraction, other: Mapping[K, Fraction]) -> None:
    for cell, each in other.items():
        left = row.get(cell, Fraction()) - factor * each
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
