"""Numbers in the award books: given once, never again, whatever became of the award."""

from __future__ import annotations

from typing import Any

from desktop.store.tables import STATION


class Books:
    """The books over one connection, inside the caller's transaction.

    A number that was given and taken back by an undone import, or lost with a removed award, stays used: the
    last number is kept apart from the awards too.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def last(self, book: str, year: int, station: str = "") -> int:
        """The last number given in a book and year, or in any book of a station; 0 before the first."""
        seen = self._connection.execute(
            f'SELECT max(book_number) FROM award WHERE (book = ? OR "{STATION}" = ?) AND book_year = ?',
            [book, station, year],
        ).fetchone()[0]
        kept = self._connection.execute(
            "SELECT value FROM local WHERE name = ?", [_name(book, year)]
        ).fetchone()
        return max(seen or 0, int(kept[0]) if kept else 0)

    def begun(self, station: str) -> str | None:
        """The book in which the first award of a station was numbered; None before any was."""
        found = self._connection.execute(
            f'SELECT book FROM award WHERE book IS NOT NULL AND "{STATION}" = ? ORDER BY id LIMIT 1',
            [station],
        ).fetchone()
        return found[0] if found else None

    def years(self) -> list[int]:
        """The years in which numbers were given."""
        rows = self._connection.execute(
            "SELECT DISTINCT book_year FROM award WHERE book_year IS NOT NULL AND book_number IS NOT NULL"
        ).fetchall()
        return [row[0] for row in rows]

    def keep_last(self, book: str, year: int, number: int) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO local VALUES (?, ?)", [_name(book, year), str(number)]
        )


def _name(book: str, year: int) -> str:
    return f"book:{book}:{year}"
