"""The fields of a form and of its child rows: what they hold, and how to get from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.fields import Kind, Register, Registry
from desktop.services.views import Cell, Entry, Form, Hit, Value
from desktop.ui.kit.checklist import CheckRows
from desktop.ui.kit.choosing import RefEditor
from desktop.ui.kit.editors import Choices
from desktop.ui.kit.form_children import ChildList, draft_rows
from desktop.ui.kit.form_field import FieldSet, FormField
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space
from desktop.ui.kit.words import Words

CHILDREN: Final = "@children."
"""Before a child register's name in a draft."""


class Adding(Protocol):
    """Makes a record of another register without leaving the form."""

    def offers(self, register: str) -> bool:
        """Whether it can, and the person may."""

    def add(self, register: str, text: str) -> Hit | None:
        """Make one with this title; None when the person thought better of it."""


Items = Callable[[str, Mapping[str, Value]], Sequence[str]]


def _no_items(_register: str, _values: Mapping[str, Value]) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class FormTools:
    """What every form needs around it.

    Attributes:
        sees: whether the person may know of a register; a field that points to another one is left out.
        enter_moves: whether Enter goes on to the next field; else it does nothing in a line.
        adding: makes records that a field could point to; without it none are offered.
        items: the codes of the rows that are marked one by one, by child register and what was chosen so far.
    """

    registry: Registry
    words: Words
    privacy: Privacy
    today: Callable[[], date]
    choices: Choices
    sees: Callable[[str], bool] = lambda _register: True
    enter_moves: bool = True
    adding: Adding | None = None
    items: Items = _no_items


class FormBody(ScrollColumn):
    """Everything of a form that can be typed into.

    Signals:
        edited: the person changed something.
        entered: Enter in a field, which wants the next one.
        reveal_asked: register, record and field of something masked.
        arranged: rows came or went.
    """

    edited = Signal()
    entered = Signal(object)
    reveal_asked = Signal(str, str, str)
    arranged = Signal()

    def __init__(self, form: Form, tools: FormTools) -> None:
        super().__init__(Space.L, (Space.L, Space.S, Space.L, Space.L))
        self._form = form
        self._tools = tools
        register = tools.registry[form.register]
        self._day: date | None = None
        self._chosen: Mapping[str, Value] | None = None
        self._children: list[ChildList] = []
        self._fields = self._make_fields(register)
        self._fields.edited.connect(self._pass_day)
        self._fields.edited.connect(self._pass_items)
        self._fields.edited.connect(self.edited)
        self._fields.entered.connect(self.entered)
        self._fields.reveal_asked.connect(self._own_reveal)
        self.body.addWidget(self._fields)
        self._children = [self._add_children(name) for name in register.children]
        self._fields.load(form.cells)
        for each in self._children:
            each.load(form.children.get(each.register.name, ()))
        self._pass_day()
        self._pass_items()

    def load_draft(self, draft: Mapping[str, Any]) -> None:
        """Show what was typed in an earlier sitting."""
        self._fields.load_draft(draft)
        self._pass_items()
        for each in self._children:
            each.load_draft(draft_rows(draft.get(f"{CHILDREN}{each.register.name}")))
        self._pass_day()

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

    def tell_troubles(self) -> bool:
        """Tell under each field why what is typed is no value; whether there was any."""
        return any([each.tell_troubles() for each in self._sets()])  # noqa: C419 - every set tells its own

    def show_cell(self, register: str, record: str, field: str, cell: Cell) -> None:
        """Open a masked field with what a look revealed."""
        fields = self._fields
        if register != self._form.register:
            fields = self._child_list(register).card(record).fields
        shown = fields.field(field)
        assert shown is not None
        shown.load(cell)
        shown.setFocus()

    def fields(self) -> list[FormField]:
        """Every field, as they stand under each other."""
        return [each for some in self._sets() for each in sorted(some.fields, key=lambda one: one.field.more)]

    def in_order(self) -> list[FormField]:
        """Those that can be typed into now."""
        return [each for some in self._sets() for each in some.in_order()]

    def field_of(self, path: str) -> FormField | None:
        """The field that a problem of the last :meth:`entry` speaks of: ``name`` or ``party.0.name``."""
        parts = path.split(".")
        if len(parts) == 1:
            return self._fields.field(path)
        register, position, name = parts
        before = self.entry().children[: int(position)]
        place = sum(1 for child in before if child.register == register)
        return self._child_list(register).sent_field(place, name)

    def child_field(self, register: str, record: str, name: str) -> FormField | None:
        """A field of a child row, its first one where it has none of that name; None where there is no such row."""
        lists = (each for each in self._children if each.register.name == register)
        card = next((card for each in lists for card in each.cards if card.record == record), None)
        if card is None:
            return None
        return card.fields.field(name) or next(iter(card.fields.in_order()), None)

    def go_to(self, field: FormField) -> None:
        """Bring a field into sight and give it the keyboard."""
        for each in self._sets():
            if field in each.fields:
                each.show_field(field)
        self.ensureWidgetVisible(field)
        field.setFocus()

    def stops(self) -> list[QWidget]:
        """Where Tab stops, as the eye goes: also past rows that came later."""
        found = self._fields.stops()
        for each in self._children:
            for card in each.cards:
                found += [card.remove_button, *card.fields.stops()]
            found.append(each.add_button)
            if isinstance(each, CheckRows):
                found.append(each.take_button)
        return found

    def _make_fields(self, register: Register) -> FieldSet:
        tools = self._tools
        fields = [
            FormField(register.name, field, tools.words, tools.privacy, tools.today, tools.choices)
            for field in register.fields
            if not field.issued and not field.parent and (field.to is None or tools.sees(field.to))
        ]
        for each in fields:
            self._offer_new(each)
        made = FieldSet(fields, tools.words)
        made.set_day(self._day)
        return made

    def _offer_new(self, field: FormField) -> None:
        adding, to = self._tools.adding, field.field.to
        if adding is not None and to is not None and adding.offers(to):
            assert isinstance(field.editor, RefEditor)
            deed = self._tools.words.first(f"list.add.{to}", "list.add")
            field.editor.offer_new(deed, partial(adding.add, to))

    def _pass_day(self) -> None:
        """What may be chosen depends on the day that the record tells of."""
        declared = self._tools.registry[self._form.register].day_of
        day = self._fields.day(declared.name) if declared is not None else None
        if day != self._day:
            self._day = day
            for each in self._sets():
                each.set_day(day)

    def _add_children(self, name: str) -> ChildList:
        children = self._make_children(self._tools.registry[name])
        children.edited.connect(self.edited)
        children.entered.connect(self.entered)
        children.arranged.connect(self.arranged)
        children.reveal_asked.connect(self.reveal_asked)
        self.body.addWidget(children)
        return children

    def _make_children(self, register: Register) -> ChildList:
        words, checklist = self._tools.words, register.checklist
        result = self._fields.field(checklist.result) if checklist is not None else None
        if result is None:
            return ChildList(register, words, self._make_fields)
        return CheckRows(register, result, words, self._make_fields)

    def mark_all(self) -> None:
        """Say of all rows that are marked one by one that they are met."""
        for each in self._checklists():
            each.mark_all()
            self.ensureWidgetVisible(each.add_button)
            self.ensureWidgetVisible(each.take_button)

    def _pass_items(self) -> None:
        """Which rows there are to mark depends on what the record is about."""
        if not self._checklists():
            return
        chosen = (each for each in self._fields.fields if each.field.kind in (Kind.CHOICE, Kind.COUNT))
        values = {each.field.name: each.value() for each in chosen}
        if values != self._chosen:
            self._chosen = values
            for each in self._checklists():
                each.show_items(self._tools.items(each.register.name, values))

    def _checklists(self) -> list[CheckRows]:
        return [each for each in self._children if isinstance(each, CheckRows)]

    def _own_reveal(self, field: str) -> None:
        assert self._form.record is not None
        self.reveal_asked.emit(self._form.register, self._form.record, field)

    def _child_list(self, register: str) -> ChildList:
        return next(each for each in self._children if each.register.name == register)

    def _sets(self) -> Iterator[FieldSet]:
        yield self._fields
        for each in self._children:
            yield from (card.fields for card in each.cards)
