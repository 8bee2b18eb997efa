"""Opening the encrypted file: one connection that writes and two that read, all durable and careful."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from desktop.base.threads import is_first
from desktop.base.values import dataclass
from desktop.store import steps
from desktop.store.atomic import atomic
from desktop.store.failures import (
    DatabaseNotWritable,
    DatabaseUnreadable,
    MissingDatabase,
    NewerDatabase,
    NotADatabase,
    as_user_errors,
)

if TYPE_CHECKING:
    from sqlite_utils import Database as Tables

KEY_BYTES = 32
SALT_BYTES = 16

_READERS = 2
_WRITER_PAGES = 24_000
"""Kilobytes of pages that the writing connection may keep: what one bundle touches, so that nothing is written twice.
They are taken as they are needed, and a station's day needs few."""
_READER_PAGES = 8_000
"""Kilobytes of pages that are kept by who reads the journal from one end to the other and looks twice."""
_PATIENCE = 2.0
"""Seconds to wait for another thread that reads."""


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class FileKey:
    """The random key of the file and the salt that stands in its first 16 bytes; both live in the keyring."""

    key: bytes = field(repr=False)
    salt: bytes = field(repr=False)

    def pragma(self) -> str:
        if len(self.key) != KEY_BYTES or len(self.salt) != SALT_BYTES:
            raise ValueError("a key of 32 bytes and a salt of 16")
        return f"PRAGMA key = \"x'{self.key.hex()}{self.salt.hex()}'\""


def connect(path: str, key: FileKey) -> Any:
    """A careful connection to an encrypted file; nothing of it is read yet."""
    # Autocommit: transactions begin and end only where this program says so.
    connection = dbapi2.connect(path, isolation_level=None, check_same_thread=False, timeout=5.0)
    try:
        for pragma in (
            "PRAGMA cipher_log_level = NONE",  # what goes wrong is told by exceptions, not on a console
            key.pragma(),
            "PRAGMA temp_store = MEMORY",  # no plaintext temporary files
            "PRAGMA synchronous = FULL",
            "PRAGMA secure_delete = ON",
            "PRAGMA trusted_schema = OFF",
            "PRAGMA cell_size_check = ON",
        ):
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


class _Mine(threading.local):
    """How deep this thread is in readings and writings."""

    readings = 0
    writings = 0


@dataclass(frozen=True)
class _Reading:
    """A connection that reads, and whose turn it is to."""

    connection: Any
    turn: threading.RLock


class Connections:
    """The connections to one file. Reading goes on, in another thread too, while something is written.

    Who reads may begin to write; who writes reads over the writing connection, and so never waits for a reader
    who waits for it. The program's first thread, the window's, and whoever works in its place have a connection to
    themselves: what another thread reads at length never keeps the window waiting.
    """

    def __init__(self, path: Path, key: FileKey, before_upgrade: Callable[[], None]) -> None:
        self.path = path
        self.is_open = True
        self._key = key
        self._writing = threading.RLock()
        self._mine = _Mine()
        self._readings: tuple[_Reading, ...] = ()
        with as_user_errors():
            self._writer = connect(str(path), key)
            try:
                self._check_format()
                self._prepare_writer()
                if steps.wait(self._writer):
                    self._upgrade(before_upgrade)
                self._open_readers()
            except BaseException:
                self._writer.close()
                raise

    def _prepare_writer(self) -> None:
        self._writer.execute("PRAGMA journal_mode = WAL").fetchone()
        self._writer.execute(f"PRAGMA cache_size = -{_WRITER_PAGES}")

    def _check_format(self) -> None:
        application = self._writer.execute("PRAGMA application_id").fetchone()[0]
        version = self._writer.execute("PRAGMA user_version").fetchone()[0]
        if application != steps.APPLICATION_ID and not steps.is_new(self._writer):
            raise NotADatabase()
        if version > steps.FORMAT:
            raise NewerDatabase(theirs=version, ours=steps.FORMAT)

    def _upgrade(self, before_upgrade: Callable[[], None]) -> None:
        from desktop.store.migrations import (
            migrate,  # with sqlite-utils, for which most starts would wait in vain
        )

        if not steps.is_new(self._writer):
            before_upgrade()
        migrate(self.tables)

    @property
    def tables(self) -> Tables:
        """The writing connection with what makes tables."""
        from sqlite_utils import Database

        return Database(self._writer, execute_plugins=False)

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """The one transaction: committed whole at the end, rolled back whole by any exception."""
        with self._writing, as_user_errors(), atomic(self._writer):
            self._mine.writings += 1
            try:
                yield self._writer
            finally:
                self._mine.writings -= 1

    @property
    def writes(self) -> bool:
        """Whether this thread is inside :meth:`writing`."""
        return self._mine.writings > 0

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """The reading connection, which sees the file as it is now until the end, whatever is written meanwhile."""
        mine = self._readings[0 if is_first() else 1]
        with mine.turn, as_user_errors():
            if not self._mine.readings:
                mine.connection.execute("BEGIN")
            self._mine.readings += 1
            try:
                yield mine.connection
            finally:
                self._mine.readings -= 1
                if not self._mine.readings:
                    mine.connection.rollback()

    @contextmanager
    def preparing(self) -> Iterator[Sequence[Any]]:
        """The reading connections before they read on, to be given temporary views; the file stays as it is."""
        with self._nobody_reads(), as_user_errors():
            connections = [each.connection for each in self._readings]
            for connection in connections:
                connection.execute("PRAGMA query_only = OFF")
            try:
                yield connections
            finally:
                for connection in connections:
                    connection.execute("PRAGMA query_only = ON")

    @contextmanager
    def _nobody_reads(self) -> Iterator[None]:
        with self._readings[0].turn, self._readings[1].turn:
            yield

    def _open_readers(self) -> None:
        """Two, with the turns that there are, for whoever waits for one of them."""
        connections = []
        try:
            for _ in range(_READERS):
                connections.append(connect(str(self.path), self._key))
                connections[-1].execute("PRAGMA query_only = ON")
        except BaseException:
            for connection in connections:
                connection.close()
            raise
        turns = [each.turn for each in self._readings] or [threading.RLock() for _ in range(_READERS)]
        self._readings = tuple(map(_Reading, connections, turns))

    def truncate_log(self, patience: float = _PATIENCE) -> bool:
        """Moves what was committed into the file itself and empties the log beside it, where old pages stand.

        False when that must wait: a transaction goes on, or somebody reads for longer than ``patience`` seconds.
        """
        with self._writing, as_user_errors():
            if self._writer.in_transaction:
                return False
            with ExitStack() as turns:
                for each in self._readings:
                    if not each.turn.acquire(timeout=patience):
                        return False
                    turns.callback(each.turn.release)
                busy, _, _ = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody writes but this thread until the end; reading goes on."""
        with self._writing:
            yield

    def renew(self, key: FileKey, swap: Callable[[], None]) -> None:
        """Closes the file, lets ``swap`` put another in its place under another key, and goes on with that one.

        Waits for who reads. Where ``swap`` fails with the former file still there, it is opened again as it was.
        """
        with self._writing, self._nobody_reads():
            self.close()
            try:
                swap()
            finally:
                self._reopen(key)

    def _reopen(self, key: FileKey) -> None:
        with as_user_errors():
            if salt_of(self.path) == key.salt:
                self._key = key
            self._writer = connect(str(self.path), self._key)
            self._prepare_writer()
            self._open_readers()
            self.is_open = True

    def close(self) -> None:
        with self._writing, self._nobody_reads():
            for each in self._readings:
                each.connection.close()
            self._writer.close()
            self.is_open = False


@contextmanager
def looking_in(path: Path, key: FileKey) -> Iterator[Any]:
    """One view of a file that another process has open; only to read."""
    with as_user_errors():
        connection = connect(str(path), key)
        try:
            connection.execute("PRAGMA query_only = ON")
            connection.execute(f"PRAGMA cache_size = -{_READER_PAGES}")
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.close()


def salt_of(path: Path) -> bytes:
    """What an encrypted file begins with, and by which its key is told; nothing for one that cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(SALT_BYTES)
    except OSError:
        return b""


def create_database(path: Path, key: FileKey) -> Connections:
    """A new file; one that is there already is never touched."""
    if path.exists():
        raise FileExistsError(path)
    return Connections(path, key, _nothing)


def open_database(path: Path, key: FileKey, before_upgrade: Callable[[], None] = _nothing) -> Connections:
    """Opens the file and brings its journal tables up to date, after ``before_upgrade`` where that changes them.

    Raises :class:`MissingDatabase`, :class:`NotADatabase`, :class:`NewerDatabase` and the other failures of
    ``failures``; the file is then as it was.
    """
    try:
        if not path.is_file():
            raise MissingDatabase(path=str(path))
        with path.open("rb") as file:
            salt = file.read(SALT_BYTES)
    except PermissionError as error:
        raise DatabaseNotWritable() from error
    except OSError as error:
        raise DatabaseUnreadable(detail=str(error)) from error
    if salt != key.salt:
        raise NotADatabase()
    return Connections(path, key, before_upgrade)
