"""The figures of all units together, from whichever source each unit's count, and totals that were frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from desktop.base.text import tidy
from desktop.domain.board import Source
from desktop.domain.errors import UserError
from desktop.domain.frozen_figures import read_figures, write_figures
from desktop.domain.indicators import INDICATORS, Counted, Ratio
from desktop.domain.indicators.comparing import Number, percent
from desktop.domain.indicators.definition import Stock, Yearly
from desktop.domain.levels import superior
from desktop.domain.periods import Period, PeriodKind
from desktop.domain.totals import TotalChange, added, changes
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.figures import period_words
from desktop.services import indicators
from desktop.services.board import key_of
from desktop.services.change import Change
from desktop.services.environment import read_station
from desktop.services.figure_columns import Figure
from desktop.services.indicators import FigureRow
from desktop.services.periods import calendar
from desktop.services.received_reports import NotTheUpperLevel
from desktop.services.report_figures import freeze, moment, thaw
from desktop.services.reporting_units import ReportingUnit, units_of
from desktop.services.reports import ReasonNeeded
from desktop.services.unit_figures import UnitFigures, figures_of
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.records import Stored
from desktop.store.register_file import Reader

REGISTER: Final = "frozen_total"
UNIT: Final = "frozen_unit"
_COLUMNS: Final = ("this", "before", "last_year", "to_date")


class TotalsFrozen(UserError):
    """The totals of this period are frozen already."""

    code = "totals_frozen"


class NothingToFreeze(UserError):
    """No unit has figures for this period."""

    code = "totals_empty"


@dataclass(frozen=True)
class Totals:
    """All units together in one period.

    Attributes:
        rows: indicators in four columns; ``partial`` where some unit that is counted does not know the figure.
        known: by indicator, how many units have a figure of the period.
        units: those that report in it, and those that did.
        expected: how many units report.
    """

    period: Period
    rows: tuple[FigureRow, ...]
    known: Mapping[str, int]
    units: tuple[UnitFigures, ...]
    expected: int

    @property
    def there(self) -> tuple[UnitFigures, ...]:
        """The units whose figures are in it."""
        return tuple(each for each in self.units if each.offer is not None)

    def by(self, source: Source) -> tuple[UnitFigures, ...]:
        """Of these, those from one source."""
        return tuple(each for each in self.units if each.source is source)

    @property
    def missing(self) -> tuple[ReportingUnit, ...]:
        """The units that report and of which nothing counts."""
        return tuple(each.unit for each in self.units if each.offer is None and each.expected)


@dataclass(frozen=True)
class FrozenTotals:
    """Totals as they were frozen.

    Attributes:
        rows: as they stood.
        units: by code of the unit, its name and figures then.
        changes: what is another figure now; the unit by its name.
    """

    id: str
    on: date | None
    by: str
    expected: int
    rows: tuple[FigureRow, ...]
    units: Mapping[str, tuple[str, Mapping[str, int]]]
    changes: tuple[TotalChange, ...] = ()


def totals(workspace: Workspace, period: Period) -> Totals:
    """The totals of a period as they are now."""
    periods = calendar(workspace)
    with workspace.reading(register="report") as reader:
        everybody = units_of(workspace, reader)
        units = figures_of(reader, everybody, period)
        typed = any(each.source in (Source.EXCEL, Source.PAPER) for each in units)
        earlier = _Earlier(reader, everybody)
        bases = {
            "before": earlier.of(periods.before(period)) if typed else {},
            "last_year": earlier.of(periods.year_before(period)) if typed else {},
        }
        year = [earlier.of(each) for each in _year_so_far(workspace, period)] if typed else []
    codes = indicators.visible_codes(workspace)
    counted = {code: _columns(code, units, bases, year) for code in codes if _is_counted(code)}
    rows = tuple(_row(code, counted) for code in codes)
    known = {code: sum(1 for each in units if each.offer and code in each.values) for code in codes}
    expected = sum(1 for each in units if each.expected)
    return Totals(period, rows, known, tuple(units), expected)


def frozen(workspace: Workspace, period: Period) -> FrozenTotals | None:
    """The frozen totals of a period, with what is another figure since; None while nobody has frozen them."""
    with workspace.reading(register=REGISTER) as reader:
        held = _held(reader, period)
        if held is None:
            return None
        values = held.values
        rows = reader.records.children(UNIT, held.id)
        units = {
            str(row.values["unit"]): (str(row.values["unit_name"]), _read(row.values["figures"]))
            for row in rows
            if row.standing == "active"
        }
        now = figures_of(reader, units_of(workspace, reader), period)
    read = read_figures(values["figures"])
    names = {each.unit.code: each.unit.name for each in now} | {code: each[0] for code, each in units.items()}
    found = changes(
        {code: each[1] for code, each in units.items()},
        {each.unit.code: whole(each.values) for each in now if each.offer is not None},
        list(INDICATORS),
    )
    return FrozenTotals(
        held.id,
        date.fromisoformat(values["frozen_on"]) if values["frozen_on"] else None,
        str(values["frozen_by"] or ""),
        values["expected"] or 0,
        tuple(thaw(read)) if read is not None else (),
        units,
        tuple(replace(each, unit=names[each.unit]) for each in found),
    )


def freeze_totals(workspace: Workspace, period: Period) -> Changes:
    """Keeps the totals of a period as they are now, unit by unit (chốt tổng hợp).

    Raises :class:`TotalsFrozen`, :class:`NothingToFreeze` and :class:`NotTheUpperLevel`.
    """
    found, at = totals(workspace, period), moment(workspace)
    if not found.there:
        raise NothingToFreeze()
    with _changing(workspace, period, "freeze") as change:
        if _held(change.writer, period) is not None:
            raise TotalsFrozen()
        record = change.create(
            REGISTER,
            {
                "name": change.subject,
                "period_kind": period.kind.value,
                "period_year": period.year,
                "period_number": period.number,
                "first_on": period.first.isoformat(),
                "last_on": period.last.isoformat(),
                "frozen_on": workspace.today().isoformat(),
                "frozen_by": workspace.user.name,
                "expected": found.expected,
                "figures": write_figures(freeze(period, found.rows, at)),
            },
        )
        for each in found.there:
            assert each.offer is not None
            values = {
                "total": record,
                "unit": each.unit.code,
                "unit_name": each.unit.name,
                "source": each.offer.source.value,
                "document": each.offer.document,
                "figures": _written(each.values),
            }
            change.create(UNIT, values)
    return change.result


def unfreeze_totals(workspace: Workspace, period: Period, reason: str) -> Changes:
    """Lets frozen totals go again; they stay in the journal. Raises :class:`ReasonNeeded`."""
    if not tidy(reason):
        raise ReasonNeeded()
    with _changing(workspace, period, "unfreeze") as change:
        held = _held(change.writer, period)
        if held is not None:
            change.edit(REGISTER, held.id, {"unfreeze_reason": tidy(reason)})
            change.set_state(REGISTER, held.id, {"is": "removed"})
    return change.result


# Adding up


class _Earlier:
    """The figures of other periods, each read once."""

    def __init__(self, reader: Reader, units: list[ReportingUnit]) -> None:
        self._reader = reader
        self._units = units
        self._held: dict[tuple[object, ...], Mapping[str, UnitFigures]] = {}

    def of(self, period: Period) -> Mapping[str, UnitFigures]:
        key = key_of(period)
        if key not in self._held:
            found = figures_of(self._reader, self._units, period)
            self._held[key] = {each.unit.code: each for each in found if each.offer is not None}
        return self._held[key]


def _year_so_far(workspace: Workspace, period: Period) -> list[Period]:
    """The periods of its kind from the beginning of the year to this one."""
    periods = calendar(workspace)
    if not period.number or period.kind in (PeriodKind.NINE_MONTHS, PeriodKind.CAMPAIGN):
        return [period]
    return [periods.period(period.kind, period.year, each) for each in range(1, period.number + 1)]


def _columns(
    code: str,
    units: Sequence[UnitFigures],
    bases: Mapping[str, Mapping[str, UnitFigures]],
    year: Sequence[Mapping[str, UnitFigures]],
) -> tuple[Figure, ...]:
    there = [each for each in units if each.offer is not None]
    by_column = {
        "this": [each.values.get(code) for each in there],
        **{
            name: [_base(code, each, name, bases[name]) for each in there] for name in ("before", "last_year")
        },
        "to_date": [_to_date(code, each, year) for each in there],
    }
    return tuple(
        Figure(added(values), counted=True, partial=any(each is None for each in values))
        for values in (by_column[name] for name in _COLUMNS)
    )


def _base(code: str, unit: UnitFigures, column: str, base: Mapping[str, UnitFigures]) -> Number | None:
    """What a unit says of an earlier period: its own report does, else what it reported then."""
    if code in unit.rows:
        value: Number | None = getattr(unit.rows[code], column).value
        return value
    held = base.get(unit.unit.code)
    return held.values.get(code) if held is not None else None


def _to_date(code: str, unit: UnitFigures, year: Sequence[Mapping[str, UnitFigures]]) -> Number | None:
    if code in unit.rows:
        return unit.rows[code].to_date.value
    indicator = INDICATORS[code]
    if isinstance(indicator, Counted) and isinstance(indicator.when, Stock | Yearly):
        return unit.values.get(code)
    held = [period.get(unit.unit.code) for period in year]
    values = [each.values.get(code) if each is not None else None for each in held]
    return added(values) if values and all(each is not None for each in values) else None


def _row(code: str, counted: Mapping[str, tuple[Figure, ...]]) -> FigureRow:
    indicator = INDICATORS[code]
    if not isinstance(indicator, Ratio):
        this, before, last_year, to_date = counted[code]
        return FigureRow(code, indicator.theme, indicator.unit, this, before, last_year, to_date)
    columns = []
    for over, under in zip(counted[indicator.over], counted[indicator.under], strict=True):
        value = None
        if isinstance(over.value, int) and isinstance(under.value, int):
            value = percent(over.value, under.value)
        columns.append(Figure(value, counted=True, partial=over.partial or under.partial))
    this, before, last_year, to_date = columns
    return FigureRow(code, indicator.theme, indicator.unit, this, before, last_year, to_date)


def _is_counted(code: str) -> bool:
    return not isinstance(INDICATORS[code], Ratio)


# Frozen


@contextmanager
def _changing(workspace: Workspace, period: Period, verb: str) -> Iterator[Change]:
    """The door, for who is above others only; the period names the deed."""
    with workspace.change(f"{REGISTER}.{verb}", register=REGISTER) as change:
        if not superior(read_station(change.writer).level):
            raise NotTheUpperLevel()
        change.subject = period_words(Catalogue("vi").text, period, "vi")
        yield change


def _held(reader: Reader, period: Period) -> Stored | None:
    return next(
        (
            row
            for row in reader.records.whole(REGISTER)
            if row.standing == "active" and _period_key(row) == key_of(period)
        ),
        None,
    )


def _period_key(row: Stored) -> tuple[object, ...]:
    values = row.values
    if values["period_number"]:
        return (values["period_kind"], values["period_year"], values["period_number"])
    return (values["period_kind"], values["first_on"], values["last_on"])


def whole(values: Mapping[str, Number]) -> dict[str, int]:
    """Of figures, those that are counted; rates follow from them."""
    return {code: value for code, value in values.items() if isinstance(value, int)}


def _written(values: Mapping[str, Number]) -> str:
    """A line for each figure: code, tab, number."""
    return "".join(f"{code}\t{value}\n" for code, value in sorted(whole(values).items()))


def _read(text: str | None) -> dict[str, int]:
    found = {}
    for line in (text or "").splitlines():
        code, _, value = line.partition("\t")
        if value.isascii() and value.isdigit():
            found[code] = int(value)
    return found
