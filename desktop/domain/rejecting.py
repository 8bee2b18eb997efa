"""Rejecting a change: the one thing that a higher level may do in any record of a unit below it.

It is an operation like any other, that names the one it rejects, says why, and puts back what stood before. So it
folds alike everywhere, whoever hears of it, and the unit corrects and writes again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

from desktop.domain.fields import SEEN, STATE
from desktop.domain.journal.change import Change
from desktop.domain.journal.operation import Closed, Operation, Whole

OperationId: TypeAlias = tuple[str, int]

REJECT: Final = "record.reject"
"""The action of an operation that rejects another; who does it says why under ``reason``."""
_REMOVED: Final = {"is": "removed"}


def rejected(operation: Operation) -> OperationId | None:
    """The operation that this one rejects; None for any other kind."""
    meta = operation.meta() or {}
    named = meta.get("undoes")
    if meta.get("action") != REJECT or not isinstance(named, list) or len(named) != 2:
        return None
    device, seq = named
    return (device, seq) if isinstance(device, str) and type(seq) is int else None


def puts_back(leaf: Whole | Closed, of: OperationId) -> bool:
    """Whether one change of a rejection takes the place of nothing but changes of the rejected operation."""
    if leaf.field == SEEN:
        return True
    if leaf.field == STATE and isinstance(leaf, Whole) and leaf.value == _REMOVED and not leaf.replaced:
        return True
    return bool(leaf.replaced) and all((each.device, each.seq) == of for each in leaf.replaced)


def restores_former(leaf: Whole | Closed, of: OperationId, changes: Iterable[Change]) -> bool:
    """Whether it puts back what stood there before; ``changes`` are all of the record.

    Nothing else is let in: under the word of rejecting, nobody writes anything new in another's record.
    """
    if leaf.field == SEEN or not isinstance(leaf, Whole):
        return True
    known = {change.id: change for change in changes}
    if leaf.field == STATE and leaf.value == _REMOVED:
        first = min(known.values(), key=lambda change: change.order, default=None)
        return first is not None and first.operation == of
    taken = [known[each] for each in leaf.replaced if each in known]
    former = [known[each].value for change in taken for each in change.replaced if each in known]
    return leaf.value is None or leaf.value in former
