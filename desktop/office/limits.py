"""How much a workbook may hold, and the count kept while it is looked through before it is opened."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.domain.values.cells import CellError, FormulaWithoutValue

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that a station's lists never reach and a small computer still bears.

    Attributes:
        file_bytes, unpacked_bytes: of the file, and of all its parts together.
        rows, columns: the last row and column with content, counted from 1.
        cells: of all sheets, from their first cell to their last with content.
        characters: of all text, each cell counted, also where many cells share one text.
    """

    file_bytes: int = 64 * MEGABYTE
    unpacked_bytes: int = 256 * MEGABYTE
    rows: int = 200_000
    columns: int = 1_000
    cells: int = 3_000_000
    characters: int = 100_000_000


class LimitPassed(Exception):
    """A sheet holds more than allowed.

    Attributes:
        last_cell: the address up to which it was read, such as "K1048576".
    """

    def __init__(self, last_cell: str, sheet: str = "") -> None:
        super().__init__(last_cell, sheet)
        self.last_cell = last_cell
        self.sheet = sheet


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range of cells; rows and columns counted from 0, the last ones included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(slots=True)
class SheetNotes:
    """What a look through a sheet's own bytes tells that its values do not.

    Attributes:
        cells: (row, column) from 0 -> what stands in place of a value.
        widths: column from 0 -> its width in characters.
        merged: merged ranges, where the value reader does not tell them.
    """

    cells: dict[tuple[int, int], FormulaWithoutValue | CellError] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    merged: list[Merge] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """The running count of a workbook's content against its limits."""

    limits: Limits
    cells: int = 0
    characters: int = 0
    _rows: int = 0
    _columns: int = 0

    def next_sheet(self) -> None:
        """Begin the next sheet: the area of the one before is added up."""
        self.cells += self._rows * self._columns
        self._rows = self._columns = 0

    def add(self, row: int, column: int) -> None:
        """Count a cell with content; row and column from 0.

        Raises:
            LimitPassed: it lies beyond what may be read.
        """
        if row < self._rows and column < self._columns:
            return
        self._rows = max(self._rows, row + 1)
        self._columns = max(self._columns, column + 1)
        limits = self.limits
        area = self.cells + self._rows * self._columns
        if self._rows > limits.rows or self._columns > limits.columns or area > limits.cells:
            raise LimitPassed(address(row, column))

    def add_text(self, length: int, row: int, column: int) -> None:
        """Count the text of one cell.

        Raises:
            LimitPassed: all text together is more than may be read.
        """
        self.characters += length
        if self.characters > self.limits.characters:
            raise LimitPassed(address(row, column))


def address(row: int, column: int) -> str:
    """Give a cell's address, (0, 0) being "A1"."""
    return f"{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    """Give the letters of a column counted from 0: A, B, …, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
