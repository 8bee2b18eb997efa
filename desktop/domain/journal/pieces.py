"""What is left of operations behind a gap in a chain, written again at the end of the device's next name.

An operation that is lost cannot be proven, and so nothing after it in its chain: nobody would take it. The author's
own device can say it again. What comes back to this place later under the old name finds itself replaced.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.domain.fields import SEEN
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.clock import next_hlc
from desktop.domain.journal.compose import Meta, Tip
from desktop.domain.journal.leaf import (
    ERASE_REGISTER,
    MAX_REPLACED,
    ChangeId,
    Closed,
    Whole,
    commitment,
    targets_from_plain,
)
from desktop.domain.journal.operation import META_FIELD, META_REGISTER, Operation

_ACTION: Final = 0
"""The index of the leaf about the action itself."""


@dataclass(frozen=True)
class Piece:
    """An operation as far as it was found.

    Attributes:
        leaves: by their index in the operation; the one about the action may be lost like any other.
    """

    device: str
    seq: int
    hlc: int
    auto: bool
    leaves: Mapping[int, Whole | Closed]


@dataclass(frozen=True)
class Rewritten:
    """The pieces as operations of the new name, and where each change that was found stands now."""

    operations: tuple[Operation, ...]
    moved: Mapping[ChangeId, ChangeId]


def write_pieces(
    pieces: Sequence[Piece],
    tip: Tip,
    unknown: Meta,
    superseded: Collection[ChangeId],
    *,
    salt: Callable[[], bytes],
) -> Rewritten:
    """The pieces one after the other after ``tip``; they come in the order in which they were written.

    Authors and times stay; of an operation whose author is lost ``unknown`` is said. Each change replaces what it did,
    under old and new names, and its own old place. Those in ``superseded`` are left out: somebody wrote over them.
    """
    writing = _Writing(tip, unknown, salt)
    for piece in pieces:
        writing.take(piece, superseded)
    return Rewritten(tuple(writing.operations), writing.moved)


class _Writing:
    def __init__(self, tip: Tip, unknown: Meta, salt: Callable[[], bytes]) -> None:
        self._tip = tip
        self._unknown = unknown
        self._salt = salt
        self._places: dict[str, list[tuple[int, int]]] = {}
        """By old device the old and new numbers of its operations, ascending."""
        self.operations: list[Operation] = []
        self.moved: dict[ChangeId, ChangeId] = {}

    def take(self, piece: Piece, superseded: Collection[ChangeId]) -> None:
        kept = [
            (ChangeId(piece.device, piece.seq, index), leaf)
            for index, leaf in sorted(piece.leaves.items())
            if index != _ACTION and ChangeId(piece.device, piece.seq, index) not in superseded
        ]
        if not kept:
            return
        number = self._tip.seq + 1
        self._places.setdefault(piece.device, []).append((piece.seq, number))
        leaves: list[Whole | Closed] = [self._action(piece)]
        for old, leaf in kept:
            leaves.append(self._again(old, leaf))
            self.moved[old] = ChangeId(self._tip.device, number, len(leaves) - 1)
        # Later than it was, if only by a moment: else it could not have seen what it replaces.
        hlc = next_hlc(0, max(piece.hlc, self._tip.last_hlc))
        made = Operation(self._tip.device, number, hlc, piece.auto, self._tip.hash, tuple(leaves))
        self.operations.append(made)
        self._tip = Tip(made.device, made.seq, made.hash, made.hlc)

    def _action(self, piece: Piece) -> Whole | Closed:
        leaf = piece.leaves.get(_ACTION)
        meta = leaf.value if isinstance(leaf, Whole) else None
        if isinstance(leaf, Closed):
            return Closed(META_REGISTER, "", META_FIELD, (), self._unopened())
        if not isinstance(meta, dict):
            return Whole(META_REGISTER, "", META_FIELD, (), self._salt().hex(), self._unknown.to_plain())
        undone = meta.get("undoes")
        if isinstance(undone, list) and len(undone) == 2:
            new = self._place(str(undone[0]), int(str(undone[1])), exact=True)
            meta = {**meta, "undoes": undone if new is None else [self._tip.device, new]}
        return Whole(META_REGISTER, "", META_FIELD, (), self._salt().hex(), meta)

    def _again(self, old: ChangeId, leaf: Whole | Closed) -> Whole | Closed:
        named = {old, *leaf.replaced, *(self.moved[each] for each in leaf.replaced if each in self.moved)}
        replaced = () if leaf.register == ERASE_REGISTER else tuple(sorted(named)[-MAX_REPLACED:])
        if isinstance(leaf, Closed):
            return Closed(leaf.register, leaf.record, leaf.field, replaced, self._unopened())
        value = self._value(leaf)
        return Whole(leaf.register, leaf.record, leaf.field, replaced, self._salt().hex(), value)

    def _unopened(self) -> str:
        """A commitment that nobody can open: whoever still has the old content must not bring it back."""
        return commitment(self._salt().hex(), None)

    def _value(self, leaf: Whole) -> Plain:
        if leaf.register == ERASE_REGISTER:
            # Under both names: the old operations may come back from others.
            targets = set(targets_from_plain(leaf.value))
            targets |= {self.moved[each] for each in targets if each in self.moved}
            return [list(each) for each in sorted(targets)]
        if leaf.field == SEEN and isinstance(leaf.value, dict):
            return dict(sorted({**leaf.value, **dict(self._sight(leaf.value))}.items()))
        return leaf.value

    def _sight(self, seen: Mapping[str, Plain]) -> Iterator[tuple[str, Plain]]:
        """How far the author had seen what stands under the new name now."""
        numbers = [
            new
            for device, latest in seen.items()
            if type(latest) is int and (new := self._place(device, latest)) is not None
        ]
        if numbers:
            yield self._tip.device, max(numbers)

    def _place(self, device: str, seq: int, *, exact: bool = False) -> int | None:
        """The new number of the last operation up to an old number, or of just that one."""
        places = self._places.get(device, [])
        at = bisect_right(places, (seq, self._tip.seq + 1)) - 1
        if at < 0 or (exact and places[at][0] != seq):
            return None
        return places[at][1]
