"""Square codes on paper: drawn as shapes, and read back from a page or a picture.

zxing-cpp is imported inside the functions: a start of the program that shows no code must not pay for it.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from desktop.domain.errors import UserError
from desktop.pdf.render import page_count, render_page
from desktop.pdf.typesetting import MM

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MODULE_MM: Final = 0.38
"""The least width of one square: below it cheap phones and scans fail."""
QUIET: Final = 4
"""Squares of white around a code (ISO/IEC 18004)."""

_MOST_PIXELS: Final = 60_000_000
_MOST_BYTES: Final = 64 * 1024 * 1024
_MOST_PAGES: Final = 50
_SCAN_WIDTHS: Final = (2_000, 3_200)
_BLACK: Final = (0.0, 0.0, 0.0)


class PictureNotReadable(UserError):
    """The file is no picture or PDF that can be looked at. Facts: ``name``."""

    code = "picture_not_readable"


def code_squares(text: str) -> list[list[bool]]:
    """The squares of a code, dark ones True, without the white around them."""
    import zxingcpp

    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    picture: Any = barcode.to_image(scale=1, add_quiet_zones=False)  # a buffer of one byte a square
    height, width = picture.shape[:2]
    raw = bytes(memoryview(picture))
    return [[raw[row * width + column] == 0 for column in range(width)] for row in range(height)]


def least_side_mm(text: str) -> float:
    """How wide a code must be at least, its white included."""
    return (len(code_squares(text)) + 2 * QUIET) * MODULE_MM


def draw_code(canvas: Canvas, text: str, x_mm: float, y_mm: float, side_mm: float) -> None:
    """Draws a code into a square, its lower left corner given in mm from the lower left of the page.

    Dark squares beside each other are one shape: hairlines between them would show on some printers.
    """
    squares = code_squares(text)
    size = side_mm * MM / (len(squares) + 2 * QUIET)
    left, top = x_mm * MM + QUIET * size, (y_mm + side_mm) * MM - QUIET * size
    shape = canvas.beginPath()
    for at, row in enumerate(squares):
        start = None
        for column, dark in enumerate([*row, False]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                shape.rect(left + start * size, top - (at + 1) * size, (column - start) * size, size)
                start = None
    canvas.saveState()
    canvas.setFillColorRGB(*_BLACK)
    canvas.drawPath(shape, stroke=0, fill=1)
    canvas.restoreState()


def read_codes_of_pdf(raw: bytes) -> list[tuple[int, str]]:
    """(page, text) of every code on the pages of a PDF."""
    found: list[tuple[int, str]] = []
    for page in range(min(page_count(raw), _MOST_PAGES)):
        for width in _SCAN_WIDTHS:
            shown = render_page(raw, page, width)
            texts = _read(shown.pixels, shown.width, shown.height, shown.stride)
            if texts:
                found += [(page, text) for text in texts]
                break
    return found


def read_codes_of_picture(raw: bytes, name: str) -> list[str]:
    """The texts of every code in a picture (PNG, JPEG and the like). Raises :class:`PictureNotReadable`."""
    from PIL import Image, UnidentifiedImageError

    if len(raw) > _MOST_BYTES:
        raise PictureNotReadable(name=name)
    try:
        with Image.open(BytesIO(raw)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise PictureNotReadable(name=name)
            plain = picture.convert("RGBX")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureNotReadable(name=name) from error
    return _read(plain.tobytes(), plain.width, plain.height, plain.width * 4)


def _read(pixels: bytes, width: int, height: int, stride: int) -> list[str]:
    import zxingcpp

    view = zxingcpp.ImageView(pixels, width, height, zxingcpp.ImageFormat.BGRA, stride)
    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found = zxingcpp.read_barcodes(view, formats=formats)
    return [each.text for each in found if each.valid]
