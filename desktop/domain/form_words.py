"""What the words of somebody's form say: which column of figures a head means, which indicator a row.

Only what is quite clear is proposed; a person confirms it, and points at the rest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from functools import cached_property
from typing import Final, TypeAlias

from desktop.base.text import exact, fold

Place: TypeAlias = tuple[int, int]
"""Row and column, from 0."""


class FormColumn(Enum):
    """The values are the codes of the catalogue ``form_column``: they are stored and must not change."""

    THIS = "this"
    BEFORE = "before"
    LAST_YEAR = "last_year"
    TO_DATE = "to_date"
    TARGET = "target"
    CHANGE = "change"
    PERCENT = "percent"


_WORDS: Final[Mapping[FormColumn, tuple[str, ...]]] = {
    FormColumn.LAST_YEAR: ("cung ky", "nam truoc", "nam ngoai"),
    FormColumn.BEFORE: ("ky truoc", "thang truoc", "quy truoc", "tuan truoc"),
    FormColumn.TO_DATE: ("luy ke", "tu dau nam", "cong don"),
    FormColumn.TARGET: ("chi tieu giao", "duoc giao", "ke hoach"),
}
_THIS: Final = (
    "ky nay", "trong ky", "thang nay", "quy nay", "tuan nay", "nam nay", "ky bao cao", "thuc hien", "so lieu",
    "ket qua", "so luong",
)  # fmt: skip
_COMPARED: Final = ("tang", "giam", "so sanh", "so voi", "chenh lech")
_OTHER: Final = ("chuyen sang", "con lai", "ghi chu", "don vi")
"""Heads of columns that no figure of ours belongs into."""

_NEAR: Final = 0.9
_SHORTEST_NEAR: Final = 10
_MOST_HEADS: Final = 3
_NUMBER: Final = re.compile(r"[\d\s.,%()+–—…_/-]*")
_ENUMERATOR: Final = re.compile(r"(?:[\divx]+|[a-h])\s+", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SHORT: Final = {
    "an ninh trat tu": "antt",
    "an ninh to quoc": "antq",
    "phong chay chua chay": "pccc",
    "phong chay va chua chay": "pccc",
}
_COUNT_OF: Final = re.compile(r"(?:trong đó |tổng cộng |tổng )?(?:số lượng |số )?")


@dataclass(frozen=True)
class Proposed:
    """A cell, and the figure that its words ask for."""

    place: Place
    indicator: str
    figure: FormColumn


def column_meant(head: str) -> FormColumn | None:
    """The column of figures that the words over a column mean; None where they are not clear."""
    words = f" {fold(head)} "

    def says(*phrases: str) -> bool:
        return any(f" {phrase} " in words for phrase in phrases)

    if says(*_OTHER):
        return None
    meant = [column for column, phrases in _WORDS.items() if says(*phrases)]
    if says(*_COMPARED):
        # Only the change on the same period last year is ours.
        if any(each is not FormColumn.LAST_YEAR for each in meant):
            return None
        return FormColumn.PERCENT if "%" in head or says("ty le", "phan tram") else FormColumn.CHANGE
    if len(meant) > 1:
        return None
    if meant:
        return meant[0]
    return FormColumn.THIS if says(*_THIS) else None


class Vocabulary:
    """The words of all indicators: ``labels`` are by code, each as people write it."""

    def __init__(self, labels: Mapping[str, Collection[str]]) -> None:
        self._known: dict[str, str | None] = {}
        for code, words in labels.items():
            for word in map(_bare, words):
                # What two indicators are called is neither's.
                self._known[word] = code if self._known.get(word, code) == code else None
        self._meant: dict[str, str | None] = {}

    def meant(self, text: str) -> str | None:
        """The indicator that the words at the head of a row mean."""
        word = _bare(text)
        if word not in self._meant:
            self._meant[word] = self._known[word] if word in self._known else self._nearest(word)
        return self._meant[word]

    def _nearest(self, word: str) -> str | None:
        if len(word) < _SHORTEST_NEAR:
            return None
        scores: dict[str, float] = {}
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(word)
        for known, code in self._known.items():
            if code is None or abs(len(known) - len(word)) > len(word) // 5:
                continue
            matcher.set_seq1(known)
            if matcher.quick_ratio() >= _NEAR and (score := matcher.ratio()) >= _NEAR:
                scores[code] = max(score, scores.get(code, 0))
        best = max(scores.values(), default=0)
        found = [code for code, score in scores.items() if score == best]
        return found[0] if len(found) == 1 else None


def _bare(text: str) -> str:
    """The words of a row without its number, what stands in brackets, and "số" before what is counted."""
    words = exact(_ASIDE.sub(" ", text))
    while (number := _ENUMERATOR.match(words)) is not None:
        words = words[number.end() :]
    bare = fold(_COUNT_OF.sub("", words, count=1))
    for long, short in _SHORT.items():
        bare = bare.replace(long, short)
    return bare


@dataclass(frozen=True)
class Sheet:
    """The texts of a sheet or table, by rows.

    Attributes:
        shadowed: cells under a merged one, with the cell that shows in their place.
        ragged: a row has no cells beyond its texts, as in a document.
    """

    rows: Sequence[Sequence[str]]
    shadowed: Mapping[Place, Place]
    ragged: bool = False

    def text(self, row: int, column: int) -> str:
        """What a cell shows, or the merged cell over it."""
        row, column = self.shadowed.get((row, column), (row, column))
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""

    @cached_property
    def width(self) -> int:
        most = max((len(row) for row in self.rows), default=0)
        return max([most, *(column + 1 for _, column in self.shadowed)])

    def row_head(self, row: int, column: int) -> str:
        """The words of a row to the left of a cell."""
        texts = [text for at in range(column) if (text := self.text(row, at)) and not is_blank(text)]
        return max(texts, key=len, default="")

    def column_head(self, row: int, column: int) -> str:
        """The words over a cell: those of the nearest rows above it, from the top."""
        found: list[str] = []
        for above in range(self._first_above(row, column), -1, -1):
            text = self._head_at(above, column)
            if text is None or len(found) == _MOST_HEADS:
                break
            if text and text not in found:
                found.append(text)
        return " ".join(reversed(found))

    def _first_above(self, row: int, column: int) -> int:
        """The first row above in which the column has words; -1 where there is none."""
        passed = []
        above = row - 1
        while above >= 0:
            key = (above, column)
            if key in self._found_above:
                above = self._found_above[key]
                break
            passed.append(key)
            if self._head_at(above, column):
                break
            above -= 1
        # Below one head there may be hundreds of rows.
        self._found_above.update(dict.fromkeys(passed, above))
        return above

    @cached_property
    def _found_above(self) -> dict[Place, int]:
        return {}

    def _head_at(self, row: int, column: int) -> str | None:
        """The words of a cell as those of a head: nothing for a number, None where heads end."""
        if self._is_title(row, column):
            return None
        text = self.text(row, column)
        if not text:
            return None
        return "" if is_blank(text) else text

    def _is_title(self, row: int, column: int) -> bool:
        """Whether a merged cell reaches over the heads of the rows too."""
        spot = self.shadowed.get((row, column), (row, column))
        return column > 0 and spot[1] == 0

    def heads(self, row: int, column: int) -> str:
        """What a cell is about, by its words; kept, to know whether it still is in a later version."""
        return " | ".join((self.row_head(row, column), self.column_head(row, column)))


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing but a number or what is put in its place, such as dots."""
    # The sign alone is a unit.
    return text.strip() != "%" and _NUMBER.fullmatch(text) is not None


def same_heads(one: str, other: str) -> bool:
    """Whether the words of a cell are the same but for years and numbers."""
    return without_numbers(one) == without_numbers(other)


def without_numbers(text: str) -> str:
    """What a later version of a form keeps of its words."""
    return " ".join(word for word in fold(text).split() if not word.isdigit())


def propose(sheet: Sheet, vocabulary: Vocabulary, taken: Collection[Place]) -> Iterator[Proposed]:
    """What the cells of a sheet ask for, row by row.

    Args:
        taken: cells that are not to be filled: those with a formula, and those that somebody pointed at.
    """
    for row, texts in enumerate(sheet.rows):
        head = next(
            (
                (column, code)
                for column, text in enumerate(texts)
                if not is_blank(text) and (code := vocabulary.meant(text)) is not None
            ),
            None,
        )
        if head is None:
            continue
        first, code = head
        last = len(texts) if sheet.ragged else sheet.width
        seen: set[FormColumn] = set()
        for column in range(first + 1, last):
            place = (row, column)
            if place in taken or place in sheet.shadowed or not is_blank(sheet.text(row, column)):
                continue
            figure = column_meant(sheet.column_head(row, column))
            # A second column of the same words is of something else, such as a part of the days.
            if figure is not None and figure not in seen:
                seen.add(figure)
                yield Proposed(place, code, figure)
