"""Plain sheets of A4: a block of unit names, a title, lines, tables under repeated heads, places to sign.

Paper, margins, sizes and page numbers follow Nghị định 30/2020/NĐ-CP, Phụ lục I. Lists, slips to write on and
reports are drawn with it; certificates have layouts of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from desktop.base.text import tidy
from desktop.domain.paper import (
    A4_MM,
    BOTTOM_MM,
    CELL_SIZE,
    INDENT_MM,
    LEFT_MM,
    RIGHT_MM,
    TEXT_SIZE,
    TITLE_SIZE,
    TOP_MM,
    Align,
    Bars,
    Bases,
    Closing,
    Face,
    Head,
    Heading,
    Line,
    PageBreak,
    Part,
    PlainSheet,
    Signatures,
    Table,
)
from desktop.pdf.bars import bars_height, draw_bars
from desktop.pdf.certificate import Progress
from desktop.pdf.fitting import fill
from desktop.pdf.fonts import FONT_NAMES, Metrics
from desktop.pdf.grid import CELL_MARGIN, LEADING, Cells, Grid, widths_of
from desktop.pdf.ink import new_canvas
from desktop.pdf.typesetting import MM
from desktop.pdf.watermark import draw_sample_mark

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_TOP, _BOTTOM, _LEFT, _RIGHT = TOP_MM * MM, BOTTOM_MM * MM, LEFT_MM * MM, RIGHT_MM * MM
_INDENT = INDENT_MM * MM
_PARAGRAPH_GAP = 6.0
_HAIRLINE = 0.5
_PAGE_NUMBER_FROM_TOP = 12 * MM
_SIGNING_ROOM = 25 * MM
_RULE_SHARE = 0.4
_TITLE_RULE_SHARE = 0.35
_RULE_GAP = 3.0
_LINE_GAP = 2.0
_RECIPIENT_SIZE = 11.0
_RECIPIENTS = "Nơi nhận:"
_ASIDE = {Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}


def draw_sheet(
    sheet: PlainSheet, out: BinaryIO, *, sample: bool = False, progress: Progress | None = None
) -> None:
    """Write a sheet as a PDF. Equal input gives an equal file.

    Args:
        sample: mark every page as sample data (practice mode).
        progress: called after each part with the parts done and all parts; it may raise to cancel.
    """
    width, height = (side * MM for side in (reversed(A4_MM) if sheet.landscape else A4_MM))
    canvas = new_canvas(out, (width, height), title=tidy(sheet.title), author=tidy(sheet.author))
    writer = _Writer(canvas, width, height, sample=sample)
    if sheet.head is not None:
        writer.head(sheet.head)
    writer.title(sheet.title, sheet.subtitle, ruled=sheet.head is not None and bool(sheet.head.number))
    for number, part in enumerate(sheet.parts, start=1):
        writer.part(part)
        if progress:
            progress(number, len(sheet.parts))
    canvas.showPage()
    canvas.save()


def draw_letters(sheets: Sequence[PlainSheet], out: BinaryIO, *, sample: bool = False) -> None:
    """Several upright sheets in one PDF, each begun on a page of its own and numbered for itself."""
    width, height = (side * MM for side in A4_MM)
    first = sheets[0]
    canvas = new_canvas(out, (width, height), title=tidy(first.title), author=tidy(first.author))
    for sheet in sheets:
        writer = _Writer(canvas, width, height, sample=sample)
        if sheet.head is not None:
            writer.head(sheet.head)
        writer.title(sheet.title, sheet.subtitle)
        for part in sheet.parts:
            writer.part(part)
        canvas.showPage()
    canvas.save()


class _Writer:
    """Writes down the page and goes on to the next one where there is no more room."""

    def __init__(self, canvas: Canvas, width: float, height: float, *, sample: bool) -> None:
        self._canvas = canvas
        self._width = width
        self._height = height
        self._column = width - _LEFT - _RIGHT
        self._sample = sample
        self._metrics = Metrics()
        self._y = height - _TOP
        self._before = canvas.getPageNumber() - 1
        self._start_page()

    def head(self, head: Head) -> None:
        """Two blocks side by side, each centred in its part of the width."""
        top, part = self._y, self._column * 0.42
        left = [(head.upper, Face.REGULAR), (head.unit, Face.BOLD)]
        right = [
            (text, Face.BOLD if head.national and at < 2 else Face.REGULAR)
            for at, text in enumerate(head.right)
        ]
        self._block([(text.upper(), face) for text, face in left], _LEFT, part)
        self._rule(self._width_of(head.unit.upper(), part) * _RULE_SHARE, _LEFT, part)
        lowest, self._y = self._y, top
        beside = _LEFT + part, self._column - part
        if head.national:
            self._block(right[:2], *beside)
            # As long as the motto: Nghị định 30/2020/NĐ-CP, Phụ lục I.
            self._rule(self._width_of(head.right[1], beside[1]), *beside)
            self._y -= _PARAGRAPH_GAP / 2
        self._block(right[2:] if head.national else right, *beside)
        self._y = min(lowest, self._y)
        if head.number or head.place_date:
            self._y -= _PARAGRAPH_GAP
            top = self._y
            self._block([(head.number, Face.REGULAR)], _LEFT, part, TEXT_SIZE)
            lowest, self._y = self._y, top
            self._block([(head.place_date, Face.ITALIC)], *beside, TEXT_SIZE)
            self._y = min(lowest, self._y)
        self._y -= 2 * _PARAGRAPH_GAP

    def title(self, title: str, subtitle: str, *, ruled: bool = False) -> None:
        """What it is and what of; under that of a numbered paper a rule, a third to half as long as the line."""
        for text in (title.upper(), subtitle):
            for line in self._fill(text, Face.BOLD, TITLE_SIZE, self._column):
                self._text(line, Face.BOLD, TITLE_SIZE, Align.CENTER, _LEFT, self._column)
                self._y -= TITLE_SIZE * LEADING
        if ruled and subtitle:
            self._rule(self._column * _TITLE_RULE_SHARE, _LEFT, self._column)
        self._y -= _PARAGRAPH_GAP

    def part(self, part: Part) -> None:
        match part:
            case Table():
                self._table(part)
            case Signatures():
                self._signatures(part)
            case Closing():
                self._closing(part)
            case Heading():
                self._heading(part)
            case Bases():
                self._bases(part)
            case Bars():
                self._bars(part)
            case PageBreak():
                self._turn_page()
            case Line():
                self._lines(part.text, part.face, part.size, part.align)
                self._y -= _LINE_GAP
            case _:
                for paragraph in part.splitlines():
                    self._lines(paragraph, Face.REGULAR, TEXT_SIZE, Align.LEFT, _INDENT)
                self._y -= _PARAGRAPH_GAP

    def _heading(self, part: Heading) -> None:
        # With at least a line of what it heads.
        if self._room < 3 * TEXT_SIZE * LEADING:
            self._turn_page()
        face = Face.REGULAR if part.level > 2 else Face.BOLD
        text = part.text.upper() if part.level == 1 else part.text
        self._lines(text, face, TEXT_SIZE, Align.LEFT, _INDENT)
        self._y -= _PARAGRAPH_GAP / 2

    def _bases(self, part: Bases) -> None:
        for at, text in enumerate(part.texts, start=1):
            end = "." if at == len(part.texts) else ";"
            self._lines(text.rstrip(".;") + end, Face.ITALIC, TEXT_SIZE, Align.LEFT, _INDENT)
            self._y -= _PARAGRAPH_GAP

    def _bars(self, part: Bars) -> None:
        height = bars_height(part)
        if self._room < height:
            self._turn_page()
        draw_bars(self._canvas, part, _LEFT, self._y - height, self._column)
        self._y -= height + _PARAGRAPH_GAP

    def _closing(self, part: Closing) -> None:
        width = self._column / 2
        step = TEXT_SIZE * LEADING
        small = _RECIPIENT_SIZE * LEADING
        recipients = [
            line
            for text in part.recipients
            for line in self._fill(f"- {text}", Face.REGULAR, _RECIPIENT_SIZE, width)
        ]
        tall = max((len(part.titles) + 1) * step + _SIGNING_ROOM, (len(recipients) + 2) * small)
        if self._room < tall:
            self._turn_page()
        self._y -= _PARAGRAPH_GAP
        top = self._y
        if recipients:
            self._text(_RECIPIENTS, Face.BOLD_ITALIC, CELL_SIZE, Align.LEFT, _LEFT, width)
            self._y -= CELL_SIZE * LEADING
        for line in recipients:
            self._text(line, Face.REGULAR, _RECIPIENT_SIZE, Align.LEFT, _LEFT, width)
            self._y -= small
        lowest, self._y = self._y, top
        for text in part.titles:
            self._text(text.upper(), Face.BOLD, TEXT_SIZE, Align.CENTER, _LEFT + width, width)
            self._y -= step
        self._y -= _SIGNING_ROOM
        self._text(part.name, Face.BOLD, TEXT_SIZE, Align.CENTER, _LEFT + width, width)
        self._y = min(lowest, self._y - step)

    def _lines(self, text: str, face: Face, size: float, align: Align, indent: float = 0.0) -> None:
        step = size * LEADING
        lines = self._fill(text, face, size, self._column, indent)
        for index, line in enumerate(lines):
            if self._room < step:
                self._turn_page()
            inset = 0.0 if index else indent
            # A paragraph is set to both margins, all but its last line.
            even = align is Align.LEFT and index < len(lines) - 1
            self._text(line, face, size, align, _LEFT + inset, self._column - inset, even=even)
            self._y -= step

    def _block(
        self, texts: Sequence[tuple[str, Face]], left: float, width: float, size: float = CELL_SIZE
    ) -> None:
        for text, face in texts:
            for line in self._fill(text, face, size, width):
                self._text(line, face, size, Align.CENTER, left, width)
                self._y -= size * LEADING

    def _rule(self, length: float, left: float, width: float) -> None:
        """A line in the middle of a part of the width."""
        at = left + (width - length) / 2
        # Clear of the tails and the dots below the letters.
        self._y -= _RULE_GAP
        self._canvas.line(at, self._y, at + length, self._y)

    def _width_of(self, text: str, most: float) -> float:
        return min(most, self._metrics.measure(Face.BOLD)(text) * CELL_SIZE)

    def _signatures(self, part: Signatures) -> None:
        width = self._column / len(part.signers)
        lines = max(len(titles) for titles, _ in part.signers) + 1 + bool(part.place_date)
        if self._room < lines * TEXT_SIZE * LEADING + _SIGNING_ROOM:
            self._turn_page()
        self._y -= _PARAGRAPH_GAP
        if part.place_date:
            # Over the last signer, whose part ends where the text ends.
            left = _LEFT + (len(part.signers) - 1) * width
            self._text(part.place_date, Face.ITALIC, TEXT_SIZE, Align.CENTER, left, width)
            self._y -= TEXT_SIZE * LEADING
            lines -= 1
        top = self._y
        for at, (titles, name) in enumerate(part.signers):
            self._y = top
            for index, text in enumerate(titles):
                face = Face.ITALIC if index else Face.BOLD
                self._text(text, face, TEXT_SIZE, Align.CENTER, _LEFT + at * width, width)
                self._y -= TEXT_SIZE * LEADING
            self._y = top - lines * TEXT_SIZE * LEADING - _SIGNING_ROOM
            self._text(name, Face.BOLD, TEXT_SIZE, Align.CENTER, _LEFT + at * width, width)
            self._y -= TEXT_SIZE * LEADING

    def _table(self, table: Table) -> None:
        widths = widths_of(table.columns, self._column)
        head = self._cells([column.title for column in table.columns], Face.BOLD, widths, table.size)
        aligns = tuple(column.align for column in table.columns)
        grid = Grid(widths, aligns, head, table.row_mm * MM, table.size)
        # A head alone at the foot of a page helps nobody.
        if self._room < grid.bare_height(head) + grid.height((("",),)):
            self._turn_page()
        self._head(grid)
        for at, row in enumerate(table.rows):
            face = Face.BOLD if at in table.bold else Face.REGULAR
            self._row(self._cells(row, face, widths, table.size), face, grid)
        self._y -= _PARAGRAPH_GAP

    def _row(self, cells: Cells, face: Face, grid: Grid) -> None:
        """One row; it goes to the next page whole, and is parted only if it is taller than a page."""
        page = self._height - _TOP - _BOTTOM - grid.bare_height(grid.head)
        while grid.height(cells) > self._room:
            if grid.bare_height(cells) > page:
                fitting = max(1, int((self._room - 2 * CELL_MARGIN) / grid.step))
                part = tuple(lines[:fitting] for lines in cells)
                self._draw_row(part, face, grid, grid.aligns, grid.bare_height(part))
                cells = tuple(lines[fitting:] for lines in cells)
            self._turn_page()
            self._head(grid)
        self._draw_row(cells, face, grid, grid.aligns, grid.height(cells))

    def _head(self, grid: Grid) -> None:
        if not any(any(lines) for lines in grid.head):
            return
        aligns = (Align.CENTER,) * len(grid.widths)
        self._draw_row(grid.head, Face.BOLD, grid, aligns, grid.bare_height(grid.head))

    def _draw_row(self, cells: Cells, face: Face, grid: Grid, aligns: Sequence[Align], height: float) -> None:
        top, left = self._y, _LEFT
        for lines, width, align in zip(cells, grid.widths, aligns, strict=True):
            self._canvas.rect(left, top - height, width, height)
            self._y = top - CELL_MARGIN
            for line in lines:
                self._text(line, face, grid.size, align, left + CELL_MARGIN, width - 2 * CELL_MARGIN)
                self._y -= grid.step
            left += width
        self._y = top - height

    def _cells(self, texts: Sequence[str], face: Face, widths: Sequence[float], size: float) -> Cells:
        return tuple(
            tuple(
                line
                for paragraph in text.splitlines()
                for line in self._fill(paragraph, face, size, width - 2 * CELL_MARGIN)
            )
            for text, width in zip(texts, widths, strict=True)
        )

    def _fill(self, text: str, face: Face, size: float, width: float, indent: float = 0.0) -> list[str]:
        return fill(tidy(text), width / size, self._metrics.measure(face), indent=indent / size)

    def _text(
        self,
        text: str,
        face: Face,
        size: float,
        align: Align,
        left: float,
        width: float,
        *,
        even: bool = False,
    ) -> None:
        spare = width - self._metrics.measure(face)(text) * size
        self._canvas.setFont(FONT_NAMES[face], size)
        between = spare / text.count(" ") if even and " " in text else 0.0
        self._canvas.drawString(left + _ASIDE[align] * spare, self._y - size, text, wordSpace=between or None)

    @property
    def _room(self) -> float:
        return self._y - _BOTTOM

    def _turn_page(self) -> None:
        self._canvas.showPage()
        self._start_page()

    def _start_page(self) -> None:
        self._y = self._height - _TOP
        if self._sample:
            draw_sample_mark(self._canvas, self._width, self._height)
        self._canvas.setLineWidth(_HAIRLINE)
        number = self._canvas.getPageNumber() - self._before
        if number > 1:
            self._canvas.setFont(FONT_NAMES[Face.REGULAR], TEXT_SIZE)
            below = self._height - _PAGE_NUMBER_FROM_TOP
            self._canvas.drawCentredString(self._width / 2, below, str(number))
