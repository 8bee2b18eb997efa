"""Setting operations aside: kept in the journal, not folded; and what was built on them goes with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from desktop.domain.journal.change import Change

OperationId: TypeAlias = tuple[str, int]
"""Device and number."""
Place: TypeAlias = tuple[str, str]


def building_on(
    aside: Mapping[OperationId, str], records: Mapping[Place, Iterable[Change]], goes: Callable[[str], bool]
) -> dict[OperationId, str]:
    """The operations that build on some that are set aside, each with the bundle for which those are.

    An operation builds on another if it replaced what that one wrote, or wrote in a record that only that one
    had made. ``records`` are all changes of the records asked about, those set aside too; ``goes(device)`` says
    whose operations go along: what this unit wrote itself stays.
    """
    found: dict[OperationId, str] = {}
    for changes in records.values():
        ordered = sorted(changes, key=lambda change: change.order)
        made_by = next((aside[each.operation] for each in ordered[:1] if each.operation in aside), None)
        for change in ordered:
            if change.operation in aside or not goes(change.id.device):
                continue
            replaced = (aside.get((each.device, each.seq)) for each in change.replaced)
            bundle = next((each for each in replaced if each is not None), made_by)
            if bundle is not None:
                found.setdefault(change.operation, bundle)
    return found
