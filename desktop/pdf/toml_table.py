"""Typed reading of one table of a layout file: each fault is named by its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import TypeVar

from desktop.pdf.errors import LayoutMissing, LayoutUnknown, LayoutWrongValue

_Choice = TypeVar("_Choice", bound=StrEnum)

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_LONGEST_SHOWN = 40


class TomlTable:
    """A table of the file together with the path that leads to it.

    Attributes:
        file: the name of the file, for the message.
        path: where the table stands, such as ``recipient / name``.
    """

    def __init__(self, file: str, path: str, content: object) -> None:
        self.file = file
        self.path = path
        if not isinstance(content, dict):
            raise self._wrong(path, content, "[…]")
        self._content: dict[str, object] = content
        self._asked: set[str] = set()

    def named(self, path: str) -> TomlTable:
        """The same table under the name that it gives itself, for the messages that follow."""
        table = TomlTable(self.file, path, self._content)
        table._asked = self._asked  # the same class: both views count what was asked
        return table

    def has(self, key: str) -> bool:
        return key in self._content

    def text(self, key: str, default: str | None = None) -> str:
        value = self._value(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(self._place(key), value, '"…"')
        return value

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        value = self._value(key, default)
        # A truth value counts as a number in Python, and "nan" passes every comparison turned the other way.
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self._wrong(self._place(key), value, f"{low:g} – {high:g}")
        return float(value)

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self._value(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self._wrong(self._place(key), value, f"{low}, {low + 1} … {high}")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._value(key, default)
        if not isinstance(value, bool):
            raise self._wrong(self._place(key), value, "true, false")
        return value

    def colour(self, key: str, default: str | None = None) -> str:
        value = self._value(key, default)
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise self._wrong(self._place(key), value, "#RRGGBB")
        return value

    def choice(self, key: str, kinds: type[_Choice], default: _Choice | None = None) -> _Choice:
        return self._one_of(key, self._value(key, default), kinds)

    def choices(self, key: str, kinds: type[_Choice]) -> tuple[_Choice, ...]:
        """Several of the words, all of them where the key is left out."""
        values = self._value(key, list(kinds))
        if not isinstance(values, list) or not values:
            raise self._wrong(self._place(key), values, "[…]")
        return tuple(self._one_of(key, value, kinds) for value in values)

    def table(self, key: str) -> TomlTable:
        return TomlTable(self.file, self._place(key), self._value(key, None))

    def tables(self, key: str, most: int, *, needed: bool = True) -> Iterator[TomlTable]:
        """The repeated tables under a key, in the order of the file, named by their number."""
        values = self._value(key, None if needed else [])
        if not isinstance(values, list) or len(values) > most:
            raise self._wrong(self._place(key), values, f"[[…]] × 1 – {most}")
        for number, value in enumerate(values, start=1):
            yield TomlTable(self.file, f"{self._place(key)} {number}", value)

    def finish(self) -> None:
        """Refuse what nobody asked for: a misspelt key would else be ignored in silence."""
        for key in self._content:
            if key not in self._asked:
                raise LayoutUnknown(file=self.file, field=self._place(key))

    def _value(self, key: str, default: object) -> object:
        self._asked.add(key)
        if key in self._content:
            return self._content[key]
        if default is None:
            raise LayoutMissing(file=self.file, field=self._place(key))
        return default

    def _one_of(self, key: str, value: object, kinds: type[_Choice]) -> _Choice:
        for kind in kinds:
            if value == kind.value:
                return kind
        raise self._wrong(self._place(key), value, ", ".join(kinds))

    def _place(self, key: str) -> str:
        return f"{self.path} / {key}" if self.path else key

    def _wrong(self, place: str, value: object, allowed: str) -> LayoutWrongValue:
        shown = str(value)
        shown = shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…"
        return LayoutWrongValue(file=self.file, field=place, value=shown, allowed=allowed)
