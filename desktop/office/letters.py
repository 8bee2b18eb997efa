"""A paper as a Word document, laid out as Nghị định 30/2020/NĐ-CP, Phụ lục I asks: to be signed, not to be read back.

What Word shows is what the PDF shows: both are made of the same value. Groups of bars are a table of their numbers,
since a picture could not be corrected in Word.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, Final

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
    Column,
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
from desktop.i18n.numbers import grouped

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table as WordTable
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

FONT: Final = "Times New Roman"
_LEADING: Final = 1.15
_GAP: Final = 6.0
_RECIPIENT_SIZE: Final = 11.0
_RECIPIENTS: Final = "Nơi nhận:"
_SIGNING_LINES: Final = 4
_MISSING: Final = "–"
_RULE_SHARE: Final = 0.35
_HEAD_MM: Final = (70.0, 95.0)
_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001  # equal papers give equal files
_BOLD: Final = (Face.BOLD, Face.BOLD_ITALIC)
_SLANTED: Final = (Face.ITALIC, Face.BOLD_ITALIC)


def write_letter(paper: PlainSheet, out: BinaryIO, *, mark: str = "") -> None:
    """Writes a .docx. ``mark`` stands over every page, such as that it is of sample data."""
    import docx

    writer = _Writer(docx.Document(), landscape=paper.landscape)
    writer.properties(paper)
    if mark:
        writer.mark(mark)
    if paper.head is not None:
        writer.head(paper.head)
    writer.title(paper.title, paper.subtitle, ruled=paper.head is not None and bool(paper.head.number))
    for part in paper.parts:
        writer.part(part)
    writer.document.save(out)


class _Writer:
    def __init__(self, document: Document, *, landscape: bool) -> None:
        from docx.shared import Mm, Pt

        self.document = document
        section = document.sections[0]
        width, height = reversed(A4_MM) if landscape else A4_MM
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
        section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
        section.header_distance = Mm(TOP_MM / 2)
        self._column_mm = width - LEFT_MM - RIGHT_MM
        normal = document.styles["Normal"]
        _set_font(normal.font, FONT)
        normal.font.size = Pt(TEXT_SIZE)
        _number_pages(section)

    def properties(self, paper: PlainSheet) -> None:
        about = self.document.core_properties
        about.title, about.author, about.language = tidy(paper.title), tidy(paper.author), "vi-VN"
        about.created = about.modified = _MADE
        about.last_modified_by = about.author
        about.comments = ""

    def mark(self, text: str) -> None:
        section = self.document.sections[0]
        for header in (section.header, section.first_page_header):
            self._say(header.add_paragraph(), text, Face.BOLD, TITLE_SIZE, Align.CENTER)

    def head(self, head: Head) -> None:
        """Two blocks side by side, in a table without lines."""
        both = self._bare_table(_HEAD_MM)
        left, right = both.rows[0].cells
        self._centred(left, head.upper.upper(), Face.REGULAR, CELL_SIZE)
        self._centred(left, head.unit.upper(), Face.BOLD, CELL_SIZE, ruled=True)
        for at, text in enumerate(head.right):
            face = Face.BOLD if head.national and at < 2 else Face.REGULAR
            size = TEXT_SIZE if head.national and at == 1 else CELL_SIZE
            self._centred(right, text, face, size, ruled=head.national and at == 1)
        if head.number:
            self._centred(left, head.number, Face.REGULAR, TEXT_SIZE)
        if head.place_date:
            self._centred(right, head.place_date, Face.ITALIC, TEXT_SIZE)
        self._space()

    def title(self, title: str, subtitle: str, *, ruled: bool = False) -> None:
        for text in (title.upper(), subtitle):
            if text:
                self._say(self.document.add_paragraph(), text, Face.BOLD, TITLE_SIZE, Align.CENTER)
        if ruled and subtitle:
            self._rule()
        self._space()

    def _rule(self) -> None:
        """A line in the middle of the width: the border of an empty paragraph (ECMA-376 part 1, 17.3.1.24)."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm

        paragraph = self.document.add_paragraph()
        self._say(paragraph, "", Face.REGULAR, _GAP / 2, Align.CENTER)
        side = Mm(self._column_mm * (1 - _RULE_SHARE) / 2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
        borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "auto")):
            bottom.set(qn(f"w:{name}"), value)
        borders.append(bottom)
        paragraph.paragraph_format.element.get_or_add_pPr().insert_element_before(
            borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )

    def part(self, part: Part) -> None:
        match part:
            case Heading():
                text = part.text.upper() if part.level == 1 else part.text
                face = Face.REGULAR if part.level > 2 else Face.BOLD
                paragraph = self._paragraph(text, face)
                paragraph.paragraph_format.keep_with_next = True
            case Bases():
                for at, text in enumerate(part.texts, start=1):
                    end = "." if at == len(part.texts) else ";"
                    self._paragraph(text.rstrip(".;") + end, Face.ITALIC)
            case Line():
                self._say(self.document.add_paragraph(), part.text, part.face, part.size, part.align)
            case Table():
                self._table(part)
            case Bars():
                self._table(_numbers(part), part.title)
            case PageBreak():
                self._turn_page()
            case Signatures():
                self._signatures(part)
            case Closing():
                self._closing(part)
            case _:
                for text in part.splitlines():
                    self._paragraph(text, Face.REGULAR)

    def _turn_page(self) -> None:
        from docx.enum.text import WD_BREAK

        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _paragraph(self, text: str, face: Face) -> Paragraph:
        """A paragraph of the body: set to both margins, its first line indented."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm, Pt

        paragraph = self.document.add_paragraph()
        self._say(paragraph, text, face, TEXT_SIZE, Align.LEFT)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Mm(INDENT_MM)
        paragraph.paragraph_format.space_after = Pt(_GAP)
        return paragraph

    def _say(self, paragraph: Paragraph, text: str, face: Face, size: float, align: Align) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        sides = {
            Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
            Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
            Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
        }
        run = paragraph.add_run(tidy(text))
        run.bold, run.italic = face in _BOLD, face in _SLANTED
        run.font.size = Pt(size)
        paragraph.alignment = sides[align]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = _LEADING

    def _centred(self, cell: _Cell, text: str, face: Face, size: float, *, ruled: bool = False) -> None:
        first = cell.paragraphs[0]
        paragraph = first if not first.runs and len(cell.paragraphs) == 1 else cell.add_paragraph()
        self._say(paragraph, text, face, size, Align.CENTER)
        if ruled:
            for run in paragraph.runs:
                run.underline = True

    def _space(self) -> None:
        self._say(self.document.add_paragraph(), "", Face.REGULAR, _GAP, Align.LEFT)

    def _bare_table(self, widths: Sequence[float]) -> WordTable:
        table: WordTable = self.document.add_table(rows=1, cols=len(widths))
        table.autofit = False
        _set_widths(table, widths)
        return table

    def _table(self, part: Table, title: str = "") -> None:
        if title:
            self._say(self.document.add_paragraph(), title, Face.BOLD, CELL_SIZE, Align.LEFT)
        table = self.document.add_table(rows=1, cols=len(part.columns))
        table.style = "Table Grid"
        table.autofit = False
        for cell, column in zip(table.rows[0].cells, part.columns, strict=True):
            self._say(cell.paragraphs[0], column.title, Face.BOLD, part.size, Align.CENTER)
        _repeat(table)
        for at, texts in enumerate(part.rows):
            face = Face.BOLD if at in part.bold else Face.REGULAR
            for cell, text, column in zip(table.add_row().cells, texts, part.columns, strict=True):
                for number, line in enumerate(text.splitlines() or [""]):
                    paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                    self._say(paragraph, line, face, part.size, column.align)
        _set_widths(table, _widths(part.columns, self._column_mm))
        self._space()

    def _signatures(self, part: Signatures) -> None:
        if part.place_date:
            self._say(self.document.add_paragraph(), part.place_date, Face.ITALIC, TEXT_SIZE, Align.RIGHT)
        width = self._column_mm / len(part.signers)
        table = self._bare_table([width] * len(part.signers))
        for cell, (titles, name) in zip(table.rows[0].cells, part.signers, strict=True):
            for at, text in enumerate(titles):
                self._centred(cell, text, Face.ITALIC if at else Face.BOLD, TEXT_SIZE)
            self._signed(cell, name)

    def _closing(self, part: Closing) -> None:
        table = self._bare_table([self._column_mm / 2] * 2)
        left, right = table.rows[0].cells
        if part.recipients:
            self._say(left.paragraphs[0], _RECIPIENTS, Face.BOLD_ITALIC, CELL_SIZE, Align.LEFT)
        for text in part.recipients:
            self._say(left.add_paragraph(), f"- {text}", Face.REGULAR, _RECIPIENT_SIZE, Align.LEFT)
        for text in part.titles:
            self._centred(right, text.upper(), Face.BOLD, TEXT_SIZE)
        self._signed(right, part.name)

    def _signed(self, cell: _Cell, name: str) -> None:
        for _ in range(_SIGNING_LINES):
            self._say(cell.add_paragraph(), "", Face.REGULAR, TEXT_SIZE, Align.CENTER)
        self._say(cell.add_paragraph(), name, Face.BOLD, TEXT_SIZE, Align.CENTER)


def _numbers(bars: Bars) -> Table:
    columns = (Column(""), *(Column(name, mm=28.0, align=Align.RIGHT) for name, _ in bars.series))
    rows = [
        (label, *(_MISSING if values[at] is None else grouped(values[at] or 0) for _, values in bars.series))
        for at, label in enumerate(bars.labels)
    ]
    return Table(columns, rows)


def _widths(columns: Sequence[Column], whole: float) -> list[float]:
    """In millimetres, as the PDF has them."""
    left = whole - sum(column.mm for column in columns if column.mm is not None)
    shares = sum(column.share for column in columns if column.mm is None)
    return [column.mm if column.mm is not None else column.share / shares * left for column in columns]


def _set_widths(table: WordTable, widths: Sequence[float]) -> None:
    from docx.shared import Mm

    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _repeat(table: WordTable) -> None:
    """The first row stands on every page that the table reaches (ECMA-376 part 1, 17.4.78)."""
    from docx.oxml import OxmlElement

    row = table.rows[0]._tr  # noqa: SLF001  # the library has no word for it
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _set_font(font: object, name: str) -> None:
    """One font for every script: Word keeps four names, and Vietnamese letters fall under two of them."""
    from docx.oxml.ns import qn
    from docx.text.font import Font

    assert isinstance(font, Font)
    font.name = name
    fonts = font.element.rPr.rFonts
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)


def _number_pages(section: Section) -> None:
    """Arabic numbers in the middle of the top margin, not on the first page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001  # the library has no word for it
