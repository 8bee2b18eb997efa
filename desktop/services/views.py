"""What the screens are given: frozen values, ready to show, with nothing a role may not see.

A cell is a :class:`Cell`: its value as kept in the register, and a mark when there is more (or less) to it
than the value. The screen formats values; it never decides what may be seen.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Final, TypeAlias

from desktop.base.values import dataclass
from desktop.domain.periods import Period

Value: TypeAlias = "str | int | bool | list[str] | None"


class Mark(Enum):
    """Why a cell shows something else than a plain value."""

    NONE = "none"
    MASKED = "masked"
    """There is a value; a look at it is an explicit reveal."""
    WITHHELD = "withheld"
    """The sender kept it: "đã giữ lại"."""
    ERASED = "erased"
    """It was erased for good: "đã xóa"."""
    CONFLICT = "conflict"
    """Two places changed it; the value shown is the latest and waits for a person's choice."""


GONE: Final = (Mark.WITHHELD, Mark.ERASED)
"""There is or was a value, and it is not here: words stand in its place."""


@dataclass(frozen=True)
class Cell:
    """One value of one record.

    Attributes:
        text: the title of the record that a reference points to, else None.
        unnamed: why what a reference points to has no title, where it is not here: one of :data:`GONE`.
    """

    value: Value = None
    mark: Mark = Mark.NONE
    text: str | None = None
    unnamed: Mark = Mark.NONE


class Standing(Enum):
    """What became of a record as a whole."""

    ACTIVE = "active"
    RETIRED = "retired"
    HANDED = "handed"
    """It was this unit's and went over to another."""
    REMOVED = "removed"


@dataclass(frozen=True)
class Row:
    """A record as a table shows it: the register's columns only."""

    id: str
    standing: Standing
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Filter:
    """One chip: the field equals one of the values (codes, record ids, or True/False)."""

    field: str
    values: tuple[str | bool, ...]


@dataclass(frozen=True)
class FigureFilter:
    """One chip: exactly the records that an indicator counts.

    Attributes:
        period: the days asked for, such as those from the beginning of the year.
        area: the id of the area, None for all.
        parts: the spellings of one part of an indicator that is told apart, such as one grantor; empty for all.
        station: the code of the unit whose records these are; None for all that are held.
    """

    code: str
    period: Period
    area: str | None = None
    parts: tuple[str, ...] = ()
    station: str | None = None


@dataclass(frozen=True)
class MissingFilter:
    """One chip: exactly the records that a report of a period still lacks something of.

    Attributes:
        code: of what is missing; its words are ``missing.<code>``.
        on: the day on which it is asked, no later than the last of the period.
    """

    code: str
    period: Period
    on: date


@dataclass(frozen=True)
class ChangedFilter:
    """One chip: the records by which a frozen figure has become another; ``code`` is the indicator's."""

    code: str
    records: tuple[str, ...]


RowFilter: TypeAlias = FigureFilter | MissingFilter | ChangedFilter


@dataclass(frozen=True)
class ListQuery:
    """What a table asks for. ``text`` narrows by the register's searchable fields, with or without accents."""

    filters: tuple[Filter, ...] = ()
    text: str = ""
    sort: str | None = None
    descending: bool = False
    retired: bool = False
    """Show retired records too."""
    figure: RowFilter | None = None
    """Only what a figure counts, or a report lacks: that says itself whether retired records are among it."""


@dataclass(frozen=True)
class Hit:
    """One find of the search box or of a list of choices."""

    register: str
    record: str
    title: str
    subtitle: str


@dataclass(frozen=True)
class FieldChange:
    """One field in one line of history; sensitive values are masked."""

    register: str
    record: str
    field: str
    before: Cell
    after: Cell


@dataclass(frozen=True)
class Passage:
    """How far an operation has come on its way to a unit.

    Attributes:
        to: the unit's name; empty where it stands for ``units`` of them.
        written_on: when it was first written to a stick for it; None while it waits.
        acknowledged_on: when every computer of the unit had said that it holds it; None until then.
        aside: the unit has set it aside: it is kept there and does not count.
        units, acknowledged: of how many units this tells, and how many of them hold it.
    """

    to: str
    written_on: datetime | None
    acknowledged_on: datetime | None
    aside: bool = False
    units: int = 1
    acknowledged: int = 0


@dataclass(frozen=True)
class HistoryEntry:
    """One operation on a record, newest first in lists."""

    operation: tuple[str, int]
    """Device and sequence number: its identity, never shown."""
    at: datetime
    actor: str
    action: str
    """The key of the action's sentence: ``action.<register>.create`` and the like, generic where there is none."""
    changes: tuple[FieldChange, ...]
    undoable: bool
    reason: str = ""
    """Why a record was retired, as a person wrote it."""
    passages: tuple[Passage, ...] = ()
    aside: bool = False
    """It came in a bundle that is set aside here, and does not count."""
    rejectable: bool = False
    """A unit below wrote it, and this one may reject it with a reason."""


@dataclass(frozen=True)
class ChildForm:
    """One child row in a form, such as a party of a dispute. ``record`` is None for a new one."""

    register: str
    record: str | None
    values: Mapping[str, Value]
    removed: bool = False


@dataclass(frozen=True)
class Form:
    """A record as its form was loaded: what a save compares with, and what it says it replaced.

    Attributes:
        record: None for a new record.
        cells: every field of the register; masked ones hold no value and may be left untouched.
        children: child rows by register, in order.
        basis: what the form had loaded, opaque to the screen, given back at save.
    """

    register: str
    record: str | None
    cells: Mapping[str, Cell]
    children: Mapping[str, tuple[tuple[str, Mapping[str, Cell]], ...]] = dataclasses.field(
        default_factory=dict
    )
    basis: object = None


@dataclass(frozen=True)
class Entry:
    """What a person entered: the fields they changed, and the child rows they changed, added or removed."""

    values: Mapping[str, Value]
    children: tuple[ChildForm, ...] = ()


@dataclass(frozen=True)
class Problem:
    """Something wrong with an entry: the field and a code whose sentence is ``problem.<code>``."""

    field: str
    code: str
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Remark:
    """Something worth knowing before an entry is saved; it never stops the saving. Its sentence is ``remark.<code>``.

    Attributes:
        record: another record that it speaks of, as (register, id), to be opened from it.
    """

    code: str
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)
    record: tuple[str, str] | None = None


@dataclass(frozen=True)
class Changes:
    """What an operation touched: screens reload by it. ``description`` names it for the toast and undo."""

    operation: tuple[str, int] | None
    records: tuple[tuple[str, str], ...]
    action: str = ""
    subject: str = ""

    @property
    def registers(self) -> frozenset[str]:
        return frozenset(register for register, _ in self.records)
