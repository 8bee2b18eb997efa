"""Connecting to the server: an address as everybody writes it, everything secret by the server's own means."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

import psycopg
from psycopg.conninfo import conninfo_to_dict

from desktop.publish.errors import (
    PublishAddressWrong,
    PublishPasswordShown,
    PublishServerOld,
    PublishUnreachable,
    as_user_errors,
)

Server: TypeAlias = psycopg.Connection[tuple[Any, ...]]
"""One connection, in autocommit: transactions begin and end only where this program says so."""

SCHEMA: Final = "tuquan"
PARTS: Final = "tuquan_parts"
"""Where the partitions lie, so that the list of tables stays short."""

SCHEMES: Final = ("postgresql://", "postgres://")
OLDEST: Final = 14
_SETTINGS: Final[dict[str, Any]] = {
    "application_name": "tuquan",
    "connect_timeout": 15,
    # A server that has gone without a word is noticed within a minute and a half.
    "keepalives_idle": 30,
    "keepalives_interval": 15,
    "keepalives_count": 4,
}


def checked(address: str) -> str:
    """An address of a server. Passwords come from the password file or the service file (PGPASSFILE, PGSERVICEFILE),
    encryption is as ``sslmode`` and its like in the address say.

    Raises :class:`PublishAddressWrong` and :class:`PublishPasswordShown`.
    """
    if not address.startswith(SCHEMES):
        raise PublishAddressWrong(address=address)
    try:
        parts = conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise PublishAddressWrong(address=address) from error
    if parts.get("password"):
        raise PublishPasswordShown()
    return address


@contextmanager
def connected(address: str) -> Iterator[Server]:
    """A connection to the server, closed at the end.

    Raises :class:`PublishUnreachable`, :class:`PublishServerOld`, and what :mod:`desktop.publish.errors` has for what
    happens meanwhile.
    """
    given = conninfo_to_dict(checked(address))
    settings = {name: value for name, value in _SETTINGS.items() if name not in given}
    try:
        connection = psycopg.connect(address, autocommit=True, **settings)
    except psycopg.OperationalError as error:
        lines = str(error).strip().splitlines()
        raise PublishUnreachable(detail=lines[-1] if lines else "") from error
    with connection, as_user_errors():
        version = connection.info.server_version // 10_000
        if version < OLDEST:
            raise PublishServerOld(theirs=version, ours=OLDEST)
        connection.execute(f"SET search_path = {SCHEMA}")
        connection.execute("SET client_encoding = 'UTF8'")
        # Plans are made once and kept for the whole run. To weigh each of thousands of records that a question names
        # takes longer than to look for them; and a run may begin with empty tables: what is planned by these would
        # look for records in all of a journal that has grown meanwhile.
        connection.prepare_threshold = 1
        connection.execute("SET plan_cache_mode = force_generic_plan")
        connection.execute("SET enable_seqscan = off")
        # Neither the compiler nor further processes for a question: to begin them takes longer than to answer it,
        # and other importers want the processors.
        connection.execute("SET jit = off")
        connection.execute("SET max_parallel_workers_per_gather = 0")
        yield connection
