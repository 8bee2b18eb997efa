"""How a person wants the window to look and speak, on this machine."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.base.values import dataclass
from desktop.ui.kit.theme import Density, Theme, apply_theme


class Ground(Enum):
    """Light, dark, or as Windows is."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


@dataclass(frozen=True)
class Appearance:
    """The choices of the page Giao diện.

    Attributes:
        language: ``vi`` or ``en``.
        scale: 100, 115 or 130 percent.
        enter_moves: whether Enter goes on to the next field of a form, as in accounting software.
        at_logon: whether a small window with what is due opens when the person logs on to the computer.
    """

    language: str = "vi"
    ground: Ground = Ground.LIGHT
    scale: int = 100
    density: Density = Density.MEDIUM
    enter_moves: bool = True
    at_logon: bool = False

    def theme(self, *, system_dark: bool) -> Theme:
        dark = self.ground is Ground.DARK or (self.ground is Ground.SYSTEM and system_dark)
        return Theme(dark=dark, scale=self.scale, density=self.density)


def dress(app: QApplication, appearance: Appearance) -> None:
    """Make the application look so."""
    system_dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    apply_theme(app, appearance.theme(system_dark=system_dark))
