"""The sheet of keys on paper, to hang beside the screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from typing import Final

from desktop.domain.paper import A4_MM, Column, Face, Line, Part, PlainSheet, Table
from desktop.pdf.render import page_count, render_page
from desktop.pdf.sheet import draw_sheet
from desktop.ui.kit.words import Words
from desktop.ui.shell.printing import Paper

_KEYS_MM: Final = 42.0


Lines = Sequence[tuple[str, str]]
"""Keys, and what they do."""

Groups = Sequence[tuple[str, Lines]]
"""With their headings."""


def keys_paper(title: str, groups: Groups, words: Words, *, sample: bool) -> Paper:
    """The sheet for a printer; ``sample`` marks the pages of practice mode."""
    pdf = keys_pdf(title, groups, words, sample=sample)
    return Paper(title, page_count(pdf), partial(render_page, pdf), *A4_MM)


def keys_pdf(title: str, groups: Groups, words: Words, *, sample: bool) -> bytes:
    """The groups under their headings, in one table each."""
    columns = (Column(words("help.keys"), mm=_KEYS_MM), Column(words("help.what")))
    parts: list[Part] = []
    for heading, lines in groups:
        parts += [Line(heading, Face.BOLD), Table(columns, lines)]
    out = BytesIO()
    draw_sheet(PlainSheet(title, parts, subtitle=words("app.name")), out, sample=sample)
    return out.getvalue()
