"""A list as it is seen, on paper: who made it, what it is of, every row, and places to sign.

Paper is Vietnamese whatever the language of the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.fields import Field, Kind
from desktop.domain.paper import A4_MM, Align, Column, Face, Head, Line, Part, PlainSheet, Signatures, Table
from desktop.i18n.catalogue import Catalogue
from desktop.pdf.render import RenderedPage, page_count, render_page
from desktop.pdf.sheet import draw_sheet
from desktop.pdf.wording import place_date_line
from desktop.services.seen_list import Progress, SeenList, cell_words, read_list, standing_words
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic

__all__ = ["MOST_ROWS", "ListPaper", "RenderedPage", "draw_list", "page_count", "render_page", "save_paper"]

MOST_ROWS: Final = 10_000
"""Some four hundred sheets; a longer list is for a workbook."""

_UPRIGHT_MM: Final = 165.0
"""What the margins leave of an upright sheet."""

_NUMBER_MM: Final = 13.0
_DAY_MM: Final = 25.0
_WEIGHTS: Final = {
    Kind.NAME: 44.0,
    Kind.TEXT: 38.0,
    Kind.LONG_TEXT: 50.0,
    Kind.REF: 38.0,
    Kind.TAGS: 36.0,
    Kind.CHOICE: 32.0,
    Kind.COUNT: 18.0,
    Kind.MONEY: 28.0,
    Kind.FLAG: 20.0,
}
_STANDING_MM: Final = 30.0
_NOTE_SIZE: Final = 12.0
_DAYS: Final = (Kind.DAY, Kind.PARTIAL_DAY)
_NUMBERS: Final = (Kind.COUNT, Kind.MONEY)


@dataclass(frozen=True)
class ListPaper:
    """A drawn list.

    Attributes:
        pdf: the paper itself; the preview shows it, the printer and the file get it.
        count: the records on it.
        width_mm, height_mm: of every page.
    """

    register: str
    pdf: bytes
    pages: int
    count: int
    width_mm: float
    height_mm: float


def draw_list(
    workspace: Workspace,
    register: str,
    query: ListQuery,
    progress: Progress = lambda _done, _total: None,
) -> ListPaper:
    """Draws the list. Writes nothing. Raises what :func:`read_list` does."""
    words = Catalogue("vi")
    seen = read_list(workspace, register, query, words, MOST_ROWS, progress)
    sheet = _sheet(workspace, words, seen)
    out = BytesIO()
    # Drawing is one step that cannot be broken off; reading before it can.
    draw_sheet(sheet, out, sample=workspace.practice)
    pdf = out.getvalue()
    width, height = reversed(A4_MM) if sheet.landscape else A4_MM
    return ListPaper(register, pdf, page_count(pdf), len(seen.rows), width, height)


def paper_left(workspace: Workspace, paper: ListPaper, how: str) -> None:
    """The paper left the program, by ``print`` or ``export``: that is logged."""
    workspace.log_access(how, f"{paper.register}:{paper.count}")


def save_paper(workspace: Workspace, paper: ListPaper, path: Path) -> None:
    """Puts the PDF where the person said, whole or not at all. Raises what :func:`write_atomic` does."""
    with workspace.reading(Permission.PRINT, paper.register):
        pass
    write_atomic(path, paper.pdf)
    paper_left(workspace, paper, "export")


def _sheet(workspace: Workspace, words: Catalogue, seen: SeenList) -> PlainSheet:
    station = workspace.station
    columns = _columns(words, seen)
    return PlainSheet(
        _title(words, seen),
        _parts(workspace, words, seen, columns),
        head=Head(
            station.upper_name,
            station.name,
            (words.text("takeout.paper.nation").upper(), words.text("takeout.paper.motto")),
            national=True,
        ),
        landscape=_NUMBER_MM + sum(map(_wish_mm, seen.columns)) > _UPRIGHT_MM,
        author=station.name,
    )


def _parts(workspace: Workspace, words: Catalogue, seen: SeenList, columns: tuple[Column, ...]) -> list[Part]:
    rows = [_row(workspace, words, seen, number) for number in range(1, len(seen.rows) + 1)]
    station, signing = workspace.station, words.text("takeout.paper.signing")
    count = words.text("takeout.paper.count", count=len(seen.rows))
    return [
        *(Line(said, Face.ITALIC, _NOTE_SIZE) for said in seen.said),
        Line(count, Face.BOLD, _NOTE_SIZE),
        "",
        Table(columns, rows),
        Signatures(
            (
                ((words.text("takeout.paper.maker"), signing), workspace.user.name),
                ((words.text("takeout.paper.chief"), signing), ""),
            ),
            place_date_line(station.place, workspace.today()),
        ),
    ]


def _row(workspace: Workspace, words: Catalogue, seen: SeenList, number: int) -> Sequence[str]:
    row = seen.rows[number - 1]
    texts = [cell_words(workspace, words, field, row.cells[field.name]) for field in seen.columns]
    if seen.retired:
        texts.append(standing_words(words, seen.register.name, row.standing))
    return [str(number), *texts]


def _columns(words: Catalogue, seen: SeenList) -> tuple[Column, ...]:
    columns = [Column(words.text("takeout.number"), mm=_NUMBER_MM, align=Align.CENTER)]
    for field, head in zip(seen.columns, seen.heads, strict=True):
        if field.kind in _DAYS:
            columns.append(Column(head, mm=_DAY_MM, align=Align.CENTER))
        else:
            align = Align.RIGHT if field.kind in _NUMBERS else Align.LEFT
            columns.append(Column(head, share=_wish_mm(field), align=align))
    if seen.retired:
        columns.append(Column(words.text("takeout.standing"), mm=_STANDING_MM))
    return tuple(columns)


def _wish_mm(field: Field) -> float:
    return _DAY_MM if field.kind in _DAYS else _WEIGHTS.get(field.kind, 30.0)


def _title(words: Catalogue, seen: SeenList) -> str:
    own = f"takeout.paper.title.{seen.register.name}"
    if words.has(own):
        return words.text(own)
    return words.text("takeout.paper.title", title=seen.title[0].lower() + seen.title[1:])
