from __future__ import annotations

from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from desktop.pdf.document import draw_log
from desktop.pdf.render import page_count, render_page
from desktop.ui.shell.printing import Paper, SheetNotTaken, check_sheet, paint, set_up


def three_pages() -> bytes:
    out = BytesIO()
    draw_log("Nhật ký", ["Một đoạn văn. " * 400], out)
    return out.getvalue()


@pytest.fixture
def paper() -> Paper:
    pdf = three_pages()
    return Paper("Nhật ký", page_count(pdf), partial(render_page, pdf), 210.0, 297.0)


@pytest.fixture
def printer(qapp: QApplication, tmp_path: Path) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "in.pdf"))
    return made


def printed(printer: QPrinter) -> bytes:
    return Path(printer.outputFileName()).read_bytes()


def millimetres(printer: QPrinter) -> tuple[int, int]:
    sheet = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    return round(sheet.width()), round(sheet.height())


def test_every_page_is_printed(printer: QPrinter, paper: Paper) -> None:
    set_up(printer, paper)
    paint(printer, paper)
    assert page_count(printed(printer)) == paper.pages > 1


def test_only_the_pages_asked_for_are_printed(printer: QPrinter, paper: Paper) -> None:
    set_up(printer, paper)
    printer.setFromTo(2, 2)
    paint(printer, paper)
    assert page_count(printed(printer)) == 1


def test_a_page_fills_the_sheet_without_margins(printer: QPrinter, paper: Paper) -> None:
    set_up(printer, paper)
    assert millimetres(printer) == (210, 297)
    assert printer.fullPage()


def test_a_landscape_certificate_is_printed_on_its_side(printer: QPrinter, paper: Paper) -> None:
    wide = Paper(paper.title, paper.pages, paper.render, 297.0, 210.0)
    set_up(printer, wide)
    assert millimetres(printer) == (297, 210)


def test_exact_paper_is_not_fitted_to_another_sheet(printer: QPrinter, paper: Paper) -> None:
    set_up(printer, paper)
    exact = Paper(paper.title, paper.pages, paper.render, paper.width_mm, paper.height_mm, exact=True)
    check_sheet(printer, exact)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    check_sheet(printer, paper)
    with pytest.raises(SheetNotTaken):
        check_sheet(printer, exact)


def test_a_page_keeps_its_size_on_a_larger_sheet(printer: QPrinter, paper: Paper) -> None:
    """Printed on A3 the page of A4 fills its own share of the sheet, and is not blown up."""
    set_up(printer, paper)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A3))
    paint(printer, paper)
    page = render_page(printed(printer), 0, 297)
    rows = [page.pixels[y * page.stride : y * page.stride + 4 * page.width] for y in range(page.height)]
    inked = [y for y, row in enumerate(rows) if any(row[x * 4] < 200 for x in range(page.width))]
    assert inked[-1] <= 297
