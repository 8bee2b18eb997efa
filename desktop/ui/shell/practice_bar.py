"""The striped bar over everything while the data is only made up."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, Type, current_theme
from desktop.ui.kit.words import Words

_STRIPE: Final = 10


class PracticeBar(QWidget):
    """Stripes with "DỮ LIỆU MẪU" on a plain patch, so that nobody takes it for the register."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("PracticeBar")
        self._text = words("practice.bar")
        self.setAccessibleName(self._text)
        self.setFixedHeight(current_theme().px(28))

    def text(self) -> str:
        return self._text

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        pair = theme.colours.chips[Tone.DUE]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(pair.paper))
        painter.setPen(QPen(QColor(pair.ink), _STRIPE / 2))
        for x in range(-self.height(), self.width() + self.height(), 2 * _STRIPE):
            painter.drawLine(QLineF(x, self.height(), x + self.height(), 0))
        font = theme.font(Type.BODY, QFont.Weight.DemiBold)
        width = QFontMetrics(font).horizontalAdvance(self._text) + 2 * Space.L
        patch = self.rect()
        patch.setLeft((self.width() - width) // 2)
        patch.setWidth(width)
        painter.fillRect(patch, QColor(pair.paper))
        painter.setFont(font)
        painter.setPen(QColor(pair.ink))
        painter.drawText(patch, int(Qt.AlignmentFlag.AlignCenter), self._text)
        painter.end()
