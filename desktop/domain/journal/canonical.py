"""The one encoding of a value that is hashed: JSON without a choice.

UTF-8; no spaces; keys in ASCII and sorted; text in NFC; whole numbers of at most 53 bits; no fractions.
For these values it gives the bytes of RFC 8785.
"""

from __future__ import annotations

import json
import unicodedata
from json.encoder import encode_basestring
from typing import Final, TypeAlias

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"

MAX_INT: Final = 2**53 - 1
MAX_TEXT: Final = 65_536
"""Code points in one text."""
MAX_DEPTH: Final = 6
"""Lists and objects within each other, in a whole line."""
MAX_LISTS: Final = 1_000_000
"""Lists and objects in a whole line; each takes twenty times as much memory as its two bytes."""
MAX_COMMAS: Final = 4_000_000
"""In a whole line, and so about as many values."""
VALUE_DEPTH: Final = 3
"""How deep in an operation's line a leaf's value stands (object, list of leaves, leaf)."""

_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"), sort_keys=True
)


class NotCanonical(ValueError):
    """The value has no canonical encoding, or the text is not the canonical one of its value."""


def _refuse(text: str) -> None:
    raise NotCanonical(f"a number that is not whole: {text}")


_DECODER: Final = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)


def encode(value: Plain) -> bytes:
    """The canonical bytes of ``value``; raises :class:`NotCanonical` if it has none."""
    check(value)
    return encode_checked(value)


def encode_checked(value: Plain) -> bytes:
    """As :func:`encode`, for a value that has been through :func:`check`."""
    return text_of(value).encode("utf-8")


def text_of(value: Plain) -> str:
    """The canonical text of a value that has been through :func:`check`."""
    return encode_basestring(value) if type(value) is str else _ENCODER.encode(value)


def check(value: object, depth: int = 0) -> None:
    """Raises :class:`NotCanonical` unless ``value`` may stand in the journal, ``depth`` levels down."""
    if value is None or value is True or value is False:
        return
    if type(value) is str:
        _check_text(value)
    elif type(value) is int:
        if not -MAX_INT <= value <= MAX_INT:
            raise NotCanonical("a number of more than 53 bits")
    elif depth >= MAX_DEPTH:
        raise NotCanonical("nested too deep")
    elif type(value) is list:
        for item in value:
            check(item, depth + 1)
    elif type(value) is dict:
        for key, item in value.items():
            # RFC 8785 sorts by UTF-16 units and Python by code points: in ASCII they agree.
            if type(key) is not str or not key.isascii() or len(key) > MAX_TEXT:
                raise NotCanonical("a key that is no ASCII text")
            check(item, depth + 1)
    else:
        raise NotCanonical(f"a value of type {type(value).__name__}")


def check_value(value: object) -> None:
    """Raises :class:`NotCanonical` unless ``value`` may be a leaf's: then the whole line can be encoded."""
    if type(value) is str:
        _check_text(value)
    else:
        check(value, VALUE_DEPTH)


def _check_text(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise NotCanonical("a text that is too long")
    if text.isascii():
        return
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical("text that is not in NFC")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical("half of a surrogate pair") from error


def decode(data: bytes) -> Plain:
    """The value whose canonical encoding is ``data``; any other bytes are refused."""
    value = read(data)
    if encode(value) != data:
        raise NotCanonical("not the canonical text of its value")
    return value


def read(data: bytes) -> Plain:
    """As :func:`decode`, for a caller who compares the canonical text of what it made of the value."""
    if data.count(b"[") + data.count(b"{") > MAX_LISTS or data.count(b",") > MAX_COMMAS:
        raise NotCanonical("too many values")
    try:
        value: Plain = _DECODER.decode(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise NotCanonical("not JSON") from error
    return value
