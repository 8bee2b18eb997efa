"""The bar above a list that tells of half-typed forms, where they were begun and not in a dialog at the start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.domain.errors import UserError
from desktop.i18n.dates import short_moment
from desktop.services.drafts import Draft
from desktop.ui.kit.door import Door, Question
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.widgets import Notice
from desktop.ui.kit.words import Words
from desktop.ui.pages.register.work import RegisterWork

if TYPE_CHECKING:
    from desktop.ui.kit.form import RecordForm


class DraftNotice(Notice):
    """Tells of the newest draft and how many there are.

    Signals:
        resumed: the record of the newest draft, None for a new one: the person wants to go on with it.
    """

    resumed = Signal(object)

    def __init__(self, work: RegisterWork, words: Words, door: Door) -> None:
        super().__init__("DraftNotice", Tone.INFO)
        self._work = work
        self._words = words
        self._door = door
        self._drafts: Sequence[Draft] = ()
        self._form: RecordForm | None = None
        self.resume_button = self.offer("ResumeDraft", words("list.draft.resume"))
        self.drop_button = self.offer("DropDraft", words("list.draft.drop"))
        self.acted.connect(self._act)
        self.hide()

    def refresh(self, form: RecordForm | None) -> None:
        """Tell of the drafts there are, other than that of the form that is open; none hides the bar."""
        self._form = form
        open_record = (form.form.record,) if form is not None else ()
        try:
            drafts = self._work.drafts()
        except UserError:
            # The list itself, which is read from the same file, says what is wrong with it.
            drafts = ()
        self._drafts = [each for each in drafts if each.record not in open_record]
        self.setVisible(bool(self._drafts))
        if self._drafts:
            newest = self._drafts[0]
            what = "list.draft.new" if newest.record is None else "list.draft.edit"
            name = self._words.register(newest.register)
            at = short_moment(datetime.fromisoformat(newest.at), self._words.language)
            self.say(self._words(what, count=len(self._drafts), register=name, at=at))

    def _act(self, name: str) -> None:
        newest = self._drafts[0]
        if name == "ResumeDraft":
            self.resumed.emit(newest.record)
        elif self._door.confirm(Question("list.discard", danger=True)):
            self._work.drop_draft(newest.record)
            self.refresh(self._form)
