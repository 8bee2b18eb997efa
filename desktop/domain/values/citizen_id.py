"""The citizen's number: 12 digits for life (CCCD), or the nine of the former identity card (CMND).

The 12 digits are three of the place where the birth was registered, one of century and sex, two of the birth
year and six more (Nghị định 137/2015/NĐ-CP, Điều 13); there is no check digit. Sex and year are evidence, never a
reason to refuse: people change what is registered, and clerks mistype.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.domain.values.cells import Cell, cell_text, is_number, unreadable
from desktop.domain.values.parsed import Parsed, Repair, refused
from desktop.domain.values.sex import Sex

CITIZEN_DIGITS, LEGACY_DIGITS = 12, 9

# The provinces as they were when the numbers were given; merging provinces changed no number.
PLACE_CODES = frozenset(
    f"{code:03d}" for code in (
        1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42,
        44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86,
        87, 89, 91, 92, 93, 94, 95, 96,
    )
)  # fmt: skip
# People born abroad have the code of a country, from 101 on.
_FIRST_COUNTRY = 101

_JOINTS = re.compile(r"[\s.,'\-_]+")
_LABEL = re.compile(
    r"^(?:(?:số|so)\s*)?(?:cccd|cmnd|cmt|căn cước|đdcn|định danh)\s*(?:số|so)?\s*[:.]?\s*", re.I
)
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
# Letters typed for digits that look like them.
_LOOKALIKE = str.maketrans("OoIl", "0011")


@dataclass(frozen=True, slots=True)
class CitizenId:
    """A number of 12 digits, or a legacy one of 9; kept as text, since zeros in front belong to it."""

    number: str

    def __str__(self) -> str:
        return self.number

    @property
    def is_legacy(self) -> bool:
        """Whether it is the nine digits of a former identity card, which say nothing of their holder."""
        return len(self.number) == LEGACY_DIGITS

    @property
    def grouped(self) -> str:
        """For the eye: 3-3-6, or 3-3-3 for a legacy number."""
        return f"{self.number[:3]} {self.number[3:6]} {self.number[6:]}"

    @property
    def birth_year(self) -> int | None:
        if self.is_legacy:
            return None
        return 1900 + int(self.number[3]) // 2 * 100 + int(self.number[4:6])

    @property
    def sex(self) -> Sex | None:
        if self.is_legacy:
            return None
        return Sex.FEMALE if int(self.number[3]) % 2 else Sex.MALE


def parse_citizen_id(cell: Cell, birth_year: int | None = None, sex: Sex | None = None) -> Parsed[CitizenId]:
    """Read a citizen's number, giving back the zeros that a spreadsheet took for a number's.

    Args:
        birth_year, sex: what the list says of the person, to compare with the digits.

    Repairs: ``id_zeros``, ``id_letters``. Doubts: ``id_year``, ``id_sex``, ``id_year_and_sex``, ``id_place``,
    ``id_century``. Problems: ``id_too_short``, ``id_wrong_length``, ``id_not_digits``, ``id_rounded``.
    """
    barred: Parsed[CitizenId] | None = unreadable(cell)
    if barred is not None:
        return barred
    text = cell_text(cell)
    if not text:
        return Parsed()
    if _ROUNDED.fullmatch(text):
        return refused("id_rounded", written=text)
    joined = _JOINTS.sub("", _LABEL.sub("", text))
    digits = joined.translate(_LOOKALIKE)
    if not (digits.isascii() and digits.isdigit()):
        return refused("id_not_digits", written=text)
    number = _number(digits, from_number=is_number(cell))
    if number is None:
        problem = "id_too_short" if len(digits) < LEGACY_DIGITS else "id_wrong_length"
        return refused(problem, written=text, digits=len(digits))
    return _with_doubt(Parsed(number, _repair(text, joined, number)), birth_year, sex)


def _number(digits: str, *, from_number: bool) -> CitizenId | None:
    if len(digits) in (CITIZEN_DIGITS, LEGACY_DIGITS):
        return CitizenId(digits)
    if len(digits) in (10, 11):
        # A place code has at most two zeros in front, so at most two can have been lost.
        restored = CitizenId(digits.zfill(CITIZEN_DIGITS))
        return restored if _fits(restored) else None
    if len(digits) == LEGACY_DIGITS - 1 and from_number:
        return CitizenId(digits.zfill(LEGACY_DIGITS))
    return None


def _fits(number: CitizenId) -> bool:
    """Whether the digits make sense with the zeros put back: a real place, and a century with living people."""
    return number.number[:3] in PLACE_CODES and number.number[3] in "0123"


def _repair(written: str, joined: str, number: CitizenId) -> Repair | None:
    if joined == number.number:
        return None
    code = "id_zeros" if len(joined) < len(number.number) else "id_letters"
    return Repair(code, written, number.grouped)


def _with_doubt(parsed: Parsed[CitizenId], birth_year: int | None, sex: Sex | None) -> Parsed[CitizenId]:
    number = parsed.value
    if number is None or number.is_legacy:
        return parsed
    facts = {"id_year": str(number.birth_year), "year": str(birth_year), "number": number.grouped}
    other_year = birth_year is not None and birth_year != number.birth_year
    other_sex = sex is not None and sex is not number.sex
    if other_year and other_sex:
        return parsed.doubted("id_year_and_sex", **facts)
    if other_year:
        return parsed.doubted("id_year", **facts)
    if other_sex:
        return parsed.doubted("id_sex", number=number.grouped)
    if number.number[:3] not in PLACE_CODES and int(number.number[:3]) < _FIRST_COUNTRY:
        return parsed.doubted("id_place", place=number.number[:3], number=number.grouped)
    if number.number[3] not in "0123":
        return parsed.doubted("id_century", number=number.grouped)
    return parsed
