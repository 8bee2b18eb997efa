"""The anchor: where this device's chain ends, kept outside the file.

A database put back by hand, or copied to another machine, would go on writing a chain that others have seen
go on elsewhere. The anchor beside it tells, and the device then takes a new identity before its first write.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop.domain.journal.compose import Tip
from desktop.system.atomic import write_atomic

FILE_NAME = "so-tu-quan.moc"


@dataclass(frozen=True)
class Anchor:
    """The last operation that was written here: by which device, on which machine."""

    device: str
    seq: int
    hash: str
    machine: str


def read_anchor(folder: Path) -> Anchor | None:
    """None when there is none, or it cannot be read: then the file counts as put back."""
    try:
        plain = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        anchor = Anchor(**plain)
    except (OSError, ValueError, TypeError):
        return None
    return anchor if isinstance(anchor.seq, int) else None


def write_anchor(folder: Path, anchor: Anchor) -> None:
    write_atomic(folder / FILE_NAME, json.dumps(asdict(anchor), sort_keys=True).encode("utf-8"))


def put_back(anchor: Anchor | None, tip: Tip, machine: str, hash_at_anchor: str | None) -> bool:
    """Whether the file is an older or another copy than the one last written here.

    ``tip`` is the end of this device's chain in the file; ``hash_at_anchor`` the file's hash at the anchor's
    number. A chain longer than the anchor is the trace of a power cut between the two and is fine.
    """
    if tip.seq == 0:
        return False
    if anchor is None or anchor.machine != machine:
        return True
    if anchor.device != tip.device:
        return True
    return anchor.seq > tip.seq or anchor.hash != hash_at_anchor
