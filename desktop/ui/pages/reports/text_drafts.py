"""Words of a report that were typed and not saved: they survive a crash, and belong to the person who typed them."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from desktop.domain.errors import UserError
from desktop.services.drafts import draft, drop_draft, keep_draft
from desktop.services.report_views import Section
from desktop.services.workspace import Workspace
from desktop.ui.pages.reports.text_pane import TextPane

_REGISTER: Final = "report"
_AFTER_MS: Final = 800


class TextDrafts(QObject):
    """Keeps what is typed, a moment after the last key."""

    def __init__(self, workspace: Workspace, text: TextPane) -> None:
        super().__init__(text)
        self._workspace = workspace
        self._text = text
        self._record: str | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self.keep)
        text.edited.connect(self._timer.start)

    def follow(self, record: str) -> None:
        """What is typed from now on is of this report; what was left of it before is shown again."""
        self._timer.stop()
        self._record = record
        found = draft(self._workspace, _REGISTER, record)
        if found is not None:
            self._text.show_typed(*_read(found.values))

    def keep(self) -> None:
        """Keep what is typed now."""
        self._timer.stop()
        if self._record is None or not self._text.changed:
            return
        subject, sections = self._text.words_typed()
        rows = [[each.heading, each.body, each.id or ""] for each in sections]
        try:
            keep_draft(self._workspace, _REGISTER, self._record, {"subject": subject, "sections": rows})
        except UserError:
            # The words are on the screen still; saving them tells what is wrong with the disk.
            return

    def drop(self, record: str) -> None:
        """The words were saved."""
        self._timer.stop()
        drop_draft(self._workspace, _REGISTER, record)


def _read(values: Any) -> tuple[str, list[Section]]:
    rows = values.get("sections") or []
    return str(values.get("subject") or ""), [Section(each[0], each[1], each[2] or None) for each in rows]
