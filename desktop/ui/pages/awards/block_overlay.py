"""The blocks of a layout over the paper that shows it: one is chosen, and dragged to its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.pdf.layout import Box, Layout
from desktop.ui.kit.pdf_view import Paper
from desktop.ui.kit.theme import current_theme


class BlockOverlay(QWidget):
    """Lies on the paper of a preview and takes the mouse there.

    Signals:
        picked: the number of the rectangle that is pressed.
        dragged: how far right and down it was pulled from where it was pressed, in mm.
    """

    picked = Signal(int)
    dragged = Signal(float, float)

    def __init__(self, paper: Paper) -> None:
        super().__init__(paper)
        self.setObjectName("BlockOverlay")
        self._paper = paper
        self._layout: Layout | None = None
        self._boxes: Sequence[Box] = ()
        self._chosen = 0
        self._from: QPointF | None = None
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        paper.installEventFilter(self)
        self.resize(paper.size())

    def show_blocks(self, layout: Layout, boxes: Sequence[Box], chosen: int) -> None:
        """Show what can be moved on a layout's paper, and which is chosen."""
        self._layout, self._boxes, self._chosen = layout, boxes, chosen
        self.update()

    def box(self, block: int) -> QRectF:
        """Where a block lies on the screen."""
        assert self._layout is not None
        paper, box = self._paper.paper(), self._boxes[block]
        scale = paper.width() / self._layout.width
        return QRectF(
            paper.x() + box.x * scale, paper.y() + box.y * scale, box.width * scale, box.height * scale
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.resize(self._paper.size())
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._layout is None:
            return
        hit = [at for at in range(len(self._boxes)) if self.box(at).contains(event.position())]
        if hit:
            # Of blocks that lie on each other the one that is chosen already.
            self._from = event.position()
            self.picked.emit(self._chosen if self._chosen in hit else hit[0])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None and self._layout is not None:
            scale = self._paper.paper().width() / self._layout.width
            moved = event.position() - self._from
            self.dragged.emit(moved.x() / scale, moved.y() / scale)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._layout is None:
            return
        painter = QPainter(self)
        colours = current_theme().colours
        for at in range(len(self._boxes)):
            chosen = at == self._chosen
            painter.setPen(
                QPen(
                    QColor(colours.focus if chosen else "#808080"),
                    2 if chosen else 1,
                    Qt.PenStyle.SolidLine if chosen else Qt.PenStyle.DotLine,
                )
            )
            painter.drawRect(self.box(at))
        painter.end()
