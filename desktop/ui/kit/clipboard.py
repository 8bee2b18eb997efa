"""What another program has copied."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from desktop.office.pasted import PastedTable


def copied_table() -> PastedTable | None:
    """The table on the clipboard; None when there is none, only ordinary text or a picture."""
    held = QGuiApplication.clipboard().mimeData()
    table = PastedTable(held.html() if held.hasHtml() else "", held.text() if held.hasText() else "")
    return table if table.is_table else None
