"""Folding: bringing tables, search and conflicts up to date with the journal, or making them all anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from desktop.domain.fields import STATE, Register, Registry
from desktop.domain.journal.merge import RecordState, fold, retired_against_edits
from desktop.store.journal import Journal, Place
from desktop.store.lending import Row
from desktop.store.owners import Owners
from desktop.store.rows import Rows
from desktop.store.sames import Sames, Sets
from desktop.store.search import SearchIndex, lent_fields
from desktop.store.tables import sort_column
from desktop.store.written import Written

_AT_ONCE = 1_000

CONFLICT_TABLE = (
    "CREATE TABLE conflict(register TEXT, record TEXT, field TEXT, kind TEXT,"
    " PRIMARY KEY (register, record, field, kind)) STRICT, WITHOUT ROWID"
)


class Folding:
    """The way from the journal to everything that is derived from it, over one connection."""

    def __init__(
        self,
        connection: Any,
        registry: Registry,
        journal: Journal,
        search: SearchIndex,
        owners: Owners,
        sames: Sames,
    ) -> None:
        self._connection = connection
        self._registry = registry
        self._journal = journal
        self._owners = owners
        self._sames = sames
        self._sets = Sets()
        self._rows = Rows(connection, registry, search)
        self._needed = {register.name: place for place, register in enumerate(in_order_of_need(registry))}

    def forget(self) -> None:
        """When all is in order, and after a rollback."""
        self._rows.forget()

    def refold(self, touched: Iterable[Place]) -> list[Place]:
        """Brings the records up to date; registers that this version does not know stay in the journal.

        Gives the records beside them that say something else now, as others were found to be one with them.
        """
        try:
            places = [place for place in touched if place[0] in self._registry]
            # Whoever lends is written before who borrows, or it would have to be written again.
            places.sort(key=lambda place: self._needed[place[0]])
            for name, record in self._refold(places, fresh=False):
                self._write_retirement(self._registry[name], record)
            self._owners.keep(places)
            beside = self._sames.settle(places)
            self._again(beside)
            return beside
        finally:
            self._rows.forget()

    def fold_all(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Folds the whole journal into empty tables."""
        registers = in_order_of_need(self._registry)
        total = sum(self._journal.count(register.name) for register in registers) if progress else 0
        done = 0
        for register in registers:
            places = self._journal.records(register.name)
            while batch := list(islice(places, _AT_ONCE)):
                if progress is not None:
                    progress(done, total)
                self._refold(batch, fresh=True)
                done += len(batch)
        for register in registers:
            if register.children:
                for _, record in self._journal.records(register.name):
                    self._write_retirement(register, record)
        self._owners.keep_all()
        self._again(self._sames.settle())
        self.forget()

    def _again(self, places: list[Place]) -> None:
        """Writes rows anew after the sets have changed; whoever lends first, as ever."""
        if places:
            self._refold(sorted(places, key=lambda place: self._needed[place[0]]), fresh=False)

    def _refold(self, places: list[Place], *, fresh: bool) -> Iterable[Place]:
        """Writes the rows; gives the records whose retiring is to be weighed against their children."""
        written = self._journal.written_in(places)
        self._sets = self._sames.sets()
        self._rows.follow(self._sets)
        stations: dict[str, str | None] = {}
        parents: dict[Place, None] = {}
        there = set() if fresh else self._there(written)
        # What is ordered in this very batch is brought to the rows when all of it is written.
        ordered = self._owners.has_orders()
        # New rows wait for each other: one that changes in between would part them.
        for place, some in sorted(written.items(), key=lambda each: self._turn(each[0], there)):
            name, record = place
            register = self._registry[name]
            # A child may have gone from one parent to another: both are asked again.
            left = self._parent(register, record) if place in there else None
            joined = self._write(register, record, some, stations, fresh=place not in there, ordered=ordered)
            found = (left, joined, place if register.children else None)
            parents.update(dict.fromkeys(parent for parent in found if parent is not None))
        self._rows.flush()
        return parents

    def _turn(self, place: Place, there: Collection[Place]) -> tuple[int, bool]:
        return (self._needed[place[0]], place in there)

    def _there(self, places: Iterable[Place]) -> set[Place]:
        """Those of the records that have a row; their conflicts are taken out, to be found again."""
        there = set()
        by_register: dict[str, list[str]] = {}
        for name, record in places:
            by_register.setdefault(name, []).append(record)
        for name, records in by_register.items():
            for start in range(0, len(records), _AT_ONCE):
                some = records[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = self._connection.execute(f'SELECT id FROM "{name}" WHERE id IN ({marks})', some)
                there |= {(name, row[0]) for row in rows}
                self._connection.execute(
                    f"DELETE FROM conflict WHERE register = ? AND record IN ({marks})", [name, *some]
                )
        return there

    def _write(
        self,
        register: Register,
        record: str,
        written: list[Written],
        stations: dict[str, str | None],
        *,
        fresh: bool,
        ordered: bool,
    ) -> Place | None:
        """Writes one record; gives the record it belongs to now."""
        device = _maker(written)
        if device not in stations:
            stations[device] = self._journal.station(device)
        row = None
        if fresh and not ordered and len(written) == 1:
            row = self._rows.row_of_one(register, written[0], stations[device])
        if row is not None:
            self._rows.write(register, row, fresh=True)
        else:
            maker = stations[device]
            row = self._write_folded(register, record, written, maker, fresh=fresh, ordered=ordered)
        parent = register.parent
        if row is None or parent is None or parent.to is None or row[parent.name] is None:
            return None
        return (parent.to, row[parent.name])

    def _write_folded(
        self,
        register: Register,
        record: str,
        written: list[Written],
        maker: str | None,
        *,
        fresh: bool,
        ordered: bool,
    ) -> Row | None:
        changes = self._journal.changes_in(written)
        state = fold(changes)
        if state is None:
            self._rows.delete(register, record)
            return None
        owner, handed = maker, False
        if ordered:
            owner = self._owners.follow(owner, register.name, record)
            handed = owner != maker and self._owners.handed(register.name, record) is not None
        others = self._others(register, record)
        row = self._rows.row_of(register, state, owner, others)
        self._rows.write(register, row, others, fresh=fresh, handed=handed)
        conflicts = [(name, "field") for name in state.conflicts()]
        if not register.children and STATE in state.fields and retired_against_edits(changes, ()):
            conflicts.append(("@state", "retired"))
        self._add_conflicts(register, record, conflicts)
        return row

    def _others(self, register: Register, record: str) -> list[RecordState]:
        """The records that this one stands for."""
        places = [(register.name, each) for each in self._sets.others(register.name, record)]
        folded = (
            (fold(changes) for changes in self._journal.changes_of_many(places).values()) if places else ()
        )
        return [state for state in folded if state is not None]

    def _write_retirement(self, register: Register, record: str) -> None:
        """A record with children: retiring it conflicts with edits of the children too."""
        children = [(child, row) for child in register.children for row in self._children(child, record)]
        family = [
            change for changes in self._journal.changes_of_many(children).values() for change in changes
        ]
        self._connection.execute(
            "DELETE FROM conflict WHERE register = ? AND record = ? AND kind = 'retired'",
            [register.name, record],
        )
        if retired_against_edits(self._journal.changes(register.name, record), family):
            self._add_conflicts(register, record, [("@state", "retired")])

    def _children(self, register: str, parent: str) -> list[str]:
        declared = self._registry[register].parent
        if declared is None:
            raise ValueError(f"{register} belongs to no other register")
        rows = self._connection.execute(f'SELECT id FROM "{register}" WHERE "{declared.name}" = ?', [parent])
        return [row[0] for row in rows]

    def _parent(self, register: Register, record: str) -> Place | None:
        """What a record belongs to, as its row says."""
        if register.parent is None or register.parent.to is None:
            return None
        row = self._connection.execute(
            f'SELECT "{register.parent.name}" FROM "{register.name}" WHERE id = ?', [record]
        ).fetchone()
        return (register.parent.to, row[0]) if row and row[0] is not None else None

    def _add_conflicts(self, register: Register, record: str, conflicts: list[tuple[str, str]]) -> None:
        for field, kind in conflicts:
            self._connection.execute(
                "INSERT OR REPLACE INTO conflict VALUES (?, ?, ?, ?)", [register.name, record, field, kind]
            )


def _maker(written: list[Written]) -> str:
    """The device that wrote first."""
    if len(written) == 1:
        return written[0].device
    earliest = min(written, key=lambda each: (each.hlc, each.device, each.seq), default=None)
    return earliest.device if earliest is not None else ""


def in_order_of_need(registry: Registry) -> list[Register]:
    """The registers with those first of which others keep something, as far as they do not go in circles."""
    ordered: dict[str, Register] = {}
    on_the_way: set[str] = set()

    def visit(register: Register) -> None:
        if register.name in ordered or register.name in on_the_way:
            return
        on_the_way.add(register.name)
        for name in _lenders(register):
            visit(registry[name])
        ordered[register.name] = register

    for register in registry:
        visit(register)
    return list(ordered.values())


def _lenders(register: Register) -> Iterator[str]:
    lent = lent_fields(register)
    for field in register.fields:
        if field.to is not None and (field in lent or sort_column(field) is not None):
            yield field.to
