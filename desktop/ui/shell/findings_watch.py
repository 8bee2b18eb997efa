"""How many records have to be looked at, counted a while after the last change so that nobody waits for it."""

from __future__ import annotations

import logging
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.ui.kit.latest import Latest
from desktop.ui.kit.tasks import Progress
from desktop.ui.shell.feed import ChangeFeed

AFTER_MS: Final = 20_000
"""An old disk first gives what the person asks for."""

_log = logging.getLogger(__name__)


def _count(workspace: Workspace, progress: Progress, /) -> int:
    from desktop.services import checking  # long after the start

    return sum(each.count for each in checking.find(workspace, progress))


class FindingsWatch(QObject):
    """Counts for one open register until :meth:`finish`.

    Signals:
        counted: how many there are.
    """

    counted = Signal(int)

    def __init__(self, workspace: Workspace, feed: ChangeFeed, parent: QObject) -> None:
        super().__init__(parent)
        self._counting = Latest(partial(_count, workspace), self)
        self._counting.done.connect(self._done)
        self._counting.failed.connect(self._failed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self.count)
        if workspace.may(Permission.EDIT):
            feed.changed.connect(self._changed)
            self._timer.start()

    def _changed(self, _changes: Changes) -> None:
        self._timer.start()

    def count(self) -> None:
        """Count now."""
        self._counting.ask()

    def finish(self) -> None:
        """Before the register is closed."""
        self._timer.stop()
        self._counting.finish()

    def _done(self, count: object) -> None:
        assert isinstance(count, int)
        self.counted.emit(count)

    def _failed(self, error: UserError) -> None:
        _log.warning("the records were not looked through: %s", error)
