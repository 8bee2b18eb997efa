"""Which columns of a sheet are written for fonts of before Unicode, and the sheet with them in Unicode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.domain.values.cells import Cell
from desktop.office.legacy import Letters, Unsure, is_modern, letters_of, share_read, telling_words
from desktop.office.old_fonts import OldFont
from desktop.office.reading import Sheet


@dataclass(frozen=True, slots=True)
class ColumnLetters:
    """One column in an old way of writing.

    Attributes:
        column: from 0.
        samples: some of its texts, the first first: as they are and as they become.
    """

    column: int
    font: OldFont
    samples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SheetLetters:
    """What was found in a sheet. ``unsure`` are the columns of which nobody can tell."""

    converted: tuple[ColumnLetters, ...] = ()
    unsure: tuple[int, ...] = ()


def find_letters(sheet: Sheet, samples: int = 4) -> SheetLetters:
    """Which columns of a sheet are written in an old way, each for itself.

    What reads well both as it is and in the font of its neighbours goes with them, unless the sheet has Unicode too.
    """
    texts = {column: _convertible(sheet, column) for column in range(sheet.width)}
    found = {column: letters_of(each) for column, each in texts.items()}
    fonts = {font for font in found.values() if isinstance(font, OldFont)}
    doubtful: list[int] = []
    for column, font in found.items():
        if font is None and len(fonts) == 1 and not _has_unicode(sheet, column):
            found[column] = _beside(telling_words(texts[column]), *fonts)
            doubtful += [column] if found[column] is Unsure.EITHER else []
    unicode_too = any(_has_unicode(sheet, column) for column in range(sheet.width))
    for column in doubtful:
        found[column] = Unsure.UNSURE if unicode_too else next(iter(fonts))
    return SheetLetters(
        tuple(
            ColumnLetters(column, font, _samples(texts[column], font, samples))
            for column, font in found.items()
            if isinstance(font, OldFont)
        ),
        tuple(column for column, font in found.items() if isinstance(font, Unsure)),
    )


def _beside(words: Sequence[str], font: OldFont) -> Letters:
    """How a column without letters of its own that tell is written, beside columns in a font."""
    words = [word for word in words if font.to_unicode(word) != word]
    as_it_is, converted_ = share_read(words, None), share_read(words, font)
    if not words or (as_it_is == 1 and converted_ < 1):
        return None
    return font if converted_ == 1 and as_it_is < 1 else Unsure.EITHER


def converted(sheet: Sheet, letters: SheetLetters) -> Sheet:
    """The sheet in Unicode: the texts of the columns that were found, but for cells that are Unicode already."""
    fonts = {each.column: each.font for each in letters.converted}
    rows = tuple(
        tuple(_in_unicode(cell, fonts.get(column)) for column, cell in enumerate(cells))
        for cells in sheet.rows
    )
    return replace(sheet, rows=rows)


def _in_unicode(cell: Cell, font: OldFont | None) -> Cell:
    if font is None or not isinstance(cell, str) or cell.isascii() or is_modern(cell):
        return cell
    return font.to_unicode(cell)


def _has_unicode(sheet: Sheet, column: int) -> bool:
    return any(
        is_modern(cell)
        for cells in sheet.rows
        if column < len(cells) and isinstance(cell := cells[column], str)
    )


def _convertible(sheet: Sheet, column: int) -> list[str]:
    """The texts of a column that are not Unicode by letters that nothing else has."""
    return [
        cell
        for cells in sheet.rows
        if column < len(cells) and isinstance(cell := cells[column], str) and not is_modern(cell)
    ]


def _samples(texts: Sequence[str], font: OldFont, most: int) -> tuple[tuple[str, str], ...]:
    pairs: dict[str, str] = {}
    for text in texts:
        if (shown := font.to_unicode(text)) != text:
            pairs.setdefault(" ".join(text.split()), " ".join(shown.split()))
        if len(pairs) == most:
            break
    return tuple(pairs.items())
