"""The lines of one certificate: those that an award keeps, those of its batch, and those that are still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.domain.paper import signing_titles
from desktop.pdf.certificate import CONFERRED, CONFERRED_POSTHUMOUSLY, SECOND_PASS, CertificateText
from desktop.pdf.layout import Item, Recipient
from desktop.pdf.wording import decision_line, place_date_line, register_line
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored


@dataclass(frozen=True)
class CommonLines:
    """What all certificates of a batch share. Empty texts and None are left open on the paper.

    Attributes:
        issuer: who awards, in capitals as it is printed.
        signer_title: two lines with a stroke between them: "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH".
        place: the place before the date.
        decision_number: as văn thư gives it, such as "15/QĐ-UBND".
        decision_label, register_label: the words before the numbers; a unit's own habit.
    """

    issuer: str
    signer_title: str
    signer_name: str
    place: str
    decision_number: str = ""
    decision_on: date | None = None
    decision_label: str = "Số quyết định"
    register_label: str = "Số vào sổ khen thưởng"


def last_common_lines(workspace: Workspace) -> CommonLines:
    """What the latest decided award was printed with, to begin the next batch with."""
    with workspace.reading(register="award") as reader:
        latest = reader.records.page("award", Selection(sort="decision_on", descending=True), 0, 1)
    values = latest[0].values if latest else {}
    station = workspace.station
    return CommonLines(
        values.get("grantor") or "CHỦ TỊCH ỦY BAN NHÂN DÂN",
        values.get("signer_title") or "CHỦ TỊCH",
        values.get("signer_name") or "",
        values.get("place") or station.place,
    )


def certificate_text(award: Stored, lines: CommonLines) -> CertificateText:
    """Every printed line of an award: its own where it keeps one, else the batch's."""
    values = award.values
    decided = _decided_on(values, lines)
    number = values["book_number"]
    year = values["book_year"] or (decided.year if decided else 0)
    return CertificateText(
        kind=Recipient(values["recipient_kind"] or "individual"),
        issuer=values["grantor"] or lines.issuer,
        honorific=values["honorific"] or "",
        name=values["printed_name"] or "",
        position=values["printed_unit"] or "",
        achievement=values["achievement"] or "",
        place_date=place_date_line(values["place"] or lines.place, decided),
        decision=decision_line(
            lines.decision_label, values["decision_number"] or lines.decision_number, decided
        ),
        register_number=register_line(lines.register_label, str(number), year) if number else "",
        signer_title="\n".join(signing_titles(values["signer_title"] or lines.signer_title)),
        signer_name=" ".join(
            filter(None, (values["signer_rank"], values["signer_name"] or lines.signer_name))
        ),
        conferral=CONFERRED_POSTHUMOUSLY if values["posthumous"] else CONFERRED,
    )


def open_items(values: Mapping[str, Any], lines: CommonLines) -> frozenset[Item]:
    """Those of the lines of a second pass that cannot be said yet."""
    unknown = set()
    if _decided_on(values, lines) is None:
        unknown |= {Item.DECISION, Item.PLACE_DATE}
    if not (values["decision_number"] or lines.decision_number):
        unknown.add(Item.DECISION)
    if values["book_number"] is None:
        unknown.add(Item.REGISTER_NUMBER)
    return frozenset(unknown)


def left_open(values: Mapping[str, Any]) -> frozenset[Item] | None:
    """What the sheet of an award still lacks; None where it was printed before anybody noted it."""
    if not values["print_count"]:
        return None
    kept = str(values["left_open"] or "").split(",")
    return frozenset(item for item in SECOND_PASS if item.value in kept)


def told_open(items: frozenset[Item]) -> str | None:
    """The same as an award keeps it."""
    return ",".join(sorted(item.value for item in items)) or None


def times_printed(values: Mapping[str, Any]) -> int:
    """How often the sheet of an award came out; before that was counted, whether it did."""
    return int(values["print_count"] or (1 if values["printed_on"] else 0))


def reprints(values: Mapping[str, Any]) -> int:
    """How often the sheet of an award went through a printer once more, a second pass among them."""
    return max(0, times_printed(values) - 1)


def _decided_on(values: Mapping[str, Any], lines: CommonLines) -> date | None:
    decided = values["decision_on"]
    return date.fromisoformat(decided) if decided else lines.decision_on
