"""Fitting a text into its room: it shrinks first, then wraps at spaces into balanced lines.

Pure: widths come from a callable that measures a text set at one point, since widths grow evenly with size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

Measure = Callable[[str], float]

STEP = 0.5
# A share of the square of a full line: a number parted from its noun ("số / 05") is worth a little unevenness.
_NUMBER_COST = 0.08
# Rounding in the sum of widths must not wrap a text that fits to the last hair.
_HAIR = 1e-6


@dataclass(frozen=True, slots=True)
class Room:
    """What a text may take: the width in points, sizes in points, and a number of lines."""

    width: float
    size: float
    min_size: float
    max_lines: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text in its lines at the size that fits."""

    size: float
    lines: tuple[str, ...]


def fit(paragraphs: Sequence[str], room: Room, measure: Measure) -> Fitted | None:
    """Set paragraphs, each on lines of its own, or give None if even the smallest size does not fit.

    The fewest lines win that are possible at the smallest size; of the sizes with that many lines the largest.
    Words are never hyphenated.
    """
    texts = [_Words.of(paragraph.split(), measure) for paragraph in paragraphs]
    if not texts:
        return Fitted(room.size, ())
    fewest = _count(texts, room.width / room.min_size)
    if fewest is None or fewest > room.max_lines:
        return None
    size = next(size for size in _sizes(room) if _count(texts, room.width / size) == fewest)
    lines = [line for text in texts for line in text.balanced(room.width / size)]
    return Fitted(size, tuple(lines))


def fill(paragraph: str, width: float, measure: Measure, *, indent: float = 0.0) -> list[str]:
    """Fill lines of a width with the words of a paragraph; a word wider than a line is parted between letters.

    Args:
        width: in the units of ``measure``, as is ``indent``, by which the first line is shorter.
    """
    words = [piece for word in paragraph.split() for piece in _pieces(word, width - indent, measure)]
    text = _Words.of(words, measure)
    lines, first = [], 0
    while first < len(text.words):
        end = text.reach(first, width - (0.0 if first else indent))
        lines.append(" ".join(text.words[first:end]))
        first = end
    return lines


def _pieces(word: str, width: float, measure: Measure) -> list[str]:
    pieces = [""]
    for letter in word if measure(word) > width else ():
        if pieces[-1] and measure(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces if pieces[0] else [word]


def _sizes(room: Room) -> list[float]:
    """From the full size down by steps, the smallest always among them."""
    steps = math.ceil((room.size - room.min_size) / STEP - _HAIR)
    return [room.size - step * STEP for step in range(steps)] + [room.min_size]


def _count(texts: Sequence[_Words], width: float) -> int | None:
    counts = [text.count(width) for text in texts]
    return None if None in counts else sum(count for count in counts if count)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one paragraph with their widths at one point.

    Attributes:
        ends: ``ends[i]`` is the width of the first ``i`` words without spaces.
    """

    words: tuple[str, ...]
    ends: tuple[float, ...]
    space: float

    @classmethod
    def of(cls, words: Sequence[str], measure: Measure) -> _Words:
        return cls(tuple(words), (0.0, *accumulate(map(measure, words))), measure(" "))

    def width(self, first: int, end: int) -> float:
        return self.ends[end] - self.ends[first] + (end - first - 1) * self.space

    def count(self, width: float) -> int | None:
        """The fewest lines of a width, None if one word alone is wider."""
        lines, first = 0, 0
        while first < len(self.words):
            end = self.reach(first, width)
            if end == first:
                return None
            lines, first = lines + 1, end
        return lines

    def reach(self, first: int, width: float) -> int:
        """The end of the longest line that begins at a word."""
        end = first
        while end < len(self.words) and self.width(first, end + 1) <= width + _HAIR:
            end += 1
        return end

    def balanced(self, width: float) -> list[str]:
        """The fewest lines, as even as may be: so no short word is left alone that could have had company."""
        count = self.count(width)
        if count is None:
            raise ValueError("a word is wider than the line")
        if count < 2:
            return [" ".join(self.words)] if self.words else []
        breaks = self._best_breaks(count, width)
        return [" ".join(self.words[first:end]) for first, end in pairwise(breaks)]

    def _best_breaks(self, count: int, width: float) -> list[int]:
        """Where the lines begin and end: the least sum of squared widths over that many lines."""
        total = len(self.words)
        best: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
        for line in range(1, count + 1):
            following: dict[int, tuple[float, list[int]]] = {}
            for first, (cost, breaks) in best.items():
                for end in range(first + 1, self.reach(first, width) + 1):
                    if total - end < count - line or (line == count and end < total):
                        continue
                    sum_to_here = cost + self._cost(first, end, width)
                    if end not in following or sum_to_here < following[end][0]:
                        following[end] = (sum_to_here, [*breaks, end])
            best = following
        return best[total][1]

    def _cost(self, first: int, end: int, width: float) -> float:
        cost = (self.width(first, end) / width) ** 2
        if first and self.words[first][0].isdigit():
            cost += _NUMBER_COST
        return cost
