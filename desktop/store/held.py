"""The journal's changes by record, as the fold takes them, and what is known of each record's past."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias

from desktop.domain.journal.merge import Change, Content
from desktop.domain.journal.operation import ChangeId
from desktop.store.written import Written

Place: TypeAlias = tuple[str, str]
"""A register and a record of it."""

BEYOND: Final = 2
"""In the column ``aside``: the operation stands past the end of its device, and is kept without counting."""

_AT_ONCE = 500


class HeldChanges:
    """The side of the journal that is asked by record."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def changes(self, register: str, record: str) -> list[Change]:
        """All changes of one record that are not set aside, in no particular order."""
        return self.changes_in(self._written(register, [record], aside=False))

    def changes_of_many(self, places: Iterable[Place], *, aside: bool = False) -> dict[Place, list[Change]]:
        """As :meth:`changes`, for many (register, record) pairs at once; ``aside``: those set aside too."""
        written = self.written_in(places, aside=aside)
        return {place: self.changes_in(some) for place, some in written.items()}

    def changes_in(self, written: Iterable[Written]) -> list[Change]:
        """The changes of the record in which all of this was written."""
        found: list[Change] = []
        for each in written:
            changes = list(each.changes(()))
            if any(change.content is Content.WITHHELD for change in changes):
                # It may be erased: only what shows no value is asked about.
                changes = list(each.changes(self.erased(each.device, each.seq)))
            found += changes
        return found

    def written_in(self, places: Iterable[Place], *, aside: bool = False) -> dict[Place, list[Written]]:
        """What was written in each of the records; ``aside``: what is set aside too."""
        found: dict[Place, list[Written]] = {place: [] for place in places}
        records: dict[str, list[str]] = {}
        for register, record in found:
            records.setdefault(register, []).append(record)
        for register, wanted in records.items():
            for start in range(0, len(wanted), _AT_ONCE):
                for each in self._written(register, wanted[start : start + _AT_ONCE], aside=aside):
                    found[register, each.record].append(each)
        return found

    def _written(self, register: str, records: Sequence[str], *, aside: bool) -> Iterator[Written]:
        marks = ",".join("?" * len(records))
        rows = self._connection.execute(
            "SELECT d.id, o.seq, o.hlc, o.auto, e.first, e.register, e.record, e.leaves FROM journal_entry e"
            " JOIN journal_operation o ON o.no = e.operation JOIN journal_device d ON d.no = o.device"
            f" WHERE e.register = ? AND e.record IN ({marks}) AND o.aside <= ?",
            # Both kinds: of a bundle that was taken back, and past the end of a device.
            [register, *records, BEYOND if aside else 0],
        )
        for device, seq, hlc, auto, first, name, record, leaves in rows:
            yield Written(device, seq, hlc, auto == 1, first, name, record, leaves)

    def records(self, register: str) -> Iterator[Place]:
        """Every record of a register that the journal knows of, in order."""
        yield from self._connection.execute(
            "SELECT DISTINCT register, record FROM journal_entry WHERE register = ? ORDER BY record",
            [register],
        )

    def count(self, register: str) -> int:
        """How many records of a register the journal knows of."""
        row = self._connection.execute(
            "SELECT count(DISTINCT record) FROM journal_entry WHERE register = ?", [register]
        ).fetchone()
        return int(row[0])

    def records_after(self, device: str, seq: int) -> dict[str, set[str]]:
        """The records that the device's operations after ``seq`` touched, by register."""
        found: dict[str, set[str]] = {}
        for register, record in self._connection.execute(
            "SELECT DISTINCT e.register, e.record FROM journal_entry e"
            " JOIN journal_operation o ON o.no = e.operation JOIN journal_device d ON d.no = o.device"
            " WHERE d.id = ? AND o.seq > ? AND e.record IS NOT NULL",
            [device, seq],
        ):
            found.setdefault(register, set()).add(record)
        return found

    def written_again(self, register: str) -> list[str]:
        """The records of a register in which more than one operation wrote."""
        rows = self._connection.execute(
            "SELECT record FROM journal_entry WHERE register = ? GROUP BY record HAVING count(*) > 1",
            [register],
        )
        return [row[0] for row in rows]

    def touched(self, device: str, seq: int) -> list[Place]:
        """The (register, record) pairs that one operation changed."""
        rows = self._connection.execute(
            "SELECT e.register, e.record FROM journal_entry e JOIN journal_operation o ON o.no = e.operation"
            " JOIN journal_device d ON d.no = o.device"
            " WHERE d.id = ? AND o.seq = ? AND e.record IS NOT NULL ORDER BY e.first",
            [device, seq],
        )
        return list(dict.fromkeys((row[0], row[1]) for row in rows))

    def station(self, device: str) -> str | None:
        """The station of a device, where it is certified."""
        row = self._connection.execute("SELECT station FROM journal_device WHERE id = ?", [device]).fetchone()
        return row[0] if row else None

    def present(self, places: Iterable[Place]) -> set[Place]:
        """Those of the records that the journal knows of."""
        found: set[Place] = set()
        records: dict[str, list[str]] = {}
        for register, record in places:
            records.setdefault(register, []).append(record)
        for register, wanted in records.items():
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                rows = self._connection.execute(
                    "SELECT DISTINCT record FROM journal_entry WHERE register = ?"
                    f" AND record IN ({','.join('?' * len(some))})",
                    [register, *some],
                )
                found.update((register, row[0]) for row in rows)
        return found

    def owner(self, register: str, record: str) -> str | None:
        """The station of the device that created a record, as far as its changes are known here."""
        row = self._connection.execute(
            "SELECT d.station FROM journal_entry e JOIN journal_operation o ON o.no = e.operation"
            " JOIN journal_device d ON d.no = o.device WHERE e.register = ? AND e.record = ?"
            " ORDER BY o.hlc, d.id, o.seq LIMIT 1",
            [register, record],
        ).fetchone()
        return row[0] if row else None

    def beyond(self, device: str) -> int:
        """How many operations of the device are kept past its end."""
        row = self._connection.execute(
            "SELECT count(*) FROM journal_operation o JOIN journal_device d ON d.no = o.device"
            " WHERE d.id = ? AND o.aside = ?",
            [device, BEYOND],
        ).fetchone()
        return int(row[0])

    def erased(self, device: str, seq: int) -> Collection[ChangeId]:
        """Which contents of one operation were erased, here or elsewhere, before or after it arrived."""
        return self.erased_between(device, seq, seq).get(seq, ())

    def erased_between(self, device: str, first: int, last: int) -> dict[int, set[ChangeId]]:
        """As :meth:`erased`, of some operations in a row: by number, for those of which there are any."""
        found: dict[int, set[ChangeId]] = {}
        for seq, leaf in self._connection.execute(
            "SELECT seq, leaf FROM journal_erased WHERE device = ? AND seq BETWEEN ? AND ?",
            [device, first, last],
        ):
            found.setdefault(seq, set()).add(ChangeId(device, seq, leaf))
        return found
