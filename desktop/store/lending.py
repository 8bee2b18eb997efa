"""What a record lends to those who point to it: its order among others, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from desktop.domain.fields import Register, Registry
from desktop.store.search import BOTH, searched_fields, words_in
from desktop.store.tables import ALSO, STANDING, STANDINGS, title_order

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


class Lending:
    """What the rows of one register lend, worked out once what that is."""

    def __init__(self, register: Register) -> None:
        self.order = title_order(register)
        self._texts = [(which, searched_fields(register, which)) for which in BOTH]

    def of(self, row: Mapping[str, Any]) -> Lent:
        """A removed record is found by no words, and nothing stands for one that is not there."""
        order = row.get(self.order) if self.order else None
        if row.get(STANDING, _REMOVED) >= _REMOVED:
            return Lent(order, NOTHING.words)
        also = row.get(ALSO)
        words = {which: words_in((row[name] for name in names), also, which) for which, names in self._texts}
        return Lent(order, words)


class Lenders:
    """Asks what records lend, each once until it changes; for the time of one batch in one transaction."""

    def __init__(self, connection: Any, registry: Registry) -> None:
        self._connection = connection
        self._lending = {register.name: Lending(register) for register in registry}
        self._known: dict[tuple[str, str], Lent] = {}

    def row(self, register: str, record: str) -> Row | None:
        """A row with all its columns."""
        cursor = self._connection.execute(f'SELECT rowid, * FROM "{register}" WHERE id = ?', [record])
        values = cursor.fetchone()
        names = (column[0] for column in cursor.description)
        return None if values is None else dict(zip(names, values, strict=True))

    def by(self, register: str, row: Mapping[str, Any]) -> Lent:
        """What a row of a register lends."""
        return self._lending[register].of(row)

    def get(self, register: str | None, record: object) -> Lent:
        if register is None or not isinstance(record, str):
            return NOTHING
        lent = self._known.get((register, record))
        if lent is None:
            row = self.row(register, record)
            lent = NOTHING if row is None else self.by(register, row)
            self.know(register, record, lent)
        return lent

    def know(self, register: str, record: str, lent: Lent) -> None:
        """What a record lends from now on."""
        self._known[register, record] = lent

    def spare(self) -> None:
        """Where all that is known stands in the tables, so much of it need not be remembered."""
        if len(self._known) >= _MOST:
            self.forget()

    def forget(self) -> None:
        """At the end of a batch, and after a rollback: others may write, or what was written is not."""
        self._known.clear()
