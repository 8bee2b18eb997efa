"""Cells of a form and what points where: whether each of them still is what it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from desktop.domain import form_words
from desktop.domain.form_words import FormColumn, same_heads, without_numbers
from desktop.office.forms.form import Form, FormSheet, Spot


@dataclass(frozen=True)
class Pointer:
    """A figure for a cell.

    Attributes:
        part: what is told apart, such as one grantor; None for the whole.
        area: the id of an area; None for all.
    """

    spot: Spot
    indicator: str
    figure: FormColumn
    part: str | None = None
    area: str | None = None

    def values(self, heads: str) -> dict[str, Any]:
        """As the register keeps it; there rows and columns count from 1."""
        return {
            "sheet": self.spot.sheet,
            "row": self.spot.row + 1,
            "column": self.spot.column + 1,
            "heads": heads,
            "indicator": self.indicator,
            "part": self.part,
            "figure": self.figure.value,
            "area": self.area,
        }


class Trouble(Enum):
    """Why a cell that was pointed at is to be looked at; the values are parts of the keys of their words."""

    GONE = "gone"
    """The file has no such cell."""
    LOCKED = "locked"
    """The form computes it itself."""
    OTHER = "other"
    """Other words stand at its row or column than when it was pointed at."""
    UNKNOWN = "unknown"
    """An indicator or column that this version, or the role, does not have."""


@dataclass(frozen=True)
class MappedCell:
    """A cell that takes a figure. ``heads`` is what stood at its row and column when it was pointed at."""

    pointer: Pointer
    heads: str = ""
    trouble: Trouble | None = None

    @property
    def filled(self) -> bool:
        """Whether it is filled: one of other words is not, until a person says that it is right."""
        return self.trouble is None


def sheet_of(sheet: FormSheet, kind: str) -> form_words.Sheet:
    """A sheet as its words are read."""
    return form_words.Sheet(sheet.rows, sheet.shadowed or {}, ragged=kind == "docx")


def checked(form: Form | None, cells: Iterable[MappedCell], may: Collection[str]) -> tuple[MappedCell, ...]:
    """The cells, each with what is to be known of it in this file; ``may`` are the indicators that there are."""
    sheets = {sheet.name: sheet for sheet in form.sheets} if form is not None else {}
    read = {name: sheet_of(sheet, form.kind) for name, sheet in sheets.items()} if form is not None else {}

    def trouble(cell: MappedCell) -> Trouble | None:
        spot = cell.pointer.spot
        if cell.pointer.indicator not in may:
            return Trouble.UNKNOWN
        if form is None:
            return None
        sheet = sheets.get(spot.sheet)
        if sheet is None or not has_cell(read[spot.sheet], form.kind, spot):
            return Trouble.GONE
        if (spot.row, spot.column) in sheet.locked:
            return Trouble.LOCKED
        if cell.heads and not same_heads(cell.heads, read[spot.sheet].heads(spot.row, spot.column)):
            return Trouble.OTHER
        return None

    return tuple(replace(cell, trouble=trouble(cell)) for cell in cells)


def has_cell(sheet: form_words.Sheet, kind: str, spot: Spot) -> bool:
    """Whether a cell is there and shows what is put into it."""
    if spot.row >= len(sheet.rows) or (spot.row, spot.column) in sheet.shadowed:
        return False
    return spot.column < (len(sheet.rows[spot.row]) if kind == "docx" else sheet.width)


def heads_in(form: Form | None) -> Callable[[Spot], str]:
    """What stands at the row and column of a cell; nothing where there is no such row."""
    read = {sheet.name: sheet_of(sheet, form.kind) for sheet in form.sheets} if form is not None else {}

    def heads(spot: Spot) -> str:
        sheet = read.get(spot.sheet)
        return sheet.heads(spot.row, spot.column) if sheet and spot.row < len(sheet.rows) else ""

    return heads


def moved(form: Form, cells: Iterable[MappedCell]) -> dict[Spot, Spot]:
    """Where the words of cells that do not fit stand in this version, of those that stand in one place only."""
    held = list(cells)
    lost = [each for each in held if each.trouble in (Trouble.GONE, Trouble.OTHER) and each.heads.strip(" |")]
    if not lost:
        return {}
    taken = {each.pointer.spot for each in held if each.trouble not in (Trouble.GONE, Trouble.OTHER)}
    wanted = {without_numbers(each.heads) for each in lost}
    places: dict[str, list[Spot]] = {}
    for sheet in form.sheets:
        read = sheet_of(sheet, form.kind)
        for spot in _free(sheet, read):
            heads = without_numbers(read.heads(spot.row, spot.column))
            if heads in wanted:
                places.setdefault(heads, []).append(spot)
    names = {sheet.name for sheet in form.sheets}
    found: dict[Spot, Spot] = {}
    for each in lost:
        spot = each.pointer.spot
        there = places.get(without_numbers(each.heads), [])
        # A sheet is renamed where a year stands in its name; else the words of another sheet are other words.
        there = [place for place in there if place.sheet == spot.sheet or spot.sheet not in names]
        if len(there) == 1 and there[0] not in taken:
            taken.add(there[0])
            found[spot] = there[0]
    return found


def _free(sheet: FormSheet, read: form_words.Sheet) -> Iterator[Spot]:
    """The cells of a sheet that may take a figure."""
    for row, texts in enumerate(sheet.rows):
        for column in range(len(texts) if read.ragged else read.width):
            place = (row, column)
            if (
                place not in sheet.locked
                and place not in read.shadowed
                and form_words.is_blank(read.text(*place))
            ):
                yield Spot(sheet.name, row, column)
