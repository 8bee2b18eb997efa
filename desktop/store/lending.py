"""What a record lends to those who point to it: its order among others, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from desktop.domain.fields import Register, Registry
from desktop.store.search import BOTH, words_of
from desktop.store.tables import STANDING, STANDINGS, title_order

Row: TypeAlias = dict[str, Any]
"""A row of a derived table by column, with its number."""

NUMBER: Final = "rowid"
_REMOVED: Final = STANDINGS.index("removed")
_MOST: Final = 20_000
"""Records of which it is remembered what they lend."""


@dataclass(frozen=True, slots=True)
class Lent:
    """``words`` are by index, open or secret."""

    order: str | int | None
    words: Mapping[str, str]


NOTHING: Final = Lent(None, dict.fromkeys(BOTH, ""))


def lent_by(register: Register, row: Mapping[str, Any]) -> Lent:
    """What a row lends. A removed record is found by no words, and nothing stands for one that is not there."""
    order = title_order(register)
    if row.get(STANDING, _REMOVED) >= _REMOVED:
        return Lent(row.get(order) if order else None, NOTHING.words)
    words = {which: words_of(register, row, which) for which in BOTH}
    return Lent(row[order] if order else None, words)


class Lenders:
    """Asks what records lend, each once until it changes; for the time of one batch in one transaction."""

    def __init__(self, connection: Any, registry: Registry) -> None:
        self._connection = connection
        self._registry = registry
        self._known: dict[tuple[str, str], Lent] = {}

    def row(self, register: Register, record: str) -> Row | None:
        """A row with all its columns."""
        cursor = self._connection.execute(f'SELECT rowid, * FROM "{register.name}" WHERE id = ?', [record])
        values = cursor.fetchone()
        names = (column[0] for column in cursor.description)
        return None if values is None else dict(zip(names, values, strict=True))

    def get(self, register: str | None, record: object) -> Lent:
        if register is None or not isinstance(record, str):
            return NOTHING
        lent = self._known.get((register, record))
        if lent is None:
            declared = self._registry[register]
            row = self.row(declared, record)
            lent = NOTHING if row is None else lent_by(declared, row)
            self.know(register, record, lent)
        return lent

    def know(self, register: str, record: str, lent: Lent) -> None:
        """What a record lends from now on."""
        if len(self._known) >= _MOST:
            self.forget()
        self._known[register, record] = lent

    def forget(self) -> None:
        """At the end of a batch, and after a rollback: others may write, or what was written is not."""
        self._known.clear()
