"""Leaves: one changed field each, what it commits to, and how much of it is shown.

A leaf commits to its value with a salt of its own, so that the value can later be withheld or erased while
every hash still verifies and nobody can guess what stood there:

    commitment = H("tuquan/1/value\\0" + salt + canonical(value))
    leaf hash  = H("tuquan/1/leaf\\0"  + canonical([register, record, field, replaced, commitment]))

with H = BLAKE2b-256. A leaf is shown in one of three ways: whole, *closed* (its place, not its value) or
*hidden* (its hash only, for a register that the reader may not know of).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from json.encoder import encode_basestring
from typing import Final, NamedTuple, TypeAlias

from desktop.domain.journal.canonical import MAX_INT, NotCanonical, Plain, check_value, text_of

ERASE_REGISTER: Final = "@erase"
ERASE_FIELD: Final = "targets"

MAX_LEAVES: Final = 200_000
MAX_REPLACED: Final = 4_096

DEVICE: Final = re.compile(r"[0-9a-f]{32}")
HASH: Final = re.compile(r"[0-9a-f]{64}")
_SALT: Final = re.compile(r"[0-9a-f]{32}")
_NAME: Final = re.compile(r"@?[a-z][a-z0-9_]{0,59}")
_RECORD: Final = re.compile(r"[0-9a-z]{0,64}")


class BadOperation(ValueError):
    """The text is no operation of this format, or breaks its rules."""


class ChangeId(NamedTuple):
    """One leaf of one operation: its identity everywhere and for ever."""

    device: str
    seq: int
    leaf: int


class Whole(NamedTuple):
    """A leaf with its content."""

    register: str
    record: str
    field: str
    replaced: tuple[ChangeId, ...]
    salt: str
    value: Plain


class Closed(NamedTuple):
    """A leaf whose place is known and whose content is withheld or erased."""

    register: str
    record: str
    field: str
    replaced: tuple[ChangeId, ...]
    commitment: str


class Hidden(NamedTuple):
    """A leaf of which nothing but the hash is known."""

    hash: str


Leaf: TypeAlias = Whole | Closed | Hidden


@lru_cache(maxsize=4_096)
def _is_name(text: str) -> bool:
    """The same few registers and fields come over and over."""
    return _NAME.fullmatch(text) is not None


def digest(tag: bytes, data: bytes) -> str:
    """BLAKE2b-256 over a tag, which keeps hashes of different purposes apart, and the data."""
    return blake2b(tag + data, digest_size=32).hexdigest()


def commitment(salt: str, value: Plain) -> str:
    """What a leaf says of its value to one who may not see it."""
    return _commitment(salt, text_of(value))


def _commitment(salt: str, text: str) -> str:
    data = b"tuquan/1/value\0" + bytes.fromhex(salt) + text.encode("utf-8")
    return blake2b(data, digest_size=32).hexdigest()


class LeafText(NamedTuple):
    """The canonical text of a leaf in pieces: its hash, its line and its row are all made of them.

    Nothing but its value has a letter that JSON would escape.

    Attributes:
        head: the list up to what it replaces, with the quotation mark after that.
        replaced: the inside of the list of what it replaces.
        value: empty where the leaf does not show it.
    """

    head: str
    replaced: str
    value: str


_NO_TEXT: Final = LeafText("", "", "")


def leaf_text(leaf: Leaf) -> LeafText:
    if isinstance(leaf, Hidden):
        return _NO_TEXT
    replaced = ""
    if leaf.replaced:
        replaced = ",".join([f'["{device}",{seq},{index}]' for device, seq, index in leaf.replaced])
    head = f'["{leaf.register}","{leaf.record}","{leaf.field}",[{replaced}],"'
    if isinstance(leaf, Closed):
        return LeafText(head, replaced, "")
    value = leaf.value
    return LeafText(head, replaced, encode_basestring(value) if type(value) is str else text_of(value))


def leaf_hash(leaf: Leaf, text: LeafText | None = None) -> str:
    """``text`` is the leaf's own, where that was made already."""
    if isinstance(leaf, Hidden):
        return leaf.hash
    text = text or leaf_text(leaf)
    committed = leaf.commitment if isinstance(leaf, Closed) else _commitment(leaf.salt, text.value)
    data = b"tuquan/1/leaf\0" + f'{text.head}{committed}"]'.encode("ascii")
    return blake2b(data, digest_size=32).hexdigest()


def leaf_line(leaf: Leaf, text: LeafText) -> str:
    """The leaf as it stands in a line."""
    if isinstance(leaf, Hidden):
        return f'"{leaf.hash}"'
    if isinstance(leaf, Closed):
        return f'{text.head}{leaf.commitment}"]'
    return f'{text.head}{leaf.salt}",{text.value}]'


def closed(leaf: Whole | Closed) -> Closed:
    """The same leaf without its content."""
    if isinstance(leaf, Closed):
        return leaf
    return Closed(leaf.register, leaf.record, leaf.field, leaf.replaced, commitment(leaf.salt, leaf.value))


def hidden(leaf: Leaf) -> Hidden:
    """The same leaf with nothing but its hash."""
    return leaf if isinstance(leaf, Hidden) else Hidden(leaf_hash(leaf))


def leaf_from_plain(plain: Plain) -> Leaf:
    """Parses one leaf; raises :class:`BadOperation`."""
    if isinstance(plain, str):
        if not HASH.fullmatch(plain):
            raise BadOperation("leaf hash")
        return Hidden(plain)
    if not isinstance(plain, list) or len(plain) not in (5, 6):
        raise BadOperation("leaf")
    register, record, field = _place(plain[0], plain[1], plain[2])
    replaced = _replaced_from_plain(plain[3]) if plain[3] != [] else ()
    if len(plain) == 5:
        committed = plain[4]
        if not (isinstance(committed, str) and HASH.fullmatch(committed)):
            raise BadOperation("commitment")
        return Closed(register, record, field, replaced, committed)
    salt, value = plain[4], plain[5]
    if not (isinstance(salt, str) and _SALT.fullmatch(salt)):
        raise BadOperation("salt")
    try:
        check_value(value)
    except NotCanonical as error:
        raise BadOperation("value") from error
    return Whole(register, record, field, replaced, salt, value)


def _place(register: Plain, record: Plain, field: Plain) -> tuple[str, str, str]:
    if not (isinstance(register, str) and _is_name(register)):
        raise BadOperation("register")
    if not (isinstance(record, str) and _RECORD.fullmatch(record)):
        raise BadOperation("record")
    if not (isinstance(field, str) and _is_name(field)):
        raise BadOperation("field")
    return register, record, field


def check_wholes(leaves: Iterable[Whole]) -> None:
    """Raises :class:`BadOperation` for any that :func:`leaf_from_plain` would not give back, its value apart."""
    register = record = None
    for leaf in leaves:
        # The leaves of one record stand together, and of a long list there are a hundred thousand.
        if leaf.record == record and leaf.register == register:
            if not (isinstance(leaf.field, str) and _is_name(leaf.field)):
                raise BadOperation("field")
        else:
            register, record, _ = _place(leaf.register, leaf.record, leaf.field)
        if leaf.replaced and _replaced_from_plain([list(each) for each in leaf.replaced]) != leaf.replaced:
            raise BadOperation("replaced")
        if not _SALT.fullmatch(leaf.salt):
            raise BadOperation("salt")


def _replaced_from_plain(plain: Plain) -> tuple[ChangeId, ...]:
    if not isinstance(plain, list) or len(plain) > MAX_REPLACED:
        raise BadOperation("replaced")
    ids = tuple(change_id(each, lowest=1) for each in plain)
    if any(first >= second for first, second in pairwise(ids)):
        raise BadOperation("replaced out of order")
    return ids


def change_id(plain: Plain, *, lowest: int) -> ChangeId:
    """Parses ``[device, seq, leaf]`` with ``leaf`` from ``lowest`` on; raises :class:`BadOperation`."""
    if isinstance(plain, list) and len(plain) == 3:
        device, seq, leaf = plain
        if (
            isinstance(device, str)
            and DEVICE.fullmatch(device)
            and type(seq) is int
            and 1 <= seq <= MAX_INT
            and type(leaf) is int
            and lowest <= leaf < MAX_LEAVES
        ):
            return ChangeId(device, seq, leaf)
    raise BadOperation("a change's id")


def targets_from_plain(plain: Plain) -> tuple[ChangeId, ...]:
    """Parses what an erasing leaf names, ascending; leaf 0 says who acted. Raises :class:`BadOperation`."""
    if not isinstance(plain, list) or not plain:
        raise BadOperation("targets")
    ids = tuple(change_id(each, lowest=0) for each in plain)
    if any(first >= second for first, second in pairwise(ids)):
        raise BadOperation("targets out of order")
    return ids
