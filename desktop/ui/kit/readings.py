"""How the text of each kind of field is read and shown: pure, one small reader per kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Generic, Protocol, TypeVar

from desktop.base.text import tidy
from desktop.domain.fields import Field, Kind
from desktop.domain.values.citizen_id import CitizenId, parse_citizen_id
from desktop.domain.values.names import PersonName, parse_person_name
from desktop.domain.values.numbers import parse_count, parse_money
from desktop.domain.values.parsed import Parsed
from desktop.domain.values.phone import Phone, parse_phone
from desktop.domain.values.typed_dates import parse_typed_date
from desktop.i18n.dates import partial_date, weekday_date
from desktop.i18n.numbers import grouped
from desktop.services.views import Value

T = TypeVar("T")

_PARTIAL: Final = re.compile(r"\d{4}(-\d{2}){0,2}")
_WHOLE_DAY: Final = 2


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
        tip: the key of what the box's tooltip says of the short ways to type, if there are any.
    """

    @property
    def tip(self) -> str | None: ...

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
    tip: str | None = None

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

    @property
    def tip(self) -> str:
        return "kit.day.tip.partial" if self.partial else "kit.day.tip"

    def read(self, text: str) -> Reading:
        if not text.strip():
            return Reading()
        parsed = parse_typed_date(text, self.today(), past_only=self.past, partial=self.partial)
        if parsed.value is None:
            return Reading(problem=f"value.{parsed.problem}", facts=parsed.facts)
        return self.keep(str(parsed.value))

    def keep(self, value: Value) -> Reading:
        if not isinstance(value, str) or not _PARTIAL.fullmatch(value):
            return Reading() if not value else self.read(str(value))
        day = date.fromisoformat(value) if value.count("-") == _WHOLE_DAY else None
        return Reading(value, weekday_date(day, self.language) if day else "")

    def show(self, value: Value) -> str:
        if isinstance(value, str) and _PARTIAL.fullmatch(value):
            # The box takes days as they are typed here, in either language.
            return partial_date(value)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class ParsedReader(Generic[T]):
    """A line that one of the domain's parsers reads.

    Attributes:
        plain: the parsed value as a register keeps it.
        written: a kept value for the eye.
    """

    parse: Callable[[str], Parsed[T]]
    plain: Callable[[T], str | int]
    written: Callable[[str | int], str]
    width: int | None = None
    speaks: bool = False
    tip: str | None = None

    def read(self, text: str) -> Reading:
        if not tidy(text):
            return Reading()
        parsed = self.parse(text)
        if parsed.value is None:
            return Reading(problem=f"value.{parsed.problem}", facts=parsed.facts)
        value = self.plain(parsed.value)
        if parsed.repair is not None:
            return Reading(value, note=f"value.{parsed.repair.code}", facts=parsed.repair.facts)
        note = None if parsed.doubt is None else f"value.{parsed.doubt}"
        return Reading(value, note=note, facts=parsed.facts)

    def keep(self, value: Value) -> Reading:
        return Reading(value)

    def show(self, value: Value) -> str:
        return self.written(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def reader_for(declared: Field, today: Callable[[], date], language: str) -> Reader:
    """The reader of a field that is typed in one line."""
    match declared.kind:
        case Kind.DAY | Kind.PARTIAL_DAY:
            partial = declared.kind is Kind.PARTIAL_DAY
            return DayReader(today, language, partial=partial, past=not declared.ahead)
        case Kind.COUNT:
            return ParsedReader(parse_count, int, str if declared.plain else _grouped, width=128)
        case Kind.MONEY:
            return ParsedReader(parse_money, int, _grouped, width=176)
        case Kind.CITIZEN_ID:
            return ParsedReader(parse_citizen_id, _number, _grouped_id, width=176)
        case Kind.PHONE:
            return ParsedReader(parse_phone, _number, _grouped_phone, width=176)
        case Kind.NAME:
            return ParsedReader(_parse_typed_name, _name, str)
        case _:
            return TextReader()


def _parse_typed_name(text: str) -> Parsed[PersonName]:
    """A name as typed: only one all in capitals is rewritten; a person who types brackets means them."""
    parsed = parse_person_name(text)
    if parsed.repair is not None and parsed.repair.code == "name_case":
        return parsed
    return Parsed(PersonName(tidy(text)))


def _name(name: PersonName) -> str:
    return name.text


def _number(value: CitizenId | Phone) -> str:
    return value.number


def _grouped(value: str | int) -> str:
    return grouped(value) if isinstance(value, int) else value


def _grouped_id(value: str | int) -> str:
    parsed = parse_citizen_id(str(value))
    return parsed.value.grouped if parsed.value is not None else str(value)


def _grouped_phone(value: str | int) -> str:
    parsed = parse_phone(str(value))
    return parsed.value.grouped if parsed.value is not None else str(value)
