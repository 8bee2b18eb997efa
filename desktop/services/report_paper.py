"""A report on paper: one value, drawn as PDF and written as Word alike, and its figures as a workbook.

Paper is Vietnamese whatever the language of the window. Layout by Nghị định 30/2020/NĐ-CP, Phụ lục I; the parts of the
text are the unit's own. No claim is made that it is a form of the Ministry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.indicators.comparing import Number
from desktop.domain.journal.short_code import short_code
from desktop.domain.paper import (
    Align,
    Bars,
    Closing,
    Column,
    Face,
    Head,
    Heading,
    Line,
    PageBreak,
    Part,
    PlainSheet,
    Table,
    signing_titles,
)
from desktop.domain.reporting import ReportState, chart
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.dates import long_date, short_date
from desktop.i18n.figures import change_text, figure_text, period_name, period_words
from desktop.i18n.numbers import grouped
from desktop.office.letters import write_letter
from desktop.pdf.render import RenderedPage, page_count, render_page
from desktop.pdf.sheet import draw_sheet
from desktop.pdf.watermark import SAMPLE_MARK
from desktop.pdf.wording import place_date_line
from desktop.services.figure_columns import Figure
from desktop.services.indicators import FigureRow
from desktop.services.periods import calendar
from desktop.services.report_figures import set_against
from desktop.services.report_views import Report, report
from desktop.services.reports import figures, signing_to_propose
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic

__all__ = [
    "RenderedPage",
    "ReportPaper",
    "draw_pdf",
    "file_name",
    "page_count",
    "paper",
    "paper_left",
    "render_page",
    "save",
    "write_word",
]

VI: Final = "vi"
_SHORT_BLANK: Final = "……"
_SMALL: Final = 11.0
_MOST_BARS: Final = 8
_ROMAN: Final = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
)
_DIGIT_MM: Final = 2.12
_CELL_MM: Final = 2.6
_LEAST_MM: Final = 13.5
_HEAD_MM: Final = {"change": 22.0, "target": 16.5}
_TWO_DIGITS: Final = 10

CHARTED: Final = (
    "visits",
    "disputes",
    "disputes_settled",
    "tips_valuable",
    "opinions",
    "propaganda",
    "patrols",
    "group_meetings",
    "inspections",
    "awards_individual",
)
"""What is drawn as bars: what was done in a period, counted in ones. Money would make all else small."""


@dataclass(frozen=True)
class ReportPaper:
    """A report as it is written, and the rows that its figures come from.

    Attributes:
        sheet: the one value of PDF and Word.
        rows: the figures, as they stand on it.
    """

    report: Report
    sheet: PlainSheet
    rows: tuple[FigureRow, ...]
    practice: bool


def paper(workspace: Workspace, record: str) -> ReportPaper:
    """A report as it is now. Raises :class:`ReportGone`; whoever may not print gets none."""
    with workspace.reading(Permission.PRINT, "report"):
        held = report(workspace, record)
    rows = tuple(figures(workspace, held))
    return ReportPaper(held, _Writer(workspace, held, rows).sheet(), rows, workspace.practice)


def draw_pdf(made: ReportPaper) -> bytes:
    """The paper itself: what the preview shows, the printer and the file get."""
    out = BytesIO()
    draw_sheet(made.sheet, out, sample=made.practice)
    return out.getvalue()


def write_word(made: ReportPaper) -> bytes:
    """The same paper as a Word document."""
    out = BytesIO()
    write_letter(made.sheet, out, mark=SAMPLE_MARK if made.practice else "")
    return out.getvalue()


def save(workspace: Workspace, made: ReportPaper, data: bytes, path: Path) -> None:
    """Puts a PDF, a Word document or a workbook of it where the person said, whole or not at all.

    Raises what :func:`write_atomic` does.
    """
    with workspace.reading(Permission.PRINT, "report"):
        pass
    write_atomic(path, data)
    paper_left(workspace, made, "export")


def paper_left(workspace: Workspace, made: ReportPaper, how: str) -> None:
    """The paper left the program, by ``print`` or ``export``: that is logged."""
    workspace.log_access(how, f"report:{made.report.id}")


def file_name(made: Report) -> str:
    """ "Báo cáo tháng 11-2026": a name that every file system takes, without its ending."""
    words = Catalogue(VI)
    title = words.text("report.file.supplement" if made.line.supplements else "report.file.title")
    period = period_name(words.text, made.period).replace("/", "-")
    return words.text("report.file", title=title, period=period[0].lower() + period[1:])


def row_words(workspace: Workspace, words: Catalogue, row: FigureRow) -> str:
    """What a row counts and in what: "Lượt thăm gặp (lượt)", of a part its name."""
    if row.part is not None:
        return words.text("report.paper.part", part=row.part)
    label = workspace.catalogues.label("indicator", row.code, VI)
    return words.text("report.paper.indicator", indicator=label, unit=words.text(f"unit.{row.unit}"))


class _Writer:
    def __init__(self, workspace: Workspace, held: Report, rows: Sequence[FigureRow]) -> None:
        self._workspace = workspace
        self._held = held
        self._rows = rows
        self._words = Catalogue(VI)
        self._station = workspace.station

    def sheet(self) -> PlainSheet:
        held, station = self._held, self._station
        signing = held.signing
        return PlainSheet(
            self._text("report.paper.title.supplement" if held.line.supplements else "report.paper.title"),
            list(self._parts()),
            subtitle=self._text(
                "report.paper.subject", subject=held.subject, period=_lowered(self._period_words())
            ),
            head=Head(
                station.upper_name,
                station.name,
                (self._text("takeout.paper.nation").upper(), self._text("takeout.paper.motto")),
                national=True,
                number=self._text("report.paper.number", **self._number(held)),
                place_date=place_date_line(station.place, signing.signed_on),
            ),
            author=station.name,
        )

    def _parts(self) -> Iterator[Part]:
        if self._held.state is ReportState.DRAFT:
            at = self._text("report.paper.draft", at=self._workspace.now())
            yield Line(at, Face.ITALIC, _SMALL, Align.CENTER)
        if self._station.upper_name:
            to = self._text("report.paper.to", upper=self._station.upper_name)
            yield Line(to, align=Align.CENTER)
            yield ""
        if self._held.line.supplements:
            yield from self._supplement(self._held.line.supplements)
        for number, section in zip(_ROMAN, self._held.sections, strict=False):
            yield Heading(f"{number}. {section.heading}")
            if section.body:
                yield section.body
        yield self._closing()
        yield from self._annex()

    def _closing(self) -> Closing:
        known = signing_to_propose(self._workspace, self._held)
        signed = self._held.signing
        title = signed.title or known.title or self._text("report.paper.chief")
        name = " ".join(filter(None, (signed.rank, signed.name)))
        upper = (f"{self._station.upper_name};",) if self._station.upper_name else ()
        return Closing((*upper, self._text("report.paper.filed")), signing_titles(title), name)

    def _supplement(self, first: str) -> Iterator[Part]:
        """What became another figure since the report that this one supplements."""
        before = report(self._workspace, first)
        changes = set_against(before.frozen, self._rows) if before.frozen is not None else []
        key = "report.paper.supplements" if changes else "report.paper.supplements.none"
        yield self._text(key, **self._number(before), on=_on(before.signing.signed_on))
        if changes:
            named = {(row.code, row.part or ""): row for row in self._rows}
            yield Table(
                (
                    Column(self._text("report.paper.column.indicator")),
                    Column(self._text("report.paper.was"), mm=30.0, align=Align.RIGHT),
                    Column(self._text("report.paper.now"), mm=30.0, align=Align.RIGHT),
                ),
                [
                    (
                        row_words(self._workspace, self._words, named[each.code, each.part]),
                        figure_text(each.was, VI),
                        figure_text(each.now, VI),
                    )
                    for each in changes
                ],
            )

    # The figures

    def _annex(self) -> Iterator[Part]:
        held, period = self._held, self._held.period
        yield PageBreak()
        yield Line(self._text("report.paper.annex"), Face.BOLD, 14.0, Align.CENTER)
        title = self._text("report.paper.annex.title", period=_lowered(self._period_words()))
        yield Line(title.upper(), Face.BOLD, 13.0, Align.CENTER)
        facts = {"on": _on(held.signing.signed_on), "unit": self._station.name}
        with_it = self._text("report.paper.annex.with", **self._number(held), **facts)
        yield Line(with_it, Face.ITALIC, 13.0, Align.CENTER)
        yield ""
        yield self._table()
        periods = calendar(self._workspace)
        spans = {
            "before": periods.before(period),
            "last_year": periods.year_before(period),
            "to_date": periods.to_date(period),
        }
        days = {name: f"{short_date(each.first)} – {short_date(each.last)}" for name, each in spans.items()}
        yield Line(self._text("report.paper.note", **days), Face.ITALIC, _SMALL)
        figures_shown = [each for row in self._rows for each in _columns(row)]
        for mark, found in (
            ("typed", any(each.typed for each in figures_shown)),
            ("partial", any(each.partial for each in figures_shown)),
        ):
            if found:
                yield Line(self._text(f"report.paper.{mark}"), Face.ITALIC, _SMALL)
        drawn = self._chart()
        if drawn is not None:
            yield ""
            yield drawn
        yield from self._code()

    def _table(self) -> Table:
        heads = ("this", "before", "last_year", "change", "to_date", "target")
        rows: list[tuple[str, ...]] = []
        themes: set[int] = set()
        theme = None
        for row in self._rows:
            if row.theme is not theme:
                theme = row.theme
                themes.add(len(rows))
                rows.append((self._text(f"theme.{theme.value}"), *("" for _ in heads)))
            rows.append(self._line(row))
        columns = [Column(self._text("report.paper.column.indicator"))]
        for at, name in enumerate(heads, start=1):
            # What is said in words may go on in a second line.
            width = 0.0 if name in _HEAD_MM else _width_mm([row[at] for row in rows])
            align = Align.CENTER if name == "change" else Align.RIGHT
            title = self._text(f"report.paper.column.{name}")
            columns.append(Column(title, mm=max(width, _HEAD_MM.get(name, _LEAST_MM)), align=align))
        return Table(tuple(columns), rows, bold=frozenset(themes))

    def _line(self, row: FigureRow) -> tuple[str, ...]:
        return (
            row_words(self._workspace, self._words, row),
            _shown(row.this),
            _shown(row.before),
            _shown(row.last_year),
            change_text(self._words.text, row.change, VI).replace(" (", "\n("),
            _shown(row.to_date),
            self._target(row),
        )

    def _target(self, row: FigureRow) -> str:
        if row.target is None:
            return ""
        value = grouped(row.target.value, VI)
        of_year = self._text("report.paper.target.year", value=value).replace(" (", "\n(")
        return of_year if row.target.of_year else value

    def _chart(self) -> Bars | None:
        """What was done in the period beside the same period last year."""
        drawn: dict[str, tuple[int | None, int | None]] = {}
        for row in self._rows:
            now = row.this.value
            if row.part is None and isinstance(now, int) and now and row.code in CHARTED:
                then = row.last_year.value
                label = self._workspace.catalogues.label("indicator", row.code, VI)
                drawn[label] = (now, then if isinstance(then, int) else None)
        few = dict(list(drawn.items())[:_MOST_BARS])
        this, base = (self._text(f"report.paper.column.{name}") for name in ("this", "last_year"))
        return chart(self._text("report.paper.chart"), this, base, few)

    def _code(self) -> Iterator[Part]:
        frozen = self._held.frozen
        if frozen is None or frozen.anchor is None:
            return
        end, on = frozen.anchor, self._held.dates.get("frozen_on")
        facts = {
            "on": on if on is not None else _SHORT_BLANK,
            "code": short_code(end.device, end.seq, end.hash),
            "device": end.device[-8:].upper(),
            "seq": end.seq,
        }
        yield ""
        yield Line(self._text("report.paper.code", **facts), Face.ITALIC, _SMALL)

    def _number(self, held: Report) -> dict[str, str]:
        signing = held.signing
        number = signing.number or _SHORT_BLANK
        if number.isdigit() and int(number) < _TWO_DIGITS:
            number = f"{int(number):02d}"
        symbol = signing.symbol or signing_to_propose(self._workspace, held).symbol
        return {"number": number, "symbol": symbol or f"BC-{_SHORT_BLANK}"}

    def _period_words(self) -> str:
        return period_words(self._words.text, self._held.period, VI)

    def _text(self, key: str, **facts: object) -> str:
        return self._words.text(key, **facts)


def _columns(row: FigureRow) -> tuple[Figure, ...]:
    return (row.this, row.before, row.last_year, row.to_date)


def _shown(figure: Figure) -> str:
    value: Number | None = figure.value
    text = figure_text(value, VI)
    return text + ("*" if figure.typed else "") + ("**" if figure.partial else "")


def _width_mm(texts: Sequence[str]) -> float:
    """Room for the longest of some numbers, so that none is parted."""
    longest = max((sum(0.5 if sign in ".,–" else 1.0 for sign in text) for text in texts), default=0.0)
    return longest * _DIGIT_MM + _CELL_MM


def _on(day: date | None) -> str:
    return (
        long_date("", day)
        if day is not None
        else f"ngày {_SHORT_BLANK} tháng {_SHORT_BLANK} năm {_SHORT_BLANK}"
    )


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]
