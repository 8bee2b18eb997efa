"""Copies made by themselves while somebody is logged in: one when it is due, then the journal's end every half hour.

Nobody is interrupted: a failure is counted by the service, and the first page tells when they repeat.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from desktop.domain.errors import UserError
from desktop.services.workspace import Workspace
from desktop.ui.kit.tasks import Progress, Task, start_task

FIRST_AFTER_S: Final = 20
"""After log-in, so that an old disk first gives what the person asks for."""
EVERY_S: Final = 30 * 60

_log = logging.getLogger(__name__)


class BackupWatch(QObject):
    """Works for one open register until :meth:`finish`; does nothing for sample data.

    ``told`` is called when something was copied.
    """

    def __init__(self, workspace: Workspace, told: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._told = told
        self._task: Task | None = None
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.timeout.connect(self.start)
        self._again = QTimer(self)
        self._again.timeout.connect(self.keep)
        if not workspace.practice:
            self._first.start(FIRST_AFTER_S * 1000)
            self._again.start(EVERY_S * 1000)

    def start(self) -> None:
        """Make the copy that is due at the start."""
        self._run(_start)

    def keep(self) -> None:
        """Keep what was written since, and read through what was copied in haste."""
        self._run(_keep)

    def finish(self) -> None:
        """Stop, and wait until what was half copied is gone."""
        self._first.stop()
        self._again.stop()
        if self._task is not None:
            self._task.finish()

    @property
    def busy(self) -> bool:
        return self._task is not None

    def _run(self, work: Callable[[Workspace, Progress], object]) -> None:
        if self._task is None:
            task = partial(work, self._workspace)
            self._task = start_task(
                self, task, done=self._done, failed=self._failed, cancelled=self._cancelled
            )

    def _done(self, _result: object) -> None:
        self._task = None
        self._told()

    def _failed(self, error: UserError) -> None:
        self._task = None
        _log.warning("no copy was made: %s", error)

    def _cancelled(self) -> None:
        self._task = None


# Nothing of it is read at the start: the first copy is made when the register has long been on the screen.


def _start(workspace: Workspace, progress: Progress) -> None:
    from desktop.services import backups, disk_signs, erased_copies

    disk_signs.look(workspace, progress)
    erased_copies.replace_copies(workspace, progress)
    backups.on_start(workspace, progress)


def _keep(workspace: Workspace, progress: Progress) -> None:
    from desktop.services import backups, erased_copies

    backups.prove_waiting(workspace, progress)
    backups.keep_tail(workspace, progress)
    erased_copies.replace_copies(workspace, progress)
