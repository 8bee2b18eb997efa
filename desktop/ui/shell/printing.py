"""Paper: the pages of a PDF sent to a printer of the person's choice, through the system's own dialog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from desktop.services.certificates import RenderedPage

DPI: Final = 300
"""Fine enough for the thin lines of a frame, and a page of A4 still fits a 4 GB machine's memory."""

_MM_PER_INCH: Final = 25.4


@dataclass(frozen=True)
class Paper:
    """What is to be printed.

    Attributes:
        render: a page, counted from 0, as a picture of a width in pixels.
        width_mm, height_mm: of every page.
    """

    title: str
    pages: int
    render: Callable[[int, int], RenderedPage]
    width_mm: float
    height_mm: float


class Printer(Protocol):
    """Sends paper to a printer."""

    def print_paper(self, parent: QWidget, paper: Paper) -> bool:
        """Whether the person let it be printed."""


class SystemPrinter:
    """Asks with the system's dialog, then prints at full size, never fitted to the page."""

    def print_paper(self, parent: QWidget, paper: Paper) -> bool:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        set_up(printer, paper)
        dialog = QPrintDialog(printer, parent)
        agreed = dialog.exec() == QPrintDialog.DialogCode.Accepted
        dialog.deleteLater()
        if agreed:
            # The person may have turned the paper in the dialog; certificates have one size only.
            set_up(printer, paper)
            paint(printer, paper)
        return agreed


def set_up(printer: QPrinter, paper: Paper) -> None:
    """Tell a printer the size of the sheets, without margins of its own."""
    printer.setDocName(paper.title)
    printer.setResolution(DPI)
    landscape = paper.width_mm > paper.height_mm
    short, long = sorted((paper.width_mm, paper.height_mm))
    match = QPageSize.SizeMatchPolicy.FuzzyMatch
    size = QPageSize(QSizeF(short, long), QPageSize.Unit.Millimeter, "", match)
    turn = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(size, turn, QMarginsF()))
    printer.setFullPage(True)


def paint(printer: QPrinter, paper: Paper) -> None:
    """Draw the pages that the printer asks for, or all."""
    first = max(printer.fromPage(), 1)
    last = min(printer.toPage() or paper.pages, paper.pages)
    width = round(paper.width_mm / _MM_PER_INCH * DPI)
    painter = QPainter(printer)
    for number in range(first, last + 1):
        if number > first:
            printer.newPage()
        page = paper.render(number - 1, width)
        image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
        height = painter.device().height()
        whole = QRectF(0, 0, painter.device().width(), height)
        painter.drawImage(whole, image)
    painter.end()
