"""The open file: its two connections, the one transaction, and the tables made anew from the journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

from desktop.domain.fields import Registry
from desktop.domain.journal.operation import ERASE_REGISTER
from desktop.store.database import Connections, FileKey, create_database, open_database
from desktop.store.folding import CONFLICT_TABLE
from desktop.store.owners import LISTED_TABLE, TENURE_TABLE
from desktop.store.reader import Reader
from desktop.store.sames import SAME_TABLE
from desktop.store.search import create_indexes, indexes
from desktop.store.sight import narrow
from desktop.store.tables import column_types, create_tables, shape
from desktop.store.writer import Writer

__all__ = ["ERASE_REGISTER", "Reader", "RegisterFile", "Writer"]

_SHAPE = "shape"
_DERIVED = "derived"


class RegisterFile:
    """The open file of a station.

    Attributes:
        registry: the registers the tables were made for.
    """

    def __init__(self, connections: Connections, registry: Registry) -> None:
        self._connections = connections
        self.registry = registry
        self._rows: Mapping[str, tuple[str, str]] = {}
        self._take_connections()

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
        cls,
        path: Path,
        key: FileKey,
        registry: Registry,
        progress: Callable[[int, int], None] | None = None,
        before_upgrade: Callable[[], None] = lambda: None,
    ) -> RegisterFile:
        """Opens the file; tables of another shape of the registers are folded anew first.

        ``before_upgrade`` is called before anything that another version of the program wrote is changed.
        """
        file = cls(open_database(path, key, before_upgrade), registry)
        try:
            with file.reading() as reader:
                fits = reader.local(_SHAPE) == shape(registry)
            if not fits:
                before_upgrade()
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

    def _take_connections(self) -> None:
        with self._connections.writing() as connection:
            self._writer = Writer(connection, self.registry)
        with self._connections.preparing() as connections:
            self._readers = {
                connection: Reader(connection, self.registry, narrow(connection, self.registry, self._rows))
                for connection in connections
            }

    def narrow(self, rows: Mapping[str, tuple[str, str]]) -> None:
        """Of these registers nothing else is read from now on; see :func:`desktop.store.sight.narrow`.

        What is read inside :meth:`writing` is not narrowed: who writes asks the door.
        """
        self._rows = rows
        self._take_connections()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody writes but this thread until the end; reading goes on."""
        with self._connections.alone():
            yield

    def renew(self, key: FileKey, swap: Callable[[], None]) -> None:
        """Goes on with the file that ``swap`` puts in the place of this one, under another key."""
        with self._connections.alone():
            try:
                self._connections.renew(key, swap)
            finally:
                if self._connections.is_open:
                    self._take_connections()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """One view of the file, whatever another thread writes; inside :meth:`writing` what that has written."""
        if self._connections.writes:
            yield self._writer
            return
        with self._connections.reading() as connection:
            yield self._readers[connection]

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
            connection.execute(LISTED_TABLE)
            connection.execute(TENURE_TABLE)
            connection.execute(SAME_TABLE)
            names = [register.name for register in self.registry]
            names += [*indexes(self.registry), "conflict", "listed", "tenure", "same"]
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
        yield "SELECT * FROM listed ORDER BY register, record, list"
        yield "SELECT * FROM same ORDER BY register, record"
        for index in indexes(self.registry):
            connection.execute("DROP TABLE IF EXISTS temp.words")
            connection.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, '{index}', row)")
            yield "SELECT term, doc FROM temp.words"

    def close(self) -> None:
        self._connections.close()
