"""What stands in the three files of a report, as another program reads them."""

from __future__ import annotations

from io import BytesIO

import docx

from desktop.office.reading import read_workbook
from desktop.pdf.render import page_count, page_text


def pdf_words(data: bytes) -> list[str]:
    """Every word, in the order of drawing."""
    return " ".join(page_text(data, page) for page in range(page_count(data))).split()


def word_figures(data: bytes) -> list[list[str]]:
    """The rows of the table of figures, without its head and its headings."""
    table = max(docx.Document(BytesIO(data)).tables, key=lambda each: len(each.rows))
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    return [row for row in rows[1:] if any(row[1:])]


def word_text(data: bytes) -> str:
    """The paragraphs outside of tables, headers and all."""
    document = docx.Document(BytesIO(data))
    section = document.sections[0]
    paragraphs = (*document.paragraphs, *section.header.paragraphs, *section.first_page_header.paragraphs)
    return "\n".join(each.text for each in paragraphs)


def excel_figures(data: bytes) -> list[list[object]]:
    """The rows under the head of the workbook."""
    rows: list[list[object]] = [list(row) for row in read_workbook(data, "so-lieu.xlsx").sheets[0].rows]
    head = next(at for at, row in enumerate(rows) if row and row[0] == "STT")
    return [row for row in rows[head + 1 :] if row and row[0] is not None]


def stands_in(words: list[str], row: list[str]) -> bool:
    """Whether the words of a row stand one after the other."""
    wanted = " ".join(row).split()
    first = [at for at, each in enumerate(words) if each == wanted[0]]
    return any(words[at : at + len(wanted)] == wanted for at in first)
