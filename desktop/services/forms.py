"""Forms that the level above issued: kept, their cells pointed at figures, a later version taken in.

What points where is in the journal and travels; the file lies in the data folder of each computer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.base.text import tidy
from desktop.domain import form_words
from desktop.domain.errors import UserError
from desktop.domain.form_words import FormColumn, Vocabulary
from desktop.domain.levels import superior
from desktop.domain.periods import PeriodKind
from desktop.office.forms.form import Form, Spot, read_form
from desktop.services.change import Change
from desktop.services.environment import read_station
from desktop.services.form_cells import MappedCell, Pointer, Trouble, checked, heads_in, moved, sheet_of
from desktop.services.form_files import keep_form, kept_form, mark_of, read_file
from desktop.services.indicators import visible_codes
from desktop.services.registers import RecordGone
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

UPPER_FORM: Final = "upper_form"
FORM_CELL: Final = "form_cell"
MOST_FORMS: Final = 1_000


class FormHasNoCells(UserError):
    """There is no table in the document, or nothing in the workbook. Fact: ``name``."""

    code = "form_has_no_cells"


class FormIsThere(UserError):
    """The very file is kept already. Facts: ``name`` of the file, ``form`` it is kept as."""

    code = "form_is_there"


class AnotherForm(UserError):
    """None of the cells that were pointed at is in the file. Facts: ``name`` of the file, ``form``."""

    code = "another_form"


class FormFileMissing(UserError):
    """This computer knows the form, and has not its file. Fact: ``name`` of the file."""

    code = "form_file_missing"


@dataclass(frozen=True)
class FormView:
    """A form in the list of forms.

    Attributes:
        mark: the hash of the file as it was issued.
        cells: how many take a figure.
    """

    id: str
    name: str
    document: str
    kind: PeriodKind
    file_name: str
    mark: str
    cells: int


@dataclass(frozen=True)
class OpenedForm:
    """A form with its cells; ``form`` is None on a computer that has not the file."""

    view: FormView
    form: Form | None
    cells: tuple[MappedCell, ...]

    @property
    def troubles(self) -> tuple[MappedCell, ...]:
        return tuple(cell for cell in self.cells if cell.trouble is not None)


# Reading


def forms(workspace: Workspace) -> list[FormView]:
    """The forms in use, by name: the unit's own, and at the lowest level those that came down."""
    with workspace.reading(register=UPPER_FORM) as reader:
        station = read_station(reader)
        rows = reader.records.page(UPPER_FORM, Selection(), 0, MOST_FORMS)
        # What came up from the units below is how they fill theirs.
        every = not superior(station.level)
        return [_view(reader, row) for row in rows if every or row.station in (None, station.code)]


def open_form(workspace: Workspace, record: str) -> OpenedForm:
    """A form as its file shows it, and what points where. Raises :class:`RecordGone`."""
    with workspace.reading(register=UPPER_FORM) as reader:
        row = reader.records.get(UPPER_FORM, record)
        if row is None or row.standing != "active":
            raise RecordGone(register=UPPER_FORM)
        view = _view(reader, row)
        cells = _mapped(reader, record)
    raw = kept_form(workspace.folder, view.mark)
    form = read_form(raw, view.file_name) if raw is not None else None
    return OpenedForm(view, form, checked(form, cells, visible_codes(workspace)))


def proposals(workspace: Workspace, opened: OpenedForm) -> tuple[Pointer, ...]:
    """What the words of the form ask for, where nothing was pointed at; a person says whether it is right."""
    if opened.form is None:
        return ()
    may = set(visible_codes(workspace))
    vocabulary = Vocabulary(
        {
            each.code: (each.vi, each.en, *each.synonyms)
            for each in workspace.catalogues["indicator"]
            if each.code in may
        }
    )
    found = []
    for sheet in opened.form.sheets:
        taken = {(spot.row, spot.column) for spot in _spots(opened.cells) if spot.sheet == sheet.name}
        read = sheet_of(sheet, opened.form.kind)
        for each in form_words.propose(read, vocabulary, taken | sheet.locked):
            found.append(Pointer(Spot(sheet.name, *each.place), each.indicator, each.figure))
    return tuple(found)


# Adding, and other versions of the file


def look_at(workspace: Workspace, path: Path) -> str:
    """Whether a file can be kept as a form, and how it would be called.

    Raises:
        FormIsThere, FormHasNoCells, and what :func:`read_form` refuses.
    """
    held = forms(workspace)
    raw, _ = _readable(path)
    twin = next((each for each in held if each.mark == mark_of(raw)), None)
    if twin is not None:
        raise FormIsThere(name=path.name, form=twin.name)
    return tidy(path.stem)


def add(
    workspace: Workspace,
    path: Path,
    name: str = "",
    document: str | None = None,
    kind: PeriodKind = PeriodKind.MONTH,
) -> str:
    """Keep a form; it is named like its file unless it has a name. Gives its id.

    Raises as :func:`look_at`, and what the disk refuses.
    """
    named = look_at(workspace, path)
    named = tidy(name) or named
    raw, _ = _readable(path)
    mark = mark_of(raw)
    with workspace.change("upper_form.create", register=UPPER_FORM) as change:
        keep_form(workspace.folder, mark, raw)
        change.subject = named
        return change.create(
            UPPER_FORM,
            {
                "name": named,
                "document": tidy(document or ""),
                "period_kind": kind.value,
                "file_name": path.name,
                "file_hash": mark,
            },
        )


def bring(workspace: Workspace, record: str, path: Path) -> OpenedForm:
    """Take in the file of a form, as it was issued or a later version; what points where is kept.

    Raises:
        AnotherForm: no cell that was pointed at is in it. FormHasNoCells, and as :func:`add`.
    """
    opened = open_form(workspace, record)
    raw, form = _readable(path)
    cells = checked(form, opened.cells, visible_codes(workspace))
    if cells and all(each.trouble is Trouble.GONE for each in cells) and not moved(form, cells):
        raise AnotherForm(name=path.name, form=opened.view.name)
    mark = mark_of(raw)
    keep_form(workspace.folder, mark, raw)
    if mark != opened.view.mark:
        with workspace.change("upper_form.file", register=UPPER_FORM) as change:
            change.edit(UPPER_FORM, record, {"file_name": path.name, "file_hash": mark})
            change.subject = opened.view.name
    return open_form(workspace, record)


def describe(workspace: Workspace, record: str, name: str, document: str | None, kind: PeriodKind) -> Changes:
    """Name a form, its document, and of which periods it speaks. Raises :class:`RecordGone`."""
    values = {"name": tidy(name), "document": tidy(document or ""), "period_kind": kind.value}
    with workspace.change("upper_form.edit", register=UPPER_FORM) as change:
        _in_use(change, record)
        change.edit(UPPER_FORM, record, values)
        change.subject = tidy(name)
    return change.result


def stop(workspace: Workspace, record: str) -> Changes:
    """Put a form away; it stays in the journal, and its file on the disk."""
    with workspace.change("upper_form.stop", register=UPPER_FORM) as change:
        row = _in_use(change, record)
        change.set_state(UPPER_FORM, record, {"is": "retired", "on": workspace.today().isoformat()})
        change.subject = str(row.values.get("name") or "")
    return change.result


def _in_use(change: Change, record: str) -> Stored:
    row = change.writer.records.get(UPPER_FORM, record)
    if row is None or row.standing != "active":
        raise RecordGone(register=UPPER_FORM)
    return row


# Pointing


def point(workspace: Workspace, opened: OpenedForm, pointers: Sequence[Pointer]) -> Changes:
    """Point cells at figures, all in one operation; what a cell was pointed at before is replaced."""
    heads = heads_in(opened.form)
    with workspace.change("upper_form.point", register=UPPER_FORM) as change:
        held = _held(change.writer, opened.view.id)
        for each in pointers:
            values = each.values(heads(each.spot))
            records = held.get(each.spot, [])
            if not records:
                change.create(FORM_CELL, {**values, "form": opened.view.id})
                continue
            change.edit(FORM_CELL, records[-1].id, values)
            _remove(change, records[:-1])
        change.subject = opened.view.name
    return change.result


def move(workspace: Workspace, opened: OpenedForm, places: Mapping[Spot, Spot]) -> Changes:
    """Point at other cells what belonged into these, where their words went in a later version."""
    heads = heads_in(opened.form)
    with workspace.change("upper_form.point", register=UPPER_FORM) as change:
        held = _held(change.writer, opened.view.id)
        for before, after in places.items():
            for row in held.get(before, [])[-1:]:
                spot = {"sheet": after.sheet, "row": after.row + 1, "column": after.column + 1}
                change.edit(FORM_CELL, row.id, {**spot, "heads": heads(after)})
            # What another computer chose for the former cell would come to light there.
            _remove(change, held.get(before, [])[:-1])
        change.subject = opened.view.name
    return change.result


def clear(workspace: Workspace, opened: OpenedForm, spots: Iterable[Spot]) -> Changes:
    """Point cells at nothing any more."""
    with workspace.change("upper_form.clear", register=UPPER_FORM) as change:
        held = _held(change.writer, opened.view.id)
        for spot in spots:
            _remove(change, held.get(spot, []))
        change.subject = opened.view.name
    return change.result


def _remove(change: Change, rows: Iterable[Stored]) -> None:
    for row in rows:
        change.set_state(FORM_CELL, row.id, {"is": "removed"})


# Rows of the two registers


def _view(reader: Reader, row: Stored) -> FormView:
    values = row.values
    try:
        kind = PeriodKind(values.get("period_kind"))
    except ValueError:
        kind = PeriodKind.MONTH
    return FormView(
        row.id,
        str(values.get("name") or ""),
        str(values.get("document") or ""),
        kind,
        str(values.get("file_name") or ""),
        str(values.get("file_hash") or ""),
        len(_held(reader, row.id)),
    )


def _held(reader: Reader, record: str) -> Mapping[Spot, list[Stored]]:
    """The rows of a form by their cells: two computers may have pointed at one, and the later counts."""
    found: dict[Spot, list[Stored]] = {}
    for row in reader.records.children(FORM_CELL, record):
        sheet, at, column = (row.values.get(name) for name in ("sheet", "row", "column"))
        if row.standing == "active" and isinstance(at, int) and isinstance(column, int) and sheet:
            found.setdefault(Spot(str(sheet), at - 1, column - 1), []).append(row)
    return {spot: rows for spot, rows in sorted(found.items()) if spot.row >= 0 and spot.column >= 0}


def _mapped(reader: Reader, record: str) -> tuple[MappedCell, ...]:
    found = []
    for spot, rows in _held(reader, record).items():
        values = rows[-1].values
        try:
            figure = FormColumn(values.get("figure"))
        except ValueError:
            # Of a newer version; the cell shows as one that is to be looked at.
            pointer = Pointer(spot, "", FormColumn.THIS)
        else:
            pointer = Pointer(
                spot, str(values.get("indicator") or ""), figure, values.get("part"), values.get("area")
            )
        found.append(MappedCell(pointer, str(values.get("heads") or "")))
    return tuple(found)


def _spots(cells: Iterable[MappedCell]) -> set[Spot]:
    return {cell.pointer.spot for cell in cells}


def _readable(path: Path) -> tuple[bytes, Form]:
    raw = read_file(path)
    form = read_form(raw, path.name)
    if not any(any(row) for sheet in form.sheets for row in sheet.rows):
        raise FormHasNoCells(name=path.name)
    return raw, form
