"""One bundle on its way to a server: proven as when the file takes it in, in one transaction.

All that it asks of the file is a value, so that other processes bring bundles too.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from desktop.base.collecting import uncollected
from desktop.bundle.reading import Proven, Verified, links
from desktop.bundle.trust import Trust
from desktop.domain.errors import UserError
from desktop.domain.fields import Registry
from desktop.domain.journal.aside import OperationId
from desktop.domain.journal.chain import ForkedChain
from desktop.domain.journal.operation import Operation
from desktop.publish import publishing
from desktop.publish.errors import PublishForked
from desktop.publish.lanes import Bring
from desktop.publish.server import Server, connected
from desktop.publish.taking import ServerTaker
from desktop.publish.writer import locked
from desktop.services.bundle_files import source_of
from desktop.services.bundle_intake import Counts, Intake
from desktop.services.bundle_opening import Recipient, own_end
from desktop.services.bundle_undo import follow
from desktop.store.outgoing import Chain
from desktop.vault.revocation import Revocation

_AHEAD: Final = 1_000  # links that are looked at before they are taken in


@dataclass(frozen=True)
class Came:
    """What became of a bundle: how many operations came, or why none did."""

    path: Path
    counts: Counts
    error: UserError | None = None


@dataclass(frozen=True)
class FromFolder:
    """Bringing bundles: what an importer is given for it.

    Attributes:
        aside: the operations that the file has set aside.
        own: the devices that this computer is, and was.
    """

    address: str
    registry: Registry
    recipient: Recipient
    aside: frozenset[OperationId]
    own: frozenset[str]

    @contextmanager
    def ready(self) -> Iterator[Bring[Path, Came]]:
        with connected(self.address) as server, uncollected():
            yield partial(self._bring, server)

    def _bring(self, server: Server, path: Path) -> Came:
        """Raises what ends the run: of the server, or on the way to it."""
        try:
            return Came(path, self._brought(server, path))
        except UserError as error:
            if error.code.startswith("publish_") and not isinstance(error, PublishForked):
                raise
            return Came(path, Counts(), error)
        finally:
            # The collector rests: what little went in circles meanwhile is looked for here.
            gc.collect(0)

    def _brought(self, server: Server, path: Path) -> Counts:
        with source_of(path) as source:
            verified = self.recipient.open(source, _quiet)
            ended = own_end(verified, self.recipient.device)
            if ended is not None:
                raise ended
            if publishing.brought(server, verified.manifest.bundle, verified.checked.hash):
                return Counts()
            publishing.know(server, self.registry, _devices(verified))
            try:
                return publishing.again(lambda: self._take(server, verified))
            except ForkedChain as error:
                device = str(error.facts["device"])
                station = verified.trusted.devices[device].certificate.station_name
                raise PublishForked(station=station, seq=error.facts["seq"]) from error

    def _take(self, server: Server, verified: Verified) -> Counts:
        counts, devices = Counts(), _concerned(verified)
        with locked(server, self.registry, devices):
            if publishing.brought(server, verified.manifest.bundle, verified.checked.hash):
                return counts  # by another importer, while we waited for it
            verified = _as_told_before(server, verified, devices)
            taker = ServerTaker(server, self.registry, self.aside)
            intake = Intake(taker, verified, counts)
            for proven in _foreseen(taker, links(verified, _quiet)):
                intake.add(proven)
            intake.flush()
            taker.writer.flush()
            follow(taker, taker.writer.touched, self.own)
            taker.writer.refold()
            intake.authority.settle()
            _bound(taker, verified, devices)
            taker.writer.refold()
            for each in verified.trusted.revocations:
                if each.device in devices:
                    publishing.keep_ending(server, each.device, each.to_text())
            for part in verified.contents.ranges:
                publishing.keep_head(server, part.device, part.last, part.end, part.signature)
            publishing.note(server, verified.manifest.bundle, verified.checked.hash)
        return counts


def _concerned(verified: Verified) -> set[str]:
    """The devices whose operations it brings, or of whose end it tells."""
    told = {each.device for each in verified.contents.revocations} & verified.trusted.devices.keys()
    return {each.device for each in verified.contents.ranges} | told


def _as_told_before(server: Server, verified: Verified, devices: Collection[str]) -> Verified:
    """With the ends of devices of which other bundles told: whoever was lost is believed no more.

    Raises :class:`RevokedKey` where that is its sender.
    """
    sender = verified.manifest.sender
    told = publishing.endings(server, {*devices, sender})
    known = verified.trusted.revoking(map(Revocation.from_text, told))
    known.sender(sender)
    return replace(verified, trusted=known)


def _bound(taker: ServerTaker, verified: Verified, devices: Collection[str]) -> None:
    """What stands past the end of another's device does not count."""
    for device in sorted(verified.trusted.endings.keys() & set(devices)):
        ending = verified.trusted.endings[device]
        if ending.last is not None and verified.trusted.devices[device].trust is not Trust.OWN:
            taker.writer.bound(device, ending.last)


def _foreseen(taker: ServerTaker, proven: Iterator[Proven]) -> Iterator[Proven]:
    """The links, whose records were asked about before they come."""
    while ahead := list(islice(proven, _AHEAD)):
        operations = [each.link for each in ahead if isinstance(each.link, Operation)]
        taker.journal.foresee({place for each in operations for place in each.places})
        yield from ahead


def _devices(verified: Verified) -> list[Chain]:
    """Whoever the bundle brings operations of, or introduces."""
    known = {
        **verified.newly_known,
        **{each: verified.trusted.devices[each] for each in _concerned(verified)},
    }
    certificates = [each.certificate for each in known.values()]
    return [Chain(each.device, each.station, each.level, 0) for each in certificates]


def _quiet(_done: int, _total: int) -> None:
    """Progress is told by bundles."""
