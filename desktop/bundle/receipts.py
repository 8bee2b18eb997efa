"""Receipts in part 0000: what a device of the sender's station holds of the chains of those it writes to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop.domain.journal.canonical import MAX_INT, Plain
from desktop.domain.journal.leaf import DEVICE, HASH
from desktop.domain.receipts import MOST_STRETCHES, Taken
from desktop.vault.reading import Fields, Malformed, demand

MOST_RECEIPTS: Final = 50_000
MOST_ASIDE: Final = 1_000
_MARK: Final = re.compile(r"\*|[0-9a-f]{0,64}")


@dataclass(frozen=True)
class Receipt:
    """What one device holds of another's chain.

    Attributes:
        holder: the device that holds it; another identity of the same computer is another holder.
        device: whose chain it is.
        taken: how far every content that was given is there.
        hash: of the chain at that place; 64 zeros before the first operation.
        at: the holder's clock when it last took something of it, ISO with offset.
        aside: (first, last) of operations that were set aside there: kept, and not counted.
    """

    holder: str
    device: str
    taken: Taken
    hash: str
    at: str
    aside: tuple[tuple[int, int], ...] = ()

    def to_plain(self) -> Plain:
        return {
            "aside": [list(each) for each in self.aside],
            "at": self.at,
            "device": self.device,
            "hash": self.hash,
            "holder": self.holder,
            "taken": [list(each) for each in self.taken.stretches],
        }


def receipts_of(plain: Mapping[str, Plain]) -> tuple[Receipt, ...]:
    """The receipts in part 0000; bundles of before there were any have none. Raises :class:`Malformed`."""
    if "receipts" not in plain:
        return ()
    items = Fields(dict(plain)).items("receipts")
    if len(items) > MOST_RECEIPTS:
        raise Malformed("too many receipts")
    found = tuple(_receipt(each) for each in items)
    if len({(each.holder, each.device) for each in found}) != len(found):
        raise Malformed("a receipt stands twice")
    return found


def _receipt(plain: Plain) -> Receipt:
    fields = Fields(plain)
    each = Receipt(
        fields.text("holder"),
        fields.text("device"),
        Taken(_pieces(fields.take("taken"))),
        fields.text("hash"),
        fields.text("at"),
        tuple(_pair(item) for item in fields.items("aside")),
    )
    fields.done()
    demand(DEVICE, {"holder": each.holder, "device": each.device})
    demand(HASH, {"hash": each.hash})
    try:
        aware = datetime.fromisoformat(each.at).tzinfo is not None
    except ValueError as error:
        raise Malformed("at") from error
    if not aware or len(each.at) > 40:
        raise Malformed("at")
    edges = [edge for pair in each.aside for edge in pair]
    if edges != sorted(edges) or len(each.aside) > MOST_ASIDE:
        raise Malformed("aside")
    return each


def _stretch(plain: Plain) -> tuple[int, str]:
    if not isinstance(plain, list) or len(plain) != 2 or not isinstance(plain[1], str):
        raise Malformed("taken")
    demand(_MARK, {"taken": plain[1]})
    return _number(plain[0]), plain[1]


def _pair(plain: Plain) -> tuple[int, int]:
    if not isinstance(plain, list) or len(plain) != 2:
        raise Malformed("aside")
    return _number(plain[0]), _number(plain[1])


def _number(plain: Plain) -> int:
    if type(plain) is not int or not 1 <= plain <= MAX_INT:
        raise Malformed("a number of an operation")
    return plain


def given_of(plain: Mapping[str, Plain]) -> dict[str, int]:
    """By device, up to where the sender gave all that it may; nothing is said of one that is given whole."""
    value = plain.get("given", {})
    if not isinstance(value, dict):
        raise Malformed("given")
    demand(DEVICE, {f"given {device}": device for device in value})
    return {device: _number(seq) if seq else 0 for device, seq in value.items()}


def marks_of(plain: Mapping[str, Plain]) -> dict[str, tuple[tuple[int, str], ...]]:
    """By device of a chain that is passed on, by which marks; nothing where it is all under one."""
    value = plain.get("marks", {})
    if not isinstance(value, dict):
        raise Malformed("marks")
    demand(DEVICE, {f"marks {device}": device for device in value})
    return {device: _pieces(pieces) for device, pieces in value.items()}


def _pieces(plain: Plain) -> tuple[tuple[int, str], ...]:
    found = tuple(_stretch(item) for item in (plain if isinstance(plain, list) else [None]))
    ends = [end for end, _ in found]
    if ends != sorted(set(ends)) or len(ends) > MOST_STRETCHES:
        raise Malformed("taken")
    return found


def mark_in(plain: Mapping[str, Plain]) -> str:
    """The mark of the grant by which the bundle was written; empty where it says none."""
    value = plain.get("scope", "")
    if not isinstance(value, str):
        raise Malformed("scope")
    demand(_MARK, {"scope": value})
    return value


def number_of(plain: Mapping[str, Plain]) -> int:
    """The sender's running number of bundles for this recipient; 0 where it says none."""
    value = plain.get("number", 0)
    return _number(value) if value else 0
