"""The tables that are not derived: the journal and what belongs to this machine. Frozen once released.

Registers have no migrations: their tables are derived from the declarations and folded again when those
change (see ``records``).
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from desktop.store.steps import APPLICATION_ID, SET

_migrations = Migrations(SET)


def names() -> tuple[str, ...]:
    """Of all steps, in order."""
    return tuple(name for name in globals() if name.startswith("m0"))


def migrate(tables: Database) -> None:
    """Brings the tables up to date, each step in a transaction of its own."""
    _migrations.apply(tables)


@_migrations()
def m0001_journal(tables: Database) -> None:
    tables.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    tables.execute("PRAGMA user_version = 1")
    tables.table("journal_device").create(
        {"no": int, "id": str, "public_key": str, "certificate": str, "station": str, "trust": str},
        pk="no",
        strict=True,
    )
    tables.table("journal_device").create_index(["id"], unique=True)
    tables.table("journal_operation").create(
        {
            "no": int,
            "device": int,
            "seq": int,
            "hlc": int,
            "auto": int,
            "prev": bytes,
            "hash": bytes,
            "meta": str,
            "salt": bytes,
            "bundle": str,
            "aside": int,
        },
        pk="no",
        not_null={"device", "seq", "hlc", "auto", "prev", "hash", "meta", "salt", "aside"},
        strict=True,
    )
    tables.table("journal_operation").create_index(["device", "seq"], unique=True)
    tables.table("journal_operation").create_index(["hlc"])
    # The leaves of one record in one operation stand in one row, so that a record is folded from few rows.
    tables.execute(
        "CREATE TABLE journal_entry(operation INTEGER, first INTEGER, register TEXT, record TEXT,"
        " leaves TEXT NOT NULL, secrets BLOB NOT NULL, PRIMARY KEY (operation, first)) STRICT, WITHOUT ROWID"
    )
    tables.table("journal_entry").create_index(["register", "record"])
    # Operations that came wholly withheld: a body tells nothing, and still proves its link of the chain.
    tables.table("journal_withheld").create(
        {"device": int, "seq": int, "body": bytes, "hash": bytes}, pk=("device", "seq"), strict=True
    )
    tables.table("journal_head").create(
        {"device": int, "seq": int, "hash": str, "signature": str}, pk=("device", "seq"), strict=True
    )
    tables.table("journal_erased").create(
        {"device": str, "seq": int, "leaf": int}, pk=("device", "seq", "leaf"), strict=True
    )


@_migrations()
def m0002_machine(tables: Database) -> None:
    """What belongs to this file alone and never travels."""
    tables.table("local").create({"name": str, "value": str}, pk="name", strict=True)
    tables.table("user").create(
        {"id": str, "name": str, "role": str, "left_on": str}, pk="id", not_null={"name", "role"}, strict=True
    )
    tables.table("draft").create(
        {"user": str, "register": str, "record": str, "at": str, "content": str},
        pk=("user", "register", "record"),
        strict=True,
    )
    # A chain of its own: who looked at what, logged in, printed or exported. It never leaves this machine.
    tables.table("access_log").create(
        {"no": int, "at": str, "actor": str, "action": str, "subject": str, "prev": str, "hash": str},
        pk="no",
        strict=True,
    )
    tables.table("bundle").create(
        {
            "id": str,
            "direction": str,
            "at": str,
            "other": str,
            "summary": str,
            "file_hash": str,
        },
        pk=("id", "direction"),
        strict=True,
    )
    tables.table("import_mapping").create({"signature": str, "mapping": str}, pk="signature", strict=True)


@_migrations()
def m0003_people(tables: Database) -> None:
    """Rights that end at an hour, powers handed on with dates, and what somebody took over from another.

    A program that does not know of them would let in whose rights have ended, hence the format.
    """
    tables.execute("PRAGMA user_version = 2")
    tables.execute("ALTER TABLE user ADD COLUMN until TEXT")
    tables.execute("ALTER TABLE draft ADD COLUMN taken_from TEXT")
    tables.table("delegation").create(
        {"id": str, "chief": str, "deputy": str, "first": str, "last": str, "withdrawn": int},
        pk="id",
        not_null={"chief", "deputy", "first", "last", "withdrawn"},
        strict=True,
    )
    tables.table("handover").create(
        {"id": str, "at": str, "state": str, "content": str},
        pk="id",
        not_null={"at", "state", "content"},
        strict=True,
    )


@_migrations()
def m0004_receipts(tables: Database) -> None:
    """What was taken in of whose chain, with which contents, and how far ours came on their way to others."""
    tables.table("receipt").create(
        {"holder": str, "device": str, "taken": str, "hash": str, "at": str, "aside": str},
        pk=("holder", "device"),
        not_null={"taken", "hash", "at", "aside"},
        strict=True,
    )
    tables.table("passage").create(
        {"station": str, "device": str, "way": str, "seq": int, "at": str},
        pk=("station", "device", "way", "seq"),
        not_null={"at"},
        strict=True,
    )


@_migrations()
def m0005_revocations(tables: Database) -> None:
    """Signed statements about devices that have ended; kept for ever, since they are never taken back."""
    tables.table("revocation").create(
        {"text": str, "device": str}, pk="text", not_null={"device"}, strict=True
    )


@_migrations()
def m0006_holding(tables: Database) -> None:
    """Bundles that wait for what they build on."""
    tables.execute(
        "CREATE TABLE holding(no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, file_hash TEXT NOT NULL,"
        " at TEXT NOT NULL, made_at TEXT NOT NULL, station TEXT NOT NULL, station_name TEXT NOT NULL,"
        " device TEXT NOT NULL, number INTEGER NOT NULL, size INTEGER NOT NULL, needs TEXT NOT NULL,"
        " refused TEXT NOT NULL, facts TEXT NOT NULL) STRICT"
    )


@_migrations()
def m0007_aside(tables: Database) -> None:
    """Operations that are set aside here, each for the sake of a bundle."""
    tables.table("journal_aside").create(
        {"device": str, "seq": int, "bundle": str}, pk=("device", "seq"), not_null={"bundle"}, strict=True
    )
