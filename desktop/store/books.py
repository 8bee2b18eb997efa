"""Numbers in the award books: given once, never again, whatever became of the award."""

from __future__ import annotations

from typing import Any


class Books:
    """The books over one connection, inside the caller's transaction.

    A number that was given and taken back by an undone import, or lost with a removed award, stays used: the
    last number is kept apart from the awards too.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def last(self, book: str, year: int) -> int:
        """The last number given in a book and year; 0 before the first."""
        seen = self._connection.execute(
            "SELECT max(book_number) FROM award WHERE book = ? AND book_year = ?", [book, year]
        ).fetchone()[0]
        kept = self._connection.execute(
            "SELECT value FROM local WHERE name = ?", [_name(book, year)]
        ).fetchone()
        return max(seen or 0, int(kept[0]) if kept else 0)

    def keep_last(self, book: str, year: int, number: int) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO local VALUES (?, ?)", [_name(book, year), str(number)]
        )


def _name(book: str, year: int) -> str:
    return f"book:{book}:{year}"
