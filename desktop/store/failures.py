"""What can go wrong with the file, as sentences for a person; the library's own exceptions stay in here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def as_user_errors() -> Iterator[None]:
    """Turns the failures of disk and file into :class:`UserError`; mistakes of the program stay bugs."""
    try:
        yield
    except dbapi2.DatabaseError as error:
        text = str(error)
        if "full" in text:
            raise DatabaseDiskFull() from error
        if "not a database" in text:
            raise NotADatabase() from error
        if "malformed" in text or "disk I/O" in text or "hmac" in text.lower():
            raise DatabaseUnreadable(detail=text) from error
        if "locked" in text or "busy" in text:
            raise DatabaseBusy() from error
        raise
