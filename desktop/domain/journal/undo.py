"""Taking back: an operation that puts back what another had replaced. Nothing is ever removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from desktop.domain.fields import SEEN, STATE, Registry
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.clock import after
from desktop.domain.journal.compose import Intent, seen_intent
from desktop.domain.journal.merge import Change, Content, FieldState, RecordState, same, sights
from desktop.domain.journal.operation import ERASE_REGISTER, ChangeId

Place: TypeAlias = tuple[str, str]
"""A register and a record of it."""


def undo_intents(
    operation: tuple[str, int],
    records: Mapping[Place, Iterable[Change]],
    states: Mapping[Place, RecordState],
    registry: Registry,
    seen: Mapping[Place, Mapping[str, int]] | None = None,
) -> list[Intent]:
    """What takes ``operation`` back, on the fields that still hold its values.

    ``records`` are all changes, and ``states`` the present state, of each record that the operation touched;
    ``seen`` is for each what its ``@seen`` leaf is to say, by default how far the record itself reaches. A
    record that it created is removed, unless somebody has changed it since: then it stays as they left it. A
    field whose former content is not known stays, with those declared ``together`` with it. What another
    place wrote at the same time stays and shows. Erasing cannot be taken back.
    """
    intents: list[Intent] = []
    for place, changes in records.items():
        if place[0] != ERASE_REGISTER:
            known = (seen or {}).get(place, states[place].seen)
            intents += _undo_record(operation, list(changes), states[place], registry, known)
    return intents


def _undo_record(
    operation: tuple[str, int],
    changes: list[Change],
    state: RecordState,
    registry: Registry,
    seen: Mapping[str, int],
) -> list[Intent]:
    mine = [change for change in changes if change.operation == operation and change.field != SEEN]
    if not mine:
        return []
    intents: list[Intent] = []
    if _created(mine, changes):
        if all(change.operation == operation for change in changes):
            ids = state.fields[STATE].ids if STATE in state.fields else ()
            intents.append(Intent(state.register, state.record, STATE, {"is": "removed"}, ids))
    else:
        by_id = {change.id: change for change in changes}
        for group in dict.fromkeys(_companions(registry, state.register, change.field) for change in mine):
            intents += _undo_group(operation, group, state, by_id)
    return [*intents, seen_intent(state.register, state.record, seen)] if intents else []


def _created(mine: list[Change], changes: list[Change]) -> bool:
    """Whether the operation created the record: it replaced nothing in it, and its author saw nothing of it."""
    known = sights(changes)
    sight = known[mine[0].operation]
    return not any(change.replaced for change in mine) and not any(
        sight.saw(other) for other in known if other != sight.operation
    )


@dataclass(frozen=True, slots=True)
class _Restored:
    """What a field is to hold again, in place of which changes, and whether anything comes of it."""

    value: Plain
    replaced: tuple[ChangeId, ...]
    changes: bool


def _undo_group(
    operation: tuple[str, int],
    names: tuple[str, ...],
    state: RecordState,
    by_id: Mapping[ChangeId, Change],
) -> list[Intent]:
    """The fields of one group, all of them or none: fields declared ``together`` are written together."""
    held = [state.fields[name] for name in names if name in state.fields]
    if not any(head.operation == operation for field in held for head in field.heads):
        return []
    restored: dict[str, _Restored] = {}
    for name in names:
        found = _restored(operation, state.fields.get(name), by_id)
        if found is None:
            return []
        restored[name] = found
    if not any(each.changes for each in restored.values()):
        return []
    return [
        Intent(state.register, state.record, name, each.value, each.replaced)
        for name, each in restored.items()
    ]


def _restored(
    operation: tuple[str, int], field: FieldState | None, by_id: Mapping[ChangeId, Change]
) -> _Restored | None:
    """What a field is to hold when ``operation`` is taken back; None where that is not known here."""
    if field is None:
        return _Restored(None, (), changes=False)
    own = next((head for head in field.heads if head.operation == operation), None)
    rest = [head for head in field.heads if head is not own]
    if own is None:
        held = field.content is Content.HELD
        return _Restored(field.value, field.ids, changes=False) if held else None
    if rest:
        # What another place wrote at the same time is not taken back with it.
        held = rest[-1].content is Content.HELD
        return _Restored(rest[-1].value, (own.id,), changes=True) if held else None
    earlier = [by_id[each] for each in own.replaced if each in by_id and after(own.hlc, by_id[each].hlc)]
    if not earlier:
        return None if own.replaced else _Restored(None, (own.id,), changes=own.value is not None)
    before = max(earlier, key=lambda change: change.rank)
    if before.content is not Content.HELD:
        return None
    return _Restored(before.value, (own.id,), changes=not same(before.value, own.value))


def _companions(registry: Registry, register: str, name: str) -> tuple[str, ...]:
    declared = registry.get(register)
    if declared is None or name not in declared.by_name:
        return (name,)
    return declared.companions(name)
