"""Locks the screen when nobody has touched keyboard or mouse for a while."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

MINUTES: Final = 10
_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
    }
)


class IdleWatch(QObject):
    """Counts from the last touch, again and again until it is stopped.

    Signals:
        idle: nobody was there for the whole time.
    """

    idle = Signal()

    def __init__(self, window: QWidget, minutes: float = MINUTES) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self)
        # A coarse timer may be up to a twentieth early.
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(minutes * 60_000))
        self._timer.timeout.connect(self.idle)

    def start(self) -> None:
        # The native window sees only what people do; the application sees every paint and timer too.
        self._window.winId()
        self._window.windowHandle().installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        if self._window.windowHandle() is not None:
            self._window.windowHandle().removeEventFilter(self)
        self._timer.stop()

    def left_ms(self) -> int:
        """Milliseconds until nobody counts as there; negative while it is stopped."""
        return self._timer.remainingTime()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._timer.start()
        return False
