"""Figures of a period: four columns, what was assigned, and where each figure comes from.

Before the day a station began with the program there are only typed opening figures, and what was entered of those
days afterwards. Where there is neither, nothing is known: the column has no value, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from desktop.domain.access import sees
from desktop.domain.indicators import INDICATORS, Counted, Ratio, Theme, counted_of
from desktop.domain.indicators.comparing import Change, Number, compare, percent
from desktop.domain.indicators.definition import Stock, tells_secrets
from desktop.domain.periods import Period
from desktop.services.figure_columns import Figure, FigureColumn
from desktop.services.figure_rows import shown_in, spellings, visible
from desktop.services.figure_targets import Target, Targets
from desktop.services.periods import calendar
from desktop.services.reported_figures import ReportedFigures
from desktop.services.views import FigureFilter, ListQuery
from desktop.services.workspace import Workspace
from desktop.store.records import Selection

MOST_AREAS: Final = 10_000
MOST_PARTS: Final = 50
"""Parts of one indicator that are told apart; more are only counted together."""


@dataclass(frozen=True)
class FigureRow:
    """One indicator, or one part of it, in four columns.

    Attributes:
        part: what is told apart, such as one grantor, as it is written most; None for the whole.
        parts: all its spellings.
        to_date: from the beginning of the year; of what there is on a day, the same as ``this``.
        target: what was assigned for the period, else for its year.
    """

    code: str
    theme: Theme
    unit: str
    this: Figure
    before: Figure
    last_year: Figure
    to_date: Figure
    part: str | None = None
    parts: tuple[str, ...] = ()
    target: Target | None = None

    @property
    def change(self) -> Change | None:
        """Against the same period last year; None where that is not known."""
        return compare(self.this.value, self.last_year.value)

    @property
    def change_before(self) -> Change | None:
        """Against the period before."""
        return compare(self.this.value, self.before.value)

    @property
    def reached(self) -> Number | None:
        """What stands against the target: the figure of the period, or that of the year so far."""
        if self.target is None:
            return None
        return self.to_date.value if self.target.of_year else self.this.value


@dataclass(frozen=True)
class Drill:
    """Where the very records of a figure are shown."""

    register: str
    query: ListQuery


def visible_codes(workspace: Workspace) -> tuple[str, ...]:
    """The indicators that the user may have, in the order of the screen."""
    return tuple(code for code in INDICATORS if all(visible(workspace, each) for each in counted_of(code)))


def table(
    workspace: Workspace,
    codes: Iterable[str] | None,
    period: Period,
    area: str | None = None,
    *,
    parts: bool = True,
) -> list[FigureRow]:
    """The figures of some indicators, or of all, in the order asked for; those a role may not have are absent.

    Args:
        area: the id of an area; None for all of them. Targets are of all.
        parts: whether indicators that can be told apart, such as awards by grantor, have rows for that too.
    """
    may = visible_codes(workspace)
    wanted = [code for code in (codes if codes is not None else may) if code in may]
    periods = calendar(workspace)
    spans = (period, periods.before(period), periods.year_before(period), periods.to_date(period))
    needed = list(dict.fromkeys(each for code in wanted for each in counted_of(code)))
    with workspace.reading() as reader:
        reports = ReportedFigures(workspace, reader, period)
        columns = [
            FigureColumn(workspace, reader, span, area, partial(reports.of, column=at))
            for at, span in enumerate(spans)
        ]
        # What there was on the last day is the same in the year to date.
        flows = [each for each in needed if not isinstance(each.when, Stock)]
        counted = [column.figures(needed) for column in columns[:-1]]
        counted.append({**counted[0], **columns[-1].figures(flows)})
        targets = Targets(workspace, reader, period) if area is None else None
        rows = []
        for code in wanted:
            row = _row(code, [_figure(code, each) for each in counted])
            rows.append(replace(row, target=targets.of(code)) if targets is not None else row)
            if parts:
                rows += _parts(row, columns)
    return rows


def drill(
    workspace: Workspace, code: str, period: Period, area: str | None = None, parts: tuple[str, ...] = ()
) -> Drill:
    """The list of the very records that a figure counts; of a rate, of what it is a part of.

    What the list would tell of masked fields is looked at on purpose: it is written into the access log, and who
    may not look gets no list. Raises :class:`NotAllowed` when the list is read, and :class:`KeyError`.
    """
    counted = counted_of(code)[-1]
    if tells_secrets(workspace.registry, counted):
        workspace.log_access("figure.rows", code)
    return Drill(
        shown_in(workspace, counted), ListQuery(figure=FigureFilter(counted.code, period, area, parts))
    )


def areas(workspace: Workspace) -> list[tuple[str, str]]:
    """Id and name of every area in use, in the order of their names; none for a role that does not see them."""
    if not sees(workspace.role, "area"):
        return []
    with workspace.reading(register="area") as reader:
        rows = reader.records.page("area", Selection(), 0, MOST_AREAS)
    return [(row.id, str(row.values.get("name") or "")) for row in rows]


def is_secret(workspace: Workspace, code: str) -> bool:
    """Whether to look at the records of a figure is to look at what is masked elsewhere."""
    return tells_secrets(workspace.registry, counted_of(code)[-1])


def _row(code: str, figures: Sequence[Figure]) -> FigureRow:
    indicator = INDICATORS[code]
    this, before, last_year, to_date = figures
    return FigureRow(code, indicator.theme, indicator.unit, this, before, last_year, to_date)


def _figure(code: str, counted: dict[str, Figure]) -> Figure:
    indicator = INDICATORS[code]
    if not isinstance(indicator, Ratio):
        return counted[code]
    over, under = counted[indicator.over], counted[indicator.under]
    value = None
    if isinstance(over.value, int) and isinstance(under.value, int):
        value = percent(over.value, under.value)
    return Figure(
        value,
        typed=over.typed or under.typed,
        counted=over.counted or under.counted,
        partial=over.partial or under.partial,
        reported=over.reported or under.reported,
        sources=tuple(dict.fromkeys((*over.sources, *under.sources))),
        units=over.units if over.units is not None else under.units,
    )


def _parts(whole: FigureRow, columns: Sequence[FigureColumn]) -> list[FigureRow]:
    """The rows by which an indicator is told apart, those with most first."""
    indicator = INDICATORS[whole.code]
    if not isinstance(indicator, Counted) or indicator.split is None:
        return []
    bases = (whole.this, whole.before, whole.last_year, whole.to_date)
    found = [column.parts(indicator) for column in columns]
    rows = []
    for same in spellings({part for each in found for part in each}).values():
        numbers = [sum(each.get(part, 0) for part in same) for each in found]
        name = max(same, key=lambda part: sum(each.get(part, 0) for each in found))
        figures = [
            Figure(number if base.counted else None, counted=base.counted, partial=base.partial)
            for number, base in zip(numbers, bases, strict=True)
        ]
        rows.append((numbers, replace(_row(whole.code, figures), part=name, parts=tuple(same))))
    rows.sort(key=lambda each: ([-number for number in each[0]], each[1].part))
    return [row for _, row in rows[:MOST_PARTS]]
