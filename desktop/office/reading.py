"""Workbooks as tables of plain values, whatever kind of file and however ill.

Values only: formulas give their stored result, macros are never looked at, styles and pictures are left. A file is
looked through before the value reader opens it, since a hostile one must neither fill the memory nor end the
program.
"""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from desktop.domain.values.cells import Cell, CellError, is_whole
from desktop.office import csv_text, errors, ods_parts, xls_records, xlsx_parts
from desktop.office.compound import SIGNATURE, CompoundDamaged
from desktop.office.limits import MEGABYTE, LimitPassed, Limits, Merge, SheetNotes, Tally
from desktop.office.package import Package, PackageDamaged, PackageLocked

_TEXT_ENDINGS = (".csv", ".tsv", ".txt")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_MARKUP = ("<!doctype", "<html", "<?xml", "<table", "<head", "<meta", "<script", "<!--", "mime-version:")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        rows: all rows from the first to the last with content; row 1 of the file is ``rows[0]``. A row ends with its
            last value, so a blank row is ``()``; blank cells are None.
        merged: merged ranges.
        widths: column from 0 -> width in characters, where the file tells it.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Merge, ...] = ()
    widths: Mapping[int, float] | None = None

    def cell(self, row: int, column: int) -> Cell:
        """The value at a place counted from 0; None outside."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's sheets that have content: the visible ones, or the hidden ones when there are no others."""

    name: str
    sheets: tuple[Sheet, ...]


def read_workbook(source: Path | bytes, name: str = "", limits: Limits | None = None) -> Workbook:
    """Read .xlsx, .xlsm, .xls, .ods or delimited text; the content decides, not the name.

    Args:
        source: the file, or its bytes.
        name: how the file is called in errors; the path's own name without it.

    Raises:
        FileNotOpened, NotAWorkbook, WorkbookIsWebPage, WorkbookIsBinary, WorkbookDamaged, WorkbookLocked,
        WorkbookTooBig, WorkbookTooLong, WorkbookEmpty: each with the fact ``name``.
    """
    limits = limits or Limits()
    name = name or (source.name if isinstance(source, Path) else "")
    raw = source if isinstance(source, bytes) else _bytes(source, name, limits)
    if len(raw) > limits.file_bytes:
        raise _too_large(name, len(raw), limits.file_bytes)
    try:
        sheets = tuple(sheet for sheet in _sheets(raw, name, limits) if sheet.rows)
    except LimitPassed as passed:
        sheet = passed.sheet or Path(name).stem
        raise errors.WorkbookTooLong(name=name, sheet=sheet, last_cell=passed.last_cell) from passed
    except (PackageDamaged, CompoundDamaged) as error:
        raise errors.WorkbookDamaged(name=name) from error
    except (PackageLocked, xls_records.XlsLocked) as error:
        raise errors.WorkbookLocked(name=name) from error
    if not sheets:
        raise errors.WorkbookEmpty(name=name)
    return Workbook(name, sheets)


def _bytes(path: Path, name: str, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise _too_large(name, size, limits.file_bytes)
        return path.read_bytes()
    except OSError as error:
        raise errors.FileNotOpened(name=name) from error


def _too_large(name: str, size: int, limit: int) -> errors.WorkbookTooBig:
    return errors.WorkbookTooBig(name=name, megabytes=math.ceil(size / MEGABYTE), limit=limit // MEGABYTE)


def _sheets(raw: bytes, name: str, limits: Limits) -> Iterator[Sheet]:
    tally = Tally(limits)
    if raw.startswith(b"PK"):
        return _values(raw, name, _look_through_package(raw, name, limits, tally))
    if raw.startswith(SIGNATURE):
        return _values(raw, name, xls_records.look_through(raw, tally))
    return _text_sheet(raw, name, tally)


def _look_through_package(raw: bytes, name: str, limits: Limits, tally: Tally) -> dict[str, SheetNotes]:
    package = Package(raw)
    if package.unpacked_bytes > limits.unpacked_bytes:
        raise _too_large(name, package.unpacked_bytes, limits.unpacked_bytes)
    names = set(package.names)
    if "xl/workbook.bin" in names:
        raise errors.WorkbookIsBinary(name=name)
    if ods_parts.CONTENT in names and package.read("mimetype").startswith(_ODS):
        return ods_parts.look_through(package, tally)
    if "xl/workbook.xml" in names:
        return xlsx_parts.look_through(package, tally)
    raise errors.NotAWorkbook(name=name)


def _text_sheet(raw: bytes, name: str, tally: Tally) -> Iterator[Sheet]:
    text = csv_text.decode(raw) if raw else None
    if text is None:
        raise errors.WorkbookEmpty(name=name) if not raw else errors.NotAWorkbook(name=name)
    beginning = text[:1024].lstrip("\ufeff \t\r\n").lower()
    if beginning.startswith(_MARKUP):
        raise errors.WorkbookIsWebPage(name=name)
    if not (name.lower().endswith(_TEXT_ENDINGS) or csv_text.looks_like_table(text)) or beginning.startswith(
        "{\\rtf"
    ):
        raise errors.NotAWorkbook(name=name)
    yield Sheet(Path(name).stem, _trimmed(csv_text.rows(text, tally), 0, 0, {}))


def _values(raw: bytes, name: str, notes: Mapping[str, SheetNotes]) -> Iterator[Sheet]:
    sheets = _guarded(name, partial(_read_values, raw, notes))
    shown = [sheet for sheet, visible in sheets if visible and sheet.rows]
    return iter(shown or [sheet for sheet, _ in sheets])


def _guarded(name: str, read: Callable[[], list[tuple[Sheet, bool]]]) -> list[tuple[Sheet, bool]]:
    """Run the value reader; whatever it fails with on such bytes is the file's fault."""
    import python_calamine

    try:
        return read()
    except python_calamine.PasswordError as error:
        raise errors.WorkbookLocked(name=name) from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise errors.WorkbookDamaged(name=name) from error
    except BaseException as error:  # a panic of the reader's Rust code has no class that could be named
        if type(error).__name__ != "PanicException":
            raise
        raise errors.WorkbookDamaged(name=name) from error


def _read_values(raw: bytes, notes: Mapping[str, SheetNotes]) -> list[tuple[Sheet, bool]]:
    import python_calamine

    read: list[tuple[Sheet, bool]] = []
    with python_calamine.load_workbook(io.BytesIO(raw)) as book:
        for at, about in enumerate(book.sheets_metadata):
            if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            values = book.get_sheet_by_index(at)
            note = notes.get(about.name) or SheetNotes()
            row, column = values.start or (0, 0)
            rows = _trimmed(values.to_python(skip_empty_area=True), row, column, note.cells)
            merged = values.merged_cell_ranges or []
            ranges = (*note.merged, *(Merge(*first, *last) for first, last in merged))
            visible = about.visible is python_calamine.SheetVisibleEnum.Visible
            read.append((Sheet(about.name, rows, ranges, note.widths), visible))
    return read


def _trimmed(
    values: Sequence[Sequence[Any]], first_row: int, first_column: int, notes: Mapping[tuple[int, int], Cell]
) -> tuple[tuple[Cell, ...], ...]:
    """Put values in their places, notes over them, and leave out what is blank after the last value."""
    noted: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in notes.items():
        noted.setdefault(row, {})[column] = cell
    last = max(first_row + len(values), max(noted, default=-1) + 1)
    rows: list[tuple[Cell, ...]] = []
    for row in range(last):
        here = row - first_row
        fields = values[here] if 0 <= here < len(values) else ()
        cells: list[Cell] = [None] * first_column + [_plain(field) for field in fields]
        for column, cell in noted.get(row, {}).items():
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = cell
        while cells and cells[-1] is None:
            cells.pop()
        rows.append(tuple(cells))
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


def _plain(value: Any) -> Cell:
    """Give a value as the rest of the program knows it: whole numbers as int, midnight as a date, blanks as None."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool) or not isinstance(value, float | datetime.datetime):
        cell: Cell = value
        return cell
    if isinstance(value, datetime.datetime):
        return value.date() if value.time() == datetime.time() else value
    if not math.isfinite(value):
        return CellError(str(value))
    return int(value) if is_whole(value) else value
