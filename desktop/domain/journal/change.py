"""Changes: leaves as the fold takes them, and which of them are the heads of their field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.clock import after
from desktop.domain.journal.erase import erasable
from desktop.domain.journal.operation import ChangeId, Operation, Whole


class Content(Enum):
    """What is known of a change's value."""

    HELD = "held"
    WITHHELD = "withheld"
    ERASED = "erased"


_CERTAIN = (Content.WITHHELD, Content.HELD, Content.ERASED)
"""Of one change given twice the later of these counts, whichever came first."""


class Change(NamedTuple):
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


def heads(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Of the changes of one field those that no other replaced, in order of rank; none only of none.

    An honest clock is past all that was seen, so a claim to replace a change of a later clock is worth
    nothing. Where clocks stand still at their end, changes might claim to replace each other; should none be
    left, all are heads.
    """
    if len(changes) == 1:
        return (changes[0],)
    unique = _unique(changes)
    replaced: set[ChangeId] = set()
    for change in unique.values():
        for each in change.replaced:
            other = unique.get(each)
            if other is not None and other is not change and after(change.hlc, other.hlc):
                replaced.add(each)
    left = [change for change in unique.values() if change.id not in replaced]
    return tuple(sorted(left or unique.values(), key=lambda head: head.rank))


def _unique(changes: Iterable[Change]) -> dict[ChangeId, Change]:
    unique: dict[ChangeId, Change] = {}
    for change in changes:
        held = unique.get(change.id)
        if held is None or _CERTAIN.index(change.content) > _CERTAIN.index(held.content):
            unique[change.id] = change
    return unique


def changes_of(operation: Operation, erased: Collection[ChangeId] = ()) -> Iterator[Change]:
    """The changes of one operation as the fold takes them; those in ``erased`` (best a set) show no value."""
    for index, leaf in operation.changes():
        identity = ChangeId(operation.device, operation.seq, index)
        content = Content.HELD if isinstance(leaf, Whole) else Content.WITHHELD
        if identity in erased and erasable(leaf):
            content = Content.ERASED
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
