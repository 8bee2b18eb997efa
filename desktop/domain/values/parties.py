"""The parties of a dispute, written together in one cell of the mediation book.

"1) Trần Thị Bích, 73 tuổi, khu phố 3;\\n2) Hoàng Quốc Khánh, 77 tuổi, ấp Đông Thuận" is two people. What cannot be
split safely stays whole, with a doubt: two rows made of one person are worse than one row to split by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.base.text import tidy
from desktop.domain.values.cells import Cell, cell_lines, unreadable
from desktop.domain.values.names import PersonName, looks_like_name, parse_person_name
from desktop.domain.values.parsed import Parsed

_OLDEST = 120
# Enough of a text to see the form of address in front.
_LOOK_AHEAD = 80

# 1) 1. 1/ (1) a) and bullets, at the beginning of the text, of a line, or after a semicolon.
_MARKER = re.compile(r"(?:(?<=^)|(?<=[\n;]))\s*(?:\(?(?:[1-9]|[a-eA-E])\s*[).:/]+|[-–•*+])\s*(?=\S)")
# The same in the middle of a line, where only a number with a bracket or a full stop and a name after it counts.
_INNER_MARKER = re.compile(r"(?<=[\s,;])\(?[2-9]\s*[).]\s*(?=[^\W\d_])")
_BREAK = re.compile(r"\s*[;\n]+\s*")
_LABEL = re.compile(
    r"^((?:bên|nguyên đơn|bị đơn|người|các bên|hộ|gia đình)[^:,;0-9]{0,60}?)\s*:\s*", re.IGNORECASE
)
_AND = re.compile(r"\s+(?:và|với|&)\s+(?=(?:ông|bà|anh|chị|cô|chú|bác)\s)", re.IGNORECASE)
_AGE = re.compile(r"\(?\b([0-9]{1,3})\s*(?:tuổi|t(?=[\s,;)]|$))\)?", re.IGNORECASE)
_BORN = re.compile(
    r"\(?\b(?:sinh\s*(?:năm)?|sn|s\.n\.?|năm\s*sinh)\s*[:.]?\s*([12][0-9]{3})\b\)?", re.IGNORECASE
)
_BARE = re.compile(r"^\(?([0-9]{2}|(?:19|20)[0-9]{2})\)?$")
_LIVES = re.compile(
    r"^(?:(?:địa chỉ|đ/c|đc|nơi ở|chỗ ở|cư trú|thường trú|tạm trú|ngụ|trú|hiện ở|ở)(?:\s+tại)?|tại)\s*[:.]?\s+",
    re.I,
)
_CONTINUES = re.compile(
    r"[^\w\s]*(?:[0-9]|(?:ấp|khu|khóm|thôn|tổ|số|đường|hẻm|xã|phường|thị trấn|đặc khu|kp|tdp|kdc|bản|làng|buôn|phum|sóc"
    r"|xóm|khối|địa chỉ|nơi|ngụ|trú|thường trú|tạm trú|hiện|ở|tại|sinh|sn|cccd|cmnd|căn cước|đt|sđt|điện thoại|nghề"
    r"|con|cháu|vợ|chồng|cha|mẹ|là|đại diện)\b)",
    re.IGNORECASE,
)
_FIELD = re.compile(r"\s*,\s*|\s+[-–]\s+")
_EDGES = " ,;.-–"


@dataclass(frozen=True, slots=True)
class PartyText:
    """One party as the cell tells.

    Attributes:
        name: in proper case, without the form of address; the whole text when it could not be split.
        age: in years, or None.
        birth_year: when that was written instead of the age.
        address: as written, or ``""``.
        honorific: "Ông", "Bà" and the like, or ``""``.
        label: what stood before a colon, such as "Bên A" or "Người có quyền lợi liên quan".
    """

    name: str
    age: int | None = None
    address: str = ""
    birth_year: int | None = None
    honorific: str = ""
    label: str = ""


def parse_parties(cell: Cell) -> Parsed[tuple[PartyText, ...]]:
    """Split the parties of one cell, in their order.

    Doubts: ``parties_not_split`` (some of the text is not one person; it stays whole in a name), ``one_party``
    (a dispute has two sides).
    """
    barred: Parsed[tuple[PartyText, ...]] | None = unreadable(cell)
    if barred is not None:
        return barred
    written = cell_lines(cell)
    if not written:
        return Parsed()
    pieces = split_pieces(written)
    parties = tuple(_party(piece) for piece in pieces)
    read = tuple(party for party in parties if party is not None)
    if not read:
        unsplit: tuple[PartyText, ...] = (PartyText(tidy(written)),)
        return Parsed(unsplit).doubted("parties_not_split", written=tidy(written))
    if len(read) < len(parties):
        whole = tuple(party or PartyText(piece) for party, piece in zip(parties, pieces, strict=True))
        return Parsed(whole).doubted("parties_not_split", written=tidy(written))
    if len(read) < 2:
        return Parsed(read).doubted("one_party", written=tidy(written))
    return Parsed(read)


def split_pieces(written: str) -> list[str]:
    """Split a text at its numbering, else at semicolons and lines, else between two forms of address."""
    if _MARKER.search(written):
        numbered = _INNER_MARKER.sub("\n", _MARKER.sub("\n", written))
        pieces = _pieces(numbered.split("\n"))
    else:
        pieces = _pieces(_BREAK.split(written))
    if len(pieces) == 1:
        pieces = _pieces(_INNER_MARKER.split(pieces[0]))
    if len(pieces) == 1 and _are_people(sides := _AND.split(pieces[0])):
        return _pieces(sides)
    return pieces


def _are_people(sides: list[str]) -> bool:
    """Whether each side of an "và" is a person: "con ông A và bà B" is one, after a name."""
    addressed = all(
        parse_person_name(_LABEL.sub("", side)[:_LOOK_AHEAD]).map(_is_addressed).value for side in sides
    )
    aged = all(_AGE.search(side) or _BORN.search(side) for side in sides)
    return all(map(_begins_with_name, sides)) and (addressed or aged)


def _is_addressed(name: PersonName) -> bool:
    return bool(name.honorific)


def _pieces(parts: list[str]) -> list[str]:
    """Join a part that begins with an age, a place or a tie to the person before it; drop empty parts."""
    pieces: list[str] = []
    for part in (tidy(part).strip(_EDGES) for part in parts):
        if not part:
            continue
        if pieces and _CONTINUES.match(part):
            pieces[-1] = f"{pieces[-1]}, {part}"
        else:
            pieces.append(part)
    return pieces


def _begins_with_name(part: str) -> bool:
    first = _FIELD.split(_LABEL.sub("", part))[0]
    return looks_like_name(_AGE.split(_BORN.split(first)[0])[0].split("(")[0].strip(_EDGES) or "?")


def _party(piece: str) -> PartyText | None:
    """Read one person; None when the piece does not begin with what can be a name."""
    label, rest = "", piece
    if found := _LABEL.match(piece):
        label, rest = found[1], piece[found.end() :]
    age, birth_year, rest = _age(rest)
    first, *others = [
        field.strip(_EDGES) for field in _FIELD.split(rest.replace("(", ", ").replace(")", ", "))
    ]
    address = [field for field in others if field]
    if age is None and birth_year is None and address and (found := _BARE.match(address[0])):
        number = int(found[1])
        age, birth_year = (number, None) if number <= _OLDEST else (None, number)
        address = address[1:]
    named = parse_person_name(first).value
    # A name in small letters is believed only beside an age: it could be any sentence.
    told = age is not None or birth_year is not None
    if named is None or not looks_like_name(named.text if told else first):
        return None
    lives = _LIVES.sub("", ", ".join(address))
    return PartyText(named.text, age, lives, birth_year, named.honorific, label)


def _age(text: str) -> tuple[int | None, int | None, str]:
    """Take the age or the birth year out, leaving a comma in its place."""
    if (found := _AGE.search(text)) and int(found[1]) <= _OLDEST:
        return int(found[1]), None, f"{text[: found.start()]}, {text[found.end() :]}"
    if found := _BORN.search(text):
        return None, int(found[1]), f"{text[: found.start()]}, {text[found.end() :]}"
    return None, None, text
