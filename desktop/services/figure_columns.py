"""One column of a table of figures: what is counted from the records, and what was typed for days before them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from desktop.domain.indicators import Counted
from desktop.domain.indicators.comparing import Number
from desktop.domain.indicators.definition import Ended, Flow, Stock, Yearly, read_fields
from desktop.domain.levels import superior
from desktop.domain.periods import Period
from desktop.services.environment import read_station
from desktop.services.figure_rows import definition, span_of
from desktop.services.reported_figures import Reported
from desktop.services.scope_cells import held_above
from desktop.services.workspace import Workspace
from desktop.store.figures import Figures, Span
from desktop.store.records import Selection
from desktop.store.register_file import Reader

_DAY: Final = timedelta(days=1)
_MOST: Final = 10_000


@dataclass(frozen=True)
class Figure:
    """One number, and where it comes from.

    Attributes:
        value: None where it is not known: printed as a dash, never as 0.
        typed: an opening figure is in it.
        counted: records are in it.
        partial: the days before the station began with the program are missing.
        reported: the register stays with the stations, whose reports have the number.
        units: how many units told it, of how many that were to report; None for what is counted here.
        sources: where the typed figures were taken from, as it was written.
    """

    value: Number | None
    typed: bool = False
    counted: bool = False
    partial: bool = False
    reported: bool = False
    sources: tuple[str, ...] = ()
    units: tuple[int, int] | None = None

    @property
    def mixed(self) -> bool:
        return self.typed and self.counted


@dataclass(frozen=True)
class Opening:
    """A figure that was typed for some days."""

    indicator: str
    first: date
    last: date
    value: int
    source: str = ""


class FigureColumn:
    """The figures of one span of days, over one connection.

    ``told`` gives what only the reports of the units below tell; without it that is not known here.
    """

    def __init__(
        self,
        workspace: Workspace,
        reader: Reader,
        period: Period,
        area: str | None,
        told: Callable[[str], Reported] | None = None,
    ) -> None:
        self._told = told
        self._workspace = workspace
        self._reader = reader
        self._period = period
        self._span = span_of(period)
        self._area = area
        self._figures = Figures(reader.connection, workspace.registry)
        self._held = held_above(reader) if superior(read_station(reader).level) else None
        self._known: dict[tuple[object, ...], bool] = {}

    def figures(self, wanted: Sequence[Counted]) -> dict[str, Figure]:
        """By code."""
        asked = [definition(self._workspace, each) for each in wanted]
        here = [each for each in asked if not self._stays_below(each)]
        counted = self._figures.values(here, self._span, self._area)
        stays = [each for each in asked if each not in here]
        found = {each.code: self._by_reports(each.code) for each in stays}
        return found | {each.code: self._figure(each, counted[each.code]) for each in here}

    def _by_reports(self, code: str) -> Figure:
        # Reports do not tell areas apart.
        if self._told is None or self._area is not None:
            return Figure(None, reported=True)
        told = self._told(code)
        return Figure(
            told.value, reported=True, partial=told.partial, units=told.units if told.units[1] else None
        )

    def parts(self, wanted: Counted) -> dict[str, int]:
        """An indicator told apart."""
        if self._stays_below(wanted):
            return {}
        return self._figures.parts(definition(self._workspace, wanted), self._span, self._area)

    def _stays_below(self, counted: Counted) -> bool:
        """Whether the level above has not the records, only the numbers in the reports."""
        if self._held is None:
            return False
        fields = read_fields(self._workspace.registry, counted)
        return any(self._held.show(*each) != "whole" for each in fields)

    def _figure(self, counted: Counted, number: int) -> Figure:
        if self._began is None or self._period.first >= self._began:
            return Figure(number, counted=True)
        match counted.when:
            case Stock():
                return self._stock(counted, number)
            case Yearly():
                return self._yearly(counted, number)
            case Flow() | Ended():
                return self._flow(counted, number)

    @cached_property
    def _began(self) -> date | None:
        """The day on which this station began with the program."""
        first = self._figures.first_day()
        return date.fromisoformat(first) if first is not None else None

    @cached_property
    def _openings(self) -> dict[str, list[Opening]]:
        """The typed figures of this area, by indicator."""
        found: dict[str, list[Opening]] = {}
        for each in openings(self._reader, self._area):
            found.setdefault(each.indicator, []).append(each)
        return found

    # What there was on the last day

    def _stock(self, counted: Counted, number: int) -> Figure:
        assert self._began is not None
        if self._period.last >= self._began:
            return Figure(number, counted=True)
        for typed in self._openings.get(counted.code, ()):
            if typed.last == self._period.last:
                return _typed(typed)
        # Records of which nobody knows when they began would be missing on a day before they were entered.
        known = self._ask("any", counted) and not self._ask("begin", counted)
        return Figure(number, counted=True) if known else Figure(None)

    # What is known by its year

    def _yearly(self, counted: Counted, number: int) -> Figure:
        assert self._began is not None
        if self._period.year >= self._began.year or self._ask("any", counted):
            return Figure(number, counted=True)
        typed = [each for each in self._openings.get(counted.code, ()) if each.last.year == self._period.year]
        return _typed(typed[-1]) if typed else Figure(None)

    # What happened in the days

    def _flow(self, counted: Counted, number: int) -> Figure:
        assert self._began is not None
        before = min(self._period.last, self._began - _DAY)
        typed = self._standing(counted)
        if not typed:
            # A register that goes further back than the days asked for was kept then: no record is none.
            if self._ask("any", counted, replace(self._period, first=date.min, last=before)):
                return Figure(number, counted=True)
            if self._period.last < self._began:
                return Figure(None)
            return Figure(number, counted=True, partial=True)
        rest = _left(self._period, typed)
        unknown = [
            each
            for each in rest
            if each.first < self._began
            and not self._ask("any", counted, replace(each, last=min(each.last, before)))
        ]
        if unknown and self._period.last < self._began:
            return Figure(None)
        more = [self._number(counted, each) for each in rest]
        return Figure(
            sum(each.value for each in typed) + sum(more),
            typed=True,
            counted=bool(rest),
            partial=bool(unknown),
            sources=tuple(dict.fromkeys(each.source for each in typed if each.source)),
        )

    def _standing(self, counted: Counted) -> list[Opening]:
        """The typed figures within the days, one after the other, of whose days nothing was entered."""
        assert self._began is not None
        found: list[Opening] = []
        offered = (
            each
            for each in self._openings.get(counted.code, ())
            if self._period.first <= each.first <= each.last <= self._period.last and each.first < self._began
        )
        # Of those that speak of the same days the longest counts.
        for each in sorted(offered, key=lambda each: (each.first, each.first - each.last)):
            days = replace(self._period, first=each.first, last=min(each.last, self._began - _DAY))
            apart = not found or found[-1].last < each.first
            if apart and not self._ask("any", counted, days):
                found.append(each)
        return found

    def _number(self, counted: Counted, period: Period) -> int:
        return self._figures.values([counted], span_of(period), self._area)[counted.code]

    def _ask(self, what: str, counted: Counted, period: Period | None = None) -> bool:
        """Whether there is any record by the days of the indicator, or one of which the begin is not known."""
        span: Span = span_of(period) if period is not None else self._span
        key = (what, counted.register, counted.when, span, counted.where if what == "begin" else None)
        if key not in self._known:
            self._known[key] = (
                self._figures.begin_unknown(counted)
                if what == "begin"
                else self._figures.any_records(counted, span, self._area)
            )
        return self._known[key]


def openings(reader: Reader, area: str | None) -> Iterable[Opening]:
    """The typed figures of an area, or of all; what cannot be read as days and a number is left out."""
    for row in reader.records.page("opening_figure", Selection(), 0, _MOST):
        values = row.values
        try:
            first = date.fromisoformat(values.get("first_on") or "")
            last = date.fromisoformat(values.get("last_on") or "")
        except ValueError:
            continue
        number, code = values.get("value"), values.get("indicator")
        if values.get("area") == area and isinstance(number, int) and isinstance(code, str) and first <= last:
            yield Opening(code, first, last, number, values.get("basis") or "")


def _typed(opening: Opening) -> Figure:
    return Figure(opening.value, typed=True, sources=(opening.source,) if opening.source else ())


def _left(period: Period, typed: Sequence[Opening]) -> list[Period]:
    """The days of a period of which no typed figure speaks."""
    found, first = [], period.first
    for each in typed:
        if first < each.first:
            found.append(replace(period, first=first, last=each.first - _DAY))
        first = each.last + _DAY
    return [*found, replace(period, first=first)] if first <= period.last else found
