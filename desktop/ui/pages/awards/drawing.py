"""Draws in a thread of its own what is asked for last; an older wish that is still being drawn is dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import UserError
from desktop.pdf.certificate import Stock
from desktop.services import certificates
from desktop.services.certificates import Batch, CommonLines
from desktop.services.workspace import Workspace
from desktop.ui.kit.tasks import Progress, Task, start_task


@dataclass(frozen=True)
class Wish:
    """What is to be drawn, and how it is put on paper.

    Attributes:
        stocks: the paper of each award.
        numbered: write the lines first, and give numbers to these; None where nothing is to be written.
        reason: why some are printed again.
        leave_open: what is not known yet is left white for a second pass.
        use: somebody waits for the paper; it is no mere look.
    """

    awards: Sequence[str]
    lines: CommonLines
    stocks: Mapping[str, Stock]
    numbered: frozenset[str] | None = None
    reason: str = ""
    leave_open: bool = False
    use: bool = False


class Drawing(QObject):
    """One task at a time.

    Signals:
        started: a task, so that its progress can be shown.
        drawn: the :class:`Wish` and its :class:`~desktop.services.certificates.Batch`.
        failed: the :class:`UserError`.
        cancelled: the :class:`Wish` that was dropped.
    """

    started = Signal(object)
    drawn = Signal(object, object)
    failed = Signal(object)
    cancelled = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._task: Task | None = None
        self._now: Wish | None = None
        self._next: Wish | None = None

    @property
    def busy(self) -> bool:
        return self._task is not None

    def ask(self, wish: Wish) -> None:
        """Draw this as soon as may be; a wish that somebody waits for is never dropped for one that only looks."""
        if self._task is None:
            self._start(wish)
            return
        if self._next is None or not self._next.use or wish.use:
            self._next = wish
        if self._now is not None and not self._now.use:
            self._task.cancel()

    def finish(self) -> None:
        """Stop and wait: for the closing of the window."""
        self._next = None
        if self._task is not None:
            self._task.finish()

    def _start(self, wish: Wish) -> None:
        def work(progress: Progress) -> Batch:
            if wish.numbered is not None:
                certificates.decide(self._workspace, wish.awards, wish.lines, wish.numbered)
            return certificates.draw(
                self._workspace,
                wish.awards,
                wish.lines,
                wish.stocks,
                progress,
                leave_open=wish.leave_open,
            )

        self._now = wish
        self._task = start_task(self, work, done=self._done, failed=self._failed, cancelled=self._cancelled)
        self.started.emit(self._task)

    def _done(self, batch: object) -> None:
        wish = self._now
        self._go_on()
        self.drawn.emit(wish, batch)

    def _failed(self, error: UserError) -> None:
        self._go_on()
        self.failed.emit(error)

    def _cancelled(self) -> None:
        wish = self._now
        self._go_on()
        self.cancelled.emit(wish)

    def _go_on(self) -> None:
        self._task, self._now = None, None
        if self._next is not None:
            wish, self._next = self._next, None
            self._start(wish)
