"""The submission, the decision and the invitation, laid out as Nghị định 30/2020/NĐ-CP, Phụ lục I has papers.

What they say is the program's proposal and may be changed in Word; none of it is an official form.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

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
    PageBreak,
    Part,
    PlainSheet,
    Table,
    signing_titles,
)
from desktop.i18n.dates import long_date
from desktop.pdf.wording import place_date_line
from desktop.services.award_dossier import DOTS, MOTTO, VI, Dossier, Recipient

_LIST_TITLE: Final = 14.0
_FIRST_NUMBER: Final = re.compile(r"^(\d)(?=\D|$)")


def padded(number: str) -> str:
    """A number below 10 gets a zero before it: "08/TTr-CAP" (Phụ lục I)."""
    return _FIRST_NUMBER.sub(r"0\1", number.strip())


def submission(dossier: Dossier) -> PlainSheet:
    """Tờ trình with its list."""
    text, station = dossier.text, dossier.station
    on = dossier.day("submission_on")
    receiver = str(dossier.paper.get("receivers") or dossier.grantor)
    facts = {
        "unit": station.name,
        "receiver": receiver,
        "forms": dossier.forms(),
        "counts": dossier.counts(),
        "occasion": dossier.occasion,
    }
    parts: list[Part] = [Line(text("dear", receiver=receiver), align=Align.CENTER), ""]
    if dossier.bases:
        parts.append(Bases(dossier.bases))
    parts += [text("submission.why", **facts), text("submission.what", **facts)]
    parts += [*_posthumous(dossier), text("submission.ask", **facts)]
    parts.append(
        Closing(
            (text("receivers.above"), text("receivers.file")),
            signing_titles(dossier.chief_title),
            dossier.chief,
        )
    )
    parts += _annex(dossier, text("list.proposed"), _of_paper(dossier, "submission"))
    head = Head(
        station.upper_name,
        station.name,
        MOTTO,
        national=True,
        number=text("number", number=padded(str(dossier.paper.get("submission_number") or "")) or DOTS),
        place_date=place_date_line(station.place, on),
    )
    subtitle = text("submission.about", counts=dossier.counts())
    return PlainSheet(text("submission.title"), parts, subtitle, head, author=station.name)


def decision(dossier: Dossier) -> PlainSheet:
    """Quyết định khen thưởng with its list; what is not known yet is left open."""
    text = dossier.text
    place = str(dossier.paper.get("place") or dossier.station.place)
    facts = {"forms": dossier.forms(), "counts": dossier.counts(), "occasion": dossier.occasion}
    parts: list[Part] = [Line(dossier.grantor.upper(), Face.BOLD, align=Align.CENTER), ""]
    parts.append(Bases((*dossier.bases, _asked(dossier))))
    parts.append(Line(text("decides"), Face.BOLD, align=Align.CENTER))
    parts += [Heading(text("decision.one", **facts), 2), text("decision.one.text", **facts)]
    parts += _posthumous(dossier)
    parts += [Heading(text("decision.two"), 2), _money(dossier)]
    parts += [Heading(text("decision.three"), 2), text("decision.three.text")]
    rank, name = str(dossier.paper.get("signer_rank") or ""), str(dossier.paper.get("signer_name") or "")
    titles = signing_titles(str(dossier.paper.get("signer_title") or dossier.grantor))
    parts.append(Closing((text("receivers.three"), text("receivers.file")), titles, f"{rank} {name}".strip()))
    parts += _annex(dossier, text("list.decided"), _of_paper(dossier, "decision"))
    head = Head(
        "",
        dossier.issuer,
        MOTTO,
        national=True,
        number=text("number", number=padded(str(dossier.paper.get("decision_number") or "")) or DOTS),
        place_date=place_date_line(place, dossier.day("decision_on")),
    )
    return PlainSheet(
        text("decision.title"),
        parts,
        text("decision.about", counts=dossier.counts()),
        head,
        author=dossier.issuer,
    )


def invitation(dossier: Dossier, guest: Recipient | None) -> PlainSheet:
    """Giấy mời to the ceremony, for one recipient or with an open name."""
    text, station = dossier.text, dossier.station
    on = dossier.day("ceremony_on")
    when = long_date("", on) if on is not None else text("open_day", dots="……", long_dots=DOTS)
    facts = {
        "unit": station.name,
        "guest": guest.called if guest is not None else DOTS,
        "what": guest.line.unit if guest is not None else DOTS,
        "time": str(dossier.paper.get("ceremony_time") or DOTS),
        "day": when,
        "place": str(dossier.paper.get("ceremony_place") or DOTS),
        "occasion": dossier.occasion,
    }
    parts: list[Part] = [
        text("invitation.asks", **facts),
        text("invitation.what", **facts),
        text("invitation.occasion", **facts),
        text("invitation.time", **facts),
        text("invitation.place", **facts),
        text("invitation.end", **facts),
        Closing(
            (text("receivers.invited"), text("receivers.file")),
            signing_titles(dossier.chief_title),
            dossier.chief,
        ),
    ]
    head = Head(
        station.upper_name,
        station.name,
        MOTTO,
        national=True,
        number=text("number", number=DOTS),
        place_date=place_date_line(station.place, None),
    )
    return PlainSheet(text("invitation.title"), parts, text("invitation.about"), head, author=station.name)


def _asked(dossier: Dossier) -> str:
    """The last of the bases: who proposed it, by which submission."""
    number, on = padded(str(dossier.paper.get("submission_number") or "")), dossier.day("submission_on")
    unit = dossier.station.name
    if not number or on is None:
        return dossier.text("base.asked", unit=unit)
    return dossier.text("base.asked.by", unit=unit, number=number, day=long_date("", on))


def _money(dossier: Dossier) -> str:
    money = dossier.money()
    if money.unknown or not money.total:
        return dossier.text("decision.two.open")
    return dossier.text("decision.two.text", figures=money.figures, words=money.words)


def _posthumous(dossier: Dossier) -> list[Part]:
    names = [each.called for each in dossier.recipients if each.posthumous]
    return [dossier.text("posthumous", names=", ".join(names))] if names else []


def _of_paper(dossier: Dossier, which: str) -> str:
    number = padded(str(dossier.paper.get(f"{which}_number") or "")) or DOTS
    on: date | None = dossier.day(f"{which}_on")
    day = long_date("", on) if on is not None else dossier.text("open_day", dots="……", long_dots=DOTS)
    issuer = dossier.station.name if which == "submission" else dossier.grantor
    return dossier.text(f"annex.{which}", number=number, day=day, issuer=issuer)


def _annex(dossier: Dossier, title: str, of: str) -> list[Part]:
    """The list, on pages of its own, part after part in the order of the ceremony."""
    text = dossier.text
    columns = (
        Column(text("column.number"), mm=12, align=Align.CENTER),
        Column(text("column.name"), mm=46),
        Column(text("column.unit"), share=1.0),
        Column(text("column.achievement"), share=1.2),
    )
    rows: list[tuple[str, ...]] = []
    heads: set[int] = set()
    kind = ""
    for number, each in enumerate(dossier.recipients, start=1):
        if each.kind != kind:
            kind = each.kind
            heads.add(len(rows))
            rows.append(("", dossier.catalogues.label("recipient_kind", kind, VI), "", ""))
        rows.append((str(number), each.called, each.line.unit, each.line.achievement))
    return [
        PageBreak(),
        Line(title.upper(), Face.BOLD, _LIST_TITLE, Align.CENTER),
        Line(of, Face.ITALIC, align=Align.CENTER),
        "",
        Table(columns, rows, bold=frozenset(heads), size=CELL_SIZE),
    ]
