"""The page that lies on a rescue stick: what to do when the PC is dead, in large letters, on one sheet."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Final

from desktop.domain.paper import Face, Line, Part, PlainSheet, Signatures
from desktop.i18n.dates import short_date
from desktop.pdf.sheet import draw_sheet
from desktop.ui.kit.words import Words

_STEPS: Final = 5
_LETTERS: Final = 14.0


def rescue_guide(words: Words, unit: str, made_on: date, setup: str) -> bytes:
    """The sheet as a PDF; ``setup`` is the name of the setup program on the stick, empty where there is none."""
    day = short_date(made_on, words.language)
    parts: list[Part] = [
        Line(words("rescue.guide.what", unit=unit, day=day), Face.BOLD, _LETTERS),
        Line(words("rescue.guide.need"), size=_LETTERS),
    ]
    install = "rescue.guide.step.1" if setup else "rescue.guide.step.1.without"
    for number in range(1, _STEPS + 1):
        key = install if number == 1 else f"rescue.guide.step.{number}"
        parts.append(
            Line(
                f"{number}. {words(key, file=setup)}" if number == 1 else f"{number}. {words(key)}",
                size=_LETTERS,
            )
        )
    parts += [
        Line(words("rescue.guide.after"), size=_LETTERS),
        Line(words("rescue.guide.warning"), Face.ITALIC, _LETTERS),
        Signatures((((words("rescue.guide.keeper"),), ""), ((words("rescue.guide.phone"),), ""))),
    ]
    out = BytesIO()
    draw_sheet(
        PlainSheet(words("rescue.guide.title"), parts, words("rescue.guide.subtitle"), author=unit), out
    )
    return out.getvalue()
