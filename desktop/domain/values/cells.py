"""What may stand in a cell of a workbook or be typed into a field, before it means anything."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import TypeAlias

from desktop.base.text import tidy
from desktop.domain.values.parsed import Parsed, T, refused


@dataclass(frozen=True, slots=True)
class FormulaWithoutValue:
    """A formula whose result is not stored in the file, so that nobody can say what the cell shows."""

    formula: str


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error of the spreadsheet program, such as ``#N/A`` or ``#REF!``."""

    text: str


Cell: TypeAlias = (
    str
    | int
    | float
    | bool
    | datetime.date
    | datetime.datetime
    | datetime.time
    | datetime.timedelta
    | FormulaWithoutValue
    | CellError
    | None
)
"""Plain Python values; ``bool`` is no number and ``datetime`` is a date with a time of day."""

# Beyond this a float no longer tells one whole number from the next.
_EXACT = 2**53


def cell_text(cell: Cell) -> str:
    """Give what a person reads in the cell, on one clean line; ``""`` for a blank one.

    A whole number has no decimals and no exponent, a day reads dd/mm/yyyy.
    """
    # Thousands of rows come by here: what cell_lines would do twice for a text is done once.
    return tidy(cell if isinstance(cell, str) else cell_lines(cell))


def cell_lines(cell: Cell) -> str:
    """Give the text of the cell with its line breaks as ``\\n``, each line clean as by :func:`cell_text`."""
    match cell:
        case None:
            return ""
        case str():
            return "\n".join(map(tidy, cell.splitlines())).strip()
        case bool():
            return "TRUE" if cell else "FALSE"
        case int():
            return str(cell)
        case float():
            return str(int(cell)) if is_whole(cell) else repr(cell)
        case datetime.datetime() if cell.time() != datetime.time():
            return f"{cell:%d/%m/}{cell.year:04d} {cell:%H:%M}"
        case datetime.date():
            return f"{cell:%d/%m/}{cell.year:04d}"
        case datetime.time():
            return f"{cell:%H:%M}"
        case FormulaWithoutValue():
            return cell.formula
        case CellError():
            return cell.text
    return str(cell)


def is_whole(number: float) -> bool:
    """Whether a float stands for exactly one whole number."""
    return abs(number) <= _EXACT and number == math.floor(number)


def is_number(cell: Cell) -> bool:
    """Whether the cell holds a number, which loses leading zeros; a tick (``bool``) is none."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def unreadable(cell: Cell) -> Parsed[T] | None:
    """Refuse a cell that shows no value of its own; None when the cell can be read."""
    match cell:
        case FormulaWithoutValue():
            return refused("formula_without_value", formula=cell.formula)
        case CellError():
            return refused("cell_error", text=cell.text)
    return None
