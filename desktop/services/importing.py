"""Moving in: from a person's list to records, in four steps with a preview, as one operation that can be undone.

    file or clipboard -> columns -> names of groups and areas, once per distinct name -> preview -> stored

Nothing is stored before the last step, and good rows do not wait for bad ones: those go into a workbook of
their own, as they were, with the reason beside each. The first three steps need no open register.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

from desktop.base.collecting import uncollected
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.domain.importing.holdings import Holdings
from desktop.domain.importing.names import Answers, NameQuestion, name_questions
from desktop.domain.importing.planning import Fate, ImportPreview
from desktop.domain.importing.previewing import decided, resolved_rows
from desktop.domain.importing.rows import RowReader, RowReading, swapped_doubts
from desktop.domain.importing.said import Choices, Note
from desktop.domain.importing.targets import BORN_FEMALE, BORN_MALE, FEMALE, MALE, Target
from desktop.domain.values.dates import dates_may_be_swapped
from desktop.i18n.catalogue import Catalogue
from desktop.office.rejects import Reason, write_rejects
from desktop.services.catalogues import Catalogues
from desktop.services.import_holdings import holdings
from desktop.services.import_met import with_met
from desktop.services.import_opening import (
    ConvertedColumn,
    LegacyFont,
    LegacyFontPasted,
    LettersNotSeen,
    ListTooLong,
    NoListPasted,
    NoTableFound,
    OpenedList,
    Source,
    column_labels,
    open_list,
    remembered_mapping,
)
from desktop.services.import_storing import Storing
from desktop.services.registers import IMPORT
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.mappings import Mappings

__all__ = [
    "ConvertedColumn",
    "LegacyFont",
    "LegacyFontPasted",
    "LettersNotSeen",
    "ListTooLong",
    "NoListPasted",
    "NoTableFound",
    "OpenedList",
    "Source",
    "column_labels",
    "holdings",
    "open_list",
    "remembered_mapping",
]

Progress = Callable[[int, int], None]


class NothingToImport(UserError):
    """No row of the list can be stored as it is."""

    code = "nothing_to_import"


# Step 2: columns


def choices_of(catalogues: Catalogues) -> Choices:
    """The labels by which people write the choices of every catalogue."""
    return {
        name: {choice.code: (choice.vi, choice.en, *choice.synonyms) for choice in catalogues[name]}
        for name in catalogues
    }


@uncollected()
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
    swapped = _swapped(opened, mapping)
    reader = RowReader(opened.target, mapping, choices, today)
    for done, row in enumerate(opened.table.rows):
        if done % 200 == 0:
            progress(done, total)
        read = reader.read(row.number, row.cells)
        if swapped:
            doubts = swapped_doubts(row.cells, swapped)
            read = replace(read, doubts=(*read.doubts, *doubts)) if doubts else read
        rows.append(read)
    return tuple(rows)


def _swapped(opened: OpenedList, mapping: Mapping[int, str]) -> dict[int, str]:
    """The columns of days, by key, in which days and months may stand the wrong way about."""
    days = {
        column: "person.born" if key in (BORN_MALE, BORN_FEMALE) else key
        for column, key in mapping.items()
        if key in (BORN_MALE, BORN_FEMALE)
        or (key in opened.target.fields and opened.target.fields[key].kind in (Kind.DAY, Kind.PARTIAL_DAY))
    }
    return {
        column: key
        for column, key in days.items()
        if column < len(opened.table.headers) and dates_may_be_swapped(opened.table.column(column))
    }


# Step 3: names


def questions(rows: Sequence[RowReading], target: Target, held: Holdings) -> tuple[NameQuestion, ...]:
    """The names to resolve, each once."""
    return name_questions(target, rows, held)


# Step 4: preview and storing


@uncollected()
def preview(
    workspace: Workspace | None,
    opened: OpenedList,
    rows: Sequence[RowReading],
    answers: Answers,
    held: Holdings,
) -> ImportPreview:
    """What would become of each row; counts add up to the rows of the file.

    Without a workspace, of a list that is only looked at, nothing is in the registers but what is ``held``.
    """
    resolved = resolved_rows(opened.target, rows, answers, held)
    if workspace is not None:
        with workspace.reading(Permission.IMPORT, opened.target.register) as reader:
            held = with_met(reader, resolved, held)
    return decided(resolved, held, len(opened.table.skipped))


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
    with uncollected(), workspace.change(IMPORT, Permission.IMPORT, plan.target.register) as change:
        storing = Storing(workspace, change, plan)
        for done, row in enumerate(rows):
            if done % 100 == 0:
                progress(done, len(rows))
            storing.store(row)
        change.subject = opened.name
        Mappings(change.writer.connection).keep(opened.table.signature, opened.target.register, mapping)
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
        keys |= {BORN_MALE, BORN_FEMALE, MALE, FEMALE}
    columns = frozenset(column for column, key in mapping.items() if key in keys)
    return Reason(reasons_in_words(notes, catalogue), columns)


def reasons_in_words(notes: Sequence[Note], catalogue: Catalogue) -> str:
    """Problems, doubts or repairs as sentences with the column they stand in."""
    return "; ".join(note_in_words(note, catalogue) for note in notes)


def note_in_words(note: Note, catalogue: Catalogue) -> str:
    key = f"value.{note.code}"
    sentence = catalogue.text(key, **note.facts) if catalogue.has(key) else note.code
    if not catalogue.has(f"field.{note.key}"):
        return sentence
    label = catalogue.text(f"field.{note.key}")
    # Some sentences begin with the name of their column as it is.
    return sentence if sentence.casefold().startswith(label.casefold()) else f"{label}: {sentence}"
