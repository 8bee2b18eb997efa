"""What is left of a bundle on a damaged stick: kept until the rest has come, and then taken in as a whole one.

salvage         reads what can be read, keeps it, and says what is missing
draw_slip       the paper with which the sender is asked for just that
asked_again     the codes of such a paper, typed at the sender's
join            a bundle of which nothing is missing any more enters as if it had never been damaged
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.bundle.reading import Progress, Verified, links, stage
from desktop.bundle.salvage import (
    Hole,
    Piece,
    Wreck,
    mended,
    missing_of,
    open_wreck,
    pieces_of,
    read_what_can_be,
)
from desktop.bundle.trust import short
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.services import bundle_import
from desktop.services.bundle_files import source_of
from desktop.services.bundle_import import Received
from desktop.services.bundle_whom import authors, recipient_for
from desktop.services.devices import refuse_practice, trusted
from desktop.services.holding import FOLDER, file_of
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic

MOST_WRECKS: Final = 20
"""Kept at once; the oldest gives way, and its stick can be read again."""

_SUFFIX: Final = ".hong"
_CODE: Final = re.compile(r"([0-9a-f]{8})-([0-9]{1,15})")


class ResendUnknown(UserError):
    """A code for sending again that names nothing of this unit's. Fact: ``code``, as it was typed."""

    code = "resend_unknown"


@dataclass(frozen=True)
class Missing:
    """Operations ``first`` to ``last`` of one computer of a unit, which stood in parts that are lost."""

    station: str
    device: str
    first: int
    last: int

    @property
    def computer(self) -> str:
        """The letters of the device's id that a person reads out."""
        return short(self.device)


@dataclass(frozen=True)
class Salvaged:
    """What was found on a damaged stick.

    Attributes:
        station: the sender's unit.
        number, made_at: of the bundle, by which its sender knows it.
        parts, lost: how many parts it has, and how many of them cannot be read.
        missing: what has to be sent again; nothing where the damage was in no part.
        codes: what the sender types so that just that is sent.
        received: the bundle, if nothing was missing and it was taken in at once.
    """

    bundle: str
    station: str
    number: int
    made_at: datetime
    parts: int
    lost: int
    missing: tuple[Missing, ...]
    codes: tuple[str, ...]
    received: Received | None = None


def salvage(workspace: Workspace, path: Path, progress: Progress) -> Salvaged:
    """Reads a damaged bundle as far as it goes and keeps what is whole of it.

    Where no part is lost, or all that is lost is here already, the bundle is taken in. Raises
    :class:`BeyondSalvage`, what a whole bundle may be refused for, and the failures of disks and sticks.
    """
    refuse_practice(workspace)
    workspace.require(Permission.RECEIVE)
    with _opened(workspace, path, stage(progress, 0, 2)) as wreck:
        bundle = wreck.verified.manifest.bundle
        kept = _keep(workspace, path, wreck)
        holes = _still_open(workspace, wreck)
        received = None if holes else _enter(workspace, kept, wreck, (), stage(progress, 1, 2))
        found = _told(wreck, holes, received)
    if received is not None:
        kept.unlink(missing_ok=True)
    workspace.log_access("salvage_bundle", bundle)
    return found


def _told(wreck: Wreck, holes: Sequence[Hole], received: Received | None) -> Salvaged:
    verified = wreck.verified
    names = {device: each.certificate.station_name for device, each in verified.trusted.devices.items()}
    return Salvaged(
        verified.manifest.bundle,
        verified.sender.certificate.station_name,
        verified.contents.number,
        datetime.fromisoformat(verified.contents.made_at),
        len(verified.manifest.parts),
        len(wreck.lost),
        tuple(Missing(names[hole.device], *hole) for hole in holes),
        tuple(f"{short(device)}-{first}" for device, first in missing_of(holes).items()),
        received,
    )


@contextlib.contextmanager
def _opened(workspace: Workspace, path: Path, progress: Progress) -> Iterator[Wreck]:
    with workspace.reading(Permission.RECEIVE) as reader:
        known = trusted(workspace, reader)
    secrets = workspace.secrets
    with source_of(path) as source:
        yield open_wreck(source, secrets.device, secrets.age, known, workspace.today(), progress)


# Kept


def _keep(workspace: Workspace, path: Path, wreck: Wreck) -> Path:
    """A copy with zeros where nothing can be read: it is opened as the stick was."""
    bundle = wreck.verified.manifest.bundle
    kept = file_of(workspace, bundle).with_suffix(_SUFFIX)
    if kept != path:
        with source_of(path) as source:
            whole = read_what_can_be(source, 0, path.stat().st_size)
        kept.parent.mkdir(exist_ok=True)
        write_atomic(kept, whole)
    for old in _wrecks(workspace)[MOST_WRECKS:]:
        old.unlink(missing_ok=True)
    return kept


def _wrecks(workspace: Workspace) -> list[Path]:
    """The damaged bundles that wait for what they miss, the newest first."""
    folder = workspace.folder / FOLDER
    found = folder.glob(f"*{_SUFFIX}") if folder.is_dir() else ()
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _still_open(workspace: Workspace, wreck: Wreck) -> list[Hole]:
    """The holes without what came in the meantime."""
    with workspace.file.reading() as reader:
        tips = {hole.device: reader.journal.tip(hole.device).seq for hole in wreck.holes}
    return [
        Hole(hole.device, max(hole.first, tips[hole.device] + 1), hole.last)
        for hole in wreck.holes
        if tips[hole.device] < hole.last
    ]


# Taken


def join(workspace: Workspace, progress: Progress) -> tuple[Received, ...]:
    """Takes in every damaged bundle whose missing operations are here, or wait in whole bundles."""
    workspace.require(Permission.RECEIVE)
    return tuple(
        received
        for path in _wrecks(workspace)
        if (received := _joined(workspace, path, progress)) is not None
    )


def _joined(workspace: Workspace, path: Path, progress: Progress) -> Received | None:
    """None where something is still missing, or the bundle is refused; then it stays as it is."""
    received = None
    with contextlib.suppress(UserError), contextlib.ExitStack() as stack:
        wreck = stack.enter_context(_opened(workspace, path, progress))
        others = list(_waiting(workspace, stack, wreck))
        holes = _still_open(workspace, wreck)
        if any(not _covered(hole, others) for hole in holes):
            return None
        received = _enter(workspace, path, wreck, others, progress)
    if received is not None:
        path.unlink(missing_ok=True)
    return received


def _waiting(workspace: Workspace, stack: contextlib.ExitStack, wreck: Wreck) -> Iterator[Verified]:
    """The whole bundles that wait and have operations of the devices in question."""
    wanted = {hole.device for hole in wreck.holes}
    with workspace.reading(Permission.RECEIVE) as reader:
        held = reader.holding.all()
    for each in held:
        path = file_of(workspace, each.bundle)
        if path.is_file():
            verified = stack.enter_context(bundle_import.opened(workspace, path, lambda _done, _total: None))
            if wanted & {one.device for one in verified.contents.ranges}:
                yield verified


def _covered(hole: Hole, others: Sequence[Verified]) -> bool:
    wanted = hole.first
    for first, last in sorted(
        (each.first, each.last)
        for other in others
        for each in other.contents.ranges
        if each.device == hole.device
    ):
        if first <= wanted:
            wanted = max(wanted, last + 1)
    return wanted > hole.last


def _enter(
    workspace: Workspace, path: Path, wreck: Wreck, others: Sequence[Verified], progress: Progress
) -> Received:
    def fill(hole: Hole) -> Iterator[tuple[int, Piece]]:
        wanted = hole.first
        with workspace.file.reading() as reader:
            here = list(reader.journal.parts(hole.device, hole.first, hole.last))
        for piece in here:
            yield wanted, piece
            wanted += 1
        for other in others:
            for number, piece in pieces_of(links(other, lambda _done, _total: None), hole):
                if number == wanted:
                    yield number, piece
                    wanted += 1

    return bundle_import.enter(workspace, path, wreck.verified, mended(wreck, fill, progress), progress)


# Sent again


def asked_again(workspace: Workspace, station: str, text: str) -> Mapping[str, int]:
    """From which of its operations on each computer's are to be sent again, by the codes that were typed.

    Raises :class:`ResendUnknown` for a code that names no operation which goes to that unit.
    """
    with workspace.reading(Permission.SEND) as reader:
        known = trusted(workspace, reader)
        to = recipient_for(reader, known, workspace.device, station)
        ends = {device: reader.journal.tip(device).seq for device in authors(known, workspace.device, to)}
    found: dict[str, int] = {}
    for word in re.split(r"[\s,;]+", text.strip().lower()):
        code = _CODE.fullmatch(word)
        device = next((each for each in ends if code and short(each) == code[1]), None)
        if code is None or device is None or not 1 <= int(code[2]) <= ends[device]:
            raise ResendUnknown(code=word[:40])
        found[device] = min(int(code[2]), found.get(device, int(code[2])))
    return found
