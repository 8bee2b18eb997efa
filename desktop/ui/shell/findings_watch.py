"""How many records have to be looked at, counted a while after the last change so that nobody waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.services import checking
from desktop.services.workspace import Workspace
from desktop.ui.kit.tasks import Progress, Task, start_task

AFTER_MS: Final = 4_000

_log = logging.getLogger(__name__)


def _count(workspace: Workspace, progress: Progress, /) -> int:
    return sum(each.count for each in checking.find(workspace, progress))


class FindingsWatch(QObject):
    """Counts for one open register until :meth:`finish`; ``told`` is given the number."""

    def __init__(self, workspace: Workspace, told: Callable[[int], None], parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._told = told
        self._task: Task | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self.count)

    def ask(self) -> None:
        """Something may have changed: count when it has been quiet for a while."""
        if self._workspace.may(Permission.EDIT):
            self._timer.start()

    def count(self) -> None:
        """Count now, unless that is under way."""
        if self._task is None:
            work = partial(_count, self._workspace)
            self._task = start_task(
                self, work, done=self._done, failed=self._failed, cancelled=self._cancelled
            )
        else:
            self._timer.start()

    def finish(self) -> None:
        """Before the register is closed."""
        self._timer.stop()
        if self._task is not None:
            self._task.finish()

    def _done(self, count: object) -> None:
        assert isinstance(count, int)
        self._task = None
        self._told(count)

    def _failed(self, error: UserError) -> None:
        self._task = None
        _log.warning("the records were not looked through: %s", error)

    def _cancelled(self) -> None:
        self._task = None
