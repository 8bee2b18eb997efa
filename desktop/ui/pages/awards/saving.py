"""Certificates as files, to be printed elsewhere: one PDF of all, or one for each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import UserError
from desktop.services import certificate_files
from desktop.services.certificates import Batch
from desktop.system.atomic import write_atomic
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.shell.page import PageContext


class Saving(QObject):
    """Writes what was drawn.

    Signals:
        saved: how many certificates lie where.
    """

    saved = Signal(int, str)

    def __init__(self, context: PageContext, strip: ProgressStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._strip = strip
        self._task: Task | None = None
        self._where = ""

    @property
    def busy(self) -> bool:
        return self._task is not None

    def one(self, path: Path, batch: Batch) -> None:
        """All in one file."""
        try:
            meanwhile(partial(write_atomic, path, batch.pdf))
        except UserError as error:
            self._context.door.tell(error)
            return
        self._log(len(batch.awards), str(path))

    def each(self, folder: Path, names: Mapping[str, str], batch: Batch) -> None:
        """A file for each, in a thread of its own."""

        def work(progress: Progress) -> int:
            return certificate_files.save_each(batch.awards, names, batch, folder, progress)

        self._where = str(folder)
        self._task = start_task(self, work, done=self._done, failed=self._failed, cancelled=self._cancelled)
        self._strip.show_task(self._task, self._context.words("press.saving_each"))

    def finish(self) -> None:
        if self._task is not None:
            self._task.finish()

    def _done(self, count: object) -> None:
        self._task = None
        assert isinstance(count, int)
        self._log(count, self._where)

    def _failed(self, error: UserError) -> None:
        self._task = None
        self._context.door.tell(error)

    def _cancelled(self) -> None:
        self._task = None

    def _log(self, count: int, where: str) -> None:
        meanwhile(partial(self._context.workspace.log_access, "export", f"award:{count}"))
        self.saved.emit(count, where)
