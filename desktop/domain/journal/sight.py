"""What the author of an operation had seen, and so which operations on a record were written side by side.

It is read from the ``@seen`` leaves. An author's word is believed as far as clocks allow: nobody has seen an
operation with a later clock than that of their own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from desktop.domain.fields import REASON, SEEN, STATE
from desktop.domain.journal.change import Change, Content, heads
from desktop.domain.journal.clock import after

OperationId: TypeAlias = tuple[str, int]
"""Device and number."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What the author of one operation on a record had seen of the record, its parent and its children."""

    operation: OperationId
    hlc: int
    seen: Mapping[str, int]

    def saw(self, operation: OperationId) -> bool:
        device, seq = operation
        if device == self.operation[0]:
            return seq <= self.operation[1]
        return seq <= self.seen.get(device, 0)


def concurrent(first: Sight, second: Sight) -> bool:
    """Neither author had seen the other's operation."""
    return not first.saw(second.operation) and not second.saw(first.operation)


def sights(changes: Iterable[Change]) -> dict[OperationId, Sight]:
    """Per operation among ``changes`` (of one record or of a family of records), what its author had seen."""
    hlcs: dict[OperationId, int] = {}
    claims: dict[OperationId, dict[str, int]] = {}
    for change in changes:
        hlcs[change.operation] = change.hlc
        if change.field == SEEN and isinstance(change.value, dict):
            known = claims.setdefault(change.operation, {})
            for device, seq in change.value.items():
                if type(seq) is int:
                    known[device] = max(seq, known.get(device, 0))
    chains = _chains(hlcs)
    return {
        each: Sight(
            each,
            hlc,
            {
                device: _believed(hlc, seq, chains[device])
                for device, seq in claims.get(each, {}).items()
                if device in chains
            },
        )
        for each, hlc in hlcs.items()
    }


@dataclass(frozen=True, slots=True)
class _Chain:
    """One device's operations on a family of records, ascending."""

    seqs: list[int]
    hlcs: list[int]


def _chains(hlcs: Mapping[OperationId, int]) -> dict[str, _Chain]:
    chains: dict[str, _Chain] = {}
    for device, seq in sorted(hlcs):
        chain = chains.setdefault(device, _Chain([], []))
        chain.seqs.append(seq)
        chain.hlcs.append(hlcs[device, seq])
    return chains


def _believed(hlc: int, claimed: int, chain: _Chain) -> int:
    """How far an author with clock ``hlc`` can have seen the chain, whose clocks rise, up to ``claimed``."""
    possible = bisect_left(chain.hlcs, hlc)
    if possible < len(chain.hlcs) and after(hlc, chain.hlcs[possible]):
        return claimed
    return claimed if possible == len(chain.hlcs) else min(claimed, chain.seqs[possible] - 1)


def standing_of(change: Change) -> str:
    """What a change of ``@state`` makes of its record: ``active``, ``retired`` or ``removed``.

    One whose content is not known counts as retiring: a record comes into use by its creation, and shows no
    older standing when somebody closes the later one.
    """
    if change.content is not Content.HELD:
        return "retired"
    is_now = change.value.get("is") if isinstance(change.value, dict) else None
    return is_now if isinstance(is_now, str) and is_now in ("retired", "removed") else "active"


def retired_against_edits(own: Iterable[Change], family: Iterable[Change]) -> tuple[OperationId, ...]:
    """The operations that changed a record or its children while another place was retiring it.

    ``own`` are the changes of the record itself, ``family`` those of its children. Empty when the record is
    not retired, or its retiring was decided with everything in view; a retiring that a person confirms
    afterwards has seen the edits and settles it. Bringing a child back into use counts as an edit.
    """
    own = list(own)
    states = [change for change in own if change.field == STATE]
    retiring = [head for head in heads(states) if standing_of(head) != "active"]
    if not retiring:
        return ()
    record = (own[0].register, own[0].record)
    everything = [*own, *family]
    known = sights(everything)
    side_by_side = _Peers(known[each] for each in {head.operation for head in retiring})
    edits = {change.operation for change in everything if _is_edit(change, record)}
    return tuple(sorted(edit for edit in edits if side_by_side.any_of(known[edit])))


def _is_edit(change: Change, record: tuple[str, str]) -> bool:
    if change.field == STATE:
        return (change.register, change.record) != record and standing_of(change) == "active"
    # Why a record was retired is no edit of it: two retirings do not contradict each other.
    return change.field not in (SEEN, REASON)


def parallel_updates(changes: Iterable[Change]) -> tuple[tuple[OperationId, OperationId], ...]:
    """Pairs of operations that changed different fields of one record without seeing each other.

    They were merged without a question; a pair that touched one field alike is the conflict's business. Of
    each other device only its last operation beside one is paired with it: what either place did last before
    it saw the other. So their number stays in proportion to the operations.
    """
    changes = [change for change in changes if change.field != STATE]
    if len({change.id.device for change in changes}) < 2:
        return ()
    known = sights(changes)
    fields: dict[OperationId, set[str]] = {}
    for change in changes:
        if change.field != SEEN:
            fields.setdefault(change.operation, set()).add(change.field)
    peers = _Peers(known[each] for each in fields)
    found = set()
    for first, names in fields.items():
        for second in peers.last_of_each(known[first]):
            if not names & fields[second]:
                found.add((min(first, second), max(first, second)))
    return tuple(sorted(found))


class _Peers:
    """Operations among which those concurrent with a given one are found without comparing them all.

    Of a device B, the operations that one of device A had not seen are the last ones of B; among them those
    that had not seen it are found by the lowest and by the last place at which B's word on A stands low.
    """

    def __init__(self, known: Iterable[Sight]) -> None:
        self._chains: dict[str, list[Sight]] = {}
        for sight in sorted(known, key=lambda each: each.operation):
            self._chains.setdefault(sight.operation[0], []).append(sight)
        self._seqs = {
            device: [sight.operation[1] for sight in chain] for device, chain in self._chains.items()
        }
        self._records: dict[tuple[str, str], tuple[list[int], list[int]]] = {}

    def any_of(self, sight: Sight) -> bool:
        """Whether any of the operations was written side by side with the one of ``sight``."""
        return any(True for _ in self.last_of_each(sight))

    def last_of_each(self, sight: Sight) -> Iterable[OperationId]:
        """Of each other device its last operation that was written side by side with the one of ``sight``."""
        device, seq = sight.operation
        for other, chain in self._chains.items():
            if other == device:
                continue
            values, places = self._low_places(other, device)
            # The records fall from left to right: find the first that is below ``seq``.
            position = bisect_right(values, -seq)
            first_unseen = bisect_right(self._seqs[other], sight.seen.get(other, 0))
            if position < len(values) and places[position] >= first_unseen:
                yield chain[places[position]].operation

    def _low_places(self, device: str, about: str) -> tuple[list[int], list[int]]:
        """From the chain's end: each place where its word on ``about`` is lower than at any later place.

        Gives the words, negated so that they rise, and the places.
        """
        found = self._records.get((device, about))
        if found is None:
            found = ([], [])
            chain = self._chains[device]
            for place in range(len(chain) - 1, -1, -1):
                word = chain[place].seen.get(about, 0)
                if not found[0] or -word > found[0][-1]:
                    found[0].append(-word)
                    found[1].append(place)
            self._records[device, about] = found
        return found
