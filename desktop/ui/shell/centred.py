"""A card in the middle of the window, which scrolls where the window is too low for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import column, row


def card(width: int, *items: QWidget | QLayout) -> QFrame:
    """A card of a width in pixels at 100 %, its items under each other."""
    made = named(QFrame(), "Card")
    made.setFixedWidth(current_theme().px(width))
    made.setLayout(column(*items, margins=(Space.XL, Space.L, Space.XL, Space.L)))
    return made


def centre(page: QWidget, *items: QWidget | QLayout) -> None:
    """Lay these out under each other in the middle of a page."""
    sides = row()
    sides.addStretch(1)
    sides.addLayout(column(*items))
    sides.addStretch(1)
    whole = column(margins=(Space.L, Space.M, Space.L, Space.M))
    whole.addStretch(1)
    whole.addLayout(sides)
    whole.addStretch(1)
    inside = named(QWidget(), "ScrollBody")
    inside.setLayout(whole)
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inside)
    page.setLayout(column(scroll))
