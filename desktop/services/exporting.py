"""A list as it is seen, as a workbook that opens well and comes back through the import as the same records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from desktop.domain.access import Permission
from desktop.domain.fields import Field, Kind
from desktop.domain.importing.targets import IMPORTED, code_key, target_of
from desktop.domain.values.cells import Cell as Content
from desktop.i18n.catalogue import Catalogue
from desktop.office.writing import write_list
from desktop.services.seen_list import (
    Progress,
    SeenList,
    cell_words,
    read_list,
    standing_words,
    whole_day,
)
from desktop.services.views import GONE, Cell, ListQuery, Mark, Row
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic

MOST_ROWS = 100_000
"""A longer list would not fit the memory of a small computer as a workbook."""

_YEAR = 4


@dataclass(frozen=True)
class ExportedList:
    """A workbook in memory, and how many records are in it."""

    register: str
    workbook: bytes
    count: int


def export_list(
    workspace: Workspace,
    register: str,
    query: ListQuery,
    words: Catalogue,
    progress: Progress = lambda _done, _total: None,
) -> ExportedList:
    """The list as a workbook, in the language of ``words``. Raises what :func:`read_list` does."""
    seen = read_list(workspace, register, query, words, MOST_ROWS, progress)
    heads = [words.text("takeout.number"), *seen.heads]
    if seen.retired:
        heads.append(words.text("takeout.standing"))
    coded = register in IMPORTED
    if coded:
        heads.append(_code_head(workspace, register, words))
    rows = [
        _cells(workspace, words, seen, number, row, coded=coded)
        for number, row in enumerate(seen.rows, start=1)
    ]
    out = BytesIO()
    write_list(
        out,
        seen.title.upper(),
        heads,
        rows,
        notes=_notes(workspace, words, seen, coded=coded),
        grouped=[at for at, field in enumerate(seen.columns, start=1) if field.kind is Kind.MONEY],
        widths={0: 6.0},
    )
    return ExportedList(register, out.getvalue(), len(seen.rows))


def save_export(workspace: Workspace, exported: ExportedList, path: Path) -> None:
    """Puts the workbook where the person said, whole or not at all; that it left the program is logged.

    Raises what :func:`write_atomic` does.
    """
    with workspace.reading(Permission.PRINT, exported.register):
        pass
    write_atomic(path, exported.workbook)
    workspace.log_access("export", f"{exported.register}:{exported.count}")


def _code_head(workspace: Workspace, register: str, words: Catalogue) -> str:
    vietnamese, english = target_of(workspace.registry, register).special[code_key(register)]
    return english if words.language == "en" else vietnamese


def _notes(workspace: Workspace, words: Catalogue, seen: SeenList, *, coded: bool) -> list[str]:
    made = words.text("takeout.made", unit=workspace.station.name, at=workspace.now(), count=len(seen.rows))
    notes = [made, *seen.said]
    if coded:
        notes.append(words.text("takeout.code"))
    if any(each.mark in GONE or each.unnamed in GONE for row in seen.rows for each in row.cells.values()):
        notes.append(words.text("takeout.gone"))
    if workspace.practice:
        notes.insert(0, words.text("takeout.practice"))
    return notes


def _cells(
    workspace: Workspace, words: Catalogue, seen: SeenList, number: int, row: Row, *, coded: bool
) -> Sequence[Content]:
    cells: list[Content] = [number]
    cells += [_content(workspace, words, field, row.cells[field.name]) for field in seen.columns]
    if seen.retired:
        cells.append(standing_words(words, seen.register.name, row.standing))
    if coded:
        cells.append(row.id)
    return cells


def _content(workspace: Workspace, words: Catalogue, field: Field, cell: Cell) -> Content:
    """A value of its own kind. Of what is not here the cell says so; the import takes these words for no value."""
    value = cell.value
    if cell.mark in GONE:
        return cell_words(workspace, words, field, cell)
    if value is None or cell.mark is Mark.MASKED:
        return None
    if field.kind in (Kind.DAY, Kind.PARTIAL_DAY) and isinstance(value, str):
        if len(value) == _YEAR and value.isdigit():
            return int(value)
        return whole_day(value) or cell_words(workspace, words, field, cell)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, list):
        # Labels have commas of their own.
        return "; ".join(cell_words(workspace, words, field, Cell([each])) for each in value)
    return cell_words(workspace, words, field, cell) or None
