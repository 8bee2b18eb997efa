"""The rows that belong to a record, such as the parties of a dispute: a small list inside its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.domain.fields import Register
from desktop.services.views import Cell, ChildForm
from desktop.ui.kit.form_field import FieldSet, FormField
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words

MakeFields = Callable[[Register], FieldSet]


class ChildCard(QFrame):
    """One child row.

    Attributes:
        record: its id, None while it is new.

    Signals:
        removed: the person wants it gone.
    """

    removed = Signal()

    def __init__(self, record: str | None, fields: FieldSet, words: Words) -> None:
        super().__init__()
        self.setObjectName("Card")
        self.record = record
        self.fields = fields
        self._title = label("ChildTitle", role=Role.STRONG, wrap=True)
        self.remove_button = Button("RemoveChild", words("kit.remove"), look=Look.LINK, small=True)
        self.remove_button.clicked.connect(self.removed)
        head = row(self._title, self.remove_button)
        head.setStretch(0, 1)
        self.setLayout(column(head, fields, gap=Space.XS, margins=(Space.M, Space.S, Space.M, Space.M)))

    def set_title(self, title: str) -> None:
        self._title.setText(title)


class ChildList(QWidget):
    """All child rows of one register.

    Signals:
        edited: a row was changed, added or taken away.
        entered: Enter in a field of a row.
        reveal_asked: register, record and field of something masked.
        arranged: rows came or went, so the order of the fields is another.
    """

    edited = Signal()
    entered = Signal(object)
    reveal_asked = Signal(str, str, str)
    arranged = Signal()

    def __init__(self, register: Register, words: Words, make_fields: MakeFields) -> None:
        super().__init__()
        self.setObjectName(f"Children_{register.name}")
        self.register = register
        self._words = words
        self._make_fields = make_fields
        self.cards: list[ChildCard] = []
        self._removed: list[str] = []
        self._sent: list[ChildCard | None] = []
        self._rows = column(gap=Space.S)
        self.add_button = Button(
            f"AddChild_{register.name}",
            words("kit.add_child", register=words.register(register.name)),
            icon_name="add",
            look=Look.SECONDARY,
            small=True,
        )
        self.add_button.clicked.connect(self._add_clicked)
        title = label("ChildrenTitle", words.plural(register.name), Role.SECTION)
        buttons = row(self.add_button)
        buttons.addStretch(1)
        self.setLayout(column(title, self._rows, buttons, gap=Space.S))

    def load(self, children: Sequence[tuple[str, Mapping[str, Cell]]]) -> None:
        for record, cells in children:
            self._add(record, cells)

    def load_draft(self, drafts: Sequence[Mapping[str, object]]) -> None:
        """Show what was typed before: changed rows, new ones, and which were taken away."""
        by_record = {card.record: card for card in self.cards}
        for draft in drafts:
            record, values = draft.get("record"), draft.get("values")
            card = by_record.get(record) if isinstance(record, str) else self._add(None, {})
            if card is not None and draft.get("removed") is True:
                self._remove(card)
            elif card is not None and isinstance(values, Mapping):
                card.fields.load_draft(values)

    def draft(self) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = [
            {"record": card.record, "values": card.fields.draft()}
            for card in self.cards
            if card.record is None or card.fields.draft()
        ]
        return rows + [{"record": record, "removed": True} for record in self._removed]

    def entries(self) -> tuple[ChildForm, ...]:
        """What the person changed, added or took away; a new row with nothing in it is none."""
        changed = [(card, card.fields.changes()) for card in self.cards]
        sent = [(card, values) for card, values in changed if values]
        self._sent = [card for card, _ in sent] + [None] * len(self._removed)
        name = self.register.name
        return (
            *(ChildForm(name, card.record, values) for card, values in sent),
            *(ChildForm(name, record, {}, removed=True) for record in self._removed),
        )

    def sent_field(self, position: int, name: str) -> FormField | None:
        """The field that a problem speaks of: the row by its place among the last :meth:`entries`."""
        card = self._sent[position] if position < len(self._sent) else None
        return card.fields.field(name) if card is not None else None

    def card(self, record: str) -> ChildCard:
        return next(card for card in self.cards if card.record == record)

    def _add_clicked(self) -> None:
        card = self._add(None, {})
        self.arranged.emit()
        self.edited.emit()
        first = card.fields.in_order()
        if first:
            first[0].setFocus()

    def _add(self, record: str | None, cells: Mapping[str, Cell]) -> ChildCard:
        fields = self._make_fields(self.register)
        defaults = {field.name: Cell(field.default) for field in self.register.fields if field.default}
        fields.load(cells or defaults)
        card = named(ChildCard(record, fields, self._words), "Card")
        card.removed.connect(self._remove_clicked)
        fields.edited.connect(self.edited)
        fields.entered.connect(self.entered)
        fields.reveal_asked.connect(self._reveal_asked)
        self.cards.append(card)
        self._rows.addWidget(card)
        self._number()
        return card

    def _remove_clicked(self) -> None:
        card = self.sender()
        assert isinstance(card, ChildCard)
        self._remove(card)
        self.arranged.emit()
        self.edited.emit()

    def _remove(self, card: ChildCard) -> None:
        if card.record is not None:
            self._removed.append(card.record)
        self.cards.remove(card)
        self._rows.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._number()

    def _number(self) -> None:
        title = self._words.register(self.register.name)
        for number, card in enumerate(self.cards, 1):
            card.set_title(self._words("kit.child", register=title, number=number))

    def _reveal_asked(self, field: str) -> None:
        fields = self.sender()
        card = next(each for each in self.cards if each.fields is fields)
        assert card.record is not None
        self.reveal_asked.emit(self.register.name, card.record, field)


def draft_rows(value: object) -> list[Mapping[str, object]]:
    """The rows of a kept draft, whatever else it may hold."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
