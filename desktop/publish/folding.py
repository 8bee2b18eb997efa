"""Folding on the server: the rows of the records that were touched, by the same pure fold as in the file.

Nothing is decided here: changes come from the journal, the domain folds them, and what it gives is written, many
records at a time. Whoever calls holds the lock under which nobody else writes in these records.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, TypeAlias

from psycopg import sql

from desktop.domain.fields import STATE, Register, Registry
from desktop.domain.journal.merge import Change, RecordState, fold, retired_against_edits
from desktop.domain.transfer import STATION as WHOLE_STATION
from desktop.domain.transfer import TRANSFER, TRANSFER_LIST, heir, read_list
from desktop.publish.asking import Asking
from desktop.publish.journal import ServedJournal, changes_in
from desktop.publish.sameness import RowsOfSets, ServedSames
from desktop.publish.schema import Row, columns_of
from desktop.publish.server import Server
from desktop.store.held import Place
from desktop.store.owners import Owners
from desktop.store.sames import Sets
from desktop.store.tables import CONFLICTS, STATION
from desktop.store.written import Written

_AT_ONCE: Final = 5_000

Conflict: TypeAlias = tuple[str, str, str, str, str]
"""Station, register, record, field and kind."""


class Folding:
    """The way from the journal to the rows, over one connection, inside the caller's transaction."""

    def __init__(self, server: Server, registry: Registry, journal: ServedJournal) -> None:
        self._server = server
        self._registry = registry
        self._journal = journal
        self.owners = self.owners_by(journal)
        self._sames = ServedSames(server, registry)
        self._rows, self._tables = _shapes(registry)

    def owners_by(self, journal: ServedJournal) -> Owners:
        """Whose records are, as the tables say, with a journal to ask who made them."""
        return Owners(Asking(self._server), self._registry, journal)  # type: ignore[arg-type]  # asked the same

    def refold(self, written: Mapping[Place, list[Written] | None], *, empty: bool = False) -> None:
        """Brings records up to date.

        Args:
            written: all that was written in a record that was not there before; None where the journal has to be asked.
            empty: there are no rows of any record yet.
        """
        known = {place: some for place, some in written.items() if place[0] in self._registry}
        about = self._listed(known) if not empty else set()
        parents: set[Place] = set()
        for some in _portions(known):
            parents |= self._fold(some, empty=empty)
        self._keep_lists(known)
        about |= self._listed(known)
        # Whose they are may have changed by an order or a list among what was written.
        for some in _portions(dict.fromkeys(about - known.keys())):
            parents |= self._fold(some, empty=False)
        for some in _portions(dict.fromkeys(about & known.keys())):
            parents |= self._fold(some, empty=False)
        for some in _portions(dict.fromkeys(self._sames.settle([*known, *about]))):
            parents |= self._fold(some, empty=False)
        self._write_retirements(parents, empty=empty)

    def refold_all(self) -> None:
        """Folds the whole journal into empty tables."""
        for register in self._registry:
            rows = self._server.execute(
                "SELECT DISTINCT record FROM journal_entry WHERE register = %s ORDER BY record",
                [register.name],
            ).fetchall()
            places = [(register.name, record) for (record,) in rows]
            for start in range(0, len(places), _AT_ONCE):
                self.refold(dict.fromkeys(places[start : start + _AT_ONCE]))

    def _fold(self, wanted: Mapping[Place, list[Written] | None], *, empty: bool) -> set[Place]:
        """Writes the rows; gives the records whose retiring is to be weighed against their children."""
        asked = [place for place, some in wanted.items() if some is None]
        found = self._journal.written_in(asked)
        written = {place: found[place] if some is None else some for place, some in wanted.items()}
        makers = {place: min(some, key=_made).device for place, some in written.items() if some}
        owners, sets = self._owners_of(makers), self._sames.sets()
        parents = self._take_out([] if empty else asked)
        erased = self._journal.erased(each for some in written.values() for each in some)
        gone = {(each.device, each.seq) for each in erased}
        rows: dict[str, list[Row]] = {}
        states: dict[Place, RecordState | None] = {}
        for place, some in written.items():
            row = None
            if len(some) == 1 and (some[0].device, some[0].seq) not in gone:
                row = self._rows.row_of_one(self._registry[place[0]], some[0], owners[place], sets)
            if row is None:
                states[place] = fold(changes_in(some, erased))
            else:
                rows.setdefault(place[0], []).append(row)
        others = self._stood_for(states, sets)
        conflicts: list[Conflict] = []
        for place, state in states.items():
            if state is None:
                continue
            row = self._rows.row(self._registry[place[0]], state, others.get(place, ()), owners[place], sets)
            rows.setdefault(place[0], []).append(row)
            if row[CONFLICTS] or others.get(place):
                conflicts += [(row[STATION], *place, name, "field") for name in state.conflicts()]
            if STATE in state.fields:
                parents.add(place)
        for name, some_rows in rows.items():
            parents |= _above(self._registry[name], some_rows)
            self._write(name, some_rows)
        self._add_conflicts(conflicts)
        return parents

    def _stood_for(self, places: Iterable[Place], sets: Sets) -> dict[Place, list[RecordState]]:
        """By record, the others that it stands for."""
        wanted = {place: [(place[0], each) for each in sets.others(*place)] for place in places}
        changes = self._journal.changes_of_many(each for some in wanted.values() for each in some)
        found: dict[Place, list[RecordState]] = {}
        for place, some in wanted.items():
            states = [fold(changes[each]) for each in some]
            found[place] = [state for state in states if state is not None]
        return found

    def _owners_of(self, makers: Mapping[Place, str]) -> dict[Place, str]:
        """Whose each record is, by the device that made it: its station's, or whose it was handed over to."""
        facts = self._journal.facts(set(makers.values()))
        givers = {giver for giver, _ in self.owners.orders()}
        found: dict[Place, str] = {}
        for place, device in makers.items():
            maker = facts.get(device, (None, None))[0]
            handed = maker in givers and place[0] not in (TRANSFER, TRANSFER_LIST)
            found[place] = (heir(maker, self.owners.steps(*place)) if handed else maker) or ""
        return found

    def _take_out(self, places: Sequence[Place]) -> set[Place]:
        """Takes the rows and conflicts of records out; gives what the rows belonged to."""
        parents: set[Place] = set()
        by_register: dict[str, list[str]] = {}
        for register, record in places:
            by_register.setdefault(register, []).append(record)
        for name, records in by_register.items():
            parent = self._registry[name].parent
            gone = self._server.execute(
                sql.SQL("DELETE FROM {} WHERE id = ANY(%s) RETURNING {}").format(
                    sql.Identifier(name), sql.Identifier(parent.name if parent is not None else "id")
                ),
                [records],
            ).fetchall()
            if parent is not None and parent.to is not None:
                parents |= {(parent.to, above) for (above,) in gone if above is not None}
            self._server.execute(
                "DELETE FROM conflict WHERE register = %s AND record = ANY(%s)", [name, records]
            )
        return parents

    def _write(self, name: str, rows: Sequence[Row]) -> None:
        table = self._tables[name]
        with self._server.cursor().copy(table.copying) as copy:
            for row in rows:
                copy.write_row(_storable(table.values(row)))

    def _add_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        if not conflicts:
            return
        copying = f'COPY conflict ("{STATION}", register, record, field, kind) FROM STDIN'
        with self._server.cursor().copy(copying.encode()) as copy:
            for each in conflicts:
                copy.write_row(each)

    # Retiring against edits

    def _write_retirements(self, places: Collection[Place], *, empty: bool) -> None:
        """Retiring a record conflicts with edits of it and of its children that did not know."""
        for portion in _portions(dict.fromkeys(places)):
            if not empty:
                self._server.execute(
                    "DELETE FROM conflict WHERE kind = 'retired' AND record = ANY(%s)"
                    " AND (register, record) IN (SELECT * FROM unnest(%s::text[], %s::text[]))",
                    [[record for _, record in portion], *map(list, zip(*portion, strict=True))],
                )
            own = {
                place: some
                for place, some in self._journal.changes_of_many(portion).items()
                if place[0] in self._registry and any(change.field == STATE for change in some)
            }
            families = self._families(own)
            found = [
                place for place, some in own.items() if retired_against_edits(some, families.get(place, ()))
            ]
            makers = {place: min(own[place], key=lambda each: each.order).id.device for place in found}
            stations = self._owners_of(makers)
            self._add_conflicts([(stations[place], *place, STATE, "retired") for place in found])

    def _families(self, places: Collection[Place]) -> dict[Place, list[Change]]:
        """The changes of the children of records, by record."""
        above: dict[Place, list[Place]] = {}
        by_register: dict[str, list[str]] = {}
        for register, record in places:
            by_register.setdefault(register, []).append(record)
        for register, records in by_register.items():
            for child in self._registry[register].children:
                for record, parent in self._children(child, records):
                    above.setdefault((child, record), []).append((register, parent))
        families: dict[Place, list[Change]] = {}
        for place, some in self._journal.changes_of_many(above).items():
            for parent_place in above[place]:
                families.setdefault(parent_place, []).extend(some)
        return families

    def _children(self, register: str, parents: Sequence[str]) -> list[tuple[str, str]]:
        """(record, parent) of the records that belong to some."""
        declared = self._registry[register].parent
        if declared is None:
            raise ValueError(f"{register} belongs to no other register")
        rows = self._server.execute(
            sql.SQL("SELECT id, {0} FROM {1} WHERE {0} = ANY(%s)").format(
                sql.Identifier(declared.name), sql.Identifier(register)
            ),
            [list(parents)],
        ).fetchall()
        return [(record, parent) for record, parent in rows]

    # What was handed over

    def _keep_lists(self, written: Iterable[Place]) -> None:
        """The records that the written lists name, by record."""
        lists = [record for register, record in written if register == TRANSFER_LIST]
        if not lists:
            return
        self._server.execute("DELETE FROM listed WHERE list = ANY(%s)", [lists])
        rows = self._server.execute(
            "SELECT id, records FROM transfer_list WHERE id = ANY(%s)", [lists]
        ).fetchall()
        named = {
            (each, register, record)
            for each, text in rows
            for register, records in [read_list(text)]
            for record in records
        }
        with self._server.cursor().copy(b"COPY listed (list, register, record) FROM STDIN") as copy:
            for row in named:
                copy.write_row(_storable(row))

    def _listed(self, written: Iterable[Place]) -> set[Place]:
        """What the orders and lists among some records are about, as the server holds it now."""
        of = {register: [] for register in (TRANSFER, TRANSFER_LIST)}  # type: dict[str, list[str]]
        for register, record in written:
            if register in of:
                of[register].append(record)
        if not of[TRANSFER] and not of[TRANSFER_LIST]:
            return set()
        rows: list[Any] = self._server.execute(
            "SELECT register, record FROM listed WHERE list = ANY(%s)"
            " OR list IN (SELECT id FROM transfer_list WHERE transfer = ANY(%s))",
            [of[TRANSFER_LIST], of[TRANSFER]],
        ).fetchall()
        devices = self._server.execute(
            "SELECT d.id FROM journal_device d JOIN transfer o ON o.from_station = d.station"
            " WHERE o.id = ANY(%s) AND o.kind = %s",
            [of[TRANSFER], WHOLE_STATION],
        ).fetchall()
        rows += self._journal.of_devices([device for (device,) in devices]) if devices else []
        return {
            (register, record)
            for register, record in rows
            if register in self._registry and register not in (TRANSFER, TRANSFER_LIST)
        }


def _made(written: Written) -> tuple[int, str, int]:
    """Whoever wrote first in a record has made it."""
    return (written.hlc, written.device, written.seq)


def _above(register: Register, rows: Iterable[Row]) -> set[Place]:
    """The records that rows belong to."""
    parent = register.parent
    if parent is None or parent.to is None:
        return set()
    return {(parent.to, row[parent.name]) for row in rows if row[parent.name] is not None}


def _storable(values: Sequence[Any]) -> Sequence[Any]:
    """Values as the server can keep them: no text may hold a zero byte there."""
    if "\x00" not in "".join([value for value in values if type(value) is str]):
        return values
    return [
        value.replace("\x00", "\N{REPLACEMENT CHARACTER}") if isinstance(value, str) else value
        for value in values
    ]


class _Table:
    """How the rows of a register go into its table.

    Attributes:
        copying: asks to bring some in.
        values: gives a row's values in the order in which they are then expected.
    """

    def __init__(self, register: Register) -> None:
        columns = tuple(columns_of(register))
        self.copying = (
            sql.SQL("COPY {} ({}) FROM STDIN")
            .format(sql.Identifier(register.name), sql.SQL(", ").join(map(sql.Identifier, columns)))
            .as_bytes()
        )
        self.values: Callable[[Row], tuple[Any, ...]] = itemgetter(*columns)


@lru_cache(maxsize=4)
def _shapes(registry: Registry) -> tuple[RowsOfSets, Mapping[str, _Table]]:
    """What follows from the declarations alone: every bundle asks for it."""
    return RowsOfSets(registry), {register.name: _Table(register) for register in registry}


def _portions(
    written: Mapping[Place, list[Written] | None],
) -> Iterator[dict[Place, list[Written] | None]]:
    places = list(written)
    for start in range(0, len(places), _AT_ONCE):
        yield {place: written[place] for place in places[start : start + _AT_ONCE]}
