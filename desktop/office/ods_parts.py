"""A look through an .ods before its values are read: repeated cells, spans, formulas without a result.

One element may stand for a million rows (``number-rows-repeated``), so the content is counted before it is
unfolded. Source: OpenDocument 1.2 part 1, section 9 (tables).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.domain.values.cells import FormulaWithoutValue
from desktop.office.limits import LimitPassed, Merge, SheetNotes, Tally
from desktop.office.package import Package, PackageDamaged, PackageLocked

CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
# No sheet has more rows or columns; a larger repetition only says "to the end".
_MOST = 1 << 21
_LONGEST_FORMULA = 200


def look_through(package: Package, tally: Tally) -> dict[str, SheetNotes]:
    """Check every sheet of the document and give the notes of each by its name.

    Raises:
        LimitPassed, PackageDamaged, PackageLocked.
    """
    if _MANIFEST in package.names:
        package.parse(_MANIFEST, _refuse_encryption)
    document = _Document(tally)
    package.parse(CONTENT, document.start, end=document.end, text=document.text)
    return document.notes


def _refuse_encryption(element: str, _attributes: dict[str, str]) -> None:
    if element == "encryption-data":
        raise PackageLocked


@dataclass(slots=True)
class _Document:
    """Reads the elements of content.xml as they come; rows and columns count from 0."""

    tally: Tally
    notes: dict[str, SheetNotes] = field(default_factory=dict)
    _sheet: str = ""
    _row: int = 0
    _rows: int = 1
    _column: int = 0
    _columns: int = 1
    _filled: bool = False
    _in_cell: bool = False
    _formula: str = ""
    _letters: int = 0

    def start(self, element: str, attributes: dict[str, str]) -> None:
        match element:
            case "table" if "table:name" in attributes:
                self._sheet = attributes["table:name"]
                self.notes[self._sheet] = SheetNotes()
                self._row = self._rows = 0
                self.tally.next_sheet()
            case "table-row":
                self._row += self._rows
                self._rows = _count(attributes.get("table:number-rows-repeated"))
                self._column = self._columns = 0
            case "table-cell" | "covered-table-cell":
                self._begin_cell(attributes)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column += self._columns
        self._columns = _count(attributes.get("table:number-columns-repeated"))
        self._in_cell, self._letters = True, 0
        self._filled = "office:value-type" in attributes
        self._formula = attributes.get("table:formula", "")[:_LONGEST_FORMULA]
        rows = _count(attributes.get("table:number-rows-spanned"))
        columns = _count(attributes.get("table:number-columns-spanned"))
        if (rows > 1 or columns > 1) and self._sheet in self.notes:
            last = self._row + rows - 1, self._column + columns - 1
            self.notes[self._sheet].merged.append(Merge(self._row, self._column, *last))

    def text(self, data: str) -> None:
        if self._in_cell:
            self._letters += len(data)

    def end(self, element: str) -> None:
        if element not in ("table-cell", "covered-table-cell"):
            return
        self._in_cell = False
        if not (self._filled or self._letters):
            if self._formula and self._sheet in self.notes:
                self.notes[self._sheet].cells[self._row, self._column] = FormulaWithoutValue(self._formula)
            return
        last = self._row + max(self._rows, 1) - 1, self._column + self._columns - 1
        try:
            self.tally.add(*last)
            self.tally.add_text(self._letters * max(self._rows, 1) * self._columns, *last)
        except LimitPassed as passed:
            raise LimitPassed(passed.last_cell, self._sheet) from passed


def _count(written: str | None) -> int:
    if written is None:
        return 1
    if not (written.isascii() and written.isdigit() and len(written) <= 10):
        raise PackageDamaged
    return min(max(int(written), 1), _MOST)
