"""Small pictures of the few sheets that must be looked at, so that nobody turns 349 pages to find six."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from desktop.ui.kit.icons import icon
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.pdf_view import Render
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.words import Words
from desktop.ui.shell.quiet_list import quiet_list

_WIDE: Final = 240
_TALL: Final = 170
_LINES: Final = 4
_MARK: Final = 32


@dataclass(frozen=True)
class Sight:
    """A sheet to look at: ``page`` of the drawn ones, None for one that could not be drawn; ``said`` says why."""

    award: str
    said: str
    page: int | None


class Thumbnails(QListWidget):
    """Pages side by side; one that does not fit its paper is white.

    Signals:
        picked: the id of the award whose sheet a person wants to see large, or to mend.
    """

    picked = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("Thumbnails")
        self.setStyleSheet(quiet_list("ThumbnailsLook").styleSheet())
        theme = current_theme()
        self.setAccessibleName(words("press.thumbnails"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setWordWrap(True)
        self.setSpacing(Space.M)
        self.setIconSize(QSize(theme.px(_WIDE), theme.px(_TALL)))
        line = self.fontMetrics().lineSpacing()
        self._room = QSize(theme.px(_WIDE) + 2 * Space.S, theme.px(_TALL) + _LINES * line + 2 * Space.S)
        self.itemActivated.connect(self._activated)
        self.itemClicked.connect(self._activated)

    def show_sights(self, sights: Sequence[Sight], render: Render | None) -> None:
        """Show these; a picture is made when it comes into view."""
        self.clear()
        for each in sights:
            item = _Thumbnail(each, render, self.iconSize())
            item.setSizeHint(self._room)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            item.setToolTip(each.said)
            self.addItem(item)
        if sights:
            self.setCurrentRow(0)

    def texts(self) -> list[str]:
        return [self.item(at).text() for at in range(self.count())]

    def _activated(self, item: QListWidgetItem) -> None:
        assert isinstance(item, _Thumbnail)
        self.picked.emit(item.sight.award)


class _Thumbnail(QListWidgetItem):
    def __init__(self, sight: Sight, render: Render | None, size: QSize) -> None:
        super().__init__(sight.said)
        self.sight = sight
        self._render = render
        self._size = size
        self._icon: QIcon | None = None

    def data(self, role: int) -> Any:
        if role != Qt.ItemDataRole.DecorationRole:
            return super().data(role)
        if self._icon is None:
            drawn = self._drawn()
            self._icon = QIcon(drawn)
            # Without it Qt tints the picture of the one that is chosen.
            self._icon.addPixmap(drawn, QIcon.Mode.Selected)
        return self._icon

    def _drawn(self) -> QPixmap:
        picture = QPixmap(self._size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        theme = current_theme()
        page = picture.rect()
        if self._render is not None and self.sight.page is not None:
            drawn = self._render(self.sight.page, self._size.width())
            form = QImage.Format.Format_RGB32
            image = QImage(drawn.pixels, drawn.width, drawn.height, drawn.stride, form)
            whole = Qt.AspectRatioMode.KeepAspectRatio
            smooth = Qt.TransformationMode.SmoothTransformation
            fitting = image.scaled(self._size, whole, smooth)
            page = fitting.rect()
            page.moveCenter(picture.rect().center())
            painter.drawImage(page, fitting)
        else:
            painter.fillRect(page, Qt.GlobalColor.white)
            mark = icon("due", theme.colours.chips[Tone.DUE].ink).pixmap(_MARK, _MARK)
            painter.drawPixmap(page.center() - mark.rect().center(), mark)
        painter.setPen(QPen(QColor(theme.colours.border), 1))
        painter.drawRect(page.adjusted(0, 0, -1, -1))
        painter.end()
        return picture
