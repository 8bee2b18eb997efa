"""What was written, brought from whatever thread wrote it to the window's own."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.ui.kit.meanwhile import afterwards


class ChangeFeed(QObject):
    """Listens to one open file; make one for each, and keep it as long as the file is open.

    Signals:
        changed: the :class:`~desktop.services.views.Changes` of an operation or an import.
    """

    changed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        workspace.listen(self._announce)

    def _announce(self, changes: Changes) -> None:
        afterwards(partial(self.changed.emit, changes))
