"""How the text of each kind of field is read and shown: pure, one small reader per kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from desktop.base.text import tidy
from desktop.domain.fields import Field, Kind
from desktop.domain.values.typed_dates import parse_typed_date
from desktop.i18n.dates import partial_date, weekday_date
from desktop.i18n.numbers import grouped
from desktop.services.views import Value

_NUMBER: Final = re.compile(r"\d{1,3}(?:[.,\u00a0 ]\d{3})+|\d+")
_LARGEST: Final = 10**15
_PARTIAL: Final = re.compile(r"\d{4}(-\d{2}){0,2}")


@dataclass(frozen=True)
class Reading:
    """What a text means.

    Attributes:
        readout: what is said beside the box while typing, such as the day with its weekday.
        problem: the key of why it is no value; ``note`` the key of a repair or a doubt; both with ``facts``.
    """

    value: Value = None
    readout: str = ""
    problem: str | None = None
    note: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


class Reader(Protocol):
    """Reads and shows values of one kind.

    Attributes:
        width: of its box in logical pixels at 100 %, or None for all there is.
        speaks: whether it says anything beside the box.
    """

    @property
    def width(self) -> int | None: ...

    @property
    def speaks(self) -> bool: ...

    def read(self, text: str) -> Reading:
        """What a person's text means."""

    def keep(self, value: Value) -> Reading:
        """A value that was kept and not touched."""

    def show(self, value: Value) -> str:
        """The text for a value; for a draft that was never a value, the very text."""


@dataclass(frozen=True)
class TextReader:
    """One tidy line."""

    width: int | None = None
    speaks: bool = False

    def read(self, text: str) -> Reading:
        return Reading(tidy(text) or None)

    def keep(self, value: Value) -> Reading:
        return Reading(value)

    def show(self, value: Value) -> str:
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class DayReader:
    """A day in any of the short ways, or with ``partial`` a month or a year.

    Attributes:
        past: what is left out is filled in so that the day is not after today.
    """

    today: Callable[[], date]
    language: str
    partial: bool = False
    past: bool = True
    width: int | None = 128
    speaks: bool = True

    def read(self, text: str) -> Reading:
        if not text.strip():
            return Reading()
        parsed = parse_typed_date(text, self.today(), past_only=self.past, partial=self.partial)
        if parsed.value is None:
            code = "invalid_partial_date" if self.partial else "invalid_date"
            return Reading(problem=f"problem.{code}", facts={"text": tidy(text)})
        return self.keep(str(parsed.value))

    def keep(self, value: Value) -> Reading:
        if not isinstance(value, str) or not _PARTIAL.fullmatch(value):
            return Reading() if not value else self.read(str(value))
        day = date.fromisoformat(value) if value.count("-") == 2 else None
        return Reading(value, weekday_date(day, self.language) if day else "")

    def show(self, value: Value) -> str:
        if isinstance(value, str) and _PARTIAL.fullmatch(value):
            # The box takes days as they are typed here, in either language.
            return partial_date(value)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class NumberReader:
    """A whole number from 0 up, its thousands apart or not."""

    width: int | None = 128
    speaks: bool = False

    def read(self, text: str) -> Reading:
        text = tidy(text)
        if not text:
            return Reading()
        if not _NUMBER.fullmatch(text):
            return Reading(problem="problem.invalid_number", facts={"text": text})
        number = int(re.sub(r"\D", "", text))
        if number > _LARGEST:
            return Reading(problem="problem.too_large", facts={"limit": _LARGEST})
        return Reading(number)

    def keep(self, value: Value) -> Reading:
        return Reading(value) if isinstance(value, int) else self.read(str(value or ""))

    def show(self, value: Value) -> str:
        if isinstance(value, int):
            return grouped(value)
        return value if isinstance(value, str) else ""


def reader_for(declared: Field, today: Callable[[], date], language: str) -> Reader:
    """The reader of a field that is typed in one line."""
    if declared.kind in (Kind.DAY, Kind.PARTIAL_DAY):
        partial = declared.kind is Kind.PARTIAL_DAY
        return DayReader(today, language, partial=partial, past=not _lies_ahead(declared))
    if declared.kind in (Kind.COUNT, Kind.MONEY):
        return NumberReader()
    return TextReader()


def _lies_ahead(declared: Field) -> bool:
    """Whether a day is an appointment: "5" then means the next one, not the last."""
    return declared.name.startswith(("next_", "follow_up_", "due_"))
