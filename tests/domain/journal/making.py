"""Short ways to make operations and changes for these tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from hashlib import blake2b
from itertools import count
from typing import Any

import pytest

from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.compose import Intent, Meta, Tip, compose
from desktop.domain.journal.merge import Change, Content, FieldState, fold
from desktop.domain.journal.operation import ChangeId, Operation, Whole, closed, hidden, operation_from_plain
from tests.kit.holders import Bundle
from tests.kit.sites import Place, Site

AN, BINH, CHI = "a" * 32, "b" * 32, "c" * 32
"""Three devices."""

META = Meta("u1", "Nguyễn Văn An", "visit.edit", "2026-06-05T08:30:00+07:00")
SALT = "00112233445566778899aabbccddeeff"
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


def shown_three_ways() -> Operation:
    """An operation whose leaves are whole, closed and hidden."""
    operation = written(
        note("Đã “thăm” gặp\n", ChangeId(AN, 4, 1), ChangeId(BINH, 7, 2)),
        note(True, field="open"),
        note("kín", field="secret"),
        Intent("tip", "t1", "content", "tin báo"),
    )
    action, tip, first, second, third = operation.leaves
    assert isinstance(third, Whole)
    return operation.with_leaves([action, hidden(tip), first, second, closed(third)])


def field(*changes: Change, name: str = "note") -> FieldState:
    """One field of the record that the changes fold to."""
    state = fold(changes)
    assert state is not None
    return state.fields[name]


def site_with_a_group() -> tuple[Site, Place]:
    an = Site(device=AN)
    place = an.create("group", name="Tổ 1")
    an.edit(place, name="Tổ 2")
    an.edit(place, name="Tổ 3")
    return an, place


def with_lines(bundle: Bundle, edit: Callable[[list[bytes]], list[bytes]]) -> Bundle:
    """The bundle with the lines of its only chain edited, its signed head as it was."""
    [(head, lines)] = bundle.chains
    return Bundle(((head, tuple(edit(list(lines)))),))


def plain_of(operation: Operation) -> Any:
    """The object that its line says."""
    return json.loads(operation.line())


def parsed(line: bytes) -> Operation:
    return operation_from_plain(json.loads(line))


def refused(site: Site, bundle: Bundle, reason: type[Exception]) -> None:
    """Nothing of a refused bundle is kept."""
    before = (site.lines(), site.heads, site.erased, site.last_hlc)
    with pytest.raises(reason):
        site.receive(bundle)
    assert (site.lines(), site.heads, site.erased, site.last_hlc) == before
