"""The open file: where an operation enters the journal and the tables follow it, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

from desktop.domain.fields import Register, Registry
from desktop.domain.journal.canonical import Plain, encode
from desktop.domain.journal.chain import ForkedChain, richer
from desktop.domain.journal.erase import targets_of, without
from desktop.domain.journal.merge import RecordState, fold
from desktop.domain.journal.operation import ERASE_REGISTER, GENESIS, BadOperation, ChangeId, Operation
from desktop.store.database import Connections, FileKey, create_database, open_database
from desktop.store.folding import CONFLICT_TABLE, Folding
from desktop.store.journal import Journal, Place
from desktop.store.records import Records
from desktop.store.search import SearchIndex, create_indexes, indexes
from desktop.store.tables import column_types, create_tables, shape

__all__ = ["ERASE_REGISTER", "Reader", "RegisterFile", "Writer"]

MANY_RECORDS = 20_000
"""Written in one transaction, so many are worth a second of putting the indexes in order."""

_SHAPE = "shape"
_DERIVED = "derived"


class Reader:
    """Everything that can be asked of the file, over one connection.

    Attributes:
        journal, records, search: the three sides of the same data.
    """

    def __init__(self, connection: Any, registry: Registry) -> None:
        self.connection = connection
        self.registry = registry
        self.journal = Journal(connection)
        self.search = SearchIndex(connection, registry)
        self.records = Records(connection, registry, self.search)

    def state(self, register: str, record: str) -> RecordState | None:
        """A record folded from all its changes; None for one that nobody has written."""
        return fold(self.journal.changes(register, record))

    def family(self, register: Register, record: str) -> list[Place]:
        """The records whose changes count as seen together: the parent and all of its children."""
        top, root = register, record
        if register.parent is not None and register.parent.to is not None:
            state = self.state(register.name, record)
            parent = state.value(register.parent.name) if state else None
            if isinstance(parent, str):
                top, root = self.registry[register.parent.to], parent
        members = [(top.name, root)]
        for child in top.children:
            members += [(child, row.id) for row in self.records.children(child, root)]
        own = (register.name, record)
        return members if own in members else [*members, own]

    def seen(self, members: Iterable[Place]) -> dict[str, int]:
        """{device: last seq} over all operations on the records, for the ``@seen`` leaf."""
        seen: dict[str, int] = {}
        for changes in self.journal.changes_of_many(list(members)).values():
            for change in changes:
                seen[change.id.device] = max(change.id.seq, seen.get(change.id.device, 0))
        return seen

    def local(self, name: str) -> str | None:
        """A setting of this file that never travels."""
        row = self.connection.execute("SELECT value FROM local WHERE name = ?", [name]).fetchone()
        return row[0] if row else None

    def user(self, user: str) -> tuple[str, str, str | None] | None:
        """Name, role and day of leaving of a user of this file."""
        row = self.connection.execute("SELECT name, role, left_on FROM user WHERE id = ?", [user]).fetchone()
        return (row[0], row[1], row[2]) if row else None

    def users(self) -> list[tuple[str, str, str]]:
        """Id, name and role of everybody who may log in."""
        return self.connection.execute(  # type: ignore[no-any-return]  # rows of three texts
            "SELECT id, name, role FROM user WHERE left_on IS NULL ORDER BY id"
        ).fetchall()

    def certificate(self, device: str) -> str | None:
        """The certificate that is kept of a device, as its key file's text."""
        row = self.connection.execute(
            "SELECT certificate FROM journal_device WHERE id = ?", [device]
        ).fetchone()
        return row[0] if row else None

    def device_rows(self) -> list[tuple[str, str, str | None]]:
        """Id, certificate (its key file's text) and trust of every device of which a certificate is kept."""
        return self.connection.execute(  # type: ignore[no-any-return]  # rows of three texts
            "SELECT id, certificate, trust FROM journal_device WHERE certificate IS NOT NULL ORDER BY id"
        ).fetchall()

    def bundle_summary(self, bundle: str, direction: str) -> tuple[str, str, str] | None:
        """When, what and with which hash a bundle came (``in``) or went (``out``); None for an unknown one."""
        row = self.connection.execute(
            "SELECT at, summary, file_hash FROM bundle WHERE id = ? AND direction = ?", [bundle, direction]
        ).fetchone()
        return (row[0], row[1], row[2]) if row else None

    def bundle_rows(self, direction: str) -> list[tuple[str, str, str]]:
        """Id, other side and summary of every bundle that came or went, oldest first."""
        return self.connection.execute(  # type: ignore[no-any-return]  # rows of three texts
            "SELECT id, other, summary FROM bundle WHERE direction = ? ORDER BY rowid", [direction]
        ).fetchall()

    def station_of_device(self, device: str) -> str | None:
        return self.journal.station(device)


class Writer(Reader):
    """The reader inside the one transaction, with what may be written.

    Attributes:
        has_erased: contents were erased, whose last traces go when the transaction is over.
    """

    def __init__(self, connection: Any, registry: Registry) -> None:
        super().__init__(connection, registry)
        self.has_erased = False
        self._folding = Folding(connection, registry, self.journal, self.search)

    def finish(self) -> None:
        """Before the end of the transaction: former words leave the indexes, many new ones are put in order."""
        if self.has_erased or self._folding.folded >= MANY_RECORDS:
            self.search.tidy()
        self._folding.folded = 0

    def forget(self) -> None:
        """After a rollback: what was done in the transaction was not."""
        self.has_erased = False
        self.journal.forget()
        self._folding.forget()

    def set_local(self, name: str, value: str) -> None:
        self.connection.execute("INSERT OR REPLACE INTO local VALUES (?, ?)", [name, value])

    def know_device(self, device: str, public_key: bytes, certificate: str, station: str) -> None:
        """Keeps what is certified of a device; its operations are then known to be its station's."""
        self.journal.device_no(device)
        before = self.journal.station(device)
        self.connection.execute(
            "UPDATE journal_device SET public_key = ?, certificate = ?, station = ? WHERE id = ?",
            [public_key.hex(), certificate, station, device],
        )
        if station != before:
            # Its operations may have come first: whose records they made is known only now.
            made = self.journal.records_after(device, 0)
            self.refold((register, record) for register, records in made.items() for record in records)

    def forget_device(self, device: str) -> None:
        """Takes out a device of which nothing is held but its certificate."""
        self.connection.execute("DELETE FROM journal_device WHERE id = ?", [device])
        self.journal.forget()

    def set_trust(self, device: str, trust: str) -> None:
        self.connection.execute("UPDATE journal_device SET trust = ? WHERE id = ?", [trust, device])

    def keep_bundle(  # a row has as many columns
        self, bundle: str, direction: str, at: str, other: str, summary: str, file_hash: str
    ) -> None:
        """Notes a bundle that came (``in``) or went (``out``), the later word counting."""
        self.connection.execute(
            "INSERT OR REPLACE INTO bundle VALUES (?, ?, ?, ?, ?, ?)",
            [bundle, direction, at, other, summary, file_hash],
        )

    def add_user(self, user: str, name: str, role: str) -> None:
        self.connection.execute("INSERT INTO user VALUES (?, ?, ?, NULL)", [user, name, role])

    def log_access(self, at: str, actor: str, action: str, subject: str) -> None:
        """One more line of the access log's own chain."""
        row = self.connection.execute("SELECT hash FROM access_log ORDER BY no DESC LIMIT 1").fetchone()
        prev = row[0] if row else GENESIS
        line = [at, actor, action, subject, prev]
        digest = blake2b(b"tuquan/1/access\0" + encode(list[Plain](line)), digest_size=32).hexdigest()
        self.connection.execute(
            "INSERT INTO access_log(at, actor, action, subject, prev, hash) VALUES (?, ?, ?, ?, ?, ?)",
            [*line, digest],
        )

    def append(self, operation: Operation, bundle: str | None = None, *, beyond: bool = False) -> list[Place]:
        """Takes in an operation whose chain was checked; gives the (register, record) pairs to fold again.

        ``beyond`` says that its number is past all that are held of its device.
        """
        erased = self.journal.erased(operation.device, operation.seq)
        kept = without(operation, erased) if erased else operation
        held = None if beyond else self.journal.operation(operation.device, operation.seq)
        if beyond:
            self.journal.add(kept, bundle)
        elif held is None:
            self.journal.disclose(kept, bundle)
        else:
            both = _both(held, operation, erased)
            if both == held:
                return []
            self.journal.replace(both)
        touched = {(leaf.register, leaf.record) for _, leaf in operation.changes()}
        targets = targets_of(operation)
        if targets:
            touched.update(self.journal.erase(targets))
            self.has_erased = True
        return sorted(touched)

    def refold(self, touched: Iterable[Place]) -> None:
        """Brings tables, search and conflicts of the records up to date with the journal."""
        self._folding.refold(touched)

    def fold_all(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Folds the whole journal into empty tables."""
        self._folding.fold_all(progress)


def _both(held: Operation, other: Operation, erased: Collection[ChangeId]) -> Operation:
    """One operation held twice, with all that either shows; an author who showed two things is a fork."""
    try:
        return richer(held, other, erased)
    except BadOperation as error:
        raise ForkedChain(device=held.device, seq=held.seq) from error


class RegisterFile:
    """The open file of a station.

    Attributes:
        registry: the registers the tables were made for.
    """

    def __init__(self, connections: Connections, registry: Registry) -> None:
        self._connections = connections
        self.registry = registry
        with connections.writing() as connection:
            self._writer = Writer(connection, registry)
        with connections.reading() as connection:
            self._reader = Reader(connection, registry)

    @classmethod
    def create(cls, path: Path, key: FileKey, registry: Registry) -> RegisterFile:
        file = cls(create_database(path, key), registry)
        try:
            file.rebuild()
        except BaseException:
            file.close()
            raise
        return file

    @classmethod
    def open(
        cls, path: Path, key: FileKey, registry: Registry, progress: Callable[[int, int], None] | None = None
    ) -> RegisterFile:
        """Opens the file; tables of another shape of the registers are folded anew first."""
        file = cls(open_database(path, key), registry)
        try:
            with file.reading() as reader:
                fits = reader.local(_SHAPE) == shape(registry)
            if not fits:
                file.rebuild(progress)
        except BaseException:
            file.close()
            raise
        return file

    @property
    def path(self) -> Path:
        return self._connections.path

    @property
    def writes(self) -> bool:
        """Whether this thread is inside :meth:`writing`."""
        return self._connections.writes

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """One view of the file, whatever another thread writes; inside :meth:`writing` what that has written."""
        if self._connections.writes:
            yield self._writer
            return
        with self._connections.reading():
            yield self._reader

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction; what is read through the writer sees what it has written."""
        writer = self._writer
        with self._connections.writing():
            try:
                yield writer
                writer.finish()
            except BaseException:
                writer.forget()
                raise
        if writer.has_erased and self._connections.truncate_log():
            writer.has_erased = False

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Drops every derived table and folds the whole journal again."""
        with self._connections.writing() as connection:
            # Also those of registers that only another version of the program knows.
            for name in json.loads(self._writer.local(_DERIVED) or "[]"):
                connection.execute(f'DROP TABLE IF EXISTS "{name}"')
            create_tables(self._connections.tables, self.registry)
            create_indexes(connection, self.registry)
            connection.execute(CONFLICT_TABLE)
            names = [*(register.name for register in self.registry), *indexes(self.registry), "conflict"]
            self._writer.set_local(_DERIVED, json.dumps(names))
            self._writer.fold_all(progress)
            self._writer.search.tidy()
            self._writer.set_local(_SHAPE, shape(self.registry))

    def digest(self) -> str:
        """A hash over all that is derived; equal after a rebuild, or something is wrong."""
        total = blake2b(digest_size=16)
        with self._connections.writing() as connection:
            for query in self._derived_rows(connection):
                for row in connection.execute(query):
                    total.update(repr(row).encode())
        return total.hexdigest()

    def _derived_rows(self, connection: Any) -> Iterator[str]:
        """Queries for every derived row, and for the words that each index holds how often."""
        for register in self.registry:
            columns = ", ".join(f'"{name}"' for name in column_types(register))
            yield f'SELECT {columns} FROM "{register.name}" ORDER BY id'
        yield "SELECT * FROM conflict ORDER BY register, record, field, kind"
        for index in indexes(self.registry):
            connection.execute("DROP TABLE IF EXISTS temp.words")
            connection.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, '{index}', row)")
            yield "SELECT term, doc FROM temp.words"

    def close(self) -> None:
        self._connections.close()
