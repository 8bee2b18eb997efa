"""What a drive is to us: the values that the two operating systems' answers become."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from desktop.base.values import dataclass


class VolumeKind(Enum):
    """Where a folder lies."""

    FIXED = "fixed"
    REMOVABLE = "removable"
    """A stick, a card, or a disk on a USB cable."""
    NETWORK = "network"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Volume:
    """A drive with its file system.

    Attributes:
        root: where it begins, as ``D:\\`` or ``/media/user/STICK``.
        label: the name its owner gave it; may be empty.
        free_bytes, total_bytes: what this user may still write, and the whole.
    """

    kind: VolumeKind
    root: Path
    label: str
    free_bytes: int
    total_bytes: int
