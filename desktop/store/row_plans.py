"""What is asked of a register for every row that is written, worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from desktop.base.values import dataclass
from desktop.domain.fields import Field, Register, Registry
from desktop.domain.sameness import linked
from desktop.store.lending import NUMBER
from desktop.store.search import BOTH, lent_fields, list_index, own_index
from desktop.store.tables import STANDING, RowShape, sort_column, title_order


@dataclass(frozen=True)
class Plan:
    """What is asked of a register for every row, worked out once.

    Attributes:
        ordered: references whose order is kept, with the column that keeps it.
        lent: references whose words are kept.
        references: the fields of both.
        own, listed: by kind of index its name, where there is one; ``listed`` only where it is another.
        watched: the columns that decide whose words a row has.
        borrowers: the registers and fields that keep something of this one's records.
        joinable: references to what may be one with others, which lead to whatever stands for it.
        title: the column that it lends as its order, if it lends one.
        insert, update: the statements that write a row, its columns in the order of :class:`RowShape`, then its number.
        values: the values of a row in that order.
    """

    register: Register
    shape: RowShape
    ordered: tuple[tuple[Field, str], ...]
    lent: tuple[Field, ...]
    references: Mapping[str, str | None]
    own: Mapping[str, str]
    listed: Mapping[str, str]
    watched: tuple[str, ...]
    borrowers: tuple[tuple[Register, Field], ...]
    joinable: tuple[Field, ...]
    title: str | None
    insert: str
    update: str
    values: Callable[[Mapping[str, Any]], tuple[Any, ...]]


def plan_of(registry: Registry, register: Register) -> Plan:
    references = [(field, sort_column(field)) for field in register.fields if field.to is not None]
    links = linked(registry)
    ordered = tuple((field, order) for field, order in references if order is not None)
    lent = tuple(lent_fields(register))
    own = {which: own_index(register, which) for which in BOTH}
    listed = {which: list_index(registry, register, which) for which in BOTH}
    shape = RowShape(register)
    columns = [f'"{name}"' for name in shape.columns]
    return Plan(
        register,
        shape,
        ordered,
        lent,
        {field.name: field.to for field in (*(field for field, _ in ordered), *lent)},
        {which: name for which, name in own.items() if name is not None},
        {which: name for which, name in listed.items() if name is not None and name != own[which]},
        (STANDING, *(field.name for field in lent)),
        tuple(
            (borrower, field)
            for borrower in registry
            for field in borrower.fields
            if field.to == register.name and (field.search or sort_column(field) is not None)
        ),
        tuple(
            field for field in register.fields if field.to in links and register.name not in links.values()
        ),
        title_order(register),
        f'INSERT INTO "{register.name}" ({", ".join([*columns, NUMBER])}) VALUES ({marks(len(columns) + 1)})',
        f'UPDATE "{register.name}" SET {", ".join(f"{name} = ?" for name in columns)} WHERE rowid = ?',
        itemgetter(*shape.columns, NUMBER),
    )


def marks(number: int) -> str:
    return ", ".join("?" * number)
