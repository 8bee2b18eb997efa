"""A bundle's operations on their way to a server: what is not written yet is known all the same.

Asking the server for each record of each operation would take longer than all the rest, so records are asked about
many at a time, before they come, and written many at a time, after they were checked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from desktop.domain.fields import Registry
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import Operation
from desktop.publish.journal import HeldLine, Maker, ServedJournal, packed
from desktop.publish.server import Server
from desktop.publish.writer import ServerWriter
from desktop.store.held import Place
from desktop.store.outgoing import Body
from desktop.store.owners import Owners

_AT_ONCE: Final = 2_000


class _Expected(ServedJournal):
    """The journal with what is on its way into it."""

    def __init__(self, server: Server, taker: ServerTaker) -> None:
        super().__init__(server)
        self._taker = taker
        self._makers: dict[Place, Maker | None] = {}
        self._asked: set[str] = set()
        self._there: set[str] = set()

    def foresee(self, places: Collection[Place]) -> None:
        """Asks who made records that are about to be asked for."""
        unknown = {place for place in places if place not in self._makers}
        if unknown:
            records = {record for _, record in unknown}
            found = self.makers(records)
            self._asked |= records
            self._there.update(record for _, record in found)
            self._makers.update({place: found.get(place) for place in unknown})

    def known(self, records: Collection[str]) -> set[str]:
        """Those of the records that the journal knows of; who was foreseen is not asked about again."""
        unasked = [record for record in records if record not in self._asked]
        return self._there.intersection(records) | (super().known(unasked) if unasked else set())

    def add(self, lines: Sequence[HeldLine]) -> None:
        super().add(lines)
        self._there.update(entry.record for each in lines for entry in each.entries if entry.record)

    def present(self, places: Iterable[Place]) -> set[Place]:
        """Those of the records that somebody has made."""
        wanted = set(places)
        self.foresee(wanted)
        return {place for place in wanted if self._makers[place] is not None}

    def note(self, held: HeldLine) -> None:
        """Keeps in mind whose records an operation may have made."""
        line = held.line
        maker = (line.hlc, line.device, line.seq)
        for entry in held.entries:
            if entry.register is not None and entry.record is not None:
                place = (entry.register, entry.record)
                self.foresee([place])
                before = self._makers[place]
                self._makers[place] = maker if before is None else min(before, maker)

    def owner(self, register: str, record: str) -> str | None:
        self.foresee([(register, record)])
        maker = self._makers[register, record]
        return self.station(maker[1]) if maker is not None else None

    def add_withheld(self, rows: Iterable[tuple[Tip, str]]) -> None:
        """Keeps operations of which only the body is known: where the chain ends after each, and its body."""
        for tip, body in rows:
            self._taker.writer.add_body(
                Body(tip.device, tip.seq, bytes.fromhex(body), bytes.fromhex(tip.hash))
            )


class ServerTaker:
    """Takes operations in one by one, as a file does, and writes them many at a time.

    Attributes:
        writer: where they are written.
        journal, owners: the journal and whose a record is, with what was taken in and is not written yet.
        aside: the marks of what is set aside.
    """

    def __init__(self, server: Server, registry: Registry, aside: Collection[tuple[str, int]] = ()) -> None:
        self.journal = _Expected(server, self)
        self.writer = ServerWriter(server, registry, self.journal)
        self._aside = frozenset(aside)
        self._waiting = 0
        self.owners: Owners = self.writer.owners_by(self.journal)
        self.aside = self.writer.aside

    def station_of_device(self, device: str) -> str | None:
        return self.journal.station(device)

    def append(self, operation: Operation, bundle: str | None = None) -> list[Place]:
        """Takes in an operation that is held already, and counts or not as before; the rows follow at the end."""
        held = self.journal.held(operation.device, operation.seq, operation.seq).get(operation.seq)
        aside = held.line.aside if held is not None else int(operation.id in self._aside)
        self.writer.merge({operation.seq: packed(operation, aside)}, {}, operation.device)
        return []

    def append_all(self, operations: Sequence[Operation], bundle: str | None = None) -> list[Place]:
        """Takes in operations that stand past what is held of their devices; the rows follow at the end."""
        for each in operations:
            held = packed(each, int(each.id in self._aside))
            self.writer.add(held)
            self.journal.note(held)
        self._waiting += len(operations)
        if self._waiting >= _AT_ONCE:
            self.writer.flush()
            self._waiting = 0
        return []
