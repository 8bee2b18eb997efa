"""Publishing the journal of a file: what is new of each chain, batch by batch, each in a transaction of its own.

Whatever ends in the middle leaves whole batches, and the next run goes on behind them.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias, TypeVar

from desktop.base.collecting import uncollected
from desktop.domain.fields import Registry
from desktop.domain.indicators import Indicator
from desktop.domain.journal.chain import ForkedChain
from desktop.domain.journal.operation import BadOperation
from desktop.domain.periods import Period
from desktop.publish import indicator_views, readers, schema
from desktop.publish.errors import CONTENDED, PublishForked
from desktop.publish.importers import another, usual
from desktop.publish.journal import HeldLine, ServedJournal
from desktop.publish.lanes import Bring, Lanes, Load, Published
from desktop.publish.server import Server, connected
from desktop.publish.writer import ServerWriter, locked
from desktop.store.database import FileKey, looking_in
from desktop.store.outgoing import Body, Chain, Outgoing

Progress: TypeAlias = Callable[[int, int], None]
Result = TypeVar("Result")

AT_ONCE: Final = 4_000
"""Operations in one transaction."""
_ATTEMPTS: Final = 5


class Piece(NamedTuple):
    """A stretch of a chain to be brought."""

    chain: Chain
    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1


Batch: TypeAlias = list[Piece]
"""What goes in one transaction."""


def prepare(server: Server, registry: Registry, version: str, parts: int = schema.MANY) -> None:
    """Makes the tables, or brings them up to date; what other tables held is folded anew, all in one transaction."""
    with server.transaction():
        if schema.prepared(server, registry, version, parts):
            ServerWriter(server, registry).rebuild()


def settle_readers(
    server: Server, registry: Registry, indicators: Sequence[Indicator], periods: Sequence[Period]
) -> None:
    """Gives readers their rights and the figures their views, where these are not what they were."""
    with server.transaction():
        schema.wait_for_others(server)
        indicator_views.keep_periods(server, periods)
        statements = [*readers.sight(), *indicator_views.views(registry, indicators)]
        codes = [each.code for each in indicators]
        statements += readers.rights(registry, readers.roles_there(server), codes)
        mark = blake2b("\n".join(statements).encode(), digest_size=16).hexdigest()
        if schema.told(server, schema.READERS_SET) == mark:
            return
        for statement in statements:
            server.execute(statement.encode())
        schema.tell(server, schema.READERS_SET, mark)


@dataclass(frozen=True)
class FromFile:
    """Bringing what a file holds: what an importer is given for it.

    Attributes:
        source: the identity of the file, by which the server remembers what came from it.
    """

    address: str
    registry: Registry
    source: str
    path: Path
    key: FileKey = field(repr=False)

    @contextmanager
    def ready(self) -> Iterator[Bring[Batch, Published]]:
        with connected(self.address) as server, looking_in(self.path, self.key) as file, uncollected():
            yield partial(_bring, self.registry, self.source, server, Outgoing(file))


def publish_journal(
    server: Server, outgoing: Outgoing, work: FromFile, progress: Progress, importers: int | None = None
) -> Published:
    """Brings what a file holds and the server does not.

    Args:
        outgoing: one view of the file.
        importers: how many processes bring, with this one; None: as many as are of use here.

    Raises :class:`PublishForked`; what went before stays.
    """
    chains = outgoing.devices()
    know(server, work.registry, chains)
    pieces = _wanted(server, outgoing, work.source, chains)
    total, loads = sum(piece.size for piece in pieces), list(_loads(pieces))
    brought = Published()

    def took(some: Published) -> None:
        nonlocal brought
        brought = Published(brought.new + some.new, brought.looked_at + some.looked_at)
        progress(brought.looked_at, total)

    progress(0, total)
    wanted = min(importers or usual(total // AT_ONCE), len(loads))
    others = [another(work) for _ in range(wanted - 1)]
    Lanes(iter(loads), took).run(work.ready(), others)
    return brought


def know(server: Server, registry: Registry, chains: Iterable[Chain]) -> None:
    """Keeps what is certified of the devices, before anything of them comes."""
    chains = list(chains)
    held = ServedJournal(server).facts({each.device for each in chains})
    if all(held.get(each.device) == (each.station, each.level) for each in chains):
        return
    with locked(server, registry, ()):
        writer = ServerWriter(server, registry)
        writer.know(chains)
        writer.refold()


def _wanted(server: Server, outgoing: Outgoing, source: str, chains: Iterable[Chain]) -> list[Piece]:
    """What is new, and whole chains of which something that was published is held otherwise now."""
    published = {
        device: (last, mark)
        for device, last, mark in server.execute(
            "SELECT device, last, mark FROM published WHERE source = %s", [source]
        ).fetchall()
    }
    pieces = []
    for chain in chains:
        last, mark = published.get(chain.device, (0, ""))
        as_before = last > 0 and last <= chain.last and outgoing.mark(chain.device, last) == mark
        first = last + 1 if as_before else 1
        if first <= chain.last:
            pieces.append(Piece(chain, first, chain.last))
    return pieces


def _loads(pieces: Iterable[Piece]) -> Iterator[Load[Batch]]:
    """Whole chains together, or a long one cut: the rest of a chain may not come before its beginning."""
    together: list[Piece] = []
    for piece in pieces:
        if piece.size > AT_ONCE:
            firsts = range(piece.first, piece.last + 1, AT_ONCE)
            yield [[Piece(piece.chain, each, min(piece.last, each + AT_ONCE - 1))] for each in firsts]
            continue
        if sum(each.size for each in together) + piece.size > AT_ONCE:
            yield [together]
            together = []
        together.append(piece)
    if together:
        yield [together]


def again(work: Callable[[], Result]) -> Result:
    """Work in one transaction, done anew where another importer was in the way."""
    for _ in range(_ATTEMPTS - 1):
        with suppress(*CONTENDED):
            return work()
    return work()


def brought(server: Server, bundle: str, digest: str) -> bool:
    """Whether this very bundle was brought before."""
    query = "SELECT 1 FROM bundle WHERE id = %s AND hash = %s"
    return server.execute(query, [bundle, digest]).fetchone() is not None


def note(server: Server, bundle: str, digest: str) -> None:
    """Keeps that a bundle was brought."""
    server.execute(
        "INSERT INTO bundle VALUES (%s, %s) ON CONFLICT (id) DO UPDATE SET hash = excluded.hash",
        [bundle, digest],
    )


def keep_head(server: Server, device: str, seq: int, digest: str, signature: bytes) -> None:
    """Keeps what a device signed of its chain."""
    server.execute(
        "INSERT INTO journal_head VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [device, seq, digest, signature.hex()],
    )


def keep_ending(server: Server, device: str, statement: str) -> None:
    """Keeps what was said, and proven, of a device's end."""
    server.execute("INSERT INTO ending VALUES (%s, %s) ON CONFLICT DO NOTHING", [device, statement])


def endings(server: Server, devices: Collection[str]) -> list[str]:
    """What was said of the ends of some devices."""
    rows = server.execute("SELECT statement FROM ending WHERE device = ANY(%s) ORDER BY 1", [list(devices)])
    return [statement for (statement,) in rows]


def _bring(registry: Registry, source: str, server: Server, outgoing: Outgoing, batch: Batch) -> Published:
    new = again(partial(_bring_at_once, registry, source, server, outgoing, batch))
    # The collector rests: what little went in circles meanwhile is looked for here.
    gc.collect(0)
    return Published(new, sum(piece.size for piece in batch))


def _bring_at_once(registry: Registry, source: str, server: Server, outgoing: Outgoing, batch: Batch) -> int:
    new = 0
    with locked(server, registry, {piece.chain.device for piece in batch}):
        writer = ServerWriter(server, registry)
        for piece in batch:
            try:
                new += _bring_piece(writer, outgoing, piece)
            except (ForkedChain, BadOperation) as error:
                seq = error.facts["seq"] if isinstance(error, ForkedChain) else piece.first
                raise PublishForked(station=piece.chain.station or piece.chain.device, seq=seq) from error
        writer.refold()
        server.cursor().executemany(
            "INSERT INTO published VALUES (%s, %s, %s, %s) ON CONFLICT (source, device)"
            " DO UPDATE SET last = excluded.last, mark = excluded.mark",
            [
                [source, each.chain.device, each.last, outgoing.mark(each.chain.device, each.last)]
                for each in batch
            ],
        )
    return new


def _bring_piece(writer: ServerWriter, outgoing: Outgoing, piece: Piece) -> int:
    """Operations beyond what the server holds go in as they stand; others are compared with what it holds."""
    # Another importer may have brought it since we looked.
    tip = writer.journal.tip(piece.chain.device)
    beyond = max(piece.first, tip.seq + 1)
    new = 0
    if piece.first < beyond:
        _compare(writer, outgoing, piece.chain.device, piece.first, min(piece.last, beyond - 1))
    prior: str | None = tip.hash
    for each in outgoing.lines(piece.chain.device, beyond, piece.last) if beyond <= piece.last else ():
        new += 1
        if isinstance(each, Body):
            writer.add_body(each)
        else:
            line, entries = each
            if line.seq == tip.seq + 1 and line.prev.hex() != prior:
                raise ForkedChain(device=line.device, seq=line.seq)
            writer.add(HeldLine(line, entries))
    return new


def _compare(writer: ServerWriter, outgoing: Outgoing, device: str, first: int, last: int) -> None:
    others: dict[int, HeldLine] = {}
    bodies: dict[int, Body] = {}
    for each in outgoing.lines(device, first, last):
        if isinstance(each, Body):
            bodies[each.seq] = each
        else:
            others[each[0].seq] = HeldLine(*each)
    if others or bodies:
        writer.merge(others, bodies, device)
