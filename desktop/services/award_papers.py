"""The papers of a set of awards: drawn as PDF for preview, printer and file, some written as Word too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.paper import A4_MM, PlainSheet
from desktop.office.letters import write_letter
from desktop.pdf.render import RenderedPage, page_count, render_page
from desktop.pdf.sheet import draw_letters, draw_sheet
from desktop.pdf.watermark import SAMPLE_MARK
from desktop.services import award_correction, award_letters, award_lists, award_proof
from desktop.services.award_book import book_lines
from desktop.services.award_dossier import Dossier, dossier, unit_dossier
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic

__all__ = [
    "WORD",
    "AwardPaper",
    "PaperKind",
    "RenderedPage",
    "draw_book",
    "draw_paper",
    "paper_left",
    "render_page",
    "save_pdf",
    "save_word",
]


class PaperKind(StrEnum):
    """Which paper; its words are ``award_papers.<value>``."""

    SUBMISSION = "submission"
    DECISION = "decision"
    CORRECTION = "correction"
    SIGN_OFF = "sign_off"
    PROOF = "proof"
    CALLING = "calling"
    LABELS = "labels"
    INVITATION = "invitation"
    BOOK = "book"


WORD: Final = frozenset(
    {PaperKind.SUBMISSION, PaperKind.DECISION, PaperKind.CORRECTION, PaperKind.INVITATION}
)
"""Those that are signed by others, who may want another word in them."""


@dataclass(frozen=True)
class AwardPaper:
    """A drawn paper.

    Attributes:
        letter: what Word gets, where the paper goes there too.
        count: the awards on it.
        width_mm, height_mm: of every page.
        lines: of a proof, by the number of its line less one, the award it belongs to.
    """

    kind: PaperKind
    count: int
    pages: int
    width_mm: float
    height_mm: float
    pdf: bytes = field(repr=False)
    letter: PlainSheet | None = field(default=None, repr=False)
    lines: tuple[str, ...] = field(default=(), repr=False)


_SHEETS: Final[Mapping[PaperKind, Callable[[Dossier], PlainSheet]]] = {
    PaperKind.SUBMISSION: award_letters.submission,
    PaperKind.DECISION: award_letters.decision,
    PaperKind.CORRECTION: award_correction.correction,
    PaperKind.SIGN_OFF: award_lists.sign_off,
    PaperKind.PROOF: award_proof.proof,
    PaperKind.CALLING: award_lists.calling,
    PaperKind.LABELS: award_lists.labels,
}


def draw_paper(workspace: Workspace, kind: PaperKind, awards: Sequence[str]) -> AwardPaper:
    """Draws a paper of some awards, in the order of the ceremony.

    Raises :class:`NoAwardsChosen`, and of a correction :class:`NothingToCorrect`.
    """
    told = dossier(workspace, awards)
    out = BytesIO()
    if kind is PaperKind.INVITATION:
        letters = [award_letters.invitation(told, each) for each in told.recipients]
        draw_letters(letters, out, sample=workspace.practice)
        open_letter = letters[0] if len(letters) == 1 else award_letters.invitation(told, None)
        return _paper(kind, out, open_letter, len(letters))
    sheet = _SHEETS[kind](told)
    draw_sheet(sheet, out, sample=workspace.practice)
    paper = _paper(kind, out, sheet, len(told.recipients))
    if kind is PaperKind.PROOF:
        return replace(paper, lines=tuple(each.award for each in award_proof.proof_lines(told)))
    return paper


def draw_book(workspace: Workspace, year: int) -> AwardPaper:
    """Draws the award book of a year."""
    told = unit_dossier(workspace)
    lines = book_lines(workspace, year)
    out = BytesIO()
    sheet = award_lists.book(told, year, lines)
    draw_sheet(sheet, out, sample=workspace.practice)
    return _paper(PaperKind.BOOK, out, sheet, len(lines))


def save_pdf(workspace: Workspace, paper: AwardPaper, path: Path) -> None:
    """Writes it to a file; it is logged."""
    with workspace.reading(Permission.PRINT, "award"):
        pass
    write_atomic(path, paper.pdf)
    paper_left(workspace, paper, "export")


def save_word(workspace: Workspace, paper: AwardPaper, path: Path) -> None:
    """Writes it as a Word document. Raises :class:`ValueError` for a paper that does not go there."""
    with workspace.reading(Permission.PRINT, "award"):
        pass
    if paper.letter is None or paper.kind not in WORD:
        raise ValueError(f"{paper.kind} is not written as a Word document")
    out = BytesIO()
    write_letter(paper.letter, out, mark=SAMPLE_MARK if workspace.practice else "")
    write_atomic(path, out.getvalue())
    paper_left(workspace, paper, "export")


def paper_left(workspace: Workspace, paper: AwardPaper, how: str) -> None:
    """The paper left the program, by ``print`` or ``export``."""
    with workspace.reading(Permission.PRINT, "award"):
        pass
    workspace.log_access(how, f"award_{paper.kind.value}:{paper.count}")


def _paper(kind: PaperKind, out: BytesIO, sheet: PlainSheet, count: int) -> AwardPaper:
    width, height = reversed(A4_MM) if sheet.landscape else A4_MM
    pdf = out.getvalue()
    return AwardPaper(kind, count, page_count(pdf), width, height, pdf, sheet if kind in WORD else None)
