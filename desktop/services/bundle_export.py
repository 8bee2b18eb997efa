"""Sending: what a recipient has not acknowledged, as far as its scope grants it, in one file on a stick."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from desktop.bundle.reading import Progress, stage
from desktop.bundle.trust import Trust, Trusted
from desktop.domain.access import Permission
from desktop.domain.authority import is_whole
from desktop.domain.receipts import Grants, grants_of
from desktop.domain.scope import Scope
from desktop.services import form_sending, giving_back, vouching
from desktop.services.bundle_files import copy_to_stick, path_for, workshop
from desktop.services.bundle_parcel import Parcel, Stretch, sign_head, stretch
from desktop.services.bundle_whom import authors, everybody, grants_for, recipient_for, scope_of, sources
from desktop.services.devices import Kind, NoRecipient, Recipient, refuse_practice, trusted
from desktop.services.forks import told_of
from desktop.services.receipts import (
    acknowledged,
    acknowledged_by_one,
    given,
    relayed_marks,
    remember,
    remember_relayed,
    set_aside_by,
    told,
    told_back,
)
from desktop.services.revoking import refuse_revoked, sendable_until, told_only, told_to
from desktop.services.workspace import Workspace
from desktop.store.receipts import OUT
from desktop.store.register_file import Reader
from desktop.system.files import REAL_FILES, FileOps

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


def prepare_export(workspace: Workspace, station: str) -> ExportPlan:
    """What waits to be sent to a unit. Raises :class:`NoRecipient` and :class:`PracticeStaysHere`."""
    refuse_practice(workspace)
    with workspace.reading(Permission.SEND) as reader:
        known = trusted(workspace, reader)
        refuse_revoked(known, workspace.device)
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
    for device, held in _held_there(reader, known, own, to, grants).items():
        since[device] = held
        operations += max(0, sendable_until(reader, known, device) - held)
        unconfirmed += max(0, reader.receipts.reached(to.station, device, OUT) - held)
        aside += set_aside_by(reader, to, device)
    return Standing(since, operations, unconfirmed, aside)


def _held_there(reader: Reader, known: Trusted, own: str, to: Recipient, grants: Grants) -> dict[str, int]:
    """By device whose operations go to a unit, how far it has them."""
    chains = authors(known, own, to)
    found = {device: acknowledged(reader, known, to, device, grants) for device in chains}
    return found | giving_back.owed(reader, known, own, to, grants)


def _passed_on(known: Trusted, to: Recipient, stretches: Iterable[Stretch]) -> list[str]:
    """Of the chains that go those of units beyond; inside a station each tells by which grants they came."""
    if to.kind is Kind.OWN:
        return []
    stations = {each.device: known.devices[each.device].certificate.station for each in stretches}
    return [device for device, station in stations.items() if station not in (known.station, to.station)]


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
    with workspace.reading(Permission.SEND) as reader:
        known = trusted(workspace, reader)
        refuse_revoked(known, workspace.device)
    sign_head(workspace.file, workspace.secrets)
    with workspace.reading(Permission.SEND) as reader:
        known = trusted(workspace, reader)
        to = recipient_for(reader, known, workspace.device, station)
        scope = scope_of(reader, known, workspace.device, to)
        grants = grants_of(scope)
        stretches = (
            stretch(reader, known, device, held, (again or {}).get(device))
            for device, held in _held_there(reader, known, workspace.device, to, grants).items()
        )
        found = tuple(each for each in stretches if each is not None)
        at = workspace.now().isoformat(timespec="seconds")
        before = [other for _, other, _ in reader.bundle_rows("out")]
        since = {each.device: each.first - 1 for each in found}
        forms = form_sending.files_for(reader, workspace.folder, scope, to, since)
        parcel = Parcel(
            workspace.new_id(),
            to.station,
            {device: known.devices[device].certificate.recipient for device in to.devices},
            scope,
            known,
            found,
            _held(reader, known, workspace.device, to),
            tuple(told_of(reader, known, to.station)),
            (
                *told(reader, known, workspace.device, to, at),
                *told_back(reader, known, workspace.device, to),
                *giving_back.asked(reader, known, workspace.device, to, at),
            ),
            given(reader, known, [each.device for each in found]),
            before.count(to.station) + 1,
            tuple(vouching.told(reader, workspace.device)),
            told_to(known, workspace.device, to.station),
            {device: known.devices[device].certificate.recipient for device in told_only(known, to)},
            {form_sending.KEY: forms} if forms else {},
            marks={device: relayed_marks(reader, device, grants) for device in _passed_on(known, to, found)},
        )
    return _write(workspace, parcel, to, target, progress, files, len(before) + 1)


def _write(  # each part by its own right
    workspace: Workspace,
    parcel: Parcel,
    to: Recipient,
    target: Path,
    progress: Progress,
    files: FileOps,
    number: int,
) -> Exported:
    path = path_for(target, workspace.station, workspace.today(), number)
    with workshop(workspace.folder) as folder:
        written = parcel.write(workspace, folder, stage(progress, 0, 2))
        copy_to_stick(written.path, path, stage(progress, 1, 2), files)
    counts = written.counts
    exported = Exported(
        path, parcel.bundle, to, counts.operations, counts.withheld, path.stat().st_size, number
    )
    relayed = _passed_on(parcel.known, to, parcel.stretches)
    _note(workspace, exported, written.hash, parcel.stretches, grants_of(parcel.scope), relayed)
    return exported


# What a computer that has awards only gives back


def results_waiting(workspace: Workspace) -> int | None:
    """How many changes of this computer its station has not acknowledged; None where it is the station's own."""
    with workspace.reading(Permission.PRINT, "award") as reader:
        known = trusted(workspace, reader)
        if is_whole(known.devices[workspace.device].certificate.roles):
            return None
        to = recipient_for(reader, known, workspace.device, workspace.station.code)
        grants = grants_for(reader, known, workspace.device, to)
        return sum(
            reader.journal.tip(device).seq - acknowledged_by_one(reader, to, device, grants)
            for device in _own_chains(reader, known)
        )


def export_results(
    workspace: Workspace, target: Path, progress: Progress, *, files: FileOps = REAL_FILES
) -> Exported:
    """Writes what was done with the awards of print packs, sealed to the computers of the station they came from.

    Nothing else goes back: all else came from there. As :func:`export`; for whoever prints awards, on a computer
    that has nothing else, else :class:`NoRecipient`.
    """
    workspace.require(Permission.PRINT, "award")
    refuse_practice(workspace)
    sign_head(workspace.file, workspace.secrets)
    with workspace.file.reading() as reader:
        known = trusted(workspace, reader)
        refuse_revoked(known, workspace.device)
        if is_whole(known.devices[workspace.device].certificate.roles):
            raise NoRecipient()
        to = recipient_for(reader, known, workspace.device, workspace.station.code)
        grants = grants_for(reader, known, workspace.device, to)
        stretches = (
            stretch(reader, known, device, acknowledged_by_one(reader, to, device, grants))
            for device in _own_chains(reader, known)
        )
        number = len(reader.bundle_rows("out")) + 1
        parcel = Parcel(
            workspace.new_id(),
            to.station,
            {device: known.devices[device].certificate.recipient for device in to.devices},
            scope_of(reader, known, workspace.device, to),
            known,
            tuple(each for each in stretches if each is not None),
            number=number,
        )
    return _write(workspace, parcel, to, target, progress, files, number)


def _own_chains(reader: Reader, known: Trusted) -> list[str]:
    """Of this computer, and of those whose place it took."""
    held = (device for device in reader.journal.devices() if device in known.devices)
    return [device for device in held if known.devices[device].trust is Trust.OWN]


# From where on


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


def _note(
    workspace: Workspace,
    exported: Exported,
    manifest_hash: str,
    stretches: Iterable[Stretch],
    grants: Grants,
    relayed: Iterable[str],
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
        remember_relayed(writer, grants, relayed)
        for each in stretches:
            writer.receipts.reach(exported.recipient.station, each.device, OUT, each.head[0], at)
        writer.log_access(at, workspace.user.id, "export_bundle", exported.bundle)
