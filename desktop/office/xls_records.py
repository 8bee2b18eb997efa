"""A look through the records of an .xls before its values are read.

Finds a password, cells beyond what may be read, shared texts that multiply, and cells that show an error.
Source: [MS-XLS], Excel Binary File Format (BIFF8).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.domain.values.cells import CellError
from desktop.office.compound import CompoundDamaged, CompoundFile
from desktop.office.limits import LimitPassed, SheetNotes, Tally

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _SST, _CONTINUE = 0x0809, 0x000A, 0x002F, 0x0085, 0x00FC, 0x003C
_FORMULA, _LABEL_SST, _BOOL_ERROR, _COLUMN_INFO = 0x0006, 0x00FD, 0x0205, 0x007D
_DIMENSIONS = 0x0200
_NUMBER, _RK, _LABEL, _RICH_LABEL, _MANY_RK = 0x0203, 0x027E, 0x0204, 0x00D6, 0x00BD
_CELLS = frozenset((_FORMULA, _LABEL_SST, _BOOL_ERROR, _NUMBER, _RK, _LABEL, _RICH_LABEL, _MANY_RK))
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_LONGEST_TEXT = 32_767
_MOST_CELLS = 65_536 * 256
_ENCRYPTED_PACKAGE = "EncryptedPackage"


class XlsLocked(Exception):
    """The content is encrypted."""


@dataclass(frozen=True, slots=True)
class _Record:
    at: int
    kind: int
    data: bytes


def look_through(raw: bytes, tally: Tally) -> dict[str, SheetNotes]:
    """Check every sheet of the file and give the notes of each by its name.

    Raises:
        LimitPassed, CompoundDamaged, XlsLocked.
    """
    file = CompoundFile(raw)
    if _ENCRYPTED_PACKAGE in file.names:
        raise XlsLocked
    stream = file.read("Workbook", "Book")
    if stream is None:
        raise CompoundDamaged
    try:
        return _look_through(stream, tally)
    except struct.error as error:
        raise CompoundDamaged from error


def _look_through(stream: bytes, tally: Tally) -> dict[str, SheetNotes]:
    records = list(_records(stream, 0))
    if not records or records[0].kind != _BOF:
        raise CompoundDamaged
    if any(record.kind == _FILEPASS for record in records):
        raise XlsLocked
    lengths = _text_lengths(records)
    notes: dict[str, SheetNotes] = {}
    for record in (each for each in records if each.kind == _BOUNDSHEET):
        start, name = _sheet(record.data)
        tally.next_sheet()
        try:
            notes[name] = _notes(_records(stream, start), lengths, tally)
        except LimitPassed as passed:
            raise LimitPassed(passed.last_cell, name) from passed
    return notes


def _records(stream: bytes, at: int) -> Iterator[_Record]:
    """The records of one substream, from its beginning to its end; substreams inside it belong to it."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream):
            raise CompoundDamaged
        yield _Record(at, kind, stream[at + 4 : at + 4 + length])
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        at += 4 + length
    raise CompoundDamaged


def _sheet(data: bytes) -> tuple[int, str]:
    start, _, _, length, wide = struct.unpack_from("<IBBBB", data)
    letters = data[8:]
    return start, letters[: 2 * length].decode("utf-16-le", "replace") if wide & 1 else letters[
        :length
    ].decode("latin-1")


def _notes(records: Iterator[_Record], lengths: list[int], tally: Tally) -> SheetNotes:
    notes = SheetNotes()
    for record in records:
        if record.kind in _CELLS:
            row, column = struct.unpack_from("<HH", record.data)
            last = (
                struct.unpack_from("<H", record.data, len(record.data) - 2)[0]
                if record.kind == _MANY_RK
                else column
            )
            tally.add(row, last)
            if record.kind == _LABEL_SST:
                text = struct.unpack_from("<I", record.data, 6)[0]
                tally.add_text(lengths[text] if text < len(lengths) else _LONGEST_TEXT, row, column)
            else:
                tally.add_text(len(record.data), row, column)
            if error := _error(record):
                notes.cells[row, column] = CellError(error)
        elif record.kind == _DIMENSIONS:
            # The value reader makes room for as many cells as are announced, before it has seen one.
            rows, columns = _dimensions(record.data)
            tally.add(max(rows, 1) - 1, max(columns, 1) - 1)
        elif record.kind == _COLUMN_INFO:
            first, last, width = struct.unpack_from("<HHH", record.data)
            notes.widths.update(dict.fromkeys(range(first, min(last, 255) + 1), width / 256))
    return notes


def _dimensions(data: bytes) -> tuple[int, int]:
    """How many rows and columns a sheet announces; older versions have 16 bits for a row."""
    first_row, rows, first_column, columns = struct.unpack_from("<IIHH" if len(data) >= 12 else "<HHHH", data)
    if first_row > rows or first_column > columns:
        raise CompoundDamaged
    return rows, columns


def _error(record: _Record) -> str | None:
    """The error a cell shows: of its own, or as the result of its formula."""
    if record.kind == _BOOL_ERROR and record.data[7]:
        return _ERRORS.get(record.data[6], "#")
    if record.kind == _FORMULA and record.data[12:14] == b"\xff\xff" and record.data[6] == 2:
        return _ERRORS.get(record.data[8], "#")
    return None


def _text_lengths(records: list[_Record]) -> list[int]:
    """How many characters each shared text has, without unfolding any.

    The table is cut into records at any byte. A text cut between two letters goes on with a byte that tells anew
    whether letters are one byte or two ([MS-XLS] 2.5.293).
    """
    at = next((at for at, record in enumerate(records) if record.kind == _SST), None)
    if at is None:
        return []
    blocks = [records[at].data]
    for record in records[at + 1 :]:
        if record.kind != _CONTINUE:
            break
        blocks.append(record.data)
    cursor = _Cursor(blocks)
    total, count = struct.unpack("<II", cursor.take(8))
    # The value reader makes room for as many texts as are announced; each has three bytes at least.
    if max(total, count) > _MOST_CELLS or 3 * count > sum(map(len, blocks)):
        raise CompoundDamaged
    return [cursor.skip_text() for _ in range(count)]


class _Cursor:
    """Walks over the bytes of several records as one."""

    def __init__(self, blocks: list[bytes]) -> None:
        self._blocks = blocks
        self._block = 0
        self._at = 0

    def take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            part = self._rest()[: count - len(taken)]
            taken += part
            self._at += len(part)
        return taken

    def _rest(self) -> bytes:
        while self._at >= len(self._blocks[self._block]):
            self._next_block()
        return self._blocks[self._block][self._at :]

    def _next_block(self) -> None:
        self._block, self._at = self._block + 1, 0
        if self._block >= len(self._blocks):
            raise CompoundDamaged

    def skip_text(self) -> int:
        length, flags = struct.unpack("<HB", self.take(3))
        runs = struct.unpack("<H", self.take(2))[0] if flags & 0x8 else 0
        extra = struct.unpack("<I", self.take(4))[0] if flags & 0x4 else 0
        left, width = length, 1 + (flags & 1)
        while left:
            here = min(left, (len(self._blocks[self._block]) - self._at) // width)
            left -= here
            self._at += here * width
            if left:
                self._next_block()
                width = 1 + (self.take(1)[0] & 1)
        self._skip(4 * runs + extra)
        return int(length)

    def _skip(self, count: int) -> None:
        while count:
            here = min(count, len(self._rest()))
            self._at += here
            count -= here
