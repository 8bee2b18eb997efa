"""The tables on the server: the journal by numbered steps, the registers from their declarations.

As in the file (``store.migrations``, ``store.tables``), with two differences: tables are cut into parts by the station
that a row belongs to, and every key carries that station, so that the parts can lie on many machines. What names
devices only (their stations, erasures that may come before what they erase) stands whole on each.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from psycopg import sql

from desktop.domain.fields import Register, Registry
from desktop.publish.errors import PublishNewer, PublishNotOurs
from desktop.publish.server import PARTS, SCHEMA, Server
from desktop.store.tables import ALSO, STATION, column_types, shape

MANY: Final = 8
"""Into how many parts a table is cut where nobody says otherwise; fixed when the tables are first made. 0 leaves them
whole, for a server that cuts them itself."""

LAYOUT: Final = 1
"""Raised whenever this package keeps something else for the same declarations: all is then folded anew."""

_LOCK: Final = 0x54515031

JOURNAL: Final = {
    "journal_operation": (
        "station text NOT NULL, device text NOT NULL, seq bigint NOT NULL, hlc bigint NOT NULL, auto boolean NOT NULL,"
        " prev bytea NOT NULL, hash bytea NOT NULL, meta text NOT NULL, salt bytea NOT NULL, aside smallint NOT NULL,"
        " PRIMARY KEY (device, seq, station)"
    ),
    # What the fold asks of an operation stands beside its entries: one look gives all changes of a record.
    "journal_entry": (
        "station text NOT NULL, device text NOT NULL, seq bigint NOT NULL, first integer NOT NULL, hlc bigint NOT NULL,"
        " auto boolean NOT NULL, aside smallint NOT NULL, register text, record text, leaves text NOT NULL,"
        " secrets bytea NOT NULL, PRIMARY KEY (device, seq, first, station)"
    ),
    "journal_withheld": (
        "station text NOT NULL, device text NOT NULL, seq bigint NOT NULL, body bytea NOT NULL, hash bytea NOT NULL,"
        " PRIMARY KEY (device, seq, station)"
    ),
}
"""The journal by table, each cut into parts by the station of the device that wrote."""

_WHOLE: Final = {
    "journal_device": "id text PRIMARY KEY, station text, level text",
    "journal_erased": "device text, seq bigint, leaf integer, PRIMARY KEY (device, seq, leaf)",
    "journal_head": "device text, seq bigint, hash text, signature text, PRIMARY KEY (device, seq)",
    "same": "register text, record text, first text, PRIMARY KEY (register, record)",
    "listed": "list text, register text, record text, PRIMARY KEY (register, record, list)",
    # What came last from which file, so that the next time only what is new goes.
    "published": "source text, device text, last bigint, mark text, PRIMARY KEY (source, device)",
    "bundle": "id text PRIMARY KEY, hash text NOT NULL",
    "sight": "reader name, station text, PRIMARY KEY (reader, station)",
    "period": (
        "kind text, year integer, number integer, first text NOT NULL, last text NOT NULL,"
        " first_year integer NOT NULL, PRIMARY KEY (kind, year, number)"
    ),
}

_PARTS: Final = "parts"
READERS_SET: Final = "readers"
"""Under this name stands what readers were last given."""

Step = Callable[[Server, int], None]


def _first_tables(server: Server, parts: int) -> None:
    for name, columns in JOURNAL.items():
        _cut(server, name, _collated(columns), "station", parts)
    server.execute("CREATE INDEX ON journal_entry (record)")
    for name, columns in _WHOLE.items():
        server.execute(f"CREATE TABLE {name} ({_collated(columns)})".encode())


def _find_aside(server: Server, _parts: int) -> None:
    server.execute("CREATE INDEX ON journal_operation (device, seq) WHERE aside = 1")


def _keep_endings(server: Server, _parts: int) -> None:
    columns = "device text, statement text, PRIMARY KEY (device, statement)"
    server.execute(f"CREATE TABLE ending ({_collated(columns)})".encode())


STEPS: Final[tuple[Step, ...]] = (_first_tables, _find_aside, _keep_endings)
"""What makes the tables that are not derived; frozen once released, the next is added at the end."""


def prepared(server: Server, registry: Registry, version: str, parts: int = MANY) -> bool:
    """Brings the tables up to date, inside the caller's transaction; whether all must be folded anew.

    Raises :class:`PublishNotOurs` and :class:`PublishNewer`, with nothing changed.
    """
    wait_for_others(server)
    done = _steps_done(server)
    if done > len(STEPS):
        raise PublishNewer()
    if done == 0:
        server.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}".encode())
        server.execute(f"CREATE SCHEMA IF NOT EXISTS {PARTS}".encode())
        server.execute(
            "CREATE TABLE step (number integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"
        )
        server.execute("CREATE TABLE told (name text PRIMARY KEY, value text NOT NULL)")
        tell(server, _PARTS, str(parts))
    cut = int(told(server, _PARTS) or parts)
    for number, step in enumerate(STEPS[done:], start=done + 1):
        step(server, cut)
        server.execute("INSERT INTO step (number) VALUES (%s)", [number])
    return _registers_prepared(server, registry, version, cut)


def wait_for_others(server: Server) -> None:
    """Nobody else changes tables, views or rights until the end of the transaction."""
    server.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def told(server: Server, name: str) -> str | None:
    """What is kept on the server under a name."""
    row = server.execute("SELECT value FROM told WHERE name = %s", [name]).fetchone()
    return row[0] if row is not None else None


def tell(server: Server, name: str, value: str) -> None:
    server.execute(
        "INSERT INTO told VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )


def _steps_done(server: Server) -> int:
    """How many steps were made; raises :class:`PublishNotOurs` where a stranger's tables are in the way."""
    known = server.execute(
        "SELECT to_regclass(%s), to_regclass(%s)", [f"{SCHEMA}.step", f"{SCHEMA}.told"]
    ).fetchone()
    if known is not None and None not in known:
        row = server.execute("SELECT coalesce(max(number), 0) FROM step").fetchone()
        return int(row[0]) if row is not None else 0
    strangers = server.execute(
        "SELECT count(*) FROM pg_class"
        " WHERE relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN (%s, %s))",
        [SCHEMA, PARTS],
    ).fetchone()
    if strangers is not None and strangers[0]:
        raise PublishNotOurs(schema=SCHEMA)
    return 0


# Registers


def columns_of(register: Register) -> dict[str, type]:
    """The columns of a register's table, as in the file but for those by which the screen orders and finds."""
    return {
        name: kind
        for name, kind in column_types(register).items()
        if not name.endswith("@order") and name != ALSO
    }


def _registers_prepared(server: Server, registry: Registry, version: str, parts: int) -> bool:
    wanted = f"{LAYOUT} {shape(registry)}"
    if told(server, "shape") == wanted:
        return False
    if (before := told(server, "version")) is not None and _number(before) > _number(version):
        raise PublishNewer()
    server.execute("DROP TABLE IF EXISTS conflict CASCADE")
    for name in json.loads(told(server, "registers") or "[]"):
        server.execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(sql.Identifier(name)))
    for register in registry:
        make_table(server, register, parts)
    conflict = f'"{STATION}" text, register text, record text, field text, kind text'
    key = f'PRIMARY KEY (record, field, kind, register, "{STATION}")'
    _cut(server, "conflict", f"{_collated(conflict)}, {key}", STATION, parts)
    tell(server, READERS_SET, "")
    tell(server, "registers", json.dumps([register.name for register in registry]))
    tell(server, "shape", wanted)
    tell(server, "version", version)
    return True


def make_table(server: Server, register: Register, parts: int) -> None:
    """The table of a register, empty. Raises :class:`ValueError` for one named like a table of the program."""
    if register.name in {*JOURNAL, *_WHOLE, "ending", "step", "told", "conflict"}:
        raise ValueError(f"{register.name} is a table of the program")
    columns = ", ".join(f'"{name}" {_type(kind)}' for name, kind in columns_of(register).items())
    _cut(server, register.name, f'{columns}, PRIMARY KEY (id, "{STATION}")', STATION, parts)
    for name in _indexed(register):
        server.execute(
            sql.SQL("CREATE INDEX ON {} ({})").format(sql.Identifier(register.name), sql.Identifier(name))
        )


def _indexed(register: Register) -> Iterator[str]:
    if register.parent is not None:
        yield register.parent.name


def _cut(server: Server, name: str, columns: str, by: str, parts: int) -> None:
    cut = f' PARTITION BY HASH ("{by}")' if parts else ""
    server.execute(f'CREATE TABLE "{name}" ({columns}){cut}'.encode())
    for number in range(parts):
        server.execute(
            f'CREATE TABLE {PARTS}."{name}_{number}" PARTITION OF "{name}"'
            f" FOR VALUES WITH (MODULUS {parts}, REMAINDER {number})".encode()
        )


def _type(kind: type) -> str:
    return "bigint" if kind is int else 'text COLLATE "C"'


def _collated(columns: str) -> str:
    """Texts are compared by code points everywhere, as in the file."""
    return columns.replace(" text", ' text COLLATE "C"')


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


Row = dict[str, Any]
"""A row of a register's table, by column."""
