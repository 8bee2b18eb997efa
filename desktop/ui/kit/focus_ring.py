"""The ring around whatever has the keyboard: 2 px of blue, 2 px of surface between it and the thing.

A stylesheet cannot draw outside a widget, so one transparent sheet per window lies over everything and draws it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from desktop.ui.kit.theme import current_theme

GAP: Final = 2
WIDTH: Final = 2
_MOVES: Final = frozenset(
    {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}
)


class FocusRing(QWidget):
    """Lies over a window and follows its keyboard focus; make one for each window and dialog."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("FocusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window = window
        self._followed: list[QObject] = []
        self._target: QWidget | None = None
        self._gone = False
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)
        self._cover()
        self.show()
        self._focus_changed(None, QApplication.focusWidget())

    def let_go(self) -> None:
        """Follow nothing any more: a window on its way out still sends events while its parts are going."""
        if self._gone:
            return
        self._gone = True
        focused = QApplication.focusWidget()
        if focused is not None and focused.window() is self._window:
            focused.clearFocus()
        self._focus_changed(None, None)
        self._window.removeEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.disconnect(self._focus_changed)

    def ring(self) -> QRect:
        """Where the ring is drawn, in the window's coordinates; empty when nothing here has the keyboard."""
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            return QRect()
        rect = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        reach = GAP + WIDTH
        rect = rect.adjusted(-reach, -reach, reach, reach)
        # What a scroll area hides has no ring; the ring itself may stand over its edge.
        parent = target.parentWidget()
        while parent is not None and parent is not self._window:
            if isinstance(parent.parentWidget(), QAbstractScrollArea):
                clip = QRect(parent.mapTo(self._window, QPoint(0, 0)), parent.size())
                rect = rect.intersected(clip.adjusted(-reach, -reach, reach, reach))
            parent = parent.parentWidget()
        return rect.intersected(self._window.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            if watched is self._window:
                self._cover()
            self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = QRectF(self.ring())
        if rect.isEmpty():
            return
        colours = current_theme().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for inset, colour in ((WIDTH + GAP / 2, colours.surface), (WIDTH / 2, colours.focus)):
            painter.setPen(QPen(QColor(colour), WIDTH))
            painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), 6 + GAP, 6 + GAP)
        painter.end()

    def _cover(self) -> None:
        self.setGeometry(self._window.rect())
        self.raise_()

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        for each in filter(isValid, self._followed):
            each.removeEventFilter(self)
        self._followed = []
        inside = new is not None and new.window() is self._window and new is not self._window
        self._target = _ringed(new) if inside and new is not None else None
        widget = self._target
        while widget is not None and widget is not self._window:
            widget.installEventFilter(self)
            self._followed.append(widget)
            widget = widget.parentWidget()
        self.raise_()
        self.update()


def _ringed(widget: QWidget) -> QWidget:
    """The widget to draw around: a field inside a box lends its focus to the box."""
    parent = widget.parentWidget()
    while parent is not None and parent.property("ringed") is True:
        widget = parent
        parent = widget.parentWidget()
    return widget
