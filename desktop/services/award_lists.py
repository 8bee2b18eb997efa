"""What is read out, signed and stuck on envelopes: calling and sign-off lists, labels, the book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from desktop.domain.paper import (
    Align,
    Column,
    Face,
    Head,
    Line,
    Part,
    PlainSheet,
    Signatures,
    Table,
)
from desktop.i18n.dates import short_date
from desktop.i18n.numbers import grouped
from desktop.pdf.wording import place_date_line
from desktop.services.award_book import BookLine
from desktop.services.award_dossier import VI, Dossier
from desktop.services.certificate_lines import reprints

_CALLING_NAME: Final = 20.0
_CALLING_TEXT: Final = 16.0
_LABEL_MM: Final = 40.0
_LABEL_SIZE: Final = 14.0
_BOOK_SIZE: Final = 8.5
_BOOK_MM: Final = (9, 20, 16, 18, 16, 22, 13, 13, 22, 22, None, 15, 16, 15)
_BOOK_HEADS: Final = (
    "book_number",
    "decision_number",
    "decision_on",
    "signer_name",
    "signer_title",
    "grantor",
    "form",
    "kind",
    "recipient",
    "unit",
    "achievement",
    "money",
    "handed_on",
    "note",
)


def calling(dossier: Dossier) -> PlainSheet:
    """Lời dẫn: who is called up, in large letters, kind after kind."""
    text = dossier.text
    parts: list[Part] = [text("calling.begin", grantor=dossier.grantor, occasion=dossier.occasion)]
    kind = ""
    for number, each in enumerate(dossier.recipients, start=1):
        if each.kind != kind:
            kind = each.kind
            parts += ["", Line(text(f"calling.{kind}"), Face.BOLD_ITALIC, _CALLING_TEXT)]
        name = f"{number}. {each.called.upper()}"
        tail = f" ({text('posthumously')})" if each.posthumous else ""
        parts.append(Line(name + tail, Face.BOLD, _CALLING_NAME))
        if each.line.unit:
            parts.append(Line(each.line.unit, Face.REGULAR, _CALLING_TEXT))
    return _plain(dossier, text("calling.title"), parts)


def sign_off(dossier: Dossier) -> PlainSheet:
    """Danh sách ký nhận: certificate, frame, money, and room to sign; the total in figures and words."""
    text = dossier.text
    columns = (
        Column(text("column.number"), mm=12, align=Align.CENTER),
        Column(text("column.name"), mm=55),
        Column(text("column.unit")),
        Column(text("column.certificate"), mm=20, align=Align.CENTER),
        Column(text("column.frame"), mm=18, align=Align.CENTER),
        Column(text("column.money"), mm=30, align=Align.RIGHT),
        Column(text("column.signature"), mm=38),
    )
    rows = [
        (
            str(at),
            each.called,
            each.line.unit,
            "01",
            "01",
            grouped(each.money) if each.money is not None else "",
            "",
        )
        for at, each in enumerate(dossier.recipients, start=1)
    ]
    money, count = dossier.money(), f"{len(rows):02d}"
    rows.append(("", text("total"), "", count, count, grouped(money.total), ""))
    parts: list[Part] = [Table(columns, rows, row_mm=10.0, bold=frozenset({len(rows) - 1}))]
    parts.append(Line(text("in_words", words=money.words)))
    if money.unknown:
        parts.append(Line(text("money.unknown", count=money.unknown), Face.ITALIC))
    parts.append(
        Signatures(
            (
                ((text("maker"), text("signing")), ""),
                ((text("payer"), text("signing")), ""),
                ((text("approver"), text("signing")), ""),
            ),
            place_date_line(dossier.station.place, None),
        )
    )
    return _plain(dossier, text("sign_off.title"), parts, landscape=True)


def labels(dossier: Dossier) -> PlainSheet:
    """Labels for envelopes, two beside each other, to be cut along the lines."""
    texts = [
        f"{dossier.text('label.to')}\n{each.called.upper()}\n{each.line.unit}" for each in dossier.recipients
    ]
    rows = [tuple([*texts[at : at + 2], ""][:2]) for at in range(0, len(texts), 2)]
    columns = (Column(""), Column(""))
    return PlainSheet(
        dossier.text("labels.title"),
        [Table(columns, rows, row_mm=_LABEL_MM, size=_LABEL_SIZE)],
        author=dossier.station.name,
    )


def book(dossier: Dossier, year: int, lines: Sequence[BookLine]) -> PlainSheet:
    """Sổ khen thưởng of a year; a number whose award was not handed over keeps its line."""
    text = dossier.text
    columns = tuple(
        Column(text(f"book.{name}"), mm=mm, align=Align.CENTER if mm and mm <= 15 else Align.LEFT)
        for name, mm in zip(_BOOK_HEADS, _BOOK_MM, strict=True)
    )
    rows = [_book_row(dossier, line) for line in lines]
    parts: list[Part] = [Table(columns, rows, size=_BOOK_SIZE)]
    parts.append(
        Signatures(
            (
                ((text("keeper"), text("signing")), ""),
                ((text("chief", unit=dossier.station.name), text("signing")), ""),
            ),
            place_date_line(dossier.station.place, dossier.today),
        )
    )
    subtitle = text("book.year", year=year, count=len(rows))
    return _plain(dossier, text("book.title"), parts, subtitle, landscape=True)


def _book_row(dossier: Dossier, line: BookLine) -> tuple[str, ...]:
    values, label = line.values, dossier.catalogues.label
    return (
        str(line.number),
        values["decision_number"] or "",
        _day(values["decision_on"]),
        f"{values['signer_rank'] or ''} {values['signer_name'] or ''}".strip(),
        values["signer_title"] or "",
        values["grantor"] or "",
        label("award_form", values["form"] or "giay_khen", VI),
        label("recipient_kind", values["recipient_kind"] or "individual", VI),
        f"{values['honorific'] or ''} {values['printed_name'] or ''}".strip(),
        values["printed_unit"] or "",
        values["achievement"] or "",
        grouped(values["money"]) if values["money"] is not None else "",
        _day(values["handed_on"]),
        book_note(dossier, line),
    )


def book_note(dossier: Dossier, line: BookLine) -> str:
    """What is to be said of a line, from what became of its award to what a person noted."""
    values, said = line.values, []
    if values["stage"] == "revoked":
        said.append(dossier.text("book.revoked", number=values["revocation_number"] or ""))
    elif not line.given:
        said.append(dossier.text("book.not_handed"))
    if values["correction_number"]:
        said.append(dossier.text("book.corrected", number=values["correction_number"]))
    if values["posthumous"]:
        said.append(dossier.text("posthumously"))
    if count := reprints(values):
        facts = {"count": count, "reason": values["reprint_reason"] or ""}
        said.append(dossier.text("book.reprinted" if facts["reason"] else "book.reprinted.bare", **facts))
    return "; ".join([*said, *([values["note"]] if values["note"] else [])])


def _day(value: str | None) -> str:
    return short_date(date.fromisoformat(value)) if value else ""


def _plain(
    dossier: Dossier, title: str, parts: Sequence[Part], subtitle: str = "", *, landscape: bool = False
) -> PlainSheet:
    station, paper = dossier.station, dossier.paper
    said = (dossier.text("of_set", name=paper["name"]),) if paper.get("name") else ()
    return PlainSheet(
        title,
        parts,
        subtitle,
        Head(station.upper_name, station.name, said),
        landscape=landscape,
        author=station.name,
    )
