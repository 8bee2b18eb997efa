"""Numbers as they are written (1.126 and 98,5) and as they are read aloud on paper (một trăm lẻ năm).

English has its own signs: 1,126 and 98.5. Words are Vietnamese only, for the papers that carry them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

_SWAPPED: Final = str.maketrans(",.", ".,")
_NO_BREAK_SPACE: Final = "\u00a0"

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS: Final = ("", " nghìn", " triệu")
_BILLION: Final = 10**9
_WORDS_LIMIT: Final = 10**18


def grouped(number: int, language: str = "vi") -> str:
    """Write a whole number with its thousands apart: ``1.126``, in English ``1,126``."""
    return _signs(f"{number:,d}", language)


def decimal(number: Decimal, language: str = "vi") -> str:
    """Write a decimal number with the digits it has: ``1.098,50``, in English ``1,098.50``."""
    return _signs(f"{number:,f}", language)


def money(dong: int, language: str = "vi") -> str:
    """Write whole đồng with the sign, which a no-break space holds to the number: ``702.000 đ``."""
    return f"{grouped(dong, language)}{_NO_BREAK_SPACE}đ"


def in_words(number: int, odd: str = "lẻ") -> str:
    """Read a whole number aloud: ``702000`` gives ``bảy trăm lẻ hai nghìn``.

    Args:
        odd: the word before a lone last digit; the south says ``lẻ``, the north ``linh``.

    Raises:
        ValueError: the number is 10^18 or more, either way.
    """
    if abs(number) >= _WORDS_LIMIT:
        raise ValueError(f"too large to read aloud: {number}")
    if number < 0:
        return f"âm {_read(-number, odd)}"
    return _read(number, odd) if number else _DIGITS[0]


def money_in_words(dong: int, odd: str = "lẻ") -> str:
    """Read whole đồng as a paper has it after "Bằng chữ:": ``Bảy trăm lẻ hai nghìn đồng``."""
    words = in_words(dong, odd)
    return f"{words[0].upper()}{words[1:]} đồng"


def _signs(written: str, language: str) -> str:
    return written if language == "en" else written.translate(_SWAPPED)


def _read(number: int, odd: str) -> str:
    billions, rest = divmod(number, _BILLION)
    parts = [f"{_read(billions, odd)} tỷ"] if billions else []
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            parts.append(_read_group(group, odd, leading=not parts) + _GROUPS[power])
    return " ".join(parts)


def _read_group(group: int, odd: str, *, leading: bool) -> str:
    hundreds, rest = divmod(group, 100)
    if leading and not hundreds:
        return _read_tens(rest, "")
    words = f"{_DIGITS[hundreds]} trăm"
    return f"{words} {_read_tens(rest, f'{odd} ')}" if rest else words


def _read_tens(number: int, before_lone_digit: str) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return before_lone_digit + _DIGITS[ones]
    words = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if not ones:
        return words
    if ones == 5:
        return f"{words} lăm"
    return f"{words} {_DIGITS[ones] if tens == 1 else _after_tens(ones)}"


def _after_tens(ones: int) -> str:
    return {1: "mốt", 4: "tư"}.get(ones, _DIGITS[ones])
