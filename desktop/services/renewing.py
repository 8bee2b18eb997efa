"""This computer's own name: given new keys in time, found to have ended, and gone on with under another.

New keys need no telephone: the old one signs for them, and for its own end, and both go with the next bundle. A
computer that another has replaced only shows what it holds, and sends it; who wants to go on with it takes a name
that a person must compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desktop.bundle.trust import Trust
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.services.data_folder import read_keyring
from desktop.services.devices import devices, refuse_practice, trusted
from desktop.services.forks import Fork, write_again
from desktop.services.identity import ASKED, End, take_new_identity
from desktop.services.views import Changes
from desktop.services.workspace import OWN_END, Workspace, refuse_ended
from desktop.store.journal import Place
from desktop.vault.revocation import Reason, Revocation

SOON: Final = timedelta(days=60)
"""Before the end of a term new keys are asked for."""


class NotEnded(UserError):
    """This computer has not ended; it needs no other name."""

    code = "not_ended"


@dataclass(frozen=True)
class OwnEnd:
    """What others were told of this computer.

    Attributes:
        replaced: another took its place; else it was revoked.
        on: the day.
        operations: how many it holds that its end leaves out; they are written again under its next name.
    """

    replaced: bool
    on: date
    operations: int


@dataclass(frozen=True)
class CopyAsked:
    """This register was copied from another computer, and nobody has said yet whether that one goes on."""

    on: date


def own_end(workspace: Workspace) -> OwnEnd | None:
    """None while this computer goes on."""
    with workspace.reading() as reader:
        if reader.local(OWN_END) is None:
            return None
        ending = trusted(workspace, reader).endings.get(workspace.device)
        if ending is None:
            return None
        held = reader.journal.tip(workspace.device).seq
    left_out = 0 if ending.last is None else max(0, held - ending.last)
    return OwnEnd(ending.reason is not Reason.LOST, ending.on, left_out)


def renew(workspace: Workspace) -> date:
    """New keys for this computer, signed for by the old ones, and a new term; gives its last day.

    Nothing more is written under the old name, and everybody who gets the next bundle knows. Raises
    :class:`PracticeStaysHere`, :class:`ComputerEnded` and the failures of disks.
    """
    refuse_practice(workspace)
    workspace.require(Permission.ADMINISTER)
    _take_name(workspace, End.RENEWED)
    workspace.log_access("renew_keys", workspace.device)
    return workspace.key_file().certificate.not_after


def go_on(workspace: Workspace) -> Changes:
    """Another name for a computer that has ended; what its end leaves out is written again under that.

    Nobody takes it before a person has compared its 25 digits. Raises :class:`NotEnded`.
    """
    workspace.require(Permission.ADMINISTER)
    old = workspace.device
    with workspace.reading() as reader:
        ending = trusted(workspace, reader).endings.get(old)
        if ending is None:
            raise NotEnded()
        tip = reader.journal.tip(old)
        common = ending.last is not None and reader.journal.hash_at(old, ending.last) == ending.end
    _take_name(workspace, End.NONE)
    touched: set[Place] = set()
    last = None
    if common and ending.last is not None and tip.seq > ending.last:
        with workspace.file.writing() as writer:
            touched, last = write_again(workspace, writer, Fork(old, ending.last, ending.end, ""))
    if last is not None:
        workspace.keep_anchor(last)
    workspace.log_access("go_on", workspace.device)
    changes = Changes(None, tuple(sorted(touched)), "device.go_on")
    workspace.announce(changes)
    return changes


def _take_name(workspace: Workspace, end: End) -> None:
    with workspace.reading() as reader:
        if end is End.RENEWED:
            refuse_ended(reader, workspace.device)
        tip = reader.journal.tip(workspace.device)
    secrets = take_new_identity(
        workspace.file,
        workspace.secrets,
        read_keyring(workspace.folder),
        workspace.folder,
        workspace.environment,
        workspace.station,
        tip,
        end,
        workspace.today(),
    )
    workspace.go_on_as(secrets)


# In time


@dataclass(frozen=True)
class Expiring:
    """Certificates that are over soon, or are already; they only warn.

    Attributes:
        own: the last day of this computer's, where that is near; None where it is not.
        others: the stations of other computers that are taken here, with the last day, the soonest first.
    """

    own: date | None
    others: tuple[tuple[str, date], ...]


def expiring(workspace: Workspace) -> Expiring | None:
    """What is over within :data:`SOON`; None while nothing is, and for who does not send."""
    if workspace.practice or not workspace.may(Permission.SEND):
        return None
    until = workspace.today() + SOON
    near = [each for each in devices(workspace) if each.ending is None and each.valid_until <= until]
    own = next((each.valid_until for each in near if each.id == workspace.device), None)
    others = sorted(
        (each.valid_until, each.station_name)
        for each in near
        if each.trust in (Trust.CONFIRMED, Trust.VOUCHED)
    )
    if own is None and not others:
        return None
    return Expiring(own, tuple((name, day) for day, name in others))


# A register that came from another computer


def copy_asked(workspace: Workspace) -> CopyAsked | None:
    """Whether it is to be said if the computer that this register was copied from goes on."""
    if workspace.practice or not workspace.may(Permission.ADMINISTER):
        return None
    with workspace.reading() as reader:
        text = reader.local(ASKED)
    return CopyAsked(Revocation.from_text(text).on) if text else None


def answer_copy(workspace: Workspace, *, replaced: bool) -> None:
    """A person's word on the computer that this register was copied from: this one took its place, or both go on."""
    workspace.require(Permission.ADMINISTER)
    with workspace.file.writing() as writer:
        text = writer.local(ASKED)
        if not text:
            return
        said = Revocation.from_text(text)
        if replaced:
            writer.keep_revocation(said.device, said.to_text())
        writer.set_local(ASKED, "")
    workspace.log_access("answer_copy", f"{said.device} {'replaced' if replaced else 'goes on'}")
