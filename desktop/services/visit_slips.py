"""The slip for writing visits down by hand: printed with its households in numbered rows, typed in later in that order.

No category of a household is ever on it, since paper lies about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.paper import A4_MM, Align, Column, Face, Head, Line, PlainSheet, Signatures, Table
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.dates import short_date, short_moment
from desktop.pdf.render import RenderedPage, page_count, render_page
from desktop.pdf.sheet import draw_sheet
from desktop.services.paper_asked import said_or
from desktop.services.visit_plan import DueVisit, VisitPlan
from desktop.services.workspace import Workspace
from desktop.store.slips import Slip, Slips
from desktop.store.visits import VisitedHousehold, Visits

__all__ = ["PAPER_MM", "RenderedPage", "Slip", "page_count", "render_page"]

PAPER_MM = (A4_MM[1], A4_MM[0])
_ROW_MM = 15.0
_NEWEST = 12
_DOTS = "." * 60
"""Where a name is written by hand."""


class EmptySlip(UserError):
    """There is no household to put on a slip."""

    code = "empty_slip"


class SlipUnknown(UserError):
    """No slip of this number was printed on this computer. Facts: ``number``."""

    code = "slip_unknown"


@dataclass(frozen=True)
class SlipRow:
    """A household on a slip."""

    household: str
    head: str
    address: str


@dataclass(frozen=True)
class SlipDraft:
    """A slip before it is printed: what it is of, who is in charge there, and its rows."""

    title: str
    officer: str
    rows: tuple[SlipRow, ...]


@dataclass(frozen=True)
class DrawnSlip:
    """A drawn slip and the number it has on its paper."""

    slip: Slip
    pdf: bytes


def slip_of_due(plan: VisitPlan, due: Sequence[DueVisit]) -> SlipDraft:
    """A slip of what is due, of one area or of several."""
    names = list(dict.fromkeys(each.area_name for each in due if each.area_name))
    officers = list(dict.fromkeys(each.officer for each in due if each.officer))
    # Where a slip leads through several areas, each address says which.
    rows = tuple(
        SlipRow(
            each.household,
            each.head,
            ", ".join(part for part in (each.address, each.area_name) if part)
            if len(names) > 1
            else each.address,
        )
        for each in due
    )
    return SlipDraft("; ".join(names), "; ".join(officers), rows)


def slip_of_area(workspace: Workspace, area: str) -> SlipDraft:
    """A slip of every household of an area, by the names of their heads."""
    with workspace.reading(register="household") as reader:
        found = [each for each in Visits(reader.connection).households() if each.area == area]
    first = found[0] if found else None
    return SlipDraft(
        (first.area_name if first else None) or "",
        (first.officer if first else None) or "",
        tuple(_row(each) for each in found),
    )


def draw_slip(workspace: Workspace, draft: SlipDraft) -> DrawnSlip:
    """Draws a slip under the next number; it counts as printed once :func:`keep_slip` was told so.

    Raises :class:`EmptySlip`.
    """
    if not draft.rows:
        raise EmptySlip()
    with workspace.reading(Permission.PRINT, "visit") as reader:
        number = Slips(reader.connection).next_number()
    at = workspace.now().isoformat(timespec="seconds")
    slip = Slip(number, "visit", at, draft.title, tuple(row.household for row in draft.rows))
    out = BytesIO()
    draw_sheet(_sheet(workspace, slip, draft), out, sample=workspace.practice)
    return DrawnSlip(slip, out.getvalue())


def keep_slip(workspace: Workspace, drawn: DrawnSlip, how: str) -> None:
    """The paper left the program, by ``print`` or ``export``: its rows are kept under its number, and it is logged."""
    with workspace.reading(Permission.PRINT, "visit"):
        pass
    with workspace.file.writing() as writer:
        Slips(writer.connection).keep(drawn.slip)
    workspace.log_access(how, f"visit_slip:{len(drawn.slip.rows)}")


def slip(workspace: Workspace, number: int) -> Slip:
    """A slip that was printed on this computer. Raises :class:`SlipUnknown`."""
    with workspace.reading(Permission.EDIT, "visit") as reader:
        found = Slips(reader.connection).get(number)
    if found is None:
        raise SlipUnknown(number=number)
    return found


def newest_slips(workspace: Workspace) -> Sequence[Slip]:
    """The slips printed last, newest first."""
    with workspace.reading(register="visit") as reader:
        return Slips(reader.connection).newest("visit", _NEWEST)


def household_titles(workspace: Workspace, households: Sequence[str]) -> dict[str, str]:
    """Names of the households that are still there, by id."""
    with workspace.reading(register="household") as reader:
        stored = reader.records.get_many("household", list(households))
        titles = reader.records.titles("household", list(stored))
    return {record: titles.get(record) or "" for record, row in stored.items() if row.standing == "active"}


def week_of(day: date) -> tuple[date, date]:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _row(household: VisitedHousehold) -> SlipRow:
    return SlipRow(
        household.id,
        said_or(household.head, household.gone.get("head_name")),
        said_or(household.address, household.gone.get("address")),
    )


def _sheet(workspace: Workspace, slip: Slip, draft: SlipDraft) -> PlainSheet:
    """Papers are in Vietnamese, whatever the language of the screen."""
    words = Catalogue("vi")
    station = workspace.station
    monday, sunday = week_of(workspace.today())
    at = short_moment(workspace.now())
    heads = [
        words.text(f"slip.column.{name}") for name in ("visited_on", "result", "content", "next", "sign")
    ]
    widths = (22.0, 38.0, None, 22.0, 28.0)
    columns = (
        Column(words.text("slip.column.number"), mm=11, align=Align.CENTER),
        Column(words.text("slip.column.household"), mm=40),
        Column(words.text("slip.column.address"), mm=42),
        *(Column(head, mm=mm) for head, mm in zip(heads, widths, strict=True)),
    )
    rows = [
        (str(number), row.head, row.address, *("" for _ in heads))
        for number, row in enumerate(draft.rows, start=1)
    ]
    return PlainSheet(
        words.text("slip.title"),
        [
            Line(words.text("slip.area", area=draft.title or _DOTS)),
            Line(words.text("slip.officer", officer=draft.officer or _DOTS)),
            Line(words.text("slip.hint"), Face.ITALIC, 11.0),
            Table(columns, rows, row_mm=_ROW_MM),
            Signatures(
                (
                    ((words.text("slip.visitor"), words.text("slip.signing")), ""),
                    ((words.text("slip.chief"), words.text("slip.signing")), ""),
                )
            ),
        ],
        subtitle=words.text("slip.week", first=short_date(monday), last=short_date(sunday)),
        head=Head(
            station.upper_name,
            station.name,
            (
                words.text("slip.number", number=slip.number),
                words.text("slip.printed", at=at, count=len(draft.rows)),
            ),
        ),
        landscape=True,
        author=station.name,
    )
