"""Writing on the server, inside one transaction: operations enter the journal and the rows follow them.

Several importers may work at once. Whoever adds what a commune's computers wrote holds a lock for each of their
stations, since nobody else writes in these records; whoever adds what levels above wrote, or what has to do with a
handing over, which reaches into the records of others, works alone for as long as that transaction lasts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from typing import Final

from desktop.domain.fields import Registry
from desktop.domain.journal.chain import ForkedChain, richer
from desktop.domain.journal.erase import targets_of, without
from desktop.domain.journal.operation import ERASE_REGISTER, ChangeId
from desktop.domain.levels import COMMUNE
from desktop.domain.transfer import TRANSFER
from desktop.publish.aside import ServedAside
from desktop.publish.folding import Folding
from desktop.publish.journal import HeldLine, ServedJournal, packed
from desktop.publish.server import Server
from desktop.store.held import BEYOND, Place
from desktop.store.outgoing import Body, Chain
from desktop.store.owners import Owners
from desktop.store.written import Written

_ALONE: Final = 0x54515032
_MOST_LOCKS: Final = 200


@contextmanager
def locked(server: Server, registry: Registry, devices: Collection[str]) -> Iterator[None]:
    """A transaction in which nobody else writes in the records of these devices' stations."""
    facts = ServedJournal(server).facts(devices)
    stations = {station for station, _ in facts.values()}
    if len(stations) <= _MOST_LOCKS and all(level == COMMUNE for _, level in facts.values()):
        with server.transaction():
            server.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_ALONE])
            keys = sorted({_key(station or "") for station in stations})
            server.execute("SELECT pg_advisory_xact_lock(each) FROM unnest(%s::bigint[]) AS each", [keys])
            # While we waited, others may have told more of a device, or ordered a handing over.
            if ServedJournal(server).facts(devices) == facts and not _ordered(server, registry, stations):
                yield
                return
    with alone(server):
        yield


@contextmanager
def alone(server: Server) -> Iterator[None]:
    """A transaction in which nobody else writes at all."""
    with server.transaction():
        server.execute("SELECT pg_advisory_xact_lock(%s)", [_ALONE])
        yield


def _ordered(server: Server, registry: Registry, stations: Collection[str | None]) -> bool:
    """Whether some of the stations hand records over, or get some."""
    if TRANSFER not in registry or not stations:
        return False
    row = server.execute(
        "SELECT 1 FROM transfer WHERE from_station = ANY(%(some)s) OR to_station = ANY(%(some)s) LIMIT 1",
        {"some": [station for station in stations if station is not None]},
    ).fetchone()
    return row is not None


def _key(station: str) -> int:
    return int.from_bytes(blake2b(station.encode(), digest_size=8).digest(), signed=True)


class ServerWriter:
    """What may be written in one transaction. What was added is asked for only after :meth:`flush`."""

    def __init__(self, server: Server, registry: Registry, journal: ServedJournal | None = None) -> None:
        """``journal``: one that knows more than the server says."""
        self._server = server
        self._registry = registry
        self.journal = journal or ServedJournal(server)
        self._folding = Folding(server, registry, self.journal)
        self._lines: list[HeldLine] = []
        self._bodies: list[Body] = []
        self._touched: dict[Place, list[Written] | None] = {}
        self.aside = ServedAside(server, self._ask_again)

    @property
    def touched(self) -> set[Place]:
        """The records that are to be folded anew at the end."""
        return set(self._touched)

    def owners_by(self, journal: ServedJournal) -> Owners:
        """Whose records are, by a journal that knows more than this one."""
        return self._folding.owners_by(journal)

    # What comes

    def add(self, held: HeldLine) -> None:
        """Takes in an operation past all that is held of its device, as it stands."""
        self._lines.append(held)

    def add_body(self, body: Body) -> None:
        """Takes in an operation of which only the body is known, past all that is held of its device."""
        self._bodies.append(body)

    def flush(self) -> None:
        """What was added enters the journal."""
        lines, bodies = self._lines, self._bodies
        self._lines, self._bodies = [], []
        if bodies:
            self.journal.add_bodies(bodies)
        if lines:
            self._flush(lines)

    def _flush(self, lines: Sequence[HeldLine]) -> None:
        erased = self.journal.erased(each.line for each in lines)
        if erased:
            gone = {(each.device, each.seq) for each in erased}
            lines = [
                packed(without(each.operation, erased), each.line.aside)
                if (each.line.device, each.line.seq) in gone
                else each
                for each in lines
            ]
        self._gather(lines)
        self.journal.add(lines)
        self._erase(target for each in lines if _erases(each) for target in targets_of(each.operation))

    def _gather(self, lines: Iterable[HeldLine]) -> None:
        """Keeps what is written in records that are new with this transaction: it need not be asked for again."""
        gathered: dict[Place, list[Written]] = {}
        for line, entries in lines:
            device, seq, hlc, auto, aside = line.device, line.seq, line.hlc, line.auto, line.aside
            for _, _, first, register, record, leaves, _ in entries:
                if register is not None and record is not None:
                    some = gathered.setdefault((register, record), [])
                    if not aside:
                        some.append(Written(device, seq, hlc, auto, first, register, record, leaves))
        known = self.journal.known({record for _, record in gathered})
        touched = self._touched
        for place, some in gathered.items():
            before = touched.get(place, [] if place[1] not in known else None)
            touched[place] = None if before is None else before + some

    def _erase(self, targets: Iterable[ChangeId]) -> None:
        """Forgets contents and salts for ever. Twice is as good as once."""
        by_operation: dict[tuple[str, int], set[ChangeId]] = {}
        for target in targets:
            by_operation.setdefault((target.device, target.seq), set()).add(target)
        if not by_operation:
            return
        self._server.cursor().executemany(
            "INSERT INTO journal_erased VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [tuple(each) for some in by_operation.values() for each in some],
        )
        for (device, seq), some in by_operation.items():
            held = self.journal.held(device, seq, seq).get(seq)
            if held is not None:
                self._replace(held, packed(without(held.operation, some), held.line.aside))
                self._ask_again(_places(held))

    def merge(self, others: Mapping[int, HeldLine], bodies: Mapping[int, Body], device: str) -> None:
        """Takes in a stretch of a device's chain of which some is held: what either shows is kept.

        Raises :class:`ForkedChain` where it is another chain.
        """
        self.flush()
        numbers = [*others, *bodies]
        first, last = min(numbers), max(numbers)
        held = self.journal.held(device, first, last)
        hidden = self.journal.bodies(device, first, last)
        for seq, body in bodies.items():
            digest = held[seq].line.hash if seq in held else hidden.get(seq, body.hash)
            self._refuse_other(device, seq, digest, body.hash)
            if seq not in held and seq not in hidden:
                self.add_body(body)
        for seq, other in others.items():
            self._refuse_other(device, seq, hidden.get(seq, other.line.hash), other.line.hash)
            if seq in held:
                self._refuse_other(device, seq, held[seq].line.hash, other.line.hash)
                self._merge(held[seq], other)
            else:
                if seq in hidden:
                    self.journal.take_out(device, [seq])
                self.add(other)
        self.flush()

    def _merge(self, held: HeldLine, other: HeldLine) -> None:
        if held == other:
            return
        erased = self.journal.erased([held.line])
        both = packed(richer(held.operation, other.operation, erased), other.line.aside)
        if both != held:
            self._replace(held, both)
            self._ask_again((*_places(held), *_places(both)))

    @staticmethod
    def _refuse_other(device: str, seq: int, held: bytes, other: bytes) -> None:
        if held != other:
            raise ForkedChain(device=device, seq=seq)

    def _replace(self, held: HeldLine, now: HeldLine) -> None:
        self.journal.take_out(held.line.device, [held.line.seq])
        self.journal.add([now])

    def _ask_again(self, places: Iterable[Place]) -> None:
        self._touched.update(dict.fromkeys(places))

    def bound(self, device: str, last: int) -> None:
        """Lets the device's operations count up to a number, and none past it."""
        changed = (
            "device = %(device)s AND (seq > %(last)s AND aside = 0 OR seq <= %(last)s AND aside = %(beyond)s)"
        )
        facts = {"device": device, "last": last, "beyond": BEYOND}
        self._ask_again(
            self._server.execute(
                f"SELECT DISTINCT register, record FROM journal_entry WHERE {changed} AND record IS NOT NULL".encode(),
                facts,
            ).fetchall()
        )
        for table in ("journal_operation", "journal_entry"):
            self._server.execute(
                f"UPDATE {table} SET aside = CASE WHEN seq > %(last)s THEN %(beyond)s ELSE 0 END"
                f" WHERE {changed}".encode(),
                facts,
            )

    def know(self, chains: Iterable[Chain]) -> None:
        """Keeps what is certified of devices; their operations are then known to be their station's."""
        chains = list(chains)
        before = self.journal.facts({each.device for each in chains})
        for each in chains:
            if each.device in before and before[each.device] == (each.station, each.level):
                continue
            self._server.execute(
                "INSERT INTO journal_device VALUES (%s, %s, %s) ON CONFLICT (id) DO UPDATE"
                " SET station = coalesce(excluded.station, journal_device.station),"
                " level = coalesce(excluded.level, journal_device.level)",
                [each.device, each.station, each.level],
            )
            if each.device in before and each.station not in (None, before[each.device][0]):
                for table in ("journal_operation", "journal_entry", "journal_withheld"):
                    self._server.execute(
                        f"UPDATE {table} SET station = %s WHERE device = %s".encode(),
                        [each.station, each.device],
                    )
                self._ask_again(self.journal.of_devices([each.device]))
        self.journal.forget_facts()

    # At the end

    def refold(self) -> None:
        """Everything that was touched is brought up to date."""
        self.flush()
        touched, self._touched = self._touched, {}
        if touched:
            self._folding.refold(touched)

    def rebuild(self) -> None:
        """Everything is folded anew into empty tables."""
        self._folding.refold_all()


def _places(held: HeldLine) -> Iterator[Place]:
    return ((each.register, each.record) for each in held.entries if each.register and each.record)


def _erases(held: HeldLine) -> bool:
    return any(each.register == ERASE_REGISTER for each in held.entries)
