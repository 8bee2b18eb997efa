"""The form of a record, made from its register's declaration. It holds no service: it emits what a person entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from desktop.domain.fields import Register, Registry
from desktop.services.views import Cell, Entry, Form, Problem
from desktop.ui.kit.editors import Choices
from desktop.ui.kit.form_children import ChildList, draft_rows
from desktop.ui.kit.form_field import FieldSet, FormField
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, line, row
from desktop.ui.kit.words import Words

DRAFT_EVERY_MS: Final = 1500
"""At most this much typing is lost when the power fails."""

CHILDREN: Final = "@children."
"""Before a child register's name in a draft."""


@dataclass(frozen=True)
class FormTools:
    """What every form needs around it.

    Attributes:
        sees: whether the person may know of a register; a field that points to another one is left out.
    """

    registry: Registry
    words: Words
    privacy: Privacy
    today: Callable[[], date]
    choices: Choices
    sees: Callable[[str], bool] = lambda _register: True


class RecordForm(QFrame):
    """One sitting over one form; make another for another record.

    Signals:
        saved: an :class:`~desktop.services.views.Entry` with the changes only, and whether another new record
            shall follow.
        cancelled: the person wants out.
        edited: what is typed so far, as a draft, soon after typing.
        reveal_asked: register, record and field of something masked.
    """

    saved = Signal(object, bool)
    cancelled = Signal()
    edited = Signal(object)
    reveal_asked = Signal(str, str, str)

    def __init__(self, form: Form, title: str, tools: FormTools) -> None:
        super().__init__()
        self.setObjectName("Form")
        self.form = form
        self._tools = tools
        self._words = tools.words
        register = tools.registry[form.register]
        self._scroll = ScrollColumn(Space.L, (Space.L, Space.S, Space.L, Space.L))
        head = label("FormTitle", title, Role.SECTION, wrap=True)
        head.setContentsMargins(Space.L, Space.M, Space.L, Space.XS)
        self._fields = self._make_fields(register)
        self._fields.reveal_asked.connect(self._own_reveal)
        self._scroll.body.addWidget(self._fields)
        self._children = [self._add_children(name) for name in register.children]
        self._told = label("FormProblems", role=Role.PROBLEM, wrap=True)
        self._told.hide()
        footer = self._make_footer()
        whole = column(head, self._scroll, line(), footer, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_EVERY_MS)
        self._timer.timeout.connect(self._tell_draft)
        self._fields.edited.connect(self._typed)
        self._fields.entered.connect(self._next)
        self._bind_keys()
        self._load()

    def load_draft(self, draft: Mapping[str, Any]) -> None:
        """Show what was typed in an earlier sitting."""
        self._fields.load_draft(draft)
        for each in self._children:
            each.load_draft(draft_rows(draft.get(f"{CHILDREN}{each.register.name}")))
        self._order_tabs()

    def draft(self) -> dict[str, Any]:
        """What is typed so far; empty when nothing is."""
        kept: dict[str, Any] = dict(self._fields.draft())
        for each in self._children:
            rows = each.draft()
            if rows:
                kept[f"{CHILDREN}{each.register.name}"] = rows
        return kept

    def entry(self) -> Entry:
        """The changes a person made."""
        children = tuple(child for each in self._children for child in each.entries())
        return Entry(self._fields.changes(), children)

    def is_changed(self) -> bool:
        entry = self.entry()
        return bool(entry.values or entry.children)

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        fields = self._in_order()
        self.setFocusProxy(fields[0] if fields else self.save_button)
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Tell each problem under its field, and go to the first."""
        entry = self.entry()
        for problem in problems:
            field = self._field_of(problem.field, entry)
            if field is not None:
                field.tell(self._words(f"problem.{problem.code}", **problem.facts))
        self._sum_up()
        self._first_problem()

    def problems(self) -> dict[str, str]:
        """What is told now, by the title of the field."""
        return {each.title: each.problem() for each in self._all_fields() if each.problem()}

    def next_problem(self) -> None:
        """Go to the next field with a problem, after the last to the first."""
        order = self._all_fields()
        here = next((i for i, each in enumerate(order) if each.isAncestorOf(self.focusWidget() or self)), -1)
        wrong = next((each for each in order[here + 1 :] if each.problem()), None)
        if wrong is None:
            self._first_problem()
        else:
            self._go_to(wrong)

    def _first_problem(self) -> None:
        wrong = next((each for each in self._all_fields() if each.problem()), None)
        if wrong is not None:
            self._go_to(wrong)

    def show_cell(self, register: str, record: str, field: str, cell: Cell) -> None:
        """Open a masked field with what a look revealed."""
        fields = self._fields
        if register != self.form.register:
            fields = (
                next(each for each in self._children if each.register.name == register).card(record).fields
            )
        shown = fields.field(field)
        assert shown is not None
        shown.load(cell)
        shown.setFocus()

    def save(self) -> None:
        """Emit the entry if all that is typed has a meaning."""
        self._try_to_save(again=False)

    def save_and_next(self) -> None:
        self._try_to_save(again=self.form.record is None)

    # Parts

    def _make_fields(self, register: Register) -> FieldSet:
        tools = self._tools
        fields = [
            FormField(register.name, field, tools.words, tools.privacy, tools.today, tools.choices)
            for field in register.fields
            if not field.issued and not field.parent and (field.to is None or tools.sees(field.to))
        ]
        return FieldSet(fields, tools.words)

    def _add_children(self, name: str) -> ChildList:
        children = ChildList(self._tools.registry[name], self._words, self._make_fields)
        children.edited.connect(self._typed)
        children.entered.connect(self._next)
        children.arranged.connect(self._order_tabs)
        children.reveal_asked.connect(self.reveal_asked)
        self._scroll.body.addWidget(children)
        return children

    def _make_footer(self) -> QWidget:
        words = self._words
        self.save_button = Button("Save", words("kit.save"), look=Look.PRIMARY, shortcut="Ctrl+S")
        self.save_next_button = Button("SaveNext", words("kit.save_next"), shortcut="Ctrl+Return")
        self.cancel_button = Button("Cancel", words("kit.cancel"), look=Look.QUIET)
        if self.form.record is not None:
            self.save_next_button.hide()
        self.save_button.clicked.connect(self.save)
        self.save_next_button.clicked.connect(self.save_and_next)
        self.cancel_button.clicked.connect(self.cancelled)
        buttons = row(self.save_button, self.save_next_button, self.cancel_button)
        buttons.addStretch(1)
        footer = QWidget()
        footer.setLayout(
            column(self._told, buttons, gap=Space.XS, margins=(Space.L, Space.S, Space.L, Space.M))
        )
        return footer

    def _bind_keys(self) -> None:
        for keys, slot in (
            ("Ctrl+S", self.save),
            ("Ctrl+Return", self.save_and_next),
            ("Ctrl+Enter", self.save_and_next),
            ("F8", self.next_problem),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _load(self) -> None:
        self._fields.load(self.form.cells)
        for each in self._children:
            each.load(self.form.children.get(each.register.name, ()))
        self._order_tabs()

    # What a person does

    def _try_to_save(self, *, again: bool) -> None:
        self.save_button.setFocus()  # what is typed is tidied when it is left
        sets = [self._fields, *(card.fields for each in self._children for card in each.cards)]
        if any([each.tell_troubles() for each in sets]):  # noqa: C419 - every set tells its own
            self._sum_up()
            self._first_problem()
            return
        self._sum_up()
        self.saved.emit(self.entry(), again)

    def _typed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
        self._sum_up()

    def _tell_draft(self) -> None:
        self.edited.emit(self.draft())

    def _next(self, field: FormField) -> None:
        order = self._in_order()
        at = order.index(field) + 1
        target = order[at] if at < len(order) else self.save_button
        # As with Tab, what stands in the next field is marked.
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _own_reveal(self, field: str) -> None:
        assert self.form.record is not None
        self.reveal_asked.emit(self.form.register, self.form.record, field)

    # Where things are

    def _all_fields(self) -> list[FormField]:
        sets = [self._fields, *(card.fields for each in self._children for card in each.cards)]
        return [each for some in sets for each in sorted(some.fields, key=lambda one: one.field.more)]

    def _in_order(self) -> list[FormField]:
        sets = [self._fields, *(card.fields for each in self._children for card in each.cards)]
        return [each for some in sets for each in some.in_order()]

    def _field_of(self, path: str, entry: Entry) -> FormField | None:
        parts = path.split(".")
        if len(parts) == 1:
            return self._fields.field(path)
        name, position, field = parts
        before = sum(1 for child in entry.children[: int(position)] if child.register == name)
        children = next(each for each in self._children if each.register.name == name)
        found = children.sent_field(before, field)
        return found[1] if found is not None else None

    def _go_to(self, field: FormField) -> None:
        for each in (self._fields, *(card.fields for some in self._children for card in some.cards)):
            if field in each.fields:
                each.show_field(field)
        self._scroll.ensureWidgetVisible(field)
        field.setFocus()

    def _sum_up(self) -> None:
        count = len(self.problems())
        self._told.setText(self._words("kit.problems", count=count) if count else "")
        self._told.setVisible(bool(count))

    def _order_tabs(self) -> None:
        """The keyboard goes through the form as the eye does, also past rows that came later."""
        stops: list[QWidget] = []
        for fields, children in ((self._fields, None), *((None, each) for each in self._children)):
            if fields is not None:
                stops += _stops(fields)
            if children is not None:
                for card in children.cards:
                    stops += [card.remove_button, *_stops(card.fields)]
                stops.append(children.add_button)
        stops += [self.save_button, self.save_next_button, self.cancel_button]
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)


def _stops(fields: FieldSet) -> list[QWidget]:
    first = [each.stop for each in fields.fields if not each.field.more]
    more = [each.stop for each in fields.fields if each.field.more]
    return [*first, fields.more_button, *more]
