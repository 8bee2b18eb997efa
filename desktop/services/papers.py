"""The papers that are made of a record: one table says which register has which, who may draw it, and how.

What is shown is the very paper that is printed or kept as a file; most go to Word too. None is an official form.
Paper is Vietnamese whatever the language of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Final, TypeAlias

from desktop.domain.access import Permission
from desktop.domain.fields import Kind
from desktop.domain.paper import A4_MM, PlainSheet
from desktop.i18n.catalogue import Catalogue
from desktop.office.letters import write_letter
from desktop.pdf.cards import draw_cards
from desktop.pdf.certificate import Printing, Progress, draw_certificates
from desktop.pdf.render import RenderedPage, page_count, render_page
from desktop.pdf.sheet import draw_letters, draw_sheet
from desktop.services.group_papers import (
    group_decision,
    group_decision_asks,
    invitation_asks,
    invitations,
    member_decision,
    member_decision_asks,
)
from desktop.services.mediation_book import MEDIATION, book_asks, mediation_book
from desktop.services.member_cards import Cards, cards_asks, group_cards, member_card
from desktop.services.member_pictures import Pictures
from desktop.services.paper_asked import Answers, Asked, said
from desktop.services.paper_kinds import OFFERS, PaperKind
from desktop.services.paper_texts import VI, keep, kept
from desktop.services.recognition_paper import (
    is_recognised,
    recognition_asks,
    recognition_certificate,
    recognition_layout,
)
from desktop.services.settlement_minutes import is_settled, minutes_asks, settlement_minutes
from desktop.services.workspace import Workspace
from desktop.store.records import Stored
from desktop.system.atomic import write_atomic

__all__ = ["PAPERS", "Asked", "Document", "PaperKind", "RenderedPage", "render_page"]


@dataclass(frozen=True)
class Document:
    """A drawn paper.

    Attributes:
        about: the record it is made of.
        count: the records, letters or cards on it.
        reason: why confidential matter is on it; nothing for a paper without.
        width_mm, height_mm: of every page.
        letter: what Word gets, where the paper goes there too.
        pictures: of cards, what a folder of pictures had for them, where one was named.
    """

    kind: PaperKind
    about: str
    count: int
    reason: str
    pages: int
    width_mm: float
    height_mm: float
    pdf: bytes = field(repr=False)
    letter: PlainSheet | None = field(default=None, repr=False)
    pictures: Pictures | None = None


@dataclass(frozen=True)
class _Drawn:
    pdf: bytes
    count: int
    size: tuple[float, float]
    letter: PlainSheet | None = None
    pictures: Pictures | None = None


_Draw: TypeAlias = Callable[[Workspace, str, Answers], _Drawn]


@dataclass(frozen=True)
class _Paper:
    """How a paper is made.

    Attributes:
        asks: what is to be asked first; the record is empty for a paper that is asked for over a list.
        fits: which of the records have it.
    """

    asks: Callable[[Workspace, str], tuple[Asked, ...]]
    draw: _Draw
    fits: Callable[[Stored], bool] = lambda _: True


def offered(workspace: Workspace, register: str, record: str) -> tuple[PaperKind, ...]:
    """The papers that this user may have of a record; none for one that is no longer followed."""
    with workspace.reading(register=register) as reader:
        row = reader.records.get(register, record)
    if row is None or row.standing != "active":
        return ()
    return tuple(
        kind
        for kind, offer in OFFERS.items()
        if offer.register == register and offer.open_to(workspace) and PAPERS[kind].fits(row)
    )


def questions(workspace: Workspace, kind: PaperKind, record: str = "") -> tuple[Asked, ...]:
    """What to ask before drawing: proposals, and the blocks of text as this computer last had them.

    Raises :class:`NotAllowed` and :class:`RecordGone`.
    """
    asks = _let_in(workspace, kind).asks(workspace, record)
    return tuple(
        replace(each, value=kept(workspace, kind.value, each.name, str(each.value)))
        if each.kind is Kind.LONG_TEXT and each.value
        else each
        for each in asks
    )


def draw(
    workspace: Workspace,
    kind: PaperKind,
    record: str,
    answers: Answers,
    progress: Progress = lambda _done, _total: None,
) -> Document:
    """Draws a paper; the look at what is confidential on it is logged with its reason.

    Raises :class:`NotAllowed`, :class:`RecordGone` and what does not fit on the paper; whatever ``progress`` raises
    stops it before anybody could have looked.
    """
    paper, needs = _let_in(workspace, kind), OFFERS[kind].needs
    drawn = paper.draw(workspace, record, answers)
    progress(1, 1)
    about = record or said(answers, "group")
    reason = said(answers, "reason") if needs is Permission.REVEAL else ""
    document = Document(
        kind,
        about,
        drawn.count,
        reason,
        page_count(drawn.pdf),
        *drawn.size,
        drawn.pdf,
        drawn.letter,
        drawn.pictures,
    )
    blocks = {each.name: str(each.value) for each in _blocks(paper.asks(workspace, record))}
    keep(
        workspace,
        kind.value,
        {name: (proposed, str(answers.get(name) or "")) for name, proposed in blocks.items()},
    )
    if needs is Permission.REVEAL:
        workspace.log_access("reveal", _subject(document))
    return document


def save_pdf(workspace: Workspace, document: Document, path: Path) -> None:
    """Writes it to a file; it is logged. Raises what :func:`write_atomic` does."""
    _let_in(workspace, document.kind)
    write_atomic(path, document.pdf)
    paper_left(workspace, document, "export")


def save_word(workspace: Workspace, document: Document, path: Path) -> None:
    """Writes it as a Word document. Raises :class:`ValueError` for a paper that does not go there."""
    _let_in(workspace, document.kind)
    if document.letter is None:
        raise ValueError(f"{document.kind} is not written as a Word document")
    out = BytesIO()
    mark = Catalogue(VI).text("takeout.practice") if workspace.practice else ""
    write_letter(document.letter, out, mark=mark)
    write_atomic(path, out.getvalue())
    paper_left(workspace, document, "export")


def paper_left(workspace: Workspace, document: Document, how: str) -> None:
    """The paper left the program, by ``print`` or ``export``."""
    _let_in(workspace, document.kind)
    workspace.log_access(how, _subject(document))


def _subject(document: Document) -> str:
    """ "settlement_minutes:<record>:1:lưu hồ sơ"."""
    told = (document.kind.value, document.about, str(document.count), document.reason)
    return ":".join(told).rstrip(":")


def _let_in(workspace: Workspace, kind: PaperKind) -> _Paper:
    offer = OFFERS[kind]
    workspace.require(offer.needs, offer.about)
    return PAPERS[kind]


def _blocks(asks: Sequence[Asked]) -> list[Asked]:
    return [each for each in asks if each.kind is Kind.LONG_TEXT and each.value]


# How each is drawn


def _sheet(workspace: Workspace, sheet: PlainSheet, count: int = 1) -> _Drawn:
    out = BytesIO()
    draw_sheet(sheet, out, sample=workspace.practice)
    width, height = reversed(A4_MM) if sheet.landscape else A4_MM
    return _Drawn(out.getvalue(), count, (width, height), sheet)


def _book(workspace: Workspace, record: str, answers: Answers) -> _Drawn:
    return _sheet(workspace, *mediation_book(workspace, record, answers))


def _minutes(workspace: Workspace, record: str, answers: Answers) -> _Drawn:
    return _sheet(workspace, settlement_minutes(workspace, record, answers))


def _group_decision(workspace: Workspace, record: str, answers: Answers) -> _Drawn:
    return _sheet(workspace, group_decision(workspace, record, answers))


def _member_decision(workspace: Workspace, record: str, answers: Answers) -> _Drawn:
    return _sheet(workspace, member_decision(workspace, record, answers))


def _invitation(workspace: Workspace, record: str, answers: Answers) -> _Drawn:
    letters = invitations(workspace, record, answers)
    out = BytesIO()
    draw_letters(letters, out, sample=workspace.practice)
    # Word gets one letter: the one to everybody where there are several.
    open_letter = letters[0]
    if len(letters) > 1:
        (open_letter,) = invitations(workspace, record, {**answers, "each": False})
    return _Drawn(out.getvalue(), len(letters), A4_MM, open_letter)


def _cards(workspace: Workspace, made: Cards) -> _Drawn:
    out = BytesIO()
    draw_cards(made.cards, out, sample=workspace.practice)
    return _Drawn(out.getvalue(), len(made.cards), A4_MM, pictures=made.pictures)


def _group_cards(workspace: Workspace, record: str, answers: Answers) -> _Drawn:
    return _cards(workspace, group_cards(workspace, record, answers))


def _member_card(workspace: Workspace, record: str, answers: Answers) -> _Drawn:
    return _cards(workspace, member_card(workspace, record, answers))


def _recognition(workspace: Workspace, record: str, answers: Answers) -> _Drawn:
    layout, out = recognition_layout(), BytesIO()
    certificate = recognition_certificate(workspace, record, answers)
    draw_certificates([certificate], layout, out, printing=Printing(sample=workspace.practice))
    return _Drawn(out.getvalue(), 1, (layout.width, layout.height))


def _is_mediation(row: Stored) -> bool:
    return bool(row.values["kind"] == MEDIATION)


PAPERS: Final[dict[PaperKind, _Paper]] = {
    PaperKind.SETTLEMENT_MINUTES: _Paper(minutes_asks, _minutes, is_settled),
    PaperKind.MEDIATION_BOOK: _Paper(book_asks, _book, _is_mediation),
    PaperKind.GROUP_DECISION: _Paper(group_decision_asks, _group_decision),
    PaperKind.INVITATION: _Paper(invitation_asks, _invitation),
    PaperKind.MEMBER_CARDS: _Paper(cards_asks, _group_cards),
    PaperKind.MEMBER_DECISION: _Paper(member_decision_asks, _member_decision),
    PaperKind.MEMBER_CARD: _Paper(cards_asks, _member_card),
    PaperKind.RECOGNITION_CERTIFICATE: _Paper(recognition_asks, _recognition, is_recognised),
}
