"""Forms as a level above issues them, made up: a workbook with merged heads and formulas, and a document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Border, Font, PatternFill, Side

SHEET: Final = "Biểu số 02"
ROWS: Final = (
    "Số mô hình",
    "Số điểm mô hình",
    "Số tổ tự quản",
    "Số lượt thăm gặp",
    "Số vụ, việc hòa giải thành",
    "Tỷ lệ hòa giải thành",
    "Số cây xanh được trồng",
)
HEADS: Final = (
    "STT",
    "Nội dung",
    "Đơn vị tính",
    "Kỳ này",
    "Cùng kỳ năm trước",
    "So với cùng kỳ",
    "",
    "Lũy kế từ đầu năm",
)
FIRST: Final = 7
"""The sheet's row of the first indicator, counted from 1."""


def workbook(path: Path, rows: Sequence[str] = ROWS, sheet: str = SHEET) -> Path:
    """Title, two rows of heads with merged cells, a row of numbers, indicators, and a total that is computed."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    page["A1"] = "BIỂU THỐNG KÊ KẾT QUẢ PHONG TRÀO TOÀN DÂN BẢO VỆ ANTQ"
    page["A1"].font = Font(bold=True, size=14)
    page.merge_cells("A1:H1")
    page["A2"] = "(Kèm theo Công văn số 123/CAT-PV05)"
    page.merge_cells("A2:H2")
    for column, head in enumerate(HEADS, start=1):
        page.cell(4, column, head or None).font = Font(bold=True)
    page.merge_cells("F4:G4")
    page["F5"], page["G5"] = "Tăng, giảm", "Tỷ lệ %"
    for letter in "ABCDEH":
        page.merge_cells(f"{letter}4:{letter}5")
    thin = Border(bottom=Side(style="thin"))
    for column in range(1, 9):
        page.cell(6, column, f"({column})")
    for at, text in enumerate(rows):
        row = FIRST + at
        page.cell(row, 1, at + 1)
        page.cell(row, 2, text)
        for column in range(3, 9):
            page.cell(row, column).border = thin
    last = FIRST + len(rows)
    page.cell(last, 2, "Tổng cộng")
    page.cell(last, 4, f"=SUM(D{FIRST}:D{last - 1})").fill = PatternFill("solid", fgColor="DDDDDD")
    page.column_dimensions["B"].width = 42
    notes = book.create_sheet("Hướng dẫn")
    notes["A1"] = "Ghi đúng theo sổ theo dõi."
    book.save(path)
    return path


DOCUMENT_ROWS: Final = ("Số điểm mô hình", "Số lượt thăm gặp", "Nội dung khác")


def document(path: Path, rows: Sequence[str] = DOCUMENT_ROWS) -> Path:
    """Words, a table of three columns, and words after it."""
    made = Document()
    made.add_heading("BÁO CÁO KẾT QUẢ", level=1)
    made.add_paragraph("Kính gửi: Công an tỉnh")
    table = made.add_table(rows=len(rows) + 1, cols=3)
    for column, text in enumerate(("Nội dung", "Kỳ này", "Kỳ trước")):
        table.cell(0, column).text = text
    for row, text in enumerate(rows, start=1):
        table.cell(row, 0).text = text
    made.add_paragraph("Nơi nhận: như trên")
    made.save(str(path))
    return path
