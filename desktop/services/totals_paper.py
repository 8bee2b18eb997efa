"""The totals on paper, as a workbook and in the province's own form: whose figures are in it stands on each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.board import Source
from desktop.domain.indicators import INDICATORS
from desktop.domain.indicators.comparing import Number
from desktop.domain.paper import Align, Closing, Column, Face, Head, Line, Part, PlainSheet, Table
from desktop.domain.totals import TotalChange
from desktop.domain.values.cells import Cell
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.figures import UNKNOWN, Texts, change_text, figure_text, period_name, period_words
from desktop.i18n.numbers import grouped
from desktop.office.forms.form import fill_form
from desktop.office.writing import write_list
from desktop.pdf.wording import place_date_line
from desktop.services.figure_columns import Figure
from desktop.services.form_files import kept_form
from desktop.services.form_filling import Filled, filling
from desktop.services.forms import UPPER_FORM, FormFileMissing, OpenedForm
from desktop.services.indicators import FigureRow
from desktop.services.reporting_units import bare_name
from desktop.services.totals import REGISTER, FrozenTotals, Totals
from desktop.services.upper_papers import DOTS, VI, UpperPaper, lowered, motto
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic

_SMALL: Final = 11.0
_HEADS: Final = ("this", "before", "last_year", "change", "to_date")
_WIDTHS_MM: Final = (18.0, 18.0, 20.0, 27.0, 20.0)


def paper(workspace: Workspace, found: Totals, held: FrozenTotals | None) -> UpperPaper:
    """The totals as a paper: as they were frozen, or as they are now. Whoever may not print gets none."""
    with workspace.reading(Permission.PRINT, REGISTER):
        pass
    words, station = Catalogue(VI), workspace.station
    period = lowered(period_words(words.text, found.period, VI))
    rows = held.rows if held is not None else found.rows
    sheet = PlainSheet(
        words.text("totals.paper.title"),
        list(_parts(workspace, words, found, held, rows)),
        subtitle=words.text("totals.paper.subject", period=period),
        head=Head(
            station.upper_name,
            station.name,
            motto(words),
            national=True,
            number=words.text("report.paper.number", number=DOTS, symbol=f"TH-{DOTS}"),
            place_date=place_date_line(station.place, None),
        ),
        author=station.name,
    )
    return UpperPaper(REGISTER, file_name(found), sheet, workspace.practice)


def file_name(found: Totals) -> str:
    """ "Tổng hợp tháng 11-2026": a name that every file system takes, without its ending."""
    words = Catalogue(VI)
    period = lowered(period_name(words.text, found.period)).replace("/", "-")
    return words.text("totals.file", period=period)


def whose(workspace: Workspace, found: Totals, held: FrozenTotals | None = None) -> list[str]:
    """Whose figures are in it: "Tổng hợp từ 97/100 đơn vị, 3 đơn vị theo văn bản.", and who is missing."""
    words = Catalogue(VI)
    there, letters = found.there, found.by(Source.PAPER)
    facts = {"there": len(there), "all": found.expected, "letters": len(letters)}
    if held is not None:
        lines = [
            words.text("totals.frozen", on=held.on, by=held.by, there=len(held.units), all=held.expected)
        ]
        return lines + change_lines(workspace, held.changes)
    lines = [words.text("totals.whose.letters" if letters else "totals.whose", **facts)]
    if letters:
        named = [f"{bare_name(each.unit.name)} ({each.offer.document})" for each in letters if each.offer]
        lines.append(words.text("totals.letters", names="; ".join(named)))
    excel = found.by(Source.EXCEL)
    if excel:
        lines.append(words.text("totals.excel", count=len(excel)))
    if found.missing:
        names = ", ".join(bare_name(each.name) for each in found.missing)
        lines.append(words.text("totals.missing", count=len(found.missing), names=names))
    return lines


def summary(found: Totals, texts: Texts) -> str:
    """Whose figures are in it, in one line: the paper names them all."""
    letters, excel = found.by(Source.PAPER), found.by(Source.EXCEL)
    key = "totals.whose.letters" if letters else "totals.whose"
    lines = [texts(key, there=len(found.there), all=found.expected, letters=len(letters))]
    if excel:
        lines.append(texts("totals.excel", count=len(excel)))
    if found.missing:
        lines.append(texts("totals.missing.short", count=len(found.missing)))
    return " ".join(lines)


def change_lines(
    workspace: Workspace, changes: Sequence[TotalChange], texts: Texts | None = None, language: str = VI
) -> list[str]:
    """What is another figure since: "Chênh lệch sau khi chốt: +2 vụ (Tịnh Biên)", a line for each indicator."""
    texts = texts or Catalogue(VI).text
    by_code: dict[str, list[TotalChange]] = {}
    for each in changes:
        by_code.setdefault(each.code, []).append(each)
    lines = []
    for code, some in by_code.items():
        total = sum(each.by for each in some)
        units = ", ".join(
            bare_name(each.unit) if len(some) == 1 else f"{bare_name(each.unit)} {signed(each.by)}"
            for each in some
        )
        facts = {
            "indicator": workspace.catalogues.label("indicator", code, language),
            "by": signed(total),
            "unit": texts(f"unit.{INDICATORS[code].unit}"),
            "units": units,
        }
        lines.append(texts("totals.change", **facts))
    return lines


def signed(number: int) -> str:
    """+2, −1, 0."""
    return grouped(number, VI) if number <= 0 else f"+{grouped(number, VI)}"


def write_excel(workspace: Workspace, found: Totals, held: FrozenTotals | None) -> bytes:
    """The totals as a workbook: numbers stay numbers."""
    words = Catalogue(VI)
    heads = [
        words.text("takeout.number"),
        words.text("report.excel.indicator"),
        words.text("report.excel.unit"),
        *(words.text(f"report.paper.column.{name}") for name in ("this", "before", "last_year")),
        words.text("report.excel.change"),
        words.text("report.excel.rate"),
        words.text("report.paper.column.to_date"),
        words.text("totals.column.units"),
    ]
    rows: list[list[Cell]] = []
    for number, row in enumerate(held.rows if held is not None else found.rows, start=1):
        change = row.change
        rows.append(
            [
                number,
                workspace.catalogues.label("indicator", row.code, VI),
                words.text(f"unit.{row.unit}"),
                *(_content(each.value) for each in (row.this, row.before, row.last_year)),
                _content(change.by if change is not None else None),
                _content(change.percent if change is not None else None),
                _content(row.to_date.value),
                f"{found.known.get(row.code, 0)}/{found.expected}" if held is None else None,
            ]
        )
    notes = [*_practice(workspace, words), *whose(workspace, found, held)]
    title = words.text("totals.paper.subject", period=lowered(period_words(words.text, found.period, VI)))
    out = BytesIO()
    write_list(out, title, heads, rows, notes=notes, grouped=range(3, 9), widths={0: 6.0, 1: 52.0})
    return out.getvalue()


def write_matrix(workspace: Workspace, found: Totals, codes: Sequence[str]) -> bytes:
    """Units by indicators as a workbook, the total on top, with the source of each unit."""
    words = Catalogue(VI)
    totals = {row.code: row.this.value for row in found.rows}
    heads = [words.text("board.unit"), words.text("field.received_report.source")]
    heads += [workspace.catalogues.label("indicator", code, VI) for code in codes]
    rows: list[list[Cell]] = [
        [words.text("comparison.total"), None, *(_content(totals.get(code)) for code in codes)]
    ]
    for each in found.units:
        source = each.offer
        said = workspace.catalogues.label("figure_source", source.source.value, VI) if source else UNKNOWN
        if source is not None and source.document:
            said = words.text("board.by_letter", document=source.document)
        rows.append([each.unit.name, said, *(_content(each.values.get(code)) for code in codes)])
    title = words.text("comparison.file", period=lowered(period_words(words.text, found.period, VI)))
    notes = [*_practice(workspace, words), *whose(workspace, found)]
    out = BytesIO()
    write_list(out, title, heads, rows, notes=notes, grouped=range(2, len(heads)), widths={0: 34.0, 1: 30.0})
    return out.getvalue()


def fill_totals(
    workspace: Workspace, opened: OpenedForm, found: Totals, held: FrozenTotals | None, path: Path
) -> Filled:
    """The totals in the province's own form, by the cells that were pointed at; that it left is logged.

    A cell of one area, or of a part, is left as it was. Raises :class:`FormFileMissing`, and what
    :func:`write_atomic` does.
    """
    with workspace.reading(Permission.PRINT, UPPER_FORM):
        pass
    raw = kept_form(workspace.folder, opened.view.mark)
    if raw is None:
        raise FormFileMissing(name=opened.view.file_name)
    rows = {row.code: row for row in (held.rows if held is not None else found.rows) if row.part is None}
    values = {
        cell.pointer.spot: filling(rows[cell.pointer.indicator], cell.pointer.figure)
        for cell in opened.cells
        if cell.filled
        and cell.pointer.indicator in rows
        and cell.pointer.area is None
        and not cell.pointer.part
    }
    write_atomic(path, fill_form(raw, opened.view.file_name, values))
    workspace.log_access("export", f"{UPPER_FORM}:{len(values)}")
    return Filled(len(values), tuple(cell for cell in opened.cells if cell.pointer.spot not in values))


def _parts(
    workspace: Workspace,
    words: Catalogue,
    found: Totals,
    held: FrozenTotals | None,
    rows: Sequence[FigureRow],
) -> Iterator[Part]:
    if held is None:
        draft = words.text("report.paper.draft", at=workspace.now())
        yield Line(draft, Face.ITALIC, _SMALL, Align.CENTER)
    for text in whose(workspace, found, held):
        yield Line(text, Face.ITALIC)
    yield ""
    yield _table(workspace, words, rows)
    if any(each.partial for row in rows for each in (row.this, row.before, row.last_year, row.to_date)):
        yield Line(words.text("totals.partial"), Face.ITALIC, _SMALL)
    yield Closing(
        tuple(filter(None, (f"{workspace.station.upper_name};", words.text("report.paper.filed")))),
        (words.text("report.paper.chief"),),
    )


def _table(workspace: Workspace, words: Catalogue, rows: Sequence[FigureRow]) -> Table:
    lines: list[tuple[str, ...]] = []
    themes: set[int] = set()
    theme = None
    for row in rows:
        if row.theme is not theme:
            theme = row.theme
            themes.add(len(lines))
            lines.append((words.text(f"theme.{theme.value}"), *("" for _ in _HEADS)))
        label = workspace.catalogues.label("indicator", row.code, VI)
        lines.append(
            (
                words.text("report.paper.indicator", indicator=label, unit=words.text(f"unit.{row.unit}")),
                _shown(row.this),
                _shown(row.before),
                _shown(row.last_year),
                change_text(words.text, row.change, VI).replace(" (", "\n("),
                _shown(row.to_date),
            )
        )
    columns = [Column(words.text("report.paper.column.indicator"))]
    columns += [
        Column(
            words.text(f"report.paper.column.{name}"),
            mm=mm,
            align=Align.CENTER if name == "change" else Align.RIGHT,
        )
        for name, mm in zip(_HEADS, _WIDTHS_MM, strict=True)
    ]
    return Table(tuple(columns), lines, bold=frozenset(themes))


def _practice(workspace: Workspace, words: Catalogue) -> list[str]:
    return [words.text("takeout.practice")] if workspace.practice else []


def _shown(figure: Figure) -> str:
    return figure_text(figure.value, VI) + ("*" if figure.partial and figure.value is not None else "")


def _content(value: Number | None) -> Cell:
    if value is None:
        return UNKNOWN
    return float(value) if isinstance(value, Decimal) else value
