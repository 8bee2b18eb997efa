"""A branch that this computer holds under its old name, and that its author has written again under a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from desktop.bundle.reading import Verified
from desktop.bundle.trust import Trust
from desktop.domain.fields import SEEN
from desktop.domain.journal.canonical import Plain, encode_checked
from desktop.domain.journal.operation import ERASE_REGISTER, Operation, Whole
from desktop.store.journal import Place
from desktop.store.register_file import Writer

Words: TypeAlias = bytes
"""What an operation says, whatever it and its fellows are called."""


def drop_rewritten(writer: Writer, verified: Verified) -> set[Place]:
    """Takes such branches out after an import; gives the records to fold again.

    The bundle of the new name brings the old chain up to where it was forked. What is held past that is taken
    out only if all of it, word for word, stands in the chain of the new name: then nothing is lost, nothing
    stands twice, and the other branch can come in its place.
    """
    touched: set[Place] = set()
    for known in verified.newly_known.values():
        old, new = known.certificate.successor_of, known.certificate.device
        end = next((each for each in verified.contents.ranges if each.device == old), None)
        if old is None or end is None or verified.trusted.devices[old].trust is Trust.OWN:
            continue
        past = writer.journal.tip(old).seq - end.last
        branch = list(writer.journal.operations(old, end.last + 1)) if past > 0 else []
        # One that is withheld here cannot be compared.
        if branch and len(branch) == past and _all_in(branch, writer.journal.operations(new)):
            touched.update(writer.branches.cut(old, end.last))
    return touched


def _all_in(branch: Iterable[Operation], chain: Iterable[Operation]) -> bool:
    return not Counter(map(_words, branch)) - Counter(map(_words, chain))


def _words(operation: Operation) -> Words:
    meta: dict[str, Plain] = {
        name: value for name, value in (operation.meta() or {}).items() if name != "undoes"
    }
    return encode_checked([meta, *_changes(operation)])


def _changes(operation: Operation) -> Iterator[list[Plain]]:
    """What it changed; what its author had seen and what it erased is named by other places now."""
    for _, leaf in operation.changes():
        if leaf.field != SEEN and leaf.register != ERASE_REGISTER:
            place: list[Plain] = [leaf.register, leaf.record, leaf.field]
            yield [*place, leaf.value] if isinstance(leaf, Whole) else place
