"""Paper: the pages of a PDF sent to a printer of the person's choice, through the system's own dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtWidgets import QWidget

from desktop.base.values import dataclass
from desktop.domain.errors import UserError

# What Qt has for printers is read when one is asked for: it holds every size of paper there is.

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from desktop.services.certificates import RenderedPage

DPI: Final = 300
"""Fine enough for the thin lines of a frame, and a page of A4 still fits a 4 GB machine's memory."""

_MM_PER_INCH: Final = 25.4
_SAME_SHEET_MM: Final = 2.0
"""Drivers round the sides of a sheet; more than this is another sheet."""


class SheetNotTaken(UserError):
    """The printer was set to another size of paper, to which it would fit the page. Facts: ``wanted``, ``given``."""

    code = "sheet_not_taken"


@dataclass(frozen=True)
class Paper:
    """What is to be printed.

    Attributes:
        render: a page, counted from 0, as a picture of a width in pixels.
        width_mm, height_mm: of every page.
        exact: every millimetre counts, so a printer that holds other paper is refused rather than fitted to.
        printer: which is offered first; empty for the system's own choice.
    """

    title: str
    pages: int
    render: Callable[[int, int], RenderedPage]
    width_mm: float
    height_mm: float
    exact: bool = False
    printer: str = ""


class Printer(Protocol):
    """Sends paper to a printer."""

    def print_paper(self, parent: QWidget, paper: Paper) -> bool:
        """Whether the person let it be printed. Raises :class:`SheetNotTaken` for exact paper only."""

    def names(self) -> list[str]:
        """The printers there are, the system's own choice first."""


class SystemPrinter:
    """Asks with the system's dialog, then prints at full size, never fitted to the page."""

    def print_paper(self, parent: QWidget, paper: Paper) -> bool:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if paper.printer:
            printer.setPrinterName(paper.printer)
        set_up(printer, paper)
        dialog = QPrintDialog(printer, parent)
        agreed = dialog.exec() == QPrintDialog.DialogCode.Accepted
        dialog.deleteLater()
        if agreed:
            # The person may have turned the paper in the dialog; certificates have one size only.
            set_up(printer, paper)
            check_sheet(printer, paper)
            paint(printer, paper)
        return agreed

    def names(self) -> list[str]:
        from PySide6.QtPrintSupport import QPrinterInfo

        names = QPrinterInfo.availablePrinterNames()
        return sorted(names, key=lambda name: name != QPrinterInfo.defaultPrinterName())


def set_up(printer: QPrinter, paper: Paper) -> None:
    """Tell a printer the size of the sheets, without margins of its own."""
    from PySide6.QtCore import QMarginsF, QSizeF
    from PySide6.QtGui import QPageLayout, QPageSize

    printer.setDocName(paper.title)
    printer.setResolution(DPI)
    landscape = paper.width_mm > paper.height_mm
    short, long = sorted((paper.width_mm, paper.height_mm))
    match = QPageSize.SizeMatchPolicy.FuzzyMatch
    size = QPageSize(QSizeF(short, long), QPageSize.Unit.Millimeter, "", match)
    turn = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(size, turn, QMarginsF()))
    printer.setFullPage(True)


def check_sheet(printer: QPrinter, paper: Paper) -> None:
    """Raises :class:`SheetNotTaken` where exact paper is asked for and the printer holds another sheet."""
    from PySide6.QtGui import QPageLayout

    sheet = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    off = max(abs(sheet.width() - paper.width_mm), abs(sheet.height() - paper.height_mm))
    if paper.exact and off > _SAME_SHEET_MM:
        wanted = f"{paper.width_mm:g} × {paper.height_mm:g}"
        raise SheetNotTaken(wanted=wanted, given=f"{sheet.width():.0f} × {sheet.height():.0f}")


def paint(printer: QPrinter, paper: Paper) -> None:
    """Draw the pages that the printer asks for, or all."""
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter

    first = max(printer.fromPage(), 1)
    last = min(printer.toPage() or paper.pages, paper.pages)
    width = round(paper.width_mm / _MM_PER_INCH * DPI)
    painter = QPainter(printer)
    for number in range(first, last + 1):
        if number > first:
            printer.newPage()
        page = paper.render(number - 1, width)
        image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
        # By the printer's dots to the inch, not by what it calls its page: 100 % whatever the driver would fit it to.
        dots = printer.resolution() / _MM_PER_INCH
        whole = QRectF(0, 0, paper.width_mm * dots, paper.height_mm * dots)
        painter.drawImage(whole, image)
    painter.end()
