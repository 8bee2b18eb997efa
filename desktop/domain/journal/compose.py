"""Writing operations: what a use case wants changed becomes one operation at the end of this device's chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Final, NamedTuple

from desktop.base.values import dataclass
from desktop.domain.fields import SEEN
from desktop.domain.journal.canonical import Plain, check_value
from desktop.domain.journal.clock import next_hlc
from desktop.domain.journal.operation import (
    GENESIS,
    MAX_LEAVES,
    META_FIELD,
    META_REGISTER,
    BadOperation,
    ChangeId,
    Operation,
    Whole,
    check_leaves,
    check_wholes,
)


@dataclass(frozen=True)
class Tip:
    """Where a device's chain ends.

    ``last_hlc`` is the clock of the chain's last known operation; to :func:`compose` it must be the latest
    clock value this file has seen from anyone, so that what is written comes after all that was seen.
    """

    device: str
    seq: int = 0
    hash: str = GENESIS
    last_hlc: int = 0


class Intent(NamedTuple):
    """One field to be changed: its new value and the changes that it replaces, as the form had loaded them."""

    register: str
    record: str
    field: str
    value: Plain
    replaced: tuple[ChangeId, ...] = ()


_PLACE: Final = itemgetter(0, 1, 2)
"""Of an intent: register, record and field."""


@dataclass(frozen=True)
class Meta:
    """Who did what, when; ``at`` is local time with its offset in ISO form, as the person's clock said.

    ``undoes`` names the operation that this one takes back, and ``reason`` says why where that is to travel. ``log``
    seals where the access log of its file ended; nobody else can tell anything from it.
    """

    actor: str
    actor_name: str
    action: str
    at: str
    undoes: tuple[str, int] | None = None
    reason: str = ""
    log: str = ""

    def to_plain(self) -> dict[str, Plain]:
        plain: dict[str, Plain] = {
            "action": self.action,
            "actor": self.actor,
            "actor_name": self.actor_name,
            "at": self.at,
        }
        if self.undoes is not None:
            plain["undoes"] = list(self.undoes)
        if self.reason:
            plain["reason"] = self.reason
        if self.log:
            plain["log"] = self.log
        return plain


def seen_intent(register: str, record: str, seen: Mapping[str, int]) -> Intent:
    """States which operations on the record, its parent and children the author had seen: {device: seq}."""
    return Intent(register, record, SEEN, dict(sorted(seen.items())))


def compose(  # the parts of an operation, each by its own right
    tip: Tip,
    meta: Meta,
    intents: Iterable[Intent],
    *,
    wall_ms: int,
    salt: Callable[[], bytes],
    auto: bool = False,
) -> Operation:
    """One operation that makes all of ``intents`` happen after ``tip``.

    ``salt`` gives 16 fresh random bytes at each call. Raises :class:`NotCanonical` for a value that cannot be
    kept and :class:`BadOperation` for whatever no reader would take: an operation that only its own device
    can read would stand in its chain for ever.
    """
    ordered = sorted(intents, key=_PLACE)
    if len(ordered) >= MAX_LEAVES:
        raise BadOperation("too many changes in one operation")
    leaves = [Whole(META_REGISTER, "", META_FIELD, (), salt().hex(), meta.to_plain())]
    for register, record, field, value, replaced in ordered:
        heads = tuple(sorted(set(replaced))) if replaced else ()
        leaves.append(Whole(register, record, field, heads, salt().hex(), value))
    for leaf in leaves:
        check_value(leaf.value)
    check_wholes(leaves)
    check_leaves(leaves)
    return Operation(tip.device, tip.seq + 1, next_hlc(wall_ms, tip.last_hlc), auto, tip.hash, tuple(leaves))
