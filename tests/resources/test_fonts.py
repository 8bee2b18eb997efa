from __future__ import annotations

import string
import unicodedata
from functools import cache

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfbase.ttfonts import TTFontFile

from desktop.base.letters import ALPHABET, TONES
from desktop.base.resources import resource

SCREEN = ["IBMPlexSans-Regular", "IBMPlexSans-Medium", "IBMPlexSans-SemiBold"]
PAPER = ["Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"]

TONED = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES}
LETTERS = sorted(set(ALPHABET) | TONED)
SIGNS = " \u00a00123456789.,;:?!'\"()[]{}/\\-–—…“”‘’«»•·%‰+−×=<>≤≥°§№@#&*_₫€½²³←↑→↓"


# reportlab's own Times, and the letters whose widths it shares with Times New Roman.
TIMES = dict(zip(PAPER, ["Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"], strict=True))
ASCII = string.ascii_letters + string.digits + " .,;:()/-"


@cache
def font(name: str) -> TTFontFile:
    return TTFontFile(str(resource("fonts", f"{name}.ttf")))


@pytest.mark.parametrize("name", SCREEN + PAPER)
def test_font_has_every_vietnamese_letter_small_and_capital(name: str) -> None:
    wanted = "".join(LETTERS) + "".join(LETTERS).upper()
    assert [letter for letter in wanted if ord(letter) not in font(name).charToGlyph] == []


@pytest.mark.parametrize("name", SCREEN + PAPER)
def test_font_has_the_tone_marks_that_stand_alone_in_decomposed_text(name: str) -> None:
    assert [mark for mark in TONES if ord(mark) not in font(name).charToGlyph] == []


@pytest.mark.parametrize("name", SCREEN + PAPER)
def test_font_has_the_digits_and_signs_in_use(name: str) -> None:
    assert [sign for sign in SIGNS if ord(sign) not in font(name).charToGlyph] == []


@pytest.mark.parametrize("name", SCREEN + PAPER)
def test_digits_of_a_font_have_one_width(name: str) -> None:
    assert len({font(name).charWidths[ord(digit)] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("name", PAPER)
def test_paper_is_set_as_wide_as_in_times(name: str) -> None:
    # reportlab carries the published widths of Times, in thousandths of the em.
    times = getFont(TIMES[name]).widths
    assert {letter: round(font(name).charWidths[ord(letter)]) for letter in ASCII} == {
        letter: times[ord(letter)] for letter in ASCII
    }


def test_qt_finds_the_three_weights_of_the_screen_in_one_family(qapp: QGuiApplication) -> None:
    for name in SCREEN:
        QFontDatabase.addApplicationFont(str(resource("fonts", f"{name}.ttf")))
    weights = {
        QFontDatabase.weight("IBM Plex Sans", style) for style in QFontDatabase.styles("IBM Plex Sans")
    }
    assert weights == {QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold}


@pytest.mark.parametrize("name", SCREEN + PAPER)
def test_licence_stands_beside_the_font(name: str) -> None:
    licence = resource("fonts", f"{name.partition('-')[0]}-OFL.txt").read_text(encoding="utf-8")
    assert licence.startswith("Copyright")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
