"""Tinos, the face of all paper: its metrics are those of Times New Roman, as Nghị định 30/2020 asks.

reportlab is imported inside the functions: a start of the program that prints nothing must not pay for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.base.resources import resource
from desktop.domain.paper import Face

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

FONT_NAMES = {
    Face.REGULAR: "Tinos-Regular",
    Face.BOLD: "Tinos-Bold",
    Face.ITALIC: "Tinos-Italic",
    Face.BOLD_ITALIC: "Tinos-BoldItalic",
}
# Of the em, from the font's own tables: what a line of text takes above and below its baseline.
ASCENT = 0.891
DESCENT = 0.216


def tinos(face: Face) -> TTFont:
    """The font for reportlab, read from its file once: reportlab keeps a registry of its own by name."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = FONT_NAMES[face]
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(resource("fonts", f"{name}.ttf"))))
    font = pdfmetrics.getFont(name)
    if not isinstance(font, TTFont):
        raise TypeError(f"{name} is registered as {type(font).__name__}")
    return font


class Metrics:
    """Widths of texts in the four faces, each text measured once."""

    def __init__(self) -> None:
        self._letters: dict[Face, dict[str, float]] = {}
        self._measures: dict[Face, Callable[[str], float]] = {}

    def measure(self, face: Face) -> Callable[[str], float]:
        """What measures a text set at one point, in points."""
        if face not in self._measures:
            self._measures[face] = self._measure_of(self._letters_of(face))
        return self._measures[face]

    def missing(self, face: Face, text: str) -> str:
        """The letters of a text that the face cannot draw, each once."""
        letters = self._letters_of(face)
        return "".join(dict.fromkeys(letter for letter in text if letter not in letters))

    @staticmethod
    def _measure_of(letters: dict[str, float]) -> Callable[[str], float]:
        known: dict[str, float] = {}

        def measure(text: str) -> float:
            width = known.get(text)
            if width is None:
                width = known[text] = sum(letters.get(letter, 1.0) for letter in text)
            return width

        return measure

    def _letters_of(self, face: Face) -> dict[str, float]:
        if face not in self._letters:
            font = tinos(face).face
            widths: dict[int, float] = font.charWidths
            self._letters[face] = {chr(code): width / 1000 for code, width in widths.items() if code >= 0x20}
        return self._letters[face]
