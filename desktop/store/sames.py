"""Records that are one and the same: the derived table of sets, and what of the tables follows it.

In the tables whatever points at a record of a set points at the one that stands for it, whose row says what the whole
set says; the rows of the others stay, out of every list, so that history can name them. The sets are worked out anew
from the rows of the links, so that any order of writing ends alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from desktop.domain.fields import Registry
from desktop.domain.sameness import SAME, counts, linked, pointing, sets
from desktop.domain.transfer import TRANSFER, TRANSFER_LIST
from desktop.store.held import Place
from desktop.store.tables import STANDING, STANDINGS, STATION

SAME_TABLE: Final = (
    "CREATE TABLE same(register TEXT, record TEXT, first TEXT, PRIMARY KEY (register, record))"
    " STRICT, WITHOUT ROWID"
)
_ACTIVE: Final = STANDINGS.index("active")
_REMOVED: Final = STANDINGS.index("removed")
_AT_ONCE: Final = 500


class Sets:
    """The sets as they were at one moment."""

    def __init__(self, rows: Iterable[tuple[str, str, str]] = ()) -> None:
        self._first: dict[Place, str] = {}
        self._members: dict[Place, list[str]] = {}
        for register, record, first in rows:
            self._first[register, record] = first
            self._members.setdefault((register, first), []).append(record)

    def first(self, register: str, record: str) -> str:
        """The record that stands for this one; most stand for themselves."""
        return self._first.get((register, record), record)

    def others(self, register: str, first: str) -> list[str]:
        """The other records of the set that one stands for."""
        return [each for each in self._members.get((register, first), ()) if each != first]

    def by_record(self, register: str) -> dict[str, str]:
        return {record: first for (name, record), first in self._first.items() if name == register}


class Sames:
    """The sets over one connection."""

    def __init__(self, connection: Any, registry: Registry) -> None:
        self._connection = connection
        self._registry = registry
        self._links = linked(registry)

    def first(self, register: str, record: str) -> str:
        """The record that stands for this one; most stand for themselves."""
        row = self._connection.execute(
            "SELECT first FROM same WHERE register = ? AND record = ?", [register, record]
        ).fetchone()
        return row[0] if row is not None else record

    def members(self, register: str, record: str) -> list[str]:
        """Every record that is the same as this one, the one that stands for them first; itself among them."""
        first = self.first(register, record)
        rows = self._connection.execute(
            "SELECT record FROM same WHERE register = ? AND first = ? AND record <> first ORDER BY record",
            [register, first],
        )
        return [first, *(row[0] for row in rows)]

    def sets(self) -> Sets:
        if not self._links:
            return Sets()
        return Sets(self._connection.execute("SELECT register, record, first FROM same ORDER BY record"))

    # Following what was written

    def settle(self, written: Collection[Place] | None = None) -> list[Place]:
        """Works the sets out anew after rows were written (None: all of them); gives what is to be folded again."""
        again: set[Place] = set()
        for register, link in self._links.items():
            if self._concerned(written, register, link):
                again |= self._settle(register, link, written)
        return sorted(again)

    def _concerned(self, written: Collection[Place] | None, register: str, link: str) -> bool:
        asked = f"SELECT EXISTS (SELECT 1 FROM \"{link}\") OR EXISTS (SELECT 1 FROM same WHERE register = '{register}')"
        if not self._connection.execute(asked).fetchone()[0]:
            return False
        telling = {register, link, TRANSFER, TRANSFER_LIST}
        return written is None or any(name in telling for name, _ in written)

    def _settle(self, register: str, link: str, written: Collection[Place] | None) -> set[Place]:
        before, now = self.sets().by_record(register), self._found(register, link)
        self._connection.execute("DELETE FROM same WHERE register = ?", [register])
        self._connection.executemany(
            "INSERT INTO same VALUES (?, ?, ?)", [[register, *each] for each in sorted(now.items())]
        )
        moved = {each for each in (*before, *now) if before.get(each, each) != now.get(each, each)}
        touched = {record for name, record in written or () if name == register}
        spoken = moved | {each for each in touched if each in now}
        # Whoever stood or stands for one of them says something else from now on.
        folded = spoken | {sides.get(each, each) for each in spoken for sides in (before, now)}
        again = {(register, each) for each in folded}
        again.update(self._pointing(register, sorted({*moved, *(before.get(each, each) for each in moved)})))
        return again

    def _found(self, register: str, link: str) -> dict[str, str]:
        """By record of a set, the one that stands for it: the smallest of those that are there."""
        rows = self._connection.execute(
            f'SELECT l.first, l.second, l."{STATION}", p."{STATION}", q."{STATION}",'
            f' p."{STANDING}" = {_REMOVED}, q."{STANDING}" = {_REMOVED} FROM "{link}" l'
            f' JOIN "{register}" p ON p.id = l.first JOIN "{register}" q ON q.id = l.second'
            f' WHERE l.verdict = ? AND l."{STANDING}" = {_ACTIVE}',
            [SAME],
        ).fetchall()
        levels = {station: self._level(station) for station in {row[2] for row in rows}}
        pairs = [(row[0], row[1]) for row in rows if counts(row[2], levels[row[2]], row[3], row[4])]
        # One that was taken back still holds together what it was joined with.
        gone = {row[at] for row in rows for at in (0, 1) if row[at + 5]}
        there = (each - gone for each in sets(pairs))
        return {record: min(each) for each in there if len(each) > 1 for record in each}

    def _level(self, station: str | None) -> str | None:
        row = self._connection.execute(
            "SELECT json_extract(certificate, '$.certificate.level') FROM journal_device"
            " WHERE station = ? AND certificate IS NOT NULL LIMIT 1",
            [station],
        ).fetchone()
        return row[0] if row else None

    def _pointing(self, register: str, records: list[str]) -> Iterator[Place]:
        """The rows that point at any of these."""
        for each, field in pointing(self._registry, register):
            for start in range(0, len(records), _AT_ONCE):
                some = records[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = self._connection.execute(
                    f'SELECT id FROM "{each.name}" WHERE "{field}" IN ({marks})', some
                )
                yield from [(each.name, row[0]) for row in rows]

    # What hangs on a record

    def links_of(self, register: str, records: Collection[str]) -> Mapping[str, list[str]]:
        """By register of links, those that say something of any of these records."""
        link = self._links.get(register)
        if link is None or not records:
            return {}
        wanted = set(records)
        rows = self._connection.execute(f'SELECT id, first, second FROM "{link}"')
        found = [record for record, first, second in rows if first in wanted or second in wanted]
        return {link: found} if found else {}
