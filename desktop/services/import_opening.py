"""The first step of moving in: a file or the clipboard, the list in it, and which register it is a list of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.domain.access import sees
from desktop.domain.errors import UserError
from desktop.domain.fields import Registry
from desktop.domain.importing.targets import IMPORTED, Target, target_of
from desktop.i18n.catalogue import Catalogue
from desktop.office.column_letters import SheetLetters, converted, find_letters
from desktop.office.limits import column_letters
from desktop.office.pasted import PastedTable, read_pasted
from desktop.office.reading import Sheet, Workbook, read_workbook
from desktop.office.tables import Table, find_table, likely_columns
from desktop.services.import_columns import key_of_headings, proposed_keys, with_headings
from desktop.services.workspace import Workspace
from desktop.store.mappings import Mappings

Source = Path | PastedTable
"""Where a list comes from: a file, or the clipboard."""

MAX_ROWS = 15_000
"""A longer list is brought in as several files: one import stays one operation, undone at one blow."""


class NoTableFound(UserError):
    """No sheet of the workbook holds a list that any register could take."""

    code = "no_table_found"


class NoListPasted(UserError):
    """No table of the clipboard holds a list that any register could take."""

    code = "no_list_pasted"


class LegacyFont(UserError):
    """Columns have letters of before Unicode, and nobody can tell of which font. Facts: ``file``, ``columns``."""

    code = "font_before_unicode"


class LegacyFontPasted(UserError):
    """The same of a list of the clipboard. Fact: ``columns``."""

    code = "pasted_font_before_unicode"


class LettersNotSeen(UserError):
    """The list was converted from an old font, and nobody has said that the letters are right. Fact: ``file``."""

    code = "letters_not_seen"


class ListTooLong(UserError):
    """More rows than one operation takes."""

    code = "list_too_long"


@dataclass(frozen=True)
class ConvertedColumn:
    """A column that was written for a font of before Unicode.

    Attributes:
        name: its head, in Unicode; the letters of the column where it has none.
        font: what the way of writing is called.
        samples: some of its texts: as they are in the file and as they become.
    """

    name: str
    font: str
    samples: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OpenedList:
    """A list that was found in a file, or on the clipboard.

    Attributes:
        name: what its source is called.
        register: what it looks like; the person may open it as another of ``IMPORTED``.
        mapping: column -> key of the target, as it was the last time or as the heads propose.
        remembered: whether it is from the last time.
        pasted: whether it comes from the clipboard.
        sheets: all that hold a list; each is brought in for itself.
        converted: the columns that were turned into Unicode: a person sees them before the list goes on.
    """

    name: str
    sheet: str
    table: Table
    target: Target
    mapping: Mapping[int, str]
    remembered: bool = False
    pasted: bool = False
    converted: tuple[ConvertedColumn, ...] = ()
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Found:
    """A sheet as a list of a register. ``weight`` tells how well it fits."""

    weight: int
    sheet: Sheet
    letters: SheetLetters
    target: Target


_HERE = 4
"""What it weighs that a list was pasted where a register is shown: more than the order of two that fit alike."""


def open_list(
    source: Source,
    registry: Registry,
    catalogue: Catalogue,
    register: str | None = None,
    likely: str | None = None,
    among: Collection[str] = IMPORTED,
    sheet: str | None = None,
) -> OpenedList:
    """Reads a file or the clipboard and finds its list, as the given register or as the one it fits best.

    Of several sheets with lists it is the one that fits best, or the one of the name ``sheet``.

    ``likely`` is the register of the page where it was pasted; it decides between two that fit alike. ``among`` are
    the registers that it may be.
    Raises :class:`NoTableFound` or :class:`NoListPasted`, :class:`LegacyFont` or :class:`LegacyFontPasted`,
    :class:`ListTooLong`, and what reading a file or the clipboard raises.
    """
    pasted = isinstance(source, PastedTable)
    book = _workbook(source, catalogue)
    best: _Found | None = None
    sheets: dict[str, None] = {}
    for found in _found(book, registry, catalogue, (register,) if register else tuple(among)):
        sheets[found.sheet.name] = None
        if sheet is not None and found.sheet.name != sheet:
            continue
        weight = found.weight + (_HERE if found.target.register == likely else 0)
        if best is None or weight > best.weight:
            best = replace(found, weight=weight)
    if best is None:
        raise NoListPasted() if pasted else NoTableFound(file=book.name)
    if best.letters.unsure:
        columns = ", ".join(map(column_letters, best.letters.unsure))
        raise LegacyFontPasted(columns=columns) if pasted else LegacyFont(file=book.name, columns=columns)
    target, table, mapping = _read(best, registry, catalogue, (register,) if register else tuple(among))
    if len(table.rows) > MAX_ROWS:
        raise ListTooLong(rows=len(table.rows), most=MAX_ROWS)
    return OpenedList(
        book.name,
        best.sheet.name,
        table,
        target,
        mapping,
        pasted=pasted,
        converted=_converted(table, best.letters),
        sheets=tuple(sheets),
    )


def _read(
    best: _Found, registry: Registry, catalogue: Catalogue, registers: Collection[str]
) -> tuple[Target, Table, dict[int, str]]:
    """The rows of the list. Where headings over them tell the group, it may be a list of something else."""
    target, table = best.target, _table(best.sheet, best.target, catalogue)
    mapping = proposed_keys(target, table.headers, table.proposed)
    label = catalogue.text("import.section")
    with_them, at = with_headings(table, label)
    if at is None:
        return target, table, mapping
    found = [(target, table, mapping, _fit(target, mapping))]
    for name in registers:
        other = target_of(registry, name)
        own = table if other == target else _table(best.sheet, other, catalogue)
        keys = proposed_keys(other, own.headers, own.proposed)
        key = key_of_headings(other, with_them.column(at), keys)
        if key is not None and own.header_rows == table.header_rows:
            keys = {**keys, at: key}
            found.append((other, with_headings(own, label)[0], keys, _fit(other, keys)))
    return max(found, key=lambda each: each[3])[:3]


def _table(sheet: Sheet, target: Target, catalogue: Catalogue) -> Table:
    return find_table(sheet, _heads(target, catalogue), ignore=_ignored(catalogue))


def _workbook(source: Source, catalogue: Catalogue) -> Workbook:
    if isinstance(source, PastedTable):
        return read_pasted(source, catalogue.text("import.pasted"))
    return read_workbook(source)


def _found(
    book: Workbook, registry: Registry, catalogue: Catalogue, registers: Collection[str]
) -> Iterator[_Found]:
    targets = [target_of(registry, name) for name in registers]
    for written in book.sheets:
        letters = find_letters(written)
        sheet = converted(written, letters) if letters.converted else written
        for target in targets:
            proposed = likely_columns(sheet, _heads(target, catalogue), ignore=_ignored(catalogue))
            weight = _fit(target, proposed_keys(target, (), proposed))
            if weight > 0:
                yield _Found(weight, sheet, letters, target)


def _heads(target: Target, catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    return target.vocabulary(column_labels(target, catalogue))


def _ignored(catalogue: Catalogue) -> list[str]:
    return [catalogue.text("import.reason_heading"), catalogue.text("takeout.standing")]


def _converted(table: Table, letters: SheetLetters) -> tuple[ConvertedColumn, ...]:
    return tuple(
        ConvertedColumn(
            (table.headers[each.column] if each.column < len(table.headers) else "")
            or column_letters(each.column),
            each.font.value,
            each.samples,
        )
        for each in letters.converted
    )


def _fit(target: Target, mapping: Mapping[int, str]) -> int:
    """How well the columns fill the target: its own count for it, required ones that lack against it."""
    keys = set(mapping.values())
    own = [key for key in keys if key.startswith((f"{target.register}.", f"{target.register}@"))]
    return 2 * len(keys) + len(own) - 6 * len(target.missing(keys))


def column_labels(target: Target, catalogue: Catalogue) -> dict[str, str]:
    """The labels of the target's columns on the screen; a field without words goes without."""
    return {key: catalogue.text(f"field.{key}") for key in target.fields if catalogue.has(f"field.{key}")}


def remembered_mapping(workspace: Workspace, opened: OpenedList, *, chosen: bool = False) -> OpenedList:
    """The list as a person took it the last time, if there was a file of this kind before: register and columns.

    ``chosen`` says that a person has chosen the register this time: then only its columns are remembered.
    """
    with workspace.reading() as reader:
        kept = Mappings(reader.connection).get(opened.table.signature)
    if kept is None:
        return opened
    register, mapping = kept
    target = opened.target
    if register in IMPORTED and not chosen and sees(workspace.role, register):
        target = target_of(workspace.registry, register)
    if (register and register != target.register) or not set(mapping.values()) <= {
        *target.fields,
        *target.special,
    }:
        return opened
    return replace(opened, target=target, mapping=mapping, remembered=True)
