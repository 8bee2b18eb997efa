"""Erasing: the operation that names contents to be forgotten for ever, and what forgetting means.

Every holder applies it, now and to whatever arrives later. Whether a device may erase a change is the
importer's question, asked when the erasure arrives and again when the named operation does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from desktop.domain.fields import SEEN
from desktop.domain.journal.compose import Intent
from desktop.domain.journal.leaf import (
    ERASE_FIELD,
    ERASE_REGISTER,
    ChangeId,
    Hidden,
    Leaf,
    Whole,
    closed,
    targets_from_plain,
)
from desktop.domain.journal.operation import Operation


def erase_intent(record: str, targets: Iterable[ChangeId]) -> Intent:
    """The change that erases the contents of ``targets``; ``record`` is a fresh id of the erasure itself.

    Leaf 0 of an operation, which names the person who acted, may be a target too.
    """
    return Intent(ERASE_REGISTER, record, ERASE_FIELD, [list(each) for each in sorted(set(targets))])


def targets_of(operation: Operation) -> tuple[ChangeId, ...]:
    """The changes whose contents an operation erases, ascending; empty for all but erasures."""
    leaf = operation.leaves[operation.erasing]
    if isinstance(leaf, Whole) and leaf.register == ERASE_REGISTER:
        return targets_from_plain(leaf.value)
    return ()


def erasable(leaf: Leaf) -> bool:
    """Whether a leaf's content can be erased: what an erasure names, and what an author had seen, stay."""
    return not isinstance(leaf, Hidden) and leaf.register != ERASE_REGISTER and leaf.field != SEEN


def without(operation: Operation, erased: Collection[ChangeId]) -> Operation:
    """The operation without the contents and salts of its leaves that are in ``erased`` (best a set)."""
    leaves = [
        closed(leaf)
        if isinstance(leaf, Whole) and erasable(leaf) and ChangeId(*operation.id, index) in erased
        else leaf
        for index, leaf in enumerate(operation.leaves)
    ]
    return operation.with_leaves(leaves)
