"""What a picture says in pixels: its ground, its ink, how strong the ink is, and which rows it takes."""

from __future__ import annotations

from collections import Counter
from functools import cache

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter

from desktop.ui.kit.palette import contrast

Rgb = int
_FEW = 3
"""Pixels that are no ink yet: a corner, a caret."""


def colours(picture: QImage, rect: QRect | None = None) -> Counter[Rgb]:
    """How many pixels there are of each colour, as ``0xRRGGBB``."""
    part = picture.copy(rect) if rect is not None else picture
    part = part.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(part.constBits()).cast("I")
    return Counter({rgb & 0xFFFFFF: count for rgb, count in Counter(pixels).items()})


def name(rgb: Rgb) -> str:
    return f"#{rgb:06X}"


@cache
def ratio(one: Rgb, other: Rgb) -> float:
    """The contrast of two colours, 1 to 21."""
    return contrast(name(one), name(other))


def strength(picture: QImage, rect: QRect | None = None, few: int = _FEW) -> float:
    """How strongly the ink of a part stands out from its ground, which is its commonest colour; 1 without ink.

    A colour of fewer than ``few`` pixels is none.
    """
    found = colours(picture, rect)
    if not found:
        return 1.0
    ground = found.most_common(1)[0][0]
    return max((ratio(ground, rgb) for rgb, count in found.items() if count >= few), default=1.0)


def inked_rows(picture: QImage, rect: QRect | None = None) -> int:
    """From the first row with ink to the last, both counted; faint edges of letters are no ink."""
    part = (picture.copy(rect) if rect is not None else picture).convertToFormat(QImage.Format.Format_RGB32)
    ground = colours(part).most_common(1)[0][0]
    strongest = max((ratio(ground, rgb) for rgb in colours(part)), default=1.0)
    bound = 1 + (strongest - 1) / 3
    rows = [
        y
        for y in range(part.height())
        if any(ratio(ground, rgb) > bound for rgb in colours(part, QRect(0, y, part.width(), 1)))
    ]
    return rows[-1] - rows[0] + 1 if rows else 0


def written(text: str, font: QFont, ink: str = "#000000", paper: str = "#FFFFFF") -> QImage:
    """A text with more room than it needs."""
    metrics = QFontMetrics(font)
    picture = QImage(metrics.horizontalAdvance(text) + 40, 3 * metrics.height(), QImage.Format.Format_RGB32)
    picture.fill(QColor(paper))
    painter = QPainter(picture)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(20, 2 * metrics.height(), text)
    painter.end()
    return picture


def grey(picture: QImage) -> QImage:
    """As a printer without colours gives it."""
    return picture.convertToFormat(QImage.Format.Format_Grayscale8)
