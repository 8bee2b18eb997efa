"""The words that stand in the place of a value that is not here: kept back by its sender, or erased for good.

A list that the program wrote has them in its cells. Read again they are no value and no change, whichever language
it was written in.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from desktop.base.text import exact, tidy
from desktop.domain.values.cells import Cell

WITHHELD: Final = "withheld"
ERASED: Final = "erased"

WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "vi": MappingProxyType({WITHHELD: "đã giữ lại", ERASED: "đã xóa"}),
        "en": MappingProxyType({WITHHELD: "withheld", ERASED: "erased"}),
    }
)
"""By language and mark; the same as on the screen (``kit.mark.*``)."""

_SAID: Final = frozenset(exact(word) for words in WORDS.values() for word in words.values())
_BEGINNINGS: Final = frozenset(
    (*(word[0] for word in _SAID), "ð")
)  # the capital of đ, as it is sometimes written


def says_it_is_gone(cell: Cell) -> bool:
    """Whether a cell holds nothing but one of these words, perhaps in brackets as papers have them."""
    if not isinstance(cell, str):
        return False
    first = next(filter(str.isalnum, cell), "")
    # A look at the first letter spares nearly every cell of a long list the rest.
    return first.casefold() in _BEGINNINGS and exact(tidy(cell)) in _SAID
