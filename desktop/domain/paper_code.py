"""The code on a certificate: what is printed, word for word, with the signature of the computer that printed it.

A phone shows its text as it is: one line for each printed field, in the order of :data:`FIELDS`, empty ones kept,
then one line of the program's own: ``STQ1``, 16 hexadecimal digits of the device, and the signature (base64url
without padding, 86 letters). What is signed is the text before that line, in Unicode's composed form.

The short form, for small papers, has the title, the number in the book and the decision only, then ``STQ1S``, the
device, 22 letters of BLAKE2b-128 over the whole text, and the signature over its own lines and that hash.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from desktop.base.text import nfc, tidy

FIELDS: Final = (
    "title",
    "honorific",
    "name",
    "position",
    "achievement",
    "issuer",
    "decision",
    "register_number",
    "place_date",
    "signer_title",
    "signer_name",
)
"""The printed fields, in order; the format is frozen: a further field needs another mark than ``STQ1``."""

SHORT_FIELDS: Final = ("title", "register_number", "decision")
MARK: Final = "STQ1"
SHORT_MARK: Final = "STQ1S"
DEVICE_DIGITS: Final = 16
LONGEST: Final = 2_900
"""Bytes that the largest code holds at the lowest level of correction."""

_TAIL: Final = re.compile(
    rf"^{MARK} (?P<device>[0-9a-f]{{{DEVICE_DIGITS}}}) (?P<signature>[A-Za-z0-9_-]{{86}})$"
)
_SHORT_TAIL: Final = re.compile(
    rf"^{SHORT_MARK} (?P<device>[0-9a-f]{{{DEVICE_DIGITS}}}) (?P<hash>[A-Za-z0-9_-]{{22}})"
    r" (?P<signature>[A-Za-z0-9_-]{86})$"
)


class Verdict(Enum):
    """What can be said of a paper."""

    VALID = "valid"
    ALTERED = "altered"
    REVOKED = "revoked"
    UNKNOWN_KEY = "unknown_key"
    NOT_OURS = "not_ours"


@dataclass(frozen=True)
class PaperCode:
    """A code as it was read; nothing of it is proven before its signature was checked.

    Attributes:
        fields: what the code says was printed; of the short form three of them only.
        device: the first digits of the id of the computer that signed.
        signed: the bytes under the signature.
        text_hash: of the short form, the hash of the whole text.
    """

    fields: dict[str, str]
    device: str
    signature: bytes
    signed: bytes
    text_hash: bytes | None = None

    @property
    def is_short(self) -> bool:
        return self.text_hash is not None


def whole_text(fields: dict[str, str]) -> str:
    """One line for each field; a line break within a field is a space."""
    return "\n".join(_line(fields.get(name, "")) for name in FIELDS)


def signed_bytes(fields: dict[str, str], *, short: bool) -> bytes:
    """What is to be signed for a code."""
    if not short:
        return whole_text(fields).encode("utf-8")
    lines = [*(_line(fields.get(name, "")) for name in SHORT_FIELDS), _letters(text_hash(fields))]
    return "\n".join(lines).encode("utf-8")


def text_hash(fields: dict[str, str]) -> bytes:
    """BLAKE2b-128 over the whole text."""
    return hashlib.blake2b(
        b"tuquan/1/paper-text\0" + whole_text(fields).encode("utf-8"), digest_size=16
    ).digest()


def code_text(fields: dict[str, str], device: str, signature: bytes, *, short: bool) -> str:
    """The text of the code, with the signature over :func:`signed_bytes`."""
    head = device[:DEVICE_DIGITS]
    if not short:
        return f"{whole_text(fields)}\n{MARK} {head} {_letters(signature)}"
    lines = [_line(fields.get(name, "")) for name in SHORT_FIELDS]
    tail = f"{SHORT_MARK} {head} {_letters(text_hash(fields))} {_letters(signature)}"
    return "\n".join([*lines, tail])


def parse_code(text: str) -> PaperCode | None:
    """Read a code's text, or what a person typed off a phone; None for anything that is none of ours."""
    *lines, tail = nfc(text).rstrip("\r\n \t").replace("\r\n", "\n").split("\n")
    if len(text.encode("utf-8", "replace")) > LONGEST * 2:
        return None
    if (found := _TAIL.match(tail.strip())) is not None and len(lines) == len(FIELDS):
        fields = dict(zip(FIELDS, map(_line, lines), strict=True))
        return PaperCode(
            fields, found["device"], _bytes(found["signature"]), signed_bytes(fields, short=False)
        )
    if (found := _SHORT_TAIL.match(tail.strip())) is not None and len(lines) == len(SHORT_FIELDS):
        fields = dict(zip(SHORT_FIELDS, map(_line, lines), strict=True))
        own = "\n".join([*fields.values(), found["hash"]]).encode("utf-8")
        return PaperCode(fields, found["device"], _bytes(found["signature"]), own, _bytes(found["hash"]))
    return None


def altered(code: PaperCode, printed: str) -> tuple[str, ...]:
    """The fields of a whole code that do not stand in the text of a page, whatever its line breaks and capitals."""
    page = _bare(printed)
    return tuple(name for name, value in code.fields.items() if _bare(value) not in page)


def _line(text: str) -> str:
    return tidy(nfc(text).replace("\n", " "))


def _bare(text: str) -> str:
    """Letters alone: a paper breaks lines, capitalises and spaces out as its layout has it."""
    return "".join(nfc(text).casefold().split())


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _bytes(letters: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    except binascii.Error:
        return b""
