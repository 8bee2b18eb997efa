"""What a file must hold, worked out from its journal by the rules of the domain alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.domain.fields import Register, Registry
from desktop.domain.journal.erase import targets_of
from desktop.domain.journal.merge import Change, RecordState, changes_of, fold, retired_against_edits
from desktop.domain.journal.operation import ChangeId, Operation, Whole
from desktop.store.register_file import Reader
from desktop.store.search import BOTH, lent_fields, list_index, own_index, words_of
from desktop.store.tables import STANDING, STANDINGS, row_of, sort_column, title_order

Place = tuple[str, str]
Row = dict[str, Any]


@dataclass(frozen=True)
class Journalled:
    """All that the journal of a file says.

    Attributes:
        whole: the changes whose content is held, with it.
        erased: the changes that an operation names as erased.
    """

    operations: tuple[Operation, ...]

    @classmethod
    def of(cls, reader: Reader) -> Journalled:
        journal = reader.journal
        return cls(tuple(each for device in journal.devices() for each in journal.operations(device)))

    @property
    def erased(self) -> set[ChangeId]:
        return {target for operation in self.operations for target in targets_of(operation)}

    @property
    def whole(self) -> dict[ChangeId, object]:
        return {
            ChangeId(*operation.id, index): leaf.value
            for operation in self.operations
            for index, leaf in operation.changes()
            if isinstance(leaf, Whole)
        }

    @property
    def changes(self) -> dict[Place, list[Change]]:
        found: dict[Place, list[Change]] = {}
        for operation in self.operations:
            for change in changes_of(operation, self.erased):
                found.setdefault((change.register, change.record), []).append(change)
        return found


def expected_rows(
    registry: Registry, reader: Reader, changes: Mapping[Place, list[Change]]
) -> dict[Place, Row]:
    """Every row by the pure fold, with the order of what it points to."""
    rows: dict[Place, Row] = {}
    for place, some in changes.items():
        if place[0] in registry:
            state = _state(some)
            first = min(some, key=lambda change: change.order)
            station = reader.station_of_device(first.id.device)
            rows[place] = row_of(registry[place[0]], state, station)
    for _ in registry:  # a title may be lent by what another title lends
        for (register, _record), row in rows.items():
            for field in registry[register].fields:
                order = sort_column(field)
                if field.to is not None and order is not None:
                    row[order] = _order_of(registry[field.to], rows, row[field.name])
    return rows


def _order_of(target: Register, rows: Mapping[Place, Row], record: object) -> object:
    order = title_order(target)
    row = rows.get((target.name, str(record)))
    return row[order] if row is not None and order is not None else None


def expected_conflicts(registry: Registry, changes: Mapping[Place, list[Change]]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    states = {place: _state(some) for place, some in changes.items() if place[0] in registry}
    for place, state in states.items():
        register = registry[place[0]]
        found |= {(*place, name, "field") for name in state.conflicts()}
        family = [
            change
            for child in register.children
            for other, some in changes.items()
            if other[0] == child and _parent(registry[child], states[other]) == place[1]
            for change in some
        ]
        if retired_against_edits(changes[place], family):
            found.add((*place, "@state", "retired"))
    return found


def _parent(register: Register, state: RecordState) -> object:
    return state.value(register.parent.name) if register.parent is not None else None


def _state(changes: list[Change]) -> RecordState:
    state = fold(changes)
    assert state is not None
    return state


def expected_words(registry: Registry, rows: Mapping[Place, Row]) -> dict[str, Counter[str]]:
    """By index, how many records have which word."""
    found: dict[str, Counter[str]] = {}
    for (name, _), row in rows.items():
        register = registry[name]
        for which in BOTH:
            own = _words(register, row, which)
            lent = {
                word
                for field in lent_fields(register)
                if field.to is not None
                for word in _lent_words(registry[field.to], rows, row, field.name, which)
            }
            index, listed = own_index(register, which), list_index(registry, register, which)
            if index is not None:
                found.setdefault(index, Counter()).update(own)
            if listed is not None and listed != index:
                gone = row[STANDING] == STANDINGS.index("removed")
                found.setdefault(listed, Counter()).update(set() if gone else own | lent)
    return {index: words for index, words in found.items() if words}


def _words(register: Register, row: Row, which: str) -> set[str]:
    return (
        set() if row[STANDING] == STANDINGS.index("removed") else set(words_of(register, row, which).split())
    )


def _lent_words(target: Register, rows: Mapping[Place, Row], row: Row, name: str, which: str) -> set[str]:
    lender = rows.get((target.name, str(row[name])))
    return _words(target, lender, which) if lender is not None else set()
