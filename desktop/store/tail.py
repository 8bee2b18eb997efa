"""The end of the journal in a small file of its own, and what a restored file takes over from that or another file.

A tail is an encrypted database with the key and salt of the register, so its pages are sealed as the register's are:
nobody without the key reads it or puts an operation into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

from desktop.domain.errors import UserError
from desktop.domain.journal.chain import BrokenChain, Link, Run, link_from_line, walk
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import BadOperation
from desktop.store import passed
from desktop.store.backup import links_after
from desktop.store.database import FileKey, connect
from desktop.store.failures import MissingDatabase, as_user_errors
from desktop.store.journal import Place
from desktop.store.passed import Passed
from desktop.store.reader import Reader
from desktop.store.writer import Writer

DeviceRow: TypeAlias = tuple[str, str | None, str | None, str | None, str | None]
"""Id, public key, certificate, station and trust of a device, as the journal keeps them."""

SELECT_DEVICES: Final = "SELECT id, public_key, certificate, station, trust FROM journal_device ORDER BY no"


def write_tail(reader: Reader, since: Mapping[str, Tip], path: Path, key: FileKey) -> int:
    """Writes everything after the ends ``since`` of the chains into a new file; gives how many operations.

    The caller puts it in its place. Raises the failures of the file.
    """
    count = 0
    with as_user_errors(), closing(connect(str(path), key)) as tail:
        tail.execute("PRAGMA journal_mode = OFF").fetchone()
        tail.execute("PRAGMA synchronous = OFF")
        tail.execute("BEGIN")
        tail.execute(
            "CREATE TABLE device(id TEXT, public_key TEXT, certificate TEXT, station TEXT, trust TEXT) STRICT"
        )
        tail.execute("CREATE TABLE link(no INTEGER PRIMARY KEY, device TEXT, line BLOB) STRICT")
        devices = reader.connection.execute(SELECT_DEVICES).fetchall()
        tail.executemany("INSERT INTO device VALUES (?, ?, ?, ?, ?)", devices)
        for device in reader.journal.devices():
            for link in links_after(reader, since.get(device, Tip(device))):
                line = link.line()
                tail.execute("INSERT INTO link(device, line) VALUES (?, ?)", [device, line])
                count += len(link.bodies) if isinstance(link, Run) else 1
        passed.write_into(tail, passed.passed_of(reader, {device: tip.seq for device, tip in since.items()}))
        tail.execute("COMMIT")
    return count


def take_tail(writer: Writer, path: Path, key: FileKey) -> int:
    """Takes over what a tail holds beyond the file; gives how many operations.

    A chain that does not fit is left out from there on. Raises the failures of opening the tail.
    """
    if not path.is_file():
        raise MissingDatabase(path=str(path))
    with as_user_errors(), closing(connect(str(path), key)) as tail:
        tail.execute("PRAGMA query_only = ON")
        intake = Intake(writer, passed.read_from(tail))
        for row in tail.execute("SELECT id, public_key, certificate, station, trust FROM device").fetchall():
            intake.know(row)
        for (device,) in tail.execute("SELECT DISTINCT device FROM link ORDER BY device").fetchall():
            rows = tail.execute("SELECT line FROM link WHERE device = ? ORDER BY no", [device])
            intake.take(device, (link_from_line(line) for (line,) in rows))
    return intake.finish()


def take_over(writer: Writer, source: Reader) -> int:
    """Takes over what another file of the same register holds beyond this one; gives how many operations.

    ``source`` may be damaged: what can be read of a chain up to there is taken.
    """
    since = {device: writer.journal.tip(device).seq for device in source.journal.devices()}
    intake = Intake(writer, passed.read_if_whole(source, since))
    for row in source.connection.execute(SELECT_DEVICES).fetchall():
        intake.know(row)
    for device in source.journal.devices():
        tip = writer.journal.tip(device)
        if source.journal.hash_at(device, tip.seq) == tip.hash:
            with as_user_errors():
                intake.take(device, links_after(source, tip))
    return intake.finish()


class Intake:
    """Operations on their way into a restored file; each chain is proven as it comes."""

    def __init__(self, writer: Writer, known: Passed | None) -> None:
        self._writer = writer
        self._known = known
        self._touched: set[Place] = set() if known is None else passed.settle_aside(writer, known)
        self._count = 0

    def know(self, row: DeviceRow) -> None:
        device, public_key, certificate, station, trust = row
        if not (public_key and certificate and station) or self._writer.certificate(device) is not None:
            return
        self._writer.know_device(device, bytes.fromhex(public_key), certificate, station)
        if trust is not None:
            self._writer.set_trust(device, trust)

    def take(self, device: str, links: Iterable[Link]) -> None:
        """The links of one device's chain, in order; the first that cannot be read or proven ends it."""
        tip = self._writer.journal.tip(device)
        iterator = self._beyond(links, tip)
        while (link := self._next(iterator)) is not None:
            try:
                ends = list(walk(tip, [link]))
            except BrokenChain:
                return
            if isinstance(link, Run):
                self._writer.journal.add_withheld(zip(ends, link.bodies, strict=True))
            else:
                self._touched.update(self._writer.append(link, beyond=True))
            self._count += len(ends)
            tip = ends[-1]

    def finish(self) -> int:
        if self._known is not None:
            passed.keep(self._writer, self._known)
        self._writer.refold(self._touched)
        return self._count

    @staticmethod
    def _beyond(links: Iterable[Link], tip: Tip) -> Iterator[Link]:
        for link in links:
            if isinstance(link, Run):
                known = max(tip.seq + 1 - link.first, 0)
                if known < len(link.bodies):
                    yield replace(link, first=link.first + known, bodies=link.bodies[known:])
            elif link.seq > tip.seq:
                yield link

    @staticmethod
    def _next(links: Iterator[Link]) -> Link | None:
        try:
            with as_user_errors():
                return next(links, None)
        except (BadOperation, UserError):
            # A page that cannot be read, or that holds something else.
            return None
