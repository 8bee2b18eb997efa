"""A folder of bundles on its way to a server: each proven as when the file takes it in, each in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from desktop.bundle.errors import BundleGap
from desktop.bundle.reading import Proven, Verified, links
from desktop.bundle.trust import Trust
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.journal.chain import ForkedChain
from desktop.domain.journal.operation import Operation
from desktop.publish import publishing
from desktop.publish.aside import marked
from desktop.publish.errors import PublishForked
from desktop.publish.lanes import Published
from desktop.publish.publishing import Progress
from desktop.publish.server import Server
from desktop.publish.taking import ServerTaker
from desktop.publish.writer import alone, locked
from desktop.services.bundle_intake import Counts, Intake
from desktop.services.bundle_opening import opened
from desktop.services.bundle_undo import follow, own_devices
from desktop.services.devices import trusted
from desktop.services.workspace import Workspace
from desktop.store.outgoing import Chain

_AHEAD: Final = 1_000  # links that are looked at before they are taken in


class PublishLeft(UserError):
    """Some bundles of a folder were refused. Facts: ``new``, ``count``; ``files``, each with why."""

    code = "publish_left"


@dataclass(frozen=True)
class Waiting:
    """A bundle for whose turn something is missing: entries ``first`` to ``last`` of ``station``."""

    file: str
    station: str
    first: int
    last: int


@dataclass(frozen=True)
class Brought(Published):
    """What a folder brought.

    Attributes:
        waiting: bundles that come with the next run for which the missing ones are there.
    """

    waiting: tuple[Waiting, ...] = ()


class FolderOfBundles:
    """The bundles of a folder, brought to a server in as many rounds as they wait for each other."""

    def __init__(
        self,
        workspace: Workspace,
        server: Server,
        files: Sequence[Path],
        progress: Progress,
    ) -> None:
        self._workspace = workspace
        self._server = server
        self._files = files
        with workspace.reading(Permission.ADMINISTER) as reader:
            self._aside = frozenset(reader.aside.all())
            self._known = frozenset(trusted(workspace, reader).devices)
            self._own = own_devices(workspace, reader)
        self._progress = progress
        self._new = self._looked_at = self._done = 0

    def bring(self) -> Brought:
        """Raises :class:`PublishLeft` at the end where some were refused."""
        self._progress(0, len(self._files))
        self._set_aside()
        left, refused = list(self._files), dict[Path, UserError]()
        later: dict[Path, UserError] = {}
        while left:
            later = {}
            for path in left:
                try:
                    self._bring(path)
                except BundleGap as gap:
                    later[path] = gap
                    continue
                except UserError as error:
                    if error.code.startswith("publish_") and not isinstance(error, PublishForked):
                        raise
                    refused[path] = error
                self._done += 1
                self._progress(self._done, len(self._files))
            if len(later) == len(left):
                break
            left = list(later)
        if refused:
            refused |= later
            files = ", ".join(f"{path.name} ({refused[path].code})" for path in sorted(refused))
            raise PublishLeft(count=len(refused), files=files, new=self._new)
        waiting = (Waiting(path.name, **dict[str, Any](gap.facts)) for path, gap in sorted(later.items()))
        return Brought(self._new, self._looked_at, tuple(waiting))

    def _set_aside(self) -> None:
        """What came before counts as the file says now; what others have set aside is theirs to say."""
        if marked(self._server).keys() == self._aside:
            return
        with alone(self._server) as facts:
            taker = ServerTaker(self._server, self._workspace.registry, facts)
            there = taker.aside.all().keys() - self._aside
            taker.aside.take(each for each in there if each[0] in self._known)
            taker.aside.put(dict.fromkeys(self._aside, ""))
            # What only bundles of the folder have built on it is not in the file.
            follow(taker, taker.writer.touched, self._own)
            taker.writer.refold()

    def _bring(self, path: Path) -> None:
        with opened(self._workspace, path, _quiet) as verified:
            if publishing.brought(self._server, verified.manifest.bundle, verified.checked.hash):
                return
            publishing.know(self._server, self._workspace.registry, _devices(verified))
            try:
                counts = publishing.again(lambda: self._take(verified))
            except ForkedChain as error:
                device = str(error.facts["device"])
                station = verified.trusted.devices[device].certificate.station_name
                raise PublishForked(station=station, seq=error.facts["seq"]) from error
        self._new += counts.new
        self._looked_at += counts.all

    def _take(self, verified: Verified) -> Counts:
        contents, counts = verified.contents, Counts()
        devices = {each.device for each in contents.ranges} | {each.device for each in contents.revocations}
        with locked(self._server, self._workspace.registry, devices) as facts:
            if publishing.brought(self._server, verified.manifest.bundle, verified.checked.hash):
                return counts  # by another importer, while we waited for it
            taker = ServerTaker(self._server, self._workspace.registry, facts, self._aside)
            intake = Intake(taker, verified, counts)
            for proven in _foreseen(taker, links(verified, _quiet)):
                intake.add(proven)
            intake.flush()
            taker.writer.flush()
            follow(taker, taker.writer.touched, self._own)
            taker.writer.refold()
            intake.authority.settle()
            ended = verified.trusted.endings if verified.contents.revocations else {}
            for device, ending in ended.items():
                if ending.last is not None and verified.trusted.devices[device].trust is not Trust.OWN:
                    taker.writer.bound(device, ending.last)
            taker.writer.refold()
            for each in verified.contents.ranges:
                publishing.keep_head(self._server, each.device, each.last, each.end, each.signature)
            publishing.note(self._server, verified.manifest.bundle, verified.checked.hash)
        return counts


def _foreseen(taker: ServerTaker, proven: Iterator[Proven]) -> Iterator[Proven]:
    """The links, whose records were asked about before they come."""
    while ahead := list(islice(proven, _AHEAD)):
        taker.journal.foresee(
            {
                (leaf.register, leaf.record)
                for each in ahead
                if isinstance(each.link, Operation)
                for _, leaf in each.link.changes()
            }
        )
        yield from ahead


def _devices(verified: Verified) -> list[Chain]:
    """Whoever the bundle brings operations of, or introduces."""
    known = {**verified.newly_known}
    named = [each.device for each in verified.contents.ranges]
    named += [each.device for each in verified.contents.revocations]
    known |= {device: verified.trusted.devices[device] for device in named}
    certificates = [each.certificate for each in known.values()]
    return [Chain(each.device, each.station, each.level, 0) for each in certificates]


def _quiet(_done: int, _total: int) -> None:
    """Progress is told by bundles."""
