"""Pictures of a page as people see it: three sizes, light and dark, into ``out/screens`` for whoever changes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.kit.theme import Theme, apply_theme, current_theme

FOLDER: Final = Path(__file__).resolve().parents[2] / "out" / "screens"


@dataclass(frozen=True)
class Shot:
    """One way of looking: ``size`` in logical pixels."""

    name: str
    size: QSize
    theme: Theme


SIZES: Final = {"100": QSize(1366, 768), "125": QSize(1093, 614), "150": QSize(911, 512)}
"""A screen of 1366 × 768 at Windows' three common scales."""

SHOTS: Final = tuple(
    Shot(f"{percent}-{'dark' if dark else 'light'}", size, Theme(dark=dark))
    for percent, size in SIZES.items()
    for dark in (False, True)
)
LARGE: Final = Shot("large-type", SIZES["100"], Theme(scale=130))


def take(
    app: QApplication,
    name: str,
    shot: Shot,
    make: Callable[[], QWidget],
    look: Callable[[QWidget], None] = lambda _page: None,
) -> QImage:
    """Dress the application, make the page, let it settle, keep its picture, and ``look`` at it while it is there."""
    if current_theme() != shot.theme or not app.styleSheet():
        apply_theme(app, shot.theme)
    page = make()
    page.resize(shot.size)
    page.show()
    page.activateWindow()
    app.processEvents()
    picture = page.grab().toImage()
    FOLDER.mkdir(parents=True, exist_ok=True)
    picture.save(str(FOLDER / f"{name}-{shot.name}.png"))
    look(page)
    page.close()
    page.deleteLater()
    return picture
