"""The journal in the file: operations by device and number, and the changes of a record for the fold."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeAlias

from desktop.domain.journal.canonical import Plain, encode_checked
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.erase import without
from desktop.domain.journal.merge import Change, Content
from desktop.domain.journal.operation import (
    GENESIS,
    ChangeId,
    Closed,
    Hidden,
    Leaf,
    Operation,
    Whole,
    leaf_from_plain,
    leaf_to_plain,
)

Place: TypeAlias = tuple[str, str]
"""A register and a record of it."""


class Journal:
    """The journal's tables over one connection, inside the caller's transaction."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._devices: dict[str, int] = {}

    def forget(self) -> None:
        """After a rollback: numbers given in the transaction are no more."""
        self._devices.clear()

    # Devices

    def device_no(self, device: str) -> int:
        """The short number that stands for a device in the tables; given at first sight."""
        known = self._devices.get(device)
        if known is None:
            row = self._connection.execute("SELECT no FROM journal_device WHERE id = ?", [device]).fetchone()
            if row is None:
                cursor = self._connection.execute("INSERT INTO journal_device(id) VALUES (?)", [device])
                # Not remembered: the transaction may yet be rolled back.
                return int(cursor.lastrowid)
            known = self._devices[device] = row[0]
        return known

    def devices(self) -> list[str]:
        return [row[0] for row in self._connection.execute("SELECT id FROM journal_device ORDER BY id")]

    def tip(self, device: str) -> Tip:
        """Where the device's chain ends here; ``last_hlc`` is that device's own."""
        row = self._connection.execute(
            "SELECT seq, hash, hlc FROM journal_operation JOIN journal_device d ON d.no = device"
            " WHERE d.id = ? ORDER BY seq DESC LIMIT 1",
            [device],
        ).fetchone()
        tip = Tip(device, row[0], row[1], row[2]) if row else Tip(device)
        withheld = self._connection.execute(
            "SELECT seq, hash FROM journal_withheld JOIN journal_device d ON d.no = device"
            " WHERE d.id = ? ORDER BY seq DESC LIMIT 1",
            [device],
        ).fetchone()
        if withheld and withheld[0] > tip.seq:
            tip = Tip(device, withheld[0], withheld[1].hex(), tip.last_hlc)
        return tip

    def latest_hlc(self) -> int:
        """The latest clock value seen from anyone."""
        row = self._connection.execute("SELECT max(hlc) FROM journal_operation").fetchone()
        return row[0] or 0

    def size(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM journal_operation").fetchone()[0])

    # Operations

    def add(self, operation: Operation, bundle: str | None = None) -> int:
        """Keeps an operation whose place in the chain has been checked; gives its number in this file."""
        connection = self._connection
        cursor = connection.execute(
            "INSERT INTO journal_operation(device, seq, hlc, auto, prev, hash, meta, bundle, aside)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
            [
                self.device_no(operation.device),
                operation.seq,
                operation.hlc,
                int(operation.auto),
                operation.prev,
                operation.hash,
                _dump(leaf_to_plain(operation.leaves[0])),
                bundle,
            ],
        )
        number = int(cursor.lastrowid)
        self._add_entries(number, operation)
        return number

    def _add_entries(self, number: int, operation: Operation) -> None:
        indexed = list(enumerate(operation.leaves))[1:]
        rows = []
        for place, group in groupby(indexed, key=lambda pair: _place(pair[1])):
            members = list(group)
            rows.append(
                [
                    number,
                    members[0][0],
                    *(place or (None, None)),
                    _dump([_short(leaf) for _, leaf in members]),
                ]
            )
        self._connection.executemany("INSERT INTO journal_entry VALUES (?, ?, ?, ?, ?)", rows)

    def replace(self, operation: Operation) -> None:
        """Keeps another disclosure of an operation that is held already."""
        number = self._number(operation.device, operation.seq)
        self._connection.execute("DELETE FROM journal_entry WHERE operation = ?", [number])
        self._connection.execute(
            "UPDATE journal_operation SET meta = ? WHERE no = ?",
            [_dump(leaf_to_plain(operation.leaves[0])), number],
        )
        if number is not None:
            self._add_entries(number, operation)

    def add_withheld(self, rows: Iterable[tuple[Tip, str]]) -> None:
        """Keeps operations of which only the body is known: where the chain ends after each, and its body."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO journal_withheld VALUES (?, ?, ?, ?)",
            [
                [self.device_no(tip.device), tip.seq, bytes.fromhex(body), bytes.fromhex(tip.hash)]
                for tip, body in rows
            ],
        )

    def disclose(self, operation: Operation, bundle: str | None = None) -> int:
        """Keeps an operation that was wholly withheld until now."""
        self._connection.execute(
            "DELETE FROM journal_withheld WHERE device = ? AND seq = ?",
            [self.device_no(operation.device), operation.seq],
        )
        return self.add(operation, bundle)

    def _number(self, device: str, seq: int) -> int | None:
        row = self._connection.execute(
            "SELECT o.no FROM journal_operation o JOIN journal_device d ON d.no = o.device"
            " WHERE d.id = ? AND o.seq = ?",
            [device, seq],
        ).fetchone()
        return row[0] if row else None

    def operation(self, device: str, seq: int) -> Operation | None:
        """One operation as it is held, or None."""
        return next(iter(self.operations(device, seq, seq)), None)

    def operations(self, device: str, first: int = 1, last: int | None = None) -> Iterator[Operation]:
        """The device's operations that are held, in order; runs are left out."""
        head = self._connection.execute(
            "SELECT o.no, o.seq, o.hlc, o.auto, o.prev, o.meta FROM journal_operation o"
            " JOIN journal_device d ON d.no = o.device"
            " WHERE d.id = ? AND o.seq >= ? AND (? IS NULL OR o.seq <= ?) ORDER BY o.seq",
            [device, first, last, last],
        )
        for number, seq, hlc, auto, prev, meta in head:
            yield Operation(device, seq, hlc, bool(auto), prev, (_leaf(meta), *self._leaves(number)))

    def parts(self, device: str, first: int, last: int) -> Iterator[Operation | str]:
        """A stretch of the device's chain as it is held, in order: operations, and the bodies of withheld ones."""
        withheld = self._connection.execute(
            "SELECT seq, body FROM journal_withheld JOIN journal_device d ON d.no = device"
            " WHERE d.id = ? AND seq BETWEEN ? AND ? ORDER BY seq",
            [device, first, last],
        ).fetchall()
        bodies = iter(withheld)
        body = next(bodies, None)
        for operation in self.operations(device, first, last):
            while body is not None and body[0] < operation.seq:
                yield body[1].hex()
                body = next(bodies, None)
            yield operation
        while body is not None:
            yield body[1].hex()
            body = next(bodies, None)

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

    def owner(self, register: str, record: str) -> str | None:
        """The station of the device that created a record, as far as its changes are known here."""
        row = self._connection.execute(
            "SELECT d.station FROM journal_entry e JOIN journal_operation o ON o.no = e.operation"
            " JOIN journal_device d ON d.no = o.device WHERE e.record = ? AND e.register = ?"
            " ORDER BY o.hlc, d.id, o.seq LIMIT 1",
            [record, register],
        ).fetchone()
        return row[0] if row else None

    def _leaves(self, number: int) -> Iterator[Leaf]:
        for register, record, leaves in self._connection.execute(
            "SELECT register, record, leaves FROM journal_entry WHERE operation = ? ORDER BY first", [number]
        ).fetchall():
            for plain in json.loads(leaves):
                yield _whole_place(register, record, plain)

    # Changes, for the fold

    def changes(self, register: str, record: str) -> list[Change]:
        """All changes of one record that are not set aside, in no particular order."""
        return list(self._changes("e.record = ? AND e.register = ? AND NOT o.aside", [record, register]))

    def changes_of_many(self, places: Sequence[Place]) -> dict[Place, list[Change]]:
        """As :meth:`changes`, for many (register, record) pairs at once."""
        found: dict[Place, list[Change]] = {place: [] for place in places}
        for start in range(0, len(places), 500):
            some = [record for _, record in places[start : start + 500]]
            marks = ",".join("?" * len(some))
            for change in self._changes(f"e.record IN ({marks}) AND NOT o.aside", some):
                changes = found.get((change.register, change.record))
                if changes is not None:
                    changes.append(change)
        return found

    def _changes(self, where: str, arguments: list[Any]) -> Iterator[Change]:
        rows = self._connection.execute(
            "SELECT d.id, o.seq, o.hlc, o.auto, e.first, e.register, e.record, e.leaves FROM journal_entry e"
            " JOIN journal_operation o ON o.no = e.operation JOIN journal_device d ON d.no = o.device"
            f" WHERE {where}",
            arguments,
        )
        for device, seq, hlc, auto, first, register, record, leaves in rows:
            for index, plain in enumerate(json.loads(leaves), start=first):
                identity = ChangeId(device, seq, index)
                replaced = tuple(ChangeId(*each) for each in plain[1])
                if len(plain) == 4:
                    value, content = plain[3], Content.HELD
                else:
                    value = None
                    content = Content.ERASED if self.is_erased(identity) else Content.WITHHELD
                yield Change(identity, hlc, bool(auto), register, record, plain[0], replaced, value, content)

    def records(self) -> Iterator[Place]:
        """Every (register, record) that the journal knows of, in order of record."""
        yield from self._connection.execute(
            "SELECT register, record FROM journal_entry WHERE record IS NOT NULL"
            " GROUP BY record, register ORDER BY record"
        )

    def touched(self, device: str, seq: int) -> list[Place]:
        """The (register, record) pairs that one operation changed."""
        number = self._number(device, seq)
        return self._connection.execute(  # type: ignore[no-any-return]  # rows of two texts
            "SELECT register, record FROM journal_entry WHERE operation = ? AND record IS NOT NULL", [number]
        ).fetchall()

    # Erasing

    def is_erased(self, change: ChangeId) -> bool:
        return (
            self._connection.execute(
                "SELECT 1 FROM journal_erased WHERE device = ? AND seq = ? AND leaf = ?", list(change)
            ).fetchone()
            is not None
        )

    def erase(self, targets: Iterable[ChangeId]) -> list[Place]:
        """Forgets contents and salts for ever; gives the records they stood in. Twice is as good as once."""
        by_operation: dict[tuple[str, int], set[int]] = {}
        for target in targets:
            self._connection.execute("INSERT OR IGNORE INTO journal_erased VALUES (?, ?, ?)", list(target))
            by_operation.setdefault((target.device, target.seq), set()).add(target.leaf)
        touched: list[Place] = []
        for (device, seq), leaves in by_operation.items():
            operation = self.operation(device, seq)
            if operation is None:
                continue
            touched += [
                (leaf.register, leaf.record) for index, leaf in operation.changes() if index in leaves
            ]
            self.replace(without(operation, {ChangeId(device, seq, leaf) for leaf in leaves}))
        return touched

    def erased(self, device: str, seq: int) -> Collection[ChangeId]:
        """Which contents of one operation were erased, here or elsewhere, before or after it arrived."""
        rows = self._connection.execute(
            "SELECT leaf FROM journal_erased WHERE device = ? AND seq = ?", [device, seq]
        )
        return {ChangeId(device, seq, row[0]) for row in rows}

    # Signed heads

    def add_head(self, device: str, seq: int, digest: str, signature: str) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO journal_head VALUES (?, ?, ?, ?)",
            [self.device_no(device), seq, digest, signature],
        )

    def last_head(self, device: str) -> tuple[int, str, str] | None:
        """The last head of a device that it signed: seq, hash, signature in hexadecimal digits."""
        row = self._connection.execute(
            "SELECT seq, hash, signature FROM journal_head JOIN journal_device d ON d.no = device"
            " WHERE d.id = ? ORDER BY seq DESC LIMIT 1",
            [device],
        ).fetchone()
        return (row[0], row[1], row[2]) if row else None

    def hash_at(self, device: str, seq: int) -> str | None:
        """The hash of the chain after ``seq``, where it is known here."""
        if seq == 0:
            return GENESIS
        row = self._connection.execute(
            "SELECT o.hash FROM journal_operation o JOIN journal_device d ON d.no = o.device"
            " WHERE d.id = ? AND o.seq = ?"
            " UNION SELECT lower(hex(w.hash)) FROM journal_withheld w JOIN journal_device d ON d.no = w.device"
            " WHERE d.id = ? AND w.seq = ?",
            [device, seq, device, seq],
        ).fetchone()
        return row[0] if row else None


def _dump(plain: Plain) -> str:
    return encode_checked(plain).decode("utf-8")


def _place(leaf: Leaf) -> tuple[str, str] | None:
    return None if isinstance(leaf, Hidden) else (leaf.register, leaf.record)


def _short(leaf: Leaf) -> Plain:
    """A leaf without the place that its row states."""
    plain = leaf_to_plain(leaf)
    return plain[2:] if isinstance(plain, list) else plain


def _whole_place(register: str | None, record: str | None, plain: Plain) -> Leaf:
    if isinstance(plain, list):
        field, replaced = plain[0], plain[1]
        ids = tuple(ChangeId(*each) for each in replaced)  # type: ignore[misc, union-attr]  # written by _short
        if len(plain) == 4:
            return Whole(str(register), str(record), str(field), ids, str(plain[2]), plain[3])
        return Closed(str(register), str(record), str(field), ids, str(plain[2]))
    return Hidden(str(plain))


def _leaf(text: str) -> Leaf:
    return leaf_from_plain(json.loads(text))
