"""A plain one-column A4 document: a log of one page, a list, a proof sheet. No more is promised than that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from desktop.domain.paper import Column, PlainSheet, Table
from desktop.pdf.certificate import Progress
from desktop.pdf.sheet import draw_sheet

__all__ = ["Column", "Table", "draw_log"]


def draw_log(
    title: str,
    parts: Sequence[str | Table],
    out: BinaryIO,
    *,
    subtitle: str = "",
    author: str = "",
    sample: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write paragraphs and tables under a title. Equal input gives an equal file.

    Args:
        sample: mark every page as sample data (practice mode).
        progress: called after each part with the parts done and all parts; it may raise to cancel.
    """
    draw_sheet(PlainSheet(title, parts, subtitle, author=author), out, sample=sample, progress=progress)
