"""A person's sex as lists write it."""

from __future__ import annotations

from enum import Enum

from desktop.base.text import fold
from desktop.domain.values.cells import Cell, cell_text, unreadable
from desktop.domain.values.parsed import Parsed, refused


class Sex(Enum):
    """The two entries of the catalogue of sexes; the value is its code."""

    MALE = "male"
    FEMALE = "female"


# Folded words. "M" and "F" come from English forms, "trai" and "gái" from old books.
_WORDS = {
    **dict.fromkeys(("nam", "nam gioi", "trai", "male", "m", "ong", "anh"), Sex.MALE),
    **dict.fromkeys(("nu", "nu gioi", "gai", "female", "f", "ba", "chi"), Sex.FEMALE),
}


def parse_sex(cell: Cell) -> Parsed[Sex]:
    """Read "Nam" or "Nữ" and their kin. Problem: ``unknown_sex``."""
    barred: Parsed[Sex] | None = unreadable(cell)
    if barred is not None:
        return barred
    text = cell_text(cell)
    if not text:
        return Parsed()
    sex = sex_of_word(text)
    return refused("unknown_sex", written=text) if sex is None else Parsed(sex)


def sex_of_word(word: str) -> Sex | None:
    """Tell which sex a single word means, a form of address (Ông, Bà) included."""
    return _WORDS.get(fold(word))
