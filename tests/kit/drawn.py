"""The words of a drawn paper and of the Word document beside it, to be compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx

from desktop.pdf.render import page_count, page_text
from desktop.services.workspace import Workspace


def words_of_pdf(pdf: bytes) -> str:
    return " ".join(" ".join(page_text(pdf, page).split()) for page in range(page_count(pdf)))


def words_of_word(path: Path) -> str:
    return " ".join(" ".join(_texts(path)).split())


def _texts(path: Path) -> Iterator[str]:
    for part in docx.Document(str(path)).iter_inner_content():
        if hasattr(part, "rows"):
            yield from (cell.text for row in part.rows for cell in row.cells)
        else:
            yield part.text


def log_of(workspace: Workspace, *actions: str) -> list[tuple[str, str]]:
    """What the log of uses has of these actions, in order."""
    with workspace.file.reading() as reader:
        rows = reader.connection.execute("SELECT action, subject FROM access_log ORDER BY no").fetchall()
    return [(action, subject) for action, subject in rows if action in actions]
