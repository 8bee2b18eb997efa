"""The journal in the file: operations by device and number, and the changes of a record for the fold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from desktop.domain.journal.compose import Tip
from desktop.domain.journal.erase import erasable
from desktop.domain.journal.operation import (
    GENESIS,
    META_REGISTER,
    ChangeId,
    Hidden,
    Leaf,
    LeafText,
    Operation,
    Whole,
    closed,
)
from desktop.store.held import HeldChanges, Place
from desktop.store.leaves import pack, unpack

__all__ = ["Journal", "Place", "entry_rows"]


class Journal(HeldChanges):
    """The journal's tables over one connection, inside the caller's transaction."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
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
        tip = Tip(device, row[0], row[1].hex(), row[2]) if row else Tip(device)
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

    def add(self, operation: Operation, bundle: str | None = None) -> None:
        """Keeps an operation whose place in the chain has been checked."""
        self.add_many([operation], bundle)

    def add_many(self, operations: Sequence[Operation], bundle: str | None = None) -> None:
        """As :meth:`add`, one after the other."""
        row = self._connection.execute("SELECT max(no) FROM journal_operation").fetchone()
        numbered = list(enumerate(operations, start=(row[0] or 0) + 1))
        devices = {device: self.device_no(device) for device in {each.device for each in operations}}
        self._connection.executemany(
            "INSERT INTO journal_operation(no, device, seq, hlc, auto, prev, hash, meta, salt, bundle, aside)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
            " EXISTS (SELECT 1 FROM journal_aside WHERE device = ? AND seq = ?))",
            (
                (
                    number,
                    devices[each.device],
                    each.seq,
                    each.hlc,
                    int(each.auto),
                    bytes.fromhex(each.prev),
                    bytes.fromhex(each.hash),
                    *pack(each.leaves[:1], each.texts[:1]),
                    bundle,
                    each.device,
                    each.seq,
                )
                for number, each in numbered
            ),
        )
        self._add_entries(numbered)

    def _add_entries(self, numbered: Iterable[tuple[int, Operation]]) -> None:
        self._connection.executemany(
            "INSERT INTO journal_entry VALUES (?, ?, ?, ?, ?, ?)",
            (row for number, operation in numbered for row in entry_rows(number, operation)),
        )

    def replace(self, operation: Operation) -> None:
        """Keeps another disclosure of an operation that is held already."""
        number = self._number(operation.device, operation.seq)
        if number is None:
            raise KeyError(operation.id)
        self._connection.execute("DELETE FROM journal_entry WHERE operation = ?", [number])
        self._connection.execute(
            "UPDATE journal_operation SET meta = ?, salt = ? WHERE no = ?",
            [*pack(operation.leaves[:1], operation.texts[:1]), number],
        )
        self._add_entries([(number, operation)])

    def add_withheld(self, rows: Iterable[tuple[Tip, str]]) -> None:
        """Keeps operations of which only the body is known: where the chain ends after each, and its body."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO journal_withheld VALUES (?, ?, ?, ?)",
            [
                [self.device_no(tip.device), tip.seq, bytes.fromhex(body), bytes.fromhex(tip.hash)]
                for tip, body in rows
            ],
        )

    def disclose(self, operation: Operation, bundle: str | None = None) -> None:
        """Keeps an operation that was wholly withheld until now."""
        self._connection.execute(
            "DELETE FROM journal_withheld WHERE device = ? AND seq = ?",
            [self.device_no(operation.device), operation.seq],
        )
        self.add(operation, bundle)

    def complete_until(self, device: str) -> int:
        """The last number up to which every content is here that was not erased."""
        row = self._connection.execute(
            "SELECT min(seq) FROM (SELECT w.seq FROM journal_withheld w JOIN journal_device d ON d.no = w.device"
            " WHERE d.id = :device UNION ALL SELECT o.seq FROM journal_operation o"
            " JOIN journal_device d ON d.no = o.device JOIN journal_entry e ON e.operation = o.no"
            " JOIN json_each(e.leaves) leaf WHERE d.id = :device AND (leaf.type <> 'array'"
            " OR json_array_length(leaf.value) < 3 AND NOT EXISTS (SELECT 1 FROM journal_erased x"
            " WHERE x.device = d.id AND x.seq = o.seq AND x.leaf = e.first + leaf.key)))",
            {"device": device},
        ).fetchone()
        return int(row[0]) - 1 if row[0] is not None else self.tip(device).seq

    def first_with(self, device: str, registers: Collection[str], after: int) -> int | None:
        """The first of the device's operations after a number that changed records of some registers."""
        marks = ",".join("?" * len(registers))
        row = self._connection.execute(
            "SELECT min(o.seq) FROM journal_operation o JOIN journal_device d ON d.no = o.device"
            " JOIN journal_entry e ON e.operation = o.no"
            f" WHERE d.id = ? AND o.seq > ? AND e.register IN ({marks})",
            [device, after, *sorted(registers)],
        ).fetchone()
        return None if row[0] is None else int(row[0])

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
            "SELECT o.no, o.seq, o.hlc, o.auto, o.prev, o.meta, o.salt FROM journal_operation o"
            " JOIN journal_device d ON d.no = o.device"
            " WHERE d.id = ? AND o.seq >= ? AND (? IS NULL OR o.seq <= ?) ORDER BY o.seq",
            [device, first, last, last],
        )
        for number, seq, hlc, auto, prev, meta, salt in head:
            (acted,) = unpack(META_REGISTER, "", meta, salt)
            yield Operation(device, seq, hlc, bool(auto), prev.hex(), (acted, *self._leaves(number)))

    def acted(self, device: str, action: str) -> list[Operation]:
        """The device's operations of one action, in order, that count."""
        rows = self._connection.execute(
            "SELECT o.seq FROM journal_operation o JOIN journal_device d ON d.no = o.device"
            " WHERE d.id = ? AND o.aside = 0 AND json_extract(o.meta, '$[0][2].action') = ? ORDER BY o.seq",
            [device, action],
        ).fetchall()
        held = (self.operation(device, seq) for (seq,) in rows)
        return [each for each in held if each is not None]

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

    def _leaves(self, number: int) -> Iterator[Leaf]:
        for row in self._connection.execute(
            "SELECT register, record, leaves, secrets FROM journal_entry WHERE operation = ? ORDER BY first",
            [number],
        ).fetchall():
            yield from unpack(*row)

    # Erasing

    def erase(self, targets: Iterable[ChangeId]) -> list[Place]:
        """Forgets contents and salts for ever; gives the records they stood in. Twice is as good as once."""
        by_operation: dict[tuple[str, int], set[int]] = {}
        for target in targets:
            self._connection.execute("INSERT OR IGNORE INTO journal_erased VALUES (?, ?, ?)", list(target))
            by_operation.setdefault((target.device, target.seq), set()).add(target.leaf)
        touched: list[Place] = []
        for (device, seq), leaves in by_operation.items():
            number = self._number(device, seq)
            if number is not None:
                touched += self._forget_leaves(number, leaves)
        return touched

    def _forget_leaves(self, number: int, leaves: Collection[int]) -> Iterator[Place]:
        """Closes some leaves of one operation, which may be the import of a long list: only their rows."""
        if 0 in leaves:
            meta = self._connection.execute(
                "SELECT meta, salt FROM journal_operation WHERE no = ?", [number]
            ).fetchone()
            (acted,) = unpack(META_REGISTER, "", *meta)
            self._connection.execute(
                "UPDATE journal_operation SET meta = ?, salt = ? WHERE no = ?",
                [*pack([_emptied(acted)]), number],
            )
        for first in sorted({first for leaf in leaves if (first := self._row_of_leaf(number, leaf))}):
            row = self._connection.execute(
                "SELECT register, record, leaves, secrets FROM journal_entry WHERE operation = ? AND first = ?",
                [number, first],
            ).fetchone()
            held = enumerate(unpack(*row), start=first)
            emptied = [_emptied(leaf) if index in leaves else leaf for index, leaf in held]
            self._connection.execute(
                "UPDATE journal_entry SET leaves = ?, secrets = ? WHERE operation = ? AND first = ?",
                [*pack(emptied), number, first],
            )
            if row[1] is not None and any(first <= leaf < first + len(emptied) for leaf in leaves):
                yield row[0], row[1]

    def _row_of_leaf(self, number: int, leaf: int) -> int | None:
        """By its first leaf, the row in which a leaf stands if the operation has as many."""
        row = self._connection.execute(
            "SELECT max(first) FROM journal_entry WHERE operation = ? AND first <= ?", [number, leaf]
        ).fetchone()
        return row[0]  # type: ignore[no-any-return]  # a number or nothing

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
            " UNION SELECT w.hash FROM journal_withheld w JOIN journal_device d ON d.no = w.device"
            " WHERE d.id = ? AND w.seq = ?",
            [device, seq, device, seq],
        ).fetchone()
        return row[0].hex() if row else None


def _emptied(leaf: Leaf) -> Leaf:
    return closed(leaf) if isinstance(leaf, Whole) and erasable(leaf) else leaf


def entry_rows(number: int, operation: Operation) -> Iterator[Sequence[Any]]:
    """The rows in which an operation's changes are kept: neighbours of one place together."""
    for first, place, leaves, texts in _by_place(operation):
        yield (number, first, *(place or (None, None)), *pack(leaves, texts))


def _by_place(
    operation: Operation,
) -> Iterator[tuple[int, Place | None, Sequence[Leaf], Sequence[LeafText]]]:
    """The leaves but the action's own as they stand in rows: the index of the first, and those of one place."""
    leaves, texts = operation.leaves, operation.texts
    first, place = 1, None
    for at in range(1, len(leaves)):
        here = _place(leaves[at])
        if at > first and here != place:
            yield first, place, leaves[first:at], texts[first:at]
            first = at
        place = here
    if first < len(leaves):
        yield first, place, leaves[first:], texts[first:]


def _place(leaf: Leaf) -> Place | None:
    return None if isinstance(leaf, Hidden) else (leaf.register, leaf.record)
