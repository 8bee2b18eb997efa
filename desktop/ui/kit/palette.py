"""The colours of the window: two grounds, six tones of chips, and the measure of contrast.

Every pair of text and ground keeps at least 4.5 : 1, every control and icon at least 3 : 1 (WCAG 2.1, 1.4.3 and
1.4.11); the tests compute it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from desktop.base.values import dataclass


class Tone(Enum):
    """What a chip says before its words are read; the icon tells it without colour."""

    NEUTRAL = "neutral"
    INFO = "info"
    DONE = "done"
    DUE = "due"
    LATE = "late"
    SECRET = "secret"  # noqa: S105 - a tone, no password


@dataclass(frozen=True)
class Pair:
    """Ink on paper, as ``#RRGGBB``."""

    ink: str
    paper: str


@dataclass(frozen=True)
class Colours:
    """One ground, light or dark; all values are ``#RRGGBB``.

    Attributes:
        ground: behind everything.
        surface: cards, tables, fields.
        muted: second text: captions, heads of columns.
        border: the line around a control, which must be seen; ``divider`` only parts things.
        selected: behind the chosen row; its text stays ``text``.
        focus: the ring around what has the keyboard, drawn with a gap of surface.
    """

    ground: str
    surface: str
    text: str
    muted: str
    border: str
    divider: str
    accent: str
    on_accent: str
    selected: str
    focus: str
    hover: str
    accent_hover: str
    chips: Mapping[Tone, Pair]


LIGHT = Colours(
    ground="#F5F6F3",
    surface="#FFFFFF",
    text="#1B2420",
    muted="#4F5B55",
    border="#7D8780",
    divider="#D5DAD3",
    accent="#14584B",
    on_accent="#FFFFFF",
    selected="#DDEDE7",
    focus="#1D4ED8",
    hover="#ECEFEA",
    accent_hover="#0F463C",
    chips={
        Tone.NEUTRAL: Pair("#3F4A45", "#E9ECE8"),
        Tone.INFO: Pair("#1B4B8F", "#E1EBF8"),
        Tone.DONE: Pair("#14584B", "#DDEDE7"),
        Tone.DUE: Pair("#7A4B00", "#FCEFD2"),
        Tone.LATE: Pair("#9C1C1C", "#FBE4E2"),
        Tone.SECRET: Pair("#5B3A8C", "#EEE7F7"),
    },
)

DARK = Colours(
    ground="#131816",
    surface="#1B2220",
    text="#E6ECE8",
    muted="#A9B6AF",
    border="#76857D",
    divider="#34403B",
    accent="#6FC4AC",
    on_accent="#0B2A22",
    selected="#21403A",
    focus="#8FB4FF",
    hover="#252E2B",
    accent_hover="#8AD3BE",
    chips={
        Tone.NEUTRAL: Pair("#C8D1CC", "#2B3430"),
        Tone.INFO: Pair("#A9C8F5", "#1E3050"),
        Tone.DONE: Pair("#8ED7C1", "#1C3B33"),
        Tone.DUE: Pair("#F2C878", "#42320F"),
        Tone.LATE: Pair("#F4A9A3", "#4A1F1E"),
        Tone.SECRET: Pair("#CDB8F0", "#352A4C"),
    },
)


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB``, 0 to 1 (WCAG 2.1, definition of relative luminance)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
