"""Whether a word can be a Vietnamese syllable: how text in a wrong encoding is told from text in the right one.

Onset, vowels, ending and tone, as the spelling of the language allows them. Every word of Vietnamese is one
syllable; "Nguyễn" can be one, "NguyÔn" and "Nguyeãn" cannot. Khmer, Chăm and highland names in Vietnamese letters
(Neáng, Sóc Xoài) keep to the same letters, so a few vowels more are allowed for them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from desktop.base.letters import TONES

_ONSET: Final = r"(?:ngh|ng|nh|gh|gi|ch|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_VOWELS: Final = (
    "iêu|yêu|ươi|ươu|uôi|uyê|uya|uay|uây|uao|uêu|uyu|oai|oay|oao|oeo|oeu|iê|ia|yê|ya|ua|uâ|uê|uy|uơ|uô|uo|ui"
    "|oa|oă|oe|ôi|oi|ơi|ai|ay|ao|au|âu|ây|eo|ea|êu|iu|ưa|ươ|ưi|ưu|[aăâeêioôơuưy]"
)
_ENDING: Final = r"(ch|ng|nh|[cmnpt])?"
_SYLLABLE: Final = re.compile(f"{_ONSET}(?:{_VOWELS}){_ENDING}")
_STOPPED: Final = frozenset(("c", "ch", "p", "t"))
_ACUTE, _DOT = TONES[3], TONES[4]


@lru_cache(maxsize=16_384)
def is_syllable(word: str) -> bool:
    """Whether a word, in any case, is spelled as a Vietnamese syllable can be: accents and tone included."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [part for part in parts if part in TONES]
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
    found = _SYLLABLE.fullmatch(plain)
    if found is None:
        return False
    # A syllable that ends in a stop has no other tone than these two.
    return found[1] not in _STOPPED or not tones or tones[0] in (_ACUTE, _DOT)
