"""What one operation wrote in one record: a row of the journal, as the file and a server keep it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any, Final, NamedTuple

from desktop.domain.journal.merge import Change, Content
from desktop.domain.journal.operation import ChangeId
from desktop.store.leaves import replaced_of

_PACKED: Final = json.JSONDecoder()


class Written(NamedTuple):
    """``first`` is the index of its first leaf; ``leaves`` are as :mod:`desktop.store.leaves` keeps them."""

    device: str
    seq: int
    hlc: int
    auto: bool
    first: int
    register: str
    record: str
    leaves: str

    @property
    def items(self) -> list[list[Any]]:
        """Its leaves, unpacked."""
        # What was packed by the program has nothing around it; to look for that takes as long as to read it.
        items: list[list[Any]] = _PACKED.raw_decode(self.leaves)[0]
        return items

    def changes(self, erased: Collection[ChangeId]) -> Iterator[Change]:
        """Its changes, as the fold takes them."""
        device, seq, hlc, auto, first, register, record, _ = self
        for index, item in enumerate(self.items, start=first):
            identity = ChangeId(device, seq, index)
            replaced = replaced_of(item) if item[1] else ()
            if len(item) == 3:
                value, content = item[2], Content.HELD
            else:
                value, content = None, Content.ERASED if identity in erased else Content.WITHHELD
            yield Change(identity, hlc, auto, register, record, item[0], replaced, value, content)
