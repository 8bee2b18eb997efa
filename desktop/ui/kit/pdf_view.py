"""Paper on the screen: pages of a PDF as pictures, one at a time, so that a book of 349 pages opens at once.

The paper stays white in both themes: what is shown is what is printed.
"""

from __future__ import annotations

from collections import OrderedDict
from enum import Enum
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Role, column, label
from desktop.ui.kit.words import Words

_KEPT: Final = 6
_PROBE: Final = 64
"""Pixels of the first small picture of a page, from which its shape is known."""
_ZOOMS: Final = (50, 75, 100, 125, 150, 200, 300)
_POINTS_AT_100: Final = 96 / 25.4 * 210
"""Logical pixels of the width of an A4 page at its real size."""
_WIDEST: Final = 4000


class PageImage(Protocol):
    """A picture of a page as ``pdf.render`` makes it: rows of blue, green, red and a filling byte."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def stride(self) -> int: ...
    @property
    def pixels(self) -> bytes: ...


class Render(Protocol):
    """Draws a page, counted from 0, as a picture of a width in device pixels."""

    def __call__(self, page: int, width: int, /) -> PageImage: ...


class Fit(Enum):
    """How large a page is when no zoom was chosen."""

    PAGE = "page"
    WIDTH = "width"


class Paper(QWidget):
    """One page, on white, in the middle of the room there is."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("PdfPaper")
        self._image: QImage | None = None

    def show_image(self, image: QImage | None, room: QSize) -> None:
        """Show a picture whose pixel ratio is set; ``room`` is what it stands in the middle of."""
        self._image = image
        size = QSize() if image is None else image.deviceIndependentSize().toSize()
        self.setFixedSize((size + QSize(2 * Space.S, 2 * Space.S)).expandedTo(room))
        self.update()

    def paper(self) -> QRect:
        """Where the page lies."""
        if self._image is None:
            return QRect()
        size = self._image.deviceIndependentSize().toSize()
        return QRect(QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2), size)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        paper = self.paper()
        painter.fillRect(paper, Qt.GlobalColor.white)
        painter.drawImage(paper, self._image)
        painter.setPen(QPen(QColor(current_theme().colours.border), 1))
        painter.drawRect(paper.adjusted(-1, -1, 0, 0))
        painter.end()


class PdfView(QWidget):
    """A document: one page, the way to the others, and its size on the screen.

    Signals:
        page_changed: the page now shown, counted from 0.
    """

    page_changed = Signal(int)

    def __init__(self, words: Words, name: str = "PdfView") -> None:
        super().__init__()
        self.setObjectName(name)
        self._words = words
        self._render: Render | None = None
        self._count = 0
        self._page = 0
        self._zoom: Fit | int = Fit.PAGE
        self._pictures: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._shapes: dict[int, float] = {}
        self._paper = Paper()
        self._scroll = named(QScrollArea(), f"{name}Scroll")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll.setWidget(self._paper)
        self._scroll.installEventFilter(self)
        self._scroll.viewport().installEventFilter(self)
        self.setFocusProxy(self._scroll)
        self._where = label(f"{name}Where", role=Role.MUTED)
        self.back = Button(f"{name}Back", icon_name="back", tip=words("kit.pdf.back"), shortcut="PgUp")
        self.next = Button(f"{name}Next", icon_name="next", tip=words("kit.pdf.next"), shortcut="PgDown")
        self.smaller = Button(f"{name}Smaller", "−", tip=words("kit.pdf.smaller"), shortcut="Ctrl+-")
        self.larger = Button(f"{name}Larger", "+", tip=words("kit.pdf.larger"), shortcut="Ctrl++")
        self.whole = Button(f"{name}Whole", words("kit.pdf.whole"))
        self.wide = Button(f"{name}Wide", words("kit.pdf.wide"))
        self.back.clicked.connect(self.previous_page)
        self.next.clicked.connect(self.next_page)
        self.smaller.clicked.connect(self.zoom_out)
        self.larger.clicked.connect(self.zoom_in)
        self.whole.clicked.connect(self.fit_page)
        self.wide.clicked.connect(self.fit_width)
        tools = FlowLayout()
        for tool in (self.back, self._where, self.next, self.smaller, self.larger, self.whole, self.wide):
            tools.addWidget(tool)
        whole = column(tools, self._scroll, gap=Space.S)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._set_zoom(Fit.PAGE)

    def show_document(self, count: int, render: Render, page: int = 0) -> None:
        """Show a document of so many pages, beginning with one of them."""
        self._count, self._render = count, render
        self._pictures.clear()
        self._shapes.clear()
        self._page = max(0, min(page, count - 1))
        self._refresh()

    def clear(self) -> None:
        """Show no document."""
        self._count, self._render, self._page = 0, None, 0
        self._pictures.clear()
        self._refresh()

    @property
    def page(self) -> int:
        return self._page

    @property
    def paper(self) -> Paper:
        """The page on the screen, for what is laid over it."""
        return self._paper

    def go_to(self, page: int) -> None:
        """Show another page, the nearest there is."""
        page = max(0, min(page, self._count - 1))
        if self._count and page != self._page:
            self._page = page
            self._scroll.verticalScrollBar().setValue(0)
            self._refresh()
            self.page_changed.emit(page)

    def previous_page(self) -> None:
        self.go_to(self._page - 1)

    def next_page(self) -> None:
        self.go_to(self._page + 1)

    def zoom_in(self) -> None:
        self._set_zoom(next((zoom for zoom in _ZOOMS if zoom > self._percent() + 1), _ZOOMS[-1]))

    def zoom_out(self) -> None:
        self._set_zoom(next((zoom for zoom in reversed(_ZOOMS) if zoom < self._percent() - 1), _ZOOMS[0]))

    def fit_page(self) -> None:
        self._set_zoom(Fit.PAGE)

    def fit_width(self) -> None:
        self._set_zoom(Fit.WIDTH)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._scroll and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._key(event)
        if event.type() == QEvent.Type.Resize and watched is self._scroll.viewport():
            self._refresh()
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            return True
        return False

    def _key(self, event: QKeyEvent) -> bool:
        keys = {
            Qt.Key.Key_PageUp: self._up,
            Qt.Key.Key_PageDown: self._down,
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
        }
        act = keys.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Home:
            self.go_to(0)
        elif event.key() == Qt.Key.Key_End:
            self.go_to(self._count - 1)
        elif act is not None:
            act()
        else:
            return False
        return True

    def _down(self) -> None:
        """The rest of the page first, then the next."""
        bar = self._scroll.verticalScrollBar()
        if self._zoom is not Fit.PAGE and bar.value() < bar.maximum():
            bar.setValue(bar.value() + bar.pageStep())
        else:
            self.next_page()

    def _up(self) -> None:
        bar = self._scroll.verticalScrollBar()
        if self._zoom is not Fit.PAGE and bar.value() > 0:
            bar.setValue(bar.value() - bar.pageStep())
        elif self._page > 0:
            self.previous_page()
            bar.setValue(bar.maximum())

    def _set_zoom(self, zoom: Fit | int) -> None:
        self._zoom = zoom
        # A bar that comes and goes with the size it changes would never rest.
        whole, wide = zoom is Fit.PAGE, zoom is Fit.WIDTH
        policy = Qt.ScrollBarPolicy
        self._scroll.setHorizontalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if whole or wide else policy.ScrollBarAsNeeded
        )
        self._scroll.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff
            if whole
            else policy.ScrollBarAlwaysOn
            if wide
            else policy.ScrollBarAsNeeded
        )
        self._refresh()

    def _percent(self) -> float:
        return self._width() / _POINTS_AT_100 * 100

    def _width(self) -> int:
        """The page's width in logical pixels, as the zoom and the room have it."""
        if isinstance(self._zoom, int):
            return round(_POINTS_AT_100 * self._zoom / 100)
        room = self._scroll.viewport().size() - QSize(2 * Space.S, 2 * Space.S)
        if self._zoom is Fit.WIDTH:
            return max(room.width(), _PROBE)
        return max(min(room.width(), int(room.height() / self._shape(self._page))), _PROBE)

    def _shape(self, page: int) -> float:
        """Height of a page over its width."""
        if page not in self._shapes and self._render is not None:
            probe = self._render(page, _PROBE)
            self._shapes[page] = probe.height / probe.width
        return self._shapes.get(page, 1.0)

    def _picture(self) -> QImage | None:
        if self._render is None or not self._count:
            return None
        ratio = self.devicePixelRatioF()
        key = (self._page, min(round(self._width() * ratio), _WIDEST))
        if key not in self._pictures:
            drawn = self._render(*key)
            # The copy owns its pixels; the bytes of the rendered page may go.
            image = QImage(
                drawn.pixels, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32
            ).copy()
            image.setDevicePixelRatio(ratio)
            self._pictures[key] = image
            while len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(key)
        return self._pictures[key]

    def _refresh(self) -> None:
        self._paper.show_image(self._picture(), self._scroll.viewport().size())
        shown = self._words("kit.pdf.where", page=self._page + 1, count=self._count) if self._count else ""
        self._where.setText(shown)
        self.back.setEnabled(self._page > 0)
        self.next.setEnabled(self._page + 1 < self._count)
        for tool in (self.smaller, self.larger, self.whole, self.wide):
            tool.setEnabled(self._count > 0)
