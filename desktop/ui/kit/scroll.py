"""A column that scrolls up and down only."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.kit.named import named
from desktop.ui.kit.theme import current_theme

WIDEST: Final = 640


class ScrollColumn(QScrollArea):
    """What is put into ``body`` is as wide as there is room, and as high as it needs.

    Attributes:
        body: the layout of the column; it begins at the top.
    """

    def __init__(self, gap: int, margins: tuple[int, int, int, int]) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = named(QWidget(), "ScrollBody")
        self.body = QVBoxLayout(content)
        self.body.setSpacing(gap)
        self.body.setContentsMargins(*margins)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        # Lines of text and fields grow no wider than is good to read and to fill in.
        content.setMaximumWidth(current_theme().px(WIDEST))
        self.setWidget(content)

    def clear(self) -> None:
        """Drop everything in the column."""
        while self.body.count():
            item = self.body.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
