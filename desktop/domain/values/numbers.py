"""Counts and sums of money as lists write them: 1.126, 12 hộ, 15.000.000 đ, 1,5 triệu."""

from __future__ import annotations

import re
from decimal import Decimal

from desktop.base.text import fold
from desktop.domain.values.cells import Cell, cell_text, is_number, is_whole, unreadable
from desktop.domain.values.parsed import Parsed, Repair, refused

# Whole đồng; more than any sum in such a register, and exact in every program that reads it.
LARGEST = 10**15

_COUNT = re.compile(r"([0-9]{1,3}(?:[. ][0-9]{3}){1,4}|[0-9]{1,15})\s*([^\W\d_][\w ]{0,20})?")
_MONEY = re.compile(
    r"([0-9]{1,3}(?:([., ])[0-9]{3})(?:\2[0-9]{3}){0,4}|[0-9]{1,15})(?:,([0-9]{1,3}))?\s*([\w .]{0,16})"
)
_UNITS = {
    "": 1, "d": 1, "dong": 1, "vnd": 1, "vnd d": 1, "d chan": 1, "dong chan": 1,
    "k": 10**3, "nghin": 10**3, "ngan": 10**3, "nghin dong": 10**3, "ngan dong": 10**3,
    "tr": 10**6, "trieu": 10**6, "trieu dong": 10**6, "tr dong": 10**6,
    "ty": 10**9, "ti": 10**9, "ty dong": 10**9, "ti dong": 10**9,
}  # fmt: skip


def parse_count(cell: Cell) -> Parsed[int]:
    """Read a whole number, not below zero, with or without a word after it.

    Repair: ``count_words`` for "12 hộ". Problem: ``not_a_count``."""
    barred: Parsed[int] | None = unreadable(cell)
    if barred is not None:
        return barred
    text = cell_text(cell)
    if not text:
        return Parsed()
    found = _COUNT.fullmatch(text)
    if found is None or isinstance(cell, bool):
        return refused("not_a_count", written=text)
    number = int(re.sub(r"[. ]", "", found[1]))
    return Parsed(number, Repair("count_words", text, str(number)) if found[2] else None)


def parse_money(cell: Cell) -> Parsed[int]:
    """Read a sum in whole đồng. Repair: ``money_words`` for "1,5 triệu". Problem: ``not_money``."""
    barred: Parsed[int] | None = unreadable(cell)
    if barred is not None:
        return barred
    text = cell_text(cell)
    if not text:
        return Parsed()
    if isinstance(cell, int | float) and is_number(cell):
        return (
            Parsed(int(cell))
            if is_whole(cell) and 0 <= cell <= LARGEST
            else refused("not_money", written=text)
        )
    found = _MONEY.fullmatch(text)
    unit = _UNITS.get(fold(found[4])) if found else None
    if found is None or unit is None or isinstance(cell, bool):
        return refused("not_money", written=text)
    amount = Decimal(f"{re.sub(r'[., ]', '', found[1])}.{found[3] or 0}") * unit
    if amount != int(amount) or amount > LARGEST:
        return refused("not_money", written=text)
    repair = Repair("money_words", text, f"{int(amount):,}".replace(",", ".")) if unit > 1 else None
    return Parsed(int(amount), repair)
