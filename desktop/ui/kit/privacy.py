"""F9: a citizen sits at the desk, and what is sensitive leaves every view at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Privacy(QObject):
    """Whether sensitive values are hidden now; shared by table, panel, search and toast.

    Signals:
        changed: the new state; every view redraws itself before the next event.
    """

    changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hidden = False

    @property
    def hidden(self) -> bool:
        return self._hidden

    def toggle(self) -> None:
        """Hide or show again; the state stays until the key is pressed again."""
        self._hidden = not self._hidden
        self.changed.emit(self._hidden)
