"""The journal on the server: asked as that of a file is, filled many rows at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Final, NamedTuple, TypeAlias

from desktop.domain.journal.compose import Tip
from desktop.domain.journal.merge import Change
from desktop.domain.journal.operation import GENESIS, META_REGISTER, ChangeId, Hidden, Leaf, Operation
from desktop.publish.server import Server
from desktop.store.held import BEYOND, Place
from desktop.store.leaves import pack, unpack
from desktop.store.outgoing import Body, Entry, Line
from desktop.store.written import Written

_OPERATION: Final = "station, device, seq, hlc, auto, prev, hash, meta, salt, aside"
_ENTRY: Final = "station, device, seq, first, hlc, auto, aside, register, record, leaves, secrets"


Fact: TypeAlias = tuple[str | None, str | None]
"""Of a device its station and its level."""

Maker: TypeAlias = tuple[int, str, int]
"""Clock, device and number of the operation that made a record."""


class HeldLine(NamedTuple):
    """An operation as the server holds it."""

    line: Line
    entries: tuple[Entry, ...]

    @property
    def operation(self) -> Operation:
        line = self.line
        leaves = list(unpack(META_REGISTER, "", line.meta, line.salt))
        for each in self.entries:
            leaves += unpack(each.register, each.record, each.leaves, each.secrets)
        return Operation(line.device, line.seq, line.hlc, line.auto, line.prev.hex(), tuple(leaves))


def packed(operation: Operation, aside: int = 0) -> HeldLine:
    """An operation as it is kept: the leaves of one record in one row."""
    texts = operation.texts
    meta, salt = pack(operation.leaves[:1], texts[:1])
    prev, digest = bytes.fromhex(operation.prev), bytes.fromhex(operation.hash)
    line = Line(
        operation.device, operation.seq, operation.hlc, operation.auto, prev, digest, meta, salt, aside
    )
    entries, first = [], 1
    for place, group in groupby(operation.leaves[1:], key=_place):
        leaves = list(group)
        register, record = place or (None, None)
        end = first + len(leaves)
        text, secrets = pack(leaves, texts[first:end])
        entries.append(Entry(operation.device, operation.seq, first, register, record, text, secrets))
        first = end
    return HeldLine(line, tuple(entries))


def _place(leaf: Leaf) -> Place | None:
    return None if isinstance(leaf, Hidden) else (leaf.register, leaf.record)


def changes_in(written: Iterable[Written], erased: Collection[ChangeId]) -> list[Change]:
    """The changes of the record in which all of this was written."""
    return [change for each in written for change in each.changes(erased)]


class ServedJournal:
    """The journal's tables over one connection, inside the caller's transaction."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._facts: dict[str, Fact | None] = {}

    # Devices

    def station(self, device: str) -> str | None:
        """The station of a device, where it is certified."""
        return self.facts([device]).get(device, (None, None))[0]

    def facts(self, devices: Collection[str]) -> dict[str, Fact]:
        """Those of the devices that are known. Each is asked about once; see :meth:`forget_facts`."""
        unknown = [device for device in devices if device not in self._facts]
        if unknown:
            rows = self._server.execute(
                "SELECT id, station, level FROM journal_device WHERE id = ANY(%s)", [unknown]
            )
            self._facts.update(dict.fromkeys(unknown))
            self._facts.update({device: (station, level) for device, station, level in rows})
        found = ((device, self._facts[device]) for device in devices)
        return {device: fact for device, fact in found if fact is not None}

    def forget_facts(self) -> None:
        """What is certified of devices has changed."""
        self._facts.clear()

    def _shelves(self, devices: Collection[str]) -> dict[str, str]:
        """By device the station by which tables are cut."""
        facts = self.facts(devices)
        return {device: facts[device][0] or "" for device in devices}

    def tip(self, device: str) -> Tip:
        """Where the device's chain ends here; ``last_hlc`` is that device's own."""
        row = self._server.execute(
            "SELECT seq, hash, hlc FROM journal_operation WHERE device = %s ORDER BY seq DESC LIMIT 1",
            [device],
        ).fetchone()
        tip = Tip(device, row[0], row[1].hex(), row[2]) if row is not None else Tip(device)
        withheld = self._server.execute(
            "SELECT seq, hash FROM journal_withheld WHERE device = %s ORDER BY seq DESC LIMIT 1", [device]
        ).fetchone()
        if withheld is not None and withheld[0] > tip.seq:
            tip = Tip(device, withheld[0], withheld[1].hex(), tip.last_hlc)
        return tip

    def hash_at(self, device: str, seq: int) -> str | None:
        """The hash of the chain after ``seq``, where it is known here."""
        if seq == 0:
            return GENESIS
        row = self._server.execute(
            "SELECT hash FROM journal_operation WHERE device = %(device)s AND seq = %(seq)s UNION ALL"
            " SELECT hash FROM journal_withheld WHERE device = %(device)s AND seq = %(seq)s",
            {"device": device, "seq": seq},
        ).fetchone()
        return row[0].hex() if row is not None else None

    # Operations

    def held(self, device: str, first: int, last: int) -> dict[int, HeldLine]:
        """A stretch of a device's operations by number; those of which only the body is held are left out."""
        place = {"device": device, "first": first, "last": last}
        entries: dict[int, list[Entry]] = {}
        for row in self._server.execute(
            "SELECT device, seq, first, register, record, leaves, secrets FROM journal_entry"
            " WHERE device = %(device)s AND seq BETWEEN %(first)s AND %(last)s ORDER BY seq, first",
            place,
        ):
            entries.setdefault(row[1], []).append(Entry(*row))
        rows = self._server.execute(
            "SELECT device, seq, hlc, auto, prev, hash, meta, salt, aside FROM journal_operation"
            " WHERE device = %(device)s AND seq BETWEEN %(first)s AND %(last)s",
            place,
        ).fetchall()
        return {row[1]: HeldLine(Line(*row), tuple(entries.get(row[1], ()))) for row in rows}

    def bodies(self, device: str, first: int, last: int) -> dict[int, bytes]:
        """Of the operations of which only the body is held, the hash of the chain after each."""
        rows = self._server.execute(
            "SELECT seq, hash FROM journal_withheld WHERE device = %s AND seq BETWEEN %s AND %s",
            [device, first, last],
        )
        return dict(rows)

    def add(self, lines: Sequence[HeldLine]) -> None:
        """Keeps operations whose place in the chain has been checked."""
        shelves = self._shelves({each.line.device for each in lines})
        cursor = self._server.cursor()
        with cursor.copy(f"COPY journal_operation ({_OPERATION}) FROM STDIN".encode()) as copy:
            for line, _ in lines:
                copy.write_row((shelves[line.device], *line))
        with cursor.copy(f"COPY journal_entry ({_ENTRY}) FROM STDIN".encode()) as copy:
            for line, entries in lines:
                shelf, hlc, auto, aside = shelves[line.device], line.hlc, line.auto, line.aside
                for entry in entries:
                    copy.write_row((shelf, *entry[:3], hlc, auto, aside, *entry[3:]))

    def add_bodies(self, bodies: Sequence[Body]) -> None:
        """Keeps operations of which only the body is known."""
        shelves = self._shelves({each.device for each in bodies})
        with self._server.cursor().copy(
            b"COPY journal_withheld (station, device, seq, body, hash) FROM STDIN"
        ) as copy:
            for body in bodies:
                copy.write_row((shelves[body.device], *body))

    def take_out(self, device: str, seqs: Sequence[int]) -> None:
        """Takes operations and bodies out, for what takes their place."""
        for table in ("journal_operation", "journal_entry", "journal_withheld"):
            self._server.execute(
                f"DELETE FROM {table} WHERE device = %s AND seq = ANY(%s)".encode(), [device, list(seqs)]
            )

    # By record

    def known(self, records: Collection[str]) -> set[str]:
        """Those of the records that the journal knows of."""
        rows = self._server.execute(
            "SELECT DISTINCT record FROM journal_entry WHERE record = ANY(%s)", [list(records)]
        )
        return {row[0] for row in rows}

    def written_in(self, places: Iterable[Place], *, aside: bool = False) -> dict[Place, list[Written]]:
        """What was written in many (register, record) pairs and is not set aside; ``aside``: also what is."""
        found: dict[Place, list[Written]] = {place: [] for place in places}
        if not found:
            return found
        for row in self._server.execute(
            "SELECT device, seq, hlc, auto, first, register, record, leaves FROM journal_entry"
            " WHERE record = ANY(%s) AND aside <= %s",
            [list({record for _, record in found}), BEYOND if aside else 0],
        ):
            written = Written(*row)
            if (written.register, written.record) in found:
                found[written.register, written.record].append(written)
        return found

    def changes_of_many(self, places: Iterable[Place], *, aside: bool = False) -> dict[Place, list[Change]]:
        """All changes of many (register, record) pairs that are not set aside; ``aside``: those set aside too."""
        written = self.written_in(places, aside=aside)
        erased = self.erased(each for some in written.values() for each in some)
        return {place: changes_in(some, erased) for place, some in written.items()}

    def erased(self, written: Iterable[Line | Written]) -> set[ChangeId]:
        """Which contents of some operations were erased, before or after they arrived."""
        if not self._anything_erased():
            return set()
        operations = {(each.device, each.seq) for each in written}
        rows = self._server.execute(
            "SELECT e.device, e.seq, e.leaf FROM journal_erased e"
            " JOIN unnest(%s::text[], %s::bigint[]) AS o(device, seq)"
            " ON o.device = e.device AND o.seq = e.seq",
            [[device for device, _ in operations], [seq for _, seq in operations]],
        )
        return {ChangeId(*row) for row in rows}

    def _anything_erased(self) -> bool:
        return self._server.execute("SELECT 1 FROM journal_erased LIMIT 1").fetchone() is not None

    def makers(self, records: Collection[str]) -> dict[Place, Maker]:
        """By (register, record) who made it, as far as its changes are known here."""
        rows = self._server.execute(
            "SELECT DISTINCT ON (register, record) register, record, hlc, device, seq FROM journal_entry"
            " WHERE record = ANY(%s) ORDER BY register, record, hlc, device, seq",
            [list(records)],
        )
        return {(register, record): (hlc, device, seq) for register, record, hlc, device, seq in rows}

    def owner(self, register: str, record: str) -> str | None:
        """The station of the device that created a record, as far as its changes are known here."""
        maker = self.makers([record]).get((register, record))
        return self.station(maker[1]) if maker is not None else None

    def touched(self, device: str, seq: int) -> list[Place]:
        """The (register, record) pairs that one operation changed."""
        rows = self._server.execute(
            "SELECT DISTINCT register, record FROM journal_entry"
            " WHERE device = %s AND seq = %s AND record IS NOT NULL",
            [device, seq],
        )
        return [(register, record) for register, record in rows]

    def of_devices(self, devices: Collection[str]) -> list[Place]:
        """The (register, record) pairs that some devices wrote in."""
        rows = self._server.execute(
            "SELECT DISTINCT register, record FROM journal_entry WHERE device = ANY(%s) AND record IS NOT NULL",
            [list(devices)],
        )
        return [(register, record) for register, record in rows]
