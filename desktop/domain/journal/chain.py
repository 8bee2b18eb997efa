"""The chain of a device: what follows what, forks, and how a branch lives on under a new identity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from desktop.domain.errors import UserError
from desktop.domain.journal.clock import next_hlc
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import (
    BadOperation,
    ChangeId,
    Closed,
    Hidden,
    Leaf,
    Operation,
    Whole,
    closed,
    hidden,
)


class BrokenChain(UserError):
    """An operation does not follow the one before it: something was changed, removed or put in between."""

    code = "broken_chain"


class ForkedChain(UserError):
    """Two different operations claim one place in a device's chain: a restored copy went on writing."""

    code = "forked_chain"


@dataclass(frozen=True, slots=True)
class Run:
    """Operations that are wholly withheld: nothing of them is known but that they are there."""

    device: str
    first: int
    last: int
    end_hash: str


Link = Operation | Run


def follow(tip: Tip, links: Iterable[Link]) -> Tip:
    """Where the chain ends after ``links``; every operation's hash is recomputed.

    Raises :class:`BrokenChain` unless they follow ``tip`` and each other without a gap, and clocks rise.
    The end hash of a run is believed here; the signed head after it is what proves it.
    """
    for link in links:
        if isinstance(link, Run):
            if link.device != tip.device or link.first != tip.seq + 1 or link.last < link.first:
                raise BrokenChain(device=link.device, seq=link.first)
            tip = Tip(tip.device, link.last, link.end_hash, tip.last_hlc)
            continue
        if (link.device, link.seq, link.prev) != (tip.device, tip.seq + 1, tip.hash):
            raise BrokenChain(device=link.device, seq=link.seq)
        if link.hlc <= tip.last_hlc:
            raise BrokenChain(device=link.device, seq=link.seq)
        tip = Tip(tip.device, link.seq, link.hash, link.hlc)
    return tip


def richer(held: Operation, other: Operation) -> Operation:
    """One operation held twice, with all content that either shows.

    Raises :class:`ForkedChain` when the two are not the same operation.
    """
    if held.hash != other.hash:
        raise ForkedChain(device=held.device, seq=held.seq)
    return held.with_leaves([max(pair, key=_amount) for pair in zip(held.leaves, other.leaves, strict=True)])


def _amount(leaf: Leaf) -> int:
    return 0 if isinstance(leaf, Hidden) else 1 if isinstance(leaf, Closed) else 2


def rejournal(
    branch: Sequence[Operation], tip: Tip, *, wall_ms: int, salt: Callable[[], bytes]
) -> list[Operation]:
    """The operations of a forked branch written again at the end of another identity's chain.

    Their order, authors and times stay; what one of them replaced in another of the branch now names the
    new one. No leaf may be hidden: a device's own never are.
    """
    moved: dict[tuple[str, int], tuple[str, int]] = {}
    written = []
    for operation in branch:
        moved[operation.id] = (tip.device, tip.seq + 1)
        leaves = tuple(_moved(leaf, moved, salt) for leaf in operation.leaves)
        again = Operation(
            tip.device,
            tip.seq + 1,
            next_hlc(max(wall_ms, operation.hlc), tip.last_hlc),
            operation.auto,
            tip.hash,
            leaves,
        )
        written.append(again)
        tip = Tip(tip.device, again.seq, again.hash, again.hlc)
    return written


def _moved(
    leaf: Leaf, moved: dict[tuple[str, int], tuple[str, int]], salt: Callable[[], bytes]
) -> Whole | Closed:
    if isinstance(leaf, Hidden):
        raise BadOperation("an operation without its content cannot be written again")
    replaced = tuple(
        sorted(
            ChangeId(*moved.get((each.device, each.seq), (each.device, each.seq)), each.leaf)
            for each in leaf.replaced
        )
    )
    if isinstance(leaf, Closed):
        return Closed(leaf.register, leaf.record, leaf.field, replaced, leaf.commitment)
    return Whole(leaf.register, leaf.record, leaf.field, replaced, salt().hex(), leaf.value)


def withhold(operation: Operation, show: Callable[[str, str], str]) -> Operation | None:
    """What a reader may have of an operation; None when all of it is hidden.

    ``show(register, field)`` says ``whole``, ``closed`` or ``hidden`` for each place. Who acted and when goes
    with any change that is shown.
    """
    leaves: list[Leaf] = []
    shown = False
    for index, leaf in enumerate(operation.leaves):
        if index == 0 or isinstance(leaf, Hidden):
            leaves.append(leaf)
            continue
        way = show(leaf.register, leaf.field)
        if way == "hidden":
            leaves.append(hidden(leaf))
            continue
        shown = True
        leaves.append(closed(leaf) if way == "closed" else leaf)
    return operation.with_leaves(leaves) if shown else None
