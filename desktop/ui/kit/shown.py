"""How a cell reads on the screen: one place for table, panel, history and form."""

from __future__ import annotations

import re
from typing import Final

from desktop.domain.fields import Field, Kind
from desktop.i18n.dates import partial_date
from desktop.i18n.numbers import grouped, money
from desktop.services.views import GONE, Cell, Mark, Value
from desktop.ui.kit.words import Words

BULLETS: Final = "••••••"
"""Stands for a value that may not be seen without asking; its length tells nothing."""

_NO_BREAK: Final = "\u00a0"
_DAY: Final = re.compile(r"\d{4}(-\d{2}){0,2}")
_CITIZEN_ID: Final = re.compile(r"(\d{3})(\d{3})(\d{6})")


def cell_text(words: Words, field: Field, cell: Cell, *, private: bool = False) -> str:
    """The words of a cell. While ``private``, a sensitive field does not even tell whether it has a value."""
    if field.sensitive and private:
        return BULLETS
    if cell.mark is Mark.MASKED:
        return BULLETS
    for mark in (cell.mark, cell.unnamed):
        if mark in GONE:
            return words(f"kit.mark.{mark.value}")
    return cell.text if cell.text is not None else value_text(words, field, cell.value)


def value_text(words: Words, field: Field, value: Value) -> str:
    """The words of a value as a register keeps it; nothing for no value."""
    if value is None:
        return ""
    if field.opaque:
        return words("yes")
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if isinstance(value, int):
        if field.plain:
            return str(value)
        written = money if field.kind is Kind.MONEY else grouped
        return written(value, words.language)
    if isinstance(value, list):
        return ", ".join(_choice(words, field, each) for each in value)
    return _text(words, field, value)


def _text(words: Words, field: Field, value: str) -> str:
    if field.kind is Kind.CHOICE:
        return _choice(words, field, value)
    if field.kind in (Kind.DAY, Kind.PARTIAL_DAY) and _DAY.fullmatch(value):
        return partial_date(value, words.language)
    if field.kind is Kind.CITIZEN_ID:
        return _NO_BREAK.join(parts.groups()) if (parts := _CITIZEN_ID.fullmatch(value)) else value
    # What a reference points to has a title of its own; its id is never shown.
    return "" if field.kind is Kind.REF else value


def _choice(words: Words, field: Field, code: str) -> str:
    return words.choice(field.catalogue, code) if field.catalogue is not None else code
