"""A folder of bundles on its way to a server: who brings which, what waits for another, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from desktop.bundle.errors import BundleGap
from desktop.bundle.reading import peek
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.publish.aside import marked
from desktop.publish.importers import another, usual
from desktop.publish.lanes import Lanes, Published
from desktop.publish.publishing import Progress
from desktop.publish.server import Server
from desktop.publish.taking import ServerTaker
from desktop.publish.writer import alone
from desktop.services.bundle_files import source_of
from desktop.services.bundle_opening import opened, recipient
from desktop.services.bundle_undo import follow, own_devices
from desktop.services.publishing_bundle import Came, FromFolder
from desktop.services.workspace import ComputerEnded, Workspace

_WORTH: Final = 16
"""Bundles for which one more process is worth its beginning."""


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
        address: str,
        files: Sequence[Path],
        progress: Progress,
        importers: int | None,
    ) -> None:
        self._workspace = workspace
        self._files = files
        self._progress = progress
        self._importers = importers
        with workspace.reading(Permission.ADMINISTER) as reader:
            self._aside = frozenset(reader.aside.all())
            self._own = own_devices(workspace, reader)
        here = recipient(workspace)
        self._known = frozenset(here.known.devices)
        self._work = FromFolder(address, workspace.registry, here, self._aside, self._own)
        self._new = self._looked_at = self._done = 0
        self._refused: dict[Path, UserError] = {}
        self._later: dict[Path, BundleGap] = {}

    def bring(self, server: Server) -> Brought:
        """Raises :class:`PublishLeft` at the end where some were refused."""
        self._progress(0, len(self._files))
        self._set_aside(server)
        left = list(self._files)
        while left:
            self._later = {}
            self._round(left)
            if len(self._later) == len(left):
                break
            left = sorted(self._later)
        later = sorted(self._later.items())
        if self._refused:
            refused = self._refused | self._later
            files = ", ".join(f"{path.name} ({refused[path].code})" for path in sorted(refused))
            raise PublishLeft(count=len(refused), files=files, new=self._new)
        waiting = (Waiting(path.name, **dict[str, Any](gap.facts)) for path, gap in later)
        return Brought(self._new, self._looked_at, tuple(waiting))

    def _round(self, files: Sequence[Path]) -> None:
        loads = _by_sender(files)
        importers = min(self._importers or usual(len(files) // _WORTH), len(loads))
        others = [another(self._work) for _ in range(importers - 1)]
        Lanes(iter(loads), self._took).run(self._work.ready(), others)

    def _took(self, came: Came) -> None:
        if isinstance(came.error, BundleGap):
            self._later[came.path] = came.error
            return
        if isinstance(came.error, ComputerEnded):
            # That is kept here.
            with suppress(ComputerEnded), opened(self._workspace, came.path, _quiet):
                pass
        if came.error is not None:
            self._refused[came.path] = came.error
        self._new += came.counts.new
        self._looked_at += came.counts.all
        self._done += 1
        self._progress(self._done, len(self._files))

    def _set_aside(self, server: Server) -> None:
        """What came before counts as the file says now; what others have set aside is theirs to say."""
        if marked(server).keys() == self._aside:
            return
        with alone(server):
            taker = ServerTaker(server, self._workspace.registry)
            there = taker.aside.all().keys() - self._aside
            taker.aside.take(each for each in there if each[0] in self._known)
            taker.aside.put(dict.fromkeys(self._aside, ""))
            # What only bundles of the folder have built on it is not in the file.
            follow(taker, taker.writer.touched, self._own)
            taker.writer.refold()


def _by_sender(files: Iterable[Path]) -> list[list[Path]]:
    """Bundles of one sender go one after another: nobody waits for what is on its way beside it."""
    found: dict[str, list[Path]] = {}
    for path in files:
        found.setdefault(_sender(path), []).append(path)
    return list(found.values())


def _sender(path: Path) -> str:
    """Whoever says to be its sender, which is proven later; a file that says nobody stands for itself."""
    try:
        with source_of(path) as source:
            return peek(source).sender
    except UserError:
        return str(path)


def _quiet(_done: int, _total: int) -> None:
    """Progress is told by bundles."""
