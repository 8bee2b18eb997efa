"""What can go wrong with the file, as sentences for a person; the library's own exceptions stay in here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlcipher3 import dbapi2

from desktop.domain.errors import UserError


class NotADatabase(UserError):
    """The file is no database of this program, or its key is another's."""

    code = "not_a_database"


class NewerDatabase(UserError):
    """A newer version of the program has written the file; this one must not touch it."""

    code = "newer_database"


class MissingDatabase(UserError):
    """There is no database file where it should be."""

    code = "missing_database"


class DatabaseDiskFull(UserError):
    """The disk is full; the operation was rolled back whole."""

    code = "database_disk_full"


class DatabaseUnreadable(UserError):
    """The disk or the file is damaged."""

    code = "database_unreadable"


class DatabaseBusy(UserError):
    """Something else holds the file."""

    code = "database_busy"


class DatabaseNotWritable(UserError):
    """The folder or the file in it may not be written by this person, or is protected as a whole."""

    code = "database_not_writable"


# Primary result codes from "Result and Error Codes" in SQLite's documentation. Words are no guide: a mistake
# about a column ``full_name`` speaks of "full" too.
_BY_CODE: Final[dict[int, type[UserError]]] = {
    dbapi2.SQLITE_PERM: DatabaseNotWritable,
    dbapi2.SQLITE_BUSY: DatabaseBusy,
    dbapi2.SQLITE_LOCKED: DatabaseBusy,
    dbapi2.SQLITE_READONLY: DatabaseNotWritable,
    dbapi2.SQLITE_IOERR: DatabaseUnreadable,
    dbapi2.SQLITE_CORRUPT: DatabaseUnreadable,
    dbapi2.SQLITE_FULL: DatabaseDiskFull,
    dbapi2.SQLITE_CANTOPEN: DatabaseNotWritable,
    dbapi2.SQLITE_PROTOCOL: DatabaseBusy,
    dbapi2.SQLITE_NOLFS: DatabaseDiskFull,
    dbapi2.SQLITE_NOTADB: NotADatabase,
}

# Copying page by page tells no code, only the library's own sentence for it ("sqlite3_errstr"), and that whole.
_BY_SENTENCE: Final[dict[str, type[UserError]]] = {
    "attempt to write a readonly database": DatabaseNotWritable,
    "database is locked": DatabaseBusy,
    "disk I/O error": DatabaseUnreadable,
    "database disk image is malformed": DatabaseUnreadable,
    "database or disk is full": DatabaseDiskFull,
    "unable to open database file": DatabaseNotWritable,
    "file is not a database": NotADatabase,
}


@contextmanager
def as_user_errors() -> Iterator[None]:
    """Turns the failures of disk and file into :class:`UserError`; mistakes of the program stay bugs."""
    try:
        yield
    except dbapi2.DatabaseError as error:
        failure = failure_of(error)
        if failure is None:
            raise
        raise failure from error


def failure_of(error: dbapi2.DatabaseError) -> UserError | None:
    """What a person can mend of an exception of the library, or None if it is a bug."""
    code = getattr(error, "sqlite_errorcode", None)
    kind = _BY_SENTENCE.get(str(error)) if code is None else _BY_CODE.get(code & 0xFF)
    if kind is None:
        return None
    return kind(detail=str(error)) if kind is DatabaseUnreadable else kind()
