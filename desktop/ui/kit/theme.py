"""Light or dark, text size and density: one stylesheet for the whole window, remembered by the application.

Sizes are logical pixels, before Windows' own scaling. The text scale is the person's choice (Vừa, Lớn, Rất lớn)
and multiplies type and the height of controls, not the gaps.
"""

from __future__ import annotations

from enum import Enum
from string import Template
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop.base.resources import resource
from desktop.base.values import dataclass
from desktop.ui.kit.palette import DARK, LIGHT, Colours

FAMILY: Final = "IBM Plex Sans"
SCALES: Final = (100, 115, 130)
_PROPERTY: Final = "tuquan_theme"


class Density(Enum):
    """The height of table rows: Gọn, Vừa, Rộng."""

    COMPACT = 30
    MEDIUM = 36
    ROOMY = 44


class Space:
    """The only gaps there are."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32
    XXXL = 48


class Type(Enum):
    """The only type sizes there are, at 100 %."""

    CAPTION = 12
    BODY = 14
    SECTION = 16
    TITLE = 20
    FIGURE = 28


@dataclass(frozen=True)
class Theme:
    """A person's choice of looks. ``scale`` is one of :data:`SCALES`, in percent."""

    dark: bool = False
    scale: int = 100
    density: Density = Density.MEDIUM
    motion: bool = True

    @property
    def colours(self) -> Colours:
        return DARK if self.dark else LIGHT

    def px(self, size: float) -> int:
        """A size of type, control or row at the chosen text scale."""
        return round(size * self.scale / 100)

    def type(self, size: Type) -> int:
        return self.px(size.value)

    @property
    def control_height(self) -> int:
        return self.px(36)

    @property
    def row_height(self) -> int:
        return self.px(self.density.value)

    def font(self, size: Type = Type.BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        font = QFont(FAMILY)
        font.setPixelSize(self.type(size))
        font.setWeight(weight)
        # Hinting moves the accents of small letters by whole pixels on old screens.
        font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        return font


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Dress the whole application; widgets that draw themselves hear of it as a change of palette."""
    load_fonts()
    app.setProperty(_PROPERTY, theme)
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(theme.font())
    app.setPalette(_palette(theme.colours))
    app.setStyleSheet(stylesheet(theme))


def current_theme() -> Theme:
    """The theme the application wears; the default one before it was dressed."""
    app = QApplication.instance()
    theme = app.property(_PROPERTY) if app is not None else None
    return theme if isinstance(theme, Theme) else Theme()


def load_fonts() -> None:
    """Make the program's own screen fonts known to Qt, once: an office PC has none of them."""
    if FAMILY in QFontDatabase.families():
        return
    for file in sorted(resource("fonts").glob("IBMPlexSans*.ttf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise FileNotFoundError(file)


def stylesheet(theme: Theme) -> str:
    """The window's stylesheet, from ``resources/theme/window.qss`` with the theme's colours and sizes."""
    colours = theme.colours
    facts: dict[str, object] = {
        name: value for name, value in vars(colours).items() if isinstance(value, str)
    }
    for tone, pair in colours.chips.items():
        facts[f"{tone.value}_ink"] = pair.ink
        facts[f"{tone.value}_paper"] = pair.paper
    for size in Type:
        facts[f"{size.name.lower()}_size"] = theme.type(size)
    # Qt's box model adds the border of 1 px on both sides.
    facts["control"] = theme.control_height - 2
    facts["small_control"] = theme.px(28) - 2
    facts["tick"] = resource("theme", "tick-dark.svg" if theme.dark else "tick-light.svg").as_posix()
    facts["label_height"] = theme.px(24)
    facts["caption_height"] = theme.px(20)
    facts["section_height"] = theme.px(26)
    facts["title_height"] = theme.px(32)
    facts["figure_height"] = theme.px(45)
    return Template(resource("theme", "window.qss").read_text(encoding="utf-8")).substitute(facts)


def _palette(colours: Colours) -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, colour in {
        roles.Window: colours.ground,
        roles.WindowText: colours.text,
        roles.Base: colours.surface,
        roles.AlternateBase: colours.surface,
        roles.Text: colours.text,
        roles.Button: colours.surface,
        roles.ButtonText: colours.text,
        roles.BrightText: colours.on_accent,
        roles.ToolTipBase: colours.surface,
        roles.ToolTipText: colours.text,
        roles.PlaceholderText: colours.muted,
        roles.Highlight: colours.accent,
        roles.HighlightedText: colours.on_accent,
        roles.Link: colours.accent,
        roles.LinkVisited: colours.accent,
        roles.Mid: colours.divider,
        roles.Dark: colours.border,
        roles.Light: colours.surface,
        roles.Midlight: colours.divider,
        roles.Shadow: colours.border,
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.border))
    return palette
