"""Leaves as the file keeps them: what a person may read as text, salts and hashes as bytes beside it.

A salt in hexadecimal digits would take more room than most values. The place of a leaf stands once in its row,
so the text holds ``[field, replaced, value]`` for a whole leaf, ``[field, replaced]`` for a closed one and ``0``
for a hidden one; the bytes hold, in the same order, 16 of salt or 32 of commitment or hash.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.operation import ChangeId, Closed, Hidden, Leaf, LeafText, Whole, leaf_text

_SALT = 16
_HASH = 32


def pack(leaves: Sequence[Leaf], texts: Sequence[LeafText] | None = None) -> tuple[str, bytes]:
    """The text and the bytes of leaves that share a place, or of hidden ones; ``texts``, where they were made."""
    items = []
    secrets = []
    for leaf, text in zip(leaves, texts or map(leaf_text, leaves), strict=True):
        if isinstance(leaf, Hidden):
            items.append("0")
            secrets.append(leaf.hash)
        elif isinstance(leaf, Whole):
            items.append(f'["{leaf.field}",[{text.replaced}],{text.value}]')
            secrets.append(leaf.salt)
        else:
            items.append(f'["{leaf.field}",[{text.replaced}]]')
            secrets.append(leaf.commitment)
    return f"[{','.join(items)}]", bytes.fromhex("".join(secrets))


def unpack(register: str | None, record: str | None, text: str, secrets: bytes) -> Iterator[Leaf]:
    """The leaves of :func:`pack`, back in their place."""
    at = 0
    for item in json.loads(text):
        size = _SALT if item and len(item) == 3 else _HASH
        secret = secrets[at : at + size].hex()
        at += size
        if not item or register is None or record is None:
            yield Hidden(secret)
            continue
        field, replaced = item[0], replaced_of(item)
        if size == _SALT:
            yield Whole(register, record, field, replaced, secret, item[2])
        else:
            yield Closed(register, record, field, replaced, secret)


def replaced_of(item: list[Plain]) -> tuple[ChangeId, ...]:
    """The changes that one leaf of the text replaces."""
    return tuple(ChangeId(*each) for each in item[1])  # type: ignore[misc,union-attr]  # written by pack
