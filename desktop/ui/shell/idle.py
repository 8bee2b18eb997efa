"""Locks the screen when nobody has touched keyboard or mouse for a while."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

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
        self._watched: list[QWindow] = []
        self._timer = QTimer(self)
        # A coarse timer may be up to a twentieth early.
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(minutes * 60_000))
        self._timer.timeout.connect(self.idle)

    def start(self) -> None:
        # The native window sees only what people do; the application sees every paint and timer too.
        self._window.winId()
        self._watch(self._window.windowHandle())
        # Dialogs have windows of their own, and who types in one is there.
        _application().focusWindowChanged.connect(self._watch)
        self._timer.start()

    def stop(self) -> None:
        if not self._timer.isActive():
            return
        _application().focusWindowChanged.disconnect(self._watch)
        for window in self._watched:
            if isValid(window):
                window.removeEventFilter(self)
        self._watched.clear()
        self._timer.stop()

    def _watch(self, window: QWindow | None) -> None:
        self._watched = [each for each in self._watched if isValid(each)]
        if window is not None and window not in self._watched:
            window.installEventFilter(self)
            self._watched.append(window)

    def left_ms(self) -> int:
        """Milliseconds until nobody counts as there; negative while it is stopped."""
        return self._timer.remainingTime()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._timer.start()
        return False


def _application() -> QGuiApplication:
    held = QGuiApplication.instance()
    assert isinstance(held, QGuiApplication)
    return held
