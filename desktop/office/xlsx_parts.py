"""A look through the parts of an .xlsx before its values are read.

It finds what the value reader cannot bear or does not tell: content far beyond any list, shared texts that
multiply, formulas without a stored result, cells that show an error, widths of columns. Source: ECMA-376 part 1,
section 18 (SpreadsheetML).
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import lru_cache

from desktop.domain.values.cells import CellError, FormulaWithoutValue
from desktop.office.limits import LimitPassed, SheetNotes, Tally
from desktop.office.package import Package, PackageDamaged, local_name

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_LONGEST_FORMULA = 200
_DIGITS = "0123456789"


def look_through(package: Package, tally: Tally) -> dict[str, SheetNotes]:
    """Check every sheet of the package and give the notes of each by its name.

    Raises:
        LimitPassed: there is too much content.
        PackageDamaged: the XML is broken.
    """
    # By content and not by ending: a sheet may be given any name.
    roots = {name: package.root(name) for name in dict.fromkeys(package.names)}
    lengths = [
        length for name, root in roots.items() if root == "sst" for length in _text_lengths(package, name)
    ]
    names = sheet_parts(package)
    notes: dict[str, SheetNotes] = {}
    # Every part that is a worksheet counts, whether or not the workbook seems to name it.
    for part in (name for name, root in roots.items() if root == "worksheet"):
        name = names.get(part.lower(), "")
        tally.next_sheet()
        scan = _Worksheet(tally, lengths)
        try:
            package.parse(part, scan.start, end=scan.end, text=scan.text, as_written=True)
        except LimitPassed as passed:
            raise LimitPassed(passed.last_cell, name) from passed
        notes[name] = scan.notes
    return notes


def sheet_parts(package: Package) -> dict[str, str]:
    """Part of a worksheet, in lower case -> the sheet's name.

    Raises:
        PackageDamaged: there is no workbook among the parts.
    """
    roots = {name: package.root(name) for name in dict.fromkeys(package.names)}
    workbook = next((name for name, root in roots.items() if root == "workbook"), None)
    if workbook is None:
        raise PackageDamaged
    folder, _, file = workbook.rpartition("/")
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            targets[attributes.get("Id", "")] = posixpath.normpath(path).lower()

    def sheet(element: str, attributes: dict[str, str]) -> None:
        if element == "sheet":
            local = {name.rpartition(":")[2]: value for name, value in attributes.items()}
            sheets[local.get("id", "")] = local.get("name", "")

    package.parse(workbook, sheet)
    relations = f"{folder}/_rels/{file}.rels"
    if relations in roots:
        package.parse(relations, relation)
    return {targets[key]: name for key, name in sheets.items() if key in targets}


def _text_lengths(package: Package, part: str) -> list[int]:
    lengths: list[int] = []

    def start(element: str, _attributes: dict[str, str]) -> None:
        if element == "si":
            lengths.append(0)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    package.parse(part, start, text=text)
    return lengths


@dataclass(slots=True)
class _Worksheet:
    """Reads the elements of one worksheet as they come."""

    tally: Tally
    lengths: list[int]
    notes: SheetNotes = field(default_factory=SheetNotes)
    _row: int = -1
    _row_number: str = ""
    _column: int = -1
    _columns: dict[str, int] = field(default_factory=dict)
    _kind: str = ""
    _inside: str = ""
    _formula: str | None = None
    _value: str = ""

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if ":" in element:
            element = local_name(element)
        if element == "c":
            self._begin_cell(attributes)
        elif element in ("v", "f", "is"):
            self._inside = element
            if element == "f":
                self._formula = ""
            self.tally.add(self._row, self._column)
        elif element == "row":
            self._row = _number(attributes.get("r"), self._row + 1, _MOST_ROWS)
            self._row_number = ""
            self._column = -1
        elif element == "col":
            self._note_width(attributes)

    def text(self, data: str) -> None:
        inside = self._inside
        if inside == "v":
            self._value += data
        elif inside == "is":
            self.tally.add_text(len(data), self._row, self._column)
        elif inside == "f":
            self._formula = ((self._formula or "") + data)[:_LONGEST_FORMULA]

    def end(self, element: str) -> None:
        if ":" in element:
            element = local_name(element)
        if element == self._inside:
            self._inside = ""
        elif element == "c":
            self._end_cell()

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._kind, self._inside, self._formula, self._value = attributes.get("t", ""), "", None, ""
        written = attributes.get("r")
        if not written:
            self._column += 1
            if self._row < 0 or self._column >= _MOST_COLUMNS:
                raise PackageDamaged
            return
        letters = written.rstrip(_DIGITS)
        column = self._columns.get(letters)
        if column is not None and written[len(letters) :] == self._row_number:
            # Below a cell of the same column and beside one of the same row, whose addresses were read.
            self._column = column
        else:
            self._read_address(written)

    def _read_address(self, written: str) -> None:
        found = _ADDRESS.fullmatch(written)
        if found is None:
            raise PackageDamaged
        letters, row = found.groups()
        self._column = _column(letters)
        self._row = _number(row, 0, _MOST_ROWS)
        if self._column >= _MOST_COLUMNS:
            raise PackageDamaged
        plain = written == letters + row
        self._row_number = row if plain else ""
        if plain:
            self._columns[letters] = self._column

    def _end_cell(self) -> None:
        place = self._row, self._column
        value = self._value.strip()
        if self._kind == "e":
            self.notes.cells[place] = CellError(value or "#")
        elif self._kind == "s":
            at = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1
            self.tally.add_text(self.lengths[at] if 0 <= at < len(self.lengths) else 0, *place)
        elif self._formula is not None and not value and self._kind != "str":
            # A text formula may well give an empty text; any other result must be stored to be known.
            self.notes.cells[place] = FormulaWithoutValue(f"={self._formula}")
        else:
            self.tally.add_text(len(value), *place)

    def _note_width(self, attributes: dict[str, str]) -> None:
        first = _number(attributes.get("min"), 0, _MOST_COLUMNS)
        last = _number(attributes.get("max"), 0, _MOST_COLUMNS)
        try:
            width = float(attributes.get("width", ""))
        except ValueError:
            return
        for column in range(first, min(last, self.tally.limits.columns) + 1):
            self.notes.widths[column] = width


def _number(written: str | None, otherwise: int, most: int) -> int:
    """Read a number counted from 1 as one counted from 0."""
    if written is None:
        return otherwise
    if not (written.isascii() and written.isdigit() and len(written) <= 7 and 1 <= int(written) <= most):
        raise PackageDamaged
    return int(written) - 1


@lru_cache(_MOST_COLUMNS)
def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
