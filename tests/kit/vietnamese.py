"""Whether words are Vietnamese: made of syllables of the language, and of the few foreign words that offices use."""

from __future__ import annotations

import re
from typing import Final

from desktop.base.text import fold

FOREIGN: Final = frozenset(
    {
        *("excel", "word", "pdf", "usb", "windows", "unikey", "telex", "vni", "unicode", "tcvn", "qr", "web"),
        *("cccd", "antt", "camera", "kg", "mm", "byte", "notepad", "exfat", "hn", "hq", "english", "neang"),
    }
)
"""Names of things that have no other, of the other language in itself, and a Khmer name of the sample."""

_ENGLISH: Final = frozenset({"the", "that", "then", "than", "not", "on", "at", "me", "he", "it"})
"""Would pass for syllables that only lack their accents."""
_SENTENCE: Final = 3
_ONSET: Final = "b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|q|r|s|th|tr|t|v|x"
_RIME: Final = (
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|e|ec|ech|em|en|eng|enh|eo|ep|et|eu|i|ia|ich|iec|iem|ien|ieng|iep|iet"
    "|ieu|im|in|inh|ip|it|iu|o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oat|oay|oc|oe|oen|oeo|oet|oi|om|on|ong|op|ot"
    "|u|ua|uac|uach|uai|uan|uang|uanh|uat|uau|uay|uc|ue|uech|uen|uenh|ueo|uet|ui|uich|uit|um|un|ung|uo|uoc|uoi|uom"
    "|uon|uong|uop|uot|uou|up|ut|uu|uy|uya|uych|uyen|uyet|uynh|uyt|uyu|y|yem|yen|yeng|yet|yeu"
)
_SYLLABLE: Final = re.compile(f"({_ONSET})?({_RIME})")
_CODE: Final = re.compile(r"[{}<>_=\\]|\w+\.\w+\(|::|[a-z]+[A-Z]")
_ACCENTED: Final = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)


def foreign_words(text: str) -> list[str]:
    """The words of a text that are not Vietnamese; names of keys, files and numbers are let pass."""
    plain = _without_files(text)
    plain = re.sub(r"\b(Caps Lock|Ctrl|Alt|Shift|Esc|Enter|Tab|F\d+|PgUp|PgDown)\b(\s*\+\s*\S+)?", " ", plain)
    return [word for word in re.findall(r"[^\W\d_]+", plain) if not _is_vietnamese(word)]


def _is_vietnamese(word: str) -> bool:
    if len(word) == 1 or word.isupper():
        # Letters of a list, and the short names of offices and laws.
        return True
    folded = fold(word)
    english = word.lower() in _ENGLISH
    return folded in FOREIGN or (not english and _SYLLABLE.fullmatch(folded) is not None)


def code_words(text: str) -> list[str]:
    """Marks of a program in a text: braces, names glued together, low lines."""
    return _CODE.findall(_without_files(text))


def is_sentence(text: str) -> bool:
    """Whether a text has so many Vietnamese words that it says something, beyond a term in brackets."""
    return sum(_ACCENTED.search(word) is not None for word in text.split()) >= _SENTENCE


def _without_files(text: str) -> str:
    return re.sub(r"\S*[/\\@]\S*|\.?\w+\.\w+|\.\w+", " ", text)
