"""How periods and figures are written: "Tháng 11/2026 (15/10 – 14/11)", "tăng 12 (8,3 %)", "–"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from desktop.domain.indicators.comparing import Change, Number
from desktop.domain.periods import Period, PeriodKind
from desktop.i18n.dates import short_date
from desktop.i18n.numbers import decimal, grouped

UNKNOWN: Final = "–"
"""What stands for a figure that nobody knows: never 0."""

_ROMAN: Final[Mapping[int, str]] = {1: "I", 2: "II", 3: "III", 4: "IV"}
_NO_BREAK_SPACE: Final = "\u00a0"


class Texts(Protocol):
    """Sentences by key, as a catalogue or a screen's words give them."""

    def __call__(self, key: str, /, **facts: object) -> str: ...


def period_name(texts: Texts, period: Period) -> str:
    """The name alone, such as "Quý IV/2026"; days without a name are called by their first and last."""
    number = period.number
    facts = {"number": _ROMAN[number] if period.kind is PeriodKind.QUARTER else number, "year": period.year}
    key = f"period.{period.kind.value}"
    if period.kind is PeriodKind.HALF_YEAR:
        key = f"{key}.{number}"
    return texts(key, **facts)


def period_range(period: Period, language: str) -> str:
    """Its first and last day; the year is left out where the name says it already."""
    days = (period.first, period.last)
    plain = period.number > 0 and all(day.year == period.year for day in days)
    return " – ".join(_short(day, language) if plain else short_date(day, language) for day in days)


def period_words(texts: Texts, period: Period, language: str) -> str:
    """Name and range, which always stand together."""
    return texts("period.named", name=period_name(texts, period), range=period_range(period, language))


def figure_text(value: Number | None, language: str) -> str:
    """A figure in a table: "1.126", "87,5 %", and a dash where it is not known."""
    if value is None:
        return UNKNOWN
    if isinstance(value, Decimal):
        return f"{decimal(value, language)}{_NO_BREAK_SPACE}%"
    return grouped(value, language)


def change_text(texts: Texts, change: Change | None, language: str) -> str:
    """How a figure stands against its base: "tăng 12 (8,3 %)", "không đổi", "–" where there is no base."""
    if change is None:
        return UNKNOWN
    if not change.by:
        return texts("figure.change.none")
    way = "more" if change.by > 0 else "fewer"
    if isinstance(change.by, Decimal):
        return texts(f"figure.change.{way}.points", by=decimal(abs(change.by), language))
    by = grouped(abs(change.by), language)
    if change.percent is None:
        return texts(f"figure.change.{way}", by=by)
    return texts(f"figure.change.{way}.percent", by=by, percent=decimal(abs(change.percent), language))


def _short(day: date, language: str) -> str:
    written = short_date(day, language)
    return written.rpartition("/" if language != "en" else " ")[0]
