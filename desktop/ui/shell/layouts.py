"""How the window is laid out by the room it has, in logical pixels."""

from __future__ import annotations

from enum import Enum
from typing import Final

from desktop.ui.kit.theme import current_theme

WIDE_FROM: Final = 1180
RAIL_FROM: Final = 960


class Layout(Enum):
    """WIDE: navigation with words beside icons. RAIL: words under icons. NARROW: one pane, navigation on demand."""

    WIDE = "wide"
    RAIL = "rail"
    NARROW = "narrow"


def layout_for(width: int) -> Layout:
    """The layout of a window of ``width`` logical pixels; 1366 × 768 at 150 % is 911 wide.

    Large letters need as much more room, so that 1366 is a rail at a text scale of 130 %.
    """
    room = width * 100 / current_theme().scale
    if room >= WIDE_FROM:
        return Layout.WIDE
    return Layout.RAIL if room >= RAIL_FROM else Layout.NARROW
