"""The ends of devices: a lost computer's, said by its unit or one above; and what follows from what others said.

The statements travel with every bundle, up and down. Each is signed, is believed of whoever may make it, and is
never taken back; what a device had signed before its end stays.
"""

from __future__ import annotations

from typing import Final

from desktop.bundle.endings import entitled
from desktop.bundle.reading import Verified
from desktop.bundle.tiers import below, beneath, over
from desktop.bundle.trust import Trust, Trusted
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.journal.operation import GENESIS
from desktop.domain.levels import is_above
from desktop.services.devices import Recipient, trusted
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.journal import Place
from desktop.store.register_file import Reader, Writer
from desktop.vault.revocation import Reason, Revocation


class OwnDevice(UserError):
    """This computer cannot revoke itself."""

    code = "own_device"


class NothingBeyond(UserError):
    """Nothing is kept past the device's end, or this computer's unit has no say in it."""

    code = "nothing_beyond"


class ComputerRevoked(UserError):
    """This computer was revoked: what it would write for others, none of them takes. Fact: ``on``."""

    code = "computer_revoked"


MOST_TOLD: Final = 20
"""Ended computers of one unit that a bundle tells of it; of more, the last."""


def may_end(known: Trusted, own: str, device: str) -> bool:
    """Whether a statement of this computer about another is believed elsewhere; else it holds here only."""
    certificates = known.certificates
    return entitled(certificates, certificates[own], certificates[device])


def revoke(workspace: Workspace, device: str) -> None:
    """Takes nothing more from a device than what it signed so far, here and wherever the word of it arrives.

    What came from it before stays. Of a computer of a unit above, whose end is not ours to say, nothing more is
    taken here. Raises :class:`OwnDevice`.
    """
    if device == workspace.device:
        raise OwnDevice()
    workspace.require(Permission.ADMINISTER)
    with workspace.file.writing() as writer:
        known = trusted(workspace, writer)
        if may_end(known, workspace.device, device):
            _say(workspace, writer, device)
        else:
            writer.set_trust(device, Trust.REVOKED.value)
    workspace.log_access("revoke_device", device)


def accept_later(workspace: Workspace, device: str) -> Changes:
    """Lets count what is kept here past a device's end: this unit saw it written, or knows that it is right.

    Everybody who gets the word of it takes that part too. Raises :class:`NothingBeyond`.
    """
    workspace.require(Permission.ADMINISTER)
    with workspace.file.writing() as writer:
        known = trusted(workspace, writer)
        if not writer.journal.beyond(device) or not may_end(known, workspace.device, device):
            raise NothingBeyond()
        _say(workspace, writer, device)
        touched = _bound(workspace, writer)
        at = workspace.now().isoformat(timespec="seconds")
        writer.log_access(at, workspace.user.id, "accept_later", device)
    changes = Changes(None, tuple(sorted(touched)), "device.accept_later")
    workspace.announce(changes)
    return changes


def _say(workspace: Workspace, writer: Writer, device: str) -> None:
    """Signs and keeps the statement that a device ends at the last head that is held of it."""
    last, end, head = writer.journal.last_head(device) or (0, GENESIS, "")
    said = Revocation(
        device, workspace.device, Reason.LOST, workspace.today(), last, end, bytes.fromhex(head)
    ).signed(workspace.secrets.signing_key)
    writer.keep_revocation(device, said.to_text())


def told_to(known: Trusted, own: str, station: str) -> tuple[Revocation, ...]:
    """The statements that a bundle for a station brings: about every device that it may know."""
    mine = known.devices[own].certificate
    level = known.level_of(station) or mine.level
    if station == mine.station:
        return tuple(sorted(known.revocations, key=Revocation.to_text))
    far = below(known, mine.level) if is_above(level, mine.level) else over(known, mine.level)
    concerned = {mine.station, station, *far, *beneath(known, station)}
    certificates = known.certificates
    some = (each for each in known.revocations if certificates[each.device].station in concerned)
    return tuple(sorted(some, key=Revocation.to_text))


def told_only(known: Trusted, to: Recipient) -> list[str]:
    """The computers of a recipient that were replaced or revoked lately: they open the part that says so, which has
    nothing of any record, and nothing else."""
    found = [
        ending
        for device, ending in known.endings.items()
        if ending.reason is not Reason.RENEWED
        and device not in to.devices
        and known.devices[device].certificate.station == to.station
    ]
    found.sort(key=lambda ending: (ending.on, ending.device), reverse=True)
    return sorted(ending.device for ending in found[:MOST_TOLD])


def refuse_revoked(known: Trusted, own: str) -> None:
    """Raises :class:`ComputerRevoked` where this computer was told that it is: nobody would take what it writes."""
    ending = known.endings.get(own)
    if ending is not None and ending.reason is Reason.LOST:
        raise ComputerRevoked(on=ending.on)


def learn(workspace: Workspace, writer: Writer, verified: Verified) -> set[Place]:
    """After an import: keeps what the bundle said of ends, and lets nothing count past them; gives what changed."""
    keep(writer, verified)
    return _bound(workspace, writer) if verified.trusted.revocations else set()


def keep(writer: Writer, verified: Verified) -> None:
    """Keeps what a bundle said of ends."""
    for each in verified.trusted.revocations:
        writer.keep_revocation(each.device, each.to_text())


def _bound(workspace: Workspace, writer: Writer) -> set[Place]:
    """What stands past the end of another's device does not count; this computer's own work stays as it is."""
    known = trusted(workspace, writer)
    touched: set[Place] = set()
    for device, ending in known.endings.items():
        if ending.last is not None and known.devices[device].trust is not Trust.OWN:
            touched.update(writer.branches.bound(device, ending.last))
    writer.refold(touched)
    return touched


def sendable_head(
    reader: Reader, known: Trusted, device: str, head: tuple[int, str, str] | None
) -> tuple[int, str, str] | None:
    """Where a device's chain is cut when it is passed on: at its end, with the signature that came with that."""
    ending = known.endings.get(device)
    if head is None or ending is None or ending.takes(head[0]):
        return head
    assert ending.last is not None
    if not ending.last or reader.journal.hash_at(device, ending.last) != ending.end:
        return None
    return (ending.last, ending.end, ending.head.hex())


def sendable_until(reader: Reader, known: Trusted, device: str) -> int:
    """The number of a device's last operation that is passed on."""
    ending, last = known.endings.get(device), reader.journal.tip(device).seq
    return last if ending is None or ending.last is None else min(last, ending.last)
