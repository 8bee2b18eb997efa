"""Marks in a column: x, X, ✓, có, 1."""

from __future__ import annotations

from desktop.base.text import fold
from desktop.domain.values.cells import Cell, cell_text, is_number, unreadable
from desktop.domain.values.parsed import Parsed

_SET = frozenset(("x", "xx", "v", "co", "1", "true", "yes", "y", "dung", "dat", "roi", "da"))
_UNSET = frozenset(("khong", "ko", "k", "0", "o", "false", "no", "n", "sai", "chua", "chua dat"))
# Ticks of the keyboard and of the symbol fonts: Wingdings writes its ticks as "ü" and "þ", its crosses as "û".
_SET_SIGNS = frozenset("✓✔√☑☒✗✘×●•+*üþûý")
_UNSET_SIGNS = frozenset("-–—_./☐○")


def parse_flag(cell: Cell) -> Parsed[bool]:
    """Read a mark. A blank cell is blank: in a column of marks it means no.

    Any other text is taken for a mark too, with the doubt ``flag_text``: in the columns "thành" and "không thành"
    people also write the day or a word of what was agreed.
    """
    barred: Parsed[bool] | None = unreadable(cell)
    if barred is not None:
        return barred
    if isinstance(cell, bool):
        return Parsed(cell)
    text = cell_text(cell)
    if not text:
        return Parsed()
    word = fold(text)
    if word in _SET or (not word and set(text) & _SET_SIGNS) or text in _SET_SIGNS:
        return Parsed(value=True)
    if word in _UNSET or (not word and set(text) <= _UNSET_SIGNS) or (is_number(cell) and cell == 0):
        return Parsed(value=False)
    return Parsed(value=True).doubted("flag_text", written=text)
