"""What a power cut left half done in a data folder, brought to its end before anything looks at it."""

from __future__ import annotations

from pathlib import Path

from desktop.services import key_change, restoring


def finish(folder: Path) -> None:
    """Raises the failures of disks; it may be called again."""
    key_change.finish(folder)
    restoring.finish(folder)
