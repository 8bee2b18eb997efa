"""Cells of the tables of a .docx form (ECMA-376 part 1, section 17.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape

from desktop.office import errors
from desktop.office.forms.form import LIMITS, Filling, FormSheet, Spot
from desktop.office.forms.splice import Edit, Element, repacked, spliced, walk
from desktop.office.package import Package

DOCUMENT: Final = "word/document.xml"
_MOST_COLUMNS: Final = 63


@dataclass
class _Cell:
    """A table cell while it is walked through.

    Attributes:
        paragraph: where the content of its first paragraph begins and ends, after the paragraph's properties.
        look: the bytes of the first run's properties.
        span: how many columns of the table it takes.
        follows: it is a part of the cell above.
    """

    text: list[str] = field(default_factory=list)
    start: int = -1
    end: int = -1
    look: tuple[int, int] | None = None
    closed_tag: bool = False
    """The first paragraph is written ``<w:p/>``."""
    span: int = 1
    follows: bool = False


@dataclass
class _Row:
    """Attributes:
    before: columns of the table that are left out before the first cell.
    """

    cells: list[_Cell] = field(default_factory=list)
    before: int = 0

    def placed(self) -> Iterator[tuple[int, _Cell]]:
        """The cells with the column of the table in which each begins."""
        at = self.before
        for cell in self.cells:
            yield at, cell
            at += cell.span


@dataclass
class _Table:
    number: int
    rows: list[_Row] = field(default_factory=list)

    def cell(self, row: int, column: int) -> _Cell | None:
        """The cell that begins in a place; those under a merged one are not there."""
        found = dict(self.rows[row].placed()).get(column) if row < len(self.rows) else None
        return found if found is not None and not found.follows else None


def tables(raw: bytes, name: str) -> tuple[FormSheet, ...]:
    """Raises :class:`WorkbookTooLong` for more cells than a form has."""
    found = _tables(Package(raw).read(DOCUMENT))
    cells = 0
    for table in found:
        cells += sum(row.before + sum(cell.span for cell in row.cells) for row in table.rows)
        if cells > LIMITS.cells or len(table.rows) > LIMITS.rows:
            last = f"{len(table.rows)}"
            raise errors.WorkbookTooLong(name=name, sheet=str(table.number), last_cell=last)
    return tuple(map(_sheet, found))


def _sheet(table: _Table) -> FormSheet:
    rows: list[tuple[str, ...]] = []
    shadowed: dict[tuple[int, int], tuple[int, int]] = {}
    for number, row in enumerate(table.rows):
        texts = [""] * (row.before + sum(cell.span for cell in row.cells))
        shadowed.update({(number, at): (number, at) for at in range(row.before)})
        for at, cell in row.placed():
            above = shadowed.get((number - 1, at), (number - 1, at))
            shows = above if cell.follows and number else (number, at)
            if shows == (number, at):
                texts[at] = " ".join("".join(cell.text).split())
            covered = ((number, at + more) for more in range(cell.span))
            shadowed.update({place: shows for place in covered if place != shows})
        rows.append(tuple(texts))
    return FormSheet(str(table.number), tuple(rows), shadowed=shadowed)


def fill(raw: bytes, values: Mapping[Spot, Filling]) -> bytes:
    """Raises :class:`KeyError` with the number of a table, or the place of a cell, that is gone."""
    document = Package(raw).read(DOCUMENT)
    by_number = {str(table.number): table for table in _tables(document)}
    edits = []
    for spot, value in values.items():
        table = by_number.get(spot.sheet)
        cell = table.cell(spot.row, spot.column) if table is not None else None
        if cell is None:
            raise KeyError(f"{spot.sheet}: {spot.row + 1}, {spot.column + 1}")
        edits.append(_filled(document, cell, value))
    return repacked(raw, {DOCUMENT: spliced(document, edits)})


def _filled(document: bytes, cell: _Cell, value: Filling) -> Edit:
    if cell.start < 0:
        raise KeyError("paragraph")
    look = document[cell.look[0] : cell.look[1]] if cell.look is not None else b""
    text = escape(str(value)).encode()
    run = b"<w:r>" + look + b'<w:t xml:space="preserve">' + text + b"</w:t></w:r>"
    if cell.closed_tag:
        tag = document[cell.start : cell.end].removesuffix(b"/>").rstrip()
        return Edit(cell.start, cell.end, tag + b">" + run + b"</w:p>")
    return Edit(cell.start, cell.end, run)


def _tables(document: bytes) -> list[_Table]:
    """All tables in order of their beginnings; those inside a cell count on their own."""
    reader = _Reader(document)
    walk(document, reader.opened, reader.closed, reader.text)
    return reader.found


class _Reader:
    """Walks through the document; the current table is the innermost."""

    def __init__(self, document: bytes) -> None:
        self.found: list[_Table] = []
        self._document = document
        self._open: list[_Table] = []

    def opened(self, way: list[Element]) -> None:
        element = way[-1]
        deeds: dict[str, Callable[[], None]] = {"tbl": self._table, "tr": self._row, "tc": self._cell}
        if element.name in deeds and (element.name == "tbl" or self._open):
            deeds[element.name]()
        elif element.name == "p" and self._current() is not None and way[-2].name == "tc":
            self._paragraph(element)
        elif element.name in ("gridSpan", "vMerge", "gridBefore") and self._open:
            self._merging(element)

    def closed(self, way: list[Element], end: int, after: int) -> None:
        element = way[-1]
        cell = self._current()
        if element.name == "tbl" and self._open:
            self._open.pop()
        elif cell is None or len(way) < 3:
            return
        elif element.name == "pPr" and way[-3].name == "tc" and cell.end < 0:
            cell.start = after
        elif element.name == "rPr" and way[-2].name == "r" and way[-3].name == "p" and cell.look is None:
            cell.look = (element.start, after)
        elif element.name == "p" and way[-2].name == "tc" and cell.end < 0:
            cell.end = after if cell.closed_tag else end

    def text(self, way: list[Element], data: str) -> None:
        cell = self._current()
        if cell is not None and way[-1].name == "t":
            cell.text.append(data)

    def _table(self) -> None:
        self._open.append(_Table(len(self.found) + 1))
        self.found.append(self._open[-1])

    def _row(self) -> None:
        self._open[-1].rows.append(_Row())

    def _cell(self) -> None:
        if self._open[-1].rows:
            self._open[-1].rows[-1].cells.append(_Cell())

    def _merging(self, element: Element) -> None:
        """How the cell takes part in merged ones, or the row begins further in."""
        value = next((each for name, each in element.attributes.items() if name.endswith("val")), "")
        rows, cell = self._open[-1].rows, self._current()
        if element.name == "gridBefore":
            if rows and not rows[-1].cells:
                rows[-1].before = _columns(value, 0)
        elif cell is not None and element.name == "gridSpan":
            cell.span = _columns(value, 1)
        elif cell is not None:
            cell.follows = value != "restart" and len(rows) > 1

    def _paragraph(self, element: Element) -> None:
        cell = self._current()
        if cell is None:
            return
        if cell.text:
            cell.text.append(" ")
        if cell.start < 0:
            cell.closed_tag = self._document[element.inside - 2 : element.inside] == b"/>"
            cell.start = element.start if cell.closed_tag else element.inside

    def _current(self) -> _Cell | None:
        rows = self._open[-1].rows if self._open else []
        return rows[-1].cells[-1] if rows and rows[-1].cells else None


def _columns(value: str, least: int) -> int:
    """A number of columns as it is written; no table has more than Word allows."""
    return min(max(int(value), least), _MOST_COLUMNS) if value.isascii() and value.isdigit() else least
