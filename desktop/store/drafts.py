"""What is half typed: kept per user, register and record, outside the journal, until it is saved or dropped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desktop.base.values import dataclass

NEW = ""
"""Stands for the record of a form that is not saved yet."""


@dataclass(frozen=True)
class Draft:
    """What somebody has half typed.

    Attributes:
        record: None for a new one.
        at: local time in ISO form.
        taken_from: the name of who typed it, where it came by a handover.
    """

    register: str
    record: str | None
    at: str
    values: Mapping[str, Any]
    taken_from: str = ""


class Drafts:
    """The drafts over one connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def keep(self, user: str, draft: Draft) -> None:
        self._connection.execute(
            'INSERT INTO draft(user, register, record, "at", content) VALUES (?, ?, ?, ?, ?)'
            # Who took it over goes on with it: where it came from stays said.
            ' ON CONFLICT DO UPDATE SET "at" = excluded."at", content = excluded.content',
            [user, draft.register, draft.record or NEW, draft.at, json.dumps(dict(draft.values))],
        )

    def drop(self, user: str, register: str, record: str | None) -> None:
        self._connection.execute(
            "DELETE FROM draft WHERE user = ? AND register = ? AND record = ?",
            [user, register, record or NEW],
        )

    def drop_of_all(self, register: str, record: str) -> None:
        """Drops what anybody has half typed over a record."""
        self._connection.execute("DELETE FROM draft WHERE register = ? AND record = ?", [register, record])

    def of(self, user: str) -> list[Draft]:
        """The user's drafts, newest first."""
        rows = self._connection.execute(
            "SELECT register, record, at, content, coalesce(taken_from, '') FROM draft WHERE user = ? ORDER BY at DESC",
            [user],
        )
        return [Draft(row[0], row[1] or None, row[2], json.loads(row[3]), row[4]) for row in rows]

    def pass_on(self, user: str, name: str, successor: str) -> int:
        """Gives a user's drafts to another, marked with the name of who typed them; gives how many.

        Where the other has one of the same form, theirs stays and the older one stays with its owner.
        """
        cursor = self._connection.execute(
            "UPDATE OR IGNORE draft SET user = ?, taken_from = ? WHERE user = ? AND register NOT LIKE '@%'",
            [successor, name, user],
        )
        return int(cursor.rowcount)
