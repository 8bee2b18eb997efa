"""Certificates: from awards to numbered, printed sheets.

An award keeps a snapshot of every printed line; a decision, its signer and a number are written onto it before
anything is drawn, so that what was printed can be shown again in ten years.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from desktop.base.collation import collation_key
from desktop.domain.access import Permission
from desktop.domain.awarding import Deed, ceremony_place, is_decided, line_of, may_follow
from desktop.domain.errors import UserError
from desktop.pdf.certificate import (
    CONFERRED,
    CONFERRED_POSTHUMOUSLY,
    ON_PLAIN_PAPER,
    CertificateText,
    Printing,
    draw_certificates,
    look_over,
)
from desktop.pdf.layout import Item, Layout, Recipient, load_layout, shipped_layouts
from desktop.pdf.render import RenderedPage, one_page, page_count, render_page
from desktop.pdf.typesetting import FitProblem
from desktop.pdf.wording import decision_line, place_date_line, register_line
from desktop.services.award_book import numbers_for
from desktop.services.award_money import money_values
from desktop.services.paper_codes import code_for
from desktop.services.views import Changes
from desktop.services.workspace import Change, Workspace
from desktop.store.records import Selection, Stored
from desktop.system.atomic import write_atomic

DEFAULT_LAYOUT = "giay-khen-a4-ngang"
READY = ("draft", "submitted", "decided", "printed")
"""The stages in which a certificate may be printed: sheets are often wanted before the decision is signed."""

_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME = 80

__all__ = ["RenderedPage", "page_count", "render_page"]


class NoAwardsChosen(UserError):
    """Nothing was chosen to print."""

    code = "no_awards_chosen"


@dataclass(frozen=True)
class Candidate:
    """An award that can be printed. ``number`` is its number in the book, None while it waits for one."""

    id: str
    name: str
    kind: str
    unit: str
    stage: str
    number: int | None


@dataclass(frozen=True)
class CommonLines:
    """What all certificates of a batch share. Empty texts and None are left open on the paper.

    Attributes:
        issuer: who awards, in capitals as it is printed.
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


@dataclass(frozen=True)
class Batch:
    """A drawn batch: one page for each award in ``awards``.

    Attributes:
        pdf: the paper itself; the preview shows it, the printer and the file get it.
        problems: by award, what does not fit; those awards are not in ``pdf``.
        squeezed: by award, the lines that were set smaller or on more lines than usual.
    """

    pdf: bytes
    awards: tuple[str, ...]
    problems: Mapping[str, tuple[FitProblem, ...]]
    squeezed: Mapping[str, frozenset[Item]] = field(default_factory=dict)


def candidates(workspace: Workspace) -> list[Candidate]:
    """Awards that are not revoked, in the order of the ceremony: by kind, then unit, then name."""
    with workspace.reading(register="award") as reader:
        stored = reader.records.page(
            "award", Selection(filters=(("stage", READY),), sort="printed_name"), 0, 5000
        )
    found = [
        Candidate(
            row.id,
            row.values["printed_name"] or "",
            row.values["recipient_kind"] or "individual",
            row.values["printed_unit"] or "",
            row.values["stage"] or "draft",
            row.values["book_number"],
        )
        for row in stored
    ]
    return sorted(found, key=lambda each: (ceremony_place(each.kind), collation_key(each.unit)))


def layouts() -> list[Path]:
    """The layouts that can be chosen."""
    return shipped_layouts()


def default_layout() -> Layout:
    return load_layout(next(path for path in shipped_layouts() if path.stem == DEFAULT_LAYOUT))


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


def decide(workspace: Workspace, awards: Sequence[str], lines: CommonLines) -> Changes:
    """Writes the common lines onto the awards, and numbers those that wait for one: one operation.

    A number belongs to the station's book and the year of the decision, or of today while that is open; where another
    computer holds the book, the awards go on waiting for theirs.
    """
    if not awards:
        raise NoAwardsChosen()
    year = (lines.decision_on or workspace.today()).year
    with workspace.change("award.decide", Permission.PRINT, "award") as change:
        stored = change.writer.records.get_many("award", list(awards))
        rows = [stored[award] for award in awards]
        for row, numbered in zip(rows, numbers_for(workspace, change, rows, year), strict=True):
            values = {**_decided(change, row, lines), **numbered}
            values = {name: value for name, value in values.items() if row.values.get(name) != value}
            if values:
                change.edit("award", row.id, values)
        change.subject = str(len(awards))
    return change.result


def _decided(change: Change, row: Stored, lines: CommonLines) -> dict[str, Any]:
    values: dict[str, Any] = {
        "grantor": lines.issuer,
        "signer_title": lines.signer_title,
        "signer_name": lines.signer_name,
        "place": lines.place,
        "decision_number": lines.decision_number or None,
        "decision_on": lines.decision_on.isoformat() if lines.decision_on else None,
    }
    if is_decided(row.values["stage"]):
        # What was decided stands; only what it left open is filled in.
        return {name: value for name, value in values.items() if value and not row.values[name]}
    if lines.decision_number and lines.decision_on and may_follow(row.values["stage"], Deed.DECIDE):
        values |= {"stage": "decided", "decided_lines": line_of(row.values).text()}
        values |= money_values(change.writer, row, lines.decision_on)
    return values


def draw(
    workspace: Workspace,
    awards: Sequence[str],
    lines: CommonLines,
    layout: Layout,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    printing: Printing = ON_PLAIN_PAPER,
) -> Batch:
    """Draws the awards that fit, in the order given, from the lines they keep. Writes nothing.

    Raises :class:`NoAwardsChosen`, and :class:`Cancelled` when ``progress`` does.
    """
    if not awards:
        raise NoAwardsChosen()
    with workspace.reading(Permission.PRINT, "award") as reader:
        stored = reader.records.get_many("award", list(awards))
    texts = [
        replace(certificate_text(stored[award], lines), title=_title(workspace, stored[award]))
        for award in awards
    ]
    seen = dict(zip(awards, look_over(texts, layout), strict=True))
    problems = {award: tuple(found) for award, (found, _) in seen.items() if found}
    squeezed = {award: items for award, (found, items) in seen.items() if items and not found}
    fitting = [(award, text) for award, text in zip(awards, texts, strict=True) if award not in problems]
    out = BytesIO()
    if fitting:
        drawn = [text for _, text in fitting]
        if layout.code is not None:
            # Only where the layout has a place for it: a formal giấy khen has none.
            drawn = [replace(text, code=code_for(workspace, text)) for text in drawn]
        draw_certificates(drawn, layout, out, progress, replace(printing, sample=workspace.practice))
    return Batch(out.getvalue(), tuple(award for award, _ in fitting), problems, squeezed)


def save_each(
    awards: Sequence[str],
    names: Mapping[str, str],
    drawn: Batch,
    folder: Path,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Writes a PDF for each page of a batch, ``001 Đỗ Văn Nhẫn.pdf``, and gives how many.

    Raises what the disk refuses, and :class:`Cancelled` when ``progress`` does; files written by then stay.
    """
    for number, award in enumerate(awards, start=1):
        name = _NOT_IN_A_NAME.sub(" ", names[award]).strip()[:_LONGEST_NAME]
        page = one_page(drawn.pdf, drawn.awards.index(award))
        write_atomic(folder / f"{number:03d} {name}.pdf", page)
        progress(number, len(awards))
    return len(awards)


def _title(workspace: Workspace, award: Stored) -> str:
    """What the paper calls itself: the form of the award, as the unit's own list names it."""
    return workspace.catalogues.label("award_form", award.values["form"] or "giay_khen", "vi").upper()


def certificate_text(award: Stored, lines: CommonLines) -> CertificateText:
    """Every printed line of an award: its own where it keeps one, else the batch's."""
    values = award.values
    decided = values["decision_on"]
    on = date.fromisoformat(decided) if decided else lines.decision_on
    number = values["book_number"]
    year = values["book_year"] or (on.year if on else 0)
    return CertificateText(
        kind=Recipient(values["recipient_kind"] or "individual"),
        issuer=values["grantor"] or lines.issuer,
        honorific=values["honorific"] or "",
        name=values["printed_name"] or "",
        position=values["printed_unit"] or "",
        achievement=values["achievement"] or "",
        place_date=place_date_line(values["place"] or lines.place, on),
        decision=decision_line(lines.decision_label, values["decision_number"] or lines.decision_number, on),
        register_number=register_line(lines.register_label, str(number), year) if number else "",
        signer_title=values["signer_title"] or lines.signer_title,
        signer_name=values["signer_name"] or lines.signer_name,
        conferral=CONFERRED_POSTHUMOUSLY if values["posthumous"] else CONFERRED,
    )


def printed(workspace: Workspace, awards: Sequence[str]) -> Changes:
    """Notes that the sheets came out: the stage of decided awards moves on, and the print is logged."""
    with workspace.change("award.print", Permission.PRINT, "award") as change:
        stored = change.writer.records.get_many("award", list(awards))
        for award, row in stored.items():
            if may_follow(row.values["stage"], Deed.PRINT):
                today = workspace.today().isoformat()
                change.edit("award", award, {"stage": "printed", "printed_on": today})
        change.subject = str(len(awards))
    workspace.log_access("print", f"award:{len(awards)}")
    return change.result
