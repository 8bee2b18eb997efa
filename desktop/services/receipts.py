"""Receipts: what others hold of ours with its contents, what we hold of theirs, and how each is told.

A change is waiting until it is written for a unit, then written until every computer of the unit has said that it
holds every content that the scope gives it; until then it goes again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from desktop.bundle.contents import Contents
from desktop.bundle.reading import Verified
from desktop.bundle.receipts import MOST_ASIDE, Receipt
from desktop.bundle.trust import Trust, Trusted
from desktop.domain.journal.operation import GENESIS
from desktop.domain.receipts import EVERYTHING, Grants, Piece, Taken, mark_of, relayed, relayed_mark
from desktop.services.bundle_whom import authors, everybody, grants_for, sources
from desktop.services.devices import Kind, Recipient
from desktop.services.workspace import Workspace
from desktop.store.receipts import ACKNOWLEDGED, HERE, Kept
from desktop.store.register_file import Reader, Writer

_GRANT: Final = "grant."
"""Local: what each mark that this computer ever wrote by stood for."""


# What others hold of ours


def acknowledged(reader: Reader, known: Trusted, to: Recipient, device: str, grants: Grants) -> int:
    """How far every device of a unit holds all that it is given of one chain: the lowest counts.

    ``grants`` says what it may have; of what others wrote it gets that of what came here.
    """
    author = known.devices[device].certificate.station
    if author == known.station:
        return min((_held_by(reader, holder, device, grants) for holder in to.devices), default=0)
    here = reader.receipts.get(HERE, device)
    taken = here.taken if here is not None else Taken()
    pieces = list(_pieces(taken, grants))
    return min((_relayed_to(reader, to, holder, taken, pieces, device) for holder in to.devices), default=0)


def _pieces(taken: Taken, grants: Grants) -> Iterator[Piece]:
    mark = mark_of(grants)
    for end, source in taken.stretches:
        yield Piece(end, relayed_mark(mark, source), relayed(grants, source))


def relayed_marks(reader: Reader, device: str, grants: Grants) -> tuple[tuple[int, str], ...]:
    """By which marks a chain that others wrote is passed on, piece by piece."""
    here = reader.receipts.get(HERE, device)
    return tuple((each.end, each.mark) for each in _pieces(here.taken if here else Taken(), grants))


def _relayed_to(  # each part by its own right
    reader: Reader, to: Recipient, holder: str, here: Taken, pieces: list[Piece], device: str
) -> int:
    kept = reader.receipts.get(holder, device)
    if kept is None or reader.journal.hash_at(device, kept.taken.seq) != kept.hash:
        return 0
    if to.kind is Kind.OWN:
        return here.alike(kept.taken)
    return kept.taken.complete_by(
        pieces,
        lambda mark: _remembered(reader, mark),
        lambda registers, after: reader.journal.first_with(device, registers, after),
    )


def acknowledged_by_one(reader: Reader, to: Recipient, device: str, grants: Grants) -> int:
    """How far any device of a unit holds it: enough where the unit's computers pass it on to each other."""
    return max((_held_by(reader, holder, device, grants) for holder in to.devices), default=0)


def _held_by(reader: Reader, holder: str, device: str, grants: Grants) -> int:
    kept = reader.receipts.get(holder, device)
    # Another hash at that place is another chain than ours: then nothing is proven.
    if kept is None or reader.journal.hash_at(device, kept.taken.seq) != kept.hash:
        return 0
    return complete(reader, kept, grants)


def complete(reader: Reader, kept: Kept, grants: Grants) -> int:
    """How far a holder has all that ``grants`` gives it now, by what it told of a chain."""
    return kept.taken.complete(
        grants,
        lambda mark: _remembered(reader, mark),
        lambda registers, after: reader.journal.first_with(kept.device, registers, after),
    )


def set_aside_by(reader: Reader, to: Recipient, device: str) -> int:
    """How many operations of one chain a unit keeps and does not count, where it does so on most."""
    kept = (reader.receipts.get(holder, device) for holder in to.devices)
    return max((sum(last - first + 1 for first, last in each.aside) for each in kept if each), default=0)


def _remembered(reader: Reader, mark: str) -> Grants | None:
    text = reader.local(f"{_GRANT}{mark}")
    if text is None:
        return None
    kept = json.loads(text)
    if isinstance(kept, dict):
        of = _remembered(reader, kept["of"])
        return None if of is None else relayed(of, kept["from"])
    return frozenset((one, two, way) for one, two, way in kept)


def remember_relayed(writer: Writer, grants: Grants, devices: Iterable[str]) -> None:
    """Keeps what the marks stand for by which the chains of others were passed on."""
    mark = mark_of(grants)
    for device in devices:
        here = writer.receipts.get(HERE, device)
        for _, source in here.taken.stretches if here is not None else ():
            name = f"{_GRANT}{relayed_mark(mark, source)}"
            if writer.local(name) is None:
                writer.set_local(name, json.dumps({"of": mark, "from": source}))


def remember(writer: Writer, grants: Grants) -> str:
    """Keeps what the mark of a grant stands for; gives the mark."""
    mark = mark_of(grants)
    if writer.local(f"{_GRANT}{mark}") is None:
        writer.set_local(f"{_GRANT}{mark}", json.dumps(sorted(grants)))
    return mark


def given(reader: Reader, known: Trusted, devices: Iterable[str]) -> dict[str, int]:
    """Of the chains that others wrote, up to where all is here that was given to us, if that is not the end."""
    found = {}
    for device in devices:
        if known.devices[device].trust is not Trust.OWN:
            kept = reader.receipts.get(HERE, device)
            seq = kept.taken.seq if kept else 0
            if seq < reader.journal.tip(device).seq:
                found[device] = seq
    return found


# What is told


def told(reader: Reader, known: Trusted, own: str, to: Recipient, at: str) -> Iterator[Receipt]:
    """What a bundle for a unit says that this computer, and the others of its station, hold of its chains.

    Inside a station everybody's chains are told of, so that one computer can tell for all.
    """
    mine = known.devices[own].certificate.station
    peers = [
        device
        for device, each in known.devices.items()
        if each.certificate.station == mine and each.sends and each.trust is not Trust.OWN
    ]
    through = sources(known, own, to)
    for device in reader.journal.devices():
        if device == own or device not in known.devices:
            continue
        if to.station != mine and known.devices[device].certificate.station not in through:
            continue
        yield _own_receipt(reader, own, device, at)
        for peer in peers:
            kept = reader.receipts.get(peer, device)
            if kept is not None and peer != device:
                yield Receipt(*kept)


def told_back(reader: Reader, known: Trusted, own: str, to: Recipient) -> Iterator[Receipt]:
    """What computers of a unit said that they set aside of the chains that go there: should one of them have been
    restored from an older copy, it does not know any more."""
    if to.station == known.devices[own].certificate.station:
        return
    chains = set(authors(known, own, to))
    for kept in reader.receipts.with_aside():
        holder = known.devices.get(kept.holder)
        if kept.device in chains and holder is not None and holder.certificate.station == to.station:
            yield Receipt(*kept)


def _own_receipt(reader: Reader, own: str, device: str, at: str) -> Receipt:
    kept = reader.receipts.get(HERE, device)
    aside = reader.aside.ranges(device)[:MOST_ASIDE]
    if kept is None:
        return Receipt(own, device, Taken(), GENESIS, at, aside)
    # A branch that was cut since is not held any more.
    taken = kept.taken.up_to(reader.journal.tip(device).seq)
    return Receipt(own, device, taken, reader.journal.hash_at(device, taken.seq) or GENESIS, kept.at, aside)


def held_of_own(reader: Reader, device: str) -> Taken:
    """How far a chain of our own station is here: whole, and from there on as it was given."""
    whole = reader.journal.complete_until(device)
    kept = reader.receipts.get(HERE, device)
    later = () if kept is None else tuple(each for each in kept.taken.stretches if each[0] > whole)
    return Taken((*(((whole, EVERYTHING),) if whole else ()), *later)).up_to(reader.journal.tip(device).seq)


# What is learned from a bundle


def learn(workspace: Workspace, writer: Writer, verified: Verified) -> None:
    """After the operations of a bundle were taken in: what is held now, here and by its sender."""
    at = workspace.now().isoformat(timespec="seconds")
    _note_taken(workspace, writer, verified, at)
    for kept in _theirs(writer, verified):
        writer.receipts.put(kept)
    _note_passages(workspace, writer, verified, at)


def _note_taken(workspace: Workspace, writer: Writer, verified: Verified, at: str) -> None:
    contents = verified.contents
    for each in contents.ranges:
        if each.device == workspace.device:
            continue
        kept = writer.receipts.get(HERE, each.device)
        own = verified.trusted.devices[each.device].trust is Trust.OWN
        # What this computer wrote under a former name, no bundle brought.
        taken = held_of_own(writer, each.device) if own else kept.taken if kept else Taken()
        for first, last, mark in _brought(verified, contents, each.device, each.first, each.last):
            taken = taken.with_range(first, last, mark)
        digest = writer.journal.hash_at(each.device, taken.seq)
        if digest is not None:
            writer.receipts.put(Kept(HERE, each.device, taken, digest, at, ()))


def _brought(
    verified: Verified, contents: Contents, device: str, first: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """Which parts of a range came with all that was given, and by which grant.

    What a computer of our own station passes on of others came to it by their grant, which it tells.
    """
    own, devices = verified.trusted.station, verified.trusted.devices
    sender = verified.sender.certificate
    if sender.station == own != devices[device].certificate.station:
        start = 1
        held = (each for each in contents.receipts if (each.holder, each.device) == (sender.device, device))
        for end, mark in next((each.taken.stretches for each in held), ()):
            yield max(start, first), min(end, last), mark
            start = end + 1
        return
    last, start = min(last, contents.given.get(device, last)), 1
    for end, mark in contents.marks.get(device, ((last, contents.scope),)):
        yield max(start, first), min(end, last), mark
        start = end + 1


def _theirs(writer: Writer, verified: Verified) -> Iterator[Kept]:
    """What the sender holds, and what it passes on of the others of its station."""
    contents, devices = verified.contents, verified.trusted.devices
    sender = verified.sender.certificate
    for each in contents.receipts:
        holder = devices.get(each.holder)
        if each.device not in devices or holder is None:
            continue
        if holder.trust is Trust.OWN or holder.certificate.station != sender.station:
            continue
        kept = writer.receipts.get(each.holder, each.device)
        if each.holder == sender.device or kept is None or kept.at < each.at:
            yield Kept(each.holder, each.device, each.taken, each.hash, each.at, each.aside)
    own_words = {each.device for each in contents.receipts if each.holder == sender.device}
    for device, (seq, digest) in contents.held.items():
        # A version of before there were receipts says no more than this.
        if device not in own_words and device in devices:
            taken = Taken(((seq, EVERYTHING),))
            yield Kept(sender.device, device, taken, digest, contents.made_at, ())


def _note_passages(workspace: Workspace, writer: Writer, verified: Verified, at: str) -> None:
    """How far every computer of the sender's unit has ours now; a computer that lost some sets it back."""
    known, sender = verified.trusted, verified.sender.certificate
    # Of a thousand units only this one's computers are asked about.
    own = known.stations[known.devices[workspace.device].certificate.station]
    near = replace(known, devices={**own, **known.stations[sender.station]})
    units = everybody(writer, near, workspace.device)
    to = next((each for each in units if each.station == sender.station), None)
    if to is None:
        return
    grants = grants_for(writer, known, workspace.device, to)
    for device in authors(known, workspace.device, to):
        writer.receipts.reach(
            to.station, device, ACKNOWLEDGED, acknowledged(writer, known, to, device, grants), at
        )
