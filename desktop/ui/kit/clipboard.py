"""What another program has copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from desktop.office.pasted import PastedTable


def copied_table() -> PastedTable | None:
    """The table on the clipboard; None when there is none, only ordinary text or a picture."""
    from desktop.office.pasted import PastedTable

    held = QGuiApplication.clipboard().mimeData()
    table = PastedTable(held.html() if held.hasHtml() else "", held.text() if held.hasText() else "")
    return table if table.is_table else None
