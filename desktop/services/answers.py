"""Answers for all in one go: one bundle for each unit, on one stick, and each computer finds its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.bundle.reading import Progress, stage
from desktop.bundle.writing import FILE_SUFFIX
from desktop.domain.errors import UserError
from desktop.services.bundle_export import Exported, export
from desktop.services.bundle_files import unit_name
from desktop.services.devices import Kind, Recipient, recipients
from desktop.services.environment import StationInfo
from desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Answers:
    """What was written.

    Attributes:
        error: why it ended before all were written, if it did; then ``left`` have none yet.
    """

    written: tuple[Exported, ...]
    left: tuple[Recipient, ...] = ()
    error: UserError | None = None


def others(workspace: Workspace) -> list[Recipient]:
    """The other units that a bundle may be written for."""
    return [each for each in recipients(workspace) if each.kind is not Kind.OWN]


def write_all(workspace: Workspace, folder: Path, progress: Progress) -> Answers:
    """Writes a bundle for each of them into a folder, named by its unit.

    What fails ends it: a stick that is full or gone is so for all that follow; what was written stays. ``progress``
    may raise ``Cancelled``, and then too.
    """
    units = others(workspace)
    written: list[Exported] = []
    for at, each in enumerate(units):
        try:
            written.append(write_one(workspace, each, folder, stage(progress, at, len(units))))
        except UserError as error:
            return Answers(tuple(written), tuple(units[at:]), error)
    return Answers(tuple(written))


def write_one(workspace: Workspace, to: Recipient, folder: Path, progress: Progress) -> Exported:
    """Writes the bundle for one unit into a folder, named by that unit. Raises what :func:`export` does."""
    return export(workspace, to.station, _path_for(workspace, folder, to), progress)


def _path_for(workspace: Workspace, folder: Path, to: Recipient) -> Path:
    """``an-giang-gui-nhon-hung-20261122.tqb``, or with a number where that is taken."""
    own = unit_name(workspace.station)
    unit = unit_name(StationInfo(to.station, to.name, "", to.level))
    stem = f"{own}-gui-{unit}-{workspace.today():%Y%m%d}"
    path, number = folder / f"{stem}{FILE_SUFFIX}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{FILE_SUFFIX}"
    return path
