"""Member cards: several to a sheet of A4, with marks to cut along.

They are the unit's own: no emblem, and nothing of the official card of Thông tư 14/2024/TT-BCA.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, Final

from desktop.base.text import tidy
from desktop.domain.paper import A4_MM, Face
from desktop.pdf.codes import draw_code, least_side_mm
from desktop.pdf.errors import CardTooFull, NothingToPrint
from desktop.pdf.fitting import Room, fit
from desktop.pdf.fonts import FONT_NAMES, Metrics
from desktop.pdf.ink import new_canvas, rgb
from desktop.pdf.typesetting import MM
from desktop.pdf.watermark import draw_sample_mark

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

WIDTH_MM: Final = 85.6
HEIGHT_MM: Final = 54.0
"""ISO/IEC 7810, ID-1: what covers and pockets are sold for."""

COLUMNS: Final = 2
ROWS: Final = 5
_PAD_MM: Final = 4.0
_MARK_MM: Final = 5.0
_MARK_GAP_MM: Final = 1.0
_LEADING: Final = 1.22
_GAP: Final = 1.5
_RULE: Final = 0.6
_COLOUR: Final = "#1F5B45"
_GREY: Final = 0.45
_CODE_GAP_MM: Final = 1.5
_PHOTO_MM: Final = (20.0, 30.0)
_PHOTO_SIZE: Final = 7.0
_PHOTO_WORDS: Final = "Ảnh 2 × 3"


@dataclass(frozen=True, slots=True)
class Card:
    """The lines of one card; an empty one is left out.

    Attributes:
        upper, unit: who issues it.
        lines: below the name, such as "Năm sinh: 1970".
        foot: the small line at the bottom.
        code: the text of the square code, or nothing.
        photo: leave room for a photograph of 2 × 3 cm to be stuck on.
        picture: a JPEG, 2 wide to 3 high, to be drawn there instead.
    """

    upper: str
    unit: str
    title: str
    name: str
    lines: tuple[str, ...]
    number: str
    foot: str
    code: str = ""
    photo: bool = False
    picture: bytes = field(default=b"", repr=False)


def draw_cards(cards: Sequence[Card], out: BinaryIO, *, sample: bool = False) -> None:
    """Write the cards, ten to a sheet. Equal input gives an equal file.

    Raises:
        NothingToPrint: there is no card.
        CardTooFull: a text does not fit even in small letters; nothing is written.
    """
    if not cards:
        raise NothingToPrint
    width, height = (side * MM for side in A4_MM)
    canvas = new_canvas(out, (width, height), title=tidy(cards[0].title), author=tidy(cards[0].unit))
    left = (width - COLUMNS * WIDTH_MM * MM) / 2
    bottom = (height - ROWS * HEIGHT_MM * MM) / 2
    press = _Press(canvas)
    for at, card in enumerate(cards):
        row, column = divmod(at % (COLUMNS * ROWS), COLUMNS)
        if not row and not column:
            if at:
                canvas.showPage()
            if sample:
                draw_sample_mark(canvas, width, height)
            _cut_marks(canvas, left, bottom)
        press.draw(card, left + column * WIDTH_MM * MM, bottom + (ROWS - 1 - row) * HEIGHT_MM * MM)
    canvas.showPage()
    canvas.save()


def _cut_marks(canvas: Canvas, left: float, bottom: float) -> None:
    """Short lines outside the cards, and small crosses where four of them meet."""
    wide, tall = COLUMNS * WIDTH_MM * MM, ROWS * HEIGHT_MM * MM
    near, far = _MARK_GAP_MM * MM, (_MARK_GAP_MM + _MARK_MM) * MM
    canvas.setLineWidth(0.3)
    canvas.setStrokeGray(_GREY)
    for column in range(COLUMNS + 1):
        x = left + column * WIDTH_MM * MM
        canvas.line(x, bottom - near, x, bottom - far)
        canvas.line(x, bottom + tall + near, x, bottom + tall + far)
    for row in range(ROWS + 1):
        y = bottom + row * HEIGHT_MM * MM
        canvas.line(left - near, y, left - far, y)
        canvas.line(left + wide + near, y, left + wide + far, y)
    for column in range(1, COLUMNS):
        for row in range(1, ROWS):
            x, y = left + column * WIDTH_MM * MM, bottom + row * HEIGHT_MM * MM
            canvas.line(x - near, y, x + near, y)
            canvas.line(x, y - near, x, y + near)


class _Press:
    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._metrics = Metrics()
        self._y = 0.0

    def draw(self, card: Card, left: float, bottom: float) -> None:
        """One card, its lower left corner given in points."""
        inner, width = left + _PAD_MM * MM, (WIDTH_MM - 2 * _PAD_MM) * MM
        self._y = bottom + (HEIGHT_MM - _PAD_MM) * MM
        canvas = self._canvas
        canvas.setFillColorRGB(0, 0, 0)
        self._set(card, card.upper.upper(), Face.REGULAR, Room(width, 7, 5, 1), inner, middle=True)
        self._set(card, card.unit.upper(), Face.BOLD, Room(width, 8, 5.5, 2), inner, middle=True)
        self._y -= _GAP
        canvas.setLineWidth(_RULE)
        canvas.setStrokeColorRGB(*rgb(_COLOUR))
        canvas.line(inner, self._y, inner + width, self._y)
        self._y -= _GAP
        if card.photo:
            self._photo(card.picture, inner, self._y)
            taken = _PHOTO_MM[0] * MM + _CODE_GAP_MM * MM
            inner, width = inner + taken, width - taken
        canvas.setFillColorRGB(*rgb(_COLOUR))
        self._set(card, card.title.upper(), Face.BOLD, Room(width, 11, 8, 1), inner, middle=True)
        canvas.setFillColorRGB(0, 0, 0)
        self._y -= _GAP
        top = self._y
        side = 0.0
        if card.code:
            side = least_side_mm(card.code) * MM
            self._code(card.code, inner + width - side, top - side, side)
        taken = side + _CODE_GAP_MM * MM if side else 0.0
        # With a photograph on one side and a code on the other the words are set smaller.
        dense = 0.82 if card.photo and card.code else 1.0
        bold, regular = (Face.BOLD, 13.0 * dense, 7.5), (Face.REGULAR, 9.5 * dense, 5.5)
        for line, (face, size, least) in [
            (card.name, bold),
            *((each, regular) for each in (*card.lines, card.number)),
        ]:
            # Beside the code there is less room than under it.
            room = width - taken if self._y > top - side else width
            self._set(card, line, face, Room(room, size, least, 2), inner)
        floor = bottom + _PAD_MM * MM
        foot = self._fit(card, card.foot, Face.ITALIC, Room(width, 6, 4.5, 2))
        canvas.setFont(FONT_NAMES[Face.ITALIC], foot[0])
        for above, text in enumerate(reversed(foot[1])):
            canvas.drawString(inner, floor + above * foot[0] * _LEADING, text)
        if min(self._y, top - side) < floor + len(foot[1]) * foot[0] * _LEADING:
            raise CardTooFull(name=tidy(card.name))

    def _photo(self, picture: bytes, left: float, top: float) -> None:
        """A frame with the photograph, or to stick one into."""
        wide, tall = (side * MM for side in _PHOTO_MM)
        canvas = self._canvas
        if picture:
            from reportlab.lib.utils import ImageReader

            canvas.drawImage(ImageReader(BytesIO(picture)), left, top - tall, wide, tall)
        canvas.setLineWidth(0.4)
        canvas.setStrokeGray(_GREY)
        canvas.rect(left, top - tall, wide, tall)
        if picture:
            return
        canvas.setFillGray(_GREY)
        canvas.setFont(FONT_NAMES[Face.ITALIC], _PHOTO_SIZE)
        canvas.drawCentredString(left + wide / 2, top - tall / 2, _PHOTO_WORDS)
        canvas.setFillColorRGB(0, 0, 0)

    def _code(self, text: str, left: float, bottom: float, side: float) -> None:
        draw_code(self._canvas, text, left / MM, bottom / MM, side / MM)

    def _set(
        self, card: Card, text: str, face: Face, room: Room, left: float, *, middle: bool = False
    ) -> None:
        size, lines = self._fit(card, text, face, room)
        self._canvas.setFont(FONT_NAMES[face], size)
        for line in lines:
            self._y -= size * _LEADING
            spare = room.width - self._metrics.measure(face)(line) * size
            self._canvas.drawString(left + (spare / 2 if middle else 0.0), self._y + 0.22 * size, line)

    def _fit(self, card: Card, text: str, face: Face, room: Room) -> tuple[float, tuple[str, ...]]:
        fitted = fit([tidy(text)] if tidy(text) else [], room, self._metrics.measure(face))
        if fitted is None:
            raise CardTooFull(name=tidy(card.name))
        return fitted.size, fitted.lines
