"""What a person asks of the record in the panel, and the word about it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.services.registers import SINGLE
from desktop.services.views import Changes, HistoryEntry, ListQuery
from desktop.ui.kit.door import Input, Question
from desktop.ui.kit.panel import RecordPanel
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.toast import Toast
from desktop.ui.pages.register.work import RegisterWork
from desktop.ui.shell.navigation import OpenList, OpenPerson, OpenRecord
from desktop.ui.shell.page import PageContext


class Deeds(QObject):
    """Asks what must be asked, acts, and says what was done.

    Signals:
        done: something was written about the record in the panel, or taken back.
    """

    done = Signal()

    def __init__(self, context: PageContext, work: RegisterWork, panel: RecordPanel, toast: Toast) -> None:
        super().__init__(panel)
        self._context = context
        self._words = context.words
        self._work = work
        self._panel = panel
        self._toast = toast
        self._undo_of: tuple[str, int] | None = None
        self._task: Task | None = None
        toast.acted.connect(self._undo_toast)
        panel.retire_asked.connect(self.retire)
        panel.restore_asked.connect(self.restore)
        panel.undo_asked.connect(self.undo)
        panel.reject_asked.connect(self.reject)
        panel.reveal_asked.connect(self._reveal)
        panel.record_opened.connect(self._open_record)
        panel.list_opened.connect(self._open_list)
        panel.person_asked.connect(self._open_person)

    def retire(self) -> None:
        """End the record's active life, for a reason and on a day."""
        record = self._record()
        inputs = (
            Input("reason", "list.retire.reason", Kind.TEXT, required=True),
            Input("on", "list.retire.on", Kind.DAY, required=True, value=self._work.today().isoformat()),
        )
        facts = {
            "deed": self._words(f"retire.{self._work.register.name}"),
            "title": self._panel.title(),
        }
        answer = self._context.door.ask(Question("list.retire", facts, inputs=inputs))
        if answer is not None:
            reason, on = str(answer["reason"]), date.fromisoformat(str(answer["on"]))
            self._do("list.retired", lambda: self._work.retire(record, reason, on))

    def restore(self) -> None:
        """Make the record an active one again."""
        record = self._record()
        self._do("list.restored", lambda: self._work.restore(record))

    def undo(self, operation: tuple[str, int]) -> None:
        """Take back one operation of the history, after asking: taking back is not itself taken back."""
        count = self._work.import_size(operation)
        if count is None:
            if self._context.door.confirm(Question("list.undo")):
                self._take_back(operation)
        elif self._task is None and self._context.door.confirm(
            Question("importing.undo", {"count": count}, danger=True)
        ):
            self._take_back_import(operation)

    def reject(self, entry: HistoryEntry) -> None:
        """Do not accept what a unit below wrote; it reads why in the next answer."""
        reason = Input("reason", "list.reject.reason", Kind.LONG_TEXT, required=True)
        answer = self._context.door.ask(
            Question("list.reject", {"title": self._panel.title()}, inputs=(reason,))
        )
        if answer is not None:
            self._do("list.rejected", lambda: self._work.reject(entry, str(answer["reason"])))

    def finish(self) -> None:
        """Wait for an import that is being taken back."""
        if self._task is not None:
            self._task.finish()

    def undo_last(self) -> None:
        """Take back this person's last single record."""
        last = self._work.last_undoable()
        if last is None or last.operation is None:
            text = self._words("list.nothing_to_undo")
            self._undo_of = None
            self._toast.say(text, text)
        else:
            self._take_back(last.operation)

    def say(self, key: str, changes: Changes) -> None:
        """Say what was done and, where Ctrl+Z can take it back, offer that."""
        plain = self._words(key)
        named = self._words(f"{key}.named", subject=changes.subject) if changes.subject else plain
        undoable = changes.operation is not None and changes.action.rsplit(".", 1)[-1] in SINGLE
        self._undo_of = changes.operation if undoable else None
        self._toast.say(named, plain, self._words("kit.undo") if undoable else "")

    def _record(self) -> str:
        record = self._panel.record()
        assert record is not None
        return record

    def _take_back(self, operation: tuple[str, int]) -> None:
        self._do("list.undone", lambda: self._work.undo(operation))

    def _take_back_import(self, operation: tuple[str, int]) -> None:
        """Thousands of records take seconds, in which the window goes on answering."""

        def work(_progress: Progress, /) -> Changes:
            return self._work.undo(operation)

        doing = self._words("importing.undoing")
        self._toast.say(doing, doing)
        self._task = start_task(self, work, done=self._import_gone, failed=self._import_stays)

    def _import_gone(self, _changes: object) -> None:
        self._task = None
        said = self._words("importing.undone")
        self._undo_of = None
        self._toast.say(said, said)
        self.done.emit()

    def _import_stays(self, error: UserError) -> None:
        self._task = None
        self._context.door.tell(error)

    def _undo_toast(self) -> None:
        if self._undo_of is not None:
            self._take_back(self._undo_of)

    def _do(self, said: str, deed: Callable[[], Changes]) -> None:
        try:
            changes = deed()
        except UserError as error:
            self._context.door.tell(error)
        else:
            self.say(said, changes)
            self.done.emit()

    def _reveal(self, register: str, record: str, field: str) -> None:
        try:
            self._panel.show_cell(register, record, field, self._work.reveal(register, record, field))
        except UserError as error:
            self._context.door.tell(error)

    def _open_record(self, register: str, record: str) -> None:
        self._context.navigation.go(OpenRecord(register, record))

    def _open_person(self, person: str) -> None:
        self._context.navigation.go(OpenPerson(person))

    def _open_list(self, register: str, query: ListQuery) -> None:
        self._context.navigation.go(OpenList(register, query))
