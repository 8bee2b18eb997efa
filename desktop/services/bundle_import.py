"""Receiving: everything proven again, into the journal whole or not at all, and the tables after it.

A preview is the same work, looked at and then rolled back: what it shows is what an import would do.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.bundle.contents import Range
from desktop.bundle.errors import (
    BundleForked,
    BundleGap,
    BundleSwapped,
)
from desktop.bundle.reading import Progress, Proven, Verified, links, refuse_ended, stage
from desktop.bundle.trust import Trust
from desktop.domain.access import Permission
from desktop.domain.authority import is_whole
from desktop.domain.journal.chain import BrokenChain, ForkedChain, Run
from desktop.domain.journal.clock import after
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import BadOperation, Operation
from desktop.services import bundle_undo, forks, form_sending, receipts, revoking, vouching
from desktop.services.bundle_authority import BundleAuthority
from desktop.services.bundle_effect import Effect, Effects, Period
from desktop.services.bundle_files import put_aside, source_of
from desktop.services.bundle_opening import Key, opened
from desktop.services.devices import know
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.journal import Place
from desktop.store.register_file import Writer

__all__ = ["Received", "look", "opened", "source_of", "take"]

_STEP: Final = 200  # operations between two words on progress


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
    return _received(
        workspace, path, verified, _Counts(already=held.operations + held.withheld), Effect(), at
    )


@dataclass
class _Counts:
    new: int = 0
    already: int = 0
    withheld: int = 0

    @property
    def all(self) -> int:
        return self.new + self.already


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
    counts, total = _Counts(), verified.contents.counts.operations + verified.contents.counts.withheld
    intake = _Intake(writer, verified, counts)
    for proven in operations:
        intake.add(proven)
        if counts.all % _STEP < len(proven.ends):
            progress(counts.all, 2 * total)
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
    counts: _Counts,
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
    )


class _Intake:
    """Operations on their way into the journal, each compared with what is held and what its device may do.

    Attributes:
        authority: says what may be written; to be settled when all is folded.
        before: by device, how far its chain was held.
        touched: records to fold again.
        seen_before: records of operations that were held already, by register.
        period: first and last day that the new operations tell of.
    """

    def __init__(self, writer: Writer, verified: Verified, counts: _Counts) -> None:
        self._writer = writer
        self._verified = verified
        self._counts = counts
        self._tips = {each.device: writer.journal.tip(each.device) for each in verified.contents.ranges}
        self.authority = BundleAuthority(writer, verified)
        self.before = {device: tip.seq for device, tip in self._tips.items()}
        self.touched: set[Place] = set()
        self.seen_before: set[Place] = set()
        self.period = Period()
        for each in verified.contents.ranges:
            self._check_prerequisite(each)

    def _check_prerequisite(self, each: Range) -> None:
        held = self._tips[each.device]
        if each.first > held.seq + 1:
            name = self._verified.trusted.devices[each.device].certificate.station_name
            raise BundleGap(station=name, first=held.seq + 1, last=each.first - 1)
        if each.last > held.seq:
            refuse_ended(self._verified, each)
        if self._writer.journal.hash_at(each.device, each.first - 1) != each.prior:
            raise ForkedChain(device=each.device, seq=each.first - 1)

    def add(self, proven: Proven) -> None:
        held = self._tips[proven.range.device]
        self._check_fork(held, proven)
        if isinstance(proven.link, Run):
            self._add_run(held, proven.link, proven.ends)
            return
        operation = proven.link
        self.authority.check(operation)
        if operation.seq == held.seq + 1 and not after(operation.hlc, held.last_hlc):
            raise BrokenChain(device=operation.device, seq=operation.seq)
        beyond = operation.seq > held.seq
        touched = self._append(operation, beyond=beyond)
        if beyond:
            self._counts.new += 1
            self.period = self.period.with_operation(operation)
        else:
            self._counts.already += 1
            self.seen_before.update((leaf.register, leaf.record) for _, leaf in operation.changes())
        self.touched.update(touched)

    def _append(self, operation: Operation, *, beyond: bool) -> list[Place]:
        try:
            return self._writer.append(operation, self._verified.manifest.bundle, beyond=beyond)
        except BadOperation as error:
            # Two disclosures of one operation that do not fit together: its author is not to be believed.
            raise BrokenChain(device=operation.device, seq=operation.seq) from error

    def _check_fork(self, held: Tip, proven: Proven) -> None:
        """Where what is held ends within the link, both chains must be the same."""
        meeting = min(held.seq, proven.range.last)
        for end in proven.ends:
            if end.seq == meeting and self._writer.journal.hash_at(end.device, end.seq) != end.hash:
                raise ForkedChain(device=end.device, seq=end.seq)

    def _add_run(self, held: Tip, run: Run, ends: tuple[Tip, ...]) -> None:
        new = [(end, body) for end, body in zip(ends, run.bodies, strict=True) if end.seq > held.seq]
        self._writer.journal.add_withheld(new)
        self._counts.new += len(new)
        self._counts.withheld += len(new)
        self._counts.already += len(ends) - len(new)


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
