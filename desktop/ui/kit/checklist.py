"""Rows that are marked one by one, such as the criteria of a recognition; together they propose a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout

from desktop.domain.fields import Register
from desktop.services.views import Cell, ChildForm, Value
from desktop.ui.kit.form_children import ChildCard, ChildList, MakeFields
from desktop.ui.kit.form_field import FormField
from desktop.ui.kit.widgets import Button, Look, Role, label, row
from desktop.ui.kit.words import Words

MARK_ALL: Final = "Ctrl+M"


class CheckRows(ChildList):
    """One row for each item: whether it is met, and why.

    A new record has all rows from the beginning; they are written as soon as one of them was marked, all at once.
    ``result`` is the field that they propose; only a person's click sets it.
    """

    def __init__(self, register: Register, result: FormField, words: Words, make_fields: MakeFields) -> None:
        assert register.checklist is not None
        self._checklist = register.checklist
        self._result = result
        self._catalogue = register.by_name[self._checklist.item].catalogue or ""
        self._proposal: str | None = None
        super().__init__(register, words, make_fields)
        self.add_button.setText(words("kit.checklist.all"))
        self.add_button.set_icon("check")
        keys = QKeySequence(MARK_ALL).toString(QKeySequence.SequenceFormat.NativeText)
        self.add_button.setToolTip(f"{words('kit.checklist.all')} ({keys})")
        self._summary = label("ChecklistSummary", role=Role.CAPTION, wrap=True)
        self.take_button = Button("TakeProposal", look=Look.SECONDARY, small=True)
        self.take_button.clicked.connect(self._take)
        beneath = row(self._summary, self.take_button)
        beneath.setStretch(0, 1)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(beneath)
        self.edited.connect(self._sum_up)
        result.edited.connect(self._sum_up)

    def show_items(self, codes: Sequence[str]) -> None:
        """Have a row for each item."""
        for card in [each for each in self.cards if each.record is None and self._item(each) not in codes]:
            self._drop(card)
        there = {self._item(card) for card in self.cards}
        for code in codes:
            if code not in there:
                self._add(None, {self._checklist.item: Cell(code)})
        self._number()
        self._sum_up()
        self.arranged.emit()

    def mark_all(self) -> None:
        """Say of every row that it is met."""
        for card in self.cards:
            field = self._field(card, self._checklist.met)
            if field.is_open() and field.value() is not True:
                field.put(True)
        (self.take_button if self.take_button.isVisible() else self.add_button).setFocus()

    def entries(self) -> tuple[ChildForm, ...]:
        """What the person changed; all new rows once one of them was marked."""
        marked = any(card.fields.changes() for card in self.cards if card.record is None)
        sent: list[tuple[ChildCard, dict[str, Value]]] = []
        for card in self.cards:
            values = card.fields.changes()
            if card.record is None and marked:
                met = self._field(card, self._checklist.met).value() is True
                values = {**values, self._checklist.item: self._item(card), self._checklist.met: met}
            if values and (card.record is not None or marked):
                sent.append((card, values))
        self._sent = [card for card, _ in sent] + [None] * len(self._removed)
        name = self.register.name
        return (
            *(ChildForm(name, card.record, values) for card, values in sent),
            *(ChildForm(name, record, {}, removed=True) for record in self._removed),
        )

    def draft(self) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = []
        for card in self.cards:
            values = card.fields.draft()
            if values:
                rows.append(
                    {"record": card.record, "values": {**values, self._checklist.item: self._item(card)}}
                )
        return rows + [{"record": record, "removed": True} for record in self._removed]

    def load_draft(self, drafts: Sequence[Mapping[str, object]]) -> None:
        """Show what was typed before, each row by what it is about."""
        super().load_draft([each for each in drafts if each.get("record") is not None])
        for draft in (each for each in drafts if each.get("record") is None):
            values = draft.get("values")
            if isinstance(values, Mapping):
                code = values.get(self._checklist.item)
                cards = [each for each in self.cards if self._item(each) == code]
                card = cards[0] if cards else self._add(None, {self._checklist.item: Cell(code)})
                typed = {name: each for name, each in values.items() if name != self._checklist.item}
                card.fields.load_draft(typed)
        self._number()
        self._sum_up()

    def _add_clicked(self) -> None:
        self.mark_all()

    def _add(self, record: str | None, cells: Mapping[str, Cell]) -> ChildCard:
        card = super()._add(record, cells)
        for field in card.fields.fields:
            field.setVisible(field.field.name != self._checklist.item)
        card.fields.stand_beside()
        card.remove_button.hide()
        return card

    def _drop(self, card: ChildCard) -> None:
        self.cards.remove(card)
        self._rows.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _number(self) -> None:
        for number, card in enumerate(self.cards, 1):
            name = self._words.choice(self._catalogue, self._item(card))
            card.set_title(self._words("kit.checklist.item", number=number, name=name))

    def _item(self, card: ChildCard) -> str:
        return str(self._field(card, self._checklist.item).value() or "")

    def _field(self, card: ChildCard, name: str) -> FormField:
        field = card.fields.field(name)
        assert field is not None
        return field

    def _mark(self, card: ChildCard) -> bool | None:
        """Whether a row is met; None while nobody looked at it."""
        if self._field(card, self._checklist.met).value() is True:
            return True
        return False if card.record is not None or card.fields.changes() else None

    def _sum_up(self) -> None:
        marks = [self._mark(card) for card in self.cards]
        self._proposal = self._checklist.proposal(marks)
        met = sum(1 for mark in marks if mark)
        self._summary.setText(self._words("kit.checklist.count", met=met, count=len(marks)))
        self._summary.setVisible(bool(marks))
        self.add_button.setVisible(bool(marks))
        self.take_button.setVisible(self._proposal is not None and self._proposal != self._result.value())
        if self._proposal is not None:
            words = self._words.choice(self._result.field.catalogue or "", self._proposal)
            self.take_button.setText(self._words("kit.checklist.take", result=words))

    def _take(self) -> None:
        if self._proposal is not None:
            self._result.put(self._proposal)
            self._result.setFocus()
