"""The Vietnamese alphabet as tables: its order, its five tone marks, and how one character falls apart.

Order and tones follow the Vietnamese tailoring of the CLDR root collation: a ă â b c d đ e ê … o ô ơ … u ư,
with f, j, w and z in their Latin places; tones ngang, huyền, hỏi, ngã, sắc, nặng.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

# Combining marks in their order: huyền, hỏi, ngã, sắc, nặng. Ngang has no mark.
TONES = "\u0300\u0309\u0303\u0301\u0323"

# Marks that make another letter of the alphabet and are no tone: breve, circumflex, horn.
LETTER_MARKS = "\u0306\u0302\u031b"

# The Icelandic eth has the capital of đ, and old conversion tables wrote one for the other.
_ETH = "ð"

# Past this point a character is too rare to be worth remembering, and the tables must not grow with hostile text.
_REMEMBERED = 0x2100


class LetterTable(dict[int, str]):
    """A table for :meth:`str.translate` that works out a character by ``rule`` the first time it is met.

    A table of all letters made beforehand would cost every start of the program some milliseconds.
    """

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code_point: int) -> str:
        made = self._rule(chr(code_point))
        if code_point < _REMEMBERED:
            self[code_point] = made
        return made


def take_apart(char: str) -> tuple[str, str]:
    """Split ``char`` into its plain lower-case letters and all its combining marks, in canonical order.

    ``"Ậ"`` gives ``("a", "\u0323\u0302")``, ``"Đ"`` gives ``("đ", "")``, ``"ﬁ"`` gives ``("fi", "")``; a mark
    alone gives ``("", mark)``.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold()).replace(_ETH, "đ")
    letters = "".join(part for part in folded if not is_mark(part))
    marks = "".join(part for part in folded if is_mark(part))
    return letters, marks


def is_mark(char: str) -> bool:
    """Whether ``char`` is a combining mark of any kind."""
    return unicodedata.category(char).startswith("M")
