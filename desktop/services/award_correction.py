"""Quyết định đính chính: what the decision said of each recipient, and what it is to say. A proposal to be signed."""

from __future__ import annotations

from datetime import date
from typing import Final

from desktop.domain.awarding import LINE_FIELDS, PrintedLine, line_of
from desktop.domain.errors import UserError
from desktop.domain.paper import (
    CELL_SIZE,
    Align,
    Bases,
    Closing,
    Column,
    Face,
    Head,
    Heading,
    Line,
    Part,
    PlainSheet,
    Table,
    signing_titles,
)
from desktop.i18n.dates import long_date
from desktop.pdf.wording import place_date_line
from desktop.services.award_dossier import DOTS, MOTTO, Dossier, Recipient
from desktop.services.award_letters import padded

_LAST: Final = len(LINE_FIELDS) - 1


class NothingToCorrect(UserError):
    """The lines of these awards are still those of their decision."""

    code = "nothing_to_correct"


def correction(dossier: Dossier) -> PlainSheet:
    """Of those whose line is not that of the decision any more. Raises :class:`NothingToCorrect`."""
    wrong = [each for each in dossier.recipients if decided_line(each) not in (None, each.line)]
    if not wrong:
        raise NothingToCorrect()
    text, values = dossier.text, wrong[0].values
    decision = _numbered(dossier, str(values["decision_number"] or ""), values["decision_on"])
    facts = {"decision": decision, "grantor": dossier.grantor}
    columns = (
        Column(text("column.number"), mm=12, align=Align.CENTER),
        Column(text("correction.was")),
        Column(text("correction.is")),
    )
    rows = [
        (str(number), _told(decided_line(each) or each.line), _told(each.line))
        for number, each in enumerate(wrong, start=1)
    ]
    parts: list[Part] = [
        Line(dossier.grantor.upper(), Face.BOLD, align=Align.CENTER),
        "",
        Bases(
            (*dossier.bases, text("correction.base", **facts), text("base.asked", unit=dossier.station.name))
        ),
        Line(text("decides"), Face.BOLD, align=Align.CENTER),
        Heading(text("correction.one"), 2),
        text("correction.one.text", **facts),
        Table(columns, rows, size=CELL_SIZE),
        Heading(text("correction.two"), 2),
        text("correction.two.text", **facts),
        Heading(text("decision.three"), 2),
        text("decision.three.text"),
    ]
    rank, name = str(dossier.paper.get("signer_rank") or ""), str(dossier.paper.get("signer_name") or "")
    titles = signing_titles(str(dossier.paper.get("signer_title") or dossier.grantor))
    parts.append(Closing((text("receivers.three"), text("receivers.file")), titles, f"{rank} {name}".strip()))
    place = str(dossier.paper.get("place") or dossier.station.place)
    head = Head(
        "",
        dossier.issuer,
        MOTTO,
        national=True,
        number=text("number", number=padded(str(values["correction_number"] or "")) or DOTS),
        place_date=place_date_line(place, _day(values["correction_on"])),
    )
    about = text("correction.about", **facts)
    return PlainSheet(text("decision.title"), parts, about, head, author=dossier.issuer)


def decided_line(recipient: Recipient) -> PrintedLine | None:
    """The line as it stood in the decision; None where nobody kept it."""
    kept = recipient.values["decided_lines"]
    if not kept:
        return None
    parts = [*str(kept).split("\n", _LAST), *[""] * len(LINE_FIELDS)]
    return line_of(dict(zip(LINE_FIELDS, parts, strict=False)))


def _told(line: PrintedLine) -> str:
    return "\n".join(filter(None, (f"{line.honorific} {line.name}".strip(), line.unit, line.achievement)))


def _day(on: str | None) -> date | None:
    return date.fromisoformat(on) if on else None


def _numbered(dossier: Dossier, number: str, on: str | None) -> str:
    """ "15/QĐ-UBND ngày 20 tháng 11 năm 2026"."""
    day = _day(on)
    said = long_date("", day) if day else dossier.text("open_day", dots="……", long_dots=DOTS)
    return f"{padded(number) or DOTS} {said}"
