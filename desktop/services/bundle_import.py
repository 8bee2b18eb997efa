"""Receiving: everything proven again, into the journal whole or not at all, and the tables after it.

A preview is the same work, looked at and then rolled back: what it shows is what an import would do.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from desktop.base.collecting import uncollected
from desktop.bundle.errors import BundleForked, BundleSwapped
from desktop.bundle.reading import Progress, Proven, Verified, links, stage
from desktop.bundle.trust import Trust
from desktop.domain.access import Permission
from desktop.domain.authority import is_whole
from desktop.domain.journal.chain import ForkedChain
from desktop.services import bundle_undo, forks, form_sending, receipts, revoking, vouching
from desktop.services.bundle_effect import Effect, Effects
from desktop.services.bundle_files import put_aside, source_of
from desktop.services.bundle_intake import Counts, Intake
from desktop.services.bundle_opening import Key, opened
from desktop.services.devices import know
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.register_file import Writer
from desktop.vault.revocation import Reason

__all__ = ["Received", "look", "opened", "source_of", "take"]

_STEP: Final = 200  # operations between two words on progress, and that go into the journal at once


@dataclass(frozen=True)
class Received:
    """A bundle that was proven, and what it does here.

    Attributes:
        sender, station: id of the device, name of its unit.
        hash: of the manifest, and so of all of it.
        new, already: operations that were not held before, and that were.
        withheld: of the new ones, those that came as proof of the chain only.
        received_at: set when this very bundle was received before; then nothing is done.
        expired: the sender's certificate is past its term, which only warns.
        replaced_on: the day on which another computer took the sender's place; None where none did.
        number: the sender's running number of bundles for this unit; 0 where it says none.
        followed: the bundles that had waited for this one and were taken after it.
        aside: operations that build on a bundle that is set aside here, and so do not count either.
        of_pack: it is what a ward official did with the awards of a print pack.
        back: of the new ones, our own station's, which another unit still held and gives back.
    """

    path: Path
    bundle: str
    hash: str
    sender: str
    station: str
    made_at: datetime
    new: int
    already: int
    withheld: int
    effect: Effect
    received_at: datetime | None = None
    expired: bool = False
    number: int = 0
    followed: tuple[Received, ...] = ()
    aside: int = 0
    of_pack: bool = False
    back: int = 0
    replaced_on: date | None = None


class _RolledBack(Exception):
    """Ends the transaction of a preview."""


def look(workspace: Workspace, path: Path, progress: Progress, key: Key | None = None) -> Received:
    """What a bundle would do; nothing is kept."""
    found: list[Received] = []
    opening = opened(workspace, path, stage(progress, 0, 2), key)
    with contextlib.suppress(_RolledBack), opening as verified, _quarantining(workspace, path, verified):
        before = _received_before(workspace, path, verified)
        if before is not None:
            return before
        with workspace.file.writing() as writer:
            proven = links(verified, _silent)
            found.append(
                _take_in(workspace, writer, verified, path, proven, stage(progress, 1, 2), lines=True)
            )
            raise _RolledBack
    return found[0]


def take(
    workspace: Workspace,
    path: Path,
    progress: Progress,
    seen: Received | None = None,
    key: Key | None = None,
) -> Received:
    """Takes a bundle in, in one transaction; any exception leaves everything as it was.

    ``seen`` is the preview that the person agreed to; raises :class:`BundleSwapped` for another bundle.
    """
    opening = opened(workspace, path, stage(progress, 0, 2), key)
    with opening as verified, _quarantining(workspace, path, verified):
        if seen is not None and seen.hash != verified.checked.hash:
            raise BundleSwapped()
        before = _received_before(workspace, path, verified)
        if before is not None:
            return before
        with uncollected():
            return enter(workspace, path, verified, links(verified, _silent), stage(progress, 1, 2))


def enter(
    workspace: Workspace, path: Path, verified: Verified, proven: Iterable[Proven], progress: Progress
) -> Received:
    """Takes in what was opened, with ``proven`` as its operations, in one transaction."""
    workspace.require(Permission.RECEIVE)
    with workspace.file.writing() as writer:
        received = _take_in(workspace, writer, verified, path, proven, progress, lines=False)
        receipts.learn(workspace, writer, verified)
        _note(workspace, writer, verified, received)
        forks.learn(writer, verified, workspace.now().isoformat(timespec="seconds"))
        vouching.learn(writer, workspace.device, verified)
        ended = revoking.learn(workspace, writer, verified)
        form_sending.keep_files(writer, workspace.folder, verified.contents.later)
    touched = tuple(sorted(received.effect.touched | ended))
    workspace.announce(Changes(None, touched, "bundle.import", received.station))
    return received


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def _received_before(workspace: Workspace, path: Path, verified: Verified) -> Received | None:
    """The answer to a bundle that came before: the same bytes need nothing more."""
    with workspace.file.reading() as reader:
        row = reader.bundle_summary(verified.manifest.bundle, "in")
    if row is None or row[2] != verified.checked.hash:
        return None
    held = verified.contents.counts
    at = datetime.fromisoformat(row[0])
    return _received(workspace, path, verified, Counts(already=held.operations + held.withheld), Effect(), at)


def _take_in(  # each part by its own right
    workspace: Workspace,
    writer: Writer,
    verified: Verified,
    path: Path,
    operations: Iterable[Proven],
    progress: Progress,
    *,
    lines: bool,
) -> Received:
    for known in verified.newly_known.values():
        held = writer.certificate(known.certificate.device)
        if held is None or known.trust is Trust.VOUCHED:
            know(writer, known)
    counts, total = Counts(), verified.contents.counts.operations + verified.contents.counts.withheld
    intake, done = Intake(writer, verified, counts), 0
    for proven in operations:
        intake.add(proven)
        done += len(proven.ends)
        if done % _STEP < len(proven.ends):
            progress(done, 2 * total)
    intake.flush()
    for each in verified.contents.ranges:
        writer.journal.add_head(each.device, each.last, each.end, each.signature.hex())
    intake.touched |= bundle_undo.again(writer, verified)
    later = bundle_undo.follow(writer, intake.touched, bundle_undo.own_devices(workspace, writer))
    intake.touched |= bundle_undo.touched_by(writer, later)
    effects = Effects(workspace, writer, intake.before, lines=lines)
    effect = effects.of(intake.touched, intake.seen_before, intake.period, stage(progress, 1, 2))
    intake.authority.settle()
    received = _received(workspace, path, verified, counts, effect, None)
    return replace(received, aside=len(later), back=_given_back(verified, intake.before))


def _replaced_on(verified: Verified) -> date | None:
    """It goes on sending, which its unit may not know: what it says is taken, and told apart."""
    ending = verified.trusted.endings.get(verified.sender.certificate.device)
    return ending.on if ending is not None and ending.reason is Reason.REPLACED else None


def _given_back(verified: Verified, before: Mapping[str, int]) -> int:
    devices, own = verified.trusted.devices, verified.trusted.station
    if verified.sender.certificate.station == own:
        return 0
    ours = (each for each in verified.contents.ranges if devices[each.device].certificate.station == own)
    return sum(max(0, each.last - before[each.device]) for each in ours)


def _received(  # each part by its own right
    workspace: Workspace,
    path: Path,
    verified: Verified,
    counts: Counts,
    effect: Effect,
    received_at: datetime | None,
) -> Received:
    certificate = verified.sender.certificate
    return Received(
        path,
        verified.manifest.bundle,
        verified.checked.hash,
        certificate.device,
        certificate.station_name,
        datetime.fromisoformat(verified.contents.made_at),
        counts.new,
        counts.already,
        counts.withheld,
        effect,
        received_at,
        workspace.today() > certificate.not_after,
        verified.contents.number,
        of_pack=not is_whole(certificate.roles),
        replaced_on=_replaced_on(verified),
    )


def _note(workspace: Workspace, writer: Writer, verified: Verified, received: Received) -> None:
    summary = {
        "device": received.sender,
        "merged": [list(place) for place in received.effect.merged],
        "new": received.new,
        "number": verified.contents.number,
        "station_name": received.station,
    }
    at = workspace.now().isoformat(timespec="seconds")
    writer.keep_bundle(
        received.bundle,
        "in",
        at,
        verified.sender.certificate.station,
        json.dumps(summary, sort_keys=True, ensure_ascii=False),
        verified.checked.hash,
    )
    writer.log_access(at, workspace.user.id, "import_bundle", received.bundle)


# Quarantine


@contextlib.contextmanager
def _quarantining(workspace: Workspace, path: Path, verified: Verified) -> Iterator[None]:
    """A bundle that contradicts what is held is put aside, and it is kept where the two chains part."""
    try:
        yield
    except ForkedChain as error:
        device = str(error.facts["device"])
        name = verified.trusted.devices[device].certificate.station_name
        copy = str(put_aside(workspace.folder, path))
        at = workspace.now().isoformat(timespec="seconds")
        with workspace.file.reading() as reader:
            common = forks.common_point(reader, verified, device)
        if common is not None:
            with workspace.file.writing() as writer:
                forks.note(writer, forks.Fork(device, common.seq, common.hash, at, copy))
        raise BundleForked(station=name, copy=copy) from error
