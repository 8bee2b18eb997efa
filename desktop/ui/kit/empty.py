"""What stands where there is nothing to show: one sentence, one reason, one button; a picture for each cause."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.base.values import dataclass
from desktop.ui.kit.icons import draw_icon
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row


class Cause(Enum):
    """Why there is nothing."""

    EMPTY = "empty"
    DONE = "done"
    FILTERED = "filtered"
    LOADING = "loading"
    ERROR = "error"
    NO_PERMISSION = "no_permission"


@dataclass(frozen=True)
class Nothing:
    """What is said. ``button`` names what may be done, if anything."""

    cause: Cause
    sentence: str
    reason: str = ""
    button: str = ""


_PICTURE: Final = QSize(112, 80)
_SHEET: Final = QRectF(22, 6, 68, 68)


class Picture(QWidget):
    """A small drawing, unlike the others also in grey: a blank sheet, one that is ticked off, one under a filter,
    rows on their way, a sheet with a warning, a sheet with a lock."""

    def __init__(self, cause: Cause) -> None:
        super().__init__()
        self._cause = cause
        self.setFixedSize(_PICTURE)

    def show_cause(self, cause: Cause) -> None:
        self._cause = cause
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_theme().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._cause is Cause.LOADING:
            self._draw_rows(painter)
        else:
            pen = QPen(QColor(colours.border), 1.5)
            if self._cause is Cause.EMPTY:
                pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.setBrush(QColor(colours.surface))
            painter.drawRoundedRect(_SHEET, 6, 6)
            self._draw_sign(painter)
        painter.end()

    def _draw_rows(self, painter: QPainter) -> None:
        colours = current_theme().colours
        painter.setPen(Qt.PenStyle.NoPen)
        for at, width in enumerate((96, 76, 88, 60)):
            painter.setBrush(QColor(colours.border if at == 0 else colours.divider))
            painter.drawRoundedRect(QRectF(8, 10 + at * 17, width, 9), 4, 4)

    def _draw_sign(self, painter: QPainter) -> None:
        colours = current_theme().colours
        sign, ink = {
            Cause.EMPTY: ("add", colours.accent),
            Cause.DONE: ("check", colours.accent),
            Cause.FILTERED: ("filter", colours.accent),
            Cause.ERROR: ("warning", colours.chips[Tone.LATE].ink),
            Cause.NO_PERMISSION: ("lock", colours.chips[Tone.SECRET].ink),
        }[self._cause]
        draw_icon(painter, sign, ink, QRectF(40, 24, 32, 32))


class EmptyState(QWidget):
    """Shown in place of a list.

    Signals:
        acted: its button was clicked.
    """

    acted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._picture = Picture(Cause.EMPTY)
        self._sentence = label(f"{name}Sentence", role=Role.STRONG, wrap=True)
        self._reason = label(f"{name}Reason", role=Role.MUTED, wrap=True)
        self.button = Button(f"{name}Button", look=Look.SECONDARY)
        for text in (self._sentence, self._reason):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button.clicked.connect(self.acted)
        middle = Qt.AlignmentFlag.AlignHCenter
        buttons = row(self.button)
        buttons.setAlignment(middle)
        whole = column(gap=Space.S, margins=(Space.XL, Space.XXL, Space.XL, Space.XXL))
        whole.addStretch(1)
        whole.addWidget(self._picture, 0, middle)
        whole.addWidget(self._sentence)
        whole.addWidget(self._reason)
        whole.addLayout(buttons)
        whole.addStretch(2)
        self.setLayout(whole)

    def say(self, nothing: Nothing) -> None:
        """Show why there is nothing."""
        self.cause = nothing.cause
        self._picture.show_cause(nothing.cause)
        self._sentence.setText(nothing.sentence)
        self._reason.setText(nothing.reason)
        self._reason.setVisible(bool(nothing.reason))
        self.button.setText(nothing.button)
        self.button.setVisible(bool(nothing.button))

    def texts(self) -> tuple[str, str, str]:
        """What it says: sentence, reason, button."""
        return self._sentence.text(), self._reason.text(), self.button.text()
