"""Entering many records of a register in one sitting: checked row by row, stored as one operation.

What is stored is taken back whole, by a button of its own, never by Ctrl+Z.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.fields import Register
from desktop.services import registers
from desktop.services.change import not_given
from desktop.services.entries import InvalidEntry, check_values
from desktop.services.views import Cell, Changes, Problem, Value
from desktop.services.workspace import Workspace
from desktop.store.visits import Twins

Values = Mapping[str, Value]

RECENT = timedelta(days=3)
"""From a Friday until the Monday."""


class NothingInRound(UserError):
    """Not one row was filled in."""

    code = "nothing_in_round"


@dataclass(frozen=True)
class Twin:
    """A row that says the same as another. ``row`` is the first such row of the round, None for a stored record."""

    row: int | None


@dataclass(frozen=True)
class LastRound:
    """The round that a user stored last on this computer; ``at`` is local time in ISO form."""

    operation: tuple[str, int]
    count: int
    at: str


@dataclass(frozen=True)
class TakenBack:
    """What taking back a round would do: records that go, and those that somebody has changed since and that stay."""

    going: int
    staying: int


def check_round(workspace: Workspace, register: str, rows: Sequence[Values]) -> list[list[Problem]]:
    """What is wrong with each row; a row without problems can be stored."""
    with workspace.reading(Permission.EDIT, register):
        cells = {field.name: Cell(field.default) for field in workspace.registry[register].fields}
        return [check_values(workspace, register, cells, row) for row in rows]


def twins(workspace: Workspace, register: str, rows: Sequence[Values]) -> dict[int, Twin]:
    """The rows, by place, that say what an earlier row or a stored record says already."""
    declared = workspace.registry[register]
    keys = {at: key for at, row in enumerate(rows) if (key := _key(declared, row)) is not None}
    with workspace.reading(register=register) as reader:
        wanted = list(dict.fromkeys(keys.values()))
        stored = Twins(reader.connection).among(register, declared.twice, wanted) if wanted else set()
    found: dict[int, Twin] = {}
    first: dict[tuple[str, ...], int] = {}
    for at, key in keys.items():
        if key in first:
            found[at] = Twin(first[key])
        elif key in stored:
            found[at] = Twin(None)
        first.setdefault(key, at)
    return found


def has_twin(workspace: Workspace, register: str, values: Values, record: str | None = None) -> bool:
    """Whether another record than ``record`` says the same."""
    declared = workspace.registry[register]
    key = _key(declared, values)
    with workspace.reading(register=register) as reader:
        if key is None:
            return False
        return bool(Twins(reader.connection).among(register, declared.twice, [key], record))


def save_round(workspace: Workspace, register: str, rows: Sequence[Values]) -> Changes:
    """Stores every row as a record, all in one operation.

    Raises :class:`NothingInRound`, and :class:`InvalidEntry` with all problems (fields as ``<row>.<field>``, rows
    counted from 0); then nothing is stored.
    """
    if not rows:
        raise NothingInRound()
    problems = [
        Problem(f"{at}.{each.field}", each.code, each.facts)
        for at, found in enumerate(check_round(workspace, register, rows))
        for each in found
    ]
    if problems:
        raise InvalidEntry(problems)
    declared = workspace.registry[register]
    defaults = {field.name: field.default for field in declared.fields if field.default is not None}
    with workspace.change(f"{register}.round", register=register) as change:
        for row in rows:
            change.create(register, {**defaults, **row})
        change.subject = str(len(rows))
    operation = change.result.operation
    if operation is not None:
        at = workspace.now().isoformat(timespec="seconds")
        _remember(workspace, register, [*operation, len(rows), at])
    return change.result


def last_round(workspace: Workspace, register: str) -> LastRound | None:
    """A round of these days that can still be taken back, after a new start of the program too.

    What was stored earlier is taken back from the history of its records.
    """
    with workspace.reading(Permission.EDIT, register) as reader:
        kept = json.loads(reader.local(_name(workspace, register)) or "null")
    if not isinstance(kept, list):
        return None
    device, seq, count, at = kept
    last = LastRound((device, seq), count, at)
    if datetime.fromisoformat(at).date() < workspace.today() - RECENT:
        return None
    return last if would_take_back(workspace, last.operation).going else None


def would_take_back(workspace: Workspace, operation: tuple[str, int]) -> TakenBack:
    """What taking back a round would do now."""
    with workspace.reading(Permission.EDIT) as reader:
        places = [place for place in reader.journal.touched(*operation) if place[0] in workspace.registry]
        changes = reader.journal.changes_of_many(places)
        going = sum(
            all(change.operation == operation for change in changes.get(place, ())) for place in places
        )
    return TakenBack(going, len(places) - going)


def take_back(workspace: Workspace, operation: tuple[str, int]) -> Changes:
    """Takes a round back where its records still are as they were stored. Raises :class:`NothingToUndo`."""
    return registers.undo(workspace, operation)


def _name(workspace: Workspace, register: str) -> str:
    return f"round:{register}:{workspace.user.id}"


def _remember(workspace: Workspace, register: str, last: list[object]) -> None:
    with workspace.file.writing() as writer:
        writer.set_local(_name(workspace, register), json.dumps(last))


def _key(declared: Register, values: Mapping[str, Any]) -> tuple[str, ...] | None:
    """What tells two records of a register apart; None while part of it is open, or where nothing is declared."""
    key = tuple(values.get(name) for name in declared.twice)
    if not key or any(not_given(each) or not isinstance(each, str) for each in key):
        return None
    return tuple(str(each) for each in key)
