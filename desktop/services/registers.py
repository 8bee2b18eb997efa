"""What every register can do: list, show, save, retire, restore, tell its history, take back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from desktop.domain.access import Permission, sees
from desktop.domain.errors import UserError
from desktop.domain.fields import Field, Register
from desktop.domain.journal.merge import Change as Written
from desktop.domain.journal.merge import RecordState, fold
from desktop.domain.journal.undo import undo_intents
from desktop.services.cells import cell_of, day_of, titles_of
from desktop.services.change import Basis, Change, basis_of, unchanged
from desktop.services.describe import describe, title_words
from desktop.services.entries import InvalidEntry, check_entry
from desktop.services.handed import SHOWN
from desktop.services.permanent import NumberIsGiven, PrintStays, StepOfReportStays, refuse_permanent
from desktop.services.views import (
    Cell,
    Changes,
    ChildForm,
    Entry,
    Filter,
    Form,
    Hit,
    ListQuery,
    Mark,
    Problem,
    Row,
    Standing,
)
from desktop.services.workspace import Workspace
from desktop.store.listing import Sql
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

__all__ = ["NumberIsGiven", "PrintStays", "StepOfReportStays"]


class RecordGone(UserError):
    """The record is not there, or was removed meanwhile."""

    code = "record_gone"


class RecordRetired(UserError):
    """A retired record is restored before it is changed."""

    code = "record_retired"


class NothingToUndo(UserError):
    """The operation cannot be taken back: other work stands on it, or its former content is gone."""

    code = "nothing_to_undo"


# Lists


def count(workspace: Workspace, register: str, query: ListQuery) -> int:
    with workspace.reading(register=register) as reader:
        return reader.records.count(register, _selection(workspace, reader, register, query))


def rows(workspace: Workspace, register: str, query: ListQuery, offset: int, limit: int) -> list[Row]:
    """One page of a table. Sensitive cells come masked; what references point to comes with its title."""
    with workspace.reading(register=register) as reader:
        stored = reader.records.page(register, _selection(workspace, reader, register, query), offset, limit)
        declared = workspace.registry[register]
        titles = titles_of(reader, declared.columns, [row.values for row in stored])
        return [
            Row(
                row.id,
                Standing(row.standing),
                {
                    field.name: cell_of(field, row, titles, day_of(declared, row))
                    for field in declared.columns
                },
            )
            for row in stored
        ]


def _selection(workspace: Workspace, reader: Reader, register: str, query: ListQuery) -> Selection:
    """The store's words for a query; masked fields neither filter nor sort nor, without the right, find."""
    numbers: Sql | None = None
    if query.figure:
        from desktop.services.row_filters import row_numbers  # with all that is counted

        numbers = row_numbers(workspace, reader, register, query.figure)
    declared = workspace.registry[register]
    return Selection(
        tuple(
            (each.field, each.values) for each in query.filters if not declared.by_name[each.field].sensitive
        ),
        query.text,
        query.sort,
        query.descending,
        query.retired,
        secret=workspace.may(Permission.REVEAL),
        numbers=numbers,
    )


# Forms


def load_form(workspace: Workspace, register: str, record: str | None) -> Form:
    """A record as its form shows it, or an empty form. Raises :class:`RecordGone`."""
    with workspace.reading(register=register) as reader:
        declared = workspace.registry[register]
        if record is None:
            cells = {field.name: Cell(field.default) for field in declared.fields}
            return Form(register, None, cells, dict.fromkeys(declared.children, ()), {})
        record = reader.sames.first(register, record)
        row = reader.records.get(register, record)
        if row is None or row.standing == "removed":
            raise RecordGone(register=register)
        bases = {(register, record): _basis(reader, declared, record)}
        children = {}
        for name in declared.children:
            child = workspace.registry[name]
            stored = [each for each in reader.records.children(name, record) if each.standing in SHOWN]
            for each in stored:
                bases[name, each.id] = _basis(reader, child, each.id)
            children[name] = tuple((each.id, _cells(reader, child, each)) for each in stored)
        return Form(register, record, _cells(reader, declared, row), children, bases)


def _cells(reader: Reader, register: Register, row: Stored) -> dict[str, Cell]:
    titles = titles_of(reader, register.fields, [row.values])
    day = day_of(register, row)
    return {field.name: cell_of(field, row, titles, day) for field in register.fields}


def _basis(reader: Reader, register: Register, record: str) -> Basis:
    state = reader.state(register.name, record)
    seen = reader.seen(reader.family(register, record))
    return basis_of(state, seen) if state else Basis(seen=seen)


def check(workspace: Workspace, form: Form, entry: Entry) -> list[Problem]:
    """What is wrong with an entry, field by field; empty when it can be saved."""
    return check_entry(workspace, form, entry)


def save(workspace: Workspace, form: Form, entry: Entry) -> Changes:
    """Writes what the person changed, as one operation.

    Its draft goes with it. Raises :class:`InvalidEntry` with the problems, :class:`RecordGone` and
    :class:`RecordRetired`. Nothing changed is nothing written.
    """
    # Whoever may not write is not told what would be wrong with it.
    workspace.require(Permission.EDIT, form.register)
    problems = check_entry(workspace, form, entry)
    if problems:
        raise InvalidEntry(problems)
    verb = "create" if form.record is None else "edit"
    with workspace.change(f"{form.register}.{verb}", register=form.register) as change:
        record = _save_record(workspace, change, form, entry)
        for child in entry.children:
            _save_child(workspace, change, form, record, child)
        change.subject = _subject(workspace, form, entry)
        change.drop_draft(form.register, form.record)
        from desktop.services.special import EFFECTS

        effect = EFFECTS.get(form.register) if form.record is None else None
        if effect is not None:
            effect(workspace, change, record, form, entry)
    return change.result


def _save_record(workspace: Workspace, change: Change, form: Form, entry: Entry) -> str:
    if form.record is None:
        defaults = {name: cell.value for name, cell in form.cells.items()}
        return change.create(form.register, {**defaults, **entry.values})
    state = change.state(form.register, form.record)
    if state is None or state.standing == "removed":
        raise RecordGone(register=form.register)
    if state.standing == "retired":
        raise RecordRetired(register=form.register)
    values = _changed(workspace.registry[form.register], form.cells, entry.values)
    if values:
        change.edit(form.register, form.record, values, _basis_of(form, form.register, form.record))
    return form.record


def _changed(register: Register, cells: Mapping[str, Cell], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that differ from what the form had loaded; a masked field that was left alone is not one."""
    changed = {}
    for name, value in values.items():
        cell = cells.get(name, Cell())
        known = cell.mark in (Mark.NONE, Mark.CONFLICT)
        if name in register.by_name and not (
            known and cell.mark is Mark.NONE and unchanged(cell.value, value)
        ):
            changed[name] = value
    return changed


def _save_child(workspace: Workspace, change: Change, form: Form, parent: str, child: ChildForm) -> None:
    declared = workspace.registry[child.register]
    if declared.parent is None:
        raise ValueError(f"{child.register} belongs to no other register")
    if child.record is None:
        if not child.removed:
            change.create(child.register, {**child.values, declared.parent.name: parent})
        return
    loaded = dict(form.children.get(child.register, ()))
    if child.removed:
        change.set_state(child.register, child.record, {"is": "removed"})
        return
    values = _changed(declared, loaded.get(child.record, {}), child.values)
    if values:
        change.edit(child.register, child.record, values, _basis_of(form, child.register, child.record))


def _basis_of(form: Form, register: str, record: str) -> Basis | None:
    bases = form.basis
    return bases.get((register, record)) if isinstance(bases, dict) else None


def _subject(workspace: Workspace, form: Form, entry: Entry) -> str:
    """What the toast and the undo name: the record's title, unless that is sensitive."""
    declared = workspace.registry[form.register]
    title = declared.by_name[declared.title]
    if title.sensitive:
        return ""
    loaded = form.cells.get(title.name, Cell())
    value = entry.values.get(title.name, loaded.value)
    if title.to is not None and isinstance(value, str):
        with workspace.reading() as reader:
            return reader.records.titles(title.to, [value]).get(value) or ""
    return title_words(workspace.catalogues, declared, str(value or ""))


# Retiring, restoring, taking back


def retire(workspace: Workspace, register: str, record: str, reason: str, on: date) -> Changes:
    """Ends a record's active life; it stays, with its history, and can be restored."""
    state = {"is": "retired", "on": on.isoformat()}
    return _set_state(workspace, "retire", register, record, state, reason)


def restore(workspace: Workspace, register: str, record: str) -> Changes:
    return _set_state(workspace, "restore", register, record, None)


def _set_state(
    workspace: Workspace, verb: str, register: str, record: str, state: Any, reason: str | None = None
) -> Changes:
    with workspace.change(f"{register}.{verb}", register=register) as change:
        held = change.state(register, record)
        if held is None or held.standing == "removed":
            raise RecordGone(register=register)
        change.set_state(register, record, state, reason)
        change.subject = _title(workspace, change.writer, register, record)
    return change.result


def _title(workspace: Workspace, reader: Reader, register: str, record: str) -> str:
    declared = workspace.registry[register]
    if declared.by_name[declared.title].sensitive:
        return ""
    return title_words(workspace.catalogues, declared, reader.records.titles(register, [record]).get(record))


def undo(workspace: Workspace, operation: tuple[str, int]) -> Changes:
    """Takes one operation back by another, where its values still stand. Raises :class:`NothingToUndo`."""
    with workspace.change("undo") as change:
        refuse_permanent(change.writer.journal.operation(*operation))
        places = [
            place for place in change.writer.journal.touched(*operation) if place[0] in workspace.registry
        ]
        for register, _ in places:
            workspace.require(Permission.EDIT, register)
        records: dict[tuple[str, str], Iterable[Written]] = {}
        states: dict[tuple[str, str], RecordState] = {}
        for place, changes in change.writer.journal.changes_of_many(places).items():
            state = fold(changes)
            if state is not None:
                records[place], states[place] = changes, state
        intents = undo_intents(operation, records, states, workspace.registry, _seen(change, records))
        if not intents:
            raise NothingToUndo()
        for intent in intents:
            if intent.register in workspace.registry:
                # It may have gone over to another unit since.
                change.refuse_foreign(intent.register, intent.record, (intent.field,))
            change.intend(intent)
        change.undoes = operation
        if len(places) == 1:
            change.subject = _title(workspace, change.writer, *places[0])
    return change.result


def import_size(workspace: Workspace, operation: tuple[str, int]) -> int | None:
    """How many records an operation wrote to if it is an import, which is taken back as a whole; else None."""
    with workspace.reading() as reader:
        held = reader.journal.operation(*operation)
        meta = held.meta() if held else None
        if meta is None or meta.get("action") != IMPORT:
            return None
        return sum(register in workspace.registry for register, _ in reader.journal.touched(*operation))


def _seen(change: Change, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Mapping[str, int]]:
    """What was seen of each record's family, where it has one; else the record's own reach is all there is."""
    registry = change.writer.registry
    return {
        (register, record): change.writer.seen(change.writer.family(registry[register], record))
        for register, record in places
        if registry[register].children or registry[register].parent is not None
    }


def last_undoable(workspace: Workspace) -> Changes | None:
    """This user's last operation on this device if it is of a single record: what Ctrl+Z takes back."""
    with workspace.reading() as reader:
        tip = reader.journal.tip(workspace.device)
        operation = reader.journal.operation(workspace.device, tip.seq)
        meta = operation.meta() if operation else None
        if operation is None or meta is None or meta.get("actor") != workspace.user.id:
            return None
        if "undoes" in meta or str(meta.get("action")).split(".")[-1] not in SINGLE:
            return None
        places = tuple(place for place in operation.places if place[0] in workspace.registry)
        tops = [place for place in places if workspace.registry[place[0]].parent is None]
        subject = _title(workspace, reader, *tops[0]) if len(tops) == 1 else ""
        return Changes(operation.id, places, str(meta.get("action")), subject)


SINGLE = frozenset(
    {
        "create",
        "edit",
        "retire",
        "restore",
        "set",
        "withdraw",
        "stop",
        "use",
        "move",
        "merge",
        "apart",
        "split",
    }
)
"""The verbs that Ctrl+Z may take back; imports and batches have a button of their own."""


IMPORT = "import"
"""The action of an import, from a list or a table."""


# Around a record


def related(workspace: Workspace, register: str, record: str) -> list[tuple[str, int, ListQuery]]:
    """(register, count, query): what points to this record, and the query that lists it."""
    with workspace.reading(register=register) as reader:
        return [
            (name, number, ListQuery(filters=(Filter(field, (record,)),)))
            for name, field, number in reader.records.pointing_at(record, register)
            if sees(workspace.role, name)
            and workspace.registry[name].parent is None
            and name != workspace.registry[register].same
        ]


def reveal(workspace: Workspace, register: str, record: str, field: str) -> Cell:
    """One look at a masked value; the look is logged."""
    with workspace.reading(Permission.REVEAL, register) as reader:
        declared = workspace.registry[register]
        row = reader.records.get(register, record)
        if row is None:
            raise RecordGone(register=register)
        titles = titles_of(reader, [declared.by_name[field]], [row.values])
        cell = cell_of(declared.by_name[field], row, titles, day_of(declared, row), mask=False)
    workspace.log_access("reveal", f"{register}.{field}:{record}")
    return cell


def choices(workspace: Workspace, register: str, text: str, limit: int = 8) -> list[Hit]:
    """What a reference may point to: by typed words, newest first; the first by order when nothing is typed."""
    with workspace.reading(register=register) as reader:
        selection = Selection(text=text)
        found = reader.records.page(register, selection, 0, limit)
        return describe(workspace, reader, [(register, row.id) for row in found])


def editable(field: Field) -> bool:
    """Whether a form offers the field: what the program gives out is not typed."""
    return not field.issued and not field.parent
