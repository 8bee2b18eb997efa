"""How a book that is handed over reads in one line."""

from __future__ import annotations

from datetime import date

from desktop.services.handover import BookLine
from desktop.ui.kit.words import Words


def book_words(words: Words, line: BookLine) -> str:
    """ "412 · ngày cuối 20/11/2026", or the number that was given last."""
    if line.number:
        return words("unit.count.number", count=line.count, number=line.number)
    if line.last_on:
        return words("unit.count", count=line.count, last=date.fromisoformat(line.last_on))
    return str(line.count)
