"""A plain one-column A4 document: a log of one page, a list, a proof sheet. No more is promised than that.

Paper, margins, sizes and page numbers follow Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from desktop.base.text import tidy
from desktop.pdf.certificate import Progress
from desktop.pdf.fitting import fill
from desktop.pdf.fonts import FONT_NAMES, Metrics
from desktop.pdf.ink import new_canvas
from desktop.pdf.layout import Align, Face
from desktop.pdf.typesetting import MM
from desktop.pdf.watermark import draw_sample_mark

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_WIDTH, _HEIGHT = 210 * MM, 297 * MM
_TOP, _BOTTOM, _LEFT, _RIGHT = 20 * MM, 20 * MM, 30 * MM, 15 * MM
_COLUMN = _WIDTH - _LEFT - _RIGHT
_INDENT = 10 * MM
_TITLE_SIZE = 14.0
_TEXT_SIZE = 13.0
_CELL_SIZE = 12.0
_LEADING = 1.25
_CELL_STEP = _CELL_SIZE * _LEADING
_PARAGRAPH_GAP = 6.0
_CELL_MARGIN = 3.0
_HAIRLINE = 0.5
_PAGE_NUMBER_FROM_TOP = 12 * MM
_ASIDE = {Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``share`` is its part of the width beside the other columns' shares."""

    title: str
    share: float = 1.0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under a head that is repeated on each page; every row has a text for each column."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]]


def draw_log(
    title: str,
    parts: Sequence[str | Table],
    out: BinaryIO,
    *,
    subtitle: str = "",
    author: str = "",
    sample: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write paragraphs and tables under a title. Equal input gives an equal file.

    Args:
        sample: mark every page as sample data (practice mode).
        progress: called after each part with the parts done and all parts; it may raise to cancel.
    """
    canvas = new_canvas(out, (_WIDTH, _HEIGHT), title=tidy(title), author=tidy(author))
    writer = _Writer(canvas, sample=sample)
    writer.title(title, subtitle)
    for number, part in enumerate(parts, start=1):
        if isinstance(part, Table):
            writer.table(part)
        else:
            writer.paragraph(part)
        if progress:
            progress(number, len(parts))
    canvas.showPage()
    canvas.save()


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table's columns in points, and its head as lines in cells."""

    widths: tuple[float, ...]
    aligns: tuple[Align, ...]
    head: tuple[tuple[str, ...], ...]


Cells = tuple[tuple[str, ...], ...]


class _Writer:
    """Writes down the page and goes on to the next one where there is no more room."""

    def __init__(self, canvas: Canvas, *, sample: bool) -> None:
        self._canvas = canvas
        self._sample = sample
        self._metrics = Metrics()
        self._y = _HEIGHT - _TOP
        self._start_page()

    def title(self, title: str, subtitle: str) -> None:
        for text in (title.upper(), subtitle):
            for line in self._fill(text, Face.BOLD, _TITLE_SIZE, _COLUMN):
                self._text(line, Face.BOLD, _TITLE_SIZE, Align.CENTER, _LEFT, _COLUMN)
                self._y -= _TITLE_SIZE * _LEADING
        self._y -= _PARAGRAPH_GAP

    def paragraph(self, text: str) -> None:
        step = _TEXT_SIZE * _LEADING
        for paragraph in text.splitlines():
            for index, line in enumerate(self._fill(paragraph, Face.REGULAR, _TEXT_SIZE, _COLUMN, _INDENT)):
                if self._room < step:
                    self._turn_page()
                indent = 0.0 if index else _INDENT
                self._text(line, Face.REGULAR, _TEXT_SIZE, Align.LEFT, _LEFT + indent, _COLUMN - indent)
                self._y -= step
        self._y -= _PARAGRAPH_GAP

    def table(self, table: Table) -> None:
        shares = sum(column.share for column in table.columns)
        widths = tuple(column.share / shares * _COLUMN for column in table.columns)
        head = self._cells([column.title for column in table.columns], Face.BOLD, widths)
        grid = _Grid(widths, tuple(column.align for column in table.columns), head)
        # A head alone at the foot of a page helps nobody.
        if self._room < _row_height(head) + _row_height((("",),)):
            self._turn_page()
        self._head(grid)
        for row in table.rows:
            self._row(self._cells(row, Face.REGULAR, widths), grid)
        self._y -= _PARAGRAPH_GAP

    def _row(self, cells: Cells, grid: _Grid) -> None:
        """One row; it goes to the next page whole, and is parted only if it is taller than a page."""
        page = _HEIGHT - _TOP - _BOTTOM - _row_height(grid.head)
        while _row_height(cells) > self._room:
            if _row_height(cells) > page:
                fitting = max(1, int((self._room - 2 * _CELL_MARGIN) / _CELL_STEP))
                self._draw_row(
                    tuple(lines[:fitting] for lines in cells), Face.REGULAR, grid.widths, grid.aligns
                )
                cells = tuple(lines[fitting:] for lines in cells)
            self._turn_page()
            self._head(grid)
        self._draw_row(cells, Face.REGULAR, grid.widths, grid.aligns)

    def _head(self, grid: _Grid) -> None:
        self._draw_row(grid.head, Face.BOLD, grid.widths, (Align.CENTER,) * len(grid.widths))

    def _draw_row(self, cells: Cells, face: Face, widths: Sequence[float], aligns: Sequence[Align]) -> None:
        top, height = self._y, _row_height(cells)
        left = _LEFT
        for lines, width, align in zip(cells, widths, aligns, strict=True):
            self._canvas.rect(left, top - height, width, height)
            self._y = top - _CELL_MARGIN
            for line in lines:
                self._text(line, face, _CELL_SIZE, align, left + _CELL_MARGIN, width - 2 * _CELL_MARGIN)
                self._y -= _CELL_STEP
            left += width
        self._y = top - height

    def _cells(self, texts: Sequence[str], face: Face, widths: Sequence[float]) -> Cells:
        return tuple(
            tuple(
                line
                for paragraph in text.splitlines()
                for line in self._fill(paragraph, face, _CELL_SIZE, width - 2 * _CELL_MARGIN)
            )
            for text, width in zip(texts, widths, strict=True)
        )

    def _fill(self, text: str, face: Face, size: float, width: float, indent: float = 0.0) -> list[str]:
        return fill(tidy(text), width / size, self._metrics.measure(face), indent=indent / size)

    def _text(self, text: str, face: Face, size: float, align: Align, left: float, width: float) -> None:
        spare = width - self._metrics.measure(face)(text) * size
        self._canvas.setFont(FONT_NAMES[face], size)
        self._canvas.drawString(left + _ASIDE[align] * spare, self._y - size, text)

    @property
    def _room(self) -> float:
        return self._y - _BOTTOM

    def _turn_page(self) -> None:
        self._canvas.showPage()
        self._start_page()

    def _start_page(self) -> None:
        self._y = _HEIGHT - _TOP
        if self._sample:
            draw_sample_mark(self._canvas, _WIDTH, _HEIGHT)
        self._canvas.setLineWidth(_HAIRLINE)
        number = self._canvas.getPageNumber()
        if number > 1:
            self._canvas.setFont(FONT_NAMES[Face.REGULAR], _TEXT_SIZE)
            self._canvas.drawCentredString(_WIDTH / 2, _HEIGHT - _PAGE_NUMBER_FROM_TOP, str(number))


def _row_height(cells: Cells) -> float:
    return max(1, *map(len, cells)) * _CELL_STEP + 2 * _CELL_MARGIN
