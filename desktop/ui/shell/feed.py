"""What was written, brought from whatever thread wrote it to the window's own."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.base.threads import is_first
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.ui.kit.meanwhile import afterwards, when_free


class ChangeFeed(QObject):
    """Listens to one open file; make one for each, and keep it as long as the file is open.

    Signals:
        changed: the :class:`~desktop.services.views.Changes` of an operation or an import.
    """

    changed = Signal(object)
    _brought = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # From another thread, by way of the window's own events.
        self._brought.connect(self._tell)
        workspace.listen(self._announce)

    def _announce(self, changes: Changes) -> None:
        if is_first():
            afterwards(partial(self.changed.emit, changes))
        else:
            self._brought.emit(changes)

    def _tell(self, changes: Changes) -> None:
        when_free(partial(self.changed.emit, changes))
