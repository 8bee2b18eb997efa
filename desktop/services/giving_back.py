"""What a unit lost comes back from the level above: with a restored copy, or with a computer that is gone.

On a chain that a living computer writes that computer passes on whatever its station lacks. Of the others nobody
may be left below, so the station says in each bundle upwards how far it holds them, and the level above gives back
what it holds besides: with all that it has of it, since the station wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop.bundle.receipts import Receipt
from desktop.bundle.trust import Trust, Trusted
from desktop.domain.journal.operation import GENESIS
from desktop.domain.levels import is_above
from desktop.domain.receipts import Grants
from desktop.services.devices import Recipient, replaced
from desktop.services.receipts import complete, held_of_own
from desktop.services.revoking import sendable_until
from desktop.store.register_file import Reader


def asked(reader: Reader, known: Trusted, own: str, to: Recipient, at: str) -> Iterator[Receipt]:
    """To a level above: how far the chains of our own station are here on which nobody writes any more."""
    mine = known.devices[own].certificate
    if not is_above(to.level, mine.level):
        return
    gone = replaced(known)
    for device, each in sorted(known.devices.items()):
        if device == own or each.certificate.station != mine.station:
            continue
        if each.trust is Trust.OWN or not each.sends or device in gone:
            taken = held_of_own(reader, device)
            yield Receipt(own, device, taken, reader.journal.hash_at(device, taken.seq) or GENESIS, at)


def owed(reader: Reader, known: Trusted, own: str, to: Recipient, grants: Grants) -> dict[str, int]:
    """The chains of a unit below that it lost a part of, each with how far all its computers that asked hold it."""
    if not is_above(known.devices[own].certificate.level, to.level):
        return {}
    found: dict[str, int] = {}
    for device in reader.journal.devices():
        each = known.devices.get(device)
        if each is None or each.certificate.station != to.station or device in to.devices:
            continue
        until = sendable_until(reader, known, device)
        held = [_held(reader, holder, device, until, grants) for holder in to.devices]
        told = [seq for seq in held if seq is not None]
        # Of one that took its place after the copy was made, the unit cannot know; it will by the key of that one.
        heir = not told and _all_told(reader, to, each.certificate.successor_of)
        least = 0 if heir else min(told, default=until)
        if least < until:
            found[device] = least
    return found


def _all_told(reader: Reader, to: Recipient, device: str | None) -> bool:
    return device is not None and all(reader.receipts.get(holder, device) for holder in to.devices)


def _held(reader: Reader, holder: str, device: str, until: int, grants: Grants) -> int | None:
    """None where nothing was asked, or where the two hold different chains: that is a fork, and mended as one."""
    kept = reader.receipts.get(holder, device)
    if kept is None:
        return None
    if kept.taken.seq > until:
        return until
    if reader.journal.hash_at(device, kept.taken.seq) != kept.hash:
        return None
    return complete(reader, kept, grants)
