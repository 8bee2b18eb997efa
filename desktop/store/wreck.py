"""A damaged file, read page by page: neither its head, its tables nor the way from page to page need be whole.

SQLite reads a page only as part of a table. So the copy that is worked on is given a first page of our own, made
under the same key and salt, whose two tables know no types; and the root of one of them is laid on page after page.
Each seal that is right gives its page's rows. One that is wrong ends the connection, and the next page has a new one.

Of a page that leads on to others the rows below it are read too, from its first and from its last on: rows of a
table without row numbers stand on such pages as well, and are met only on the way from one page below to the next.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import closing, suppress
from enum import Enum
from pathlib import Path
from typing import Any, Final, TypeAlias

from sqlcipher3 import dbapi2

from desktop.store.database import FileKey, connect
from desktop.store.failures import as_user_errors

PAGE: Final = 4096
COLUMNS: Final = 100
"""More than any table of the program has."""

_KEY_COLUMNS: Final = 6
_AT_MOST: Final = 1_000
"""Rows that are read below one page."""
_MORE: Final = 16
"""Pages that our own tables may take."""

_PAGE_TOLD: Final = re.compile(r"page (\d+)")
_LOG_HEAD: Final = struct.Struct(">8I")
_FRAME_HEAD: Final = struct.Struct(">6I")

_FAILURES: Final = (dbapi2.DatabaseError, MemoryError)
"""A connection that met a wrong seal also says that it has no memory left."""

Row: TypeAlias = tuple[Any, ...]
"""Of a table the row's number and its values; of a key its parts. What a row does not have is None."""


class Way(Enum):
    """What a page is read as; the value is the name of our table."""

    TABLE = "leaf"
    KEY = "key"
    """An index, or a table without row numbers."""


class Wreck:
    """The pages of a damaged file, over a copy of it in ``folder``, which the caller takes away.

    Attributes:
        pages: how many the file has.
        bad: the numbers of those whose seal is wrong.
    """

    def __init__(self, source: Path, key: FileKey, folder: Path) -> None:
        self._key = key
        self._path = folder / "trang.db"
        self.pages = self._begin(source, folder)
        self._connection: Any = None
        self.bad = {page for page in self._wrong_seals() if page <= self.pages}

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def read(self, page: int) -> tuple[Way, list[Row]] | None:
        """The rows of a page and of some below it; None for one that cannot be read, or holds no rows."""
        if page in self.bad:
            return None
        try:
            self._lay(Way.TABLE, page)
            return Way.TABLE, self._rows(f"SELECT rowid, * FROM leaf LIMIT {_AT_MOST}")[0]
        except _FAILURES as error:
            if not self._goes_on(error):
                # Right itself, and what is under it is not; such a page has no rows of its own.
                return None
        # The page itself can be read, and is no page of a table with row numbers.
        return self._read_key(page)

    def _read_key(self, page: int) -> tuple[Way, list[Row]] | None:
        rows, whole = list[Row](), False
        try:
            self._lay(Way.KEY, page)
            rows, whole = self._rows(f"SELECT * FROM key LIMIT {_AT_MOST}")
        except _FAILURES as error:
            if self._goes_on(error):
                # Of no kind that has rows, or it goes on in a page that is bad: then the connection is dead too.
                self.close()
                return None
        return Way.KEY, rows if whole else rows + self._backwards(page)

    def _wrong_seals(self) -> list[int]:
        with as_user_errors(), closing(connect(str(self._path), self._key)) as connection:
            told = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        return [int(number[1]) for (text,) in told if (number := _PAGE_TOLD.search(text)) is not None]

    def find(self, page: int, key: tuple[int, int]) -> Row | None:
        """The row of a key of two numbers, below a page that was read as a key; None where the way to it is lost."""
        try:
            self._lay(Way.KEY, page, "pair")
            found, _ = self._rows("SELECT * FROM pair WHERE c0 = ? AND c1 = ?", key)
        except _FAILURES as error:
            self._goes_on(error)
            return None
        return found[0] if found else None

    def _backwards(self, page: int) -> list[Row]:
        every = ", ".join(f"c{number} DESC" for number in range(_KEY_COLUMNS))
        try:
            self._lay(Way.KEY, page)
            return self._rows(f"SELECT * FROM key ORDER BY {every} LIMIT {_AT_MOST}")[0]
        except _FAILURES as error:
            self._goes_on(error)
            return []

    def _rows(self, query: str, values: tuple[int, ...] = ()) -> tuple[list[Row], bool]:
        """The rows up to where a page is bad, and whether they are all; raises where the first of them is."""
        rows: list[Row] = []
        try:
            for row in self._connection.execute(query, values):
                rows.append(row)
        except _FAILURES as error:
            if not rows:
                raise
            self._goes_on(error)
            return rows, False
        return rows, len(rows) < _AT_MOST

    def _lay(self, way: Way, page: int, table: str = "") -> None:
        connection = self._connection or self._open()
        connection.execute("UPDATE sqlite_schema SET rootpage = ? WHERE name = ?", [page, table or way.value])
        # The tables are looked up anew, with where they begin now.
        connection.execute("PRAGMA writable_schema = RESET")
        connection.execute("PRAGMA writable_schema = ON")

    def _goes_on(self, error: Exception) -> bool:
        """After a failure: whether the page was read and is of another kind; else the connection is dead."""
        corrupt = getattr(error, "sqlite_errorcode", 0) & 0xFF == dbapi2.SQLITE_CORRUPT
        if corrupt and self._connection is not None:
            with suppress(*_FAILURES):
                self._connection.execute("ROLLBACK")
                self._connection.execute("BEGIN")
                return True
        self.close()
        return False

    def _open(self) -> Any:
        connection = connect(str(self._path), self._key)
        for pragma in ("journal_mode = MEMORY", "writable_schema = ON"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        # Never committed: where our tables begin is changed in memory only.
        connection.execute("BEGIN")
        self._connection = connection
        return connection

    # The copy that is worked on

    def _begin(self, source: Path, folder: Path) -> int:
        log = dict(_logged_pages(source.with_name(source.name + "-wal")))
        size = source.stat().st_size if source.is_file() else 0
        pages = max(size // PAGE + bool(size % PAGE), *log, 1)
        ours = folder / "cua-minh.db"
        with as_user_errors():
            _make_own(ours, self._key, pages)
        with ours.open("rb") as made:
            first, most = made.read(PAGE), ours.stat().st_size // PAGE
        with self._path.open("wb") as copy:
            if size:
                with source.open("rb") as file:
                    for number in range(1, pages + 1):
                        copy.write(log.get(number) or _page_of(file, number))
            copy.truncate(most * PAGE)
            copy.seek(0)
            copy.write(first)
            for number, content in log.items():
                if number > 1:
                    copy.seek((number - 1) * PAGE)
                    copy.write(content)
        ours.unlink()
        return pages


def _page_of(file: Any, number: int) -> bytes:
    """One page, zeros where the disk does not give it: an old disk loses sectors, and the rest is wanted."""
    try:
        file.seek((number - 1) * PAGE)
        return bytes(file.read(PAGE)).ljust(PAGE, b"\0")
    except OSError:
        return bytes(PAGE)


def _make_own(path: Path, key: FileKey, pages: int) -> None:
    """A file of more pages than the damaged one, whose first page holds our tables: its seal fits their key."""
    path.unlink(missing_ok=True)
    connection = connect(str(path), key)
    try:
        connection.execute("PRAGMA journal_mode = OFF").fetchone()
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        columns = ", ".join(f"c{number}" for number in range(COLUMNS))
        some = ", ".join(f"c{number}" for number in range(_KEY_COLUMNS))
        connection.execute(f"CREATE TABLE leaf({columns})")
        connection.execute(f"CREATE TABLE key({some}, PRIMARY KEY({some})) WITHOUT ROWID")
        connection.execute(f"CREATE TABLE pair({some}, PRIMARY KEY(c0, c1)) WITHOUT ROWID")
        # A file says on its first page how long it is, and a longer one is not read past that.
        connection.execute("CREATE TABLE room(content)")
        left, most = (pages + _MORE) * PAGE, 500_000_000
        while left > 0:
            connection.execute("INSERT INTO room VALUES (zeroblob(?))", [min(left, most)])
            left -= most
        connection.execute("COMMIT")
    finally:
        connection.close()


def _logged_pages(path: Path) -> Iterator[tuple[int, bytes]]:
    """What the log beside the file holds past it: the last of each page up to the last whole transaction.

    "The Write-Ahead Log" in "Database File Format" on sqlite.org.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return
    if len(data) < _LOG_HEAD.size:
        return
    magic, _, page, _, *salts_and_sums = _LOG_HEAD.unpack_from(data)
    if magic & ~1 != 0x377F0682 or page != PAGE:
        return
    order = ">" if magic & 1 else "<"
    salts, sums = tuple(salts_and_sums[:2]), tuple(salts_and_sums[2:])
    if _summed((0, 0), data[:24], order) != sums:
        return
    pending: dict[int, bytes] = {}
    kept: dict[int, bytes] = {}
    for at in range(_LOG_HEAD.size, len(data) - PAGE - _FRAME_HEAD.size + 1, PAGE + _FRAME_HEAD.size):
        number, length, one, two, *told = _FRAME_HEAD.unpack_from(data, at)
        content = data[at + _FRAME_HEAD.size : at + _FRAME_HEAD.size + PAGE]
        sums = _summed(_summed(sums, data[at : at + 8], order), content, order)
        if (one, two) != salts or tuple(told) != sums:
            break
        pending[number] = content
        if length:
            kept |= pending
            pending = {}
    yield from kept.items()


def _summed(before: tuple[int, ...], data: bytes, order: str) -> tuple[int, ...]:
    """The running check sum of the log."""
    first, second = before
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = first + one + second & 0xFFFFFFFF
        second = second + two + first & 0xFFFFFFFF
    return first, second
