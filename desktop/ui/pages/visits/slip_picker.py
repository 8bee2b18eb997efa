"""Choosing a printed slip by its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from desktop.i18n.dates import short_moment
from desktop.services.visit_slips import Slip
from desktop.ui.kit.choosing import PickEditor
from desktop.ui.kit.popup import Item
from desktop.ui.kit.words import Words


class SlipPicker(PickEditor):
    """The slips printed last, newest first; typing narrows them by their number."""

    unknown = "round.slip.unknown"

    def __init__(self, words: Words, slips: Callable[[], Sequence[Slip]]) -> None:
        super().__init__("FromSlip", words)
        self._slips = slips
        self.line.setPlaceholderText(words("round.from_slip"))
        self.line.setAccessibleName(words("round.from_slip"))

    def number(self) -> int | None:
        """The number of the slip that was picked, or typed in full."""
        picked, typed = self.value(), self.line.text().strip()
        if isinstance(picked, str):
            return int(picked)
        return int(typed) if typed.isdecimal() and typed.isascii() else None

    def options(self, text: str) -> Sequence[Item]:
        typed = text.strip()
        return [self._item(slip) for slip in self._slips() if str(slip.number).startswith(typed)]

    def _item(self, slip: Slip) -> Item:
        at = short_moment(datetime.fromisoformat(slip.at), self.words.language)
        facts = {"number": slip.number, "count": len(slip.rows), "at": at, "title": slip.title}
        key = "round.slip" if slip.title else "round.slip.untitled"
        return Item(str(slip.number), self.words(key, **facts))
