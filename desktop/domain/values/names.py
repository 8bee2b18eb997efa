"""Names of people: tidied, in proper case, the form of address and remarks taken apart.

Every syllable of a person's name has a capital (Nghị định 30/2020/NĐ-CP, Phụ lục II). Khmer, Chăm, Hoa and
highland names, and names of one word, are names like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.base.text import tidy
from desktop.domain.values.cells import Cell, cell_text, unreadable
from desktop.domain.values.parsed import Parsed, Repair, refused
from desktop.domain.values.sex import Sex, sex_of_word

_LONGEST, _LONGEST_TEXT = 60, 300

# As written -> as shown. Those of the second group are also given names, so they need a full name after them.
_HONORIFICS = {"ông": "Ông", "bà": "Bà", "đ/c": "Đ/c", "đc": "Đ/c", "đ.c": "Đ/c", "đồng chí": "Đồng chí"}
_ALSO_NAMES = {"anh": "Anh", "chị": "Chị", "cô": "Cô", "chú": "Chú", "bác": "Bác", "em": "Em"}
_HONORIFIC = re.compile(
    r"(?P<word>đồng\s+chí|đ\s?/\s?c|đ\.c\.?|đc|ông|bà|anh|chị|cô|chú|bác|em)(?P<mark>\s*[:.]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*[(\[{]([^()\[\]{}]*)[)\]}]\s*")
# The number of the line, bullets and quotes.
_EDGES = " ,;:.-–_*\"'“”’‘/\\|+=()[]{}0123456789"
_STRAY = re.compile(r"[0-9()\[\]{}<>=+*/\\|_#@%&$!?]")
_NAME_WORD = re.compile(r"[^\W\d_]['’.\-\w]*")
_SEVERAL = re.compile(r"[,;\n]|\s(?:và|&)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name.

    Attributes:
        text: the name in proper case.
        honorific: the form of address that stood before it, such as "Ông" or "Đ/c"; ``""`` without one.
        remark: what stood in brackets, such as a nickname.
    """

    text: str
    honorific: str = ""
    remark: str = ""

    def __str__(self) -> str:
        return self.text

    @property
    def sex_hint(self) -> Sex | None:
        """The sex that the form of address tells."""
        return sex_of_word(self.honorific)


def parse_person_name(cell: Cell) -> Parsed[PersonName]:
    """Read one person's name.

    Repairs: ``name_case`` (only capitals and small letters changed), ``name_tidied`` (spaces, numbers or
    signs taken out), ``name_honorific`` (a form of address taken apart), ``name_remark`` (brackets taken apart).
    Doubts: ``name_several``, ``name_signs``, ``name_long``. Problems: ``empty_name`` for a blank cell too, and
    ``name_without_letters``.
    """
    barred: Parsed[PersonName] | None = unreadable(cell)
    if barred is not None:
        return barred
    written = cell if isinstance(cell, str) else cell_text(cell)
    text = tidy(written)
    if not text:
        return refused("empty_name")
    if len(text) > _LONGEST_TEXT:
        return Parsed(PersonName(text)).doubted("name_long", name=text)
    name = _take_apart(text)
    if not any(char.isalpha() for char in name.text):
        return refused("name_without_letters", written=text)
    return _doubted(Parsed(name, _repair(written, name)), name.text)


def proper_case(text: str) -> str:
    """Give every syllable a capital and small letters after it: "NEÁNG H'BIA" -> "Neáng H'Bia"."""
    return re.sub(r"[^\W\d_]+", _capitalised, text)


def looks_like_name(text: str) -> bool:
    """Whether a text can be a person's name as written: one to seven words of letters, each with a capital."""
    words = _without_honorific(tidy(text))[1].split()
    return 1 <= len(words) <= 7 and all(
        re.fullmatch(r"[^\W\d_]['’.\-\w]*", word) and word[0].isupper() for word in words
    )


def _capitalised(found: re.Match[str]) -> str:
    word = found[0]
    capital = word[0].upper()
    # ß and its like have no single capital; such a letter stays as it is.
    return (capital if len(capital) == 1 else word[0]) + word[1:].lower()


def _take_apart(text: str) -> PersonName:
    remarks = [found.strip() for found in _BRACKETED.findall(text) if found.strip(_EDGES)]
    text = _BRACKETED.sub(" ", text)
    honorific = ""
    while True:
        before = text
        title, text = _without_honorific(text.strip(_EDGES))
        honorific = honorific or title
        if text == before:
            break
    # Two people in one cell stay as written: the word between them is no name.
    shown = text if _SEVERAL.search(text) else proper_case(text)
    return PersonName(tidy(shown), honorific, "; ".join(remarks))


def _without_honorific(text: str) -> tuple[str, str]:
    found = _HONORIFIC.match(text)
    if found is None:
        return "", text
    word, rest = (
        " ".join(re.sub(r"\s*/\s*", "/", found["word"].lower()).rstrip(".").split()),
        text[found.end() :],
    )
    if word in _HONORIFICS:
        return _HONORIFICS[word], rest
    if found["mark"].strip() or len(rest.split()) > 1:
        return _ALSO_NAMES[word], rest
    return "", text


def _repair(written: str, name: PersonName) -> Repair | None:
    inner = written.strip()
    after = name.text
    if tidy(inner) == after and "  " not in inner:
        return None
    if name.honorific:
        code = "name_honorific"
    elif name.remark:
        code = "name_remark"
    else:
        code = (
            "name_case" if tidy(inner).casefold() == after.casefold() and "  " not in inner else "name_tidied"
        )
    return Repair(code, inner, after)


def _doubted(parsed: Parsed[PersonName], text: str) -> Parsed[PersonName]:
    if _SEVERAL.search(text):
        return parsed.doubted("name_several", name=text)
    if _STRAY.search(text):
        return parsed.doubted("name_signs", name=text)
    return parsed.doubted("name_long", name=text) if len(text) > _LONGEST else parsed
