"""Papers of the upper level on their way out: one value each, drawn as PDF and written as Word alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.paper import PlainSheet
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.dates import long_date
from desktop.office.letters import write_letter
from desktop.pdf.render import RenderedPage, page_count, render_page
from desktop.pdf.sheet import draw_sheet
from desktop.pdf.watermark import SAMPLE_MARK
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic

__all__ = [
    "DOTS",
    "VI",
    "RenderedPage",
    "UpperPaper",
    "draw_pdf",
    "left",
    "lowered",
    "motto",
    "on_day",
    "page_count",
    "render_page",
    "save",
    "write_word",
]

VI: Final = "vi"
"""Paper is Vietnamese whatever the language of the window."""
DOTS: Final = "……"


@dataclass(frozen=True)
class UpperPaper:
    """A paper.

    Attributes:
        register: what it is about, for the log.
        name: of its file, without the ending.
    """

    register: str
    name: str
    sheet: PlainSheet
    practice: bool = False


def draw_pdf(made: UpperPaper) -> bytes:
    """The paper itself: what the preview shows, the printer and the file get."""
    out = BytesIO()
    draw_sheet(made.sheet, out, sample=made.practice)
    return out.getvalue()


def write_word(made: UpperPaper) -> bytes:
    """The same paper as a Word document."""
    out = BytesIO()
    write_letter(made.sheet, out, mark=SAMPLE_MARK if made.practice else "")
    return out.getvalue()


def save(workspace: Workspace, register: str, data: bytes, path: Path) -> None:
    """Puts a PDF, a Word document or a workbook where the person said, whole or not at all; that is logged.

    Raises what :func:`write_atomic` does.
    """
    with workspace.reading(Permission.PRINT, register):
        pass
    write_atomic(path, data)
    workspace.log_access("export", register)


def left(workspace: Workspace, made: UpperPaper) -> None:
    """The paper was printed: that is logged."""
    workspace.log_access("print", made.register)


def motto(words: Catalogue) -> tuple[str, str]:
    """Quốc hiệu and Tiêu ngữ."""
    return (words.text("takeout.paper.nation").upper(), words.text("takeout.paper.motto"))


def on_day(day: date | None) -> str:
    """A day in words, with dots for one that is not known yet."""
    return long_date("", day) if day is not None else f"ngày {DOTS} tháng {DOTS} năm {DOTS}"


def lowered(text: str) -> str:
    """A text in the middle of a sentence."""
    return text[0].lower() + text[1:]
