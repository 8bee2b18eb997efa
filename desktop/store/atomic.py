"""One transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_INNER: Final = "inner"


@contextmanager
def atomic(connection: Any) -> Iterator[None]:
    """Committed whole at the end, rolled back whole by any exception; inside another one, a part of it of its own."""
    if connection.in_transaction:
        with _part(connection):
            yield
        return
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # Does nothing where the failure itself, such as that of a disk, has ended the transaction.
        connection.rollback()
        raise


@contextmanager
def _part(connection: Any) -> Iterator[None]:
    # Of two savepoints of one name the later is meant, so that parts may stand in each other.
    connection.execute(f"SAVEPOINT {_INNER}")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute(f"ROLLBACK TO {_INNER}")
            connection.execute(f"RELEASE {_INNER}")
        raise
    else:
        connection.execute(f"RELEASE {_INNER}")
