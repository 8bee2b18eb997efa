"""Long reading in another thread while the window goes on living: it paints and its clocks go, and input waits."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Final, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

Result = TypeVar("Result")

_AT_ONCE_S: Final = 0.03
"""What is over by then needs no other turn of the window."""


class _Waiting(QObject):
    """Tells the window's own thread that the other one has ended."""

    over = Signal()
    at_work = False


def meanwhile(work: Callable[[], Result]) -> Result:
    """What ``work`` returns or raises. It reads and computes; widgets are not touched from another thread.

    Inside another such call it is simply called: the window lives already.
    """
    if _Waiting.at_work:
        return work()
    done: list[Result] = []
    failed: list[BaseException] = []
    waiting = _Waiting()
    loop = QEventLoop()
    waiting.over.connect(loop.quit, Qt.ConnectionType.QueuedConnection)

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001  # raised below, where it belongs
            failed.append(error)
        waiting.over.emit()

    thread = Thread(target=run, name="meanwhile")
    _Waiting.at_work = True
    try:
        thread.start()
        thread.join(_AT_ONCE_S)
        if thread.is_alive():
            QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
            try:
                loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            finally:
                QApplication.restoreOverrideCursor()
            thread.join()
    finally:
        _Waiting.at_work = False
    if failed:
        raise failed[0]
    return done[0]
