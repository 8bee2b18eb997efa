"""Operations: one action of one user on one device, chained by hashes, as they travel in a bundle's lines.

An operation's header is in the clear; each field it changed is a leaf (see ``leaf``):

    body = H("tuquan/1/body\\0"      + canonical([1, device, seq, hlc, auto, [leaf hash, …]]))
    hash = H("tuquan/1/operation\\0" + canonical([prev, erasing, body]))

Two steps, so that a wholly withheld operation can travel as its body alone: it tells nothing, and still every
link of the chain is checked. ``erasing`` is the index of the leaf that erases, 0 in all other operations: who
withholds an erasure breaks the chain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Final

from desktop.base.values import dataclass
from desktop.domain.journal.canonical import MAX_INT, Plain
from desktop.domain.journal.leaf import (
    DEVICE,
    ERASE_FIELD,
    ERASE_REGISTER,
    HASH,
    MAX_LEAVES,
    MAX_REPLACED,
    BadOperation,
    ChangeId,
    Closed,
    Hidden,
    Leaf,
    LeafText,
    Whole,
    check_wholes,
    closed,
    commitment,
    digest,
    hidden,
    leaf_from_plain,
    leaf_hash,
    leaf_line,
    leaf_text,
    targets_from_plain,
)

__all__ = [
    "ERASE_FIELD",
    "ERASE_REGISTER",
    "GENESIS",
    "MAX_HLC",
    "MAX_LEAVES",
    "MAX_REPLACED",
    "META_FIELD",
    "META_REGISTER",
    "VERSION",
    "BadOperation",
    "ChangeId",
    "Closed",
    "Hidden",
    "Leaf",
    "LeafText",
    "Operation",
    "Whole",
    "chained",
    "check_leaves",
    "check_wholes",
    "closed",
    "commitment",
    "head_message",
    "hidden",
    "leaf_from_plain",
    "leaf_hash",
    "leaf_text",
    "operation_from_plain",
]

VERSION: Final = 1
GENESIS: Final = "0" * 64
"""The ``prev`` of a device's first operation."""

META_REGISTER: Final = "@operation"
META_FIELD: Final = "meta"

MAX_HLC: Final = 4_102_444_800_000
"""1 January 2100 in milliseconds: a clock beyond it is broken or lies."""

_AT = re.compile(r"[1-8][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}")


def head_message(device: str, seq: int, digest: str) -> bytes:
    """What a device signs at every export: its chain up to here (the signer adds the domain tag)."""
    return f'["{device}",{seq},"{digest}"]'.encode("ascii")


def chained(prev: str, body: str, erasing: int = 0) -> str:
    """The hash of the operation that follows ``prev``, from its body alone."""
    return digest(b"tuquan/1/operation\0", f'["{prev}",{erasing},"{body}"]'.encode("ascii"))


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
    def texts(self) -> tuple[LeafText, ...]:
        """Of each leaf."""
        return tuple(map(leaf_text, self.leaves))

    @cached_property
    def body(self) -> str:
        """The hash of everything but the place in the chain; it tells nothing, for leaf 0 has a salt."""
        leaves = '","'.join(map(leaf_hash, self.leaves, self.texts))
        text = f'[{VERSION},"{self.device}",{self.seq},{self.hlc},{self._auto},["{leaves}"]]'
        return digest(b"tuquan/1/body\0", text.encode("ascii"))

    @property
    def _auto(self) -> str:
        return "true" if self.auto else "false"

    @cached_property
    def hash(self) -> str:
        return chained(self.prev, self.body, self.erasing)

    @cached_property
    def erasing(self) -> int:
        """The index of the leaf that names what this operation erases, which is always whole; else 0."""
        for index, leaf in enumerate(self.leaves):
            if isinstance(leaf, Whole) and leaf.register == ERASE_REGISTER:
                return index
        return 0

    @property
    def id(self) -> tuple[str, int]:
        return (self.device, self.seq)

    def meta(self) -> dict[str, Plain] | None:
        """Who did it, what and when; None where it is withheld."""
        leaf = self.leaves[0]
        return leaf.value if isinstance(leaf, Whole) and isinstance(leaf.value, dict) else None

    @cached_property
    def places(self) -> tuple[tuple[str, str], ...]:
        """The (register, record) pairs that it changes, as far as they are known, each once, in order."""
        found = {
            (leaf.register, leaf.record): None for leaf in self.leaves[1:] if not isinstance(leaf, Hidden)
        }
        return tuple(found)

    def changes(self) -> Iterator[tuple[int, Whole | Closed]]:
        """The leaves whose place is known, with their index; not the action's own."""
        for index, leaf in enumerate(self.leaves):
            if index and not isinstance(leaf, Hidden):
                yield index, leaf

    def with_leaves(self, leaves: Sequence[Leaf]) -> Operation:
        """The same operation showing more or less of its leaves; their hashes must not differ."""
        return Operation(self.device, self.seq, self.hlc, self.auto, self.prev, tuple(leaves))

    def line(self) -> bytes:
        """The canonical line that stands in a bundle, without its end."""
        leaves = ",".join(map(leaf_line, self.leaves, self.texts))
        return (
            f'{{"auto":{self._auto},"device":"{self.device}","hlc":{self.hlc},"leaves":[{leaves}]'
            f',"prev":"{self.prev}","seq":{self.seq},"v":{VERSION}}}'
        ).encode()


_KEYS = {"auto", "device", "hlc", "leaves", "prev", "seq", "v"}


def operation_from_plain(plain: Plain) -> Operation:
    """Parses a line of a bundle; every rule of the format is checked, the hash chain is not.

    Raises :class:`BadOperation`.
    """
    if not isinstance(plain, dict) or set(plain) != _KEYS:
        raise BadOperation("not an operation")
    # True equals 1: the type is checked too, or one operation would have two lines.
    if type(plain["v"]) is not int or plain["v"] != VERSION:
        raise BadOperation("not of version 1")
    device, seq, hlc, auto, prev = (plain[key] for key in ("device", "seq", "hlc", "auto", "prev"))
    if not (isinstance(device, str) and DEVICE.fullmatch(device)):
        raise BadOperation("device")
    if type(seq) is not int or not 1 <= seq <= MAX_INT:
        raise BadOperation("seq")
    if type(hlc) is not int or not 0 <= hlc <= MAX_HLC:
        raise BadOperation("hlc")
    if not isinstance(auto, bool):
        raise BadOperation("auto")
    if not (isinstance(prev, str) and HASH.fullmatch(prev)):
        raise BadOperation("prev")
    leaves = plain["leaves"]
    if not isinstance(leaves, list) or not 1 <= len(leaves) <= MAX_LEAVES:
        raise BadOperation("leaves")
    parsed = tuple(leaf_from_plain(leaf) for leaf in leaves)
    check_leaves(parsed)
    return Operation(device, seq, hlc, auto, prev, parsed)


def check_leaves(leaves: Sequence[Leaf]) -> None:
    """What holds between an operation's leaves, as far as they are shown; raises :class:`BadOperation`."""
    _check_action(leaves[0])
    before = ("", "", "")
    erasing = 0
    for leaf in leaves[1:]:
        if isinstance(leaf, Hidden):
            continue
        place = (leaf.register, leaf.record, leaf.field)
        if place <= before or leaf.register == META_REGISTER or not leaf.record:
            raise BadOperation("leaves out of order")
        before = place
        if leaf.register == ERASE_REGISTER:
            erasing += 1
            if erasing > 1 or leaf.field != ERASE_FIELD or not isinstance(leaf, Whole):
                raise BadOperation("an erasure has one leaf, which is whole")
            targets_from_plain(leaf.value)


def _check_action(leaf: Leaf) -> None:
    if isinstance(leaf, Hidden):
        return
    if (leaf.register, leaf.record, leaf.field) != (META_REGISTER, "", META_FIELD) or leaf.replaced:
        raise BadOperation("the first leaf is not the action's")
    if isinstance(leaf, Closed):
        return
    meta = leaf.value
    if not isinstance(meta, dict):
        raise BadOperation("the action's leaf says nothing")
    if not all(isinstance(meta.get(key), str) for key in ("action", "actor", "actor_name")):
        raise BadOperation("who acted, and how")
    _check_at(meta.get("at"))
    undoes = meta.get("undoes", ["0" * 32, 1])
    if not (
        isinstance(undoes, list)
        and len(undoes) == 2
        and isinstance(undoes[0], str)
        and DEVICE.fullmatch(undoes[0])
        and type(undoes[1]) is int
        and undoes[1] >= 1
    ):
        raise BadOperation("what it takes back")


def _check_at(at: Plain) -> None:
    if not (isinstance(at, str) and _AT.fullmatch(at)):
        raise BadOperation("when it was")
    try:
        datetime.fromisoformat(at)
    except ValueError as error:
        raise BadOperation("when it was") from error
