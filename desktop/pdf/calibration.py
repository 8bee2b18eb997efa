"""Sheets that go through the printer beside the certificates: one that shows how it feeds, and dividers.

The sheet is read without a ruler and without the rim that no printer reaches. A flap is folded along a dotted line
20 mm from the edge; the edge then lies on a scale whose 0 stands 40 mm from it. If all print stands d mm too far
right, the fold stands d too far right, the edge comes to lie 2d too far, the scale stands d too far: the mark that
touches the edge reads d.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from desktop.domain.paper import Face
from desktop.pdf.fitting import fill
from desktop.pdf.fonts import FONT_NAMES, Metrics
from desktop.pdf.ink import new_canvas
from desktop.pdf.typesetting import MM

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FOLD_MM: Final = 20.0
ZERO_MM: Final = 2 * FOLD_MM
REACH_MM: Final = 8
"""The scale goes from -8 to 8 mm: no feed that is any use is further off."""

_CROSS_MM: Final = 5.0
_SIZE: Final = 12.0
_SMALL: Final = 8.0
_LEADING: Final = 1.35
_STEP_MM: Final = 2.8
_STAIRS: Final = 4 * REACH_MM * _STEP_MM
_HUNDRED_MM: Final = 100.0
_BAND_MM: Final = 18.0


@dataclass(frozen=True)
class CalibrationTexts:
    """What is written on the sheet: a title, how to read it, the name of each scale, and what is 100 mm long."""

    title: str
    steps: Sequence[str]
    across: str
    down: str
    hundred: str


def draw_calibration(width: float, height: float, texts: CalibrationTexts, out: BinaryIO) -> None:
    """Write the sheet for paper of a size in mm; nothing on it is shifted."""
    canvas = new_canvas(out, (width * MM, height * MM), title=texts.title, author="")
    pen = _Pen(canvas, height)
    canvas.setLineWidth(0.4)
    for x in (ZERO_MM, width - ZERO_MM):
        for y in (ZERO_MM, height - ZERO_MM):
            pen.cross(x, y)
    middle_x, middle_y = width / 2, height / 2
    canvas.setDash(1, 2)
    pen.line(FOLD_MM, 6, FOLD_MM, height - 6)
    pen.line(6, FOLD_MM, width - 6, FOLD_MM)
    canvas.setDash()
    _stairs(pen, middle_x, middle_y)
    pen.text(texts.across, ZERO_MM + REACH_MM + 6, middle_y - _STAIRS / 2 + 3, _SIZE, Face.BOLD)
    pen.text(texts.down, middle_x + _STAIRS / 2 - 6, ZERO_MM - REACH_MM + 2, _SIZE, Face.BOLD)
    pen.line(middle_x - 30, height - FOLD_MM, middle_x - 30 + _HUNDRED_MM, height - FOLD_MM)
    for x in (middle_x - 30, middle_x - 30 + _HUNDRED_MM):
        pen.line(x, height - FOLD_MM - 2, x, height - FOLD_MM + 2)
    pen.text(texts.hundred, middle_x - 30, height - FOLD_MM - 3.5, _SIZE)
    _write(pen, texts, left=middle_x - 30, top=middle_y - 22, room=width / 2 + 30 - FOLD_MM)
    canvas.showPage()
    canvas.save()


def _stairs(pen: _Pen, middle_x: float, middle_y: float) -> None:
    """Each mark stands on a step of its own, so that one of them alone is seen to touch the edge."""
    for half in range(-REACH_MM * 2, REACH_MM * 2 + 1):
        value, step = half / 2, half * _STEP_MM
        at = ZERO_MM + value
        pen.line(at, middle_y + step - _STEP_MM / 2, at, middle_y + step + _STEP_MM / 2)
        pen.line(middle_x + step - _STEP_MM / 2, at, middle_x + step + _STEP_MM / 2, at)
        if half % 2 == 0:
            mark = f"{half // 2:+d}".replace("-", "−") if half else "0"
            pen.text(mark, at + 1.2, middle_y + step + 1, _SMALL)
            pen.text(mark, middle_x + step, at + 3.6, _SMALL, centred=True)


def draw_dividers(width: float, height: float, titles: Sequence[tuple[str, str]], out: BinaryIO) -> None:
    """A sheet of coloured bands for each (title, line under it), to be laid between the groups of a stack."""
    canvas = new_canvas(out, (width * MM, height * MM), title=titles[0][0], author="")
    for title, under in titles:
        pen = _Pen(canvas, height)
        canvas.setFillColorRGB(0.96, 0.80, 0.35)
        for y in (12.0, height - 12.0 - _BAND_MM):
            canvas.rect(
                12 * MM, (height - y - _BAND_MM) * MM, (width - 24) * MM, _BAND_MM * MM, stroke=0, fill=1
            )
        canvas.setFillColorRGB(0, 0, 0)
        pen.text(title, width / 2, height / 2, 40, Face.BOLD, centred=True)
        pen.text(under, width / 2, height / 2 + 16, 16, centred=True)
        canvas.showPage()
    canvas.save()


def _write(pen: _Pen, texts: CalibrationTexts, *, left: float, top: float, room: float) -> None:
    pen.text(texts.title, left, top, 18, Face.BOLD)
    y = top + 9
    measure = Metrics().measure(Face.REGULAR)
    for step in texts.steps:
        for row in fill(step, room * MM / _SIZE, measure):
            pen.text(row, left, y, _SIZE)
            y += _SIZE * _LEADING / MM
        y += 1.5


class _Pen:
    """Draws in mm from the upper left corner."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self._canvas = canvas
        self._height = height

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        self._canvas.line(x * MM, (self._height - y) * MM, to_x * MM, (self._height - to_y) * MM)

    def cross(self, x: float, y: float) -> None:
        self.line(x - _CROSS_MM, y, x + _CROSS_MM, y)
        self.line(x, y - _CROSS_MM, x, y + _CROSS_MM)

    def text(
        self, text: str, x: float, y: float, size: float, face: Face = Face.REGULAR, *, centred: bool = False
    ) -> None:
        self._canvas.setFont(FONT_NAMES[face], size)
        draw = self._canvas.drawCentredString if centred else self._canvas.drawString
        draw(x * MM, (self._height - y) * MM, text)
