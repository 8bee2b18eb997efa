"""Pages one over the other, of which one is seen."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget


class PageStack(QStackedWidget):
    """Each page takes the room that there is.

    Qt would ask every page, those too that nobody sees, how high it is at each width, whenever anything in the window
    moves; the more pages were looked at, the longer it would take.
    """

    def hasHeightForWidth(self) -> bool:
        return False
