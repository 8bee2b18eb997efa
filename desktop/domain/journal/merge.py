"""The fold: from the changes of a record, in any order, to its state and what waits for a person's choice.

A *head* of a field is a change that no other change of the field replaced. One head is the value; several
with different values are a conflict, and the latest by (clock, device) shows until a person settles it. A
person's change shows before an automatic one. Everything here is a pure function of the set of changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from desktop.domain.fields import SEEN, STATE
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.operation import ChangeId, Operation, Whole


class Content(Enum):
    """What is known of a change's value."""

    HELD = "held"
    WITHHELD = "withheld"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Change:
    """One leaf of one operation, as the fold takes it. ``value`` is None unless ``content`` is held."""

    id: ChangeId
    hlc: int
    auto: bool
    register: str
    record: str
    field: str
    replaced: tuple[ChangeId, ...]
    value: Plain
    content: Content = Content.HELD

    @property
    def order(self) -> tuple[int, ChangeId]:
        return (self.hlc, self.id)

    @property
    def rank(self) -> tuple[bool, int, ChangeId]:
        """The greatest of concurrent changes shows: a person's before an automatic one's, then the latest."""
        return (not self.auto, self.hlc, self.id)

    @property
    def operation(self) -> tuple[str, int]:
        return (self.id.device, self.id.seq)


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
        return tuple(sorted(head.id for head in self.heads))

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
    """Equality that keeps ``True`` apart from 1."""
    return type(first) is type(second) and first == second


@dataclass(frozen=True, slots=True)
class RecordState:
    """A record folded: its fields (``@state`` among them) and how far each device's operations reach in it."""

    register: str
    record: str
    fields: Mapping[str, FieldState]
    seen: Mapping[str, int] = field(default_factory=dict)

    @property
    def standing(self) -> str:
        """``active``, ``retired`` or ``removed``."""
        state = self.fields.get(STATE)
        if state is None or state.content is not Content.HELD or not isinstance(state.value, dict):
            return "active"
        is_now = state.value.get("is")
        return is_now if is_now in ("retired", "removed") else "active"

    def value(self, name: str) -> Plain:
        state = self.fields.get(name)
        return None if state is None else state.value

    def conflicts(self) -> tuple[str, ...]:
        return tuple(name for name, state in self.fields.items() if state.conflict)


def fold(changes: Iterable[Change]) -> RecordState | None:
    """The state of one record from all of its changes that are known; None if there are none."""
    by_field: dict[str, list[Change]] = {}
    seen: dict[str, int] = {}
    register = record = ""
    for change in changes:
        register, record = change.register, change.record
        device, seq, _ = change.id
        if seq > seen.get(device, 0):
            seen[device] = seq
        if change.field != SEEN:
            by_field.setdefault(change.field, []).append(change)
    if not seen:
        return None
    fields = {name: FieldState(_heads(by_field[name])) for name in sorted(by_field)}
    return RecordState(register, record, fields, seen)


def _heads(changes: list[Change]) -> tuple[Change, ...]:
    """The changes that no later one replaced, in order of rank."""
    if len(changes) == 1:
        return (changes[0],)
    unique = {change.id: change for change in changes}
    replaced: set[ChangeId] = set()
    for change in unique.values():
        for each in change.replaced:
            other = unique.get(each)
            # An honest clock is past all that was seen; a claim to replace a later change is worth nothing,
            # and so no two changes can replace each other.
            if other is not None and other.order < change.order:
                replaced.add(each)
    heads = [change for change in unique.values() if change.id not in replaced]
    return tuple(sorted(heads, key=lambda head: head.rank))


def changes_of(operation: Operation, erased: Collection[ChangeId] = ()) -> Iterable[Change]:
    """The changes of one operation as the fold takes them; those in ``erased`` show no value."""
    for index, leaf in operation.changes():
        identity = ChangeId(operation.device, operation.seq, index)
        held = isinstance(leaf, Whole)
        content = Content.ERASED if identity in erased else Content.HELD if held else Content.WITHHELD
        yield Change(
            identity,
            operation.hlc,
            operation.auto,
            leaf.register,
            leaf.record,
            leaf.field,
            leaf.replaced,
            leaf.value if isinstance(leaf, Whole) and content is Content.HELD else None,
            content,
        )


@dataclass(frozen=True, slots=True)
class Sight:
    """What the author of one operation on a record had seen of the record, its parent and its children."""

    operation: tuple[str, int]
    hlc: int
    seen: Mapping[str, int]

    def saw(self, operation: tuple[str, int]) -> bool:
        device, seq = operation
        if device == self.operation[0]:
            return seq <= self.operation[1]
        return seq <= self.seen.get(device, 0)


def sights(changes: Iterable[Change]) -> dict[tuple[str, int], Sight]:
    """Per operation among ``changes`` (of one record or of a family of records), what its author had seen."""
    hlcs: dict[tuple[str, int], int] = {}
    seen: dict[tuple[str, int], dict[str, int]] = {}
    for change in changes:
        hlcs[change.operation] = change.hlc
        if change.field == SEEN and isinstance(change.value, dict):
            known = seen.setdefault(change.operation, {})
            for device, seq in change.value.items():
                if type(seq) is int:
                    known[device] = max(seq, known.get(device, 0))
    return {each: Sight(each, hlc, seen.get(each, {})) for each, hlc in hlcs.items()}


def concurrent(first: Sight, second: Sight) -> bool:
    """Neither author had seen the other's operation."""
    return not first.saw(second.operation) and not second.saw(first.operation)


def retired_against_edits(own: Iterable[Change], family: Iterable[Change]) -> tuple[tuple[str, int], ...]:
    """The operations that changed a record or its children while another place was retiring it.

    ``own`` are the changes of the record itself, ``family`` those of its children. Empty when the record is
    not retired, or its retiring was decided with everything in view; a retiring that a person confirms
    afterwards has seen the edits and settles it.
    """
    own = list(own)
    family = [*own, *family]
    states = [change for change in own if change.field == STATE]
    if not states:
        return ()
    known = sights(family)
    retiring = [
        known[head.operation]
        for head in _heads(states)
        if isinstance(head.value, dict) and head.value.get("is") in ("retired", "removed")
    ]
    edits = {change.operation for change in family if change.field not in (SEEN, STATE)}
    return tuple(
        sorted(edit for edit in edits if any(concurrent(known[edit], retire) for retire in retiring))
    )


def parallel_updates(changes: Iterable[Change]) -> tuple[tuple[tuple[str, int], tuple[str, int]], ...]:
    """Pairs of operations that changed different fields of one record without seeing each other.

    They were merged without a question; a pair that touched one field alike is the conflict's business.
    """
    changes = [change for change in changes if change.field != STATE]
    devices = {change.id.device for change in changes}
    if len(devices) < 2:
        return ()
    known = sights(changes)
    fields: dict[tuple[str, int], set[str]] = {}
    for change in changes:
        if change.field != SEEN:
            fields.setdefault(change.operation, set()).add(change.field)
    ordered = sorted(fields)
    return tuple(
        (first, second)
        for position, first in enumerate(ordered)
        for second in ordered[position + 1 :]
        if first[0] != second[0]
        and not fields[first] & fields[second]
        and concurrent(known[first], known[second])
    )
