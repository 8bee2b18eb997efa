"""A person's sittings over forms: what is typed is kept as a draft, saved as one operation, or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import UserError
from desktop.services.drafts import Draft
from desktop.services.views import Changes, Entry, Form
from desktop.ui.kit.door import Question
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.pages.register.side import Side
from desktop.ui.pages.register.work import RegisterWork
from desktop.ui.shell.navigation import OpenRecord, Pointing
from desktop.ui.shell.page import PageContext

if TYPE_CHECKING:
    from desktop.ui.kit.form import RecordForm
    from desktop.ui.kit.form_body import FormTools

# Forms are read when the first one is opened.


class Sitting(QObject):
    """Opens one form at a time in the side of a page.

    Signals:
        saved: the :class:`Changes` that were written, and whether another new record shall follow.
        ended: the id of the record the form was about, None for one that was never saved.
        moved: a form was opened or closed, so that drafts may have come or gone.
    """

    saved = Signal(object, bool)
    ended = Signal(object)
    moved = Signal()

    def __init__(self, context: PageContext, work: RegisterWork, side: Side) -> None:
        super().__init__(side)
        self._context = context
        self._work = work
        self._side = side
        self._saving = False

    @property
    def form(self) -> RecordForm | None:
        return self._side.form

    def begin(self, record: str | None, title: str, pointing: Pointing = ()) -> bool:
        """Open the form of a record, or of a new one, with what was typed before; whether it could be.

        A new one to which nothing was typed begins with what it is known to point to.
        """
        from desktop.ui.kit.form import RecordForm
        from desktop.ui.kit.form_field import TITLE

        try:
            form, draft = meanwhile(partial(self._load, record))
        except UserError as error:
            self._context.door.tell(error)
            return False
        made = RecordForm(form, title, self._tools())
        if draft is not None:
            made.load_draft(draft.values)
        elif pointing:
            known = [(name, target) for name, target, _ in pointing]
            made.load_draft(dict(known) | {f"{name}{TITLE}": title for name, _, title in pointing})
        made.saved.connect(self._save)
        made.cancelled.connect(self.cancel)
        made.edited.connect(self._keep)
        made.reveal_asked.connect(self._reveal)
        made.weighing.connect(self._weigh)
        made.remark_opened.connect(self._look_at)
        self._side.show_form(made)
        self._weigh()
        self.moved.emit()
        return True

    def leave(self) -> None:
        """Something else is wanted: what is typed stays as a draft, and the form goes."""
        if self.form is not None:
            self.keep()
            self._side.drop_form()
            self.moved.emit()

    def keep(self) -> None:
        """Keep what is typed now."""
        if self.form is not None:
            self._keep(self.form.draft())

    def cancel(self) -> None:
        """Drop what is typed, after asking."""
        form = self.form
        if form is None:
            return
        if form.draft() and not self._context.door.confirm(Question("list.discard", danger=True)):
            return
        self._end(form)

    def _tools(self) -> FormTools:
        from desktop.ui.kit.form_body import FormTools
        from desktop.ui.pages.register.adding import NewRecords

        context, work = self._context, self._work
        return FormTools(
            context.workspace.registry,
            context.words,
            context.privacy,
            work.today,
            work.choices,
            work.sees,
            context.enter_moves,
            NewRecords(context, work),
            work.items,
        )

    def _load(self, record: str | None) -> tuple[Form, Draft | None]:
        return self._work.load_form(record), self._work.draft(record)

    def _save(self, entry: Entry, again: bool) -> None:  # noqa: FBT001 - a slot of Qt
        form = self.form
        assert form is not None
        if self._saving:
            return  # asked for again by something that is no hand
        if form.form.record is not None and not form.is_changed():
            self._end(form)
            return
        changes = self._write(form, entry)
        if changes is None:
            return
        self._side.drop_form()
        self.moved.emit()
        self.saved.emit(changes, again)

    def _write(self, form: RecordForm, entry: Entry) -> Changes | None:
        from desktop.services.entries import InvalidEntry

        self._saving = True
        try:
            return self._work.save(form.form, entry)
        except InvalidEntry as error:
            form.show_problems(error.problems)
        except UserError as error:
            self._context.door.tell(error)
        finally:
            self._saving = False
        return None

    def _end(self, form: RecordForm) -> None:
        self._work.drop_draft(form.form.record)
        self._side.drop_form()
        self.moved.emit()
        self.ended.emit(form.form.record)

    def _keep(self, values: Mapping[str, Any]) -> None:
        form = self.form
        # What is being saved is no draft any more.
        if form is not None and not self._saving:
            self._work.keep_draft(form.form.record, values)

    def _weigh(self) -> None:
        form = self.form
        if form is not None:
            entry = form.entry()
            remarks = meanwhile(partial(self._work.remarks, form.form, entry))
            if form is self.form:
                form.show_remarks(remarks)

    def _look_at(self, register: str, record: str) -> None:
        # What is typed waits as a draft at the top of this page.
        self._context.navigation.go(OpenRecord(register, record))

    def _reveal(self, register: str, record: str, field: str) -> None:
        form = self.form
        assert form is not None
        try:
            form.show_cell(register, record, field, self._work.reveal(register, record, field))
        except UserError as error:
            self._context.door.tell(error)
