"""A list as a person sees it, read whole: its columns, its rows in their order, and in words what narrows it.

What is masked on the screen is in none of it; a note names the columns that were left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.fields import Field, Kind, Register
from desktop.domain.importing.targets import IMPORTED, target_of
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.dates import partial_date
from desktop.i18n.numbers import grouped, money
from desktop.services import registers
from desktop.services.row_filters import require_taking_out, row_words
from desktop.services.views import GONE, Cell, Filter, ListQuery, Row, Standing
from desktop.services.workspace import Workspace
from desktop.store.records import Selection
from desktop.store.register_file import Reader

Progress = Callable[[int, int], None]

_STEP = 2_000
"""Rows read at once."""


class NothingToTakeOut(UserError):
    """The list is empty."""

    code = "nothing_to_take_out"


class ListTooLongToTakeOut(UserError):
    """More rows than one workbook or one paper takes. Facts: ``rows``, ``most``."""

    code = "list_too_long_to_take_out"


class FoundByMaskedWords(UserError):
    """Some rows were found by words of masked fields: the list itself would tell what is masked."""

    code = "found_by_masked_words"


@dataclass(frozen=True)
class SeenList:
    """What is on the screen, and how the screen came to it.

    Attributes:
        title: what the register is called, many of them.
        said: the filters, the order, and what was left out, a sentence each.
        columns: the fields shown, masked ones left out.
        heads: over the columns.
        retired: whether retired records are among the rows.
    """

    register: Register
    title: str
    said: tuple[str, ...]
    columns: tuple[Field, ...]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    retired: bool


def read_list(
    workspace: Workspace,
    register: str,
    query: ListQuery,
    words: Catalogue,
    most: int,
    progress: Progress = lambda _done, _total: None,
) -> SeenList:
    """Reads every row that the query finds.

    Raises :class:`NotAllowed`, :class:`NothingToTakeOut`, :class:`ListTooLongToTakeOut` and
    :class:`FoundByMaskedWords`; whatever ``progress`` raises stops it.
    """
    declared = workspace.registry[register]
    if query.figure is not None:
        require_taking_out(workspace, query.figure)
    with workspace.reading(Permission.PRINT, register) as reader:
        if query.text and _looks_into_masked(workspace, reader, register, query.text):
            raise FoundByMaskedWords()
        said = tuple(_said(workspace, reader, words, declared, query))
    total = registers.count(workspace, register, query)
    if total == 0:
        raise NothingToTakeOut()
    if total > most:
        raise ListTooLongToTakeOut(rows=total, most=most)
    rows: dict[str, Row] = {}
    for offset in range(0, total, _STEP):
        progress(offset, total)
        page = registers.rows(workspace, register, query, offset, _STEP)
        # By id: what is written meanwhile may push a row onto the next page.
        rows.update((row.id, row) for row in page)
    columns = tuple(field for field in declared.columns if not field.sensitive)
    return SeenList(
        declared,
        words.text(f"register.{register}.plural"),
        said,
        columns,
        tuple(words.text(_head_key(workspace, declared, field)) for field in columns),
        tuple(rows.values()),
        query.retired or query.figure is not None,
    )


def _looks_into_masked(workspace: Workspace, reader: Reader, register: str, text: str) -> bool:
    """Whether words that only entitled roles find are among those by which the list was narrowed."""
    with_masked, without = (
        reader.records.count(register, Selection(text=text, retired=True, secret=secret))
        for secret in (workspace.may(Permission.REVEAL), False)
    )
    return with_masked != without


def standing_words(words: Catalogue, register: str, standing: Standing) -> str:
    """Whether a record is still followed, or what became of it."""
    if standing is Standing.HANDED:
        return words.text("handed.standing")
    return words.text("takeout.active" if standing is Standing.ACTIVE else f"retired.{register}")


def cell_words(workspace: Workspace, words: Catalogue, field: Field, cell: Cell) -> str:
    """A cell as it reads on paper."""
    for mark in (cell.mark, cell.unnamed):
        if mark in GONE:
            return words.text(f"kit.mark.{mark.value}")
    value = cell.value
    if field.to is not None:
        return cell.text or ""
    if isinstance(value, bool):
        return words.text("yes" if value else "no")
    if isinstance(value, int):
        if field.kind is Kind.MONEY:
            return money(value, words.language)
        return str(value) if field.plain else grouped(value, words.language)
    if isinstance(value, list):
        return ", ".join(_choice(workspace, words, field, each) for each in value)
    return _text(workspace, words, field, value or "")


def _text(workspace: Workspace, words: Catalogue, field: Field, value: str) -> str:
    if field.kind is Kind.CHOICE:
        return _choice(workspace, words, field, value)
    if field.kind in (Kind.DAY, Kind.PARTIAL_DAY) and value:
        try:
            return partial_date(value, words.language)
        except ValueError:
            return value
    return value


def _choice(workspace: Workspace, words: Catalogue, field: Field, code: str) -> str:
    if not code or field.catalogue is None:
        return code
    return workspace.catalogues.label(field.catalogue, code, words.language)


def _head_key(workspace: Workspace, register: Register, field: Field) -> str:
    """The head of a column: the one under which an import finds it, such as a member's name."""
    base = target_of(workspace.registry, register.name).base if register.name in IMPORTED else None
    if base is not None and field.to == base:
        return f"field.{base}.{workspace.registry[base].title}"
    return f"field.{register.name}.{field.name}"


# In words


def _said(
    workspace: Workspace, reader: Reader, words: Catalogue, register: Register, query: ListQuery
) -> Iterator[str]:
    narrowed = [
        _filter_words(workspace, reader, words, register, each)
        for each in query.filters
        if not register.by_name[each.field].sensitive
    ]
    if query.figure is not None:
        narrowed.append(row_words(workspace, words.text, words.language, query.figure))
    if query.text:
        narrowed.append(words.text("takeout.typed", text=query.text))
    if narrowed:
        yield words.text("list.filters", filters="; ".join(narrowed))
    else:
        yield words.text("takeout.everything")
    if query.retired:
        yield words.text("kit.filter.retired", what=words.text(f"retired.{register.name}").lower())
    yield _order_words(words, register, query)
    masked = [field for field in register.columns if field.sensitive]
    if masked:
        names = ", ".join(words.text(f"field.{register.name}.{field.name}") for field in masked)
        yield words.text("takeout.masked", fields=names)


def _filter_words(
    workspace: Workspace, reader: Reader, words: Catalogue, register: Register, chip: Filter
) -> str:
    field = register.by_name[chip.field]
    target = workspace.registry[field.to] if field.to else None
    open_title = target is not None and not target.by_name[target.title].sensitive
    titles = reader.records.titles(field.to or "", [str(each) for each in chip.values]) if open_title else {}
    values = [
        cell_words(workspace, words, field, Cell(each, text=titles.get(str(each)))) for each in chip.values
    ]
    name = words.text(f"field.{register.name}.{field.name}")
    return words.text("kit.filter.is", field=name, values=", ".join(values))


def _order_words(words: Catalogue, register: Register, query: ListQuery) -> str:
    field = register.by_name[query.sort] if query.sort else None
    descending = query.descending
    if field is None or field.sensitive:
        field = register.by_name[register.newest_first or register.title]
        descending = register.newest_first is not None
    if field.sensitive:
        return words.text("takeout.order.none")
    name = words.text(f"field.{register.name}.{field.name}")
    if field.kind is Kind.DAY:
        return words.text(f"takeout.order.{'newest' if descending else 'oldest'}", field=name)
    return words.text(f"takeout.order.{'down' if descending else 'up'}", field=name)


def whole_day(value: str) -> date | None:
    """The day of a whole ISO date; None for a month, a year or anything else."""
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None
