"""Which steps a file has behind it. ``migrations`` holds the steps themselves, and is read only where some wait."""

from __future__ import annotations

from typing import Any, Final

APPLICATION_ID: Final = 0x53545131
FORMAT: Final = 2
"""Raised by one with every migration that an older program could not live with."""
STEPS: Final = (
    "m0001_journal",
    "m0002_machine",
    "m0003_people",
    "m0004_receipts",
    "m0005_revocations",
    "m0006_holding",
    "m0007_aside",
)
"""The names of all there are; a test holds them against ``migrations``."""
SET: Final = "tuquan"


def wait(connection: Any) -> bool:
    """Whether a file has steps before it; a new one has all."""
    return is_new(connection) or not set(STEPS) <= _done(connection)


def is_new(connection: Any) -> bool:
    """Whether nothing is in it yet."""
    return not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]


def _done(connection: Any) -> set[str]:
    kept = "SELECT 1 FROM sqlite_schema WHERE name = '_sqlite_migrations'"
    if not connection.execute(kept).fetchone():
        return set()
    query = "SELECT name FROM _sqlite_migrations WHERE migration_set = ?"
    return {name for (name,) in connection.execute(query, [SET])}
