"""The mediators of a case, and who was invited to help: "HGV: Thạch Thị Oanh; ông Nguyễn Văn A (được mời)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.base.text import fold, tidy
from desktop.domain.values.cells import Cell, cell_lines, unreadable
from desktop.domain.values.names import looks_like_name, parse_person_name
from desktop.domain.values.parsed import Parsed
from desktop.domain.values.parties import split_pieces

_LABEL = re.compile(
    r"^(?P<mediator>hgv|hòa giải viên|hoà giải viên|tổ trưởng tổ hòa giải)\s*[:.\-]?\s+"
    r"|^(?P<invited>(?:nđm|ngđm|người\s+được\s+mời|khách\s+mời|mời|được\s+mời)[^:,;]{0,40}?)\s*[:\-]\s*",
    re.IGNORECASE,
)
_INVITED = re.compile(r"\bmoi\b")
_BETWEEN = re.compile(r"\s*,\s*|\s+(?:và|&)\s+", re.IGNORECASE)
_ROLE = re.compile(r"\s+[-–]\s+|\s*,\s*(?=(?:tổ|trưởng|phó|bí thư|công an|mttq|hội)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MediatorText:
    """One person who mediated or helped.

    Attributes:
        name: in proper case, or the text as written when it is no person's name.
        invited: invited to the mediation, not a mediator of the group.
        role: what stood beside the name, such as "tổ trưởng".
        honorific: "Ông", "Bà" and the like, or ``""``.
    """

    name: str
    invited: bool = False
    role: str = ""
    honorific: str = ""


def parse_mediators(cell: Cell) -> Parsed[tuple[MediatorText, ...]]:
    """Read the mediators of one cell, in their order.

    A label ("HGV:", "Người được mời:") holds for the names after it up to the next semicolon or line. Doubt:
    ``mediators_not_split`` when a part is not a person's name; it stays whole.
    """
    barred: Parsed[tuple[MediatorText, ...]] | None = unreadable(cell)
    if barred is not None:
        return barred
    written = cell_lines(cell)
    if not written:
        return Parsed()
    mediators: list[MediatorText] = []
    sure = True
    for piece in split_pieces(written):
        people = _people(piece)
        sure = sure and all(looks_like_name(person.name) for person in people)
        mediators.extend(people)
    if not mediators:
        mediators, sure = [MediatorText(tidy(written))], False
    parsed = Parsed(tuple(mediators))
    return parsed if sure else parsed.doubted("mediators_not_split", written=tidy(written))


def _people(piece: str) -> list[MediatorText]:
    found = _LABEL.match(piece)
    rest = piece[found.end() :] if found else piece
    invited = bool(found and found["invited"])
    names = [name for name in _BETWEEN.split(rest) if name]
    if len(names) > 1 and all(looks_like_name(re.sub(r"\([^()]*\)", "", name)) for name in names):
        return [_person(name, invited=invited) for name in names]
    return [_person(rest, invited=invited)] if rest else []


def _person(text: str, *, invited: bool) -> MediatorText:
    first, *roles = _ROLE.split(text, maxsplit=1)
    named = parse_person_name(first).value
    if named is None or not looks_like_name(re.sub(r"\([^()]*\)", "", first)):
        return MediatorText(text, invited)
    is_guest = invited or bool(_INVITED.search(fold(named.remark)))
    remark = "" if _INVITED.search(fold(named.remark)) else named.remark
    role = "; ".join(part for part in (remark, *roles) if part)
    return MediatorText(named.text, is_guest, role, named.honorific)
