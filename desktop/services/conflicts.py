"""What two places changed at once: all of it in one list, and the choice that settles each.

Only what this unit may settle is listed: a choice in another station's record would be refused by everybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from desktop.domain.access import Permission, allowed, needed, sees
from desktop.domain.authority import may_change
from desktop.domain.journal.merge import fold
from desktop.domain.journal.settle import STANDING, Choice
from desktop.services.change import Basis
from desktop.services.conflict_sides import (
    Author,
    Computer,
    Conflict,
    ConflictMoved,
    Desk,
    Group,
    Opened,
    Side,
)
from desktop.services.registers import NothingToUndo
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.records import Stored
from desktop.store.register_file import Reader

__all__ = [
    "Author",
    "Computer",
    "Conflict",
    "ConflictMoved",
    "Found",
    "Side",
    "count",
    "find",
    "reopen",
    "reveal",
    "settle",
]

MOST_SHOWN: Final = 100
"""Conflicts that are shown at once; the count is of all."""


@dataclass(frozen=True)
class Found:
    """What waits. ``conflicts`` are the first of ``count``; ``elsewhere`` are for other units to choose."""

    conflicts: tuple[Conflict, ...]
    count: int
    elsewhere: int


def count(workspace: Workspace) -> int:
    """How many choices wait for this user; 0 for one who may not change anything."""
    if not workspace.may(Permission.EDIT):
        return 0
    with workspace.reading() as reader:
        return len(_waiting(workspace, reader)[0])


def find(workspace: Workspace, language: str = "vi", limit: int = MOST_SHOWN) -> Found:
    """What waits for this user's choice, the records last made on top."""
    with workspace.reading(Permission.EDIT) as reader:
        groups, elsewhere = _waiting(workspace, reader)
        desk = Desk(workspace, reader, language)
        shown = [Opened(desk, group).conflict(mask=True) for group in groups[:limit]]
    return Found(tuple(shown), len(groups), elsewhere)


def reveal(workspace: Workspace, conflict: Conflict) -> Conflict:
    """The conflict with its sensitive values; the look is logged. Raises :class:`ConflictMoved`."""
    register, record = conflict.register, conflict.record
    with workspace.reading(Permission.REVEAL, register) as reader:
        if not reader.sees(register, record):
            raise ConflictMoved()
        opened = Opened(Desk(workspace, reader), Group.of(conflict))
        opened.refuse_moved(conflict)
        shown = opened.conflict(mask=False)
    workspace.log_access("reveal", f"{register}.{'+'.join(conflict.fields)}:{record}")
    return shown


def settle(workspace: Workspace, conflict: Conflict, side: int) -> Changes:
    """Writes the side that a person chose, in place of all that were shown, as one operation.

    Raises :class:`ConflictMoved` when something was written since, and :class:`NotAllowed`.
    """
    register, record = conflict.register, conflict.record
    _require_sight(workspace, conflict)
    with workspace.change(f"{register}.settle", register=register) as change:
        opened = Opened(Desk(workspace, change.writer), Group.of(conflict))
        opened.refuse_moved(conflict)
        chosen = opened.choices[side]
        if not chosen.known:
            raise ConflictMoved()
        change.edit(register, record, chosen.values, conflict.basis)
        change.subject = conflict.hit.title
    return change.result


def reopen(workspace: Workspace, conflict: Conflict, settled: Changes) -> None:
    """Takes a settlement back: all that stood beside each other stands there again, everywhere.

    A change holds one content, so each is written again by an operation of its own, what was shown last. Raises
    :class:`NothingToUndo` when something else was written since.
    """
    register, record = conflict.register, conflict.record
    _require_sight(workspace, conflict)
    with workspace.reading(Permission.EDIT, register) as reader:
        if not reader.sees(register, record):
            raise NothingToUndo()
        sides = _sides_before(workspace, reader, conflict, settled)
        state = reader.state(register, record)
        assert state is not None  # it was settled
        names = [name for name in Group.of(conflict).names if name in state.fields]
        basis = Basis({name: state.fields[name].ids for name in names}, {}, conflict.basis.seen)
    for each in reversed(sides):
        with workspace.change(f"{register}.reopen", register=register) as change:
            change.undoes = settled.operation
            change.edit(register, record, each.values, basis)


def _sides_before(
    workspace: Workspace, reader: Reader, conflict: Conflict, settled: Changes
) -> tuple[Choice, ...]:
    """The choices as they were, while the settlement still stands; those that are known."""
    changes = reader.journal.changes(conflict.register, conflict.record)
    state, group = fold(changes), Group.of(conflict)
    heads = [state.fields[name].heads for name in group.names if state and name in state.fields]
    if not heads or any([head.operation for head in some] != [settled.operation] for some in heads):
        raise NothingToUndo()
    before = [change for change in changes if change.operation != settled.operation]
    opened = Opened(Desk(workspace, reader), group, before)
    if not opened.is_as(conflict):
        raise NothingToUndo()
    return tuple(each for each in opened.choices if each.known)


def _require_sight(workspace: Workspace, conflict: Conflict) -> None:
    """Nobody chooses between values that they may not see."""
    declared = workspace.registry[conflict.register]
    if any(declared.by_name[name].sensitive for name in conflict.fields):
        workspace.require(Permission.REVEAL, conflict.register)


# What waits


def _waiting(workspace: Workspace, reader: Reader) -> tuple[list[Group], int]:
    """What this user may settle, and how many are for other units."""
    groups = _groups(workspace, reader)
    if not groups:
        return [], 0
    rows = _rows(reader, groups)
    holder = workspace.holder(reader)
    mine: list[Group] = []
    elsewhere = 0
    for group in groups:
        row = rows.get((group.register, group.record))
        if row is None or (row.standing == "removed" and group.names != STANDING):
            continue
        if may_change(holder, group.register, group.names, row.station):
            mine.append(group)
        else:
            elsewhere += 1
    return mine, elsewhere


def _groups(workspace: Workspace, reader: Reader) -> list[Group]:
    """The conflicts in what this role may change, fields that merge as one gathered."""
    role = workspace.role
    groups: dict[Group, None] = {}
    for register, record, name, _ in reader.conflicts.waiting():
        declared = workspace.registry.get(register)
        if declared is None or not sees(role, register):
            continue
        if not allowed(role, needed(Permission.EDIT, register)):
            continue
        if name in STANDING:
            groups[Group(register, record, STANDING)] = None
        elif name in declared.by_name:
            groups[Group(register, record, declared.companions(name))] = None
    return list(groups)


def _rows(reader: Reader, groups: Iterable[Group]) -> dict[tuple[str, str], Stored]:
    by_register: dict[str, dict[str, None]] = {}
    for group in groups:
        by_register.setdefault(group.register, {})[group.record] = None
    return {
        (register, record): row
        for register, records in by_register.items()
        for record, row in reader.records.get_many(register, list(records)).items()
    }
