"""What a power cut left half done in a data folder: brought to its end before anything looks at it, or taken away."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from desktop.services import backup_files, bundle_files, key_change, restoring


def finish(folder: Path) -> None:
    """Raises the failures of disks; it may be called again."""
    key_change.finish(folder)
    restoring.finish(folder)


def tidy(folder: Path) -> None:
    """Takes away what was only half made. For who holds the folder alone, and before work begins in it.

    What cannot be taken away stays: it takes room, and nothing else.
    """
    restoring.discard(folder)
    with suppress(OSError):
        bundle_files.clear_workshops(folder)
        backup_files.clear_leftovers(folder)
