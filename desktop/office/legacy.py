"""Vietnamese text of the time before Unicode: recognised by its letters, and by what it could mean.

Old lists were typed for fonts (.VnTime, VNI-Times) that draw Vietnamese letters in the places of Western ones. The
value reader does not tell a cell's font, but what is stored has letters that no Vietnamese word has: "Hä vµ tªn",
"Nguyeãn Ñöùc". What it means is told by trying: in the right one of the old ways nearly every word becomes a
syllable that Vietnamese can spell, in any other it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import TypeAlias

from desktop.base.syllables import is_syllable
from desktop.office.old_fonts import OldFont

# Letters and signs of Latin-1 that Unicode Vietnamese never has inside a word. The soft hyphen is TCVN3's ư.
_ODD = frozenset("¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ")
_MODERN = re.compile("[ăđơưĂĐƠƯ\u0128\u0129\u0168\u0169\u1ea0-\u1ef9\u0300-\u0323]")
_WORD = re.compile(r"[^\s0-9.,;:()\[\]/\\\-+*=\"'?!_|]+")
_ABBREVIATION = re.compile(r"[BCDĐGHKLMNPQRSTVX]{2,6}")
# Of running legacy text more than a third of the words is odd; a foreign name in a list is one in hundreds.
_SHARE = 0.15
# What nearly all words must become, and by how much the second way must be worse.
_SURE, _AHEAD = 0.9, 0.25
# So few odd words prove nothing: a foreign name, a sign.
_FEW = 2


class Unsure(Enum):
    """A column that no way of writing explains, or more than one."""

    UNSURE = "unsure"
    EITHER = "either"


Letters: TypeAlias = OldFont | Unsure | None
"""How a column is written; None for Unicode."""


def looks_legacy_encoded(texts: Iterable[str]) -> bool:
    """Whether texts, taken together, are TCVN3 or VNI and not Unicode."""
    words = odd = modern = 0
    for text in texts:
        for word in _WORD.findall(text):
            letters = sum(char.isalpha() for char in word)
            words += letters > 0
            # Alone an odd sign is a sign (15 °, © 2026); beside letters it is one of them.
            odd += letters > 0 and len(word) > 1 and not _ODD.isdisjoint(word)
            modern += _MODERN.search(word) is not None
    return odd > 0 and odd >= _SHARE * words and modern < odd


def is_modern(text: str) -> bool:
    """Whether a text has a letter that only Unicode has."""
    return _MODERN.search(text) is not None


def letters_of(texts: Iterable[str]) -> Letters:
    """How texts of one column are written. A text with letters that only Unicode has is Unicode for itself."""
    texts = [text for text in texts if not is_modern(text)]
    if all(map(_ODD.isdisjoint, texts)) or not looks_legacy_encoded(texts):
        return None
    words = telling_words(texts)
    shares = {font: share_read(words, font) for font in OldFont}
    font = max(shares, key=lambda each: shares[each])
    second = max(share_read(words, None), *(share for each, share in shares.items() if each is not font))
    if shares[font] >= _SURE and shares[font] - second >= _AHEAD:
        return font
    odd = [word for word in words if not _ODD.isdisjoint(word)]
    return None if len(odd) <= _FEW and shares[font] < _SURE else Unsure.UNSURE


def telling_words(texts: Iterable[str]) -> list[str]:
    """The words that have any other letter than plain ones."""
    return [word for text in texts if not text.isascii() for word in _WORD.findall(text) if _tells(word)]


def share_read(words: Sequence[str], font: OldFont | None) -> float:
    """How many of the words, read so, Vietnamese could spell: from 0 to 1; 1 for none."""
    read = (word if font is None else font.reads(word) for word in words)
    fits = [word is not None and (is_syllable(word) or _is_short_form(word)) for word in read]
    return sum(fits) / len(fits) if fits else 1.0


def _tells(word: str) -> bool:
    """Whether a word has another letter than plain ones; a sign alone (°, ©) is none."""
    return not word.isascii() and (len(word) > 1 or word.isalpha()) and any(map(str.isalpha, word))


def _is_short_form(word: str) -> bool:
    return _ABBREVIATION.fullmatch(word) is not None
