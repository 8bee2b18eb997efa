"""Half-typed forms, which survive a crash and belong to the person who typed them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.domain.access import Permission
from desktop.services.workspace import Workspace
from desktop.store.drafts import Draft, Drafts

__all__ = ["ROUND", "Draft", "draft", "drafts", "drop_draft", "keep_draft"]

ROUND = "@round"
"""In place of a record: the rows of a round that is being typed."""


def keep_draft(workspace: Workspace, register: str, record: str | None, values: Mapping[str, Any]) -> None:
    """Keeps what is typed so far; nothing typed is no draft."""
    with workspace.reading(Permission.EDIT, register):
        at = workspace.now().isoformat(timespec="seconds")
    with workspace.file.writing() as writer:
        kept = Drafts(writer.connection)
        if values:
            kept.keep(workspace.user.id, Draft(register, record, at, values))
        else:
            kept.drop(workspace.user.id, register, record)


def drop_draft(workspace: Workspace, register: str, record: str | None) -> None:
    with workspace.file.writing() as writer:
        Drafts(writer.connection).drop(workspace.user.id, register, record)


def drafts(workspace: Workspace) -> list[Draft]:
    """This user's drafts, newest first."""
    with workspace.reading() as reader:
        return Drafts(reader.connection).of(workspace.user.id)


def draft(workspace: Workspace, register: str, record: str | None) -> Draft | None:
    """This user's draft of one form."""
    return next(
        (each for each in drafts(workspace) if (each.register, each.record) == (register, record)), None
    )
