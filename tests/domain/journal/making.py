"""Short ways to make operations and changes for these tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from itertools import count

from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.compose import Intent, Meta, Tip, compose
from desktop.domain.journal.merge import Change, Content
from desktop.domain.journal.operation import ChangeId, Operation

AN, BINH, CHI = "a" * 32, "b" * 32, "c" * 32
"""Three devices."""

META = Meta("u1", "Nguyễn Văn An", "visit.edit", "2026-06-05T08:30:00+07:00")
NOW = 1_780_000_000_000


def salts(seed: int = 0) -> Callable[[], bytes]:
    """A source of salts that are all different, and the same in every run."""
    numbers = count(seed << 32)
    return lambda: blake2b(next(numbers).to_bytes(12), digest_size=16).digest()


def written(
    *intents: Intent,
    tip: Tip | None = None,
    meta: Meta = META,
    wall_ms: int = NOW,
    seed: int = 0,
    auto: bool = False,
) -> Operation:
    """One operation of An's device, or of the one whose tip is given."""
    return compose(tip or Tip(AN), meta, intents, wall_ms=wall_ms, salt=salts(seed), auto=auto)


def chain(*operations: Sequence[Intent], device: str = AN) -> list[Operation]:
    """One operation for each sequence of intents, each after the one before."""
    made: list[Operation] = []
    tip = Tip(device)
    for number, intents in enumerate(operations):
        made.append(written(*intents, tip=tip, wall_ms=NOW + number, seed=number))
        tip = tip_after(made[-1])
    return made


def tip_after(operation: Operation) -> Tip:
    return Tip(operation.device, operation.seq, operation.hash, operation.hlc)


def note(value: Plain, *replaced: ChangeId, record: str = "r1", field: str = "note") -> Intent:
    return Intent("visit", record, field, value, replaced)


def change(  # one keyword for each part of a change that a test may care about
    device: str,
    seq: int,
    value: Plain = None,
    *replaced: ChangeId,
    leaf: int = 1,
    hlc: int | None = None,
    auto: bool = False,
    register: str = "visit",
    record: str = "r1",
    field: str = "note",
    content: Content = Content.HELD,
) -> Change:
    """A change of one field, the clock of which is its number unless another is given."""
    clock = seq if hlc is None else hlc
    return Change(ChangeId(device, seq, leaf), clock, auto, register, record, field, replaced, value, content)
