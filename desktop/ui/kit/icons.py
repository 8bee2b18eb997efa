"""The program's own icons, drawn in the colour of the theme."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.base.resources import resource
from desktop.ui.kit.theme import current_theme

SIZE: Final = 20
_INK: Final = "#000"


def icon(name: str, colour: str | None = None) -> QIcon:
    """The icon ``resources/icons/<name>.svg`` in a colour of the theme (its text, if none is named).

    It is drawn for the pixels of the screens that there are.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    colours = current_theme().colours
    ratios = {1.0, *(each.devicePixelRatio() for each in QGuiApplication.screens())}
    return _icon(name, colour or colours.text, colours.border, tuple(sorted(ratios)))


# A button asks for its icon again with each change of looks, and a page has dozens of buttons.
@lru_cache(maxsize=512)
def _icon(name: str, colour: str, disabled: str, ratios: tuple[float, ...]) -> QIcon:
    made = QIcon()
    for ratio in ratios:
        made.addPixmap(icon_pixmap(name, colour, SIZE, ratio))
        made.addPixmap(icon_pixmap(name, disabled, SIZE, ratio), QIcon.Mode.Disabled)
    return made


def icon_pixmap(name: str, colour: str, size: int = SIZE, ratio: float = 1.0) -> QPixmap:
    """One picture of ``size`` logical pixels a side at a screen's pixel ratio."""
    _renderer(name, colour)  # an icon that is not there must fail before painting begins
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_icon(painter, name, colour, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def draw_icon(painter: QPainter, name: str, colour: str, into: QRectF) -> None:
    """Draw an icon where a widget paints itself."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour).render(painter, into)
    painter.restore()


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(drawing.replace(f'"{_INK}"', f'"{colour}"').encode()))
