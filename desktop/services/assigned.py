"""Targets that went from one unit to another: the new one gets all of them, the former one learns where they went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from desktop.base.text import fold
from desktop.domain.journal.merge import fold as folded
from desktop.domain.scope import ASSIGNED_TO, TARGET
from desktop.store.register_file import Reader


class Moved(NamedTuple):
    """Of some stations: what came to them, each time another text, and ids of the targets that went from them."""

    came: frozenset[str]
    went: frozenset[str]


NOTHING: Final = Moved(frozenset(), frozenset())


def moved(reader: Reader, names: Mapping[str, str]) -> Moved:
    """``names``: the stations by what a person calls them, folded."""
    if TARGET not in reader.registry:
        return NOTHING
    places = [(TARGET, record) for record in reader.journal.written_again(TARGET)]
    came, went = set[str](), set[str]()
    for (_, record), changes in reader.journal.changes_of_many(places).items():
        ordered = sorted(
            (each for each in changes if each.field == ASSIGNED_TO), key=lambda change: change.order
        )
        state = folded(changes)
        if not ordered or state is None:
            continue
        now = _station(names, state.value(ASSIGNED_TO))
        first = min(changes, key=lambda change: change.order).operation
        # What was written while it was not theirs, was not given.
        if now is not None and ordered[-1].operation != first:
            came.add(f"{record} {ordered[-1].id.device} {ordered[-1].id.seq}")
        elif now is None and any(_station(names, each.value) is not None for each in ordered):
            went.add(record)
    return Moved(frozenset(came), frozenset(went))


def _station(names: Mapping[str, str], value: object) -> str | None:
    return names.get(fold(value)) if isinstance(value, str) else None
