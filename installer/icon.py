"""The program's icon as other systems want it, painted from ``resources/icons/app.svg``."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Final

ICO_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
PANEL: Final = (328, 628, 176)
"""Width, height and the size of the mark in it."""
GROUND: Final = "#DDEDE6"


def png(svg: Path, size: int) -> bytes:
    """The picture in a square of ``size`` pixels."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(made, "PNG")  # type: ignore[call-overload]  # the stubs know formats as bytes only
    return bytes(made.data().data())


def panel(svg: Path) -> bytes:
    """The picture beside the first and last page of the setup program, as BMP at twice its size on the screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice, QRectF
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    width, height, mark = PANEL
    image = QImage(width, height, QImage.Format.Format_RGB888)
    image.fill(QColor(GROUND))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(svg)).render(painter, QRectF((width - mark) / 2, (height - mark) / 3, mark, mark))
    painter.end()
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(made, "BMP")  # type: ignore[call-overload]  # the stubs know formats as bytes only
    return bytes(made.data().data())


def ico(svg: Path) -> bytes:
    """A Windows icon of all sizes, each as PNG, which every Windows since Vista shows."""
    pictures = [png(svg, size) for size in ICO_SIZES]
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(head) + 16 * len(pictures)
    entries = b""
    for size, picture in zip(ICO_SIZES, pictures, strict=True):
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return head + entries + b"".join(pictures)
