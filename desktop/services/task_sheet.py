"""The week's work of one officer on one sheet: what is overdue and what falls due, with room to note what was done.

What is sensitive stays off it, since paper lies about: a dispute is named by the day it was received.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from desktop.domain.access import Permission
from desktop.domain.paper import A4_MM, Align, Column, Head, Line, PlainSheet, Signatures, Table
from desktop.domain.periods import PeriodKind
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.dates import short_date
from desktop.pdf.render import RenderedPage, page_count, render_page
from desktop.pdf.sheet import draw_sheet
from desktop.services.due import Due, due
from desktop.services.periods import calendar
from desktop.services.workspace import Workspace
from desktop.store.records import Selection

__all__ = ["PAPER_MM", "RenderedPage", "TaskSheet", "draw_tasks", "officers", "page_count", "render_page"]

PAPER_MM = A4_MM
MOST: int = 26
"""What one sheet holds; the rest comes when these are done."""


@dataclass(frozen=True)
class TaskSheet:
    """A drawn sheet. ``left`` counts what did not find room on it."""

    officer: str
    pdf: bytes
    left: int


def officers(workspace: Workspace) -> list[str]:
    """Everybody who is in charge of an area, as written there."""
    with workspace.reading(register="area") as reader:
        areas = reader.records.page("area", Selection(), 0, 10_000)
    return sorted({str(area.values["officer"]) for area in areas if area.values["officer"]})


def draw_tasks(workspace: Workspace, officer: str = "") -> TaskSheet:
    """Draws the sheet of an officer, or of the whole unit; logged when it leaves the program.

    Raises :class:`NotAllowed`.
    """
    with workspace.reading(Permission.PRINT):
        pass
    words = Catalogue("vi")
    found = due(workspace, officer or None)
    wanted = [each for each in found if each.mine] if officer else found
    shown = sorted(wanted, key=lambda each: each.on)[:MOST]
    out = BytesIO()
    draw_sheet(_sheet(workspace, words, officer, shown, len(wanted)), out, sample=workspace.practice)
    return TaskSheet(officer, out.getvalue(), len(wanted) - len(shown))


def printed(workspace: Workspace, sheet: TaskSheet) -> None:
    """The paper left the program: that is logged."""
    workspace.log_access("print", f"task_sheet:{page_count(sheet.pdf)}")


def _sheet(
    workspace: Workspace, words: Catalogue, officer: str, shown: Sequence[Due], count: int
) -> PlainSheet:
    station = workspace.station
    today = workspace.today()
    week = calendar(workspace).period_of(PeriodKind.WEEK, today)
    columns = (
        Column(words.text("tasks.number"), mm=11, align=Align.CENTER),
        Column(words.text("tasks.what"), share=1.2),
        Column(words.text("tasks.whom"), share=1.4),
        Column(words.text("tasks.on"), mm=29, align=Align.CENTER),
        Column(words.text("tasks.done"), share=0.9),
    )
    rows = [_row(words, number, each, today) for number, each in enumerate(shown, start=1)]
    parts: list[Line | Table | Signatures] = [
        Line(words.text("tasks.officer", name=officer)) if officer else Line(words.text("tasks.all"))
    ]
    if rows:
        parts.append(Table(columns, rows, row_mm=8))
    else:
        parts.append(Line(words.text("tasks.none")))
    if count > len(shown):
        parts.append(Line(words.text("tasks.more", count=count - len(shown))))
    parts.append(
        Signatures(
            (((words.text("tasks.officer_signs"),), ""), ((words.text("tasks.chief_signs"),), "")),
            words.text("tasks.made_on", day=today),
        )
    )
    subtitle = words.text("tasks.week", first=week.first, last=week.last)
    head = Head(station.upper_name, station.name)
    return PlainSheet(words.text("tasks.title"), parts, subtitle, head, author=station.name)


def _row(words: Catalogue, number: int, each: Due, today: date) -> tuple[str, ...]:
    late = words.text("tasks.late", days=(today - each.on) // timedelta(days=1)) if each.late else ""
    name = each.hit.title or words.text(f"register.{each.hit.register}")
    whom = " · ".join(part for part in (name, each.hit.subtitle) if part)
    on = short_date(each.on, "vi")
    return str(number), words.text(f"due.{each.kind}"), whom, f"{on}\n{late}".strip(), ""
