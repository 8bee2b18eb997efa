"""Writing the derived rows: a folded record's row, its words, and what other rows keep of it.

A row keeps two things of the records it points to: their order, and in its list's index their words. Whoever
changes what a record lends brings those who point to it up to date, so that any order of writing ends alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from desktop.domain.fields import Field, Register, Registry
from desktop.domain.journal.merge import RecordState
from desktop.store.search import BOTH, SearchIndex, lent_fields, list_index, own_index, words_of
from desktop.store.tables import STANDING, STANDINGS, row_of, sort_column, title_order

Row: TypeAlias = dict[str, Any]
Words: TypeAlias = Mapping[str, str]
"""By index, open or secret, a row's own words."""

NUMBER = "rowid"
_REMOVED = STANDINGS.index("removed")


class Rows:
    """The derived tables over one connection, for writing."""

    def __init__(self, connection: Any, registry: Registry, search: SearchIndex) -> None:
        self._connection = connection
        self._registry = registry
        self._search = search
        self._pointing = {
            target.name: [
                (register, field)
                for register in registry
                for field in register.fields
                if field.to == target.name and (field.search or sort_column(field) is not None)
            ]
            for target in registry
        }

    def get(self, register: Register, record: str) -> Row | None:
        """A row with all its columns, its number too."""
        cursor = self._connection.execute(f'SELECT rowid, * FROM "{register.name}" WHERE id = ?', [record])
        values = cursor.fetchone()
        names = (column[0] for column in cursor.description)
        return None if values is None else dict(zip(names, values, strict=True))

    def write(self, register: Register, state: RecordState, station: str | None) -> None:
        """Brings the row of a folded record up to date, and all that depends on it."""
        before = self.get(register, state.record)
        row = row_of(register, state, station)
        self._put(register, before, row)

    def delete(self, register: Register, record: str) -> None:
        """Takes out the row of a record of which nothing is folded any more."""
        before = self.get(register, record)
        if before is not None:
            nothing: Row = {NUMBER: before[NUMBER], "id": record}
            self._connection.execute(f'DELETE FROM "{register.name}" WHERE rowid = ?', [before[NUMBER]])
            self._follow(register, before, nothing)

    def _put(self, register: Register, before: Row | None, row: Row) -> None:
        for field in register.fields:
            order = sort_column(field)
            if field.to is not None and order is not None:
                row[order] = self._order_of(self._registry[field.to], row[field.name])
        row[NUMBER] = before[NUMBER] if before is not None else None
        if row != before:
            row[NUMBER] = self._store(register, row)
            self._follow(register, before, row)

    def _store(self, register: Register, row: Row) -> int:
        names = [name for name in row if name != NUMBER]
        values = [row[name] for name in names]
        if row[NUMBER] is None:
            columns = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join("?" * len(names))
            cursor = self._connection.execute(
                f'INSERT INTO "{register.name}" ({columns}) VALUES ({marks})', values
            )
            return int(cursor.lastrowid)
        settings = ", ".join(f'"{name}" = ?' for name in names)
        self._connection.execute(
            f'UPDATE "{register.name}" SET {settings} WHERE rowid = ?', [*values, row[NUMBER]]
        )
        return int(row[NUMBER])

    def _order_of(self, target: Register, record: object) -> str | int | None:
        """By what a record stands among others of its register; None where that is not known."""
        order = title_order(target)
        if order is None or not isinstance(record, str):
            return None
        row = self._connection.execute(
            f'SELECT "{order}" FROM "{target.name}" WHERE id = ?', [record]
        ).fetchone()
        return row[0] if row else None

    def _follow(self, register: Register, before: Row | None, row: Row) -> None:
        """What comes after a change of a row: its words, and what others keep of it."""
        then = {which: _words(register, before or {}, which) for which in BOTH}
        now = {which: _words(register, row, which) for which in BOTH}
        self._index(register, before, row, then, now)
        order = title_order(register)
        moved = order is not None and (before or {}).get(order) != row.get(order)
        self._lend(register, row["id"], words=then != now, moved=moved)

    # Words

    def _index(self, register: Register, before: Row | None, row: Row, then: Words, now: Words) -> None:
        for which in BOTH:
            own, listed = own_index(register, which), list_index(self._registry, register, which)
            changed = then[which] != now[which]
            if own is not None and changed:
                self._search.keep(own, row[NUMBER], now[which], fresh=before is None)
            if listed is not None and listed != own and (changed or _moved(register, before, row)):
                self._keep_listed(register, which, listed, row, now[which], fresh=before is None)

    def _keep_listed(
        self, register: Register, which: str, index: str, row: Row, words: str, *, fresh: bool
    ) -> None:
        if row.get(STANDING, _REMOVED) != _REMOVED:
            words = " ".join(dict.fromkeys([*words.split(), *self._lent_words(register, row, which)]))
        self._search.keep(index, row[NUMBER], words, fresh=fresh)

    def _lent_words(self, register: Register, row: Row, which: str) -> Iterable[str]:
        for field in lent_fields(register):
            if field.to is not None and isinstance(row[field.name], str):
                target = self._registry[field.to]
                lender = self.get(target, row[field.name]) if own_index(target, which) else None
                if lender is not None:
                    yield from _words(target, lender, which).split()

    # What others keep of a record

    def _lend(self, register: Register, record: str, *, words: bool, moved: bool) -> None:
        for borrower, field in self._pointing[register.name] if words or moved else ():
            for row in self._borrowing(borrower, field, record):
                self._refresh(borrower, row, words=words and field.search)

    def _borrowing(self, register: Register, field: Field, record: str) -> list[Row]:
        cursor = self._connection.execute(
            f'SELECT rowid, * FROM "{register.name}" WHERE "{field.name}" = ?', [record]
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]

    def _refresh(self, register: Register, before: Row, *, words: bool) -> None:
        """Asks again for what a row keeps of others."""
        row = dict(before)
        for field in register.fields:
            order = sort_column(field)
            if field.to is not None and order is not None:
                row[order] = self._order_of(self._registry[field.to], row[field.name])
        if row != before:
            self._store(register, row)
            order = title_order(register)
            moved = order is not None and before[order] != row[order]
            self._lend(register, row["id"], words=False, moved=moved)
        if words:
            for which in BOTH:
                index = list_index(self._registry, register, which)
                if index is not None and index != own_index(register, which):
                    own = _words(register, row, which)
                    self._keep_listed(register, which, index, row, own, fresh=False)


def _words(register: Register, row: Mapping[str, Any], which: str) -> str:
    """A row's own words; a removed record, or none at all, is found by nothing."""
    return "" if row.get(STANDING, _REMOVED) == _REMOVED else words_of(register, row, which)


def _moved(register: Register, before: Row | None, row: Row) -> bool:
    """Whether a row points to other records, or came in or out of use, since its words were kept."""
    watched = [STANDING, *(field.name for field in lent_fields(register))]
    return before is None or any(before.get(name) != row.get(name) for name in watched)
