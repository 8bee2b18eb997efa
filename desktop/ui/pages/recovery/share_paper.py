"""The sheet that one of several people keeps: a share of the recovery code."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import Final

from desktop.domain.paper import Align
from desktop.pdf.document import Column, Table, draw_log
from desktop.pdf.render import page_count, render_page
from desktop.services.environment import StationInfo
from desktop.ui.kit.words import Words
from desktop.ui.shell.printing import Paper
from desktop.vault.shares import CodeShare

_A4_MM: Final = (210.0, 297.0)
_HALF: Final = 4


def share_sheet(share: CodeShare, people: int, station: StationInfo, words: Words) -> bytes:
    """The sheet as a PDF; it holds the share, so it is kept in memory only."""
    title = words("shares.paper.title", number=share.number)
    tables = [
        Table(
            tuple(Column(words("first_run.group", number=at), align=Align.CENTER) for at in places),
            [tuple(share.groups[at - 1] for at in places)],
        )
        for places in (range(1, _HALF + 1), range(_HALF + 1, 2 * _HALF + 1))
    ]
    heads = tuple(Column(words(f"shares.paper.{each}")) for each in ("holder", "signature", "day"))
    signed = Table(heads, [("", "", "")])
    out = BytesIO()
    what = words("shares.paper.what", station=station.name, number=share.number, people=people)
    parts: list[str | Table] = [what, *tables, words("shares.paper.keep"), signed]
    draw_log(title, parts, out)
    return out.getvalue()


def for_printer(pdf: bytes, title: str) -> Paper:
    return Paper(title, page_count(pdf), partial(render_page, pdf), *_A4_MM)
