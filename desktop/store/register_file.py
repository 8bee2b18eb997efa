"""The open file: where an operation enters the journal and the tables follow it, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

from desktop.domain.fields import Register, Registry
from desktop.domain.journal.canonical import Plain, encode
from desktop.domain.journal.chain import richer
from desktop.domain.journal.erase import targets_of, without
from desktop.domain.journal.merge import Change, RecordState, fold, retired_against_edits
from desktop.domain.journal.operation import ERASE_REGISTER, GENESIS, Operation
from desktop.store.database import Connections, FileKey, create_database, open_database
from desktop.store.journal import Journal, Place
from desktop.store.records import Records
from desktop.store.search import SearchIndex, create_index
from desktop.store.tables import create_tables, shape

__all__ = ["ERASE_REGISTER", "Reader", "RegisterFile", "Writer"]


class Reader:
    """Everything that can be asked of the file, over one connection.

    Attributes:
        journal, records, search: the three sides of the same data.
    """

    def __init__(self, connection: Any, registry: Registry) -> None:
        self.connection = connection
        self.registry = registry
        self.journal = Journal(connection)
        self.records = Records(connection, registry)
        self.search = SearchIndex(connection, registry)

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
        row = self.connection.execute("SELECT station FROM journal_device WHERE id = ?", [device]).fetchone()
        return row[0] if row else None


class Writer(Reader):
    """The reader inside the one transaction, with what may be written."""

    def set_local(self, name: str, value: str) -> None:
        self.connection.execute("INSERT OR REPLACE INTO local VALUES (?, ?)", [name, value])

    def know_device(self, device: str, public_key: bytes, certificate: str, station: str) -> None:
        """Keeps what is certified of a device; its operations are then known to be its station's."""
        self.journal.device_no(device)
        self.connection.execute(
            "UPDATE journal_device SET public_key = ?, certificate = ?, station = ? WHERE id = ?",
            [public_key.hex(), certificate, station, device],
        )

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
        held = None if beyond else self.journal.operation(operation.device, operation.seq)
        if beyond:
            self.journal.add(without(operation, erased), bundle)
        elif held is None:
            self.journal.disclose(without(operation, erased), bundle)
        else:
            both = richer(held, operation, erased)
            if both == held:
                return []
            self.journal.replace(both)
        touched = {(leaf.register, leaf.record) for _, leaf in operation.changes()}
        targets = targets_of(operation)
        if targets:
            touched.update(self.journal.erase(targets))
        return sorted(touched)

    def refold(self, touched: Iterable[Place]) -> None:
        """Brings tables, search and conflicts of the records up to date with the journal."""
        known = [(name, record) for name, record in touched if name in self.registry]
        changes = self.journal.changes_of_many(known)
        parents: dict[str, Register] = {}
        for name, record in known:
            register = self.registry[name]
            self._write(register, record, changes[name, record])
            parent = self._parent(register, record)
            if parent is not None:
                parents[parent[1]] = parent[0]
            elif register.children:
                parents[record] = register
        for record, register in parents.items():
            self._write_retirement(register, record)

    def _write(self, register: Register, record: str, changes: list[Change]) -> None:
        state = fold(changes)
        if state is None:
            self.connection.execute(f'DELETE FROM "{register.name}" WHERE id = ?', [record])
            self._clear_conflicts(record)
            return
        first = min(changes, key=lambda change: change.order)
        self.records.write(register, state, self.station_of_device(first.id.device))
        self.search.write(register, state)
        self._clear_conflicts(record)
        conflicts = [(name, "field") for name in state.conflicts()]
        if not register.children and retired_against_edits(changes, ()):
            conflicts.append(("@state", "retired"))
        self._add_conflicts(register, record, conflicts)

    def _write_retirement(self, register: Register, record: str) -> None:
        """A record with children: retiring it conflicts with edits of the children too."""
        own = self.journal.changes(register.name, record)
        children = [
            change
            for child in register.children
            for row in self.records.children(child, record)
            for change in self.journal.changes(child, row.id)
        ]
        self.connection.execute("DELETE FROM conflict WHERE record = ? AND kind = 'retired'", [record])
        if retired_against_edits(own, children):
            self._add_conflicts(register, record, [("@state", "retired")])

    def _parent(self, register: Register, record: str) -> tuple[Register, str] | None:
        if register.parent is None or register.parent.to is None:
            return None
        row = self.records.get(register.name, record)
        parent = row.values.get(register.parent.name) if row else None
        return (self.registry[register.parent.to], parent) if isinstance(parent, str) else None

    def _clear_conflicts(self, record: str) -> None:
        self.connection.execute("DELETE FROM conflict WHERE record = ?", [record])

    def _add_conflicts(self, register: Register, record: str, conflicts: list[tuple[str, str]]) -> None:
        self.connection.executemany(
            "INSERT OR REPLACE INTO conflict VALUES (?, ?, ?, ?)",
            [[register.name, record, field, kind] for field, kind in conflicts],
        )


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
        file.rebuild()
        return file

    @classmethod
    def open(
        cls, path: Path, key: FileKey, registry: Registry, progress: Callable[[int, int], None] | None = None
    ) -> RegisterFile:
        """Opens the file; tables of another shape of the registers are folded anew first."""
        file = cls(open_database(path, key), registry)
        with file.reading() as reader:
            fits = reader.local("shape") == shape(registry)
        if not fits:
            file.rebuild(progress)
        return file

    @property
    def path(self) -> Path:
        return self._connections.path

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        with self._connections.reading():
            yield self._reader

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction; what is read through the writer sees what it has written."""
        with self._connections.writing():
            try:
                yield self._writer
            except BaseException:
                self._writer.journal.forget()
                raise

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Drops every derived table and folds the whole journal again."""
        with self._connections.writing() as connection:
            create_tables(self._connections.tables, self.registry)
            create_index(connection)
            connection.execute("DROP TABLE IF EXISTS conflict")
            connection.execute(
                "CREATE TABLE conflict(register TEXT, record TEXT, field TEXT, kind TEXT,"
                " PRIMARY KEY (record, field, kind)) STRICT"
            )
            places = [
                place for register in self.registry for place in self._writer.journal.records(register.name)
            ]
            for start in range(0, len(places), 1000):
                if progress is not None:
                    progress(start, len(places))
                self._writer.refold(places[start : start + 1000])
            self._writer.set_local("shape", shape(self.registry))

    def digest(self) -> str:
        """A hash over every row of the derived tables; equal after a rebuild, or something is wrong."""
        total = blake2b(digest_size=16)
        with self.reading() as reader:
            names = [register.name for register in self.registry]
            queries = [f'SELECT * FROM "{name}" ORDER BY id' for name in names]
            queries += ["SELECT * FROM conflict ORDER BY record, field, kind"]
            queries += [
                f"SELECT register, record, exact, folded FROM {name} ORDER BY record"
                for name in ("search_open", "search_secret")
            ]
            for query in queries:
                for row in reader.connection.execute(query):
                    total.update(repr(row).encode())
        return total.hexdigest()

    def close(self) -> None:
        self._connections.close()
