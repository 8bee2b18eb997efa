"""Writing the derived rows: a folded record's row, its words, and what other rows keep of it.

A row keeps two things of the records it points to: their order, and in its list's index their words. Whoever
changes what a record lends brings those who point to it up to date, so that any order of writing ends alike.

New rows wait for each other, some hundreds of one register, so that every table and index is asked once for all of
them; :meth:`Rows.flush` writes them, and comes of itself before anything that would have to see them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from desktop.domain.fields import Field, Register, Registry
from desktop.domain.journal.merge import RecordState
from desktop.domain.sameness import whole
from desktop.store.lending import NOTHING, NUMBER, Lenders, Lent, Row
from desktop.store.row_plans import Plan, marks, plan_of
from desktop.store.sames import Sets
from desktop.store.search import BOTH, SearchIndex, words_of
from desktop.store.tables import ALSO, MARKS, STANDING, STANDINGS, row_of
from desktop.store.written import Written

Borrowed: TypeAlias = Mapping[str, Lent]
"""By field, what a row keeps of what it points to."""

_AT_ONCE = 500
_ACTIVE = STANDINGS.index("active")
_HANDED = STANDINGS.index("handed")
_REMOVED = STANDINGS.index("removed")
_MERGED = STANDINGS.index("merged")


class _Fresh:
    """New rows of one register that wait to be written.

    Attributes:
        number: of the next one.
        words: by index, of each row that has any.
        lent: the records of which those who point to them keep something; whether that is words too.
    """

    def __init__(self, plan: Plan, number: int) -> None:
        self.plan = plan
        self.number = number
        self.rows: list[Row] = []
        self.words: dict[str, list[tuple[int, str]]] = {}
        self.lent: dict[str, bool] = {}

    def add(self, row: Row, lent: Lent, listed: Mapping[str, str]) -> None:
        """``listed``: its words in the lists whose index is another, by kind of index."""
        plan, row[NUMBER] = self.plan, self.number
        self.number += 1
        self.rows.append(row)
        for names, told in ((plan.own, lent.words), (plan.listed, listed)):
            for which, index in names.items():
                if told[which]:
                    self.words.setdefault(index, []).append((row[NUMBER], told[which]))
        words = lent.words != NOTHING.words
        if plan.borrowers and (words or lent.order is not None):
            self.lent[row["id"]] = words


class Rows:
    """The derived tables over one connection, for writing."""

    def __init__(self, connection: Any, registry: Registry, search: SearchIndex) -> None:
        self._connection = connection
        self._search = search
        self._lenders = Lenders(connection, registry)
        self._plans = {register.name: plan_of(registry, register) for register in registry}
        self._sets = Sets()
        self._fresh: _Fresh | None = None

    def follow(self, sets: Sets) -> None:
        """Which records are one from now on."""
        self._sets = sets

    def forget(self) -> None:
        """At the end of a batch and after a rollback."""
        self._fresh = None
        self._lenders.forget()

    def row_of_one(self, register: Register, written: Written, station: str | None) -> Row | None:
        """The row of a record of which nothing else is known; None where it takes a fold to tell."""
        if self._sets.others(register.name, written.record):
            return None
        shape = self._plans[register.name].shape
        row = shape.row_of_one(written.record, written.items, written.hlc, station)
        # What shows no value may have been erased.
        return row if row is not None and row[MARKS] is None else None

    def row_of(
        self, register: Register, state: RecordState, station: str | None, others: Sequence[RecordState]
    ) -> Row:
        """The row of a folded record; ``others`` are those that it stands for."""
        shape = self._plans[register.name].shape
        return shape.row(whole([state, *others]) if others else state, station)

    def write(
        self,
        register: Register,
        row: Row,
        others: Sequence[RecordState] = (),
        *,
        fresh: bool,
        handed: bool = False,
    ) -> None:
        """Brings a row up to date, and all that depends on it.

        ``others`` are those that it stands for. ``fresh``: there is no such row yet. ``handed``: it was this unit's and
        is another's now.
        """
        plan = self._plans[register.name]
        if not fresh or (self._fresh is not None and self._fresh.plan is not plan):
            self.flush()
        before = None if fresh else self._lenders.row(register.name, row["id"])
        for field in plan.joinable:
            if row[field.name] is not None:
                row[field.name] = self._sets.first(str(field.to), row[field.name])
        if handed and row[STANDING] == _ACTIVE:
            row[STANDING] = _HANDED
        if register.same is not None:
            row[ALSO] = _also(register, others)
            if self._sets.first(register.name, row["id"]) != row["id"] and row[STANDING] != _REMOVED:
                row[STANDING] = _MERGED
        borrowed = self._borrow(plan, row)
        if before is None:
            self._wait(plan, row, borrowed)
            return
        row[NUMBER] = before[NUMBER]
        if row != before:
            self._store(plan, row)
            self._follow(plan, before, row, borrowed)

    def delete(self, register: Register, record: str) -> None:
        """Takes out the row of a record of which nothing is folded any more."""
        self.flush()
        before = self._lenders.row(register.name, record)
        if before is not None:
            self._connection.execute(f'DELETE FROM "{register.name}" WHERE rowid = ?', [before[NUMBER]])
            nothing: Row = {NUMBER: before[NUMBER], "id": record}
            self._follow(self._plans[register.name], before, nothing, {})

    def _borrow(self, plan: Plan, row: Row) -> Borrowed:
        """What the records that a row points to lend; their order is put into the row."""
        borrowed = {name: self._lenders.get(to, row[name]) for name, to in plan.references.items()}
        for field, order in plan.ordered:
            row[order] = borrowed[field.name].order
        return borrowed

    # New rows

    def _wait(self, plan: Plan, row: Row, borrowed: Borrowed) -> None:
        lent = self._lenders.by(plan.register.name, row)
        self._lenders.know(plan.register.name, row["id"], lent)
        if self._fresh is None:
            self._fresh = _Fresh(plan, self._next_number(plan.register))
        listed = {which: _listed(plan, which, row, lent, borrowed) for which in plan.listed}
        self._fresh.add(row, lent, listed)
        if len(self._fresh.rows) >= _AT_ONCE:
            self.flush()

    def _next_number(self, register: Register) -> int:
        row = self._connection.execute(f'SELECT max(rowid) FROM "{register.name}"').fetchone()
        return (row[0] or 0) + 1

    def flush(self) -> None:
        """Writes the new rows that wait, with their words, and brings those up to date that point to them."""
        fresh, self._fresh = self._fresh, None
        if fresh is None:
            return
        self._connection.executemany(fresh.plan.insert, map(fresh.plan.values, fresh.rows))
        self._lenders.spare()
        for index, told in fresh.words.items():
            self._search.add(index, told)
        for borrower, field in fresh.plan.borrowers if fresh.lent else ():
            for row in self._borrowing(borrower, field, list(fresh.lent)):
                words = fresh.lent[row[field.name]]
                self._refresh(self._plans[borrower.name], row, words=words and field.search)

    # Rows that change

    def _store(self, plan: Plan, row: Row) -> None:
        self._connection.execute(plan.update, plan.values(row))

    def _follow(self, plan: Plan, before: Row, row: Row, borrowed: Borrowed) -> None:
        """What comes after a change of a row: its words, and what others keep of it."""
        then = self._lenders.by(plan.register.name, before)
        now = self._lenders.by(plan.register.name, row)
        self._lenders.know(plan.register.name, row["id"], now)
        moved = _moved(plan, before, row)
        for which in BOTH:
            changed = then.words[which] != now.words[which]
            if which in plan.own and changed:
                self._search.keep(plan.own[which], row[NUMBER], now.words[which])
            if which in plan.listed and (changed or moved):
                self._keep_listed(plan, which, row, now, borrowed)
        self._lend(plan, row["id"], words=then.words != now.words, order=then.order != now.order)

    def _keep_listed(self, plan: Plan, which: str, row: Row, own: Lent, borrowed: Borrowed) -> None:
        self._search.keep(plan.listed[which], row[NUMBER], _listed(plan, which, row, own, borrowed))

    # What others keep of a record

    def _lend(self, plan: Plan, record: str, *, words: bool, order: bool) -> None:
        for borrower, field in plan.borrowers if words or order else ():
            for row in self._borrowing(borrower, field, [record]):
                self._refresh(self._plans[borrower.name], row, words=words and field.search)

    def _borrowing(self, register: Register, field: Field, records: Sequence[str]) -> list[Row]:
        """The rows that point to any of the records."""
        cursor = self._connection.execute(
            f'SELECT rowid, * FROM "{register.name}" WHERE "{field.name}" IN ({marks(len(records))})',
            records,
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]

    def _refresh(self, plan: Plan, before: Row, *, words: bool) -> None:
        """Asks again for what a row keeps of others."""
        row = dict(before)
        borrowed = self._borrow(plan, row)
        lent = self._lenders.by(plan.register.name, row)
        if words:
            for which in plan.listed:
                self._keep_listed(plan, which, row, lent, borrowed)
        if row != before:
            self._store(plan, row)
            self._lenders.know(plan.register.name, row["id"], lent)
            if plan.title is not None and before[plan.title] != row[plan.title]:
                self._lend(plan, row["id"], words=False, order=True)


def _also(register: Register, others: Sequence[RecordState]) -> str | None:
    """The words of the records that one stands for."""
    if not others:
        return None
    rows = [row_of(register, each, None) for each in others]
    return json.dumps({which: " ".join(words_of(register, row, which) for row in rows) for which in BOTH})


def _listed(plan: Plan, which: str, row: Row, own: Lent, borrowed: Borrowed) -> str:
    """The words by which a row is found in its list: its own, and those of what it points to."""
    words = own.words[which].split()
    if row.get(STANDING, _REMOVED) < _REMOVED:
        words += [word for field in plan.lent for word in borrowed[field.name].words[which].split()]
    return " ".join(dict.fromkeys(words))


def _moved(plan: Plan, before: Row, row: Row) -> bool:
    """Whether a row points to other records, or came in or out of use, since its words were kept."""
    return any(before.get(name) != row.get(name) for name in plan.watched)
