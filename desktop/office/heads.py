"""Where the head of a list stands in a sheet, over how many rows, and what each column is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from desktop.base.text import tidy
from desktop.domain.values.cells import Cell, cell_text
from desktop.office.limits import Merge
from desktop.office.reading import Sheet
from desktop.office.vocabulary import BETWEEN, Vocabulary, assign, is_ordinal

# Rows with content that are tried as a head; forms have ten lines above it at most.
_TRIED = 60
_MOST_ROWS = 3
_LONGEST_LABEL = 60
_ORDINAL_WEIGHT = 0.5
# One head known letter by letter, or two that are likely.
_ENOUGH = 1.0
_NUMBERING = re.compile(r"\(?\s*([0-9]{1,2}|[A-Za-z])\s*\)?")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a list: rows counted from 0, the last included, and one label for each column of the sheet."""

    first: int
    last: int
    labels: tuple[str, ...]


class MergedCells:
    """The merged ranges of a sheet by the place they cover, within some rows."""

    def __init__(self, merged: tuple[Merge, ...]) -> None:
        self._merged = merged

    def at(self, row: int, column: int) -> Merge | None:
        """The range that covers a place."""
        for merge in self._merged:
            if merge.first_row <= row <= merge.last_row and merge.first_column <= column <= merge.last_column:
                return merge
        return None

    def between(self, first: int, last: int) -> MergedCells:
        """Only the ranges that touch the given rows."""
        return MergedCells(
            tuple(each for each in self._merged if each.first_row <= last and each.last_row >= first)
        )


def find_head(sheet: Sheet, vocabulary: Vocabulary) -> Head | None:
    """Find the head: the rows that name the most known fields; without any, the row that looks like one."""
    best: Head | None = None
    best_score = 0.0
    filled = (row for row, cells in enumerate(sheet.rows) if any(cell is not None for cell in cells))
    tried = list(islice(filled, _TRIED))
    merged = MergedCells(sheet.merged)
    for first in tried:
        if not _is_head_row(sheet.rows[first]):
            continue
        head = _block(sheet, first, merged.between(first, first + _MOST_ROWS))
        proposals = assign(head.labels, vocabulary)
        fields: Mapping[str, float] = {each.field: each.confidence for each in proposals.values()}
        score = sum(fields.values())
        if score >= _ENOUGH:
            score += _ORDINAL_WEIGHT * any(map(is_ordinal, head.labels))
            if score > best_score:
                best, best_score = head, score
    return best or _by_shape(sheet, tried, merged)


def is_numbering(cells: tuple[Cell, ...]) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3), or A B 1 2 3."""
    texts = [cell_text(cell) for cell in cells if cell is not None]
    found = [_NUMBERING.fullmatch(text) for text in texts]
    numbers = [int(each[1]) for each in found if each and each[1].isdigit()]
    if len(texts) < 3 or not all(found) or not numbers:
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= len(texts)


def _is_head_row(cells: tuple[Cell, ...]) -> bool:
    texts = [cell for cell in cells if cell is not None]
    return all(isinstance(cell, str) and len(cell) <= _LONGEST_LABEL for cell in texts) and not is_numbering(
        cells
    )


def _block(sheet: Sheet, first: int, merged: MergedCells) -> Head:
    last = first
    while last < first + _MOST_ROWS - 1 and _goes_on(sheet, last, merged):
        last += 1
    width = max(len(sheet.rows[row]) for row in range(first, last + 1))
    labels = tuple(_label(sheet, first, last, column, merged) for column in range(width))
    return Head(first, last, labels)


def _goes_on(sheet: Sheet, row: int, merged: MergedCells) -> bool:
    """Whether the next row belongs to the head: it only has texts, and only below spread or blank heads."""
    if row + 1 >= len(sheet.rows):
        return False
    below = sheet.rows[row + 1]
    columns = [column for column, cell in enumerate(below) if cell is not None]
    if not columns or not _is_head_row(below):
        return False
    # Below blank heads alone stands the heading of a group of rows.
    under_head = any(sheet.cell(row, column) is not None or merged.at(row, column) for column in columns)
    return under_head and all(_is_spread(sheet, row, column, merged) for column in columns)


def _is_spread(sheet: Sheet, row: int, column: int, merged: MergedCells) -> bool:
    here = merged.at(row, column)
    if here is not None:
        return here.last_column > here.first_column and here.last_row == row
    if sheet.cell(row, column) is None:
        return True
    return sheet.cell(row, column + 1) is None and sheet.cell(row + 1, column + 1) is not None


def _label(sheet: Sheet, first: int, last: int, column: int, merged: MergedCells) -> str:
    parts: list[str] = []
    for row in range(first, last + 1):
        part = tidy(_head_text(sheet, row, column, last, merged))
        if part and (not parts or parts[-1] != part):
            parts.append(part)
    return BETWEEN.join(parts)


def _head_text(sheet: Sheet, row: int, column: int, last: int, merged: MergedCells) -> str:
    own = sheet.cell(row, column)
    if own is None and (here := merged.at(row, column)):
        return cell_text(sheet.cell(here.first_row, here.first_column))
    if own is None and row < last and sheet.cell(row + 1, column) is not None:
        # Spread without merging: the head to the left holds for this column too.
        for left in range(column - 1, -1, -1):
            if sheet.cell(row + 1, left) is None:
                break
            if sheet.cell(row, left) is not None:
                return cell_text(sheet.cell(row, left))
    return cell_text(own)


def _by_shape(sheet: Sheet, tried: list[int], merged: MergedCells) -> Head | None:
    """A row of short texts, as wide as the rows below it; one with a column of running numbers before others."""
    shaped = [row for row in tried if _has_shape(sheet, row, tried)]
    with_ordinal = [row for row in shaped if any(is_ordinal(cell_text(cell)) for cell in sheet.rows[row])]
    for row in (*with_ordinal, *shaped):
        return _block(sheet, row, merged.between(row, row + _MOST_ROWS))
    return None


def _has_shape(sheet: Sheet, row: int, tried: list[int]) -> bool:
    below = [other for other in tried if other > row][:20]
    filled = _filled(sheet.rows[row])
    widest = max((_filled(sheet.rows[other]) for other in below), default=0)
    return filled >= 2 and 10 * filled >= 6 * widest and widest >= 2 and _is_head_row(sheet.rows[row])


def _filled(cells: tuple[Cell, ...]) -> int:
    return sum(cell is not None for cell in cells)
