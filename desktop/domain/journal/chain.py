"""The chain of a device: what follows what, what is withheld, and how a branch lives on under a new identity."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from desktop.domain.errors import UserError
from desktop.domain.fields import SEEN, STATE
from desktop.domain.journal.canonical import MAX_INT, NotCanonical, Plain, read
from desktop.domain.journal.clock import after
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.erase import without
from desktop.domain.journal.leaf import DEVICE, HASH
from desktop.domain.journal.operation import (
    ERASE_REGISTER,
    VERSION,
    BadOperation,
    ChangeId,
    Closed,
    Hidden,
    Leaf,
    Operation,
    chained,
    check_leaves,
    closed,
    hidden,
    operation_from_plain,
)

MAX_RUN: Final = 200_000


class BrokenChain(UserError):
    """An operation does not follow the one before it: something was changed, removed or put in between."""

    code = "broken_chain"


class ForkedChain(UserError):
    """Two different operations claim one place in a device's chain: a restored copy went on writing."""

    code = "forked_chain"


@dataclass(frozen=True, slots=True)
class Run:
    """Operations that are wholly withheld: nothing of them is known but that they are there.

    Attributes:
        end_hash: the hash of the chain after ``last``; :func:`walk` proves it.
        bodies: of each operation the hash of all but its place, which tells nothing. A run without them
            proves nothing and is refused: whoever passes it on could have put anything before it.
    """

    device: str
    first: int
    last: int
    end_hash: str
    bodies: tuple[str, ...]

    def line(self) -> bytes:
        """The canonical line that stands in a bundle in the place of the operations, without its end."""
        bodies = '","'.join(self.bodies)
        return (
            f'{{"bodies":["{bodies}"],"device":"{self.device}","end":"{self.end_hash}"'
            f',"first":{self.first},"v":{VERSION}}}'
        ).encode("ascii")


Link: TypeAlias = Operation | Run

_RUN_KEYS = {"bodies", "device", "end", "first", "v"}


def run_from_plain(plain: Plain) -> Run:
    """Parses a line that stands for withheld operations; raises :class:`BadOperation`."""
    if not isinstance(plain, dict) or set(plain) != _RUN_KEYS:
        raise BadOperation("not a run")
    if type(plain["v"]) is not int or plain["v"] != VERSION:
        raise BadOperation("not of version 1")
    device, first, bodies, end = (plain[key] for key in ("device", "first", "bodies", "end"))
    if not (isinstance(device, str) and DEVICE.fullmatch(device)):
        raise BadOperation("device")
    if not isinstance(bodies, list) or not 1 <= len(bodies) <= MAX_RUN:
        raise BadOperation("bodies")
    if type(first) is not int or not 1 <= first <= MAX_INT - len(bodies):
        raise BadOperation("first")
    hashes = [each for each in (end, *bodies) if isinstance(each, str) and HASH.fullmatch(each)]
    if len(hashes) != len(bodies) + 1:
        raise BadOperation("hash")
    return Run(device, first, first + len(bodies) - 1, hashes[0], tuple(hashes[1:]))


def link_from_line(line: bytes) -> Link:
    """Parses one line of a bundle, without its end; raises :class:`BadOperation` for all but the one text.

    Every rule of the format is checked, the chain of hashes is not.
    """
    try:
        plain = read(line)
    except NotCanonical as error:
        raise BadOperation("not JSON") from error
    run = isinstance(plain, dict) and "bodies" in plain
    link = run_from_plain(plain) if run else operation_from_plain(plain)
    if link.line() != line:
        raise BadOperation("not the canonical text")
    return link


def walk(tip: Tip, links: Iterable[Link]) -> Iterator[Tip]:
    """The chain's end after each operation of ``links``, withheld ones too; every hash is recomputed.

    Raises :class:`BrokenChain` unless they follow ``tip`` and each other without a gap, and clocks rise.
    """
    for link in links:
        if isinstance(link, Run):
            for end in _walk_run(tip, link):
                tip = end
                yield end
            continue
        if (link.device, link.seq, link.prev) != (tip.device, tip.seq + 1, tip.hash):
            raise BrokenChain(device=link.device, seq=link.seq)
        if not after(link.hlc, tip.last_hlc):
            raise BrokenChain(device=link.device, seq=link.seq)
        tip = Tip(tip.device, link.seq, link.hash, link.hlc)
        yield tip


def _walk_run(tip: Tip, run: Run) -> Iterator[Tip]:
    broken = BrokenChain(device=run.device, seq=run.first)
    if (run.device, run.first) != (tip.device, tip.seq + 1):
        raise broken
    if not run.bodies or run.last - run.first + 1 != len(run.bodies):
        raise broken
    for body in run.bodies:
        tip = Tip(tip.device, tip.seq + 1, chained(tip.hash, body), tip.last_hlc)
        if tip.seq == run.last and tip.hash != run.end_hash:
            raise broken
        yield tip


def follow(tip: Tip, links: Iterable[Link]) -> Tip:
    """Where the chain ends after ``links``; as :func:`walk`. The signed head after them proves them all."""
    ends = deque(walk(tip, links), maxlen=1)
    return ends[0] if ends else tip


def as_links(prev: Tip, parts: Iterable[Operation | str]) -> Iterator[Link]:
    """Operations and bodies of withheld ones, which follow ``prev``, as links: bodies gathered in runs."""
    bodies: list[str] = []
    start = tip = prev
    for part in parts:
        if isinstance(part, str):
            bodies.append(part)
            tip = Tip(tip.device, tip.seq + 1, chained(tip.hash, part), tip.last_hlc)
            continue
        if bodies:
            yield Run(tip.device, start.seq + 1, tip.seq, tip.hash, tuple(bodies))
            bodies = []
        yield part
        start = tip = Tip(part.device, part.seq, part.hash, part.hlc)
    if bodies:
        yield Run(tip.device, start.seq + 1, tip.seq, tip.hash, tuple(bodies))


def richer(held: Operation, other: Operation, erased: Collection[ChangeId] = ()) -> Operation:
    """One operation held twice, with all content that either shows and that is not in ``erased``.

    Raises :class:`ForkedChain` when the two are not the same operation, and :class:`BadOperation` when what
    its author showed here and there does not make one valid operation: that author is not to be believed.
    """
    if held.hash != other.hash:
        raise ForkedChain(device=held.device, seq=held.seq)
    leaves = [max(pair, key=_amount) for pair in zip(held.leaves, other.leaves, strict=True)]
    check_leaves(leaves)
    return without(held.with_leaves(leaves), erased)


def _amount(leaf: Leaf) -> int:
    return 0 if isinstance(leaf, Hidden) else 1 if isinstance(leaf, Closed) else 2


def withhold(operation: Operation, show: Callable[[str, str], str]) -> Operation | None:
    """What a reader may have of an operation; None when all of it is hidden and its body must do.

    ``show(register, field)`` says ``whole``, ``closed`` or ``hidden`` for each place. Who acted and when goes
    with any change that is shown. What an erasure names goes to everybody, and a record's standing and what
    its author had seen are never closed: the fold could not do without them.
    """
    leaves: list[Leaf] = []
    shown = False
    for index, leaf in enumerate(operation.leaves):
        if index == 0 or isinstance(leaf, Hidden):
            leaves.append(leaf)
            continue
        way = "whole" if leaf.register == ERASE_REGISTER else show(leaf.register, leaf.field)
        if way == "hidden":
            leaves.append(hidden(leaf))
            continue
        shown = True
        leaves.append(closed(leaf) if way == "closed" and leaf.field not in (SEEN, STATE) else leaf)
    return operation.with_leaves(leaves) if shown else None
