"""Pages of a PDF as pictures: what the window shows is the very paper that is printed.

pypdfium2 is imported inside the functions: a start of the program that shows no paper must not pay for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from threading import Lock
from typing import Any

# PDFium keeps state of its own in the process and must not be entered by two threads at once.
_ONE_AT_A_TIME = Lock()
_WHITE = (255, 255, 255, 255)


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A picture of a page.

    Attributes:
        width, height: in pixels.
        stride: bytes of one row.
        pixels: rows from the top; each pixel is blue, green, red and a filling byte (Qt's Format_RGB32).
    """

    width: int
    height: int
    stride: int
    pixels: bytes = field(repr=False)


def page_count(pdf_bytes: bytes) -> int:
    """How many pages a PDF has."""
    with _open(pdf_bytes) as document:
        return len(document)


def page_text(pdf_bytes: bytes, page: int) -> str:
    """The text of a page, counted from 0, in the order of drawing; its lines end with a line feed."""
    with (
        _open(pdf_bytes) as document,
        _closing(document[page]) as opened,
        _closing(opened.get_textpage()) as text,
    ):
        return str(text.get_text_range()).replace("\r\n", "\n")


def one_page(pdf_bytes: bytes, page: int) -> bytes:
    """A PDF of one page of another, counted from 0, with the fonts and pictures that it needs."""
    import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it ships no types

    out = BytesIO()
    with _open(pdf_bytes) as document, _closing(pdfium.PdfDocument.new()) as single:
        single.import_pages(document, [page])
        single.save(out)
    return out.getvalue()


def render_page(pdf_bytes: bytes, page: int, width_px: int) -> RenderedPage:
    """A page, counted from 0, as a picture of a width in pixels on white.

    Raises:
        IndexError: the PDF has no such page.
    """
    with _open_page(pdf_bytes, page) as opened:
        import pypdfium2 as pdfium
        import pypdfium2.raw as raw  # type: ignore[import-untyped]  # it ships no types

        width, height = opened.get_size()
        height_px = max(1, round(width_px * height / width))
        with _closing(pdfium.PdfBitmap.new_native(width_px, height_px, raw.FPDFBitmap_BGRx)) as bitmap:
            bitmap.fill_rect(_WHITE, 0, 0, width_px, height_px)
            # Not page.render(): from a scale it may round the width up by a pixel.
            raw.FPDF_RenderPageBitmap(bitmap, opened, 0, 0, width_px, height_px, 0, raw.FPDF_ANNOT)
            return RenderedPage(width_px, height_px, bitmap.stride, bytes(bitmap.buffer))


@contextmanager
def _open(pdf_bytes: bytes) -> Iterator[Any]:
    import pypdfium2 as pdfium

    with _ONE_AT_A_TIME, _closing(pdfium.PdfDocument(pdf_bytes)) as document:
        yield document


@contextmanager
def _open_page(pdf_bytes: bytes, page: int) -> Iterator[Any]:
    with _open(pdf_bytes) as document:
        if not 0 <= page < len(document):
            raise IndexError(page)
        with _closing(document[page]) as opened:
            yield opened


@contextmanager
def _closing(thing: Any) -> Iterator[Any]:
    try:
        yield thing
    finally:
        thing.close()
