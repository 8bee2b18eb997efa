"""Long reading in another thread while the window goes on living: it paints and its clocks go, and input waits."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import ClassVar, Final, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop.base.threads import StandIn

Result = TypeVar("Result")

_AT_ONCE_S: Final = 0.01
"""What is over by then needs no other turn of the window."""
_SOON_MS: Final = 20
_TURN_S: Final = 0.0005
_BUSY_MS: Final = 150
"""Who waits for longer is shown so; a cursor that flickers at every row would only disquiet."""


class _Waiting(QObject):
    """Tells the window's own thread that the other one has ended."""

    over = Signal()
    at_work = False
    deeds: ClassVar[list[Callable[[], object]]] = []


_later: Final[deque[tuple[Callable[[], object], bool]]] = deque()
"""Deeds that wait for their turn, and whether under no dialog."""


def is_at_work() -> bool:
    """Whether somebody waits for such work now."""
    return _Waiting.at_work


def when_free(deed: Callable[[], object], *, alone: bool = False) -> None:
    """Does it now, or in its turn once nobody waits for such work any more; ``alone``: then under no dialog either.

    What the window shows must not be taken from under whoever waits, nor put up before what they have asked for; a
    dialog that opens there would keep them waiting.
    """
    if _Waiting.at_work or _later:
        _later.append((deed, alone))
        if len(_later) == 1:
            QTimer.singleShot(_SOON_MS, _do_later)
    else:
        deed()


def _do_later() -> None:
    """What may be done now of what waits, each in its turn."""
    while not _Waiting.at_work and (ready := _ready()) is not None:
        _later.remove(ready)
        try:
            ready[0]()
        except BaseException:
            # The others have their turn whatever became of this one.
            _go_on_later()
            raise
    _go_on_later()


def _go_on_later() -> None:
    if _later:
        QTimer.singleShot(_SOON_MS, _do_later)


def _ready() -> tuple[Callable[[], object], bool] | None:
    under_dialog = QApplication.activeModalWidget() is not None
    return next((each for each in _later if not (each[1] and under_dialog)), None)


def afterwards(deed: Callable[[], object]) -> None:
    """Inside such work: what the window's own thread does when it is over, before anything else. Outside it: now."""
    if isinstance(current_thread(), StandIn):
        _Waiting.deeds.append(deed)
    else:
        deed()


def meanwhile(work: Callable[[], Result]) -> Result:
    """What ``work`` returns or raises. It reads and computes; widgets are not touched from another thread.

    It is not called where the file is being read or written already: the other thread would wait for this one.
    Inside another such call, and in any other thread, the work is simply done: the window lives already.
    """
    if _Waiting.at_work or current_thread() is not main_thread():
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

    thread = StandIn(target=run, name="meanwhile")
    _Waiting.at_work = True
    try:
        thread.start()
        thread.join(_AT_ONCE_S)
        if thread.is_alive():
            with _often_at_turn(), _busy_cursor():
                loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            thread.join()
    finally:
        _Waiting.at_work = False
        deeds = _Waiting.deeds[:]
        _Waiting.deeds.clear()
    for deed in deeds:
        deed()
    if failed:
        raise failed[0]
    return done[0]


@contextmanager
def _often_at_turn() -> Iterator[None]:
    """Every timer and paint of the window asks for its turn at the interpreter, which the other thread has."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


@contextmanager
def _busy_cursor() -> Iterator[None]:
    shown: list[bool] = []

    def show() -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        shown.append(True)

    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(show)
    timer.start(_BUSY_MS)
    try:
        yield
    finally:
        timer.stop()
        if shown:
            QApplication.restoreOverrideCursor()
