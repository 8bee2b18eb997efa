"""What is done with a form, each with its question and its word afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.domain.periods import Period, PeriodKind
from desktop.i18n.figures import period_name
from desktop.office.forms.form import Spot
from desktop.services import form_filling, forms, registers
from desktop.services.form_cells import Pointer
from desktop.services.forms import OpenedForm
from desktop.services.views import Changes
from desktop.ui.kit.door import FileKind, Input, Question
from desktop.ui.kit.toast import Toast
from desktop.ui.pages.reports.form_work import FormWork
from desktop.ui.shell.page import PageContext

_FORM: Final = FileKind("forms.file", ("*.xlsx", "*.docx"))
_KINDS: Final = {
    "xlsx": FileKind("forms.file.xlsx", ("*.xlsx",)),
    "docx": FileKind("forms.file.docx", ("*.docx",)),
}
_NOT_IN_NAMES: Final = str.maketrans('/\\:*?"<>|', "---------")


class FormDeeds(QObject):
    """Deeds on the form in view.

    Signals:
        added: the id of a new form.
        changed: something that nobody else tells of is another: the file, or what is proposed.
    """

    added = Signal(str)
    changed = Signal()

    def __init__(self, context: PageContext, work: FormWork, toast: Toast) -> None:
        super().__init__(toast)
        self._context = context
        self._words = context.words
        self._workspace = context.workspace
        self._work = work
        self._toast = toast
        self._last: Changes | None = None
        toast.acted.connect(self._undo)

    # The form itself

    def add(self) -> None:
        """Choose a file, and say how it is called and of which periods it speaks."""
        path = self._context.door.choose_file("forms.add", (_FORM,))
        if path is None:
            return
        try:
            name = forms.look_at(self._workspace, path)
            said = self._details(name, "", PeriodKind.MONTH)
            if said is not None:
                self.added.emit(forms.add(self._workspace, path, *said))
        except UserError as error:
            self._context.door.tell(error)

    def rename(self) -> None:
        """Another name, document or kind of period."""
        opened = self._work.opened
        if opened is None:
            return
        said = self._details(opened.view.name, opened.view.document, opened.view.kind)
        if said is not None:
            self._do(lambda: forms.describe(self._workspace, opened.view.id, *said))

    def replace(self) -> None:
        """Choose the file of the form: where this computer has none, or a later version of it."""
        opened = self._work.opened
        path = self._context.door.choose_file("forms.bring", (_FORM,)) if opened is not None else None
        if opened is None or path is None:
            return
        try:
            brought = forms.bring(self._workspace, opened.view.id, path)
        except UserError as error:
            self._context.door.tell(error)
            return
        self.changed.emit()
        key = "forms.brought.look" if brought.troubles else "forms.brought"
        self._say(self._words(key, count=len(brought.cells), look=len(brought.troubles)))

    def stop(self) -> None:
        """Put the form away."""
        opened = self._work.opened
        if opened is None:
            return
        facts = {"name": opened.view.name}
        if self._context.door.confirm(Question("forms.stopping", facts)):
            self._do(lambda: forms.stop(self._workspace, opened.view.id), "forms.stopped", **facts)

    def fill(self, period: Period) -> None:
        """Ask where to put the filled form, and put it there."""
        opened = self._work.opened
        if opened is None or opened.form is None:
            return
        left = len(opened.troubles)
        door = self._context.door
        if left and not door.confirm(Question("forms.leaving", {"count": left})):
            return
        path = door.save_file("forms.fill", self._file_name(opened, period), (_KINDS[opened.form.kind],))
        if path is None:
            return
        try:
            done = form_filling.fill(self._workspace, opened, period, path)
        except UserError as error:
            door.tell(error)
            return
        key = "forms.filled.left" if done.left else "forms.filled"
        self._say(self._words(key, count=done.count, left=len(done.left), name=path.name))

    # Its cells

    def point(self, pointer: Pointer) -> None:
        """A figure was chosen for a cell."""
        opened = self._work.opened
        if opened is not None:
            self._do(lambda: forms.point(self._workspace, opened, [pointer]))

    def accept(self, spots: Sequence[Spot]) -> None:
        """What is proposed, or was in doubt, is right."""
        opened = self._work.opened
        held = [each.pointer for spot in spots if (each := self._work.cell(spot)) is not None]
        taken = [self._work.proposed[spot] for spot in spots if spot in self._work.proposed]
        if opened is not None and (held or taken):
            count = len(held) + len(taken)
            self._do(
                lambda: forms.point(self._workspace, opened, [*held, *taken]), "forms.accepted", count=count
            )

    def clear(self, spots: Sequence[Spot]) -> None:
        """No figures for these cells; what was only proposed is not proposed again."""
        opened = self._work.opened
        held = [spot for spot in spots if self._work.cell(spot) is not None]
        self._work.drop(spots)
        if opened is not None and held:
            self._do(lambda: forms.clear(self._workspace, opened, held), "forms.cleared", count=len(held))
        else:
            self.changed.emit()

    def move(self) -> None:
        """What belonged into cells that went elsewhere goes with their words."""
        opened, places = self._work.opened, self._work.moves
        if opened is not None and places:
            self._do(lambda: forms.move(self._workspace, opened, places), "forms.moved", count=len(places))

    # Afterwards

    def _do(self, deed: Callable[[], Changes], key: str = "", **facts: object) -> None:
        try:
            changes = deed()
        except UserError as error:
            self._context.door.tell(error)
            return
        self._last = changes if changes.operation is not None else None
        if key:
            self._say(self._words(key, **facts), undo=self._last is not None)

    def _say(self, text: str, *, undo: bool = False) -> None:
        self._toast.say(text, text, self._words("kit.undo") if undo else "")

    def _undo(self) -> None:
        if self._last is not None and self._last.operation is not None:
            operation = self._last.operation
            self._do(lambda: registers.undo(self._workspace, operation))

    def _details(self, name: str, document: str, kind: PeriodKind) -> tuple[str, str, PeriodKind] | None:
        inputs = (
            Input("name", "field.upper_form.name", required=True, value=name),
            Input("document", "field.upper_form.document", value=document),
            Input(
                "kind",
                "field.upper_form.period_kind",
                Kind.CHOICE,
                required=True,
                value=kind.value,
                catalogue="period_kind",
            ),
        )
        said = self._context.door.ask(Question("forms.details", inputs=inputs))
        if said is None:
            return None
        return str(said["name"]), str(said["document"] or ""), PeriodKind(said["kind"])

    def _file_name(self, opened: OpenedForm, period: Period) -> str:
        assert opened.form is not None
        words = self._words
        key = "forms.file_name.practice" if self._workspace.practice else "forms.file_name"
        name = words(key, form=opened.view.name, period=period_name(words, period))
        return f"{name.translate(_NOT_IN_NAMES)}.{opened.form.kind}"
