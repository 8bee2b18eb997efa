"""What a power cut left half done in a data folder, brought to its end before anything looks at it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from desktop.services import backup_files, key_change
from desktop.services.data_folder import STAGE, WORKSHOP


def finish(folder: Path) -> None:
    """Raises the failures of disks; it may be called again."""
    key_change.finish(folder)
    if (folder / STAGE).exists():
        from desktop.services import restoring  # much, for what hardly ever happens

        restoring.finish(folder)


def tidy(folder: Path) -> None:
    """Takes away what was only half made. For who holds the folder alone, and before work begins in it.

    What cannot be taken away stays: it takes room, and nothing else.
    """
    if (folder / STAGE).exists():
        from desktop.services import restoring

        restoring.discard(folder)
    with suppress(OSError):
        if any(folder.glob(f"{WORKSHOP}*")):
            from desktop.services import bundle_files

            bundle_files.clear_workshops(folder)
        backup_files.clear_leftovers(folder)
