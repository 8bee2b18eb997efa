"""A long look at the register that is asked for again and again: one at a time, and once more when asked meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import UserError
from desktop.ui.kit.tasks import Task, Work, start_task


class Latest(QObject):
    """Runs ``work`` in a thread of its own; what it gives is of the last time it was asked.

    Signals:
        done: what the work returned.
        failed: the :class:`UserError` it raised.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Work[object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._task: Task | None = None
        self._again = False

    def ask(self) -> None:
        """Look now, or as soon as the look under way has ended."""
        if self._task is not None:
            self._again = True
            return
        self._again = False
        self._task = start_task(
            self, self._work, done=self._ended, failed=self._failed, cancelled=self._stopped
        )

    def stop(self) -> None:
        """Nobody waits for it any more: it ends at its next step."""
        self._again = False
        if self._task is not None:
            self._task.cancel()

    def finish(self) -> None:
        """Stop, and wait until it has: before the register is closed."""
        self._again = False
        if self._task is not None:
            self._task.finish()

    def _ended(self, found: object) -> None:
        self._task = None
        if self._again:
            self.ask()
        else:
            self.done.emit(found)

    def _failed(self, error: UserError) -> None:
        self._task = None
        self.failed.emit(error)

    def _stopped(self) -> None:
        self._task = None
        if self._again:
            self.ask()
