"""Moving the lines of a list: dragged by the mouse, or by Alt with the arrows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QListWidget

_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Reordering(QObject):
    """Watches a list; a line keeps its tick and stays the current one wherever it goes.

    Signals:
        moved: a line stands somewhere else, and the person has let go of it.
    """

    moved = Signal()

    def __init__(self, watched: QListWidget) -> None:
        super().__init__(watched)
        self._list = watched
        self._allowed = False
        self._pressed: tuple[int, QPoint] | None = None
        self._dragging = False
        self._changed = False
        watched.installEventFilter(self)
        watched.viewport().installEventFilter(self)

    def allow(self, allowed: bool) -> None:  # noqa: FBT001 - the one thing that is said
        self._allowed = allowed
        self._drop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._allowed:
            return False
        if isinstance(event, QKeyEvent) and watched is self._list:
            return event.type() == QEvent.Type.KeyPress and self._key(event)
        if isinstance(event, QMouseEvent) and watched is self._list.viewport():
            return self._mouse(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() != Qt.KeyboardModifier.AltModifier:
            return False
        at = self._list.currentRow()
        if at >= 0 and self._move(at, at + step):
            self.moved.emit()
        return True

    def _mouse(self, event: QMouseEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            place = event.position().toPoint()
            row = self._list.indexAt(place).row()
            self._pressed = (row, place) if row >= 0 else None
        elif event.type() == QEvent.Type.MouseMove and self._pressed is not None:
            return self._drag(event.position().toPoint())
        elif event.type() == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            dragged = self._dragging
            self._drop()
            return dragged
        return False

    def _drag(self, place: QPoint) -> bool:
        assert self._pressed is not None
        row, start = self._pressed
        if not self._dragging:
            if (place - start).manhattanLength() < QApplication.startDragDistance():
                return False
            self._dragging = True
            self._list.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        height = self._list.viewport().height()
        bar = self._list.verticalScrollBar()
        if place.y() < 0 or place.y() >= height:
            bar.setValue(bar.value() + (1 if place.y() >= height else -1) * bar.singleStep())
        inside = QPoint(place.x(), min(max(place.y(), 0), height - 1))
        to = self._list.indexAt(QPoint(1, inside.y())).row()
        if to >= 0 and self._move(row, to):
            self._pressed, self._changed = (to, start), True
        return True

    def _drop(self) -> None:
        changed = self._changed
        self._pressed, self._dragging, self._changed = None, False, False
        self._list.viewport().unsetCursor()
        if changed:
            self.moved.emit()

    def _move(self, row: int, to: int) -> bool:
        """Whether the line could go there."""
        if row == to or not 0 <= to < self._list.count():
            return False
        self._list.blockSignals(True)
        item = self._list.takeItem(row)
        self._list.insertItem(to, item)
        self._list.setCurrentRow(to)
        self._list.blockSignals(False)
        return True
