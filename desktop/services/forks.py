"""A fork: two copies of one computer went on writing under one name, and what either wrote is to be kept.

Whoever finds it refuses the second branch whole, keeps the bundle aside, and says so in the next bundle for that
station. The copy that holds the refused branch then takes another name and writes its branch again under that;
its station's other branch stays what it is. Nobody else could: only the copy has all contents and the old key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Final

from desktop.bundle.contents import Fork as Told
from desktop.bundle.reading import Verified, links
from desktop.bundle.trust import Trust, Trusted
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.journal.compose import Meta, Tip, compose
from desktop.domain.journal.erase import erase_intent, targets_of
from desktop.domain.journal.operation import ChangeId, Operation, head_message
from desktop.domain.journal.rejournal import rejournal
from desktop.services.data_folder import read_keyring
from desktop.services.devices import trusted
from desktop.services.identity import take_new_identity
from desktop.services.rewritten import drop_rewritten
from desktop.services.views import Changes
from desktop.services.workspace import SALT_SIZE, Workspace
from desktop.store.journal import Place
from desktop.store.register_file import Reader, Writer
from desktop.vault.errors import SignatureWrong
from desktop.vault.signing import Domain

_KEPT: Final = "forks"
"""Local: the forks that were found and are not healed yet."""


class ForkGone(UserError):
    """The fork was healed meanwhile, or what is held is no longer what was found."""

    code = "fork_gone"


@dataclass(frozen=True)
class Fork:
    """A fork that waits to be healed.

    Attributes:
        device: whose name two copies wrote under.
        seq, hash: the last operation that both have.
        at: when it was found, ISO.
        copy: where the refused bundle lies; empty where another computer refused one.
    """

    device: str
    seq: int
    hash: str
    at: str
    copy: str = ""


@dataclass(frozen=True)
class Waiting:
    """A fork as a person is told of it.

    Attributes:
        own: it is this computer's, and :func:`heal` mends it; else the other computer does.
        operations: how many operations would be written again here.
        station: the unit of the computer.
    """

    fork: Fork
    own: bool
    operations: int
    station: str


# What is kept


def _read(reader: Reader) -> list[Fork]:
    return [Fork(**each) for each in json.loads(reader.local(_KEPT) or "[]")]


def _write(writer: Writer, forks: Iterable[Fork]) -> None:
    writer.set_local(_KEPT, json.dumps([asdict(each) for each in forks], sort_keys=True))


def note(writer: Writer, fork: Fork) -> None:
    """Keeps a fork, the last word on each device counting."""
    _write(writer, [*(each for each in _read(writer) if each.device != fork.device), fork])


def count(workspace: Workspace) -> int:
    return len(find(workspace))


def find(workspace: Workspace) -> list[Waiting]:
    """What waits, this computer's own first; nothing for a role that receives nothing."""
    if not workspace.may(Permission.RECEIVE):
        return []
    with workspace.reading() as reader:
        forks = _read(reader)
        if not forks:
            return []
        known = trusted(workspace, reader)
        found = [_waiting(reader, known, each) for each in forks if each.device in known.devices]
    return sorted(found, key=lambda each: (not each.own, each.fork.at))


def _waiting(reader: Reader, known: Trusted, fork: Fork) -> Waiting:
    device = known.devices[fork.device]
    past = reader.journal.tip(fork.device).seq - fork.seq
    return Waiting(fork, device.trust is Trust.OWN, past, device.certificate.station_name)


# Found at import


def common_point(reader: Reader, verified: Verified, device: str) -> Tip | None:
    """The last place at which a bundle's chain of a device is the one held here; None where they do not part.

    Nor is it known where the chains parted before what the bundle brings.
    """
    each = next(each for each in verified.contents.ranges if each.device == device)
    if reader.journal.hash_at(device, each.first - 1) != each.prior:
        return None
    last = Tip(device, each.first - 1, each.prior)
    for proven in links(verified, _unwatched):
        for end in proven.ends if proven.range.device == device else ():
            held = reader.journal.hash_at(device, end.seq)
            if held != end.hash:
                return last if held is not None else None
            last = end
    return None


def _unwatched(done: int, total: int) -> None:
    """It was read once already; nobody waits for the second time."""


def told_of(reader: Reader, known: Trusted, station: str) -> Iterator[Told]:
    """What a bundle for a station says of forks of its computers, with the proof: what they signed themselves."""
    for fork in _read(reader):
        device, head = known.devices.get(fork.device), reader.journal.last_head(fork.device)
        if device is None or head is None or device.certificate.station != station or head[0] <= fork.seq:
            continue
        yield Told(fork.device, fork.seq, fork.hash, head[0], head[1], bytes.fromhex(head[2]))


def learn(writer: Writer, verified: Verified, at: str) -> None:
    """After an import: forks that the sender found in this computer's own chain, and those that are mended.

    What another says of this computer's chain is believed with this computer's own signature only.
    """
    writer.refold(drop_rewritten(writer, verified))
    healed = {each.certificate.successor_of for each in verified.newly_known.values()}
    forks = _read(writer)
    if any(each.device in healed for each in forks):
        known = verified.trusted
        _write(writer, [each for each in forks if each.device not in healed or _is_own(known, each.device)])
    for told in verified.contents.forks:
        if _is_own(verified.trusted, told.device) and _proves(writer, verified.trusted, told):
            note(writer, Fork(told.device, told.seq, told.hash, at))


def _is_own(known: Trusted, device: str) -> bool:
    found = known.devices.get(device)
    return found is not None and found.trust is Trust.OWN


def _proves(reader: Reader, known: Trusted, told: Told) -> bool:
    journal = reader.journal
    if journal.hash_at(told.device, told.seq) != told.hash:
        return False
    if journal.hash_at(told.device, told.last) == told.end:
        return False
    key = known.devices[told.device].certificate.signing_key
    try:
        key.verify(Domain.HEAD, head_message(told.device, told.last, told.end), told.signature)
    except SignatureWrong:
        return False
    return True


# Healing


def heal(workspace: Workspace, fork: Fork) -> Changes:
    """Takes another name and writes the branch again under it, where this computer's chain was forked.

    The new name comes first and whole: should the power fail between the two, the fork still waits, and what is
    left to do is done under the name that was taken. Raises :class:`ForkGone`.
    """
    workspace.require(Permission.RECEIVE)
    with workspace.file.writing() as writer:
        _refuse_gone(workspace, writer, fork)
        if fork.device == workspace.device:
            # The last thing but one that the old key signs: the chain as all have it. With its own end alone
            # nobody would take anything of it.
            message = head_message(fork.device, fork.seq, fork.hash)
            signature = workspace.secrets.signing_key.sign(Domain.HEAD, message)
            if fork.seq:
                writer.journal.add_head(fork.device, fork.seq, fork.hash, signature.hex())
        tip = writer.journal.tip(workspace.device)
    if fork.device == workspace.device:
        _take_new_name(workspace, tip)
    with workspace.file.writing() as writer:
        touched, last = write_again(workspace, writer, fork)
        at = workspace.now().isoformat(timespec="seconds")
        writer.log_access(at, workspace.user.id, "heal_fork", f"{fork.device}:{fork.seq}")
    if last is not None:
        workspace.keep_anchor(last)
    changes = Changes(None, tuple(sorted(touched)), "fork.heal")
    workspace.announce(changes)
    return changes


def _refuse_gone(workspace: Workspace, reader: Reader, fork: Fork) -> None:
    held = reader.journal.hash_at(fork.device, fork.seq) == fork.hash
    if fork not in _read(reader) or not held or not _is_own(trusted(workspace, reader), fork.device):
        raise ForkGone()


def _take_new_name(workspace: Workspace, tip: Tip) -> None:
    secrets = take_new_identity(
        workspace.file,
        workspace.secrets,
        read_keyring(workspace.folder),
        workspace.folder,
        workspace.environment,
        workspace.station,
        tip,
    )
    workspace.go_on_as(secrets)


def write_again(workspace: Workspace, writer: Writer, fork: Fork) -> tuple[set[Place], Operation | None]:
    """The branch at the end of this computer's chain, in place of where it stood; gives what was touched."""
    branch = list(writer.journal.operations(fork.device, fork.seq + 1))
    erased = writer.branches.erased_after(fork.device, fork.seq)
    touched = set(writer.branches.cut(fork.device, fork.seq))
    tip = writer.journal.tip(workspace.device)
    again = rejournal(branch, tip, salt=lambda: workspace.environment.randomness(SALT_SIZE))
    moved = {old.id: new.id for old, new in zip(branch, again, strict=True)}
    forgotten = {ChangeId(*moved[each.device, each.seq], each.leaf) for each in erased if each[:2] in moved}
    forgotten -= {target for operation in again for target in targets_of(operation)}
    if forgotten:
        again.append(_erasing(workspace, again[-1], forgotten))
    touched.update(writer.append_all(again))
    writer.refold(touched)
    _write(writer, [each for each in _read(writer) if each.device != fork.device])
    return touched, again[-1] if again else None


def _erasing(workspace: Workspace, last: Operation, targets: Iterable[ChangeId]) -> Operation:
    """What others had erased in the branch is said to be erased in its new places too."""
    at = workspace.now().isoformat(timespec="seconds")
    return compose(
        Tip(last.device, last.seq, last.hash, last.hlc),
        Meta(workspace.user.id, workspace.user.name, "fork.heal", at),
        [erase_intent(workspace.new_id(), targets)],
        wall_ms=workspace.environment.clock.now_ms(),
        salt=lambda: workspace.environment.randomness(SALT_SIZE),
        auto=True,
    )
