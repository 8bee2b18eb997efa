"""The rescue stick: what a new PC without a network needs, which is the program, the newest copy, a page to read."""

from __future__ import annotations

import filecmp
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.bundle.reading import Progress, stage
from desktop.domain.access import Permission
from desktop.domain.versions import RUNNING
from desktop.services.backup_away import write_away
from desktop.services.backup_files import Copy
from desktop.services.bundle_files import copy_to_stick
from desktop.services.devices import refuse_practice
from desktop.services.places import Place, refuse_gone
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_to_stick
from desktop.system.errors import failure_of
from desktop.system.files import REAL_FILES, FileOps
from desktop.system.setup_program import KEPT

GUIDE: Final = "1-DOC-TRUOC-KHI-MAY-HONG.pdf"


@dataclass(frozen=True)
class RescueStick:
    """What was written; ``installer`` is the setup program on the stick, or None where there was none to take."""

    copy: Copy
    guide: Path
    installer: Path | None


def make_rescue_stick(
    workspace: Workspace,
    place: Place,
    guide: bytes,
    installer: Path | None,
    progress: Progress,
    *,
    files: FileOps = REAL_FILES,
) -> RescueStick:
    """Writes the page, the setup program and the newest copy, each read back from the device.

    The copy opens with the recovery code only. What lies on the stick already and is the same is left. Raises what
    :func:`~desktop.services.backup_away.write_away` does; what was written before a failure is whole.
    """
    workspace.require(Permission.SEND)
    refuse_practice(workspace)
    refuse_gone(place.folder)
    write_to_stick(place.folder / GUIDE, guide, _silent, files)
    setup = _take(installer, place.folder, stage(progress, 0, 2), files) if installer is not None else None
    copy = write_away(workspace, place, stage(progress, 1, 2), files)
    workspace.log_access("rescue_stick", place.name or str(place.folder))
    return RescueStick(copy, place.folder / GUIDE, setup)


def name_on_stick(installer: Path) -> str:
    """Under which a setup program was given out: the one that an installation keeps has another name there."""
    return f"So-Tu-Quan-{RUNNING}-setup.exe" if installer.name == KEPT else installer.name


def _take(installer: Path, folder: Path, progress: Progress, files: FileOps) -> Path:
    path = folder / name_on_stick(installer)
    try:
        same = path.is_file() and filecmp.cmp(installer, path, shallow=False)
    except OSError as error:
        failure = failure_of(error, folder)
        if failure is None:
            raise
        raise failure from error
    if not same:
        copy_to_stick(installer, path, progress, files)
    return path


def _silent(_done: int, _total: int) -> None:
    pass
