"""The anchor: where this device's chain ends, kept outside the file.

A database put back by hand, or copied to another machine, would go on writing a chain that others have seen
go on elsewhere. The anchor beside it tells, and the device then takes a new identity before its first write.

It is moved on after every operation, so it must cost little: the file has two places of one size, written in
turn and in place. A power cut may lose the last moves or tear one of the two; the chain is then longer than
what the other says, which is as it should be.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import Final

from desktop.base.values import dataclass
from desktop.domain.journal.compose import Tip
from desktop.system.atomic import write_atomic

FILE_NAME = "so-tu-quan.moc"

_PLACE: Final = 512
"""Bytes of one of the two places: a sector, which drives write whole."""


@dataclass(frozen=True)
class Anchor:
    """The last operation that was written here: by which device, on which machine.

    Before a device's first operation ``seq`` is 0.
    """

    device: str
    seq: int
    hash: str
    machine: str


def read_anchor(folder: Path) -> Anchor | None:
    """None when there is none, or it cannot be read: then the file counts as put back."""
    try:
        data = (folder / FILE_NAME).read_bytes()
    except OSError:
        return None
    known = [anchor for place in (data[:_PLACE], data[_PLACE:]) if (anchor := _parse(place)) is not None]
    return max(known, key=lambda anchor: anchor.seq, default=None)


def write_anchor(folder: Path, anchor: Anchor) -> None:
    """Begins an anchor anew, and returns when it is on the disk. Raises the failures of disks."""
    write_atomic(folder / FILE_NAME, _format(anchor) * 2)


def move_anchor(folder: Path, anchor: Anchor) -> None:
    """Moves the anchor on, without waiting for the disk. Raises the failures of disks."""
    data = _format(anchor)
    try:
        with (folder / FILE_NAME).open("r+b", buffering=0) as file:
            file.seek(anchor.seq % 2 * _PLACE)
            file.write(data)
    except FileNotFoundError:
        write_anchor(folder, anchor)


def put_back(anchor: Anchor | None, tip: Tip, machine: str, hash_at_anchor: str | None) -> bool:
    """Whether the file is an older or another copy than the one last written here.

    ``tip`` is the end of this device's chain in the file; ``hash_at_anchor`` the file's hash at the anchor's
    number. A chain longer than the anchor is the trace of a power cut between the two and is fine. A device
    that has written nothing yet counts too: two copies that both begin would be two chains of one name.
    """
    if anchor is None or anchor.machine != machine or anchor.device != tip.device:
        return True
    return anchor.seq > tip.seq or anchor.hash != hash_at_anchor


def _format(anchor: Anchor) -> bytes:
    text = json.dumps(vars(anchor), sort_keys=True)
    line = f"{text} {_check(text)}".encode("ascii")
    if len(line) >= _PLACE:
        raise ValueError("too long for an anchor")
    return line.ljust(_PLACE - 1) + b"\n"


def _parse(place: bytes) -> Anchor | None:
    text, _, check = place.rstrip().rpartition(b" ")
    try:
        if check.decode("ascii") != _check(text.decode("ascii")):
            return None
        anchor = Anchor(**json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return None
    return anchor if type(anchor.seq) is int else None


def _check(text: str) -> str:
    """Tells a place that was half written, or not by this program, from one that says something."""
    return blake2b(f"tuquan/1/anchor\0{text}".encode(), digest_size=8).hexdigest()
