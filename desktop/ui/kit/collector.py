"""Garbage collection in the window's own thread only.

Python collects cycles in whatever thread happens to pass a threshold. A cycle that holds a widget, collected in
the thread of a long task, destroys the widget there, and Qt does not survive that.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

from desktop.base.collecting import EVERY_SECONDS, collect_due

_EVERY_MS: Final = EVERY_SECONDS * 1_000


class Collector(QObject):
    """Collects when Python would have, from a timer of the thread it lives in; :meth:`stop` gives it back.

    What there is when it is made is never looked through again: modules and classes stay.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        # What the start made stays, so no later look goes through it.
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
