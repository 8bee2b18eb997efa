"""What several sites must show, found the slow and simple way: by who had known what.

It keeps with every write all that its author could see, and never looks at what an operation says it replaced
or saw.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.domain.fields import SEEN, STATE
from desktop.domain.journal.canonical import Plain, encode
from desktop.domain.journal.operation import ERASE_REGISTER, ChangeId, Operation, Whole
from tests.kit.sites import OperationId, Place

Known = frozenset[ChangeId]


@dataclass(frozen=True)
class Write:
    """One field written by one operation.

    Attributes:
        knew: every change that its author's site could see when the form was loaded.
        over: for a write that takes another back, the only operations it is written over.
    """

    id: ChangeId
    hlc: int
    auto: bool
    place: Place
    field: str
    value: Plain
    knew: Known
    over: frozenset[OperationId] | None

    @property
    def operation(self) -> OperationId:
        return (self.id.device, self.id.seq)

    @property
    def rank(self) -> tuple[bool, int, OperationId]:
        return (not self.auto, self.hlc, self.operation)

    def is_over(self, other: Write) -> bool:
        if self.over is not None:
            return other.operation in self.over
        return other.id in self.knew

    def saw(self, other: Write) -> bool:
        """Whether the author's device had the other operation, its own earlier ones always."""
        if other.id.device == self.id.device:
            return other.id.seq <= self.id.seq
        return other.id in self.knew


@dataclass
class Oracle:
    """Every write that was ever made anywhere."""

    writes: dict[tuple[Place, str], list[Write]] = field(default_factory=dict)

    def note(self, operation: Operation, knew: Known, undone: OperationId | None = None) -> None:
        for index, leaf in operation.changes():
            if leaf.field == SEEN or leaf.register == ERASE_REGISTER or not isinstance(leaf, Whole):
                continue
            place = (leaf.register, leaf.record)
            over = self._under(place, leaf.field, undone) if undone else None
            write = Write(
                ChangeId(*operation.id, index),
                operation.hlc,
                operation.auto,
                place,
                leaf.field,
                leaf.value,
                knew,
                over,
            )
            self.writes.setdefault((place, leaf.field), []).append(write)

    def _under(self, place: Place, name: str, undone: OperationId) -> frozenset[OperationId] | None:
        """What a write that takes ``undone`` back stands over: that, and what that stood over."""
        known = self.writes.get((place, name), [])
        taken = [write for write in known if write.operation == undone]
        below = [other.operation for write in taken for other in known if write.is_over(other)]
        return frozenset([undone, *below]) if taken else None

    def heads(self, place: Place, name: str, held: Known) -> list[Write]:
        """The writes that nobody wrote over, among those a site holds; the one that shows is the last."""
        known = [write for write in self.writes[place, name] if write.id in held]
        left = [write for write in known if not any(other.is_over(write) for other in known)]
        return sorted(left, key=lambda write: write.rank)

    def fields(self, held: Known) -> list[tuple[Place, str]]:
        """Every place and field that a site has heard of."""
        return [key for key, writes in self.writes.items() if any(write.id in held for write in writes)]

    def conflict(self, heads: Iterable[Write], gone: Iterable[ChangeId]) -> bool:
        """Whether a person must choose: values that differ, or one that is not to be seen."""
        heads = list(heads)
        values = {encode(write.value) for write in heads}
        return len(heads) > 1 and (len(values) > 1 or any(write.id in gone for write in heads))

    def against_retiring(self, place: Place, held: Known) -> set[OperationId]:
        """The operations on a record and its children whose authors and the retiring one's knew not of each other."""
        if (place, STATE) not in self.writes:
            return set()
        retiring = [head for head in self.heads(place, STATE, held) if _ends(head.value)]
        edits = [
            write
            for (where, name), writes in self.writes.items()
            for write in writes
            if write.id in held
            and (where == place or where in self._children(place))
            and (name != STATE or (where != place and not _ends(write.value)))
        ]
        return {
            edit.operation
            for edit in edits
            for retire in retiring
            if not edit.saw(retire) and not retire.saw(edit)
        }

    def _children(self, place: Place) -> set[Place]:
        return {
            child
            for (child, name), writes in self.writes.items()
            if name == "group" and any(write.value == place[1] for write in writes)
        }

    def carriers(self) -> dict[str, list[Write]]:
        """Every text ever written, and the changes in which it stands."""
        found: dict[str, list[Write]] = {}
        for writes in self.writes.values():
            for write in writes:
                if isinstance(write.value, str):
                    found.setdefault(write.value, []).append(write)
        return found


def _ends(value: Plain) -> bool:
    return isinstance(value, dict) and value.get("is") in ("retired", "removed")
