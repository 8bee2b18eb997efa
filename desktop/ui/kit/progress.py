"""The strip that shows a long task: what is being done, how far it is, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from desktop.ui.kit.named import named
from desktop.ui.kit.tasks import Task
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Role, column, label, row
from desktop.ui.kit.words import Words


class ProgressStrip(QFrame):
    """Shows one task at a time and hides itself when it ends.

    Signals:
        ended: the task it showed is over, one way or another.
    """

    ended = Signal()

    def __init__(self, words: Words, name: str = "ProgressStrip") -> None:
        super().__init__()
        self.setObjectName(name)
        self._words = words
        self._task: Task | None = None
        self._title = label(f"{name}Title", role=Role.STRONG)
        self._count = label(f"{name}Count", role=Role.CAPTION)
        self._bar = named(QProgressBar(), f"{name}Bar")
        self._bar.setTextVisible(False)
        self.cancel_button = Button(f"{name}Cancel", words("kit.cancel"))
        self.cancel_button.clicked.connect(self._cancel)
        texts = column(self._title, self._bar, self._count, gap=Space.XS)
        self.setLayout(row(texts, self.cancel_button, gap=Space.L))
        self.hide()

    def show_task(self, task: Task, title: str) -> None:
        """Follow a task from now on; call it right after the task was started."""
        self._task = task
        self._title.setText(title)
        self._count.setText("")
        self._bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)
        task.progressed.connect(self._progressed)
        task.finished.connect(self._finished)
        self.show()
        # A task may be over before anybody could listen for its end.
        if task.is_over:
            self._end()

    def _progressed(self, done: int, total: int) -> None:
        if self._task is None or self._task.is_cancelling:
            return
        # Per mille, since a count may pass what the bar's int can hold.
        self._bar.setRange(0, 1000 if total else 0)
        self._bar.setValue(done * 1000 // total if total else 0)
        key = "kit.progress" if total else "kit.progress.unknown"
        facts = {"done": done, "total": total} if total else {"done": done}
        self._count.setText(self._words(key, **facts))

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel_button.setEnabled(False)
            self._count.setText(self._words("kit.cancelling"))

    def _finished(self) -> None:
        # Of two tasks in a row the end of the first comes when the second is shown.
        if self.sender() is self._task:
            self._end()

    def _end(self) -> None:
        if self._task is not None:
            self._task = None
            self.hide()
            self.ended.emit()
