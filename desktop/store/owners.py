"""Whose a record is: the station of the device that made it, and what was handed over since.

The lists of what went over are kept by record in a derived table, so that every question is one look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from desktop.domain.fields import Registry
from desktop.domain.transfer import STATION, TRANSFER, TRANSFER_LIST, Step, Tenure, heir, read_list, tenures
from desktop.store.held import HeldChanges, Place
from desktop.store.tables import STANDING, STANDINGS
from desktop.store.tables import STATION as STATION_COLUMN

LISTED_TABLE: Final = (
    "CREATE TABLE listed(list TEXT, register TEXT, record TEXT, PRIMARY KEY (register, record, list))"
    " STRICT, WITHOUT ROWID"
)
TENURE_TABLE: Final = (
    "CREATE TABLE tenure(register TEXT, record TEXT, station TEXT, since TEXT, until TEXT,"
    " PRIMARY KEY (register, record, since, station)) STRICT, WITHOUT ROWID"
)
"""Who had a record when, of those only that went over: so a figure counts each with the unit that had it then."""
_ACTIVE: Final = STANDINGS.index("active")
_HANDED: Final = STANDINGS.index("handed")
OWN: Final = "SELECT json_extract(value, '$.code') FROM local WHERE name = 'station'"
"""The code of this file's unit."""
SIDES: Final = f"SELECT from_station AS station FROM {TRANSFER} UNION SELECT to_station FROM {TRANSFER}"
"""Of every order, also of those that were taken back."""
_ORDERED: Final = f'o."{STANDING}" = {_ACTIVE} AND o.from_station <> o.to_station'


class Owners:
    """Asks of orders and lists over one connection, and keeps the lists."""

    def __init__(self, connection: Any, registry: Registry, journal: HeldChanges) -> None:
        self._connection = connection
        self._registry = registry
        self._journal = journal
        self._orders = TRANSFER in registry and TRANSFER_LIST in registry

    def of(self, register: str, record: str) -> str | None:
        """Whose a record is now; None for one that nobody has made."""
        return self.after(self._journal.owner(register, record), register, record)

    def after(self, maker: str | None, register: str, record: str) -> str | None:
        """Whose a record of ``maker`` is now."""
        if not self.has_orders() or register in (TRANSFER, TRANSFER_LIST):
            return maker
        return heir(maker, self.steps(register, record))

    def steps(self, register: str, record: str) -> list[Step]:
        """What was ordered of a record, in order: of its very own lists, and of whole stations."""
        rows = self._connection.execute(
            "SELECT o.from_station, o.to_station, coalesce(o.effective_on, '')"
            f" FROM {TRANSFER} o WHERE {_ORDERED} AND (o.kind = ?"
            f" OR o.id IN (SELECT c.{TRANSFER} FROM listed l JOIN {TRANSFER_LIST} c ON c.id = l.list"
            f' WHERE l.register = ? AND l.record = ? AND c."{STANDING}" = {_ACTIVE}))'
            " ORDER BY o.effective_on, o.id",
            [STATION, register, record],
        )
        return [Step(*row) for row in rows if None not in row]

    def sides(self, register: str, record: str) -> frozenset[str]:
        """The stations that an order is about; a list is about those of its order."""
        order = record
        if register == TRANSFER_LIST:
            row = self._connection.execute(
                f"SELECT {TRANSFER} FROM {TRANSFER_LIST} WHERE id = ?", [record]
            ).fetchone()
            order = row[0] if row is not None else ""
        row = self._connection.execute(
            f"SELECT from_station, to_station FROM {TRANSFER} WHERE id = ?", [order]
        ).fetchone()
        return frozenset(each for each in row or () if each is not None)

    def orders(self, giver: str | None = None, taker: str | None = None) -> list[tuple[str, str]]:
        """(giver, taker) of every order in force, of one side or the other where that is given."""
        if not self.has_orders():
            return []
        rows = self._connection.execute(
            f"SELECT DISTINCT o.from_station, o.to_station FROM {TRANSFER} o WHERE {_ORDERED}"
            " AND o.from_station = coalesce(?, o.from_station) AND o.to_station = coalesce(?, o.to_station)"
            " ORDER BY 1, 2",
            [giver, taker],
        )
        return [(row[0], row[1]) for row in rows]

    def merged(self) -> list[tuple[str, str]]:
        """(giver, taker) of every order about a whole station."""
        if not self.has_orders():
            return []
        rows = self._connection.execute(
            f"SELECT DISTINCT o.from_station, o.to_station FROM {TRANSFER} o WHERE {_ORDERED} AND o.kind = ?",
            [STATION],
        )
        return [(row[0], row[1]) for row in rows]

    def givers(self, order: str) -> frozenset[str]:
        """The station that an order takes from."""
        rows = self._connection.execute(f"SELECT from_station FROM {TRANSFER} WHERE id = ?", [order])
        return frozenset(row[0] for row in rows)

    def listed_under(self, order: str) -> int:
        """How many records were listed under an order."""
        row = self._connection.execute(
            f"SELECT count(*) FROM listed l JOIN {TRANSFER_LIST} c ON c.id = l.list WHERE c.{TRANSFER} = ?"
            f' AND c."{STANDING}" = {_ACTIVE}',
            [order],
        ).fetchone()
        return int(row[0])

    def listed_by(self, register: str, record: str) -> list[tuple[str, int]]:
        """(device, number) of the operations that listed a record."""
        rows = self._connection.execute(
            "SELECT list FROM listed WHERE register = ? AND record = ?", [register, record]
        ).fetchall()
        changes = self._journal.changes_of_many([(TRANSFER_LIST, row[0]) for row in rows])
        return sorted({(each.id.device, each.id.seq) for some in changes.values() for each in some})

    def brought(self, stations: Iterable[str]) -> frozenset[str]:
        """What brought records to some stations: ids of lists, and of orders about whole stations."""
        if not self.has_orders():
            return frozenset()
        wanted = sorted(stations)
        marks = ",".join("?" * len(wanted))
        rows = self._connection.execute(
            f"SELECT o.id FROM {TRANSFER} o WHERE {_ORDERED} AND o.kind = ? AND o.to_station IN ({marks})"
            f" UNION SELECT c.id FROM {TRANSFER_LIST} c JOIN {TRANSFER} o ON o.id = c.{TRANSFER}"
            f' WHERE {_ORDERED} AND c."{STANDING}" = {_ACTIVE} AND o.to_station IN ({marks})',
            [STATION, *wanted, *wanted],
        )
        return frozenset(row[0] for row in rows)

    def handed(self, register: str, record: str) -> Tenure | None:
        """Who has a record, and since when, that went from this file's unit or is no longer to come to it."""
        rows = self._connection.execute(
            "SELECT station, since, until FROM tenure WHERE register = ? AND record = ? ORDER BY since, until",
            [register, record],
        ).fetchall()
        if not rows:
            return None
        now = Tenure(*rows[-1])
        ours = f"SELECT 1 FROM ({SIDES}) WHERE station = ({OWN}) AND station <> ?"
        return now if self._connection.execute(ours, [now.station]).fetchone() is not None else None

    def has_orders(self) -> bool:
        """Asked each time, as another connection may have written one; in most files there is never any."""
        return (
            self._orders
            and self._connection.execute(f"SELECT 1 FROM {TRANSFER} LIMIT 1").fetchone() is not None
        )

    # Following what was written

    def keep(self, written: Sequence[Place]) -> None:
        """After orders and lists were folded: the lists by record, and the station in every row they are about."""
        if not self._orders:
            return
        if not {TRANSFER, TRANSFER_LIST} & {register for register, _ in written}:
            return
        orders = [record for register, record in written if register == TRANSFER]
        lists = [record for register, record in written if register == TRANSFER_LIST]
        places = {place for each in lists for place in self._listed(each)}
        for each in lists:
            self._keep_list(each)
        places |= {place for each in lists for place in self._listed(each)}
        for each in orders:
            places.update(self._about(each))
        self._settle(places)

    def keep_all(self) -> None:
        """After everything was folded anew."""
        if not self._orders:
            return
        for (each,) in self._connection.execute(f"SELECT id FROM {TRANSFER_LIST}").fetchall():
            self._keep_list(each)
        places: set[Place] = set()
        for (each,) in self._connection.execute(f"SELECT id FROM {TRANSFER}").fetchall():
            places.update(self._about(each))
        self._settle(places)

    def _keep_list(self, record: str) -> None:
        self._connection.execute("DELETE FROM listed WHERE list = ?", [record])
        row = self._connection.execute(
            f"SELECT records FROM {TRANSFER_LIST} WHERE id = ?", [record]
        ).fetchone()
        register, records = read_list(row[0] if row is not None else None)
        self._connection.executemany(
            "INSERT OR IGNORE INTO listed VALUES (?, ?, ?)", [[record, register, each] for each in records]
        )

    def _listed(self, record: str) -> list[Place]:
        rows = self._connection.execute("SELECT register, record FROM listed WHERE list = ?", [record])
        return [(row[0], row[1]) for row in rows]

    def _about(self, order: str) -> Iterator[Place]:
        row = self._connection.execute(
            f"SELECT kind, from_station FROM {TRANSFER} WHERE id = ?", [order]
        ).fetchone()
        if row is None:
            return
        for (each,) in self._connection.execute(
            f"SELECT id FROM {TRANSFER_LIST} WHERE {TRANSFER} = ?", [order]
        ).fetchall():
            yield from self._listed(each)
        if row[0] == STATION:
            for (device,) in self._connection.execute(
                "SELECT id FROM journal_device WHERE station = ?", [row[1]]
            ).fetchall():
                for register, records in self._journal.records_after(device, 0).items():
                    yield from ((register, record) for record in records)

    def _settle(self, places: Iterable[Place]) -> None:
        for register, record in places:
            if register in self._registry and register not in (TRANSFER, TRANSFER_LIST):
                maker = self._journal.owner(register, record)
                owner = self.follow(maker, register, record)
                standing = _ACTIVE if self.handed(register, record) is None else _HANDED
                self._connection.execute(
                    f'UPDATE "{register}" SET "{STATION_COLUMN}" = ?,'
                    f' "{STANDING}" = CASE WHEN "{STANDING}" IN ({_ACTIVE}, {_HANDED}) THEN ? ELSE "{STANDING}" END'
                    " WHERE id = ?",
                    [owner, standing, record],
                )

    def _was_to_go(self, maker: str, register: str, record: str) -> bool:
        """Whether an order that may have been taken back since is about a record: then it lies elsewhere too."""
        row = self._connection.execute(
            "SELECT EXISTS (SELECT 1 FROM listed WHERE register = ? AND record = ?)"
            f" OR EXISTS (SELECT 1 FROM {TRANSFER} WHERE kind = ? AND from_station = ?)",
            [register, record, STATION, maker],
        ).fetchone()
        return bool(row[0])

    def follow(self, maker: str | None, register: str, record: str) -> str | None:
        """Keeps who had a record when; gives whose it is now."""
        if maker is None or not self.has_orders() or register in (TRANSFER, TRANSFER_LIST):
            return maker
        had = tenures(maker, self.steps(register, record))
        self._connection.execute("DELETE FROM tenure WHERE register = ? AND record = ?", [register, record])
        if len(had) > 1 or self._was_to_go(maker, register, record):
            self._connection.executemany(
                "INSERT OR REPLACE INTO tenure VALUES (?, ?, ?, ?, ?)",
                [[register, record, *each] for each in had],
            )
        return had[-1].station
