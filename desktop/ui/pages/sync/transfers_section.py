"""Records that go over from one unit to another: ordered above, handed over by the unit that gives them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut

from desktop.base.text import fold
from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.domain.levels import superior
from desktop.i18n.dates import short_date
from desktop.i18n.numbers import grouped
from desktop.services import registers, transfers
from desktop.services.transfers import Order, OrderDraft, Side, TransferKind
from desktop.services.views import Hit
from desktop.ui.kit.door import Input, Question
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.pinned_model import Head, PinnedCell
from desktop.ui.kit.widgets import Button, Look
from desktop.ui.pages.sync.table_page import TablePage
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.shortcuts import Shortcut

_COLUMNS: Final = ("kind", "from", "to", "area", "on", "state")
_SHOWN: Final = 20


class TransfersPage(TablePage):
    """Every order with its sides; the level above makes one, the giving unit carries it out."""

    keys: Sequence[Shortcut] = (Shortcut("Ctrl+N", "keys.new"), Shortcut("Ctrl+Z", "keys.undo"))

    def __init__(self, context: PageContext) -> None:
        words = context.words
        self._orders: list[Order] = []
        self._above = superior(context.workspace.station.level)
        self.order_button = Button(
            "OrderTransfer", words("transfers.order"), look=Look.PRIMARY, icon_name="add", shortcut="Ctrl+N"
        )
        self.give_button = Button(
            "GiveRecords", words("transfers.give_button"), look=Look.PRIMARY, icon_name="sync"
        )
        super().__init__(
            context,
            "transfers",
            frozenset({"transfer", "transfer_list"}),
            self.order_button,
            self.give_button,
        )
        self.order_button.setVisible(self._above)
        self.give_button.setVisible(not self._above)
        self.order_button.clicked.connect(self.order)
        self.give_button.clicked.connect(self.give)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.order)

    # Showing

    def reload(self) -> None:
        words = self.words
        self._orders = transfers.orders(self.context.workspace)
        heads = [Head(words(f"transfers.column.{each}")) for each in _COLUMNS]
        self.table.show_lines(heads, [self._cells(each) for each in self._orders])
        self.show_line(self.at())

    def _cells(self, order: Order) -> list[PinnedCell]:
        words = self.words
        on = short_date(order.effective_on, words.language) if order.effective_on is not None else ""
        if order.kind is TransferKind.STATION:
            state = PinnedCell(words("transfers.state.whole"), Tone.DONE)
        elif order.listed:
            state = PinnedCell(
                words("transfers.state.given", count=grouped(order.listed, words.language)), Tone.DONE
            )
        else:
            state = PinnedCell(words("transfers.state.waits"), Tone.DUE)
        return [
            PinnedCell(words.choice("transfer_kind", order.kind.value)),
            PinnedCell(order.giver.name),
            PinnedCell(order.taker.name),
            PinnedCell(order.area or "–", muted=order.area is None),
            PinnedCell(on),
            state,
        ]

    def show_line(self, at: int) -> None:
        order = self._order(at)
        gives = order is not None and order.side is Side.GIVES and order.kind is not TransferKind.STATION
        again = order is not None and order.kind in (TransferKind.HOUSEHOLD, TransferKind.PERSON)
        self.give_button.setEnabled(gives and (again or (order is not None and order.waits)))
        self.said.setText(self._said(order) if order is not None else self.words("transfers.none"))

    def _said(self, order: Order) -> str:
        words = self.words
        parts = [words(f"transfers.side.{order.side.value}", giver=order.giver.name, taker=order.taker.name)]
        if order.decision_number:
            parts.append(words("transfers.decision", number=order.decision_number))
        if order.note:
            parts.append(order.note)
        return "\n".join(parts)

    def _order(self, at: int) -> Order | None:
        return self._orders[at] if 0 <= at < len(self._orders) else None

    # Ordering

    def order(self) -> None:
        """Ask what goes over from whom to whom."""
        if not self._above:
            return
        workspace, today = self.context.workspace, self.context.workspace.today()
        unit = partial(Input, kind=Kind.REF, required=True, to="reporting_unit", choices=self._units)
        question = Question(
            "transfers.new",
            inputs=(
                Input("kind", "field.transfer.kind", Kind.CHOICE, True, "area", "transfer_kind"),
                unit("giver", "field.transfer.from_name"),
                unit("taker", "field.transfer.to_name"),
                Input("area", "transfers.input.area", Kind.REF, to="area", choices=self._records),
                Input("on", "field.transfer.effective_on", Kind.DAY, required=True, value=today.isoformat()),
                Input("number", "field.transfer.decision_number"),
                Input("note", "field.transfer.note"),
            ),
        )
        answer = self.context.door.ask(question)
        if answer is None:
            return
        kind = TransferKind(str(answer["kind"]))
        draft = OrderDraft(
            kind,
            str(answer["giver"]),
            str(answer["taker"]),
            date.fromisoformat(str(answer["on"])),
            str(answer["area"]) if answer["area"] and kind is TransferKind.AREA else None,
            str(answer["number"] or ""),
            note=str(answer["note"] or ""),
        )
        try:
            changes = transfers.order(workspace, draft)
        except UserError as error:
            self.tell(error)
            return
        self.reload()
        self.say(changes, self.words("transfers.done.ordered"))
        self.table.setFocus()

    def _units(self, _register: str, text: str) -> Sequence[Hit]:
        known = transfers.units(self.context.workspace)
        return [
            Hit("reporting_unit", each.code, each.name, each.code)
            for each in known
            if fold(text) in fold(each.name)
        ]

    def _records(self, register: str, text: str) -> Sequence[Hit]:
        return registers.choices(self.context.workspace, register, text, _SHOWN)

    # Handing over

    def give(self) -> None:
        """Show what would go over, and list it when the person agrees."""
        order = self._order(self.at())
        if order is None or not self.give_button.isEnabled():
            return
        record: str | None = None
        if order.kind is not TransferKind.AREA:
            kind = order.kind.value
            which = Input(
                "record", f"transfers.input.{kind}", Kind.REF, required=True, to=kind, choices=self._records
            )
            answer = self.context.door.ask(
                Question("transfers.which", {"taker": order.taker.name}, inputs=(which,))
            )
            if answer is None:
                return
            record = str(answer["record"])
        workspace, words = self.context.workspace, self.words
        try:
            counts = transfers.preview(workspace, order.id, record)
            facts = {
                "taker": order.taker.name,
                "records": "; ".join(
                    f"{words.plural(name)}: {grouped(count, words.language)}"
                    for name, count in counts.items()
                ),
            }
            if not self.context.door.confirm(Question("transfers.give", facts, danger=True)):
                return
            changes = transfers.hand_over(workspace, order.id, record)
        except UserError as error:
            self.tell(error)
            return
        self.reload()
        self.say(changes, words("transfers.done.given", taker=order.taker.name))
        self.table.setFocus()
