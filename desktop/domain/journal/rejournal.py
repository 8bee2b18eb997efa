"""A forked branch written again at the end of another identity's chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from desktop.domain.fields import SEEN
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.clock import next_hlc
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.leaf import (
    ERASE_REGISTER,
    BadOperation,
    ChangeId,
    Closed,
    Hidden,
    Leaf,
    Whole,
    commitment,
    targets_from_plain,
)
from desktop.domain.journal.operation import META_REGISTER, Operation

Moves: TypeAlias = Mapping[tuple[str, int], tuple[str, int]]
"""From an operation's old place to its new one."""


def rejournal(branch: Sequence[Operation], tip: Tip, *, salt: Callable[[], bytes]) -> list[Operation]:
    """The operations of a forked branch, one after the other of one device, written again after ``tip``.

    Their order, authors and times stay, and so do their clocks unless the chain's own is later already: what
    shows where places disagree is not to change. What names an operation of the branch names its new place:
    what is replaced, taken back, seen and erased; the old places are the other branch's. Contents erased before
    stay unreadable, but the new places must be erased too for the screen to say so. No leaf may be hidden
    (:class:`BadOperation`): a device's own never are.
    """
    moved: dict[tuple[str, int], tuple[str, int]] = {}
    written = []
    for operation in branch:
        moved[operation.id] = (tip.device, tip.seq + 1)
        leaves = tuple(_moved(leaf, moved, salt) for leaf in operation.leaves)
        hlc = next_hlc(0, max(operation.hlc - 1, tip.last_hlc))
        again = Operation(tip.device, tip.seq + 1, hlc, operation.auto, tip.hash, leaves)
        written.append(again)
        tip = Tip(tip.device, again.seq, again.hash, again.hlc)
    return written


def _moved(leaf: Leaf, moved: Moves, salt: Callable[[], bytes]) -> Whole | Closed:
    if isinstance(leaf, Hidden):
        raise BadOperation("an operation without its content cannot be written again")
    replaced = tuple(sorted(_moved_id(each, moved) for each in leaf.replaced))
    if isinstance(leaf, Closed):
        # A commitment that nobody can open: whoever still has the old content must not bring it back.
        return Closed(leaf.register, leaf.record, leaf.field, replaced, commitment(salt().hex(), None))
    value = _moved_value(leaf, moved)
    return Whole(leaf.register, leaf.record, leaf.field, replaced, salt().hex(), value)


def _moved_id(change: ChangeId, moved: Moves) -> ChangeId:
    return ChangeId(*moved.get((change.device, change.seq), (change.device, change.seq)), change.leaf)


def _moved_value(leaf: Whole, moved: Moves) -> Plain:
    if leaf.register == ERASE_REGISTER:
        # Not the old places too: in the branch that stays, they are something else.
        targets = {_moved_id(each, moved) for each in targets_from_plain(leaf.value)}
        return [list(each) for each in sorted(targets)]
    if not isinstance(leaf.value, dict):
        return leaf.value
    if leaf.field == SEEN:
        return _moved_sight(leaf.value, moved)
    undone = leaf.value.get("undoes") if leaf.register == META_REGISTER else None
    if isinstance(undone, list) and len(undone) == 2:
        device, seq = undone
        if isinstance(device, str) and isinstance(seq, int) and (device, seq) in moved:
            return {**leaf.value, "undoes": list(moved[device, seq])}
    return leaf.value


def _moved_sight(seen: dict[str, Plain], moved: Moves) -> Plain:
    """What the author had seen: of the old chain nothing past the fork, where other operations now stand."""
    old, first = min(moved)
    latest = seen.get(old)
    if type(latest) is not int or latest < first:
        return seen
    known = {**seen, old: first - 1}
    if first == 1:
        del known[old]
    new, start = moved[old, first]
    # A branch has no gaps, so it keeps its distances.
    known[new] = start + min(latest, max(moved)[1]) - first
    return dict(sorted(known.items()))
