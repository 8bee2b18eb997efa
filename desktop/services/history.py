"""What was done to a record: its operations and those of its rows, newest first, as private as it is today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from desktop.domain.access import Permission
from desktop.domain.fields import REASON, SEEN, STATE, Field
from desktop.domain.journal.merge import Change as Written
from desktop.domain.journal.merge import Content
from desktop.domain.rejecting import REJECT, rejected
from desktop.services.passages import Passages
from desktop.services.views import Cell, FieldChange, HistoryEntry, Mark
from desktop.services.workspace import Workspace
from desktop.store.journal import Place
from desktop.store.register_file import Reader


def history_of(workspace: Workspace, register: str, record: str) -> list[HistoryEntry]:
    """The operations on a record and its children, newest first. Sensitive values are masked."""
    with workspace.reading(register=register) as reader:
        places = _told_of(workspace, reader, register, record) if reader.sees(register, record) else []
        return _history(workspace, reader, places)


def _told_of(workspace: Workspace, reader: Reader, register: str, record: str) -> list[Place]:
    """The record with its rows, those that are one with it, and what said so."""
    members = reader.sames.members(register, record)
    declared = workspace.registry[register]
    places = [place for each in members for place in reader.family(declared, each)]
    for link, records in reader.sames.links_of(register, members).items():
        places += [(link, each) for each in records]
    return places


def history_of_many(workspace: Workspace, register: str, records: Sequence[str]) -> list[HistoryEntry]:
    """The operations on any of several records that tell of one thing, newest first."""
    with workspace.reading(register=register) as reader:
        return _history(
            workspace, reader, [(register, record) for record in records if reader.sees(register, record)]
        )


def entry_of(
    workspace: Workspace, reader: Reader, operation: tuple[str, int], places: Sequence[Place]
) -> HistoryEntry | None:
    """What one operation changed of some records; None where that is not known."""
    found = reader.journal.changes_of_many(places, aside=True)
    by_id: dict[object, Written] = {each.id: each for changes in found.values() for each in changes}
    own = [
        each
        for changes in found.values()
        for each in changes
        if each.operation == operation and each.field != SEEN
    ]
    return _history_entry(workspace, reader, own, by_id) if own else None


def _history(workspace: Workspace, reader: Reader, places: list[Place]) -> list[HistoryEntry]:
    found: dict[tuple[str, int], list[Written]] = {}
    by_id: dict[object, Written] = {}
    for changes in reader.journal.changes_of_many(places, aside=True).values():
        for change in changes:
            by_id[change.id] = change
            if change.field != SEEN:
                found.setdefault(change.operation, []).append(change)
    ways, aside = Passages(workspace, reader), reader.aside.all()
    newest = sorted(found.items(), key=lambda pair: pair[1][0].order, reverse=True)
    may_reject = workspace.may(Permission.EDIT)
    entries = [
        (operation, each, _history_entry(workspace, reader, each, by_id)) for operation, each in newest
    ]
    gone = _rejected(reader, [entry for _, _, entry in entries])
    return [
        replace(
            entry,
            passages=ways.of(operation, each),
            aside=operation in aside,
            rejectable=may_reject
            and bool(entry.changes)
            and operation not in aside
            and operation not in gone
            and ways.from_below(operation),
        )
        for operation, each, entry in entries
    ]


def _rejected(reader: Reader, entries: Sequence[HistoryEntry]) -> set[tuple[str, int] | None]:
    """The operations that some of these reject."""
    held = (reader.journal.operation(*each.operation) for each in entries if each.action == REJECT)
    return {rejected(each) for each in held if each is not None}


def _history_entry(
    workspace: Workspace, reader: Reader, changes: list[Written], by_id: Mapping[object, Written]
) -> HistoryEntry:
    operation = reader.journal.operation(*changes[0].operation)
    meta = (operation.meta() if operation else None) or {}
    lines = []
    for change in changes:
        declared = workspace.registry.get(change.register)
        field = declared.by_name.get(change.field) if declared else None
        if field is None and change.field != STATE:
            continue
        if field is not None and field.parent:
            continue
        earlier = [by_id[each] for each in change.replaced if each in by_id]
        before = max(earlier, key=lambda each: each.rank) if earlier else None
        lines.append(
            FieldChange(
                change.register,
                change.record,
                change.field,
                _past(reader, field, before),
                _past(reader, field, change),
            )
        )
    return HistoryEntry(
        changes[0].operation,
        datetime.fromisoformat(str(meta.get("at", "1970-01-01T00:00:00+00:00"))),
        str(meta.get("actor_name", "")),
        str(meta.get("action", "")),
        tuple(lines),
        undoable=changes[0].id.device == workspace.device,
        reason=next(
            (str(each.value) for each in changes if each.field == REASON and each.value),
            str(meta.get("reason", "")),
        ),
    )


def _past(reader: Reader, field: Field | None, change: Written | None) -> Cell:
    """A value in history, which is as private as it is today."""
    if change is None:
        return Cell()
    if change.content is not Content.HELD:
        return Cell(None, Mark(change.content.value))
    if field is None:
        state = change.value if isinstance(change.value, dict) else {}
        return Cell(str(state.get("is", "active")))
    if field.sensitive:
        return Cell(None, Mark.MASKED if change.value is not None else Mark.NONE)
    text, unnamed = None, Mark.NONE
    if field.to is not None and isinstance(change.value, str):
        text = reader.records.titles(field.to, [change.value]).get(change.value)
        if text is None:
            gone = reader.records.without_title(field.to, [change.value]).get(change.value)
            unnamed = Mark(gone) if gone else Mark.NONE
    value = change.value if not isinstance(change.value, dict) else None
    return Cell(value, Mark.NONE, text, unnamed)  # type: ignore[arg-type]
