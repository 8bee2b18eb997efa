"""The fold: from the changes of a record, in any order, to its state and what waits for a person's choice.

A *head* of a field is a change that no other change of the field replaced. One head is the value; several
with different values are a conflict, and the latest by (clock, device) shows until a person settles it. A
person's change shows before an automatic one. Everything here is a pure function of the set of changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desktop.domain.fields import SEEN, STATE
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.change import Change, Content, changes_of, heads
from desktop.domain.journal.operation import MAX_REPLACED, ChangeId
from desktop.domain.journal.sight import (
    Sight,
    concurrent,
    parallel_updates,
    retired_against_edits,
    sights,
    standing_of,
)

__all__ = [
    "Change",
    "Content",
    "FieldState",
    "RecordState",
    "Sight",
    "changes_of",
    "concurrent",
    "fold",
    "heads",
    "parallel_updates",
    "retired_against_edits",
    "same",
    "sights",
    "standing_of",
]


@dataclass(frozen=True, slots=True)
class FieldState:
    """What a field shows, and the heads behind it, the shown one last."""

    heads: tuple[Change, ...]

    @property
    def shown(self) -> Change:
        return self.heads[-1]

    @property
    def value(self) -> Plain:
        return self.shown.value

    @property
    def content(self) -> Content:
        return self.shown.content

    @property
    def ids(self) -> tuple[ChangeId, ...]:
        """What a change of the field replaces: its heads, at most as many as one change may name."""
        return tuple(sorted(head.id for head in self.heads[-MAX_REPLACED:]))

    @property
    def conflict(self) -> bool:
        """Whether a person must choose. A value that cannot be compared counts as different."""
        if len(self.heads) == 1:
            return False
        first = self.heads[0]
        return any(
            head.content is not Content.HELD or not same(head.value, first.value) for head in self.heads
        )


def same(first: Plain, second: Plain) -> bool:
    """Equality that keeps ``True`` apart from 1, inside lists and objects too."""
    if type(first) is not type(second):
        return False
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(same(first[key], second[key]) for key in first)
    return first == second


@dataclass(frozen=True, slots=True)
class RecordState:
    """A record folded: its fields (``@state`` among them) and how far each device's operations reach in it.

    Attributes:
        created: the clock of the earliest operation on it that is known, in milliseconds; None where none is.
    """

    register: str
    record: str
    fields: Mapping[str, FieldState]
    seen: Mapping[str, int] = field(default_factory=dict)
    created: int | None = None

    @property
    def standing(self) -> str:
        """``active``, ``retired`` or ``removed``."""
        state = self.fields.get(STATE)
        return "active" if state is None else standing_of(state.shown)

    def value(self, name: str) -> Plain:
        state = self.fields.get(name)
        return None if state is None else state.value

    def conflicts(self) -> tuple[str, ...]:
        return tuple(name for name, state in self.fields.items() if state.conflict)


def fold(changes: Iterable[Change]) -> RecordState | None:
    """The state of one record from all of its changes that are known; None if there are none.

    The fields come in order of name, and the devices in ``seen`` too.
    """
    by_field: dict[str, list[Change]] = {}
    seen: dict[str, int] = {}
    register = record = ""
    created: int | None = None
    for change in changes:
        register, record = change.register, change.record
        if created is None or change.hlc < created:
            created = change.hlc
        device, seq, _ = change.id
        if seq > seen.get(device, 0):
            seen[device] = seq
        if change.field != SEEN:
            by_field.setdefault(change.field, []).append(change)
    if not seen:
        return None
    fields = {name: FieldState(heads(by_field[name])) for name in sorted(by_field)}
    return RecordState(register, record, fields, dict(sorted(seen.items())), created)
