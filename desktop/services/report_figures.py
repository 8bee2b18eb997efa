"""Figures of a report: frozen, shown again as they were, and set against those of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.frozen_figures import (
    ChainEnd,
    FigureChange,
    FrozenFigures,
    FrozenNumber,
    FrozenRow,
    differences,
    row_of,
)
from desktop.domain.indicators import INDICATORS, Counted, counted_of
from desktop.domain.indicators.comparing import Number
from desktop.domain.periods import Period
from desktop.services import indicators
from desktop.services.figure_columns import Figure
from desktop.services.figure_rows import numbers_of, shown_in
from desktop.services.figure_targets import Target
from desktop.services.indicators import FigureRow
from desktop.services.periods import calendar
from desktop.services.views import ChangedFilter, FigureFilter, ListQuery
from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader
from desktop.store.since import Since, Touched, reached

COLUMNS: Final = ("this", "before", "last_year", "to_date")


@dataclass(frozen=True)
class Difference:
    """A figure that is another one since it was frozen.

    Attributes:
        column: one of :data:`COLUMNS`.
        register, query: the records by which it changed; None where there is no list of them.
        count: how many these are.
    """

    code: str
    part: str
    column: str
    was: Number | None
    now: Number | None
    count: int = 0
    register: str | None = None
    query: ListQuery | None = None


@dataclass(frozen=True)
class Moment:
    """How far the journal reached: whatever comes after may make a figure another one."""

    seen: Mapping[str, int]
    end: ChainEnd


def moment(workspace: Workspace) -> Moment:
    """The journal as it is now; to be asked before anything is counted."""
    with workspace.reading() as reader:
        tip = reader.journal.tip(workspace.device)
        return Moment(reached(reader.connection), ChainEnd(tip.device, tip.seq, tip.hash))


def freeze(period: Period, rows: Sequence[FigureRow], at: Moment) -> FrozenFigures:
    """Figures as they are now."""
    return FrozenFigures(period, tuple(map(_frozen, rows)), at.seen, at.end)


def thaw(frozen: FrozenFigures) -> list[FigureRow]:
    """Frozen figures as a table shows them; an indicator that this version does not know is left out."""
    return [_row(row) for row in frozen.rows if row.code in INDICATORS]


def set_against(frozen: FrozenFigures, rows: Sequence[FigureRow]) -> list[FigureChange]:
    """What is another figure in some rows than it was when it was frozen, in the order of the report."""
    return differences(frozen, [_frozen(row) for row in rows])


def changed_since(workspace: Workspace, frozen: FrozenFigures) -> list[Difference]:
    """What is another figure now, in the order of the report, with the records by which it became so."""
    codes = dict.fromkeys(row.code for row in frozen.rows if row.code in INDICATORS)
    changes = set_against(frozen, indicators.table(workspace, codes, frozen.period))
    if not changes:
        return []
    spans = _spans(workspace, frozen.period)
    with workspace.reading() as reader:
        causes = _Causes(workspace, reader, frozen)
        return [_difference(each, causes.of(each, spans[each.column])) for each in changes]


class _Causes:
    """The records that were written to since figures were frozen, by the register in whose list they are shown."""

    def __init__(self, workspace: Workspace, reader: Reader, frozen: FrozenFigures) -> None:
        self._workspace = workspace
        self._reader = reader
        self._since = Since(reader.connection, frozen.seen)
        self._touched: dict[str, Touched] = {}

    def of(self, change: FigureChange, period: Period) -> tuple[str, tuple[str, ...]]:
        """Register and ids: what is counted now and was written to since; of a figure that fell, the rest too."""
        records: set[str] = set()
        register = ""
        if indicators.is_secret(self._workspace, change.code) and not self._workspace.may(Permission.REVEAL):
            return register, ()
        fell = change.was is not None and (change.now is None or change.now < change.was)
        for counted in counted_of(change.code):
            register = shown_in(self._workspace, counted)
            wanted = FigureFilter(counted.code, period)
            numbers = numbers_of(self._workspace, self._reader, register, wanted)
            touched = self._shown(counted, register)
            counted_now = self._since.ids(numbers, register)
            records |= (touched.new | touched.known) & counted_now
            if fell:
                # What is no longer counted was there before.
                records |= touched.known - counted_now
        return register, tuple(sorted(records))

    def _shown(self, counted: Counted, register: str) -> Touched:
        if counted.register not in self._touched:
            self._touched[counted.register] = self._since.touched(counted.register)
        touched = self._touched[counted.register]
        return touched if register == counted.register else self._parents(counted.register, touched)

    def _parents(self, child: str, touched: Touched) -> Touched:
        """Of records that belong to others, these."""
        parent = self._workspace.registry[child].parent
        assert parent is not None
        rows = self._reader.records.get_many(child, [*touched.known, *touched.new])
        owners = frozenset(str(row.values[parent.name]) for row in rows.values() if row.values[parent.name])
        return Touched(owners, frozenset())


def _spans(workspace: Workspace, period: Period) -> tuple[Period, ...]:
    """The days of each of the four columns."""
    periods = calendar(workspace)
    return (period, periods.before(period), periods.year_before(period), periods.to_date(period))


def _difference(change: FigureChange, cause: tuple[str, tuple[str, ...]]) -> Difference:
    register, records = cause
    told = Difference(change.code, change.part, COLUMNS[change.column], change.was, change.now)
    if not records:
        return told
    query = ListQuery(figure=ChangedFilter(change.code, records))
    return replace(told, count=len(records), register=register, query=query)


_MARKS: Final = (("t", "typed"), ("c", "counted"), ("p", "partial"), ("r", "reported"))


def _frozen(row: FigureRow) -> FrozenRow:
    numbers = (_number(each) for each in (row.this, row.before, row.last_year, row.to_date))
    target = (row.target.value, row.target.of_year) if row.target is not None else None
    return row_of(row.code, row.part or "", numbers, target)


def _number(figure: Figure) -> FrozenNumber:
    marks = "".join(letter for letter, name in _MARKS if getattr(figure, name))
    return FrozenNumber(figure.value, marks)


def _row(row: FrozenRow) -> FigureRow:
    indicator = INDICATORS[row.code]
    parts = (row.part,) if row.part else ()
    target = Target(row.target[0], of_year=row.target[1]) if row.target is not None else None
    this, before, last_year, to_date = (_figure(each) for each in row.numbers)
    whole = FigureRow(row.code, indicator.theme, indicator.unit, this, before, last_year, to_date)
    return replace(whole, part=row.part or None, parts=parts, target=target)


def _figure(number: FrozenNumber) -> Figure:
    held = number.marks
    return Figure(
        number.value, typed="t" in held, counted="c" in held, partial="p" in held, reported="r" in held
    )
