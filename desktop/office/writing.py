"""Lists written as .xlsx that open well in a spreadsheet program and come back as the same values.

Text stays text: a number of a citizen keeps its zeros, and what begins with = + - or @ is never a formula.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from desktop.domain.values.cells import Cell, CellError, FormulaWithoutValue, cell_lines, is_whole
from desktop.office.xlsx_writer import Field, Format, Layout, Look, Style, clean_text, write_sheet

_NARROWEST, _WIDEST, _SAMPLE = 6, 50, 200
# From this day on the serial numbers of days are the same in all programs: before, a 29 February 1900 is counted.
_FIRST_DAY = datetime.date(1900, 3, 1)
# Above, a spreadsheet shows a whole number with an exponent unless told not to.
_LONG_NUMBER = 10**11
_LARGEST = 2**53
# Typed again, such text would become a number or a formula; as text by format it stays what it is.
_GUARDED = re.compile(r"[+\-=@]|[0-9][0-9 ./\-]*$")


def write_list(
    target: BinaryIO | Path,
    title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    notes: Sequence[str] = (),
    grouped: Collection[int] = (),
    widths: Mapping[int, float] | None = None,
) -> None:
    """Write a list: the title, its notes, a blank line, the head (which stays in view and filters), the rows.

    Args:
        title: also names the sheet; ``""`` leaves out its line, the notes and the blank one.
        notes: lines under the title.
        grouped: the columns from 0 whose numbers have their thousands apart.
        rows: values as they are; days become real dates, numbers of people and telephones stay text.
        widths: column from 0 -> width in characters; else by content.
    """
    kept = [tuple(row) for row in rows]
    above = [
        [Field(clean_text(title), Style(Look.TITLE))],
        *([Field(clean_text(note))] for note in notes),
        [],
    ]
    above = above if title else []
    head_row = len(above) + 1
    lines = [
        *above,
        [head_field(label) for label in headers],
        *([value_field(cell, grouped=at in grouped) for at, cell in enumerate(row)] for row in kept),
    ]
    write_sheet(target, layout(title, headers, kept, head_row, widths or {}), lines)


def layout(
    title: str,
    headers: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    head_row: int,
    widths: Mapping[int, float],
) -> Layout:
    """The sheet's name, its head, and a width for each column: as given, else by its first rows."""
    sample = rows[:_SAMPLE]
    by_column = [
        widths.get(at) or _width(label, [row[at] for row in sample if at < len(row)])
        for at, label in enumerate(headers)
    ]
    return Layout(title, head_row, len(headers), head_row + len(rows), by_column)


def head_field(label: str) -> Field:
    return Field(clean_text(label), Style(Look.HEAD, wrap=True))


def value_field(value: Cell, look: Look = Look.PLAIN, *, grouped: bool = False) -> Field:
    """A cell with a value of its own kind; what a spreadsheet cannot hold as such is written as text."""
    shown = _format(value)
    if grouped and shown in (Format.GENERAL, Format.WHOLE) and isinstance(value, int | float):
        shown = Format.GROUPED
    if shown is not None and not isinstance(value, str | FormulaWithoutValue | CellError):
        return Field(value, Style(look, shown))
    text = clean_text(value if isinstance(value, str) else cell_lines(value))
    guarded = Format.TEXT if _GUARDED.match(text) else Format.GENERAL
    return Field(text, Style(look, guarded, wrap="\n" in text))


def _format(value: Cell) -> Format | None:
    """How a value is shown, or None for what is written as text."""
    match value:
        case None | bool():
            return Format.GENERAL
        case int() | float():
            if not (abs(value) <= _LARGEST and math.isfinite(value)):
                return None
            return Format.WHOLE if is_whole(value) and abs(value) >= _LONG_NUMBER else Format.GENERAL
        case datetime.datetime():
            return Format.MOMENT if value.date() >= _FIRST_DAY else None
        case datetime.date():
            return Format.DAY if value >= _FIRST_DAY else None
        case datetime.time():
            return Format.TIME
        case datetime.timedelta() if value >= datetime.timedelta():
            return Format.HOURS
    return None


def _width(label: str, cells: Iterable[Cell]) -> float:
    """Wide enough for the longest word of the head and the longest line of the values, within bounds."""
    lengths = [len(word) for word in label.split()]
    for cell in cells:
        lengths.extend(len(line) for line in cell_lines(cell).split("\n"))
    return min(max([_NARROWEST, *lengths]) + 2, _WIDEST)
