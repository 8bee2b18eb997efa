"""The end of a chain: taken out after it was written again under another identity, or set aside as past its end."""

from __future__ import annotations

import json
from typing import Any

from desktop.domain.journal.operation import ERASE_REGISTER, ChangeId
from desktop.store.held import BEYOND, Place


class Branches:
    """The end of one device's chain, inside the caller's transaction."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def erased_after(self, device: str, seq: int) -> list[ChangeId]:
        """The contents of the device's operations past ``seq`` that were erased."""
        rows = self._connection.execute(
            "SELECT device, seq, leaf FROM journal_erased WHERE device = ? AND seq > ? ORDER BY seq, leaf",
            [device, seq],
        )
        return [ChangeId(*row) for row in rows]

    def erasing(self) -> set[ChangeId]:
        """Every content that some operation held here names as erased."""
        rows = self._connection.execute(
            "SELECT leaves FROM journal_entry WHERE register = ?", [ERASE_REGISTER]
        ).fetchall()
        items = (item for (text,) in rows for item in json.loads(text) if len(item) == 3)
        return {ChangeId(*each) for item in items for each in item[2]}

    def bound(self, device: str, seq: int) -> list[Place]:
        """Lets the device's operations count up to ``seq``, and none past it; gives the records to fold again."""
        number = self._connection.execute("SELECT no FROM journal_device WHERE id = ?", [device]).fetchone()
        if number is None:
            return []
        changed = (
            "SELECT no FROM journal_operation"
            " WHERE device = ? AND (seq > ? AND aside = 0 OR seq <= ? AND aside = ?)"
        )
        facts = [number[0], seq, seq, BEYOND]
        rows = self._connection.execute(
            "SELECT DISTINCT register, record FROM journal_entry"
            f" WHERE operation IN ({changed}) AND record IS NOT NULL",
            facts,
        ).fetchall()
        self._connection.execute(
            f"UPDATE journal_operation SET aside = CASE WHEN seq > ? THEN ? ELSE 0 END WHERE no IN ({changed})",
            [seq, BEYOND, *facts],
        )
        return [(row[0], row[1]) for row in rows]

    def cut(self, device: str, seq: int) -> list[Place]:
        """Takes out all that is held of the device past ``seq``; gives the records to fold again."""
        number = self._connection.execute("SELECT no FROM journal_device WHERE id = ?", [device]).fetchone()
        if number is None:
            return []
        past = "SELECT no FROM journal_operation WHERE device = ? AND seq > ?"
        rows = self._connection.execute(
            "SELECT DISTINCT register, record FROM journal_entry"
            f" WHERE operation IN ({past}) AND record IS NOT NULL",
            [number[0], seq],
        ).fetchall()
        self._connection.execute(f"DELETE FROM journal_entry WHERE operation IN ({past})", [number[0], seq])
        for table in ("journal_operation", "journal_withheld", "journal_head"):
            self._connection.execute(f"DELETE FROM {table} WHERE device = ? AND seq > ?", [number[0], seq])
        # In the branch that stays, these places are something else.
        for table in ("journal_erased", "journal_aside"):
            self._connection.execute(f"DELETE FROM {table} WHERE device = ? AND seq > ?", [device, seq])
        return [(row[0], row[1]) for row in rows]
