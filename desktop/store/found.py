"""What was found in a damaged file (see ``wreckage``), asked for: what can be proven, what is left behind gaps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from desktop.domain.fields import Registry
from desktop.domain.journal.chain import Link, as_links
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import META_REGISTER, ChangeId, Closed, Hidden, Operation, Whole
from desktop.domain.journal.pieces import Piece
from desktop.store.database import FileKey, connect
from desktop.store.failures import as_user_errors
from desktop.store.journal import Place
from desktop.store.leaves import unpack
from desktop.store.reader import Reader
from desktop.store.tail import SELECT_DEVICES, DeviceRow

_OF_THE_MACHINE: Final = (
    "user", "delegation", "handover", "draft", "access_log", "bundle", "receipt", "passage", "revocation",
    "journal_aside", "journal_erased",
)  # fmt: skip


@contextmanager
def looking(path: Path, key: FileKey, registry: Registry) -> Iterator[Found]:
    """Opens the file that ``gather`` made."""
    with as_user_errors(), closing(connect(str(path), key)) as connection:
        connection.execute("PRAGMA query_only = ON")
        yield Found(Reader(connection, registry))


class Found:
    """The rows that could be read; what is asked of ``reader`` may have gaps."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._connection = reader.connection

    # What is proven

    def links(self, tip: Tip) -> Iterator[Link]:
        """A device's chain after ``tip`` up to the first operation that is not whole."""
        last = tip.seq
        for seq in self._numbers(tip.device, tip.seq, withheld=True):
            if seq != last + 1:
                break
            last = seq
        for link in as_links(tip, self.reader.journal.parts(tip.device, tip.seq + 1, last)):
            # The rows of its leaves may be lost, and it would still look like an operation.
            if isinstance(link, Operation) and not self._is_whole(link):
                return
            yield link

    def _is_whole(self, operation: Operation) -> bool:
        return self.reader.journal.hash_at(operation.device, operation.seq) == operation.hash

    def _numbers(self, device: str, after: int, *, withheld: bool) -> list[int]:
        """Of the operations that are there, withheld ones too, or of all that anything tells of."""
        query = " UNION ".join(
            f"SELECT t.seq FROM {table} t JOIN journal_device d ON d.no = t.device"
            " WHERE d.id = :device AND t.seq > :after"
            for table in ("journal_operation", "journal_withheld" if withheld else "placed")
        )
        rows = self._connection.execute(f"{query} ORDER BY 1", {"device": device, "after": after})
        return [row[0] for row in rows]

    # What is left

    def pieces(self, device: str, after: int) -> Iterator[Piece]:
        """Every operation of a device past a number of which anything was found, in order."""
        clock = 0
        for seq in self._numbers(device, after, withheld=False):
            row = self._connection.execute(
                "SELECT o.no, o.hlc, o.auto, o.meta, o.salt FROM journal_operation o"
                " JOIN journal_device d ON d.no = o.device WHERE d.id = ? AND o.seq = ?",
                [device, seq],
            ).fetchone()
            leaves: dict[int, Whole | Closed] = {}
            auto = False
            if row is None:
                (number,) = self._connection.execute(
                    "SELECT p.no FROM placed p JOIN journal_device d ON d.no = p.device"
                    " WHERE d.id = ? AND p.seq = ?",
                    [device, seq],
                ).fetchone()
            else:
                number, clock, auto = row[0], row[1], bool(row[2])
                leaves |= _numbered(0, unpack(META_REGISTER, "", row[3], row[4]))
            for first, *packed in self._connection.execute(
                "SELECT first, register, record, leaves, secrets FROM journal_entry WHERE operation = ?"
                " ORDER BY first",
                [number],
            ).fetchall():
                leaves |= _numbered(first, unpack(*packed))
            yield Piece(device, seq, clock, auto, leaves)

    def last(self, device: str) -> int:
        """The highest number of a device's operations of which anything is known."""
        return max(self._numbers(device, 0, withheld=False), default=0)

    def erased(self) -> set[ChangeId]:
        """Every content that the file had forgotten."""
        rows = self._connection.execute("SELECT device, seq, leaf FROM journal_erased")
        return {ChangeId(*row) for row in rows}

    def lacking(self) -> Iterator[tuple[Place, str | None, int | None]]:
        """Records of which a row of the journal is lost, as an index still tells, with device and number."""
        yield from (
            ((register, record), device, seq)
            for register, record, device, seq in self._connection.execute(
                "SELECT n.register, n.record, d.id, coalesce(o.seq, p.seq) FROM named n"
                " LEFT JOIN journal_operation o ON o.no = n.operation LEFT JOIN placed p ON p.no = n.operation"
                " LEFT JOIN journal_device d ON d.no = coalesce(o.device, p.device)"
                " WHERE NOT EXISTS (SELECT 1 FROM journal_entry e"
                " WHERE e.operation = n.operation AND e.first = n.first)"
                " OR o.no IS NULL"
            )
        )

    def touched(self, device: str, after: int) -> set[Place]:
        """The records that a device's operations past a number changed."""
        found = self.reader.journal.records_after(device, after)
        return {(register, record) for register, records in found.items() for record in records}

    def rows(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Register, record and columns of each row of a register that could be read."""
        for register, record, content in self._connection.execute(
            "SELECT register, record, content FROM stood"
        ):
            yield register, record, json.loads(content)

    # What belongs to the machine

    def settings(self) -> dict[str, str]:
        return dict(self._connection.execute("SELECT name, value FROM local").fetchall())

    def give_machine(self, into: Any) -> None:
        """Everything that no journal has, into a new file: who may log in, what was sent, who was heard of."""
        for name in _OF_THE_MACHINE:
            cursor = self._connection.execute(f"SELECT * FROM {name}")
            columns = ", ".join(f'"{each[0]}"' for each in cursor.description)
            marks = ", ".join("?" * len(cursor.description))
            into.executemany(f"INSERT OR IGNORE INTO {name}({columns}) VALUES ({marks})", cursor.fetchall())

    def devices(self) -> list[DeviceRow]:
        return self._connection.execute(SELECT_DEVICES).fetchall()  # type: ignore[no-any-return]  # rows of five

    def heads(self) -> Iterable[tuple[str, int, str, str]]:
        """What devices signed: device, number, hash, signature."""
        return self._connection.execute(  # type: ignore[no-any-return]  # rows of four
            "SELECT d.id, h.seq, h.hash, h.signature FROM journal_head h JOIN journal_device d ON d.no = h.device"
        ).fetchall()


def _numbered(first: int, leaves: Iterable[Whole | Closed | Hidden]) -> dict[int, Whole | Closed]:
    """What is not hidden, by its index."""
    return {index: leaf for index, leaf in enumerate(leaves, first) if not isinstance(leaf, Hidden)}
