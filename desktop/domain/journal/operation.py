"""Operations and their leaves: what is hashed, what may be withheld, and what a bundle line looks like.

An operation is one action of one user on one device. Its header is in the clear; each field it changed is a
*leaf*. A leaf commits to its value with a salt of its own, so that the value can later be withheld or erased
while every hash still verifies and nobody can guess what stood there:

    commitment = H("tuquan/1/value\\0"     + salt + canonical(value))
    leaf hash  = H("tuquan/1/leaf\\0"      + canonical([register, record, field, replaced, commitment]))
    hash       = H("tuquan/1/operation\\0" + canonical([1, device, seq, hlc, auto, prev, [leaf hash, …]]))

with H = BLAKE2b-256. A leaf is shown in one of three ways: whole, *closed* (its place, not its value) or
*hidden* (its hash only, for a register that the reader may not know of).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from desktop.domain.journal.canonical import NotCanonical, Plain, check, encode_checked

VERSION = 1
GENESIS = "0" * 64
"""The ``prev`` of a device's first operation."""

META_REGISTER = "@operation"
META_FIELD = "meta"

MAX_LEAVES = 200_000
MAX_REPLACED = 4_096
MAX_HLC = 4_102_444_800_000
"""1 January 2100 in milliseconds: a clock beyond it is broken or lies."""

_DEVICE = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")
_SALT = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"@?[a-z][a-z0-9_]{0,59}")
_RECORD = re.compile(r"[0-9a-z]{0,64}")


class BadOperation(ValueError):
    """The text is no operation of this format, or breaks its rules."""


class ChangeId(NamedTuple):
    """One leaf of one operation: its identity everywhere and for ever."""

    device: str
    seq: int
    leaf: int


@dataclass(frozen=True, slots=True)
class Whole:
    """A leaf with its content."""

    register: str
    record: str
    field: str
    replaced: tuple[ChangeId, ...]
    salt: str
    value: Plain


@dataclass(frozen=True, slots=True)
class Closed:
    """A leaf whose place is known and whose content is withheld or erased."""

    register: str
    record: str
    field: str
    replaced: tuple[ChangeId, ...]
    commitment: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """A leaf of which nothing but the hash is known."""

    hash: str


Leaf: TypeAlias = Whole | Closed | Hidden


def _digest(tag: bytes, data: bytes) -> str:
    return hashlib.blake2b(tag + data, digest_size=32).hexdigest()


def commitment(salt: str, value: Plain) -> str:
    """What a leaf says of its value to one who may not see it."""
    return _digest(b"tuquan/1/value\0", bytes.fromhex(salt) + encode_checked(value))


def leaf_hash(leaf: Leaf) -> str:
    if isinstance(leaf, Hidden):
        return leaf.hash
    committed = leaf.commitment if isinstance(leaf, Closed) else commitment(leaf.salt, leaf.value)
    replaced: list[Plain] = [list(each) for each in leaf.replaced]
    return _digest(
        b"tuquan/1/leaf\0", encode_checked([leaf.register, leaf.record, leaf.field, replaced, committed])
    )


def closed(leaf: Whole | Closed) -> Closed:
    """The same leaf without its content."""
    if isinstance(leaf, Closed):
        return leaf
    return Closed(leaf.register, leaf.record, leaf.field, leaf.replaced, commitment(leaf.salt, leaf.value))


def hidden(leaf: Leaf) -> Hidden:
    """The same leaf with nothing but its hash."""
    return leaf if isinstance(leaf, Hidden) else Hidden(leaf_hash(leaf))


def head_message(device: str, seq: int, digest: str) -> bytes:
    """What a device signs at every export: its chain up to here (the signer adds the domain tag)."""
    return encode_checked([device, seq, digest])


@dataclass(frozen=True)
class Operation:
    """One action: header in the clear, leaf 0 about the action itself, then one leaf for each changed field.

    Attributes:
        device: 32 hexadecimal digits, the hash of the device's public key.
        seq: 1, 2, 3 … without gaps in each device.
        hlc: hybrid logical clock, milliseconds.
        auto: the program changed it by a rule, no person did.
        prev: the hash of the operation before, ``GENESIS`` for the first.
        leaves: the action's leaf, then the changes in strictly ascending (register, record, field).
    """

    device: str
    seq: int
    hlc: int
    auto: bool
    prev: str
    leaves: tuple[Leaf, ...]

    @cached_property
    def hash(self) -> str:
        hashes: list[Plain] = [leaf_hash(leaf) for leaf in self.leaves]
        header: list[Plain] = [VERSION, self.device, self.seq, self.hlc, self.auto, self.prev, hashes]
        return _digest(b"tuquan/1/operation\0", encode_checked(header))

    @property
    def id(self) -> tuple[str, int]:
        return (self.device, self.seq)

    def meta(self) -> dict[str, Plain] | None:
        """Who did it, what and when; None where it is withheld."""
        leaf = self.leaves[0]
        return leaf.value if isinstance(leaf, Whole) and isinstance(leaf.value, dict) else None

    def changes(self) -> Iterator[tuple[int, Whole | Closed]]:
        """The leaves whose place is known, with their index; not the action's own."""
        for index, leaf in enumerate(self.leaves):
            if index and not isinstance(leaf, Hidden):
                yield index, leaf

    def with_leaves(self, leaves: Sequence[Leaf]) -> Operation:
        """The same operation showing more or less of its leaves; their hashes must not differ."""
        return Operation(self.device, self.seq, self.hlc, self.auto, self.prev, tuple(leaves))

    def to_plain(self) -> dict[str, Plain]:
        """The object that stands in a bundle, one canonical line each."""
        return {
            "auto": self.auto,
            "device": self.device,
            "hlc": self.hlc,
            "leaves": [leaf_to_plain(leaf) for leaf in self.leaves],
            "prev": self.prev,
            "seq": self.seq,
            "v": VERSION,
        }


def leaf_to_plain(leaf: Leaf) -> Plain:
    if isinstance(leaf, Hidden):
        return leaf.hash
    replaced: list[Plain] = [list(each) for each in leaf.replaced]
    if isinstance(leaf, Closed):
        return [leaf.register, leaf.record, leaf.field, replaced, leaf.commitment]
    return [leaf.register, leaf.record, leaf.field, replaced, leaf.salt, leaf.value]


_KEYS = {"auto", "device", "hlc", "leaves", "prev", "seq", "v"}


def operation_from_plain(plain: Plain) -> Operation:
    """Parses a line of a bundle; every rule of the format is checked, the hash chain is not.

    Raises :class:`BadOperation`.
    """
    if not isinstance(plain, dict) or set(plain) != _KEYS or plain["v"] != VERSION:
        raise BadOperation("not an operation of version 1")
    device, seq, hlc, auto, prev = (plain[key] for key in ("device", "seq", "hlc", "auto", "prev"))
    if not (isinstance(device, str) and _DEVICE.fullmatch(device)):
        raise BadOperation("device")
    if type(seq) is not int or seq < 1:
        raise BadOperation("seq")
    if type(hlc) is not int or not 0 <= hlc <= MAX_HLC:
        raise BadOperation("hlc")
    if not isinstance(auto, bool):
        raise BadOperation("auto")
    if not (isinstance(prev, str) and _HASH.fullmatch(prev)):
        raise BadOperation("prev")
    leaves = plain["leaves"]
    if not isinstance(leaves, list) or not 1 <= len(leaves) <= MAX_LEAVES:
        raise BadOperation("leaves")
    parsed = tuple(leaf_from_plain(leaf) for leaf in leaves)
    _check_order(parsed)
    return Operation(device, seq, hlc, auto, prev, parsed)


def _check_order(leaves: tuple[Leaf, ...]) -> None:
    first = leaves[0]
    if not isinstance(first, Hidden) and (first.register, first.record, first.field) != (
        META_REGISTER,
        "",
        META_FIELD,
    ):
        raise BadOperation("the first leaf is not the action's")
    before = ("", "", "")
    for leaf in leaves[1:]:
        if isinstance(leaf, Hidden):
            continue
        place = (leaf.register, leaf.record, leaf.field)
        if place <= before or leaf.register == META_REGISTER or not leaf.record:
            raise BadOperation("leaves out of order")
        before = place


def leaf_from_plain(plain: Plain) -> Leaf:
    """Parses one leaf; raises :class:`BadOperation`."""
    if isinstance(plain, str):
        if not _HASH.fullmatch(plain):
            raise BadOperation("leaf hash")
        return Hidden(plain)
    if not isinstance(plain, list) or len(plain) not in (5, 6):
        raise BadOperation("leaf")
    register, record, field, replaced = plain[:4]
    if not (isinstance(register, str) and _NAME.fullmatch(register)):
        raise BadOperation("register")
    if not (isinstance(record, str) and _RECORD.fullmatch(record)):
        raise BadOperation("record")
    if not (isinstance(field, str) and _NAME.fullmatch(field)):
        raise BadOperation("field")
    ids = _replaced_from_plain(replaced)
    if len(plain) == 5:
        committed = plain[4]
        if not (isinstance(committed, str) and _HASH.fullmatch(committed)):
            raise BadOperation("commitment")
        return Closed(register, record, field, ids, committed)
    salt, value = plain[4], plain[5]
    if not (isinstance(salt, str) and _SALT.fullmatch(salt)):
        raise BadOperation("salt")
    try:
        check(value)
    except NotCanonical as error:
        raise BadOperation("value") from error
    return Whole(register, record, field, ids, salt, value)


def _replaced_from_plain(plain: Plain) -> tuple[ChangeId, ...]:
    if not isinstance(plain, list) or len(plain) > MAX_REPLACED:
        raise BadOperation("replaced")
    ids = tuple(_change_id(each) for each in plain)
    if any(first >= second for first, second in pairwise(ids)):
        raise BadOperation("replaced out of order")
    return ids


def _change_id(plain: Plain) -> ChangeId:
    if isinstance(plain, list) and len(plain) == 3:
        device, seq, leaf = plain
        if (
            isinstance(device, str)
            and _DEVICE.fullmatch(device)
            and type(seq) is int
            and seq >= 1
            and type(leaf) is int
            and 1 <= leaf < MAX_LEAVES
        ):
            return ChangeId(device, seq, leaf)
    raise BadOperation("replaced")
