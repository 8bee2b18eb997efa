"""Groups of bars on paper, to be read in black and white: each bar has its number beside it.

The first series is the darkest; a number that nobody knows is a dash, never a bar of nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.base.text import tidy
from desktop.domain.paper import Bars, Face
from desktop.i18n.numbers import grouped
from desktop.pdf.fitting import fill
from desktop.pdf.fonts import FONT_NAMES, Metrics
from desktop.pdf.ink import rgb

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing
    from reportlab.pdfgen.canvas import Canvas

_SIZE: Final = 10.0
_BAR: Final = 10.0
_GAP: Final = 8.0
_TITLE: Final = 18.0
_KEY: Final = 16.0
_LABEL_SHARE: Final = 0.36
_NUMBER_ROOM: Final = 60.0
_INKS: Final = ("#14584B", "#8FA39B", "#C9D2CD", "#E6EBE8")
MISSING: Final = "–"


def bars_height(bars: Bars) -> float:
    """What the drawing takes, in points."""
    return _TITLE + len(bars.labels) * (len(bars.series) * _BAR + _GAP) + _KEY


def draw_bars(canvas: Canvas, bars: Bars, left: float, bottom: float, width: float) -> None:
    """Draws the groups under each other with their labels on the left."""
    from reportlab.graphics import renderPDF

    renderPDF.draw(_drawing(bars, width), canvas, left, bottom)


def _drawing(bars: Bars, width: float) -> Drawing:
    from reportlab.graphics.shapes import Drawing

    metrics = Metrics()
    height = bars_height(bars)
    drawing = Drawing(width, height)
    room = width * _LABEL_SHARE
    most = max((number or 0 for _, numbers in bars.series for number in numbers), default=0)
    unit = (width - room - _NUMBER_ROOM) / most if most else 0.0
    _say(drawing, tidy(bars.title), 0, height - _SIZE, Face.BOLD)
    y = height - _TITLE
    for at, label in enumerate(bars.labels):
        lines = fill(tidy(label), room / _SIZE - 1, metrics.measure(Face.REGULAR))
        for number, line in enumerate(lines[: max(1, len(bars.series))]):
            _say(drawing, line, 0, y - _SIZE + 1 - number * _BAR)
        for place, (_, numbers) in enumerate(bars.series):
            value = numbers[at]
            long = (value or 0) * unit
            if value:
                _bar(drawing, place, room, y - (place + 1) * _BAR + 1, (long, _BAR - 2))
            words = MISSING if value is None else grouped(value, "vi")
            _say(drawing, words, room + long + 4, y - (place + 1) * _BAR + 1.5)
        _axis(drawing, room, y, y - len(bars.series) * _BAR)
        y -= len(bars.series) * _BAR + _GAP
    _key(drawing, bars, room, metrics)
    return drawing


def _key(drawing: Drawing, bars: Bars, x: float, metrics: Metrics) -> None:
    for place, (name, _) in enumerate(bars.series):
        _bar(drawing, place, x, 3, (8, 8))
        _say(drawing, name, x + 12, 3)
        x += 12 + metrics.measure(Face.REGULAR)(name) * _SIZE + 16


def _say(drawing: Drawing, text: str, x: float, y: float, face: Face = Face.REGULAR) -> None:
    from reportlab.graphics.shapes import String

    said = String(x, y, text)
    said.fontName, said.fontSize = FONT_NAMES[face], _SIZE
    drawing.add(said)


def _bar(drawing: Drawing, place: int, x: float, y: float, size: tuple[float, float]) -> None:
    from reportlab.graphics.shapes import Rect
    from reportlab.lib.colors import Color

    bar = Rect(x, y, *size)
    bar.fillColor = Color(*rgb(_INKS[min(place, len(_INKS) - 1)]))
    bar.strokeWidth = 0.3
    drawing.add(bar)


def _axis(drawing: Drawing, x: float, top: float, bottom: float) -> None:
    from reportlab.graphics.shapes import Line

    axis = Line(x, top, x, bottom)
    axis.strokeWidth = 0.5
    drawing.add(axis)
