"""The sheet by which two units enrol each other's computers: whose digits, a code of the key, room to sign.

One page for each unit. What is not known yet is left as boxes that are written into by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from desktop.base.text import tidy
from desktop.domain.paper import A4_MM, LEFT_MM, RIGHT_MM, TOP_MM, Face
from desktop.pdf.codes import draw_code, least_side_mm
from desktop.pdf.errors import NothingToPrint
from desktop.pdf.fitting import Room, fit
from desktop.pdf.fonts import FONT_NAMES, Metrics
from desktop.pdf.ink import new_canvas
from desktop.pdf.typesetting import MM

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_GROUPS: Final = 5
_BOX_MM: Final = 12.0
_BOX_GAP_MM: Final = 3.0
_LEADING: Final = 1.3
_PARAGRAPH: Final = 13.0
_DIGITS: Final = 20.0
_SIGN_MM: Final = 32.0


@dataclass(frozen=True, slots=True)
class Digits:
    """A caption over five groups of five digits; boxes where ``groups`` are empty."""

    caption: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeySheet:
    """One page.

    Attributes:
        upper, unit: who hands it out.
        to: the line under the title.
        text: the paragraphs over the digits.
        code: what the square code says: the key file, without its line end.
        code_text: beside the code.
        signers: the titles over the room for each signature.
    """

    upper: str
    unit: str
    title: str
    to: str
    text: tuple[str, ...]
    digits: tuple[Digits, ...]
    code: str
    code_text: str
    signers: tuple[str, ...]


def draw_key_sheets(sheets: Sequence[KeySheet], out: BinaryIO) -> None:
    """Write the sheets, a page each. Equal input gives an equal file. Raises :class:`NothingToPrint`."""
    if not sheets:
        raise NothingToPrint
    size = (A4_MM[0] * MM, A4_MM[1] * MM)
    canvas = new_canvas(out, size, title=tidy(sheets[0].title), author=tidy(sheets[0].unit))
    press = _Press(canvas)
    for sheet in sheets:
        press.draw(sheet)
        canvas.showPage()
    canvas.save()


class _Press:
    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._metrics = Metrics()
        self._left = LEFT_MM * MM
        self._width = (A4_MM[0] - LEFT_MM - RIGHT_MM) * MM
        self._y = 0.0

    def draw(self, sheet: KeySheet) -> None:
        self._y = (A4_MM[1] - TOP_MM) * MM
        self._set(sheet.upper.upper(), Face.REGULAR, 12.0)
        self._set(sheet.unit.upper(), Face.BOLD, 12.0)
        self._skip(8)
        self._set(sheet.title.upper(), Face.BOLD, 15.0, middle=True)
        self._set(sheet.to, Face.BOLD, _PARAGRAPH, middle=True)
        self._skip(4)
        for paragraph in sheet.text:
            self._set(paragraph, Face.REGULAR, _PARAGRAPH)
            self._skip(1.5)
        for digits in sheet.digits:
            self._digits(digits)
        self._code(sheet)
        self._signatures(sheet.signers)

    def _digits(self, digits: Digits) -> None:
        self._skip(3)
        self._set(digits.caption, Face.BOLD, _PARAGRAPH)
        self._skip(2)
        canvas, height = self._canvas, _BOX_MM * MM
        wide = (self._width - (_GROUPS - 1) * _BOX_GAP_MM * MM) / _GROUPS
        self._y -= height
        canvas.setLineWidth(0.8)
        for at in range(_GROUPS):
            x = self._left + at * (wide + _BOX_GAP_MM * MM)
            canvas.rect(x, self._y, wide, height, stroke=1, fill=0)
            if digits.groups:
                text = digits.groups[at]
                spare = wide - self._metrics.measure(Face.BOLD)(text) * _DIGITS
                canvas.setFont(FONT_NAMES[Face.BOLD], _DIGITS)
                canvas.drawString(x + spare / 2, self._y + (height - 0.7 * _DIGITS) / 2, text)
        self._skip(2)

    def _code(self, sheet: KeySheet) -> None:
        self._skip(3)
        side = least_side_mm(sheet.code) * MM
        top = self._y
        draw_code(self._canvas, sheet.code, self._left / MM, (top - side) / MM, side / MM)
        beside = self._left + side + 4 * MM
        self._skip(4)
        self._set(sheet.code_text, Face.REGULAR, 11.0, left=beside, width=self._width - side - 4 * MM)
        self._y = min(self._y, top - side)

    def _signatures(self, signers: Sequence[str]) -> None:
        self._skip(4)
        wide, top = self._width / max(1, len(signers)), self._y
        for at, title in enumerate(signers):
            self._y = top
            self._set(title, Face.BOLD, 12.0, left=self._left + at * wide, width=wide, middle=True)
        self._y = top - _SIGN_MM * MM

    def _skip(self, mm: float) -> None:
        self._y -= mm * MM

    def _set(  # each part by its own right
        self,
        text: str,
        face: Face,
        size: float,
        *,
        left: float | None = None,
        width: float | None = None,
        middle: bool = False,
    ) -> None:
        """Lines of one size, broken where they must be; where even that is too much, in smaller letters."""
        left, width = self._left if left is None else left, self._width if width is None else width
        measure = self._metrics.measure(face)
        rooms = (Room(width, size, size, 6), Room(width, size, size * 0.5, 12))
        fitted = next((found for room in rooms if (found := fit([tidy(text)], room, measure))), None)
        lines = fitted.lines if fitted is not None else (tidy(text),)
        size = fitted.size if fitted is not None else size
        self._canvas.setFont(FONT_NAMES[face], size)
        for line in lines:
            self._y -= size * _LEADING
            spare = width - measure(line) * size
            self._canvas.drawString(left + (spare / 2 if middle else 0.0), self._y, line)
