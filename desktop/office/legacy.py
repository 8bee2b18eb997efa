"""Vietnamese text of the time before Unicode, recognised by its letters.

Old lists were typed for fonts (.VnTime, VNI-Times) that draw Vietnamese letters in the places of Western ones. The
value reader does not tell a cell's font, but what is stored has letters that no Vietnamese word has: "Hä vµ tªn",
"Nguyeãn Ñöùc". Converting them is another matter; here they are only recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Letters and signs of Latin-1 that Unicode Vietnamese never has inside a word. The soft hyphen is TCVN3's ư.
_ODD = frozenset("¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ")
_MODERN = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\s0-9.,;:()\[\]/\\\-+*=\"'?!_|]+")
# Of running legacy text more than a third of the words is odd; a foreign name in a list is one in hundreds.
_SHARE = 0.15


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
