"""Signs that the disk is dying: stretches read slowly, stretches not read at all, copies that prove bad.

A disk in good order reads a megabyte in a fraction of a second; one that tries a bad sector over and over takes seconds
long before it gives up. Noted with the day, and told for a month.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.services.workspace import Workspace
from desktop.store.backup import CopyDamaged, Progress
from desktop.store.failures import DatabaseUnreadable
from desktop.store.register_file import Reader
from desktop.system.errors import DriveFailed

SLOW, UNREADABLE, COPY = "slow", "unreadable", "copy"
TOLD_FOR: Final = timedelta(days=30)
SLOW_S: Final = 3.0
"""Seconds for one stretch, past which it was read slowly."""

_STRETCH: Final = 1 << 20
_COPIES_TOLD: Final = 2
"""One bad copy is told by itself; more of them are the disk's doing."""
_SIGNS: Final = "disk_signs"
_MOST: Final = 200


@dataclass(frozen=True)
class DiskSigns:
    """What was noticed in the last month: how many times each, and on which day last."""

    slow: int
    unreadable: int
    copies: int
    last: date

    @property
    def told(self) -> bool:
        """Whether a person is to be told."""
        return bool(self.slow or self.unreadable or self.copies >= _COPIES_TOLD)


def look(workspace: Workspace, progress: Progress, ticks: Callable[[], float] = time.monotonic) -> None:
    """Reads the register's file through as the disk gives it, and notes what it gives slowly or not at all."""
    path = workspace.file.path
    try:
        slow = _slow_stretches(path, progress, ticks)
    except OSError:
        _note(workspace, UNREADABLE)
    else:
        if slow:
            _note(workspace, SLOW)


def _slow_stretches(path: Path, progress: Progress, ticks: Callable[[], float]) -> int:
    slow, done, size = 0, 0, path.stat().st_size
    # Not through Python's buffer: each stretch is one question to the disk.
    with path.open("rb", buffering=0) as file:
        before = ticks()
        while got := file.read(_STRETCH):
            now = ticks()
            slow += now - before > SLOW_S
            before = now
            done += len(got)
            progress(done, size)
    return slow


def note_failure(workspace: Workspace, error: UserError) -> None:
    """Notes what a failed copy says of the disk; nothing for failures of another kind."""
    if isinstance(error, CopyDamaged):
        _note(workspace, COPY)
    elif isinstance(error, (DatabaseUnreadable, DriveFailed)):
        _note(workspace, UNREADABLE)


def _note(workspace: Workspace, kind: str) -> None:
    # The disk that reads badly may not take a word of it either.
    with suppress(UserError), workspace.file.writing() as writer:
        kept = [*_kept(writer, workspace.today()), (kind, workspace.today().isoformat())]
        writer.set_local(_SIGNS, json.dumps(kept[-_MOST:]))


def _kept(reader: Reader, today: date) -> list[tuple[str, str]]:
    noted = json.loads(reader.local(_SIGNS) or "[]")
    return [(kind, on) for kind, on in noted if date.fromisoformat(on) >= today - TOLD_FOR]


def disk_signs(workspace: Workspace) -> DiskSigns | None:
    """What was noticed lately; None for nothing."""
    with workspace.reading(Permission.READ) as reader:
        kept = _kept(reader, workspace.today())
    if not kept:
        return None
    counts = Counter(kind for kind, _ in kept)
    last = max(date.fromisoformat(on) for _, on in kept)
    return DiskSigns(counts[SLOW], counts[UNREADABLE], counts[COPY], last)


def put_away(workspace: Workspace) -> None:
    """The disk was changed: what was noticed is of another one."""
    workspace.require(Permission.ADMINISTER)
    with workspace.file.writing() as writer:
        writer.set_local(_SIGNS, "")
    workspace.log_access("disk_signs_put_away", "")
