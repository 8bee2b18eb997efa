"""The mark of practice mode: nobody may take a sheet of sample data for a real one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from desktop.domain.paper import Face
from desktop.pdf.fonts import FONT_NAMES, Metrics

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

SAMPLE_MARK = "DỮ LIỆU MẪU"
_FORM = "sample-mark"
_GREY = 0.88
_SHARE_OF_DIAGONAL = 0.72


def draw_sample_mark(canvas: Canvas, width: float, height: float) -> None:
    """Draw the mark along the rising diagonal of a page in points; call it before the text, which stays on top."""
    if not canvas.hasForm(_FORM):
        canvas.beginForm(_FORM, 0, 0, width, height)
        _draw(canvas, width, height)
        canvas.endForm()
    canvas.doForm(_FORM)


def _draw(canvas: Canvas, width: float, height: float) -> None:
    em_width = Metrics().measure(Face.BOLD)(SAMPLE_MARK)
    size = _SHARE_OF_DIAGONAL * math.hypot(width, height) / em_width
    canvas.translate(width / 2, height / 2)
    canvas.rotate(math.degrees(math.atan2(height, width)))
    canvas.setFillGray(_GREY)
    canvas.setFont(FONT_NAMES[Face.BOLD], size)
    canvas.drawString(-em_width * size / 2, -0.33 * size, SAMPLE_MARK)
