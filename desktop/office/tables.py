"""A list found in a sheet: its head, its rows, and every other line with the reason why it is none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from desktop.base.text import fold
from desktop.domain.values.cells import Cell, cell_text
from desktop.office.errors import TableNotFound
from desktop.office.heads import Head, find_head, is_numbering
from desktop.office.lines import Line, is_section, is_signature, is_total, only_ordinal
from desktop.office.reading import Sheet
from desktop.office.vocabulary import Proposal, Vocabulary, assign, is_ordinal

# Merged ranges of a hostile file may overlap a million times; no list has so many cells to fill.
_MOST_CARRIED = 3_000_000
_DITTO = frozenset(("nt", "nhu tren", "ntr"))
_LONGEST_DITTO = 16
_DITTO_SIGNS = frozenset(('"', "''", "″", "〃", "”", "“", ",,", "-//-", "//"))


class Why(Enum):
    """Why a line of the sheet is no row of the list; sentences are the texts ``skipped.<value>``."""

    ABOVE = "above"
    BLANK = "blank"
    NUMBERING = "numbering"
    HEAD_AGAIN = "head_again"
    SECTION = "section"
    TOTAL = "total"
    SIGNATURE = "signature"
    ORDINAL_ONLY = "ordinal_only"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that is no row of the list; ``row`` counts from 1 as the file shows it."""

    row: int
    why: Why
    text: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the list.

    Attributes:
        number: the row in the file, counted from 1.
        cells: one for each head; merged cells carried down and ditto marks filled in.
        section: the line over a group of rows, such as "I. Ấp Đông Hưng".
        carried: the columns whose value comes from a row above.
    """

    number: int
    cells: tuple[Cell, ...]
    section: str = ""
    carried: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """The list of a sheet. Its rows, its skipped lines and its head together are all lines of the sheet.

    Attributes:
        headers: one label for each column of the sheet from A on; "Ngày sinh / Nam" for a head of two rows.
        header_rows: the rows of the head, counted from 1.
        proposed: column from 0 -> the field proposed for it.
        signature: equal for two files with the same head, so that a mapping is remembered per kind of file.
        ordinal: the column of running numbers, if there is one.
        widths: column from 0 -> its width, where the file tells it.
    """

    sheet: str
    headers: tuple[str, ...]
    header_rows: tuple[int, ...]
    rows: tuple[TableRow, ...]
    skipped: tuple[Skipped, ...]
    proposed: Mapping[int, Proposal]
    signature: str
    ordinal: int | None
    widths: Mapping[int, float]

    def column(self, at: int) -> tuple[Cell, ...]:
        """All values of one column, in the order of the rows."""
        return tuple(row.cells[at] for row in self.rows)


def likely_columns(
    sheet: Sheet, vocabulary: Mapping[str, Iterable[str]], *, ignore: Iterable[str] = ()
) -> Mapping[int, Proposal]:
    """The columns that :func:`find_table` would propose, without reading any row; empty without a head."""
    known = Vocabulary(vocabulary)
    head = find_head(sheet, known)
    return {} if head is None else assign(_named(head, ignore), known)


def find_table(sheet: Sheet, vocabulary: Mapping[str, Iterable[str]], *, ignore: Iterable[str] = ()) -> Table:
    """Find the list of a sheet.

    Args:
        vocabulary: field -> the heads under which it is found, in any case and with or without accents.
        ignore: heads of columns that are left out of the proposal and the signature, such as "Lý do" of a list of
            refused rows.

    Raises:
        TableNotFound: no row looks like a head.
    """
    known = Vocabulary(vocabulary)
    head = find_head(sheet, known)
    if head is None:
        raise TableNotFound(sheet=sheet.name)
    named = _named(head, ignore)
    width = max(len(head.labels), max((len(cells) for cells in sheet.rows[head.last + 1 :]), default=0))
    headers = head.labels + ("",) * (width - len(head.labels))
    ordinal = next((column for column, label in enumerate(headers) if is_ordinal(label)), None)
    lines = _Lines(sheet, head, headers, ordinal)
    lines.read()
    above = [_skipped(row, sheet.rows[row], Why.ABOVE) for row in range(head.first)]
    return Table(
        sheet.name,
        headers,
        tuple(range(head.first + 1, head.last + 2)),
        tuple(lines.rows),
        (*above, *lines.skipped),
        assign(named, known),
        header_signature(named),
        ordinal,
        sheet.widths or {},
    )


def _named(head: Head, ignore: Iterable[str]) -> list[str]:
    ignored = {fold(label) for label in ignore}
    return ["" if fold(label) in ignored else label for label in head.labels]


def header_signature(labels: Iterable[str]) -> str:
    """A short text that is equal for heads with the same words in the same order."""
    joined = "|".join(fold(label) for label in labels).strip("|")
    return hashlib.blake2b(joined.encode(), digest_size=8).hexdigest()


def _skipped(row: int, cells: tuple[Cell, ...], why: Why) -> Skipped:
    text = " ".join(cell_text(cell) for cell in cells if cell is not None)
    return Skipped(row + 1, why if text else Why.BLANK, text)


class _Lines:
    """Goes through the lines below the head, one after the other."""

    def __init__(self, sheet: Sheet, head: Head, headers: tuple[str, ...], ordinal: int | None) -> None:
        self.rows: list[TableRow] = []
        self.skipped: list[Skipped] = []
        self._sheet = sheet
        self._head = head
        self._headers = headers
        self._labels = [fold(label) for label in headers]
        self._ordinal = ordinal
        self._carried = _carried_down(sheet, head.last + 1)
        self._wide = {(merge.first_row, merge.first_column): merge for merge in sheet.merged}
        self._section = ""
        self._closed = False

    def read(self) -> None:
        for row in range(self._head.last + 1, len(self._sheet.rows)):
            cells = self._sheet.rows[row]
            why = self._why(row, cells)
            if why is None:
                self._add(row, cells)
            else:
                self.skipped.append(_skipped(row, cells, why))

    def _why(self, row: int, cells: tuple[Cell, ...]) -> Why | None:
        line = Line(cells, self._ordinal, len(self._headers), self._spans(row, cells))
        if not line.filled:
            return Why.BLANK
        if not self.rows and is_numbering(cells):
            return Why.NUMBERING
        if line.has_only_texts and self._is_head_again(cells):
            return Why.HEAD_AGAIN
        if is_total(line):
            return Why.TOTAL
        # The names of those who sign stand some lines below their titles.
        if self.rows and (is_signature(line) or (self._closed and line.is_sparse)):
            self._closed = True
            return Why.SIGNATURE
        if only_ordinal(line):
            return Why.ORDINAL_ONLY
        if is_section(line):
            self._section = line.text
            return Why.SECTION
        self._closed = False
        return None

    def _spans(self, row: int, cells: tuple[Cell, ...]) -> int:
        """Over how many columns the first value of the line is merged."""
        column = next((column for column, cell in enumerate(cells) if cell is not None), 0)
        merge = self._wide.get((row, column))
        return merge.last_column - merge.first_column + 1 if merge else 1

    def _is_head_again(self, cells: tuple[Cell, ...]) -> bool:
        """Whether a line repeats the head, as lists of several printed pages do: its first or its last row."""
        texts = {column: fold(cell) for column, cell in enumerate(cells) if isinstance(cell, str)}
        begins = sum(bool(text) and self._labels[column].startswith(text) for column, text in texts.items())
        ends = sum(bool(text) and self._labels[column].endswith(text) for column, text in texts.items())
        return max(begins, ends) >= 2 and 10 * max(begins, ends) >= 6 * len(texts)

    def _add(self, row: int, cells: tuple[Cell, ...]) -> None:
        values = list(cells) + [None] * (len(self._headers) - len(cells))
        carried: set[int] = set()
        for column, value in self._carried.get(row, {}).items():
            if column < len(values) and values[column] is None:
                values[column] = value
                carried.add(column)
        for column, value in enumerate(values):
            if self.rows and isinstance(value, str) and _is_ditto(value):
                values[column] = self.rows[-1].cells[column]
                carried.add(column)
        self.rows.append(TableRow(row + 1, tuple(values), self._section, frozenset(carried)))


def _is_ditto(text: str) -> bool:
    sign = text.strip()
    if len(sign) > _LONGEST_DITTO:
        return False
    # A look at the first letter spares nearly every cell of a long list the rest.
    first = sign[:1]
    if first.isascii() and first.isalnum() and first not in "nN":
        return False
    return sign in _DITTO_SIGNS or fold(sign) in _DITTO


def _carried_down(sheet: Sheet, first: int) -> dict[int, dict[int, Cell]]:
    """Row -> column -> the value of the cell that is merged down over it."""
    carried: dict[int, dict[int, Cell]] = {}
    left = _MOST_CARRIED
    for merge in sheet.merged:
        value = sheet.cell(merge.first_row, merge.first_column)
        rows = range(max(merge.first_row + 1, first), min(merge.last_row + 1, len(sheet.rows)))
        left -= len(rows)
        if value is None or merge.first_row < first or left < 0:
            continue
        for row in rows:
            carried.setdefault(row, {}).setdefault(merge.first_column, value)
    return carried
