"""Asking the file: everything that can be read, over one connection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from desktop.domain.fields import Register, Registry
from desktop.domain.journal.merge import RecordState, fold
from desktop.store.access_log import AccessLog
from desktop.store.aside import Aside
from desktop.store.conflicts import Conflicts
from desktop.store.holding import Holding
from desktop.store.journal import Journal, Place
from desktop.store.owners import Owners
from desktop.store.people import People
from desktop.store.receipts import Receipts
from desktop.store.records import Records
from desktop.store.sames import Sames
from desktop.store.search import SearchIndex

DEVICES_MARK: Final = "devices_mark"


class Reader:
    """Everything that can be asked of the file, over one connection.

    Attributes:
        journal, records, search: the three sides of the same data.
        conflicts: what waits in it for a person's choice.
        sames: which records are one and the same.
        people: who may log in.
        receipts: what was taken in of whose chain, and how far ours came.
        holding: bundles that wait for what they build on.
        aside: operations that are kept and do not count.
        log: who looked at what; its own chain.
    """

    def __init__(self, connection: Any, registry: Registry, narrowed: frozenset[str] = frozenset()) -> None:
        self.connection = connection
        self.registry = registry
        self._narrowed = narrowed
        self.journal = Journal(connection)
        self.search = SearchIndex(connection, registry)
        self.records = Records(connection, registry, self.search, narrowed)
        self.conflicts = Conflicts(connection)
        self.owners = Owners(connection, registry, self.journal)
        self.sames = Sames(connection, registry)
        self.people = People(connection)
        self.receipts = Receipts(connection)
        self.holding = Holding(connection)
        self.aside = Aside(connection)
        self.log = AccessLog(connection)

    def sees(self, register: str, record: str) -> bool:
        """Whether this reader may know of the record: the journal itself is not narrowed."""
        return register not in self._narrowed or self.records.get(register, record) is not None

    def state(self, register: str, record: str) -> RecordState | None:
        """A record folded from all its changes; None for one that nobody has written."""
        return fold(self.journal.changes(register, record))

    def family(self, register: Register, record: str) -> list[Place]:
        """The records whose changes count as seen together: the parent and all of its children."""
        top, root = register, record
        if register.parent is not None and register.parent.to is not None:
            state = self.state(register.name, record)
            parent = state.value(register.parent.name) if state else None
            if isinstance(parent, str):
                top, root = self.registry[register.parent.to], parent
        members = [(top.name, root)]
        for child in top.children:
            members += [(child, row.id) for row in self.records.children(child, root)]
        own = (register.name, record)
        return members if own in members else [*members, own]

    def seen(self, members: Iterable[Place]) -> dict[str, int]:
        """{device: last seq} over all operations on the records, for the ``@seen`` leaf."""
        seen: dict[str, int] = {}
        for changes in self.journal.changes_of_many(list(members)).values():
            for change in changes:
                seen[change.id.device] = max(change.id.seq, seen.get(change.id.device, 0))
        return seen

    def local(self, name: str) -> str | None:
        """A setting of this file that never travels."""
        row = self.connection.execute("SELECT value FROM local WHERE name = ?", [name]).fetchone()
        return row[0] if row else None

    def size(self) -> int:
        """Bytes of the file with all that was saved, whether it has been moved into it yet or not."""
        row = self.connection.execute(
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        ).fetchone()
        return int(row[0])

    def users(self) -> list[tuple[str, str, str]]:
        """Id, name and role of everybody who may log in."""
        return self.connection.execute(  # type: ignore[no-any-return]  # rows of three texts
            "SELECT id, name, role FROM user WHERE left_on IS NULL ORDER BY id"
        ).fetchall()

    def certificate(self, device: str) -> str | None:
        """The certificate that is kept of a device, as its key file's text."""
        row = self.connection.execute(
            "SELECT certificate FROM journal_device WHERE id = ?", [device]
        ).fetchone()
        return row[0] if row else None

    def device_rows(self) -> list[tuple[str, str, str | None]]:
        """Id, certificate (its key file's text) and trust of every device of which a certificate is kept."""
        return self.connection.execute(  # type: ignore[no-any-return]  # rows of three texts
            "SELECT id, certificate, trust FROM journal_device WHERE certificate IS NOT NULL ORDER BY id"
        ).fetchall()

    def devices_mark(self) -> str | None:
        """Stands for all that is kept of devices and their ends: another after every change, and never one twice.

        None in a file in which none was changed since there are marks.
        """
        return self.local(DEVICES_MARK)

    def revocations(self) -> list[str]:
        """Every statement about the end of a device that is held, as its canonical text."""
        return [row[0] for row in self.connection.execute("SELECT text FROM revocation ORDER BY text")]

    def bundle_summary(self, bundle: str, direction: str) -> tuple[str, str, str] | None:
        """When, what and with which hash a bundle came (``in``) or went (``out``); None for an unknown one."""
        row = self.connection.execute(
            "SELECT at, summary, file_hash FROM bundle WHERE id = ? AND direction = ?", [bundle, direction]
        ).fetchone()
        return (row[0], row[1], row[2]) if row else None

    def last_bundle(self, direction: str) -> str | None:
        """When the newest bundle came (``in``) or went (``out``); None for none yet."""
        row = self.connection.execute(
            "SELECT max(at) FROM bundle WHERE direction = ?", [direction]
        ).fetchone()
        return str(row[0]) if row[0] is not None else None

    def bundle_log(self, direction: str, limit: int) -> list[tuple[str, str, str, str]]:
        """Id, time, other side and summary of the last bundles that came or went, the newest first."""
        return self.connection.execute(  # type: ignore[no-any-return]  # rows of four texts
            "SELECT id, at, other, summary FROM bundle WHERE direction = ? ORDER BY rowid DESC LIMIT ?",
            [direction, limit],
        ).fetchall()

    def bundle_rows(self, direction: str) -> list[tuple[str, str, str]]:
        """Id, other side and summary of every bundle that came or went, oldest first."""
        return self.connection.execute(  # type: ignore[no-any-return]  # rows of three texts
            "SELECT id, other, summary FROM bundle WHERE direction = ? ORDER BY rowid", [direction]
        ).fetchall()

    def level_of_station(self, station: str | None) -> str | None:
        """What a station's certificates say of its level; None for one of which none is kept."""
        row = self.connection.execute(
            "SELECT json_extract(certificate, '$.certificate.level') FROM journal_device"
            " WHERE station = ? AND certificate IS NOT NULL LIMIT 1",
            [station],
        ).fetchone()
        return row[0] if row else None

    def station_of_device(self, device: str) -> str | None:
        return self.journal.station(device)
