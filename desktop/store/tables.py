"""The derived tables: one for each register, made from its declaration and filled by folding the journal.

They carry no NOT NULL, UNIQUE or FOREIGN KEY on fields: rows arrive out of order, withheld or twice, and must
not abort an import. A row keeps, beside the fields, the order of what it points to, so that a list of members
by name is one walk along an index. It also keeps the day it was first entered and, of a retired record, the day
of that, so that what was in use on a past day can be counted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from desktop.base.collation import collation_key, name_key
from desktop.domain.fields import STATE, Field, Kind, Register, Registry
from desktop.domain.journal.merge import Content, RecordState

if TYPE_CHECKING:
    from sqlite_utils import Database

LAYOUT: Final = 7
"""Raised whenever this module or ``search`` keeps something else for the same declarations."""

_INTEGER = frozenset({Kind.COUNT, Kind.MONEY, Kind.FLAG})
_SORTED = frozenset({Kind.TEXT, Kind.NAME})
_CHOSEN = frozenset({Kind.CHOICE, Kind.FLAG})

MARKS = "@marks"
CONFLICTS = "@conflicts"
STANDING = "@standing"
STATION = "@station"
CREATED = "@created"
"""The day on which a record was first entered, by the clock of its first operation, in Việt Nam."""
ENDED = "@ended"
"""The day from which a retired record is so; none where nobody said, or of a record in use."""

_DAY: Final = 86_400_000
_VIET_NAM: Final = 7 * 3_600_000
"""Milliseconds past the day of Greenwich."""

ALSO: Final = "@also"
"""Of a record that stands for others: the words by which those are found, by index, as JSON."""

STANDINGS: Final = ("active", "retired", "handed", "removed", "merged")
"""By the number that stands in the column: 0 is in use, and everything from 3 on is gone from lists. What is handed was
this unit's and is another's now (see ``owners``); for what is merged another record stands (see ``sames``)."""


def sort_column(field: Field) -> str | None:
    """The column that keeps the Vietnamese order of a text, or of what a reference points to.

    None where the value orders itself, and where an order would tell of what is sensitive.
    """
    ordered = field.column if field.kind is Kind.REF else field.kind in _SORTED
    return f"{field.name}@order" if ordered and not field.sensitive else None


def title_order(register: Register) -> str | None:
    """The column by which records stand when they are named; None where the title is sensitive."""
    title = register.by_name[register.title]
    return None if title.sensitive else sort_column(title) or title.name


def list_order(register: Register) -> str | None:
    """The column by which the register's list stands at first, newest or title; None: as entered."""
    return register.newest_first or title_order(register)


def order_index(register: Register) -> str:
    return f"{register.name}@by_order"


def sorting(register: Register, field: Field) -> list[str]:
    """The columns by which a list is sorted by a field: what is alike in it stands in the list's own order."""
    first = list_order(register)
    column = sort_column(field) or field.name
    return [column, *([first] if first not in (None, column) else [])]


def sort_index(register: Register, field: Field) -> str | None:
    """The index that a list sorted by a field is one walk along; None where sorting all rows is quick enough.

    What a register tells of days goes on for years, of people and places there are only so many.
    """
    if (sort_column(field) or field.name) == list_order(register):
        return order_index(register)
    has_one = register.newest_first is not None and field.column and not field.sensitive
    return f"{register.name}@sorted_{field.name}" if has_one else None


def gone_index(register: Register) -> str:
    return f"{register.name}@gone"


def column_types(register: Register) -> dict[str, type]:
    types: dict[str, type] = {
        "id": str,
        STATION: str,
        STANDING: int,
        MARKS: str,
        CONFLICTS: int,
        CREATED: str,
        ENDED: str,
    }
    if register.same is not None:
        types[ALSO] = str
    for field in register.fields:
        types[field.name] = int if field.kind in _INTEGER else str
        order = sort_column(field)
        if order is not None:
            types[order] = str
    return types


def create_tables(tables: Database, registry: Registry) -> None:
    """Makes the derived tables anew, empty. The search index names their rows by number, so nothing vacuums.

    Raises :class:`ValueError` for a register named like a table that is not derived: a mistake in its
    declaration that would cost what the journal cannot give back.
    """
    taken = set(tables.table_names())
    for register in registry:
        if register.name in taken:
            raise ValueError(f"{register.name} is a table of the program")
        table = tables.table(register.name)
        table.create(column_types(register), pk="id", strict=True)
        for name, columns in _indexes(register):
            table.create_index(columns, index_name=name)
        tables.execute(
            f'CREATE INDEX "{gone_index(register)}" ON "{register.name}"("{STANDING}") WHERE "{STANDING}" > 0'
        )


def _indexes(register: Register) -> Iterator[tuple[str, list[str]]]:
    first = list_order(register)
    yield order_index(register), [*([first] if first else []), "id", STANDING]
    for field in register.fields:
        sorted_by = sort_index(register, field)
        has_own = sorted_by not in (None, order_index(register))
        if sorted_by is not None and has_own:
            yield sorted_by, [*sorting(register, field), "id", STANDING]
        name = f"{register.name}@by_{field.name}"
        if field.kind is Kind.REF and field.name == register.title and register.newest_first is not None:
            # The register tells what was done about something: what was done last is asked for.
            days = [each.name for each in register.fields if each.kind is Kind.DAY]
            yield name, [field.name, register.newest_first, *dict.fromkeys([STANDING, *days])]
        elif field.kind is Kind.REF:
            yield name, [field.name]
        elif not has_own and field.name != first and _counted_by(field):
            # Where the list has an index in this order, that serves the figures too.
            yield name, [field.name, STANDING]


def _counted_by(field: Field) -> bool:
    """Whether figures are asked by the field: by what is chosen, or by the day of what came about."""
    if not field.column or field.sensitive:
        return False
    return field.kind in _CHOSEN or (field.kind is Kind.DAY and not field.ahead)


def shape(registry: Registry) -> str:
    """Changes whenever a declaration changes what the derived tables or the search index hold."""
    text = json.dumps(
        [
            LAYOUT,
            *(
                [
                    register.name,
                    register.title,
                    register.newest_first,
                    register.children,
                    [
                        [
                            field.name,
                            field.kind.value,
                            field.search,
                            field.sensitive,
                            field.column,
                            field.to,
                            field.parent,
                        ]
                        for field in register.fields
                    ],
                ]
                for register in registry
            ),
        ]
    )
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


class RowShape:
    """How the records of one register become rows, worked out once: a bundle may bring hundreds of thousands.

    Attributes:
        columns: of a row, in order.
    """

    def __init__(self, register: Register, *, ordered: bool = True) -> None:
        """``ordered``: with the columns by which lists stand in order."""
        orders = {field.name: sort_column(field) if ordered else None for field in register.fields}
        self._empty: dict[str, Any] = dict.fromkeys(
            ["id", STATION, STANDING, CONFLICTS, CREATED, ENDED]
            + [name for field in register.fields for name in (field.name, orders[field.name]) if name]
            + [MARKS]
        )
        self.columns = (*self._empty, *([ALSO] if register.same is not None else []))
        self._values = {field.name: _COLUMN_VALUES.get(field.kind, _text) for field in register.fields}
        self._orders = {
            field.name: (order, name_key if field.kind is Kind.NAME else collation_key)
            for field in register.fields
            if (order := orders[field.name]) is not None and field.to is None
        }

    def row(self, state: RecordState, station: str | None) -> dict[str, Any]:
        """A folded record as a row of its table; the order of what it points to is for the writer to ask.

        Fields that this version does not know stay in the journal.
        """
        marks: dict[str, str] = {}
        conflicts = 0
        row = self._empty.copy()
        for name, held in state.fields.items():
            shown = held.heads[-1]
            conflict = len(held.heads) > 1 and held.conflict
            conflicts += conflict
            if name not in self._values:
                continue
            if shown.content is not Content.HELD:
                marks[name] = shown.content.value
            elif conflict:
                marks[name] = "conflict"
            value = row[name] = self._values[name](shown.value)
            if name in self._orders and isinstance(value, str):
                order, key_of = self._orders[name]
                row[order] = key_of(value)
        standing = state.standing
        row["id"] = state.record
        row[STATION] = station
        row[STANDING] = STANDINGS.index(standing)
        row[CONFLICTS] = conflicts
        row[CREATED] = day_of(state.created) if state.created is not None else None
        row[ENDED] = _retired_on(state) if standing == "retired" else None
        row[MARKS] = self._marks(marks)
        return row

    def row_of_one(
        self, record: str, leaves: Sequence[Any], clock: int, station: str | None
    ) -> dict[str, Any] | None:
        """The row of a record that one operation wrote, from its leaves as the journal keeps them.

        It is what :meth:`row` makes of the fold, without one: most records were written once. What is not held was
        withheld, not erased. None where it takes a fold to tell: something is said twice, or about the record itself.
        """
        marks: dict[str, str] = {}
        row = self._empty.copy()
        said = set()
        for leaf in leaves:
            name = leaf[0]
            if name in said or name[0] == "@":
                return None
            said.add(name)
            read = self._values.get(name)
            if read is None:
                continue
            if len(leaf) != 3:
                marks[name] = Content.WITHHELD.value
                continue
            value = row[name] = read(leaf[2])
            if name in self._orders and isinstance(value, str):
                order, key_of = self._orders[name]
                row[order] = key_of(value)
        row["id"] = record
        row[STATION] = station
        row[STANDING] = row[CONFLICTS] = 0
        row[CREATED] = day_of(clock)
        if marks:
            row[MARKS] = self._marks(marks)
        return row

    def _marks(self, marks: Mapping[str, str]) -> str | None:
        return json.dumps({name: marks[name] for name in self._values if name in marks}) if marks else None


def row_of(register: Register, state: RecordState, station: str | None) -> dict[str, Any]:
    """One record as :meth:`RowShape.row` makes it."""
    return RowShape(register).row(state, station)


def day_of(clock: int) -> str:
    """The day in Việt Nam of a clock in milliseconds, as ISO text: the same on every machine."""
    return _day((clock + _VIET_NAM) // _DAY)


@lru_cache(maxsize=4_096)
def _day(number: int) -> str:
    """The same days come over and over; the first is that of the year 1970."""
    return (date(1970, 1, 1) + timedelta(days=number)).isoformat()


def _retired_on(state: RecordState) -> str | None:
    said = state.value(STATE)
    on = said.get("on") if isinstance(said, dict) else None
    try:
        return date.fromisoformat(on).isoformat() if isinstance(on, str) else None
    except ValueError:
        return None


# A value as its column keeps it; one of a wrong type, which only a stranger writes, is as none.


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> int | None:
    return value if type(value) is int else None


def _flag(value: object) -> int | None:
    return int(value) if isinstance(value, bool) else None


def _tags(value: object) -> str | None:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return json.dumps(value, ensure_ascii=False)
    return None


_COLUMN_VALUES: Final[Mapping[Kind, Callable[[object], str | int | None]]] = {
    Kind.COUNT: _number,
    Kind.MONEY: _number,
    Kind.FLAG: _flag,
    Kind.TAGS: _tags,
}


def value_of(field: Field, column: str | int | None) -> str | int | bool | list[str] | None:
    """A column's content as the value of the field."""
    if column is None:
        return None
    if field.kind is Kind.FLAG:
        return bool(column)
    if field.kind is Kind.TAGS:
        return list(json.loads(str(column)))
    return column
