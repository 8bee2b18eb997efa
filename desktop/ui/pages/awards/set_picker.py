"""Choosing the set of awards that is worked on; all of them at first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.base.text import fold
from desktop.services.award_sets import SetView
from desktop.ui.kit.choosing import PickEditor
from desktop.ui.kit.popup import Item
from desktop.ui.kit.words import Words

ALL: Final = "@all"


class SetPicker(PickEditor):
    """A line over the sets, the newest first."""

    def __init__(self, words: Words) -> None:
        super().__init__("SetPicker", words)
        self.line.setAccessibleName(words("awards.set"))
        self._sets: Sequence[SetView] = ()

    def show_sets(self, sets: Sequence[SetView]) -> None:
        """Offer these; what was chosen stays so where it is still there."""
        self._sets = sets
        kept = self.value()
        self.set_value(kept if kept in {each.id for each in sets} else ALL)

    def choose(self, award_set: str) -> None:
        self.set_value(award_set)

    def chosen(self) -> SetView | None:
        """The one set; None for all of them."""
        return next((each for each in self._sets if each.id == self.value()), None)

    def options(self, text: str) -> Sequence[Item]:
        items = [Item(ALL, self.title_of(ALL, None)), *(self._item(each) for each in self._sets)]
        return [item for item in items if fold(text) in fold(item.title)]

    def title_of(self, key: str, text: str | None) -> str:
        if key == ALL:
            return self.words("awards.all_sets")
        return next((each.name for each in self._sets if each.id == key), "")

    def _item(self, each: SetView) -> Item:
        return Item(each.id, each.name, self.words("awards.set_count", count=sum(each.counts.values())))
