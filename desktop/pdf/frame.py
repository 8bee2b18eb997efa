"""The border of a certificate: our own drawing of straight lines, no emblem, star or wreath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from desktop.pdf.ink import rgb
from desktop.pdf.layout import Border, Layout, Stroke

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
_FORM = "frame"
Point = tuple[float, float]

# The band's figure in cells of a fifth of its depth: a trunk on the outer edge that parts into two square
# spirals (hồi văn). This is the right half, u along the edge and v inwards; the left one is its mirror image.
_SPIRAL: Sequence[Point] = ((0, 0), (0, 4), (4, 4), (4, 1), (1.4, 1), (1.4, 2.7), (2.7, 2.7))
_CELLS_DEEP = 5.0
_FIGURE_CELLS = 9.2


def draw_frame(canvas: Canvas, layout: Layout) -> None:
    """Draw the frame of a page; the lines are written to the file once, however many pages there are."""
    if not layout.frame:
        return
    if not canvas.hasForm(_FORM):
        canvas.beginForm(_FORM, 0, 0, layout.width * MM, layout.height * MM)
        canvas.scale(MM, MM)
        for border in layout.frame:
            canvas.setStrokeColorRGB(*rgb(border.colour))
            canvas.setLineWidth(border.width)
            canvas.setLineJoin(0)
            canvas.setLineCap(2)
            for polygon in _strokes(border, layout.width, layout.height):
                _draw(canvas, polygon)
        canvas.endForm()
    canvas.doForm(_FORM)


def _draw(canvas: Canvas, points: Sequence[Point]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if points[0] == points[-1]:
        path.close()
    canvas.drawPath(path)


def _strokes(border: Border, width: float, height: float) -> Iterator[Sequence[Point]]:
    # A line has its ink half on either side; the inset is measured to its outer side.
    edge = border.inset + border.width / 2
    if border.stroke is Stroke.LINE:
        yield _outline(edge, width - edge, edge, height - edge)
    else:
        yield from _band(edge, width, height, border.depth - border.width)


def _outline(left: float, right: float, low: float, high: float) -> list[Point]:
    return [(left, low), (right, low), (right, high), (left, high), (left, low)]


def _band(edge: float, width: float, height: float, depth: float) -> Iterator[Sequence[Point]]:
    """Four sides of spirals on a line that runs around the sheet, and four corners."""
    yield _outline(edge, width - edge, edge, height - edge)
    for start, along, across, length in (
        ((edge, edge), (1, 0), (0, 1), width - 2 * edge),
        ((width - edge, edge), (0, 1), (-1, 0), height - 2 * edge),
        ((width - edge, height - edge), (-1, 0), (0, -1), width - 2 * edge),
        ((edge, height - edge), (0, -1), (1, 0), height - 2 * edge),
    ):
        for points in _side(length, depth):
            yield [
                (start[0] + u * along[0] + v * across[0], start[1] + u * along[1] + v * across[1])
                for u, v in points
            ]


def _side(length: float, depth: float) -> Iterator[Sequence[Point]]:
    """One side in measures of its own, u along the edge and v inwards; the corner at its start belongs to it."""
    cell = depth / _CELLS_DEEP
    low, middle, high = cell, depth / 2, depth - cell
    yield _outline(low, high, low, high)
    yield [(low, middle), (middle, low), (high, middle), (middle, high), (low, middle)]
    free = length - 2 * depth
    figures = max(1, round(free / (_FIGURE_CELLS * cell)))
    pitch = free / figures
    stretch = pitch / _FIGURE_CELLS
    for number in range(figures):
        trunk = depth + (number + 0.5) * pitch
        for way in (1, -1):
            yield [(trunk + way * u * stretch, v * cell) for u, v in _SPIRAL]
