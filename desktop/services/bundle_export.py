"""Sending: what a recipient has not acknowledged, as far as its scope grants it, in one file on a stick."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

from desktop.bundle.contents import Contents, Counts, Range
from desktop.bundle.reading import Progress, stage
from desktop.bundle.trust import Trust, Trusted
from desktop.bundle.writing import Letter, write_bundle
from desktop.domain.access import Permission
from desktop.domain.journal.chain import Link, as_links
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import Operation, head_message
from desktop.domain.receipts import Grants, grants_of, mark_of
from desktop.domain.scope import STATION_SCOPE, Scope, grant
from desktop.services import form_sending, vouching
from desktop.services.bundle_files import copy_to_stick, path_for, workshop
from desktop.services.bundle_whom import (
    authors,
    everybody,
    grants_for,
    recipient_for,
    scope_of,
    sources,
    whose,
)
from desktop.services.devices import Recipient, refuse_practice, trusted
from desktop.services.forks import told_of
from desktop.services.receipts import acknowledged, given, remember, set_aside_by, told
from desktop.services.revoking import sendable_head, sendable_until, told_only, told_to
from desktop.services.workspace import Workspace
from desktop.store.receipts import OUT
from desktop.store.register_file import Reader
from desktop.system.files import REAL_FILES, FileOps
from desktop.vault.certificate import KeyFile
from desktop.vault.signing import Domain

OVERLAP: Final = 50
"""Operations that are sent again although they were acknowledged: a reader compares them with what it holds."""

_STRETCH: Final = 500  # operations read at once, so that other threads may read in between

Station: TypeAlias = tuple[str, str]
"""A station's code and level."""


@dataclass(frozen=True)
class ExportPlan:
    """What an export would send, before anything is written.

    Attributes:
        operations: how many the recipient has not acknowledged.
        records: by register, how many records they touch of which the recipient gets anything.
        since: by device, the number of the last operation that the recipient is known to hold.
        unconfirmed: how many of the operations were written for it before.
        aside: how many that it holds are set aside there, and do not count.
    """

    recipient: Recipient
    operations: int
    records: Mapping[str, int]
    since: Mapping[str, int]
    unconfirmed: int = 0
    aside: int = 0


@dataclass(frozen=True)
class Standing:
    """How far a unit has ours: ``since`` by device, and how many operations it has not acknowledged.

    Attributes:
        unconfirmed: those of ``operations`` that were written for it.
        aside: how many that it holds are set aside there.
    """

    since: Mapping[str, int]
    operations: int
    unconfirmed: int
    aside: int

    @property
    def pending(self) -> int:
        """Operations that were never written for it."""
        return self.operations - self.unconfirmed


@dataclass(frozen=True)
class Exported:
    """A bundle that was written, and read back from the stick.

    Attributes:
        operations, withheld: how many went with content, and how many as proof of the chain only.
        size: of the file in bytes.
        number: this computer's running number of bundles.
    """

    path: Path
    bundle: str
    recipient: Recipient
    operations: int
    withheld: int
    size: int
    number: int


@dataclass(frozen=True)
class _Stretch:
    """One device's operations to be sent: ``first`` to its signed head."""

    device: str
    first: int
    head: tuple[int, str, str]
    prior: str

    @property
    def length(self) -> int:
        return self.head[0] - self.first + 1


def prepare_export(workspace: Workspace, station: str) -> ExportPlan:
    """What waits to be sent to a unit. Raises :class:`NoRecipient` and :class:`PracticeStaysHere`."""
    refuse_practice(workspace)
    with workspace.reading(Permission.SEND) as reader:
        known = trusted(workspace, reader)
        to = recipient_for(reader, known, workspace.device, station)
        scope = scope_of(reader, known, workspace.device, to)
        standing = _standing(reader, known, workspace.device, to)
        since = standing.since
        touched: dict[str, set[str]] = {}
        for device, seq in since.items():
            for register, some in reader.journal.records_after(device, seq).items():
                touched.setdefault(register, set()).update(some)
    names = [each.name for each in workspace.registry if each.name in touched and _rows(scope, each.name)]
    records = {name: len(touched[name]) for name in names}
    return ExportPlan(to, standing.operations, records, since, standing.unconfirmed, standing.aside)


def waiting(workspace: Workspace) -> Standing | None:
    """What the first recipient, the upper level, has not acknowledged; None without a recipient."""
    if workspace.practice or not workspace.may(Permission.SEND):
        return None
    with workspace.reading(Permission.SEND) as reader:
        known = trusted(workspace, reader)
        recipients = everybody(reader, known, workspace.device)
        if not recipients:
            return None
        return _standing(reader, known, workspace.device, recipients[0])


def _standing(reader: Reader, known: Trusted, own: str, to: Recipient) -> Standing:
    grants = grants_for(reader, known, own, to)
    since, operations, unconfirmed, aside = {}, 0, 0, 0
    for device in authors(reader, known, own, to):
        held = since[device] = acknowledged(reader, to, device, grants)
        operations += max(0, sendable_until(reader, known, device) - held)
        unconfirmed += max(0, reader.receipts.reached(to.station, device, OUT) - held)
        aside += set_aside_by(reader, to, device)
    return Standing(since, operations, unconfirmed, aside)


def _rows(scope: Scope, register: str) -> bool:
    return scope.show(register, "@state") != "hidden"


def export(
    workspace: Workspace,
    station: str,
    target: Path,
    progress: Progress,
    *,
    files: FileOps = REAL_FILES,
    again: Mapping[str, int] | None = None,
) -> Exported:
    """Writes a bundle for a unit into a folder, under a name of its own, or as the file ``target``.

    ``again`` says by device from which operation on, whatever was acknowledged.

    Returns when the file was read back from the device. Raises what :func:`prepare_export` does and the failures
    of disks and sticks; an older file is then whole, and nothing half written is left.
    """
    refuse_practice(workspace)
    workspace.require(Permission.SEND)
    _sign_head(workspace)
    with workspace.reading(Permission.SEND) as reader:
        known = trusted(workspace, reader)
        to = recipient_for(reader, known, workspace.device, station)
        scope = scope_of(reader, known, workspace.device, to)
        grants = grants_of(scope)
        stretches = [
            each
            for device in authors(reader, known, workspace.device, to)
            if (each := _stretch(reader, known, to, device, grants, (again or {}).get(device))) is not None
        ]
        held = _held(reader, known, workspace.device, to)
        forked = tuple(told_of(reader, known, to.station))
        at = workspace.now().isoformat(timespec="seconds")
        receipts = tuple(told(reader, known, workspace.device, to, at))
        lacking = given(reader, known, [each.device for each in stretches])
        before = [other for _, other, _ in reader.bundle_rows("out")]
        number = len(before) + 1
        words = tuple(vouching.told(reader, workspace.device))
        since = {each.device: each.first - 1 for each in stretches}
        forms = form_sending.files_for(reader, workspace.folder, scope, to, since)
    draft = Contents(
        workspace.new_id(),
        at,
        workspace.key_file(),
        to.station,
        (*words, *_certificates(workspace, known, to, stretches)),
        tuple(_range(each) for each in stretches),
        Counts(),
        held,
        {form_sending.KEY: forms} if forms else {},
        forks=forked,
        receipts=receipts,
        scope=mark_of(grants),
        given=lacking,
        number=before.count(to.station) + 1,
        revocations=told_to(known, workspace.device, to.station),
    )
    path = path_for(target, workspace.station, workspace.today(), number)
    sent = _links(workspace, scope, stretches, stage(progress, 0, 2))
    letter = Letter(
        draft.bundle,
        workspace.secrets.signing_key,
        workspace.secrets.recipient,
        {device: known.devices[device].certificate.recipient for device in to.devices},
        {device: known.devices[device].certificate.recipient for device in told_only(known, to)},
    )
    with workshop(workspace.folder) as folder:
        written = write_bundle(folder, letter, sent, lambda counts: replace(draft, counts=counts))
        copy_to_stick(written.path, path, stage(progress, 1, 2), files)
    counts = written.counts
    exported = Exported(
        path, draft.bundle, to, counts.operations, counts.withheld, path.stat().st_size, number
    )
    _note(workspace, exported, written.hash, stretches, grants)
    return exported


# From where on


def _stretch(  # each part by its own right
    reader: Reader, known: Trusted, to: Recipient, device: str, grants: Grants, again: int | None
) -> _Stretch | None:
    head = sendable_head(reader, known, device, reader.journal.last_head(device))
    if head is None:
        return None
    first = max(1, min(acknowledged(reader, to, device, grants), head[0]) - OVERLAP + 1)
    if again is not None:
        first = min(again, head[0])
    prior = reader.journal.hash_at(device, first - 1)
    assert prior is not None  # what is held has no gaps
    return _Stretch(device, first, head, prior)


def _held(reader: Reader, known: Trusted, own: str, to: Recipient) -> dict[str, tuple[int, str]]:
    """How far the chains are held here that come by the recipient, which spares it sending them again.

    Inside our own station only what is whole counts: it might have come by way of one who may have less.
    """
    mine = known.devices[own].certificate
    through = sources(known, own, to)
    found = {}
    for device in reader.journal.devices():
        if device in known.devices and known.devices[device].certificate.station in through:
            journal = reader.journal
            seq = journal.complete_until(device) if to.station == mine.station else journal.tip(device).seq
            digest = journal.hash_at(device, seq)
            if seq and digest is not None:
                found[device] = (seq, digest)
    return found


# What goes


def _sign_head(workspace: Workspace) -> None:
    """This device's word for its chain as it is now; nothing beyond a signed head is taken by anybody."""
    with workspace.file.writing() as writer:
        tip = writer.journal.tip(workspace.device)
        held = writer.journal.last_head(tip.device)
        if tip.seq and (held is None or held[0] < tip.seq):
            message = head_message(tip.device, tip.seq, tip.hash)
            signature = workspace.secrets.signing_key.sign(Domain.HEAD, message)
            writer.journal.add_head(tip.device, tip.seq, tip.hash, signature.hex())


def _range(each: _Stretch) -> Range:
    last, end, signature = each.head
    return Range(each.device, each.first, last, each.prior, end, bytes.fromhex(signature))


def _certificates(
    workspace: Workspace, known: Trusted, to: Recipient, stretches: list[_Stretch]
) -> Iterator[KeyFile]:
    """With this one's word for our station's computers, for whom our own shall believe and for whom we stand
    between; of others as they are held."""
    mine = known.devices[workspace.device].certificate
    sent = {each.device for each in stretches}
    for device, each in sorted(known.devices.items()):
        certificate = each.certificate
        ours = certificate.station == mine.station
        if device == mine.device or certificate.station == to.station != mine.station:
            continue
        if each.trust is Trust.OWN and certificate.successor_of is not None:
            # The word of the one before it: who knows that one only follows name by name.
            yield each.key_file
        alike = (certificate.level, certificate.roles) == (mine.level, mine.roles)
        wanted = ours or to.station == mine.station or device in sent
        if wanted and each.sends and (alike or not ours):
            vouched = replace(certificate, issuer=mine.device)
            yield KeyFile.issue(vouched, workspace.secrets.signing_key)
        elif device in sent:
            yield each.key_file


def _links(
    workspace: Workspace, scope: Scope, stretches: list[_Stretch], progress: Progress
) -> Iterator[Link]:
    total, done = sum(each.length for each in stretches), 0
    for each in stretches:
        tip = Tip(each.device, each.first - 1, each.prior)
        while tip.seq < each.head[0]:
            last = min(tip.seq + _STRETCH, each.head[0])
            with workspace.file.reading() as reader:
                parts = [
                    _granted(reader, scope, part)
                    for part in reader.journal.parts(each.device, tip.seq + 1, last)
                ]
                end = reader.journal.hash_at(each.device, last)
            yield from as_links(tip, parts)
            assert end is not None
            done += last - tip.seq
            progress(done, total)
            tip = Tip(each.device, last, end)


def _granted(reader: Reader, scope: Scope, part: Operation | str) -> Operation | str:
    if isinstance(part, str) or scope is STATION_SCOPE:
        return part
    return grant(part, scope, whose(reader, scope)) or part.body


def _note(
    workspace: Workspace,
    exported: Exported,
    manifest_hash: str,
    stretches: list[_Stretch],
    grants: Grants,
) -> None:
    summary = {"name": exported.path.name, "operations": exported.operations, "size": exported.size}
    at = workspace.now().isoformat(timespec="seconds")
    with workspace.file.writing() as writer:
        writer.keep_bundle(
            exported.bundle,
            "out",
            at,
            exported.recipient.station,
            json.dumps(summary, sort_keys=True),
            manifest_hash,
        )
        remember(writer, grants)
        for each in stretches:
            writer.receipts.reach(exported.recipient.station, each.device, OUT, each.head[0], at)
        writer.log_access(at, workspace.user.id, "export_bundle", exported.bundle)
