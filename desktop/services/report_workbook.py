"""The figures of a report as a workbook: numbers stay numbers, so that somebody may reckon on with them."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Final

from desktop.domain.indicators.comparing import Number
from desktop.domain.values.cells import Cell
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.figures import UNKNOWN, period_words
from desktop.office.writing import write_list
from desktop.services.indicators import FigureRow
from desktop.services.report_paper import VI, ReportPaper
from desktop.services.workspace import Workspace

_COLUMNS: Final = ("this", "before", "last_year")


def write_excel(workspace: Workspace, made: ReportPaper) -> bytes:
    """A workbook with a line for each figure of a report, in its order."""
    words = Catalogue(VI)
    period = period_words(words.text, made.report.period, VI)
    notes = [words.text("report.excel.made", unit=workspace.station.name, period=period)]
    if made.practice:
        notes.insert(0, words.text("takeout.practice"))
    heads = [
        words.text("takeout.number"),
        words.text("report.excel.indicator"),
        words.text("report.excel.unit"),
        *(words.text(f"report.paper.column.{name}") for name in _COLUMNS),
        words.text("report.excel.change"),
        words.text("report.excel.rate"),
        *(words.text(f"report.paper.column.{name}") for name in ("to_date", "target")),
        words.text("report.excel.note"),
    ]
    rows = [_cells(workspace, words, number, row) for number, row in enumerate(made.rows, start=1)]
    title = words.text("report.paper.annex.title", period=period[0].lower() + period[1:])
    out = BytesIO()
    write_list(out, title.upper(), heads, rows, notes=notes, grouped=range(3, 10), widths={0: 6.0, 1: 52.0})
    return out.getvalue()


def _cells(workspace: Workspace, words: Catalogue, number: int, row: FigureRow) -> list[Cell]:
    label = workspace.catalogues.label("indicator", row.code, VI)
    change = row.change
    return [
        number,
        label if row.part is None else words.text("report.paper.part", part=row.part),
        words.text(f"unit.{row.unit}"),
        *(_content(each.value) for each in (row.this, row.before, row.last_year)),
        _content(change.by if change is not None else None),
        _content(change.percent if change is not None else None),
        _content(row.to_date.value),
        row.target.value if row.target is not None else None,
        _note(words, row),
    ]


def _content(value: Number | None) -> Cell:
    """A dash for what nobody knows, as on paper: an empty cell would count as 0."""
    if value is None:
        return UNKNOWN
    return float(value) if isinstance(value, Decimal) else value


def _note(words: Catalogue, row: FigureRow) -> str | None:
    figures = (row.this, row.before, row.last_year, row.to_date)
    said = [
        words.text(f"report.excel.{mark}")
        for mark, holds in (
            ("typed", any(each.typed for each in figures)),
            ("partial", any(each.partial for each in figures)),
            ("of_year", row.target is not None and row.target.of_year),
        )
        if holds
    ]
    return "; ".join(said) or None
