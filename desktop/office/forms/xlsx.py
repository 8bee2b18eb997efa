"""Cells of an .xlsx form (ECMA-376 part 1, section 18.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from desktop.domain.values.cells import cell_text
from desktop.office.forms.form import LIMITS, Filling, FormSheet, Spot
from desktop.office.forms.splice import Edit, Element, repacked, spliced, walk
from desktop.office.limits import Tally
from desktop.office.package import Package, PackageDamaged
from desktop.office.reading import read_workbook
from desktop.office.xlsx_parts import look_through, sheet_parts

WORKBOOK: Final = "xl/workbook.xml"


def sheets(raw: bytes, name: str) -> tuple[FormSheet, ...]:
    look_through(Package(raw), Tally(LIMITS))
    book = read_workbook(raw, name, LIMITS)
    locked = {part_name: _formulas(raw, part) for part_name, part in _parts(raw).items()}
    found = []
    for sheet in book.sheets:
        rows = tuple(tuple(cell_text(cell) for cell in row) for row in sheet.rows)
        shadowed = {
            (row, column): (merge.first_row, merge.first_column)
            for merge in sheet.merged
            for row in range(merge.first_row, min(merge.last_row, len(rows)) + 1)
            for column in range(merge.first_column, merge.last_column + 1)
            if (row, column) != (merge.first_row, merge.first_column)
        }
        found.append(FormSheet(sheet.name, rows, locked.get(sheet.name, frozenset()), shadowed))
    return tuple(found)


def fill(raw: bytes, values: Mapping[Spot, Filling]) -> bytes:
    """Raises :class:`KeyError` with the name of a sheet that is gone."""
    parts = _parts(raw)
    package = Package(raw)
    by_part: dict[str, dict[tuple[int, int], Filling]] = {}
    for spot, value in values.items():
        if spot.sheet not in parts:
            raise KeyError(spot.sheet)
        by_part.setdefault(parts[spot.sheet], {})[spot.row, spot.column] = value
    changed = {part: _filled(package.read(part), cells) for part, cells in by_part.items()}
    if changed:
        # What the form computes from these cells was computed from the former ones.
        changed[WORKBOOK] = _recomputing(package.read(WORKBOOK))
    return repacked(raw, changed)


def _parts(raw: bytes) -> dict[str, str]:
    """Part by the name of its sheet."""
    package = Package(raw)
    by_lower = {name.lower(): name for name in package.names}
    return {name: by_lower[part] for part, name in sheet_parts(package).items() if part in by_lower}


def _formulas(raw: bytes, part: str) -> frozenset[tuple[int, int]]:
    found: set[tuple[int, int]] = set()

    def opened(way: list[Element]) -> None:
        if way[-1].name == "f" and len(way) > 1 and way[-2].name == "c":
            found.add(_place(way[-2].attributes.get("r", "")))

    walk(Package(raw).read(part), opened, lambda *_: None)
    return frozenset(found)


def _filled(raw: bytes, cells: Mapping[tuple[int, int], Filling]) -> bytes:
    """A worksheet with the values in it."""
    waiting = dict(cells)
    edits: list[Edit] = []
    data: list[int] = []

    def closed(way: list[Element], end: int, after: int) -> None:
        element = way[-1]
        if element.name == "c":
            place = _place(element.attributes.get("r", ""))
            if place in waiting:
                value = waiting.pop(place)
                edits.append(Edit(element.start, after, _cell(place, value, element.attributes.get("s"))))
        elif element.name == "row":
            edits.extend(_added_to_row(element, end, after))
        elif element.name == "sheetData":
            data.append(end)
            edits.extend(_added_rows(element, end, after))

    def _added_to_row(element: Element, end: int, after: int) -> Iterator[Edit]:
        """Cells that the row does not have yet, each before the first that stands to its right."""
        number = int(element.attributes.get("r", "0")) - 1
        new = sorted(place for place in waiting if place[0] == number)
        if not new:
            return
        there = row_cells.get(number, [])
        if element.inside == end == after and not there and raw[element.inside - 2 : element.inside] == b"/>":
            content = b"".join(_cell(place, waiting.pop(place), None) for place in new)
            tag = raw[element.start : element.inside - 2]
            yield Edit(element.start, after, tag + b">" + content + b"</row>")
            return
        for place in new:
            at = next((start for column, start in there if column > place[1]), end)
            yield Edit(at, at, _cell(place, waiting.pop(place), None))

    def _added_rows(element: Element, end: int, after: int) -> Iterator[Edit]:
        """Rows that the sheet does not have yet."""
        numbers = sorted({row for row, _ in waiting})
        if not numbers:
            return
        empty = raw[element.inside - 2 : element.inside] == b"/>"
        made = {number: _row(number, waiting) for number in numbers}
        waiting.clear()
        if empty:
            tag = raw[element.start : element.inside - 2]
            yield Edit(element.start, after, tag + b">" + b"".join(made.values()) + b"</sheetData>")
            return
        for number in numbers:
            at = next((start for row, start in sorted(row_starts.items()) if row > number), end)
            yield Edit(at, at, made[number])

    row_cells: dict[int, list[tuple[int, int]]] = {}
    row_starts: dict[int, int] = {}

    def opened(way: list[Element]) -> None:
        element = way[-1]
        if element.name == "row":
            row_starts[int(element.attributes.get("r", "0")) - 1] = element.start
        elif element.name == "c":
            row, column = _place(element.attributes.get("r", ""))
            row_cells.setdefault(row, []).append((column, element.start))

    walk(raw, opened, closed)
    if waiting or not data:
        raise PackageDamaged
    return spliced(raw, edits)


def _row(number: int, waiting: Mapping[tuple[int, int], Filling]) -> bytes:
    cells = b"".join(
        _cell(place, value, None) for place, value in sorted(waiting.items()) if place[0] == number
    )
    return f'<row r="{number + 1}">'.encode() + cells + b"</row>"


def _cell(place: tuple[int, int], value: Filling, style: str | None) -> bytes:
    """A cell with a value; its looks are those of the form."""
    address = quoteattr(_address(place))
    look = f" s={quoteattr(style)}" if style is not None else ""
    if isinstance(value, int):
        return f"<c r={address}{look}><v>{value}</v></c>".encode()
    text = escape(value)
    return f'<c r={address}{look} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'.encode()


def _recomputing(raw: bytes) -> bytes:
    """The workbook part, asking the office program to compute everything when it opens the file."""
    edits: list[Edit] = []
    root: list[int] = []
    order = ("oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing")
    after: list[int] = []

    def closed(way: list[Element], end: int, behind: int) -> None:
        element = way[-1]
        if len(way) == 1:
            root.append(end)
        elif len(way) == 2 and element.name == "calcPr":
            kept = {name: value for name, value in element.attributes.items() if name != "fullCalcOnLoad"}
            prefix = raw[element.start + 1 : element.inside].split(b"calcPr")[0].decode()
            said = "".join(f" {name}={quoteattr(value)}" for name, value in kept.items())
            edits.append(Edit(element.start, behind, f'<{prefix}calcPr{said} fullCalcOnLoad="1"/>'.encode()))
        elif len(way) == 2 and element.name in (*order, "fileRecoveryPr", "webPublishObjects", "extLst"):
            after.append(element.start)

    walk(raw, lambda _: None, closed)
    if not edits:
        at = min([*after, *root])
        edits.append(Edit(at, at, b'<calcPr fullCalcOnLoad="1"/>'))
    return spliced(raw, edits)


def _place(address: str) -> tuple[int, int]:
    """(row, column) from 0 of an address such as C5."""
    letters = address.rstrip("0123456789")
    digits = address[len(letters) :]
    if not letters.isascii() or not letters.isalpha() or not digits or len(letters) > 3 or len(digits) > 7:
        raise PackageDamaged
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(digits) - 1, column - 1


def _address(place: tuple[int, int]) -> str:
    row, column = place
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
