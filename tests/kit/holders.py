"""Holders of journals in memory, and the bundles that travel between them.

A bundle is the lines that would stand in a file, with the signed heads; a holder takes nothing from it but
what it has parsed and checked. It is the least that a correct holder does, for tests of what the journal
promises.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Self

from desktop.domain.journal.chain import (
    BrokenChain,
    ForkedChain,
    Link,
    Run,
    as_links,
    link_from_line,
    richer,
    walk,
    withhold,
)
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.erase import targets_of, without
from desktop.domain.journal.operation import GENESIS, ChangeId, Operation, head_message
from tests.kit.small_registry import Scope, everything


class Gap(Exception):
    """A bundle begins later than the chain held so far ends; it would wait in the holding area."""


@dataclass(frozen=True)
class Head:
    """A signed end of a device's chain; the seal stands for the device's signature."""

    device: str
    seq: int
    hash: str
    seal: str


def seal(device: str, seq: int, digest: str) -> str:
    """What only the device itself can make: hostile tests do not call this for others' devices."""
    return blake2b(head_message(device, seq, digest), key=device.encode()).hexdigest()


@dataclass(frozen=True)
class Bundle:
    """What travels: per device its signed head, and the lines of its chain from somewhere on up to there."""

    chains: tuple[tuple[Head, tuple[bytes, ...]], ...]


@dataclass(frozen=True)
class Step:
    """One place of a chain as it is held: the operation, or its body alone where it is withheld."""

    hash: str
    body: str
    operation: Operation | None


@dataclass
class Holder:
    """What one file holds.

    Attributes:
        chains: per device what is held, from its first operation on without a gap.
        heads: per device the last end of its chain that it signed.
        erased: the changes whose contents are gone for ever.
        last_hlc: the latest clock seen from anyone.
    """

    chains: dict[str, list[Step]] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)
    erased: set[ChangeId] = field(default_factory=set)
    last_hlc: int = 0

    def clock(self) -> dict[str, int]:
        """How far every device's chain is held: a vector clock."""
        return {device: len(steps) for device, steps in self.chains.items() if steps}

    def operations(self) -> Iterator[Operation]:
        for steps in self.chains.values():
            for step in steps:
                if step.operation is not None:
                    yield step.operation

    def visible(self) -> frozenset[ChangeId]:
        """The changes whose place is known here; a relay of narrower scope may leave holes in a chain."""
        return frozenset(
            ChangeId(*operation.id, index)
            for operation in self.operations()
            for index, _ in operation.changes()
        )

    def tip(self, device: str, seq: int | None = None) -> Tip:
        """Where a held chain stood after ``seq`` operations, at its end if that is not given."""
        steps = self.chains.get(device, [])[:seq]
        clocks = [step.operation.hlc for step in steps if step.operation is not None]
        return Tip(device, len(steps), steps[-1].hash if steps else GENESIS, max(clocks, default=0))

    def links(self, device: str, first: int = 1, last: int | None = None) -> list[Link]:
        """The chain as it is held, withheld operations in runs."""
        steps = self.chains.get(device, [])[first - 1 : last]
        return list(as_links(self.tip(device, first - 1), [step.operation or step.body for step in steps]))

    def lines(self) -> list[bytes]:
        """Everything that is kept, as it would stand in a file."""
        return [link.line() for device in sorted(self.chains) for link in self.links(device)]

    # Sending

    def sign(self, device: str) -> None:
        """The device, whose file this is, vouches for its chain up to here."""
        tip = self.tip(device)
        if tip.seq:
            self.heads[device] = Head(device, tip.seq, tip.hash, seal(device, tip.seq, tip.hash))

    def bundle(self, scope: Scope = everything, since: Mapping[str, int] | None = None) -> Bundle:
        """Every chain after ``since`` (from its start where that says nothing) as ``scope`` may see it."""
        chains = []
        for device, head in sorted(self.heads.items()):
            start = min((since or {}).get(device, 0), head.seq)
            parts = [_for_reader(step, scope) for step in self.chains[device][start : head.seq]]
            links = as_links(self.tip(device, start), parts)
            chains.append((head, tuple(link.line() for link in links)))
        return Bundle(tuple(chains))

    # Receiving

    def receive(self, bundle: Bundle) -> None:
        """Takes a bundle in, whole or not at all.

        Raises Gap, BadOperation, BrokenChain or ForkedChain, and then holds what it held before.
        """
        after = self.copy()
        for head, lines in bundle.chains:
            after._take(head, [link_from_line(line) for line in lines])
        self.chains, self.heads, self.erased = after.chains, after.heads, after.erased
        self.last_hlc = after.last_hlc

    def copy(self) -> Self:
        """The file copied, as a backup or by hand."""
        other = copy.copy(self)
        other.chains = {device: list(steps) for device, steps in self.chains.items()}
        other.heads, other.erased = dict(self.heads), set(self.erased)
        return other

    def _take(self, head: Head, links: list[Link]) -> None:
        if head.seal != seal(head.device, head.seq, head.hash):
            raise BrokenChain(device=head.device, seq=head.seq)
        if not links:
            return
        first = links[0].first if isinstance(links[0], Run) else links[0].seq
        held = self.chains.setdefault(head.device, [])
        if first > len(held) + 1:
            raise Gap
        ends = list(walk(self.tip(head.device, first - 1), links))
        for end in ends:
            if end.seq <= len(held) and held[end.seq - 1].hash != end.hash:
                raise ForkedChain(device=end.device, seq=end.seq)
        if (ends[-1].seq, ends[-1].hash) != (head.seq, head.hash):
            raise BrokenChain(device=head.device, seq=head.seq)
        for end, part in zip(ends, _parts(links), strict=True):
            if isinstance(part, Operation):
                self.keep(part)
            elif end.seq > len(held):
                held.append(Step(end.hash, part, None))
        known = self.heads.get(head.device)
        if known is None or known.seq < head.seq:
            self.heads[head.device] = head

    def keep(self, operation: Operation) -> None:
        """Takes in an operation whose place in its chain is proven."""
        steps = self.chains.setdefault(operation.device, [])
        place = operation.seq - 1
        held = steps[place].operation if place < len(steps) else None
        merged = operation if held is None else richer(held, operation)
        kept = without(merged, self.erased)
        steps[place : place + 1] = [Step(operation.hash, operation.body, kept)]
        self.last_hlc = max(self.last_hlc, operation.hlc)
        self._erase(set(targets_of(operation)) - self.erased)

    def _erase(self, targets: set[ChangeId]) -> None:
        self.erased |= targets
        for device, seq in {target[:2] for target in targets}:
            steps = self.chains.get(device, [])
            step = steps[seq - 1] if seq <= len(steps) else None
            if step is not None and step.operation is not None:
                steps[seq - 1] = Step(step.hash, step.body, without(step.operation, self.erased))


def _for_reader(step: Step, scope: Scope) -> Operation | str:
    shown = withhold(step.operation, scope) if step.operation is not None else None
    return step.body if shown is None else shown


def _parts(links: Iterable[Link]) -> Iterator[Operation | str]:
    for link in links:
        if isinstance(link, Run):
            yield from link.bodies
        else:
            yield link
