"""The sheet for the recovery envelope."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Final

from desktop.domain.paper import Align
from desktop.pdf.document import Column, Table, draw_log
from desktop.pdf.render import page_count, render_page
from desktop.ui.kit.words import Words
from desktop.ui.shell.printing import Paper
from desktop.vault.recovery import RecoveryCode

_A4_MM: Final = (210.0, 297.0)


@dataclass(frozen=True)
class CodePaper:
    """The sheet as a PDF; it holds the code, so it is kept in memory only."""

    pdf: bytes
    title: str

    def for_printer(self) -> Paper:
        return Paper(self.title, page_count(self.pdf), partial(render_page, self.pdf), *_A4_MM)


def code_paper(code: RecoveryCode, words: Words) -> CodePaper:
    """The code with what it is for and how it is kept."""
    title = words("first_run.paper.title")
    columns = tuple(Column(words("first_run.group", number=at + 1), align=Align.CENTER) for at in range(4))
    lower = tuple(Column(words("first_run.group", number=at + 5), align=Align.CENTER) for at in range(4))
    out = BytesIO()
    draw_log(
        title,
        [
            words("first_run.paper.what"),
            Table(columns, [code.groups[:4]]),
            Table(lower, [code.groups[4:]]),
            words("first_run.paper.keep"),
        ],
        out,
    )
    return CodePaper(out.getvalue(), title)
