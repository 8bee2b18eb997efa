"""Whether somebody has just taken a register over: the unit on one page is then the first that they see."""

from __future__ import annotations

from typing import Final

from desktop.services.workspace import Workspace
from desktop.store.register_file import Writer

_WELCOME: Final = "welcome:"
"""Local, with a user's id."""


def expect(writer: Writer, user: str, day: str) -> None:
    """Notes, in the very transaction of the handing over, that a successor will log in."""
    writer.set_local(_WELCOME + user, day)


def is_welcomed(workspace: Workspace) -> bool:
    """Whether this log-in is a successor's first, which is then no more."""
    key = _WELCOME + workspace.user.id
    with workspace.reading() as reader:
        first = bool(reader.local(key))
    if first:
        with workspace.file.writing() as writer:
            writer.set_local(key, "")
    return first
