"""The program's name beside its icon."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.icons import draw_icon
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Role, label, row
from desktop.ui.kit.words import Words


class AppIcon(QWidget):
    """The bound register with a tick."""

    def __init__(self, size: int = 40) -> None:
        super().__init__()
        self.setFixedSize(QSize(size, size))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_icon(painter, "app", current_theme().colours.text, QRectF(self.rect()))
        painter.end()


class Brand(QWidget):
    """Icon and name, on the pages where nobody is logged in."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        line = row(AppIcon(), label("BrandName", words("app.name"), Role.TITLE), gap=Space.M)
        line.addStretch(1)
        self.setLayout(line)
