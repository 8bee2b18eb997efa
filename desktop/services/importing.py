"""Moving in: from a person's list to records, in four steps with a preview, as one operation that can be undone.

    file or clipboard -> columns -> names of groups and areas, once per distinct name -> preview -> stored

Nothing is stored before the last step, and good rows do not wait for bad ones: those go into a workbook of
their own, as they were, with the reason beside each. The first three steps need no open register.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.fields import Registry
from desktop.domain.importing.people import Known
from desktop.domain.importing.planning import (
    Answers,
    Fate,
    Holdings,
    ImportPreview,
    NameQuestion,
    name_questions,
)
from desktop.domain.importing.previewing import preview_rows
from desktop.domain.importing.rows import Choices, Note, RowReading, read_row
from desktop.domain.importing.targets import BORN_FEMALE, BORN_MALE, IMPORTED, Target, target_of
from desktop.domain.values.sex import Sex
from desktop.i18n.catalogue import Catalogue
from desktop.office.errors import TableNotFound
from desktop.office.legacy import looks_legacy_encoded
from desktop.office.pasted import PastedTable, read_pasted
from desktop.office.reading import Sheet, Workbook, read_workbook
from desktop.office.rejects import Reason, write_rejects
from desktop.office.tables import Table, find_table
from desktop.services.catalogues import Catalogues
from desktop.services.import_storing import Storing
from desktop.services.registers import IMPORT
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.mappings import Mappings
from desktop.store.records import Selection
from desktop.store.register_file import Reader

Source = Path | PastedTable
"""Where a list comes from: a file, or the clipboard."""

Progress = Callable[[int, int], None]

MAX_ROWS = 15_000
"""A longer list is brought in as several files: one import stays one operation, undone at one blow."""


class NoTableFound(UserError):
    """No sheet of the workbook holds a list that any register could take."""

    code = "no_table_found"


class NoListPasted(UserError):
    """No table of the clipboard holds a list that any register could take."""

    code = "no_list_pasted"


class LegacyFont(UserError):
    """The list was typed in a font of before Unicode; its letters must be converted first."""

    code = "font_before_unicode"


class LegacyFontPasted(UserError):
    """The same of a list of the clipboard."""

    code = "pasted_font_before_unicode"


class ListTooLong(UserError):
    """More rows than one operation takes."""

    code = "list_too_long"


class NothingToImport(UserError):
    """No row of the list can be stored as it is."""

    code = "nothing_to_import"


# Step 1: the file


@dataclass(frozen=True)
class OpenedList:
    """A list that was found in a file, or on the clipboard.

    Attributes:
        name: what its source is called.
        register: what it looks like; the person may open it as another of ``IMPORTED``.
        mapping: column -> key of the target, as it was the last time or as the heads propose.
        remembered: whether it is from the last time.
        pasted: whether it comes from the clipboard.
    """

    name: str
    sheet: str
    table: Table
    target: Target
    mapping: Mapping[int, str]
    remembered: bool = False
    pasted: bool = False


_HERE = 4
"""What it weighs that a list was pasted where a register is shown: more than the order of two that fit alike."""


def open_list(
    source: Source,
    registry: Registry,
    catalogue: Catalogue,
    register: str | None = None,
    likely: str | None = None,
) -> OpenedList:
    """Reads a file or the clipboard and finds its list, as the given register or as the one it fits best.

    ``likely`` is the register of the page where it was pasted; it decides between two that fit alike.
    Raises :class:`NoTableFound` or :class:`NoListPasted`, :class:`LegacyFont` or :class:`LegacyFontPasted`,
    :class:`ListTooLong`, and what reading a file or the clipboard raises.
    """
    best: tuple[int, OpenedList] | None = None
    pasted = isinstance(source, PastedTable)
    book = _workbook(source, catalogue)
    if any(looks_legacy_encoded(_texts(sheet)) for sheet in book.sheets):
        raise LegacyFontPasted() if pasted else LegacyFont(file=book.name)
    for sheet in book.sheets:
        for name in (register,) if register else IMPORTED:
            target = target_of(registry, name)
            try:
                table = find_table(
                    sheet,
                    target.vocabulary(column_labels(target, catalogue)),
                    ignore=[catalogue.text("import.reason_heading"), catalogue.text("takeout.standing")],
                )
            except TableNotFound:
                continue
            mapping = _mapping(table)
            fit = _fit(target, mapping)
            weight = fit + (_HERE if name == likely else 0)
            if fit > 0 and (best is None or weight > best[0]):
                best = (weight, OpenedList(book.name, sheet.name, table, target, mapping, pasted=pasted))
    if best is None:
        raise NoListPasted() if pasted else NoTableFound(file=book.name)
    if len(best[1].table.rows) > MAX_ROWS:
        raise ListTooLong(rows=len(best[1].table.rows), most=MAX_ROWS)
    return best[1]


def _workbook(source: Source, catalogue: Catalogue) -> Workbook:
    if isinstance(source, PastedTable):
        return read_pasted(source, catalogue.text("import.pasted"))
    return read_workbook(source)


def _texts(sheet: Sheet) -> Iterator[str]:
    return (cell for row in sheet.rows for cell in row if isinstance(cell, str))


_BORN = {Sex.MALE: BORN_MALE, Sex.FEMALE: BORN_FEMALE}


def _mapping(table: Table) -> dict[int, str]:
    """The proposed columns by key; a day of birth in a column of one sex tells that too."""
    return {
        column: _BORN[proposal.sex]
        if proposal.sex is not None and proposal.field == "person.born"
        else proposal.field
        for column, proposal in table.proposed.items()
    }


def _fit(target: Target, mapping: Mapping[int, str]) -> int:
    """How well the columns fill the target: its own count for it, required ones that lack against it."""
    keys = set(mapping.values())
    own = [key for key in keys if key.startswith((f"{target.register}.", f"{target.register}@"))]
    missing = [key for key in target.required if key not in keys]
    return 2 * len(keys) + len(own) - 6 * len(missing)


def column_labels(target: Target, catalogue: Catalogue) -> dict[str, str]:
    """The labels of the target's columns on the screen; a field without words goes without."""
    return {key: catalogue.text(f"field.{key}") for key in target.fields if catalogue.has(f"field.{key}")}


def remembered_mapping(workspace: Workspace, opened: OpenedList) -> OpenedList:
    """The list with the mapping that a person chose for the last file of this kind, if there was one."""
    with workspace.reading() as reader:
        mapping = Mappings(reader.connection).get(opened.table.signature)
    if mapping is None or not set(mapping.values()) <= {*opened.target.fields, *opened.target.special}:
        return opened
    return replace(opened, mapping=mapping, remembered=True)


# Step 2: columns


def choices_of(catalogues: Catalogues) -> Choices:
    """The labels by which people write the choices of every catalogue."""
    return {
        name: {choice.code: (choice.vi, choice.en, *choice.synonyms) for choice in catalogues[name]}
        for name in catalogues
    }


def read_rows(
    opened: OpenedList,
    mapping: Mapping[int, str],
    choices: Choices,
    today: date,
    progress: Progress = lambda _done, _total: None,
) -> tuple[RowReading, ...]:
    """Every row of the list by the mapping of its columns."""
    rows = []
    total = len(opened.table.rows)
    for done, row in enumerate(opened.table.rows):
        if done % 200 == 0:
            progress(done, total)
        rows.append(read_row(opened.target, mapping, row.number, row.cells, choices, today))
    return tuple(rows)


# Step 3: names


def holdings(workspace: Workspace, target: Target) -> Holdings:
    """What the registers hold that a list of this target may meet."""
    with workspace.reading(Permission.IMPORT, target.register) as reader:
        referred = {field.to for field in target.fields.values() if field.to is not None} | {"area"}
        titles = {name: _titles(reader, name) for name in referred if name != target.base}
        people: tuple[Known, ...] = ()
        if "person" in (target.register, target.base):
            people = tuple(Known(record, values) for record, values in _values(reader, "person").items())
        records = _values(reader, target.register)
        rows = _all(reader, target.register, retired=True)
        retired = {row.id: row.values for row in rows if row.standing == "retired"}
        former = _former(reader, target, [*records.values(), *retired.values()], titles)
        return Holdings(titles, people, records, retired, former)


def _former(
    reader: Reader,
    target: Target,
    records: Sequence[Mapping[str, Any]],
    titles: Mapping[str, Mapping[str, str]],
) -> dict[str, dict[str, str]]:
    """The names of what records point to although it is no longer active."""
    pointed: dict[str, set[str]] = {}
    for key, field in target.fields.items():
        register, _, name = key.partition(".")
        if register == target.register and field.to is not None and field.to in titles:
            known = titles[field.to]
            pointed.setdefault(field.to, set()).update(
                values[name] for values in records if values.get(name) and values[name] not in known
            )
    return {
        register: {
            record: title
            for record, title in reader.records.titles(register, sorted(wanted)).items()
            if title
        }
        for register, wanted in pointed.items()
        if wanted
    }


def _titles(reader: Reader, register: str) -> dict[str, str]:
    title = reader.registry[register].title
    return {
        row.id: str(row.values[title]) for row in _all(reader, register) if row.values.get(title) is not None
    }


def _values(reader: Reader, register: str) -> dict[str, Mapping[str, Any]]:
    return {row.id: row.values for row in _all(reader, register)}


def _all(reader: Reader, register: str, *, retired: bool = False) -> list[Any]:
    return reader.records.page(register, Selection(retired=retired), 0, 1_000_000)


def questions(rows: Sequence[RowReading], target: Target, held: Holdings) -> tuple[NameQuestion, ...]:
    """The names to resolve, each once."""
    return name_questions(target, rows, held)


# Step 4: preview and storing


def preview(
    opened: OpenedList, rows: Sequence[RowReading], answers: Answers, held: Holdings
) -> ImportPreview:
    """What would become of each row; counts add up to the rows of the file."""
    return preview_rows(opened.target, rows, answers, held, len(opened.table.skipped))


@dataclass(frozen=True)
class Imported:
    """What an import did. ``changes`` names the operation, which can be undone as a whole."""

    changes: Changes
    new: int
    second: int
    changed: int
    made: Mapping[str, int]
    """By register, how many records were made."""


def run_import(
    workspace: Workspace,
    opened: OpenedList,
    mapping: Mapping[int, str],
    plan: ImportPreview,
    progress: Progress = lambda _done, _total: None,
) -> Imported:
    """Stores the good rows as one operation, and remembers the mapping for the next file of the kind.

    Raises :class:`NothingToImport`; :class:`Cancelled` from ``progress`` stores nothing.
    """
    rows = plan.storable
    if not rows:
        raise NothingToImport()
    with workspace.change(IMPORT, Permission.IMPORT, plan.target.register) as change:
        storing = Storing(workspace, change, plan)
        for done, row in enumerate(rows):
            if done % 100 == 0:
                progress(done, len(rows))
            storing.store(row)
        change.subject = opened.name
        Mappings(change.writer.connection).keep(opened.table.signature, mapping)
        progress(len(rows), len(rows))
    return Imported(
        change.result,
        plan.count(Fate.NEW),
        plan.count(Fate.SECOND),
        plan.count(Fate.CHANGED),
        storing.made,
    )


# What was refused


def rejects_workbook(
    opened: OpenedList, mapping: Mapping[int, str], plan: ImportPreview, catalogue: Catalogue
) -> bytes:
    """A workbook of the refused rows as they were, with the reasons beside each, to correct and import again."""
    out = BytesIO()
    write_rejects(
        out,
        opened.table.headers,
        [row.reading.cells for row in plan.refused],
        [_reason(row.reasons, mapping, catalogue) for row in plan.refused],
        label=catalogue.text("import.reason_heading"),
        title=opened.sheet,
        widths=opened.table.widths,
    )
    return out.getvalue()


def _reason(notes: Sequence[Note], mapping: Mapping[int, str], catalogue: Catalogue) -> Reason:
    keys = {note.key for note in notes}
    if "person.born" in keys:
        keys |= {BORN_MALE, BORN_FEMALE}
    columns = frozenset(column for column, key in mapping.items() if key in keys)
    return Reason(reasons_in_words(notes, catalogue), columns)


def reasons_in_words(notes: Sequence[Note], catalogue: Catalogue) -> str:
    """Problems, doubts or repairs as sentences with the column they stand in."""
    return "; ".join(note_in_words(note, catalogue) for note in notes)


def note_in_words(note: Note, catalogue: Catalogue) -> str:
    key = f"value.{note.code}"
    sentence = catalogue.text(key, **note.facts) if catalogue.has(key) else note.code
    label = f"field.{note.key}"
    return f"{catalogue.text(label)}: {sentence}" if catalogue.has(label) else sentence
