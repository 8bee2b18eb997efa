"""Letters that betray the typing program: UniKey left in an old code table types rubbish into a live field.

What TCVN3 and VNI-Windows fonts show as Vietnamese letters are other Latin-1 characters to everyone else
("NguyÔn V¨n", "Nguyeãn Vaên"); a Vietnamese name never holds them where they stand here.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

_TCVN3: Final = (
    r"[^\W\d_][®©ª«¬\u00ad¨µ¶·¸¹»¼½¾]|[®©ª«¬\u00ad¨µ¶·¸¹»¼½¾][^\W\d_]"  # signs stuck to a letter
    r"|[a-zà-ỹ][ÆÇÊËÈÉÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞß]"  # a capital or a sign in the middle of a small word
)
_VNI: Final = (
    r"[aeiouyôöAEIOUYÔÖ][øïûåäëüØÏÛÅÄËÜ]|[aA][êÊ]|[eE][âãåáà]|ñ[aeouöôAEOUÖÔ]|ö[ôûïø]|Ñ[aeouöôAEOUÖÔ]"
)


class OldTable(Enum):
    """A code table from before Unicode."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


def old_table(text: str) -> OldTable | None:
    """The old code table in which a text seems typed, or None. A hint for a person, never a refusal."""
    if text.isascii():
        return None
    if re.search(_TCVN3, text):
        return OldTable.TCVN3
    if re.search(_VNI, text):
        return OldTable.VNI
    return None
