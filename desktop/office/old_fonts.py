"""The two old ways of writing Vietnamese in the places of Western letters, as tables.

TCVN3 ("ABC", TCVN 5712:1993 part 3; fonts .VnTime, .VnArial): one character for each small letter with its tone.
There are no capitals with a tone: fonts whose names end in H draw the small letters as capitals.
VNI (fonts VNI-Times, VNI-Helve): the plain letter, and after it a character for the accent and the tone together.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

# A vowel with huyền, hỏi, ngã, sắc, nặng in TCVN3, in that order, and the same letters of Unicode.
_TCVN3_ROWS: Final = (
    ("µ¶·¸¹", "àảãáạ"),
    ("»¼½¾Æ", "ằẳẵắặ"),
    ("ÇÈÉÊË", "ầẩẫấậ"),
    ("ÌÎÏÐÑ", "èẻẽéẹ"),
    ("ÒÓÔÕÖ", "ềểễếệ"),
    ("×ØÜÝÞ", "ìỉĩíị"),
    ("ßáâãä", "òỏõóọ"),
    ("åæçèé", "ồổỗốộ"),
    ("êëìíî", "ờởỡớợ"),
    ("ïñòóô", "ùủũúụ"),
    ("õö÷øù", "ừửữứự"),
    ("úûüýþ", "ỳỷỹýỵ"),
    ("¨©ª«¬\u00ad®", "ăâêôơưđ"),
    ("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ"),
)
_TCVN3: Final = {ord(typed): letter for row in _TCVN3_ROWS for typed, letter in zip(*row, strict=True)}

# After a plain vowel: the five tones, then the accent alone and with each tone.
_VNI_TONES: Final = "øûõùï"
_VNI_ROWS: Final = (
    ("a", _VNI_TONES, "àảãáạ"),
    ("a", "âàåãáä", "âầẩẫấậ"),
    ("a", "êèúüéë", "ăằẳẵắặ"),
    ("e", _VNI_TONES, "èẻẽéẹ"),
    ("e", "âàåãáä", "êềểễếệ"),
    ("o", _VNI_TONES, "òỏõóọ"),
    ("o", "âàåãáä", "ôồổỗốộ"),
    ("ô", _VNI_TONES, "ờởỡớợ"),
    ("u", _VNI_TONES, "ùủũúụ"),
    ("ö", _VNI_TONES, "ừửữứự"),
    ("y", "øûõù", "ỳỷỹý"),
)
_VNI_SINGLE: Final = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))


def _vni_table() -> dict[str, str]:
    """By what is typed, capitals too; a capital may be followed by the mark of a small letter."""
    table = {}
    for base, marks, letters in _VNI_ROWS:
        for mark, letter in zip(marks, letters, strict=True):
            table[base + mark] = letter
            table[base.upper() + mark] = table[base.upper() + mark.upper()] = letter.upper()
    for typed, letter in _VNI_SINGLE.items():
        table[typed], table[typed.upper()] = letter, letter.upper()
    return table


_VNI: Final = _vni_table()
_VNI_TYPED: Final = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_WORD: Final = re.compile(r"[^\s0-9.,;:()\[\]/\\\-+*=\"'?!_|]+")
_CAPITALS: Final = re.compile(r"[A-Z]")
_SMALL: Final = re.compile(r"[a-z]")


class OldFont(Enum):
    """A way of writing of before Unicode. The value is what it is called in the texts."""

    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI"

    def to_unicode(self, text: str) -> str:
        """What the text shows in its font. A word in capitals, of a font of capitals too, stays in capitals."""
        if self is OldFont.VNI:
            return _VNI_TYPED.sub(lambda found: _VNI[found[0]], text)
        whole = _in_capitals(text)
        return _WORD.sub(lambda found: _from_tcvn3(found[0], capitals=whole or _in_capitals(found[0])), text)

    def reads(self, word: str) -> str | None:
        """A word in Unicode, or None when it has a letter that has no place in this way of writing."""
        if self is OldFont.VNI:
            left = _VNI_TYPED.sub("", word)
        else:
            left = "".join(char for char in word if ord(char) not in _TCVN3)
        return self.to_unicode(word) if left.isascii() else None


def _from_tcvn3(word: str, *, capitals: bool) -> str:
    read = word.translate(_TCVN3)
    return read.upper() if capitals else read


def _in_capitals(text: str) -> bool:
    """Whether the plain letters are capitals, two of them side by side or more in one word: "NGUYÔN", not "Vò"."""
    if _SMALL.search(text):
        return False
    return any(len(_CAPITALS.findall(word)) > 1 for word in _WORD.findall(text))
