"""Who may log in to this file, until when, and whose powers are in whose hands for a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop.base.values import dataclass


@dataclass(frozen=True)
class StoredUser:
    """A user as kept.

    Attributes:
        until: when the rights end, as local time in ISO form; None for no end.
        left_on: the day on which the account was closed.
    """

    id: str
    name: str
    role: str
    left_on: str | None
    until: str | None


_COLUMNS = "id, name, role, left_on, until"


class People:
    """The tables ``user`` and ``delegation`` over one connection; who writes has the one transaction."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def user(self, user: str) -> StoredUser | None:
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM user WHERE id = ?", [user]).fetchone()
        return StoredUser(*row) if row else None

    def all_users(self) -> list[StoredUser]:
        """Everybody who ever had an account, by id."""
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM user ORDER BY id")
        return [StoredUser(*row) for row in rows]

    def set_until(self, user: str, until: str | None) -> None:
        self._connection.execute("UPDATE user SET until = ? WHERE id = ?", [until, user])

    def set_left(self, user: str, on: str) -> None:
        self._connection.execute("UPDATE user SET left_on = ? WHERE id = ?", [on, user])

    def set_role(self, user: str, role: str) -> None:
        self._connection.execute("UPDATE user SET role = ? WHERE id = ?", [role, user])

    def delegations(self) -> list[tuple[str, str, str, str, str, bool]]:
        """(id, chief, deputy, first, last, withdrawn) of every one that there was, the newest first."""
        rows = self._connection.execute(
            "SELECT id, chief, deputy, first, last, withdrawn FROM delegation ORDER BY first DESC, id DESC"
        )
        return [(*row[:5], bool(row[5])) for row in rows]

    def delegate(self, values: Sequence[str]) -> None:
        """Keeps (id, chief, deputy, first, last)."""
        self._connection.execute("INSERT INTO delegation VALUES (?, ?, ?, ?, ?, 0)", list(values))

    def withdraw(self, delegation: str) -> None:
        self._connection.execute("UPDATE delegation SET withdrawn = 1 WHERE id = ?", [delegation])


def take_over_people(writer: Any, source: Any) -> None:
    """From one connection into another: who has left stays gone, and who is not known yet is.

    The source may be of any version: only what always was there is asked.
    """
    for user, name, role, left_on in source.execute("SELECT id, name, role, left_on FROM user").fetchall():
        writer.execute("INSERT OR IGNORE INTO user(id, name, role) VALUES (?, ?, ?)", [user, name, role])
        if left_on is not None:
            writer.execute("UPDATE user SET left_on = coalesce(left_on, ?) WHERE id = ?", [left_on, user])


class Handovers:
    """The table ``handover``: at most one that goes on, and all that were brought to their end."""

    OPEN = "open"
    DONE = "done"

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def current(self) -> tuple[str, str] | None:
        """(id, content) of the one that goes on."""
        row = self._connection.execute(
            "SELECT id, content FROM handover WHERE state = ? ORDER BY at DESC LIMIT 1", [self.OPEN]
        ).fetchone()
        return (row[0], row[1]) if row else None

    def done(self) -> list[tuple[str, str, str]]:
        """(id, at, content) of those that are over, the newest first."""
        rows = self._connection.execute(
            "SELECT id, at, content FROM handover WHERE state = ? ORDER BY at DESC, id DESC", [self.DONE]
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def keep(self, handover: str, at: str, state: str, content: str) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO handover VALUES (?, ?, ?, ?)", [handover, at, state, content]
        )

    def drop(self, handover: str) -> None:
        self._connection.execute("DELETE FROM handover WHERE id = ? AND state = ?", [handover, self.OPEN])
