"""The use cases of one register, bound to the open file: all that its page asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from desktop.base.values import dataclass
from desktop.domain.access import NotAllowed, Permission, sees
from desktop.domain.fields import STATE, Field, Register
from desktop.domain.importing.targets import IMPORTED
from desktop.services import drafts, paper_kinds, registers
from desktop.services.drafts import Draft
from desktop.services.my_areas import my_areas
from desktop.services.registers import RecordGone
from desktop.services.views import (
    Cell,
    Changes,
    Entry,
    Filter,
    Form,
    HistoryEntry,
    Hit,
    ListQuery,
    Problem,
    Remark,
    Row,
    Standing,
    Value,
)
from desktop.services.workspace import Workspace
from desktop.ui.kit.details import Rights
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.panel import RecordView
from desktop.ui.kit.words import Words

PERSON: Final = "person"


class RegisterWork:
    """What can be done in one register by the user of a workspace. While it is written, the window lives on.

    Attributes:
        register: its declaration.
    """

    def __init__(self, workspace: Workspace, register: str) -> None:
        self.workspace = workspace
        self.register: Register = workspace.registry[register]

    @property
    def may_edit(self) -> bool:
        return self.workspace.may(Permission.EDIT)

    @property
    def may_import(self) -> bool:
        """Whether a list may be brought into this register."""
        return self.register.name in IMPORTED and self.workspace.may(Permission.IMPORT)

    def today(self) -> date:
        return self.workspace.today()

    def count(self, query: ListQuery) -> int:
        return registers.count(self.workspace, self.register.name, query)

    def rows(self, query: ListQuery, offset: int, limit: int) -> Sequence[Row]:
        return registers.rows(self.workspace, self.register.name, query, offset, limit)

    def figure_words(self, query: ListQuery, words: Words) -> str:
        """Which figure's records a query shows alone; nothing for other queries."""
        if query.figure is None:
            return ""
        from desktop.services.row_filters import row_words

        return row_words(self.workspace, words, words.language, query.figure)

    def sees(self, register: str) -> bool:
        """Whether the user's role may know of another register."""
        return sees(self.workspace.role, register)

    def items(self, register: str, values: Mapping[str, Value]) -> Sequence[str]:
        """The codes of the rows of a child register that are marked one by one."""
        from desktop.services import checklists

        return checklists.items(self.workspace, register, values)

    def choices(self, register: str, text: str) -> Sequence[Hit]:
        return registers.choices(self.workspace, register, text)

    def title(self, field: Field, record: str) -> str:
        """The title of the record that a reference points to; nothing for one that is gone or not to be seen."""
        assert field.to is not None
        declared = self.workspace.registry[field.to]
        try:
            cell = registers.load_form(self.workspace, field.to, record).cells[declared.title]
        except (RecordGone, NotAllowed):
            return ""
        return cell.text or (cell.value if isinstance(cell.value, str) else "")

    def view(self, record: str) -> RecordView:
        """A record with all that stands beside it.

        Raises:
            RecordGone: it is not there, or was removed meanwhile.
        """
        from desktop.services import papers
        from desktop.services.handed import handed
        from desktop.services.history import history_of

        workspace, name = self.workspace, self.register.name
        form = registers.load_form(workspace, name, record)
        # Of records that are one, the one that stands for them is shown.
        record = form.record or record
        history = history_of(workspace, name, record)
        return RecordView(
            form,
            _standing(history, record),
            history,
            registers.related(workspace, name, record),
            may_edit=self.may_edit,
            rights=Rights(
                reveal=workspace.may(Permission.REVEAL),
                open=frozenset(each.name for each in workspace.registry if self.sees(each.name)),
            ),
            papers=papers.offered(workspace, name, record),
            handed=handed(workspace, name, record),
            person=self._person(form),
        )

    def _person(self, form: Form) -> str:
        """Whom a record is about, where the user may know of people; nobody where it is not about one."""
        if not self.sees(PERSON):
            return ""
        if self.register.name == PERSON:
            return form.record or ""
        field = self.register.by_name.get(PERSON)
        value = form.cells[PERSON].value if field is not None and field.to == PERSON else None
        return value if isinstance(value, str) else ""

    def papers_over_list(self) -> Sequence[str]:
        """The codes of the papers that are offered over the list."""
        return paper_kinds.offered_over(self.workspace, self.register.name)

    def my_areas(self) -> Filter | None:
        """What leaves the records of the areas that the user is in charge of."""
        return my_areas(self.workspace, self.register.name)

    def exists(self, record: str) -> bool:
        """Whether the record is still there."""
        try:
            self.load_form(record)
        except RecordGone:
            return False
        return True

    def load_form(self, record: str | None) -> Form:
        return registers.load_form(self.workspace, self.register.name, record)

    def check(self, form: Form, entry: Entry) -> Sequence[Problem]:
        return registers.check(self.workspace, form, entry)

    def remarks(self, form: Form, entry: Entry) -> Sequence[Remark]:
        from desktop.services.remarks import remarks

        return remarks(self.workspace, form, entry)

    def save(self, form: Form, entry: Entry) -> Changes:
        return meanwhile(partial(registers.save, self.workspace, form, entry))

    def retire(self, record: str, reason: str, on: date) -> Changes:
        return meanwhile(partial(registers.retire, self.workspace, self.register.name, record, reason, on))

    def restore(self, record: str) -> Changes:
        return meanwhile(partial(registers.restore, self.workspace, self.register.name, record))

    def reveal(self, register: str, record: str, field: str) -> Cell:
        return registers.reveal(self.workspace, register, record, field)

    def undo(self, operation: tuple[str, int]) -> Changes:
        return meanwhile(partial(registers.undo, self.workspace, operation))

    def reject(self, entry: HistoryEntry, reason: str) -> Changes:
        """Does not accept what a unit below wrote."""
        from desktop.services import rejecting

        places = list(dict.fromkeys((each.register, each.record) for each in entry.changes))
        return meanwhile(partial(rejecting.reject, self.workspace, places, entry.operation, reason))

    def import_size(self, operation: tuple[str, int]) -> int | None:
        return registers.import_size(self.workspace, operation)

    def last_undoable(self) -> Changes | None:
        return registers.last_undoable(self.workspace)

    def drafts(self) -> Sequence[Draft]:
        """This user's drafts of forms of this register, newest first."""
        if not self.may_edit:
            return ()
        found = (each for each in drafts.drafts(self.workspace) if each.register == self.register.name)
        return [each for each in found if each.record != drafts.ROUND]

    def draft(self, record: str | None) -> Draft | None:
        return next((each for each in self.drafts() if each.record == record), None)

    def keep_draft(self, record: str | None, values: Mapping[str, Any]) -> None:
        drafts.keep_draft(self.workspace, self.register.name, record, values)

    def drop_draft(self, record: str | None) -> None:
        drafts.drop_draft(self.workspace, self.register.name, record)


@dataclass(frozen=True)
class ListedRows:
    """The rows of a query, as a table asks for them."""

    work: RegisterWork
    query: ListQuery
    found: int
    """How many rows there are; they were counted already."""

    def count(self) -> int:
        return self.found

    def rows(self, offset: int, limit: int) -> Sequence[Row]:
        return self.work.rows(self.query, offset, limit)


def _standing(history: Sequence[HistoryEntry], record: str) -> Standing:
    """What became of the record: its history's last word on it."""
    for entry in history:
        for change in entry.changes:
            if change.record == record and change.field == STATE:
                return Standing(change.after.value)
    return Standing.ACTIVE
