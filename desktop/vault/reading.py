"""Takes a decoded text of ours apart, field by field: whatever is not exactly as expected is :class:`Malformed`."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from desktop.domain.journal.canonical import MAX_INT, Plain


class Malformed(ValueError):
    """The text has not the form that it should have."""


class Fields:
    """The fields of one object, each to be taken once; :meth:`done` refuses what nobody asked for."""

    def __init__(self, value: Plain) -> None:
        if not isinstance(value, dict):
            raise Malformed("not an object")
        self._left = dict(value)

    def take(self, name: str) -> Plain:
        if name not in self._left:
            raise Malformed(f"no {name}")
        return self._left.pop(name)

    def text(self, name: str) -> str:
        value = self.take(name)
        if not isinstance(value, str):
            raise Malformed(f"{name} is no text")
        return value

    def optional_text(self, name: str) -> str | None:
        value = self.take(name)
        if value is not None and not isinstance(value, str):
            raise Malformed(f"{name} is no text")
        return value

    def whole(self, name: str, most: int = MAX_INT) -> int:
        """A number from 0 to ``most``."""
        value = self.take(name)
        if type(value) is not int or not 0 <= value <= most:
            raise Malformed(f"{name} is no number up to {most}")
        return value

    def day(self, name: str) -> date:
        return date.fromisoformat(self.text(name))

    def bytes64(self, name: str, size: int | None = None) -> bytes:
        """Bytes written in base64, of the given size if there is one."""
        try:
            raw = base64.b64decode(self.text(name), validate=True)
        except binascii.Error as error:
            raise Malformed(f"{name} is no base64") from error
        if size is not None and len(raw) != size:
            raise Malformed(f"{name} has not {size} bytes")
        return raw

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(_text(item) for item in self.items(name))

    def items(self, name: str) -> list[Plain]:
        value = self.take(name)
        if not isinstance(value, list):
            raise Malformed(f"{name} is no list")
        return value

    def done(self) -> None:
        if self._left:
            raise Malformed(f"unknown fields: {sorted(self._left)}")


def base64_text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def demand(pattern: re.Pattern[str], values: Mapping[str, str]) -> None:
    """:class:`Malformed` that names the first value which does not wholly match."""
    for name, value in values.items():
        if not pattern.fullmatch(value):
            raise Malformed(f"{name} is malformed")


def demand_label(name: str, value: str, longest: int) -> None:
    """:class:`Malformed` unless ``value`` is one line of visible text in NFC, as names of people and units are."""
    # isprintable refuses control and direction-changing characters, which could make one name look like another.
    if not 0 < len(value) <= longest or not value.isprintable() or value != value.strip():
        raise Malformed(f"{name} is no plain name")
    if not unicodedata.is_normalized("NFC", value):
        raise Malformed(f"{name} is no plain name")


def _text(value: Plain) -> str:
    if not isinstance(value, str):
        raise Malformed("an item is no text")
    return value
