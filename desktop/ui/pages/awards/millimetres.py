"""Typing a measure: a number with a comma or a point, of two digits behind it at the most."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from desktop.i18n.numbers import decimal
from desktop.services.views import Value
from desktop.ui.kit.editor import LineEditor
from desktop.ui.kit.readings import Reading
from desktop.ui.kit.words import Words

_NUMBER: Final = re.compile(r"[+-]?\d{1,4}(?:[.,]\d{1,2})?")
_MINUS: Final = str.maketrans({"−": "-", "–": "-"})


@dataclass(frozen=True)
class MeasureReader:
    """Reads a measure as its hundredths, a whole number."""

    low: float
    high: float
    language: str
    width: int | None = 84
    speaks: bool = False
    tip: str | None = None

    def read(self, text: str) -> Reading:
        text = text.strip().translate(_MINUS)
        if not text:
            return Reading()
        number = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
        if number is None or not self.low <= number <= self.high:
            facts = {"low": written(self.low, self.language), "high": written(self.high, self.language)}
            return Reading(problem="press.measure.wrong", facts=facts)
        return Reading(round(number * 100))

    def keep(self, value: Value) -> Reading:
        return Reading(value)

    def show(self, value: Value) -> str:
        return written(value / 100, self.language) if isinstance(value, int) else ""


def written(number: float, language: str) -> str:
    """A measure as it is typed, of two digits behind the comma at the most."""
    return decimal(Decimal(f"{number:.2f}").normalize() + Decimal(0), language)


class MeasureBox(LineEditor):
    """A box for one measure; empty is 0, or the least there may be."""

    def __init__(self, name: str, words: Words, low: float, high: float) -> None:
        super().__init__(name, words, MeasureReader(low, high, words.language))
        self._low = low

    def set_bounds(self, low: float, high: float) -> None:
        """Other bounds, in full hundredths, so that the least and the most which are told may be typed."""
        self._low = low
        self._reader = MeasureReader(low, math.floor(high * 100 + 1e-6) / 100, self.words.language)

    def measure(self) -> float:
        """What is typed; the least where nothing is."""
        value = self.value()
        return value / 100 if isinstance(value, int) else max(0.0, self._low)

    def show_measure(self, measure: float) -> None:
        self.set_value(round(measure * 100))
        self.set_wrong(wrong=False)


def refusal(boxes: Iterable[MeasureBox]) -> str:
    """Why the first wrong one of some measures is none; every wrong one is marked. Empty if all are sound."""
    said = ""
    for box in boxes:
        trouble = box.trouble()
        box.set_wrong(wrong=trouble is not None)
        if trouble is not None and not said:
            said = box.words(trouble.key, **trouble.facts)
    return said
