"""Tables from the clipboard: HTML as Excel, Word and LibreOffice give it, or lines of cells parted by tabs.

The clipboard may come from any web page, so it is taken as unproven as a file: what it holds is counted against the
same limits, and no text makes the reader look at the same letters again and again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import islice
from typing import Final

from desktop.domain.values.cells import Cell, CellError
from desktop.office import csv_text
from desktop.office.errors import PastedNothing, PastedTooMuch
from desktop.office.limits import LimitPassed, Limits, Merge, Tally, address
from desktop.office.reading import Sheet, Workbook

_TABLE: Final = re.compile(r"<table[\s>]", re.IGNORECASE)
_ROW: Final = re.compile(r"<tr[\s>]", re.IGNORECASE)
_SILENT: Final = re.compile(r"<(script|style|title|textarea|noscript|iframe|object)\b", re.IGNORECASE)
_NAME: Final = re.compile(r"</?[a-zA-Z][a-zA-Z0-9:]*")
_TAG: Final = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^>"'])*+>""")
_SPAN: Final = re.compile(r"""\b(colspan|rowspan)=["']?([0-9]{1,6})\b""", re.IGNORECASE)
_LONGEST_TAG: Final = 2_000
"""What stands further on in one is a picture or means harm."""
_AT_ONCE: Final = 1_000
# No letter has so long a number, and to read it as one would take for ever.
_LONG_NUMBER: Final = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_BREAKS: Final = frozenset(("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"))
# What a spreadsheet shows in place of a value; a column that is too narrow shows, and copies, only crosses.
_SHOWN_ERROR: Final = re.compile(r"#{2,}|#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")
_LOOKED_AT: Final = 1 << 16
_FEWEST_LINES: Final = 2


@dataclass(frozen=True, slots=True)
class PastedTable:
    """What the clipboard held, both kinds as another program put them there; either may be empty."""

    html: str = ""
    text: str = ""

    @property
    def is_table(self) -> bool:
        """Whether it looks like one: a quick look, at ordinary text too."""
        if self.is_html:
            return True
        lines = [line for line in self.text[:_LOOKED_AT].splitlines() if line.strip()]
        return len(lines) >= _FEWEST_LINES and 2 * sum("\t" in line for line in lines) > len(lines)

    @property
    def is_html(self) -> bool:
        """Whether its HTML has a table of more than one row."""
        table = _TABLE.search(self.html)
        if table is None:
            return False
        first = _ROW.search(self.html, table.end())
        return first is not None and _ROW.search(self.html, first.end()) is not None


def read_pasted(pasted: PastedTable, name: str, limits: Limits | None = None) -> Workbook:
    """Read each table as a sheet of texts. Merged cells of HTML are merged ranges.

    Args:
        name: what the source is called, and its sheets.

    Raises:
        PastedNothing, PastedTooMuch.
    """
    limits = limits or Limits()
    if max(len(pasted.html), len(pasted.text)) > limits.file_bytes:
        raise PastedTooMuch(last_cell=address(0, 0))
    tally = Tally(limits)
    try:
        if pasted.is_html:
            tables = _html_tables(pasted.html, tally)
        else:
            tables = [_Grid(_plain_rows(csv_text.rows(_sound(pasted.text), tally, delimiter="\t")))]
    except LimitPassed as passed:
        raise PastedTooMuch(last_cell=passed.last_cell) from passed
    filled = [table for table in tables if any(table.rows)]
    for table in filled:
        while not table.rows[-1]:
            table.rows.pop()
    if not filled:
        raise PastedNothing()
    sheets = [
        Sheet(name if len(filled) == 1 else f"{name} {at}", tuple(table.rows), tuple(table.merged))
        for at, table in enumerate(filled, start=1)
    ]
    return Workbook(name, tuple(sheets))


def _sound(text: str) -> str:
    """Without halves of letters, which no file could hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _plain_rows(rows: list[list[str]]) -> list[tuple[Cell, ...]]:
    return [_row({column: _plain(text) for column, text in enumerate(fields)}) for fields in rows]


def _plain(text: str) -> Cell:
    lines = [line.replace("\xa0", " ").strip() for line in text.splitlines()]
    shown = "\n".join(line for line in lines if line)
    if _SHOWN_ERROR.fullmatch(shown):
        return CellError(shown)
    return shown or None


def _row(cells: dict[int, Cell]) -> tuple[Cell, ...]:
    """Cells in their columns, ending with the last that holds something."""
    last = max((column for column, cell in cells.items() if cell is not None), default=-1)
    return tuple(cells.get(column) for column in range(last + 1))


# HTML


def _html_tables(html: str, tally: Tally) -> list[_Grid]:
    reader = _Reader(tally)
    pieces = _pieces(_LONG_NUMBER.sub("", _sound(html)))
    while some := "".join(islice(pieces, _AT_ONCE)):
        reader.feed(some)
        # Each piece is whole, so that nothing waits for an end that may never come.
        reader.close()
    reader.end_all()
    return reader.tables


def _pieces(html: str) -> Iterator[str]:
    """One tag and the text after it at a time, each looked at once; never an empty one."""
    at = 0
    while at < len(html):
        silent = _SILENT.match(html, at)
        if silent is not None:
            at = _after(html, re.compile(f"</{silent[1]}", re.IGNORECASE), at)
        elif html.startswith("<!--", at):
            at = _after(html, re.compile("-->"), at)
        else:
            following = html.find("<", at + 1)
            end = following if following > 0 else len(html)
            if whole := _whole(html[at:end]):
                yield whole
            at = end


def _after(html: str, ending: re.Pattern[str], at: int) -> int:
    found = ending.search(html, at)
    return len(html) if found is None else found.end()


def _whole(piece: str) -> str:
    """A piece that begins with a whole tag, of whose attributes only the spans of cells are left, or with none."""
    if not piece.startswith("<"):
        return piece
    name, tag = _NAME.match(piece), _TAG.match(piece)
    # With a quotation mark that is never closed the first bracket ends the tag.
    end = tag.end() if tag is not None else piece.find(">") + 1
    if name is None and piece[1:2] in ("!", "?"):
        return piece[end:] if end else ""
    if name is None or not end:
        return f"&lt;{piece[1:]}"
    spans = "".join(f" {each[1]}={each[2]}" for each in _SPAN.finditer(piece, 0, min(end, _LONGEST_TAG)))
    return f"{name[0]}{spans}>{piece[end:]}"


@dataclass(slots=True)
class _Grid:
    """One table as it grows."""

    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    merged: list[Merge] = field(default_factory=list)


@dataclass(slots=True)
class _Spot:
    """The cell that is being read: where it stands, how far it reaches, and its texts so far."""

    row: int
    column: int
    across: int
    down: int
    texts: list[str] = field(default_factory=list)

    def cell(self) -> Cell:
        lines = _SPACES.sub(" ", "".join(self.texts).replace("\n", " ")).replace("\v", "\n")
        return _plain(lines)


class _Reader(HTMLParser):
    """Puts the cells of every outermost table in their places; a table inside a cell is text of that cell."""

    def __init__(self, tally: Tally) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Grid] = []
        self._tally = tally
        self._depth = 0
        self._spot: _Spot | None = None
        self._cells: dict[int, Cell] | None = None
        self._next = 0
        self._covered: dict[int, int] = {}
        """Column -> the last row that a cell from above reaches down to."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._begin_table()
        elif self._depth == 1 and tag == "tr":
            self._end_row()
            self._begin_row()
        elif self._depth == 1 and tag in ("td", "th"):
            self._begin_cell(dict(attrs))
        elif self._spot is not None:
            self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._depth:
            if self._depth == 1:
                self._end_row()
            self._depth -= 1
        elif self._depth == 1 and tag == "tr":
            self._end_row()
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
        elif self._spot is not None:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if self._spot is not None:
            self._tally.add_text(len(data), self._spot.row, self._spot.column)
            self._spot.texts.append(data.replace("\v", " "))

    def end_all(self) -> None:
        """The text is over, whatever is still open."""
        self._end_row()

    def _begin_table(self) -> None:
        self._depth += 1
        if self._depth == 1:
            self._tally.next_sheet()
            self.tables.append(_Grid())
            self._covered = {}

    def _break(self, tag: str) -> None:
        assert self._spot is not None
        if tag in _BREAKS:
            self._spot.texts.append("\v")
        elif tag in ("td", "th"):
            self._spot.texts.append(" ")

    def _begin_row(self) -> None:
        self._cells = {}
        self._next = 0

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        if self._cells is None:
            self._begin_row()
        row = len(self.tables[-1].rows)
        column = self._next
        while self._covered.get(column, -1) >= row:
            column += 1
        limits = self._tally.limits
        across = _span(attributes.get("colspan"), limits.columns)
        down = _span(attributes.get("rowspan"), limits.rows)
        self._tally.add(row, column + across - 1)
        self._spot = _Spot(row, column, across, down)
        self._next = column + across

    def _end_cell(self) -> None:
        spot, self._spot = self._spot, None
        if spot is None:
            return
        assert self._cells is not None
        for column in range(spot.column, spot.column + spot.across):
            self._cells[column] = None
            self._covered[column] = spot.row + spot.down - 1
        self._cells[spot.column] = spot.cell()
        if spot.across > 1 or spot.down > 1:
            last = spot.row + spot.down - 1, spot.column + spot.across - 1
            self.tables[-1].merged.append(Merge(spot.row, spot.column, *last))

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells is None:
            return
        rows = self.tables[-1].rows
        self._tally.add(len(rows), 0)
        rows.append(_row(self._cells))
        self._cells = None


def _span(written: str | None, most: int) -> int:
    """Over how many columns or rows a cell reaches; one for what is no number."""
    digits = (written or "").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 6):
        return 1
    return min(max(int(digits), 1), most)
