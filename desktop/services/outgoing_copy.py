"""A sealed copy of the register that rides along on outgoing sticks unless the unit wants none.

It opens with the recovery code only: who receives the stick can hold it for the unit, and cannot read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.bundle.reading import Progress, stage
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.services import answers, bundles
from desktop.services.answers import Answers
from desktop.services.backup_away import write_away
from desktop.services.backup_files import Copy
from desktop.services.bundle_export import Exported
from desktop.services.places import Place
from desktop.services.workspace import Workspace
from desktop.system.files import REAL_FILES, FileOps

MOST: Final = 2 * 2**30
"""Bytes; a larger copy does not ride along: it would keep the stick, and who waits for it, too long."""

_WANTED: Final = "copy_on_sticks"
"""Local: ``no`` where none goes along; else every stick has the unit's rescue on it."""


@dataclass(frozen=True)
class Offer:
    """Whether a copy goes along, and how large it would be.

    Attributes:
        size: in bytes, about.
        limit: a larger one does not go along.
    """

    wanted: bool
    size: int
    limit: int

    @property
    def too_big(self) -> bool:
        return self.size > self.limit

    @property
    def goes(self) -> bool:
        return self.wanted and not self.too_big


@dataclass(frozen=True)
class Sent:
    """A bundle that was written and proven, and what became of the copy.

    Attributes:
        copy: None where none was to go along, or it failed by ``error``; the bundle is whole all the same.
    """

    exported: Exported
    copy: Copy | None = None
    error: UserError | None = None


@dataclass(frozen=True)
class SentToAll:
    """A bundle for each unit, as far as it went, and what became of the copy; see :class:`Sent`."""

    answers: Answers
    copy: Copy | None = None
    error: UserError | None = None


def offer(workspace: Workspace, limit: int = MOST) -> Offer | None:
    """What a person is asked; None for sample data, which is not copied."""
    with workspace.reading(Permission.SEND) as reader:
        if workspace.practice:
            return None
        return Offer(reader.local(_WANTED) != "no", reader.size(), limit)


def want(workspace: Workspace, *, wanted: bool) -> None:
    """Lets a copy go along on every stick from now on, or none."""
    workspace.require(Permission.SEND)
    with workspace.file.writing() as writer:
        writer.set_local(_WANTED, "yes" if wanted else "no")
    workspace.log_access("copy_on_sticks", "yes" if wanted else "no")


def send_to_all(
    workspace: Workspace,
    place: Place,
    progress: Progress,
    *,
    files: FileOps = REAL_FILES,
    limit: int = MOST,
) -> SentToAll:
    """Writes a bundle for every other unit, and after them, where all are written, the one copy that goes along.

    Raises ``Cancelled``; what fails is told, not raised.
    """
    offered = offer(workspace, limit)
    if offered is None or not offered.goes:
        return SentToAll(answers.write_all(workspace, place.folder, progress))
    done = answers.write_all(workspace, place.folder, stage(progress, 0, 2))
    if done.error is not None:
        return SentToAll(done)
    try:
        return SentToAll(done, write_away(workspace, place, stage(progress, 1, 2), files))
    except UserError as error:
        return SentToAll(done, None, error)


def send(
    workspace: Workspace,
    station: str,
    place: Place,
    progress: Progress,
    *,
    again: Mapping[str, int] | None = None,
    files: FileOps = REAL_FILES,
    limit: int = MOST,
) -> Sent:
    """Writes a bundle for a unit, and after it the copy where one is wanted and not too large.

    Raises what :func:`~desktop.services.bundle_export.export` does; a copy that fails is told, not raised.
    """
    offered = offer(workspace, limit)
    if offered is None or not offered.goes:
        return Sent(bundles.export(workspace, station, place.folder, progress, again=again, files=files))
    exported = bundles.export(
        workspace, station, place.folder, stage(progress, 0, 2), again=again, files=files
    )
    try:
        return Sent(exported, write_away(workspace, place, stage(progress, 1, 2), files))
    except UserError as error:
        return Sent(exported, None, error)
