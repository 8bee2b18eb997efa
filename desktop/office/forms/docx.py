"""Cells of the tables of a .docx form (ECMA-376 part 1, section 17.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape

from desktop.office.forms.form import Filling, FormSheet, Spot
from desktop.office.forms.splice import Edit, Element, repacked, spliced, walk
from desktop.office.package import Package

DOCUMENT: Final = "word/document.xml"


@dataclass
class _Cell:
    """A table cell while it is walked through.

    Attributes:
        paragraph: where the content of its first paragraph begins and ends, after the paragraph's properties.
        look: the bytes of the first run's properties.
    """

    text: list[str] = field(default_factory=list)
    start: int = -1
    end: int = -1
    look: tuple[int, int] | None = None
    closed_tag: bool = False
    """The first paragraph is written ``<w:p/>``."""


@dataclass
class _Table:
    number: int
    rows: list[list[_Cell]] = field(default_factory=list)


def tables(raw: bytes) -> tuple[FormSheet, ...]:
    return tuple(
        FormSheet(
            str(table.number),
            tuple(tuple(" ".join("".join(cell.text).split()) for cell in row) for row in table.rows),
        )
        for table in _tables(Package(raw).read(DOCUMENT))
    )


def fill(raw: bytes, values: Mapping[Spot, Filling]) -> bytes:
    """Raises :class:`KeyError` with the number of a table, or the place of a cell, that is gone."""
    document = Package(raw).read(DOCUMENT)
    by_number = {str(table.number): table for table in _tables(document)}
    edits = []
    for spot, value in values.items():
        table = by_number.get(spot.sheet)
        if table is None or spot.row >= len(table.rows) or spot.column >= len(table.rows[spot.row]):
            raise KeyError(f"{spot.sheet}: {spot.row + 1}, {spot.column + 1}")
        edits.append(_filled(document, table.rows[spot.row][spot.column], value))
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
        self._open[-1].rows.append([])

    def _cell(self) -> None:
        if self._open[-1].rows:
            self._open[-1].rows[-1].append(_Cell())

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
        return rows[-1][-1] if rows and rows[-1] else None
