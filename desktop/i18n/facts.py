"""How a named fact stands in a sentence: numbers and days in the ways of the language.

A sentence names a fact in one of three ways:

``{count}``
    a whole number as 1.126, a decimal as 98,5, a day as 05/01/2026, anything else as its text;
``{year:plain}``
    as its bare text: years, book numbers and other numbers that are names;
``{count:member/members}``
    a number and its noun, one and many, which English needs: "1 member", "1,126 members".
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from desktop.i18n.dates import short_date, short_moment, short_time
from desktop.i18n.numbers import decimal, grouped


def shown(value: object, language: str) -> str:
    """Write one fact alone, as ``{fact}`` would stand in a sentence.

    Raises:
        TypeError: the fact is a truth value or None; a sentence says such things in words of its own.
    """
    match value:
        case bool() | None:
            raise TypeError(f"a sentence cannot hold {value!r}")
        case int():
            return grouped(value, language)
        case float():
            return decimal(Decimal(repr(value)), language)
        case Decimal():
            return decimal(value, language)
        case datetime():
            return short_moment(value, language)
        case date():
            return short_date(value, language)
        case time():
            return short_time(value)
        case list() | tuple():
            return ", ".join(shown(each, language) for each in value)
        case _:
            return str(value)


class Fact:
    """One fact on its way into a sentence; the format after the colon decides how it stands there."""

    def __init__(self, value: object, language: str) -> None:
        self._value = value
        self._language = language

    def __format__(self, how: str) -> str:
        if how == "plain":
            return str(self._value)
        number = shown(self._value, self._language)
        if not how:
            return number
        one, many = how.split("/")
        return f"{number} {one if self._value == 1 else many}"
