"""A sheet of paper to draw on: reportlab's canvas set up so that equal input gives an equal file."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from desktop.domain.paper import Face
from desktop.pdf.fonts import FONT_NAMES, tinos

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

PROGRAM = "Sổ Tự Quản"


def new_canvas(out: BinaryIO, size: tuple[float, float], title: str, author: str) -> Canvas:
    """A canvas for pages of a size in points; its fonts are embedded, and it writes ``out`` when saved only."""
    from reportlab.pdfgen.canvas import Canvas

    for face in FONT_NAMES:
        tinos(face)
    canvas = Canvas(
        out,
        pagesize=size,
        pageCompression=1,
        invariant=1,
        # Else every page would name Helvetica, which is not embedded.
        initialFontName=FONT_NAMES[Face.REGULAR],  # type: ignore[arg-type]  # the stub asks for a number
        lang="vi-VN",
    )
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(title)
    canvas.setCreator(PROGRAM)
    return canvas


def rgb(colour: str) -> tuple[float, float, float]:
    """``#RRGGBB`` as three shares of 1."""
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255
