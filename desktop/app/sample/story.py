"""Telling of records one after the other: who tells them gets the id of each, who listens writes them in batches."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any, Final, TypeAlias

from desktop.services.workspace import Workspace

Told: TypeAlias = tuple[str, Mapping[str, Any]]
"""A register and the values of a new record of it."""

Story: TypeAlias = Generator[Told, str, None]

BATCH: Final = 4_000
"""Records in one operation: enough that none waits for the disk, few enough for a small computer's memory."""


def write_down(
    workspace: Workspace, story: Story, progress: Callable[[int], None] = lambda _written: None
) -> int:
    """Writes a story through the one door. Gives how many records it had."""
    written, told = 0, next(story, None)
    while told is not None:
        with workspace.change("sample") as change:
            for _ in range(BATCH):
                record = change.create(*told)
                written += 1
                try:
                    told = story.send(record)
                except StopIteration:
                    told = None
                    break
        progress(written)
    return written
