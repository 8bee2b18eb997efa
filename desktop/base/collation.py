"""Sort keys: texts whose plain code point order, which is SQLite's BINARY order, is the Vietnamese order.

A key has three levels with a separator below every weight: the letters, then the tones, then the capitals. Letters
are compared over the whole text before any tone is, as in the Vietnamese tailoring of CLDR; white space and
punctuation come before digits, and a run of digits counts as one number.

One departure, meant: a word's tone counts, not the letter that carries it, so that hoà and hòa sort as one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from desktop.base.letters import ALPHABET, LETTER_MARKS, TONES, LetterTable, is_mark, take_apart

_LEVEL: Final = "\x01"

# White space and ASCII punctuation in the order of the CLDR root; all other signs follow them as one.
_SIGNS: Final = {
    sign: chr(weight) for weight, sign in enumerate(" _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$", start=0x02)
}
_OTHER_SIGN: Final = "\x23"
# Digits weigh as themselves; letters of other scripts too, which puts them after the Vietnamese ones.
_LETTERS: Final = {letter: chr(weight) for weight, letter in enumerate(ALPHABET, start=0x41)}

_TONES: Final = {tone: str(weight) for weight, tone in enumerate(TONES, start=1)}
_OTHER_MARK: Final = "6"
_WORD_END: Final = "0"

_NUMBER: Final = re.compile("[0-9]+")


def collation_key(text: str) -> str:
    """Give the sort key of any text; equal for texts that differ only in encoding or tone placement."""
    composed = unicodedata.normalize("NFC", text)
    return f"{_spelling(composed)}{_LEVEL}{_case(composed)}"


def name_key(full_name: str) -> str:
    """Give the sort key of a person's name: by tên (the last word), then đệm, then họ (the first).

    Each part is compared with its tones before the next part counts, so that all Hà stand before all Hạ; capitals
    count last of all, so that a list typed in capitals mixes with the others.
    """
    words = unicodedata.normalize("NFC", full_name).split()
    parts = [" ".join(part) for part in (words[-1:], words[1:-1], words[: len(words) > 1])]
    return f"{_LEVEL.join(map(_spelling_of_part, parts))}{_LEVEL}{_case(' '.join(parts))}"


def _spelling(composed: str) -> str:
    letters = composed.translate(_LETTER_WEIGHTS)
    if not letters.isalpha():
        letters = _NUMBER.sub(_counted, letters)
    return f"{letters}{_LEVEL}{composed.translate(_TONE_WEIGHTS).rstrip(_WORD_END)}"


# Families, middle and given names are few, and a list of people says them over and over.
_spelling_of_part = lru_cache(4_096)(_spelling)


def _case(composed: str) -> str:
    return composed.translate(_CASE_WEIGHTS).rstrip("0")


def _counted(found: re.Match[str]) -> str:
    # The count of digits goes first, in nines, so that a longer number is a greater one.
    digits = found.group().lstrip("0")
    nines, rest = divmod(len(digits), 9)
    return "9" * nines + str(rest) + digits


def _letter_weight(char: str) -> str:
    letters, marks = take_apart(char)
    if not letters:
        return _OTHER_SIGN if not marks else ""
    own = "".join(mark for mark in marks if mark in LETTER_MARKS)
    last = unicodedata.normalize("NFC", letters[-1] + own)
    return "".join(map(_weight, letters[:-1] + last))


def _weight(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    if letter.isascii() and letter.isdigit():
        return letter
    if letter.isalnum():
        return letter
    return _SIGNS.get(" " if letter.isspace() else letter, _OTHER_SIGN) if not is_mark(letter) else ""


def _tone_weight(char: str) -> str:
    letters, marks = take_apart(char)
    tones = "".join(_TONES.get(mark, _OTHER_MARK) for mark in marks if mark not in LETTER_MARKS)
    ends = "".join(_WORD_END for letter in letters if not letter.isalnum())
    return tones + ends


def _case_weight(char: str) -> str:
    return "" if not char.isalpha() else "1" if char != char.lower() else "0"


_LETTER_WEIGHTS: Final = LetterTable(_letter_weight)
_TONE_WEIGHTS: Final = LetterTable(_tone_weight)
_CASE_WEIGHTS: Final = LetterTable(_case_weight)
