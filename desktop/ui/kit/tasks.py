"""Long work: a plain function in a thread of its own, with progress, and a Cancel that rolls back.

The function takes ``progress(done, total)`` and calls it between its steps; the call raises :class:`Cancelled`
once the person pressed Cancel. What becomes of it is told to bound methods in the window's own thread.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from time import monotonic
from typing import Final, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal
from shiboken6 import isValid

from desktop.domain.errors import Cancelled, UserError
from desktop.ui.kit.meanwhile import when_free

Result_co = TypeVar("Result_co", covariant=True)

_TELL_EVERY: Final = 0.05
"""Seconds between two reports to the window: a fast loop must not flood it."""


class Progress(Protocol):
    """Told between steps; ``total`` 0 means that nobody knows how much there is."""

    def __call__(self, done: int, total: int, /) -> None: ...


class Work(Protocol[Result_co]):
    """A long function."""

    def __call__(self, progress: Progress, /) -> Result_co: ...


class Task(QThread):
    """One run of a long function. Exactly one of ``done``, ``failed``, ``cancelled`` is emitted, or a bug is raised.

    Signals:
        progressed: steps done and steps in all, at most twenty times a second.
        done: what the function returned.
        failed: the :class:`UserError` it raised.
        cancelled: it stopped because of :meth:`cancel` and has rolled back.
    """

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    _ended = Signal(object)

    def __init__(self, work: Work[object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = Event()
        self._over = Event()
        self._told_at = 0.0
        # Brought to the window's thread, and told where nobody waits for something else.
        self._ended.connect(self._tell)

    def cancel(self) -> None:
        """Ask the function to stop at its next step."""
        self._stop.set()

    @property
    def is_cancelling(self) -> bool:
        return self._stop.is_set()

    @property
    def is_over(self) -> bool:
        """Whether the function has ended, one way or another."""
        return self._over.is_set()

    def finish(self) -> None:
        """Cancel and wait until the thread is gone: for the closing of the window."""
        self.cancel()
        if isValid(self):
            self.wait()

    def run(self) -> None:
        """Runs in the thread."""
        try:
            self._run()
        finally:
            self._over.set()

    def _run(self) -> None:
        try:
            result = self._work(self._progress)
        except UserError as error:
            self._ended.emit(partial(self.failed.emit, error))
        except Cancelled:
            self._ended.emit(self.cancelled.emit)
        except Exception as bug:  # noqa: BLE001 - it is raised again where the crash hook sees it with the window
            self._ended.emit(partial(self._raise, bug))
        else:
            self._ended.emit(partial(self.done.emit, result))

    def _progress(self, done: int, total: int, /) -> None:
        if self._stop.is_set():
            raise Cancelled
        now = monotonic()
        if now - self._told_at >= _TELL_EVERY or done == total:
            self._told_at = now
            self.progressed.emit(done, total)

    def _tell(self, deed: Callable[[], object]) -> None:
        when_free(deed)

    def retire(self) -> None:
        """Be gone, when what became of it is told."""
        when_free(self.deleteLater)

    def _raise(self, bug: Exception) -> None:
        raise bug


def start_task(
    owner: QObject,
    work: Work[object],
    *,
    done: Callable[[object], None],
    failed: Callable[[UserError], None],
    cancelled: Callable[[], None] | None = None,
) -> Task:
    """Start a long function; give bound methods of ``owner``, which are called in its own thread.

    An owner that goes away cancels it; the program waits for it before it ends.
    """
    app = QCoreApplication.instance()
    assert app is not None
    # Qt aborts when a running thread is destroyed, so the owner must not take it along.
    task = Task(work, app)
    owner.destroyed.connect(task.cancel)
    app.aboutToQuit.connect(task.finish)
    task.done.connect(done)
    task.failed.connect(failed)
    if cancelled is not None:
        task.cancelled.connect(cancelled)
    task.finished.connect(task.retire)
    task.start()
    return task
