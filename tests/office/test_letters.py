"""A paper as a Word document: what stands in it, and how it is laid out."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Pt

from desktop.domain.paper import (
    Align,
    Bars,
    Bases,
    Closing,
    Column,
    Head,
    Heading,
    Part,
    PlainSheet,
    Signatures,
    Table,
)
from desktop.office.letters import write_letter
from desktop.pdf.render import page_count, page_text
from desktop.pdf.sheet import draw_sheet

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
HEAD = Head(
    "Công an tỉnh An Giang",
    "Công an phường Nhơn Hưng",
    MOTTO,
    national=True,
    number="Số: 05/BC-CAP",
    place_date="Nhơn Hưng, ngày 15 tháng 11 năm 2026",
)
PARTS: tuple[Part, ...] = (
    Bases(("Căn cứ Luật Thi đua, khen thưởng", "Xét đề nghị của Trưởng Công an phường")),
    Heading("I. Tình hình"),
    "Trong kỳ, tình hình an ninh, trật tự trên địa bàn ổn định.",
    Heading("1. Kết quả", 2),
    Table(
        (Column("Chỉ tiêu"), Column("Kỳ này", mm=22, align=Align.RIGHT)),
        [("Lượt thăm gặp", "8.561"), ("Số tổ", "–")],
    ),
    Bars("So với cùng kỳ", ("Thăm gặp", "Hòa giải"), (("Kỳ này", (1240, 31)), ("Cùng kỳ", (210, None)))),
    Closing(("Công an tỉnh An Giang", "Lưu: VT"), ("Trưởng Công an phường",), "Thiếu tá Nguyễn Văn An"),
)
PAPER = PlainSheet(
    "Báo cáo", PARTS, "Kết quả công tác tháng 11/2026", HEAD, author="Công an phường Nhơn Hưng"
)


def written(paper: PlainSheet = PAPER) -> Document:
    return docx.Document(BytesIO(raw(paper)))


def raw(paper: PlainSheet) -> bytes:
    out = BytesIO()
    write_letter(paper, out)
    return out.getvalue()


def millimetres(*lengths: Length | None) -> list[int]:
    return [round(length.mm) if length is not None else 0 for length in lengths]


def all_words(document: Document) -> list[str]:
    """Every word, those in tables too, in no order."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return sorted(" ".join([*cells, *(each.text for each in document.paragraphs)]).split())


def test_word_and_pdf_hold_the_same_words() -> None:
    out = BytesIO()
    draw_sheet(PAPER, out)
    pdf = out.getvalue()
    drawn = " ".join(page_text(pdf, page) for page in range(page_count(pdf))).split()
    assert set(all_words(written())) == set(drawn)


def test_paper_margins_and_letters_are_those_of_the_decree() -> None:
    document = written()
    section = document.sections[0]
    assert millimetres(section.page_width, section.page_height) == [210, 297]
    assert millimetres(section.left_margin, section.right_margin, section.top_margin) == [30, 15, 20]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header.paragraphs[0]._p.xml
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_a_paragraph_is_set_to_both_margins_with_its_first_line_indented() -> None:
    paragraph = next(each for each in written().paragraphs if each.text.startswith("Trong kỳ"))
    assert paragraph.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert millimetres(paragraph.paragraph_format.first_line_indent) == [10]
    assert paragraph.paragraph_format.space_after == Pt(6)


def test_headings_and_bases_have_their_faces() -> None:
    runs = {each.text: each.runs[0] for each in written().paragraphs if each.runs}
    assert runs["I. TÌNH HÌNH"].bold
    assert runs["1. Kết quả"].bold
    assert runs["Căn cứ Luật Thi đua, khen thưởng;"].italic
    assert "Xét đề nghị của Trưởng Công an phường." in runs


def test_a_number_that_nobody_knows_is_a_dash() -> None:
    tables = [[cell.text for cell in row.cells] for table in written().tables for row in table.rows]
    assert ["Thăm gặp", "1.240", "210"] in tables
    assert ["Hòa giải", "31", "–"] in tables


def test_a_landscape_paper_is_wider_than_high() -> None:
    section = written(replace(PAPER, landscape=True)).sections[0]
    assert millimetres(section.page_width, section.page_height) == [297, 210]


def test_signers_stand_beside_each_other() -> None:
    signers = Signatures(
        ((("Thư ký",), "Lê Thị Bé"), (("Chủ tọa",), "Trần An")), "Nhơn Hưng, ngày 05 tháng 01 năm 2026"
    )
    document = written(PlainSheet("Biên bản", [signers]))
    (row,) = document.tables[-1].rows
    assert [cell.text.split() for cell in row.cells] == [
        ["Thư", "ký", "Lê", "Thị", "Bé"],
        ["Chủ", "tọa", "Trần", "An"],
    ]


def test_equal_papers_give_equal_words_and_properties() -> None:
    one, two = written(), written()
    assert one.element.xml == two.element.xml
    assert one.core_properties.created == two.core_properties.created
    assert one.core_properties.author == "Công an phường Nhơn Hưng"


@pytest.mark.parametrize("text", ["Ễ Ộ Ặ <w:t> & \"'", "dòng một\ndòng hai"])
def test_any_words_are_kept(text: str) -> None:
    assert all_words(written(PlainSheet("", [text]))) == sorted(text.split())
