"""Bản dò: every printed line with a number of its own, thirty a page, so that a mistake is told by its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.domain.paper import Align, Column, Face, Line, Part, PlainSheet, Signatures, Table
from desktop.services.award_dossier import Dossier

_SIZE: Final = 13.9
"""A page under its head of a table holds thirty lines of this size, as long as each fits the width."""


@dataclass(frozen=True)
class ProofLine:
    """A line that is read aloud: whose certificate it stands on, and whether it is the name."""

    award: str
    text: str
    is_name: bool = False


def proof_lines(dossier: Dossier) -> list[ProofLine]:
    """The lines that are printed, one below the other; what all have in common is not said for each."""
    common = common_achievement(dossier)
    found: list[ProofLine] = []
    for each in dossier.recipients:
        tail = f" ({dossier.text('posthumously')})" if each.posthumous else ""
        found.append(ProofLine(each.id, each.called + tail, is_name=True))
        rest = (each.line.unit, "" if common else each.line.achievement)
        found += [ProofLine(each.id, " ".join(text.split())) for text in rest if text.strip()]
    return found


def common_achievement(dossier: Dossier) -> str:
    """The achievement, where all are awarded for the same."""
    found = {each.line.achievement for each in dossier.recipients}
    return next(iter(found)) if len(found) == 1 else ""


def proof(dossier: Dossier) -> PlainSheet:
    """Large, to be read aloud by one and ticked line by line by another."""
    text, lines, common = dossier.text, proof_lines(dossier), common_achievement(dossier)
    columns = (
        Column(text("column.number"), mm=14, align=Align.CENTER),
        Column(text("column.printed")),
        Column(text("column.tick"), mm=16, align=Align.CENTER),
    )
    parts: list[Part] = [Line(text("proof.hint"), Face.ITALIC)]
    if common:
        parts.append(Line(text("proof.common", achievement=common)))
    rows = [(str(number), each.text, "") for number, each in enumerate(lines, start=1)]
    names = frozenset(at for at, each in enumerate(lines) if each.is_name)
    parts.append(Table(columns, rows, bold=names, size=_SIZE))
    signing = text("signing")
    parts.append(Signatures((((text("proof.reader"), signing), ""), ((text("proof.checker"), signing), ""))))
    name = str(dossier.paper.get("name") or "")
    subtitle = text("of_set", name=name) if name else ""
    return PlainSheet(text("proof.title"), parts, subtitle, author=dossier.station.name)
