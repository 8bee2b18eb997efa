"""Whom a bundle is for: one of the units whose computers are enrolled here, up to a hundred and fifty of them."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.base.text import fold
from desktop.services.devices import Recipient
from desktop.ui.kit.choosing import PickEditor
from desktop.ui.kit.popup import Item
from desktop.ui.kit.words import Words


class RecipientPicker(PickEditor):
    """Found by typing, without accents too; a lone one is chosen by itself."""

    def __init__(self, words: Words) -> None:
        super().__init__("SendRecipient", words)
        self._recipients: Sequence[Recipient] = ()

    def show_recipients(self, recipients: Sequence[Recipient]) -> None:
        """Whoever was chosen stays chosen if still there, else the first is."""
        self._recipients = tuple(recipients)
        if self.chosen() is None:
            self.set_value(recipients[0].station if recipients else None)

    def chosen(self) -> Recipient | None:
        station = self.value()
        return next((each for each in self._recipients if each.station == station), None)

    def options(self, text: str) -> Sequence[Item]:
        items = [
            Item(each.station, each.name, self.words(f"sync.kind.{each.kind.value}"))
            for each in self._recipients
        ]
        return [item for item in items if fold(text) in fold(item.title)]

    def title_of(self, key: str, text: str | None) -> str:
        return next((each.name for each in self._recipients if each.station == key), key)
