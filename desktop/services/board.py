"""The board: every unit that reports, period by period, and what there is of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from desktop.domain.board import BoardCell, Chip, Offer, Source, Use, cell
from desktop.domain.periods import Calendar, Period, PeriodKind
from desktop.domain.reporting import standing, state_of
from desktop.i18n.dates import short_date
from desktop.services.holding import last_number
from desktop.services.periods import calendar
from desktop.services.reporting_units import ReportingUnit, units_of
from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader
from desktop.store.reporting import ReceivedRow, Reporting, ReportRow

COLUMNS: Final = 6
"""Periods that are shown beside each other."""

Key: TypeAlias = tuple[object, ...]
Place: TypeAlias = tuple[str, Key]


@dataclass(frozen=True)
class BoardRow:
    """One unit, and a cell for each period of the board."""

    unit: ReportingUnit
    cells: tuple[BoardCell, ...]


@dataclass(frozen=True)
class Board:
    """What the board shows. ``periods`` are in the order of time; the last is the one that is due."""

    periods: tuple[Period, ...]
    rows: tuple[BoardRow, ...]

    def column(self, period: Period) -> list[tuple[ReportingUnit, BoardCell]]:
        """All units in one of its periods."""
        at = self.periods.index(period)
        return [(row.unit, row.cells[at]) for row in self.rows]

    def counts(self, period: Period) -> Mapping[Chip, int]:
        """How many cells of a period say what."""
        found: dict[Chip, int] = {}
        for _, each in self.column(period):
            found[each.chip] = found.get(each.chip, 0) + 1
        return found


def key_of(period: Period) -> Key:
    """By what a period is the same one for two units: its name, or its days where it has none."""
    if period.number:
        return (period.kind.value, period.year, period.number)
    return (period.kind.value, period.first.isoformat(), period.last.isoformat())


def board(workspace: Workspace, last: Period, columns: int = COLUMNS) -> Board:
    """The board of the periods up to ``last``."""
    periods = list(_back(calendar(workspace), last, columns))
    today = workspace.today()
    with workspace.reading(register="report") as reader:
        everybody = units_of(workspace, reader)
        found = offers_in(reader, periods)
        gaps = _gaps(reader)
    rows = []
    for unit in everybody:
        cells = tuple(
            cell(
                each,
                found.get((unit.code, key_of(each)), ()),
                today,
                each.last,
                gap=gaps.get(unit.code, 0),
                since=unit.since,
                until=unit.until,
            )
            for each in periods
        )
        if any(each.chip is not Chip.OUTSIDE for each in cells):
            rows.append(BoardRow(unit, cells))
    return Board(tuple(periods), tuple(rows))


def due_period(workspace: Workspace, kind: PeriodKind = PeriodKind.MONTH) -> Period:
    """The period that reports are written of now."""
    return calendar(workspace).due(kind, workspace.today())


def late_units(workspace: Workspace, period: Period) -> list[ReportingUnit]:
    """The units of which nothing that counts is there although the period is over."""
    cells = board(workspace, period, 1).column(period)
    late = (Chip.LATE, Chip.GAP, Chip.RETURNED)
    return [unit for unit, each in cells if each.chip in late]


def offers_in(reader: Reader, periods: Iterable[Period]) -> dict[Place, tuple[Offer, ...]]:
    """By unit and period, all figures there are for these periods, which are of one kind."""
    wanted = list(periods)
    asked = Reporting(reader.connection)
    kind = wanted[0].kind.value
    # Units may have cut-offs of their own: what ends within a month of a period is looked at, and told by its name.
    first, last = min(each.first for each in wanted), max(each.last for each in wanted)
    span = (first.isoformat(), _later(last).isoformat())
    keys = {key_of(each) for each in wanted}
    found: dict[Place, list[Offer]] = {}
    for row in asked.reports(kind, *span):
        key = _row_key(kind, row)
        if row.station is not None and key in keys:
            found.setdefault((row.station, key), []).append(_reported(row))
    for entered in asked.received(kind, *span):
        key = _row_key(kind, entered)
        offer = _received(entered)
        if entered.unit is not None and key in keys and offer is not None:
            found.setdefault((entered.unit, key), []).append(offer)
    return {place: tuple(offers) for place, offers in found.items()}


def _gaps(reader: Reader) -> dict[str, int]:
    """By unit of which a bundle waits for others: the number of the first that is missing, or -1."""
    found: dict[str, int] = {}
    for held in reader.holding.all():
        last = last_number(reader, held.device)
        number = last + 1 if last + 1 < held.number else -1
        found[held.station] = min(found.get(held.station, number), number)
    return found


def _reported(row: ReportRow) -> Offer:
    state = standing(
        state_of(row.state), received=row.received is not None, returned=row.returned is not None
    )
    return Offer(Source.BUNDLE, row.id, _day(row.frozen), state)


def _received(row: ReceivedRow) -> Offer | None:
    """None for a source that this version does not know."""
    try:
        source, use = Source(row.source), Use(row.use or Use.RULE.value)
    except ValueError:
        return None
    on = _day(row.document_on)
    document = " ngày ".join(filter(None, (row.document_number, short_date(on) if on else "")))
    return Offer(source, row.id, _day(row.received), None, use, document)


def _row_key(kind: str, row: ReportRow | ReceivedRow) -> Key:
    return (kind, row.year, row.number) if row.number else (kind, row.first, row.last)


def _back(periods: Calendar, last: Period, count: int) -> list[Period]:
    found = [last]
    while len(found) < count:
        found.insert(0, periods.before(found[0]))
    return found


def _later(day: date) -> date:
    return date.fromordinal(min(day.toordinal() + 31, date.max.toordinal()))


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
