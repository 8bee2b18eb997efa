"""Letters that remind units of a report that is due (công văn đôn đốc): to whom, by which number, signed by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desktop.base.text import tidy
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.levels import superior
from desktop.domain.paper import Align, Closing, Column, Head, Line, Part, PlainSheet, Table
from desktop.domain.periods import Period, PeriodKind
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.figures import period_name, period_words
from desktop.pdf.wording import place_date_line
from desktop.services.award_letters import padded
from desktop.services.board import late_units
from desktop.services.environment import read_station
from desktop.services.received_reports import NotTheUpperLevel
from desktop.services.report_views import Signing
from desktop.services.reporting_units import ReportingUnit
from desktop.services.upper_papers import DOTS, VI, UpperPaper, lowered, motto, on_day
from desktop.services.workspace import Workspace
from desktop.store.records import Stored

REGISTER: Final = "reminder"
_MOST: Final = 200
_NUMBER_MM: Final = 14.0
_STATE_MM: Final = 46.0


class NobodyIsLate(UserError):
    """Every unit has reported for the period."""

    code = "nobody_late"


@dataclass(frozen=True)
class Reminder:
    """A letter.

    Attributes:
        units: names of the units it was written to.
        send_before: the day before which they are asked to send.
    """

    id: str
    period: Period
    units: tuple[str, ...]
    signing: Signing
    send_before: date | None = None


def reminders(workspace: Workspace) -> list[Reminder]:
    """The letters there are, the latest first."""
    with workspace.reading(register=REGISTER) as reader:
        rows = [row for row in reader.records.whole(REGISTER) if row.standing == "active"]
    found = [each for row in rows if (each := _reminder(row)) is not None]
    return sorted(found, key=lambda each: (each.period.last, each.id), reverse=True)[:_MOST]


def to_remind(workspace: Workspace, period: Period) -> list[ReportingUnit]:
    """Who would be reminded now: just the late ones."""
    return late_units(workspace, period)


def signing_to_propose(workspace: Workspace) -> Signing:
    """Who signed the last letter, under which symbol."""
    held = reminders(workspace)
    known = held[0].signing if held else Signing()
    return Signing("", known.symbol, None, known.title, known.rank, known.name)


def remind(workspace: Workspace, period: Period, signing: Signing, send_before: date | None) -> str:
    """Keeps a letter to the units that are late now; gives its id.

    Raises :class:`NobodyIsLate` and :class:`NotTheUpperLevel`.
    """
    units = late_units(workspace, period)
    if not units:
        raise NobodyIsLate()
    words = Catalogue(VI)
    with workspace.change(f"{REGISTER}.create", register=REGISTER) as change:
        if not superior(read_station(change.writer).level):
            raise NotTheUpperLevel()
        change.subject = period_words(words.text, period, VI)
        return change.create(
            REGISTER,
            {
                "name": change.subject,
                "period_kind": period.kind.value,
                "period_year": period.year,
                "period_number": period.number,
                "first_on": period.first.isoformat(),
                "last_on": period.last.isoformat(),
                "units": "\n".join(each.name for each in units),
                "unit_count": len(units),
                "send_before": send_before.isoformat() if send_before else None,
                "number": tidy(signing.number),
                "symbol": tidy(signing.symbol),
                "signed_on": signing.signed_on.isoformat() if signing.signed_on else None,
                "signer_title": tidy(signing.title),
                "signer_rank": tidy(signing.rank),
                "signer_name": tidy(signing.name),
            },
        )


def letter(workspace: Workspace, record: str) -> UpperPaper:
    """A letter as it is printed. Whoever may not print gets none; raises :class:`KeyError` for one that is gone."""
    with workspace.reading(Permission.PRINT, REGISTER) as reader:
        row = reader.records.get(REGISTER, record)
        held = _reminder(row) if row is not None else None
    if held is None:
        raise KeyError(record)
    words, station = Catalogue(VI), workspace.station
    name = words.text("reminder.file", period=lowered(period_name(words.text, held.period)).replace("/", "-"))
    sheet = PlainSheet(
        "",
        _parts(words, held, station.name),
        head=Head(
            station.upper_name,
            station.name,
            motto(words),
            national=True,
            number=words.text(
                "report.paper.number",
                number=padded(held.signing.number) or DOTS,
                symbol=held.signing.symbol or f"CV-{DOTS}",
            ),
            place_date=place_date_line(station.place, held.signing.signed_on),
        ),
        author=station.name,
    )
    return UpperPaper(REGISTER, name, sheet, workspace.practice)


def _parts(words: Catalogue, held: Reminder, station: str) -> Sequence[Part]:
    period = lowered(period_words(words.text, held.period, VI))
    signing = held.signing
    rows = [(str(number), name, "") for number, name in enumerate(held.units, start=1)]
    day = held.send_before
    before = words.text("reminder.before", day=on_day(day)) if day else words.text("reminder.at_once")
    return [
        Line(words.text("reminder.about", period=period), align=Align.CENTER),
        "",
        Line(words.text("reminder.dear"), align=Align.CENTER),
        "",
        words.text(
            "reminder.text", station=station, period=period, last=held.period.last, count=len(held.units)
        ),
        Table(
            (
                Column(words.text("takeout.number"), mm=_NUMBER_MM, align=Align.CENTER),
                Column(words.text("board.unit")),
                Column(words.text("reminder.note"), mm=_STATE_MM),
            ),
            rows,
        ),
        words.text("reminder.ask_text", before=before),
        words.text("reminder.end", station=station),
        Closing(
            (words.text("reminder.to"), words.text("report.paper.filed")),
            (signing.title or words.text("report.paper.chief"),),
            " ".join(filter(None, (signing.rank, signing.name))),
        ),
    ]


def _reminder(row: Stored) -> Reminder | None:
    """None for what tells no period."""
    values = row.values
    first, last = _day(values["first_on"]), _day(values["last_on"])
    try:
        kind = PeriodKind(values["period_kind"])
    except ValueError:
        return None
    if first is None or last is None:
        return None
    period = Period(kind, values["period_year"] or last.year, values["period_number"] or 0, first, last)
    return Reminder(
        row.id,
        period,
        tuple((values["units"] or "").splitlines()),
        _signing(values),
        _day(values["send_before"]),
    )


def _signing(values: Mapping[str, Any]) -> Signing:
    return Signing(
        values["number"] or "",
        values["symbol"] or "",
        _day(values["signed_on"]),
        values["signer_title"] or "",
        values["signer_rank"] or "",
        values["signer_name"] or "",
    )


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
