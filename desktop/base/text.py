"""Text as Vietnamese is typed: one composed form, and the forms in which two spellings are the same word.

Three forms serve search and the finding of doubles, from the loosest to the strictest. Their words stand in the
same places, so that a hit in one can be shown in another.

========  ==================  ===============================================================
form      ``"Hoà, Lý-ĐẠT"``   two texts have the same form when
========  ==================  ===============================================================
`fold`    ``"hoa ly dat"``    they are typed the same without accents
`near`    ``"hòa lí đạt"``    they differ only in tone placement and in a lone y for i
`exact`   ``"hòa lý đạt"``    they are the same accented words, the tone placed either way
========  ==================  ===============================================================
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from desktop.base.letters import TONES, LetterTable, is_mark, take_apart

_SHORT: Final = 200
"""Letters of a text that is worth remembering."""

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def nfc(text: str) -> str:
    """Give the composed form in which all text is stored."""
    return unicodedata.normalize("NFC", text)


def is_composed(text: str) -> bool:
    """Tell whether the text is in that form already."""
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def tidy(text: str) -> str:
    """Give one clean line: composed, every run of white space (line breaks too) one space, none at the ends.

    Characters that take no room, such as a byte order mark or a soft hyphen from a copied page, are dropped.
    """
    return _remembered(text) if len(text) <= _SHORT else _tidied(text)


def _tidied(text: str) -> str:
    if not text.isascii():
        text = nfc(_INVISIBLE.sub("", text))
    return " ".join(text.split())


# A cell of a list is asked for some times in a row, and says what many others of its column say.
_remembered = lru_cache(maxsize=2_048)(_tidied)


def fold(text: str) -> str:
    """Give what the text is when typed without accents: lower case, đ as d, punctuation as spaces.

    >>> fold("Tổ 5, ấp Đông-Hưng")
    'to 5 ap dong hung'
    """
    return " ".join(text.translate(_FOLDED).split())


def exact(text: str) -> str:
    """Give the accented words in lower case, with each tone where the program itself writes it: hòa, thúy, khỏe.

    The other placement (hoà, thuý, khoẻ) and the slips of typing programs (qúy, gìa, tòan) become the same word.
    """
    lower = " ".join(unicodedata.normalize("NFKC", text).translate(_LOWERED).split())
    if lower.isascii():
        return lower
    lower = _ON_ONSET.sub(_move_right, lower)
    lower = _OPEN.sub(_move_left, lower)
    return _CLOSED.sub(_move_right, lower)


def near(text: str) -> str:
    """Give the form of :func:`exact` in which a lone y is i as well: Mỹ = Mĩ, Lý = Lí, Quý = Quí, but not tay = tai."""
    return _LONE_Y.sub(lambda found: found.group(1) + found.group(2).translate(_Y_TO_I), exact(text))


def has_marks(text: str) -> bool:
    """Tell whether any letter carries an accent or is đ, which is to say: whether the accents are meant."""
    return not text.isascii() and any(
        is_mark(part) or part in "đĐðÐ" for part in unicodedata.normalize("NFD", text)
    )


def _folded(char: str) -> str:
    letters, _ = take_apart(char)
    return "".join(letter if letter.isalnum() else " " for letter in letters.replace("đ", "d"))


def _lowered(char: str) -> str:
    low = unicodedata.normalize("NFKC", char.casefold()).replace("ð", "đ")
    return "".join(part if part.isalnum() else "" if is_mark(part) else " " for part in low)


_FOLDED: Final = LetterTable(_folded)
_LOWERED: Final = LetterTable(_lowered)


def _toned(vowels: str) -> str:
    return "".join(nfc(vowel + tone) for vowel in vowels for tone in TONES)


# One letter with a tone -> the letter and the tone apart.
_APART: Final = {
    nfc(vowel + tone): (vowel, tone) for vowel in "aăâeêioôơuưy" for tone in TONES
}  # fmt: skip
_PLAIN: Final = "aăâeêioôơuưy"
_Y_TO_I: Final = str.maketrans("y" + _toned("y"), "i" + _toned("i"))

# "qu" and "gi" are consonants: the tone belongs to the vowel after them. (qúy, gìa)
_ON_ONSET: Final = re.compile(rf"(?<=\bq)([{_toned('u')}])([{_PLAIN}])|(?<=\bg)([{_toned('i')}])([{_PLAIN}])")
# With nothing after them, oa, oe and uy carry it on the first letter. (hoà, khoẻ, thuý; but quý)
_OPEN: Final = re.compile(rf"(o)([{_toned('ae')}])(?!\w)|(?<!\bq)(u)([{_toned('y')}])(?!\w)")
# With a letter after them, on the second. (tòan, xóay, hùynh)
_CLOSED: Final = re.compile(rf"([{_toned('o')}])([ae])(?=\w)|([{_toned('u')}])(y)(?=[^\Wêe])")
_LONE_Y: Final = re.compile(rf"(\b[^\W{_PLAIN}{_toned(_PLAIN)}]*|\bqu)([y{_toned('y')}])(?!\w)")


def _move_right(found: re.Match[str]) -> str:
    toned, plain = filter(None, found.groups())
    letter, tone = _APART[toned]
    return letter + nfc(plain + tone)


def _move_left(found: re.Match[str]) -> str:
    plain, toned = filter(None, found.groups())
    letter, tone = _APART[toned]
    return nfc(plain + tone) + letter
