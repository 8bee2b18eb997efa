"""Taking back: an operation that puts back what another had replaced. Nothing is ever removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.domain.fields import SEEN, STATE, Registry
from desktop.domain.journal.compose import Intent, seen_intent
from desktop.domain.journal.merge import Change, Content, RecordState, same
from desktop.domain.journal.operation import ChangeId


def undo_intents(
    operation: tuple[str, int],
    records: Mapping[tuple[str, str], Iterable[Change]],
    states: Mapping[tuple[str, str], RecordState],
    registry: Registry,
) -> list[Intent]:
    """What takes ``operation`` back, on the fields that still hold its values.

    ``records`` are all changes, and ``states`` the present state, of each record that the operation touched.
    A record that it created is removed, unless somebody has changed it since: then it stays as they left it.
    """
    intents: list[Intent] = []
    for place, changes in records.items():
        intents += _undo_record(operation, list(changes), states[place], registry)
    return intents


def _undo_record(
    operation: tuple[str, int], changes: list[Change], state: RecordState, registry: Registry
) -> list[Intent]:
    by_id = {change.id: change for change in changes}
    mine = [change for change in changes if change.operation == operation and change.field != SEEN]
    if not mine:
        return []
    others = [change for change in changes if change.operation != operation and change.field != SEEN]
    if not others:
        removed = Intent(state.register, state.record, STATE, {"is": "removed"}, _ids(state, STATE))
        return [removed, seen_intent(state.register, state.record, state.seen)]
    if all(not change.replaced for change in mine) and not any(
        change.order < min(each.order for each in mine) for change in others
    ):
        # The operation created the record and others have worked on it since.
        return []
    values: dict[str, Intent] = {}
    for change in mine:
        field = state.fields.get(change.field)
        if field is None or field.shown.id != change.id:
            continue
        for name in _companions(registry, state.register, change.field):
            before = _before(name, operation, state, by_id)
            if before is not None:
                values[name] = before
    if not values:
        return []
    return [*values.values(), seen_intent(state.register, state.record, state.seen)]


def _before(
    name: str, operation: tuple[str, int], state: RecordState, by_id: Mapping[ChangeId, Change]
) -> Intent | None:
    """What a field held before the operation, if that is known and is not what it holds now anyway."""
    field = state.fields.get(name)
    if field is None:
        return None
    shown = field.shown
    if shown.operation != operation:
        return Intent(state.register, state.record, name, shown.value, field.ids)
    earlier = [by_id[each] for each in shown.replaced if each in by_id]
    if not earlier:
        return Intent(state.register, state.record, name, None, field.ids)
    best = max(earlier, key=lambda change: change.rank)
    if best.content is not Content.HELD or same(best.value, shown.value):
        return None
    return Intent(state.register, state.record, name, best.value, field.ids)


def _companions(registry: Registry, register: str, name: str) -> tuple[str, ...]:
    declared = registry.get(register)
    if declared is None or name not in declared.by_name:
        return (name,)
    return declared.companions(name)


def _ids(state: RecordState, name: str) -> tuple[ChangeId, ...]:
    field = state.fields.get(name)
    return () if field is None else field.ids
