"""Whose a record is once it was handed over: the station that made it, and after it each that it went to.

Pure functions of what was ordered and listed, in whatever order that arrives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

TRANSFER: Final = "transfer"
TRANSFER_LIST: Final = "transfer_list"
STATION: Final = "station"
"""The kind of an order by which everything of a station goes over; the other kinds need a list."""
AT_ONCE: Final = 2_000
"""Records in one list: their ids stay well within what a field holds."""


class Step(NamedTuple):
    """One station gives a record to another, from a day on (ISO text)."""

    giver: str
    taker: str
    on: str = ""


ALWAYS: Final = ("", "9999-12-31")
"""Before the first and after the last day that anybody writes."""


class Tenure(NamedTuple):
    """A station has a record: from ``since`` to the day before ``until``, both ISO text."""

    station: str
    since: str
    until: str


def heir(maker: str | None, steps: Iterable[Step]) -> str | None:
    """Whose a record is now. ``steps`` stand in the order of their orders; one of somebody who has not got it waits
    until a later one brings it to them."""
    return tenures(maker, steps)[-1].station if maker is not None else None


def tenures(maker: str, steps: Iterable[Step]) -> list[Tenure]:
    """Who had a record when, one after the other; the first and the last have no end to that side."""
    left, found = list(steps), list[Tenure]()
    now, since = maker, ALWAYS[0]
    while True:
        at = next((at for at, each in enumerate(left) if each.giver == now), None)
        if at is None:
            return [*found, Tenure(now, since, ALWAYS[1])]
        step = left.pop(at)
        # An order of an earlier day than the one before takes at once.
        day = max(step.on, since)
        found.append(Tenure(now, since, day))
        now, since = step.taker, day


def write_list(register: str, records: Sequence[str]) -> str:
    """The text of a list."""
    return "\n".join((register, *records))


def read_list(text: object) -> tuple[str, tuple[str, ...]]:
    """Register and records of a list; an empty one for what is withheld or no list."""
    if not isinstance(text, str) or not text:
        return "", ()
    register, *records = text.split("\n")
    return register, tuple(each for each in records if each)
