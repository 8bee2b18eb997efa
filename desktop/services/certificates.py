"""Certificates: from awards to numbered, printed sheets.

An award keeps a snapshot of every printed line; a decision, its signer and a number are written onto it before
anything is drawn, so that what was printed can be shown again in ten years.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from desktop.domain.access import Permission
from desktop.domain.awarding import Deed, is_decided, line_of, may_follow
from desktop.domain.errors import UserError
from desktop.domain.print_run import POSTHUMOUS, Scope
from desktop.pdf.certificate import SECOND_PASS, CertificateText, Stock, draw_sheets, look_over
from desktop.pdf.layout import Item, Layout, load_layout, shipped_layouts
from desktop.pdf.render import RenderedPage, page_count, render_page
from desktop.pdf.typesetting import FitProblem
from desktop.services.award_book import book, numbers_for
from desktop.services.award_money import money_values
from desktop.services.ceremony import ordered
from desktop.services.certificate_lines import (
    CommonLines,
    certificate_text,
    last_common_lines,
    left_open,
    open_items,
    times_printed,
    told_open,
)
from desktop.services.change import Change
from desktop.services.paper_asked import said_values
from desktop.services.paper_codes import code_within
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored

_MOST = 5_000
DEFAULT_LAYOUT = "giay-khen-a4-ngang"
READY = ("draft", "submitted", "decided", "printed")
"""The stages in which a certificate may be printed: sheets are often wanted before the decision is signed."""

SECOND_SAID = "In bổ sung số, ngày"
"""The reason that a second pass is noted with; nobody is asked for it."""

__all__ = [
    "CommonLines",
    "RenderedPage",
    "certificate_text",
    "last_common_lines",
    "page_count",
    "render_page",
]


class NoAwardsChosen(UserError):
    """Nothing was chosen to print."""

    code = "no_awards_chosen"


@dataclass(frozen=True)
class Candidate:
    """An award that can be printed.

    Attributes:
        number: its number in the book, None while it waits for one.
        times: how often its sheet came out.
    """

    id: str
    name: str
    kind: str
    unit: str
    stage: str
    number: int | None
    times: int = 0
    form: str = "giay_khen"
    posthumous: bool = False

    @property
    def scope(self) -> Scope:
        """Whose layout it is printed on."""
        return Scope(self.form, POSTHUMOUS if self.posthumous else self.kind)

    @property
    def decided(self) -> bool:
        return is_decided(self.stage)


@dataclass(frozen=True)
class Prospect:
    """What has to be asked before some awards are printed.

    Attributes:
        undecided: those that no decision stands behind.
        waiting: those that this computer could give a number, decided or not.
        again: those of which the same sheet came out before.
    """

    count: int
    undecided: frozenset[str]
    waiting: frozenset[str]
    again: frozenset[str]


@dataclass(frozen=True)
class Batch:
    """A drawn batch: one page for each award in ``awards``.

    Attributes:
        pdf: the paper itself; the preview shows it, the printer and the file get it.
        problems: by award, what does not fit; those awards are not in ``pdf``.
        squeezed: by award, the lines that were set smaller or on more lines than usual.
        lacking: by award, the lines that its sheet will still lack.
    """

    pdf: bytes
    awards: tuple[str, ...]
    problems: Mapping[str, tuple[FitProblem, ...]]
    squeezed: Mapping[str, frozenset[Item]] = field(default_factory=dict)
    lacking: Mapping[str, frozenset[Item]] = field(default_factory=dict)


def candidates(workspace: Workspace) -> list[Candidate]:
    """Awards that may be printed, in the order of the ceremony."""
    with workspace.reading(register="award") as reader:
        stored = reader.records.page("award", Selection(filters=(("stage", READY),)), 0, _MOST)
        stored = ordered(reader, workspace.catalogues, stored)
    award = workspace.registry["award"]
    said = [(row, said_values(award, row)) for row in stored]
    return [
        Candidate(
            row.id,
            shown["printed_name"] or "",
            row.values["recipient_kind"] or "individual",
            shown["printed_unit"] or "",
            row.values["stage"] or "draft",
            row.values["book_number"],
            times_printed(row.values),
            row.values["form"] or "giay_khen",
            bool(row.values["posthumous"]),
        )
        for row, shown in said
    ]


def layouts() -> list[Path]:
    """The layouts that can be chosen."""
    return shipped_layouts()


def default_layout() -> Layout:
    return load_layout(next(path for path in shipped_layouts() if path.stem == DEFAULT_LAYOUT))


def prospect(workspace: Workspace, awards: Sequence[str], *, second: bool = False) -> Prospect:
    """What printing these awards would mean; ``second`` for a pass that adds number and day only."""
    with workspace.reading(Permission.PRINT, "award") as reader:
        stored = reader.records.get_many("award", list(awards))
    rows = [stored[award] for award in awards if award in stored]
    open_ones = [row for row in rows if not is_decided(row.values["stage"])]
    waiting = [row.id for row in rows if row.values["book_number"] is None]
    return Prospect(
        len(rows),
        frozenset(row.id for row in open_ones),
        frozenset(waiting) if book(workspace).here else frozenset(),
        frozenset(row.id for row in rows if _is_again(row, second=second)),
    )


def _is_again(row: Stored, *, second: bool) -> bool:
    """Whether the very same was printed before; adding what was left open is no repetition."""
    if not times_printed(row.values):
        return False
    return left_open(row.values) == frozenset() if second else True


def decide(
    workspace: Workspace, awards: Sequence[str], lines: CommonLines, numbered: Container[str] | None = None
) -> Changes:
    """Writes the common lines onto the awards, and gives those in ``numbered`` that wait a number: one operation.

    Without ``numbered`` only awards with a decision behind them get one: a number is never taken back. It belongs to
    the station's book and the year of the decision, or of today while that is open; where another computer holds the
    book, the awards go on waiting for theirs.
    """
    if not awards:
        raise NoAwardsChosen()
    year = (lines.decision_on or workspace.today()).year
    with workspace.change("award.decide", Permission.PRINT, "award") as change:
        stored = change.writer.records.get_many("award", list(awards))
        decided = {award: _decided(change, stored[award], lines) for award in awards}
        asked = [
            stored[award]
            for award, values in decided.items()
            if (award in numbered if numbered is not None else _stands(stored[award], values))
        ]
        given = numbers_for(workspace, change, asked, year)
        numbers = {row.id: values for row, values in zip(asked, given, strict=True)}
        for award, values in decided.items():
            row = stored[award]
            written = {**values, **numbers.get(award, {})}
            written = {name: value for name, value in written.items() if row.values.get(name) != value}
            if written:
                change.edit("award", award, written)
        if not any(map(is_decided, (values.get("stage") for values in decided.values()))):
            change.action = "award.number" if any(given) else "award.lines"
        change.subject = str(len(awards))
    return change.result


def _stands(row: Stored, values: Mapping[str, Any]) -> bool:
    return is_decided(values.get("stage") or row.values["stage"])


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
    stocks: Layout | Stock | Mapping[str, Stock],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    *,
    leave_open: bool = False,
) -> Batch:
    """Draws the awards that fit, in the order given, from the lines they keep. Writes nothing.

    ``stocks``: the paper of all, or of each award.
    ``leave_open``: a number and a day that are not known yet get white paper for a second pass, not dots to write on.
    Raises :class:`NoAwardsChosen`, and :class:`Cancelled` when ``progress`` does.
    """
    if not awards:
        raise NoAwardsChosen()
    with workspace.reading(Permission.PRINT, "award") as reader:
        stored = reader.records.get_many("award", list(awards))
    on = _papers(awards, stocks)
    second = {award: Item.NAME not in stock.printing.items for award, stock in on.items()}
    texts = [
        replace(
            certificate_text(stored[award], lines),
            title=_title(workspace, stored[award]),
            left_out=_left_out(stored[award], lines, second=second[award], leave_open=leave_open),
        )
        for award in awards
    ]
    layouts = [on[award].layout for award in awards]
    seen = dict(zip(awards, look_over(zip(texts, layouts, strict=True)), strict=True))
    problems = {award: tuple(found) for award, (found, _) in seen.items() if found}
    squeezed = {award: items for award, (found, items) in seen.items() if items and not found}
    fitting = [(award, text) for award, text in zip(awards, texts, strict=True) if award not in problems]
    out = BytesIO()
    if fitting:
        draw_sheets(
            [(_with_code(workspace, text, on[award]), on[award]) for award, text in fitting],
            out,
            progress,
            sample=workspace.practice,
        )
    lacking = {
        award: _lacking(stored[award], lines, text.left_out, second=second[award]) for award, text in fitting
    }
    return Batch(out.getvalue(), tuple(award for award, _ in fitting), problems, squeezed, lacking)


def _papers(awards: Sequence[str], stocks: Layout | Stock | Mapping[str, Stock]) -> dict[str, Stock]:
    """The paper of each award."""
    if isinstance(stocks, Layout):
        stocks = Stock(stocks)
    return {award: stocks if isinstance(stocks, Stock) else stocks[award] for award in awards}


def _with_code(workspace: Workspace, text: CertificateText, stock: Stock) -> CertificateText:
    """Only where the layout has a place for a code: a formal giấy khen has none."""
    place = stock.layout.code
    if place is None or not stock.printing.code:
        return text
    return replace(text, code=code_within(workspace, text, place))


def _left_out(award: Stored, lines: CommonLines, *, second: bool, leave_open: bool) -> frozenset[Item]:
    """Items that are set and not printed: what is not known yet, and in a second pass what the sheet has already."""
    unknown = open_items(award.values, lines)
    if second:
        lacking = left_open(award.values) or SECOND_PASS
        return unknown | (SECOND_PASS - lacking)
    return unknown if leave_open else frozenset()


def _lacking(
    award: Stored, lines: CommonLines, left_out: frozenset[Item], *, second: bool
) -> frozenset[Item]:
    """What the sheet lacks after this print."""
    unknown = open_items(award.values, lines)
    if second:
        return unknown & (left_open(award.values) or SECOND_PASS)
    # Dots are written on by hand; a number in the book never has any.
    return unknown & (left_out | {Item.REGISTER_NUMBER})


def _title(workspace: Workspace, award: Stored) -> str:
    """What the paper calls itself: the form of the award, as the unit's own list names it."""
    return workspace.catalogues.label("award_form", award.values["form"] or "giay_khen", "vi").upper()


def printed(
    workspace: Workspace,
    awards: Sequence[str],
    reason: str = "",
    *,
    lacking: Mapping[str, frozenset[Item]] | None = None,
    second: bool = False,
) -> Changes:
    """Notes that the sheets came out: each counts, the stage of decided awards moves on, and the print is logged.

    ``reason`` is why some of them are printed again; ``lacking``, as the batch had it, what is left for a second pass.
    """
    with workspace.change("award.print", Permission.PRINT, "award") as change:
        stored = change.writer.records.get_many("award", list(awards))
        for award, row in stored.items():
            values: dict[str, Any] = {
                "printed_on": workspace.today().isoformat(),
                "print_count": times_printed(row.values) + 1,
                "left_open": told_open((lacking or {}).get(award, frozenset())),
            }
            if times_printed(row.values):
                again = _is_again(row, second=second)
                values["reprint_reason"] = reason if again else SECOND_SAID
            if may_follow(row.values["stage"], Deed.PRINT):
                values["stage"] = "printed"
            change.edit("award", award, values)
        change.subject = str(len(awards))
    workspace.log_access("print", ":".join(filter(None, ("award", str(len(awards)), reason))))
    return change.result
