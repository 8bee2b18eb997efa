"""What a receiver holds of a chain: not its hashes but its contents, and by which grant each part of it came.

A grant is what a table of scopes gave at the time. When the table gives more than it did, what was received under
the former one is not all there, and goes again from the first operation that says more now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, NamedTuple, TypeAlias

from desktop.domain.fields import STATE
from desktop.domain.journal.canonical import Plain, encode
from desktop.domain.scope import TARGET, Scope

MOST_STRETCHES: Final = 20
EVERYTHING: Final = "*"
"""The mark of what a version of before there were receipts said that it holds."""
UNKNOWN: Final = ""
"""The mark of what came before anybody kept by which grant it came."""

Grants: TypeAlias = frozenset[tuple[str, str, str]]
"""(register, field, way) of all that is shown of a register; what is given whole is given closed too. Where only the
records of some stations are shown, each of them stands beside the register too."""


def grants_of(scope: Scope) -> Grants:
    """What a scope gives of the registers that this version knows."""
    found: set[tuple[str, str, str]] = set()
    for register in scope.registry:
        for name in (STATE, *register.by_name):
            way = scope.show(register.name, name)
            if way != "hidden":
                found.add((register.name, name, "closed"))
            if way == "whole":
                found.add((register.name, name, "whole"))
        if scope.stations is not None and (register.name, STATE, "closed") in found:
            found.update((register.name, station, "station") for station in scope.stations)
            setters = scope.setters if register.name in scope.common else ()
            found.update((register.name, station, "setter") for station in setters)
            # What became theirs since was hidden before.
            found.update((register.name, each, "transfer_list") for each in scope.handed)
            if register.name == TARGET:
                found.update((TARGET, each, "assigned") for each in scope.came)
    return frozenset(found)


def mark_of(grants: Grants) -> str:
    """A short name of a grant, the same wherever the same is given."""
    plain: list[Plain] = [list(each) for each in sorted(grants)]
    return blake2b(encode(plain), digest_size=8).hexdigest()


SOURCE: Final = "@source"
"""Stands in a grant for by which grant a relayed chain came to who passes it on."""


def relayed_mark(mark: str, source: str) -> str:
    """The mark of what is passed on by the grant ``mark``, of what came by the grant ``source``."""
    return blake2b(f"{mark} {source}".encode(), digest_size=8).hexdigest()


def relayed(grants: Grants, source: str) -> Grants:
    return grants | {(SOURCE, source, "")}


class Piece(NamedTuple):
    """A part of a chain as it is given now: up to ``end``, under a mark, and what that stands for."""

    end: int
    mark: str
    grants: Grants


def widened(now: Grants, then: Grants) -> frozenset[str]:
    """The registers of which more is given now."""
    return frozenset(register for register, _, _ in now - then)


@dataclass(frozen=True)
class Taken:
    """How far one chain was taken in with all that was given of it.

    Attributes:
        stretches: (last number, mark of the grant) of each part, ascending, from the first operation on.
    """

    stretches: tuple[tuple[int, str], ...] = ()

    @property
    def seq(self) -> int:
        return self.stretches[-1][0] if self.stretches else 0

    def with_range(self, first: int, last: int, mark: str) -> Taken:
        """With the operations ``first`` to ``last``; the same where they do not join on to what was taken."""
        if first > self.seq + 1 or last < first:
            return self
        before = [(end, of) for end, of in self.stretches if end < first]
        cut = next((of for end, of in self.stretches if end >= first), None)
        if first > 1 and cut is not None and (not before or before[-1][0] < first - 1):
            before.append((first - 1, cut))
        after = [(end, of) for end, of in self.stretches if end > last]
        return Taken(_joined([*before, (last, mark), *after]))

    def up_to(self, seq: int) -> Taken:
        """No further than ``seq``."""
        if seq >= self.seq:
            return self
        inside = [(end, mark) for end, mark in self.stretches if end < seq]
        mark = next((of for end, of in self.stretches if end >= seq), UNKNOWN)
        return Taken(_joined([*inside, *([(seq, mark)] if seq > 0 else [])]))

    def complete(
        self,
        grants: Grants,
        known: Callable[[str], Grants | None],
        first_with: Callable[[frozenset[str], int], int | None],
    ) -> int:
        """The number up to which everything is there that is given now, which is the same all along.

        Args:
            known: what a mark stood for; None where nobody remembers.
            first_with: the first operation after a number that wrote in one of some registers.
        """
        return self.complete_by([Piece(self.seq, mark_of(grants), grants)], known, first_with)

    def complete_by(
        self,
        pieces: Iterable[Piece],
        known: Callable[[str], Grants | None],
        first_with: Callable[[frozenset[str], int], int | None],
    ) -> int:
        """As :meth:`complete`, where other parts are given otherwise; what came by another grant than it would now,
        goes again from there."""
        reached = 0
        for piece in pieces:
            for end, mark in self.stretches:
                end = min(end, piece.end)
                if end <= reached:
                    continue
                if mark not in (piece.mark, EVERYTHING):
                    then = known(mark)
                    if then is None:
                        return reached
                    more = widened(piece.grants, then)
                    if SOURCE in more:
                        return reached
                    first = first_with(more, reached) if more else None
                    if first is not None and first <= end:
                        return first - 1
                reached = end
        return reached

    def alike(self, other: Taken) -> int:
        """The number up to which both were taken by the same grants."""
        pieces = [Piece(end, mark, frozenset()) for end, mark in self.stretches]
        return other.complete_by(pieces, lambda mark: None, lambda registers, after: None)


def _joined(stretches: list[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """Neighbours of one mark as one; of too many the first become unknown, so that they come again."""
    found: list[tuple[int, str]] = []
    for end, mark in stretches:
        if found and found[-1][1] == mark:
            found.pop()
        found.append((end, mark))
    if len(found) > MOST_STRETCHES:
        rest = found[-MOST_STRETCHES + 1 :]
        found = [(found[-MOST_STRETCHES][0], UNKNOWN), *rest]
    return tuple(found)
