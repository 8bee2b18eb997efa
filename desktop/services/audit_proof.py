"""Proving the register for an inspection: what is sound, up to which place somebody else vouches, and what lies beyond.

It looks at the file over a connection of its own, at one moment, while others go on working.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

from desktop.bundle.trust import Trust
from desktop.domain.access import Permission
from desktop.domain.backups import Proof as CopyProof
from desktop.domain.errors import UserError
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import GENESIS, head_message
from desktop.domain.journal.proof import Fault, Finding, Point, Witness
from desktop.domain.journal.short_code import short_code
from desktop.services import backups, devices
from desktop.services.anchor import read_anchor
from desktop.services.backup_files import copies
from desktop.services.former_keys import key_for
from desktop.services.workspace import Workspace
from desktop.store.backup import reading_copy
from desktop.store.proving import Expected, Proof, prove
from desktop.store.receipts import HERE
from desktop.store.register_file import Reader
from desktop.vault.certificate import KeyFile
from desktop.vault.errors import SignatureWrong
from desktop.vault.signing import Domain, device_id

Progress: TypeAlias = Callable[[int, int], None]

_COPIES: Final = 8
"""Of the newest copies so many are asked where the chains stood."""


class CodeWanted(UserError):
    """A code of a paper has sixteen digits."""

    code = "audit_code_wanted"


@dataclass(frozen=True)
class ProvenChain:
    """One computer's chain.

    Attributes:
        own: it is this computer's.
        unit: whose computer it is; empty for one of which no certificate is held.
        operations: how many it has.
        point: the last place that somebody else vouches for; None where nobody does.
        code: the short code of its end.
    """

    device: str
    own: bool
    unit: str
    operations: int
    point: Point | None
    code: str

    @property
    def beyond(self) -> int:
        """How many operations only the chain itself speaks for."""
        return self.operations - (self.point.seq if self.point is not None else 0)


@dataclass(frozen=True)
class Proven:
    """What came of it.

    Attributes:
        chains: this computer's first, then the longest.
        lines: of the access log.
        sealed: how many of them an operation vouches for.
        findings: what is not as this program left it; none where all is well.
        code: the code that was asked for; empty for none.
        coded_on: when the register stood where that code says; None where it never did.
    """

    chains: tuple[ProvenChain, ...]
    operations: int
    lines: int
    sealed: int
    findings: tuple[Finding, ...]
    code: str = ""
    coded_on: str | None = None
    units: dict[str, str] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        return not self.findings


def prove_register(workspace: Workspace, progress: Progress, code: str = "") -> Proven:
    """Proves everything; ``code`` is one that somebody reads from a paper. Logged.

    Raises :class:`NotAllowed`, :class:`CodeWanted`, ``Cancelled`` and the failures of the file.
    """
    workspace.require(Permission.AUDIT)
    wanted = _in_fours(code)
    with ExitStack() as stack:
        reader = stack.enter_context(
            reading_copy(workspace.file.path, backups.file_key(workspace), workspace.registry)
        )
        reader.connection.execute("BEGIN")
        proven = prove_file(workspace, reader, progress, wanted)
        reader.connection.execute("ROLLBACK")
    workspace.log_access("audit.prove", f"{proven.operations}:{proven.lines}:{len(proven.findings)}")
    return proven


def prove_file(workspace: Workspace, reader: Reader, progress: Progress, code: str = "") -> Proven:
    """As :func:`prove_register`, of whatever ``reader`` sees; nothing is logged."""
    workspace.require(Permission.AUDIT)
    proof, units = _prove(workspace, reader, code, progress)
    coded_on = _written_on(reader, proof.coded) if proof.coded is not None else None
    return _proven(workspace, proof, units, code, coded_on)


def _in_fours(code: str) -> str:
    digits = "".join(each for each in code if each.isdigit())
    if not code.strip():
        return ""
    if len(digits) != 16:
        raise CodeWanted()
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def _prove(
    workspace: Workspace, reader: Reader, code: str, progress: Progress
) -> tuple[Proof, dict[str, str]]:
    found: list[Finding] = []
    units = _prove_devices(reader, found)
    points: dict[str, list[Point]] = {}
    for device, point in _signed(reader, found):
        points.setdefault(device, []).append(point)
    for device, point in _receipts(reader):
        points.setdefault(device, []).append(point)
    ends, cut = _ends(workspace, reader, found)
    with ExitStack() as stack:
        newest: Reader | None = None
        for copy, at in _copies(workspace, stack):
            newest = newest or copy
            for device in copy.journal.devices():
                tip = copy.journal.tip(device)
                if tip.seq:
                    points.setdefault(device, []).append(Point(tip.seq, tip.hash, Witness.COPY, at))
        beside = read_anchor(workspace.folder)
        if beside is not None and beside.device == workspace.device and beside.seq:
            points.setdefault(beside.device, []).append(Point(beside.seq, beside.hash, Witness.BESIDE))
        bundles = {row[0] for row in reader.bundle_rows("in")}
        kept = {
            device: [each for each in some if each.seq <= cut.get(device, each.seq)]
            for device, some in points.items()
        }
        proof = prove(reader, Expected(workspace.device, kept, ends, bundles, code), newest, progress)
    proof.findings[:0] = found
    return proof, units


def _prove_devices(reader: Reader, found: list[Finding]) -> dict[str, str]:
    """By device whose it is, as its certificate says; what stands beside the certificate must agree with it."""
    units: dict[str, str] = {}
    rows = reader.connection.execute(
        "SELECT id, public_key, certificate, station FROM journal_device"
    ).fetchall()
    for device, public_key, text, station in rows:
        if text is None:
            if public_key is not None or station is not None:
                found.append(Finding(Fault.DEVICE, device or ""))
            continue
        try:
            certificate = KeyFile.parse(text.encode("utf-8")).certificate
        except (ValueError, UserError):
            found.append(Finding(Fault.DEVICE, device or ""))
            continue
        key = certificate.signing_key
        if (device, public_key, station) != (device_id(key), key.raw.hex(), certificate.station):
            found.append(Finding(Fault.DEVICE, device or ""))
        units[device] = certificate.station_name
    return units


def _signed(reader: Reader, found: list[Finding]) -> Iterator[tuple[str, Point]]:
    """The places that devices have signed, each with a signature that is found right."""
    rows = reader.connection.execute(
        "SELECT d.id, d.certificate, h.seq, h.hash, h.signature FROM journal_head h"
        " LEFT JOIN journal_device d ON d.no = h.device ORDER BY d.id, h.seq"
    ).fetchall()
    for device, text, seq, digest, signature in rows:
        if _is_signed(device, text, seq, digest, signature):
            yield device, Point(seq, digest, Witness.SIGNED)
        else:
            found.append(Finding(Fault.SIGNATURE, device or "", seq))


def _is_signed(device: str | None, text: str | None, seq: int, digest: str, signature: str) -> bool:
    try:
        key = KeyFile.parse((text or "").encode("utf-8")).certificate.signing_key
        raw = bytes.fromhex(signature)
        key.verify(Domain.HEAD, head_message(device or "", seq, digest), raw)
    except (ValueError, TypeError, UserError, SignatureWrong):
        return False
    # Spaces would be passed over by whoever reads it.
    return raw.hex() == signature


def _receipts(reader: Reader) -> Iterator[tuple[str, Point]]:
    """The places up to which other computers said that they hold a chain."""
    for kept in reader.receipts.all():
        if kept.holder != HERE and kept.taken.seq and kept.hash != GENESIS:
            yield kept.device, Point(kept.taken.seq, kept.hash, Witness.RECEIPT, kept.at)


def _ends(
    workspace: Workspace, reader: Reader, found: list[Finding]
) -> tuple[dict[str, int], dict[str, int]]:
    """Up to where chains of others that have ended are taken; and behind which places a chain was rightly cut off.

    A branch that was written again under another name is taken out, and older copies still hold it.
    """
    try:
        known = devices.trusted(workspace, reader)
    except (UserError, ValueError, KeyError):
        found.append(Finding(Fault.DEVICE))
        return {}, {}
    others = {
        device: ending.last
        for device, ending in known.endings.items()
        if ending.last is not None and known.devices[device].trust is not Trust.OWN
    }
    # Whoever held a branch lets it go once all of it came under a new name: what counts is what its device signed.
    cut: dict[str, int] = {}
    for device in {each.certificate.successor_of for each in known.devices.values()} - {None}:
        head = reader.journal.last_head(str(device))
        cut[str(device)] = head[0] if head is not None else 0
    for (subject,) in reader.connection.execute("SELECT subject FROM access_log WHERE action = 'heal_fork'"):
        device, _, seq = str(subject).partition(":")
        if seq.isdigit():
            cut[device] = min(int(seq), cut.get(device, int(seq)))
    return others, cut


def _copies(workspace: Workspace, stack: ExitStack) -> Iterator[tuple[Reader, str]]:
    """The newest good copies that open, the newest first."""
    good = (each for each in copies(workspace.folder) if each.proof is CopyProof.GOOD)
    for copy in islice(good, _COPIES):
        key = key_for(workspace, copy.database)
        if key is None:
            continue
        with suppress(UserError):
            reader = stack.enter_context(reading_copy(Path(copy.database), key, workspace.registry))
            yield reader, copy.at.isoformat(timespec="seconds")


def _written_on(reader: Reader, place: tuple[str, int]) -> str:
    operation = reader.journal.operation(*place)
    meta = operation.meta() if operation is not None else None
    return str((meta or {}).get("at", ""))


def _proven(
    workspace: Workspace, proof: Proof, units: dict[str, str], code: str, coded_on: str | None
) -> Proven:
    chains = [_chain(workspace, tip, proof, units) for tip in proof.tips.values() if tip.seq]
    chains.sort(key=lambda each: (not each.own, -each.operations))
    return Proven(
        tuple(chains),
        proof.operations,
        proof.lines,
        proof.sealed[0],
        tuple(proof.findings),
        code,
        coded_on,
        units,
    )


def _chain(workspace: Workspace, tip: Tip, proof: Proof, units: dict[str, str]) -> ProvenChain:
    return ProvenChain(
        tip.device,
        tip.device == workspace.device,
        units.get(tip.device, ""),
        tip.seq,
        proof.held.get(tip.device),
        short_code(tip.device, tip.seq, tip.hash),
    )
