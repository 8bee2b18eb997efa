"""Reports as they are read: the list of them, one with its text and figures, and which is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desktop.domain.access import sees
from desktop.domain.errors import UserError
from desktop.domain.frozen_figures import FrozenFigures, read_figures
from desktop.domain.periods import Period, PeriodKind
from desktop.domain.reporting import ReportState, standing, state_of
from desktop.services.environment import read_station
from desktop.services.periods import calendar
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

REGISTER: Final = "report"
SECTION: Final = "report_section"
MOST: Final = 500
"""Reports that are listed; the figures of each come along."""


class ReportGone(UserError):
    """There is no such report any more."""

    code = "report_gone"


@dataclass(frozen=True)
class ReportLine:
    """A report in the list.

    Attributes:
        own: of this very unit; the level above has those of the units below it too.
        station: the code of the unit whose it is.
        supplements: the id of the report that it is a supplement to.
    """

    id: str
    period: Period
    state: ReportState
    own: bool = True
    station: str | None = None
    supplements: str | None = None


@dataclass(frozen=True)
class Section:
    """One part of the words of a report. ``id`` is None for one that is not stored yet."""

    heading: str
    body: str = ""
    id: str | None = None


@dataclass(frozen=True)
class Signing:
    """Who signed, when, and under which number; dots on paper stand for what is not known yet."""

    number: str = ""
    symbol: str = ""
    signed_on: date | None = None
    title: str = ""
    rank: str = ""
    name: str = ""


@dataclass(frozen=True)
class Report:
    """One report.

    Attributes:
        frozen: its figures once they were frozen; None before, and where what is held cannot be read.
        left_out: the indicators that are not in it.
        dates: the days of its steps by the names of their fields.
        said: other words about it by the names of their fields: reasons, where the paper lies.
    """

    line: ReportLine
    subject: str
    sections: tuple[Section, ...]
    frozen: FrozenFigures | None
    left_out: frozenset[str]
    signing: Signing
    dates: dict[str, date]
    said: dict[str, str]
    signed_outside: bool = False

    @property
    def id(self) -> str:
        return self.line.id

    @property
    def period(self) -> Period:
        return self.line.period

    @property
    def state(self) -> ReportState:
        return self.line.state


@dataclass(frozen=True)
class DueReport:
    """The report that is written now.

    Attributes:
        report: None while nobody has begun it.
        on: the last day of its period, after which it is awaited.
        late: that day is over and it was not sent.
    """

    period: Period
    report: ReportLine | None
    on: date
    late: bool


@dataclass(frozen=True)
class ReturnedReport:
    """A report of this unit that the level above sent back."""

    line: ReportLine
    on: date
    reason: str


def reports(workspace: Workspace, kind: PeriodKind | None = None) -> list[ReportLine]:
    """The reports of a kind or of all, the latest period first; of one period the first before its supplements.

    The level above has those of many units: it is given the latest :data:`MOST`.
    """
    chosen = Selection((("period_kind", (kind.value,)),) if kind is not None else ())
    with workspace.reading(register=REGISTER) as reader:
        own = read_station(reader).code
        rows = reader.records.page(REGISTER, chosen, 0, MOST)
        lines = [line for row in rows if (line := _line(row, own)) and _there(row)]
    return sorted(lines, key=lambda each: (_backwards(each.period), each.supplements is not None, each.id))


def report(workspace: Workspace, record: str) -> Report:
    """One report. Raises :class:`ReportGone`."""
    with workspace.reading(register=REGISTER) as reader:
        return read_report(reader, record)


def read_report(reader: Reader, record: str) -> Report:
    """The same, over a connection. Raises :class:`ReportGone`."""
    row = reader.records.get(REGISTER, record)
    line = _line(row, read_station(reader).code) if row is not None and _there(row) else None
    if row is None or line is None:
        raise ReportGone()
    values = row.values
    # Of what came from a unit below, all figures that it gives; else all there are.
    text = values["figures"] or values["figures_above"]
    frozen = read_figures(text) if line.state.has_frozen_figures else None
    days = {name: day for name in _DAYS if (day := _day(values[name])) is not None}
    return Report(
        line,
        values["subject"] or "",
        _sections(reader, record),
        frozen,
        frozenset(values["left_out"] or ()),
        Signing(
            values["number"] or "",
            values["symbol"] or "",
            days.get("signed_on"),
            values["signer_title"] or "",
            values["signer_rank"] or "",
            values["signer_name"] or "",
        ),
        days,
        {name: values[name] or "" for name in _SAID},
        signed_outside=values["signed_outside"] is True,
    )


def due(workspace: Workspace, kind: PeriodKind = PeriodKind.MONTH) -> DueReport | None:
    """The report of a kind that is written now; None for a role that has no reports."""
    if not sees(workspace.role, REGISTER):
        return None
    today = workspace.today()
    period = calendar(workspace).due(kind, today)
    line = first_of(reports(workspace, kind), period)
    done = line is not None and line.state in (ReportState.SENT, ReportState.RECEIVED)
    return DueReport(period, line, period.last, late=today > period.last and not done)


def returned(workspace: Workspace) -> list[ReturnedReport]:
    """The reports of this unit that came back and were not drawn up anew; none for a role that has no reports."""
    if not sees(workspace.role, REGISTER):
        return []
    with workspace.reading(register=REGISTER) as reader:
        own = read_station(reader).code
        rows = reader.records.page(REGISTER, Selection(), 0, MOST)
    found = []
    for row in rows:
        line, on = _line(row, own), _day(row.values["returned_on"])
        if line is None or not line.own or not _there(row) or on is None:
            continue
        # Once its figures were let go it is on its way again, yet why it came back still matters.
        if line.state in (ReportState.RETURNED, ReportState.DRAFT, ReportState.FROZEN):
            found.append(ReturnedReport(line, on, row.values["return_reason"] or ""))
    return found


def first_of(lines: list[ReportLine], period: Period) -> ReportLine | None:
    """This unit's report of a period, its supplements aside."""
    return next(
        (each for each in lines if each.own and same_period(each.period, period) and not each.supplements),
        None,
    )


def latest_of(lines: list[ReportLine], kind: PeriodKind, before: str | None = None) -> ReportLine | None:
    """This unit's latest report of a kind, from which the next one takes over what it says."""
    return next(
        (
            each
            for each in lines
            if each.own and each.period.kind is kind and each.id != before and not each.supplements
        ),
        None,
    )


def same_period(one: Period, other: Period) -> bool:
    """Whether two periods are one in name; those without a name, in their days."""
    if one.number and other.number:
        return (one.kind, one.year, one.number) == (other.kind, other.year, other.number)
    return (one.kind, one.first, one.last) == (other.kind, other.first, other.last)


_DAYS: Final = ("frozen_on", "unfrozen_on", "signed_on", "sent_on", "received_on", "returned_on")
_SAID: Final = (
    "frozen_by",
    "unfreeze_reason",
    "sent_to",
    "sent_by",
    "return_reason",
    "paper_location",
    "note",
)


def _there(row: Stored) -> bool:
    return row.standing == "active"


def _line(row: Stored, own: str) -> ReportLine | None:
    """None for what tells no period, which only a stranger's program could write."""
    values = row.values
    first, last = _day(values["first_on"]), _day(values["last_on"])
    try:
        kind = PeriodKind(values["period_kind"])
    except ValueError:
        return None
    if first is None or last is None:
        return None
    year, number = values["period_year"], values["period_number"]
    period = Period(kind, year if _is_year(year) else last.year, number or 0, first, last)
    if period.number not in range(_HIGHEST[kind] + 1):
        return None
    return ReportLine(
        row.id,
        period,
        standing(
            state_of(values["state"]),
            received=values["received_on"] is not None,
            returned=values["returned_on"] is not None,
        ),
        own=row.station in (None, own),
        station=row.station,
        supplements=values["supplements"],
    )


_HIGHEST: Final = {kind: 53 if kind is PeriodKind.WEEK else kind.in_a_year for kind in PeriodKind}


def _is_year(value: object) -> bool:
    return isinstance(value, int) and date.min.year < value < date.max.year


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _sections(reader: Reader, record: str) -> tuple[Section, ...]:
    rows = [row for row in reader.records.children(SECTION, record) if row.standing == "active"]
    rows.sort(key=lambda row: (row.values["position"] or 0, row.id))
    return tuple(Section(row.values["heading"] or "", row.values["body"] or "", row.id) for row in rows)


def _backwards(period: Period) -> tuple[int, int]:
    return (-period.last.toordinal(), period.first.toordinal())
