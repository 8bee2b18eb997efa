"""Rows of the store as cells of the screen: what may be shown of a value, and the words for what it points to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from desktop.base.values import dataclass
from desktop.domain.fields import Field, Kind, Register
from desktop.domain.values.gone import ERASED, WITHHELD
from desktop.services.succession import Renaming, former_titles, name_on
from desktop.services.views import Cell, Mark
from desktop.store.records import Stored
from desktop.store.register_file import Reader


@dataclass(frozen=True)
class Titles:
    """What references point to, by (register, record).

    Attributes:
        now: their titles.
        former: the names they bore before.
        unnamed: the mark of those whose title is not here.
    """

    now: Mapping[tuple[str, str], str | None]
    former: Mapping[tuple[str, str], list[Renaming]]
    unnamed: Mapping[tuple[str, str], str]

    def of(self, register: str, record: str, day: object) -> str | None:
        """The title, or what the record was called on the day of what points to it."""
        place = (register, record)
        then = name_on(self.former.get(place, ()), day) if isinstance(day, str) and self.former else None
        return then or self.now.get(place)


def titles_of(reader: Reader, fields: Iterable[Field], values: Sequence[Mapping[str, Any]]) -> Titles:
    """Titles of everything the rows refer to, register by register."""
    found: dict[tuple[str, str], str | None] = {}
    unnamed: dict[tuple[str, str], str] = {}
    for field in fields:
        if field.to is not None:
            wanted = list({row[field.name] for row in values if row.get(field.name)})
            target = reader.registry[field.to]
            if target.by_name[target.title].sensitive:
                continue
            titles = reader.records.titles(field.to, wanted)
            found |= {(field.to, record): title for record, title in titles.items()}
            # Few have none, so that the second question is seldom asked.
            without = [record for record in wanted if titles.get(record) is None]
            marks = reader.records.without_title(field.to, without) if without else {}
            unnamed |= {(field.to, record): mark for record, mark in marks.items()}
    return Titles(found, former_titles(reader, found), unnamed)


def day_of(register: Register, row: Stored) -> object:
    """The day on which what is recorded happened; None for what goes on."""
    field = register.by_name.get(register.newest_first or "")
    return row.values.get(field.name) if field is not None and field.kind is Kind.DAY else None


def cell_of(field: Field, row: Stored, titles: Titles, day: object, *, mask: bool = True) -> Cell:
    value = row.values.get(field.name)
    mark = row.marks.get(field.name)
    if mark in (WITHHELD, ERASED):
        return Cell(None, Mark(mark))
    if field.sensitive and mask:
        return Cell(None, Mark.MASKED if value is not None else Mark.NONE)
    shown = Mark.CONFLICT if mark == "conflict" else Mark.NONE
    if field.to is None or not isinstance(value, str):
        return Cell(value, shown)
    text = titles.of(field.to, value, day)
    unnamed = titles.unnamed.get((field.to, value)) if text is None else None
    return Cell(value, shown, text, Mark(unnamed) if unnamed else Mark.NONE)
