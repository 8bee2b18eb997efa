"""The rows of a device's chain as the tables keep them, for whoever must not believe them yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any


@dataclass(frozen=True)
class Row:
    """One operation as its table keeps it."""

    no: int
    seq: int
    hlc: int
    auto: int
    prev: bytes
    hash: bytes
    meta: str
    salt: bytes
    bundle: str | None
    aside: int


@dataclass(frozen=True)
class Withheld:
    """An operation of which only the body is known."""

    seq: int
    body: bytes
    hash: bytes


def in_order(connection: Any, device: str) -> Iterator[Row | Withheld]:
    """Operations and withheld ones of a device, by number."""
    rows = connection.execute(
        "SELECT o.no, o.seq, o.hlc, o.auto, o.prev, o.hash, o.meta, o.salt, o.bundle, o.aside"
        " FROM journal_operation o JOIN journal_device d ON d.no = o.device WHERE d.id = ? ORDER BY o.seq",
        [device],
    )
    bodies = connection.execute(
        "SELECT w.seq, w.body, w.hash FROM journal_withheld w JOIN journal_device d ON d.no = w.device"
        " WHERE d.id = ? ORDER BY w.seq",
        [device],
    )
    body = next(bodies, None)
    for row in rows:
        while body is not None and body[0] <= row[1]:
            yield Withheld(*body)
            body = next(bodies, None)
        yield Row(*row)
    if body is not None:
        for rest in chain((body,), bodies):
            yield Withheld(*rest)
