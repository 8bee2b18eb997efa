"""What a file alone knows of the bundles that passed: which came and went, which brought what, and what is set aside.

None of it is in the journal. A file that was put together from an older copy takes it over from a newer one, or what
was set aside would count again, and nobody could say why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from desktop.domain.errors import UserError
from desktop.store.failures import as_user_errors
from desktop.store.journal import Place
from desktop.store.reader import Reader
from desktop.store.writer import Writer

_BUNDLES: Final = "SELECT id, direction, at, other, summary, file_hash FROM bundle ORDER BY rowid"
_BROUGHT: Final = (
    "SELECT d.id, o.seq, o.bundle FROM journal_operation o JOIN journal_device d ON d.no = o.device"
    " WHERE d.id = ? AND o.seq > ? AND o.bundle IS NOT NULL ORDER BY o.seq"
)
_ASIDE: Final = "SELECT device, seq, bundle FROM journal_aside ORDER BY device, seq"


@dataclass(frozen=True)
class Passed:
    """Rows of the three tables: bundles whole, the others as (device, number of the operation, bundle)."""

    bundles: tuple[tuple[str, ...], ...]
    brought: tuple[tuple[str, int, str], ...]
    aside: tuple[tuple[str, int, str], ...]


def passed_of(reader: Reader, since: Mapping[str, int]) -> Passed:
    """All of it, but of what brought what only what follows the numbers ``since`` by device."""
    ask = reader.connection.execute
    brought = (
        row
        for device in reader.journal.devices()
        for row in ask(_BROUGHT, [device, since.get(device, 0)]).fetchall()
    )
    return Passed(tuple(ask(_BUNDLES).fetchall()), tuple(brought), tuple(ask(_ASIDE).fetchall()))


def read_if_whole(reader: Reader, since: Mapping[str, int]) -> Passed | None:
    """As :func:`passed_of`; None where the file is damaged there."""
    with suppress(UserError), as_user_errors():
        return passed_of(reader, since)
    return None


def write_into(tail: Any, passed: Passed) -> None:
    tail.execute(
        "CREATE TABLE bundle(id TEXT, direction TEXT, at TEXT, other TEXT, summary TEXT, file_hash TEXT) STRICT"
    )
    tail.execute("CREATE TABLE brought(device TEXT, seq INTEGER, bundle TEXT) STRICT")
    tail.execute("CREATE TABLE aside(device TEXT, seq INTEGER, bundle TEXT) STRICT")
    tail.executemany("INSERT INTO bundle VALUES (?, ?, ?, ?, ?, ?)", passed.bundles)
    tail.executemany("INSERT INTO brought VALUES (?, ?, ?)", passed.brought)
    tail.executemany("INSERT INTO aside VALUES (?, ?, ?)", passed.aside)


def read_from(tail: Any) -> Passed | None:
    """None for a tail of a version that kept nothing of it."""
    if not tail.execute("SELECT 1 FROM sqlite_master WHERE name = 'aside'").fetchone():
        return None
    return Passed(
        *(
            tuple(tail.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall())
            for table in ("bundle", "brought", "aside")
        )
    )


def settle_aside(writer: Writer, passed: Passed) -> set[Place]:
    """Before the operations come: sets aside here what is there, and nothing else; gives what is to be folded anew."""
    there = {(device, seq): bundle for device, seq, bundle in passed.aside}
    here = writer.aside.all()
    touched = _touched(writer, (each for each in there.keys() ^ here.keys()))
    for bundle in set(here.values()):
        writer.aside.take(bundle)
    writer.aside.put(there)
    return touched


def _touched(writer: Writer, operations: Iterable[tuple[str, int]]) -> set[Place]:
    return {place for device, seq in operations for place in writer.journal.touched(device, seq)}


def keep(writer: Writer, passed: Passed) -> None:
    """After the operations came: which bundles there were, and what each brought."""
    writer.connection.executemany("INSERT OR IGNORE INTO bundle VALUES (?, ?, ?, ?, ?, ?)", passed.bundles)
    writer.connection.executemany(
        "UPDATE journal_operation SET bundle = ? WHERE seq = ? AND bundle IS NULL"
        " AND device = (SELECT no FROM journal_device WHERE id = ?)",
        [(bundle, seq, device) for device, seq, bundle in passed.brought],
    )
