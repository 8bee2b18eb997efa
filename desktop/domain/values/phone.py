"""Telephone numbers of Việt Nam, in the national form that begins with 0.

Mobile numbers have ten digits since 2018, 0 + 3, 5, 7, 8 or 9 + eight; the eleven-digit ones of before were
given new beginnings. Landlines are 0 + 2 + area and number, ten or eleven digits in all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.domain.values.cells import Cell, cell_lines, cell_text, unreadable
from desktop.domain.values.parsed import Parsed, Repair, refused

# Four digits before 15/9/2018 -> three digits since.
OLD_PREFIXES = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    **{f"016{digit}": f"03{digit}" for digit in "23456789"},
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip

_MOBILE = re.compile(r"0[35789][0-9]{8}")
_LANDLINE = re.compile(r"02[0-9]{8,9}")
_OLD_MOBILE = re.compile(r"01[0-9]{9}")
_LONGEST = 200
_JOINTS = re.compile(r"[\s.,()'\-_]+")
_SEVERAL = re.compile(r"\s*(?:[\n;/|]|,(?=\s)|\bhoặc\b|\bvà\b|(?<=[0-9]{3})\s+-\s+(?=\(?\+?[0-9]))\s*")
_REMARK = re.compile(r"\s*\(([^()]*[^\W\d_][^()]*)\)\s*")
_LABEL = re.compile(r"^(?:(?:số\s*)?(?:đt|sđt|điện thoại|dđ|tel|phone|zalo)\s*[:.]*\s*)+", re.IGNORECASE)
_LOOKALIKE = str.maketrans("OoIl", "0011")


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number in digits, beginning with 0."""

    number: str

    def __str__(self) -> str:
        return self.number

    @property
    def is_mobile(self) -> bool:
        return _MOBILE.fullmatch(self.number) is not None

    @property
    def grouped(self) -> str:
        """For the eye: 0393 393 106, and 024 3825 1234 or 0296 385 1234 for a landline."""
        number = self.number
        if self.is_mobile:
            return f"{number[:4]} {number[4:7]} {number[7:]}"
        area = 3 if number[:3] in ("024", "028") else 4
        return f"{number[:area]} {number[area:-4]} {number[-4:]}"


def parse_phone(cell: Cell) -> Parsed[Phone]:
    """Read the first telephone number of a cell.

    Repairs: ``phone_zero`` (a zero lost), ``phone_prefix`` (an eleven-digit number of before 2018),
    ``phone_country`` (+84 in place of the zero), ``phone_letters``.
    Doubts, with what was left out as a fact: ``phone_several``, ``phone_remark``. Problems:
    ``phone_not_digits``, ``phone_wrong_length``, ``phone_unknown``.
    """
    barred: Parsed[Phone] | None = unreadable(cell)
    if barred is not None:
        return barred
    written = cell_text(cell)
    if not written:
        return Parsed()
    whole = _parse_one(written)
    if whole.value is not None:
        return whole
    if len(written) > _LONGEST:
        return whole
    first, *others = [part for part in _SEVERAL.split(cell_lines(cell)) if part.strip()] or [written]
    parsed = _parse_one(_REMARK.sub(" ", first).strip())
    if parsed.value is None:
        return whole
    if others:
        return parsed.doubted("phone_several", others=", ".join(others))
    return parsed.doubted("phone_remark", remark="; ".join(_REMARK.findall(first)))


def _parse_one(written: str) -> Parsed[Phone]:
    joined = _JOINTS.sub("", _LABEL.sub("", written))
    digits = joined.translate(_LOOKALIKE)
    if digits.startswith("+84"):
        digits = "0" + digits[3:].removeprefix("0")
    elif digits.startswith("0084"):
        digits = "0" + digits[4:].removeprefix("0")
    if not (digits.isascii() and digits.isdigit()):
        return refused("phone_not_digits", written=written)
    national = _national(digits)
    number = OLD_PREFIXES.get(national[:4], national[:4]) + national[4:] if _is_old(national) else national
    if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number):
        return Parsed(Phone(number), _repair(written, joined, digits, national, number))
    if 10 <= len(number) <= 11:
        return refused("phone_unknown", written=written)
    return refused("phone_wrong_length", written=written, digits=len(digits))


def _is_old(national: str) -> bool:
    return _OLD_MOBILE.fullmatch(national) is not None and national[:4] in OLD_PREFIXES


def _national(digits: str) -> str:
    """Put back the 0 in front, which +84 replaces and a spreadsheet drops."""
    with_zero = "0" + digits
    if digits.startswith("84") and _MOBILE.fullmatch("0" + digits[2:]):
        return "0" + digits[2:]
    if digits.startswith("0"):
        return digits
    if _MOBILE.fullmatch(with_zero) or _is_old(with_zero) or _LANDLINE.fullmatch(with_zero):
        return with_zero
    return digits


def _repair(written: str, joined: str, digits: str, national: str, number: str) -> Repair | None:
    if joined == number:
        return None
    after = Phone(number).grouped
    if number != national:
        return Repair("phone_prefix", written, after)
    if len(national) < len(joined):
        return Repair("phone_country", written, after)
    # A number that lost its 0 may begin with 84 as well.
    if len(national) == len(digits) + 1:
        return Repair("phone_zero", written, after)
    if re.search(r"[A-Za-z]", joined):
        return Repair("phone_letters", written, after)
    return None
