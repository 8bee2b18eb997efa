"""A paper as it is written: heads, paragraphs, tables, places to sign; drawn as PDF and written as Word alike.

The terms are those of Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

A4_MM: Final = (210.0, 297.0)
TOP_MM: Final = 20.0
BOTTOM_MM: Final = 20.0
LEFT_MM: Final = 30.0
RIGHT_MM: Final = 15.0
INDENT_MM: Final = 10.0

TITLE_SIZE: Final = 14.0
TEXT_SIZE: Final = 13.0
CELL_SIZE: Final = 12.0


_FOR: Final = "KT."
"""Ký thay: a deputy signs for the head whose title stands in the line above the deputy's own."""


def signing_titles(title: str) -> tuple[str, ...]:
    """The lines over a signature: "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH" is two (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    return tuple(part for each in title.split("/") if (part := each.strip()))


def authority(title: str) -> str:
    """In whose name it is signed: "Chủ tịch" of "KT. Chủ tịch / Phó Chủ tịch"."""
    head = next(iter(signing_titles(title)), "")
    return head[len(_FOR) :].strip() if head.upper().startswith(_FOR) else head


class Face(StrEnum):
    """The four faces of Tinos."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"
    BOLD_ITALIC = "bold-italic"


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: as wide as ``mm`` says, else by its ``share`` of what those columns leave."""

    title: str
    share: float = 1.0
    align: Align = Align.LEFT
    mm: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under a head that is repeated on each page; every row has a text for each column.

    Attributes:
        row_mm: the least height of a row, for cells that are written into by hand.
        bold: which rows, counted from 0, are totals and the like.
        size: of the letters, in points.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]]
    row_mm: float = 0.0
    bold: frozenset[int] = frozenset()
    size: float = CELL_SIZE


@dataclass(frozen=True, slots=True)
class Line:
    """A text without the indent of a paragraph, such as "Địa bàn: Khóm Đông Hưng" or a note."""

    text: str
    face: Face = Face.REGULAR
    size: float = TEXT_SIZE
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs, side by side: for each the lines above the room, such as a title, and the name below it.

    Attributes:
        place_date: stands over the last of them, and never on another page.
    """

    signers: tuple[tuple[tuple[str, ...], str], ...]
    place_date: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a paper without articles.

    Attributes:
        level: 1 for "I. TÌNH HÌNH" (capitals, bold), 2 for "1. Kết quả" (bold), 3 for "a) …" (upright).
    """

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Bases:
    """What a decision rests on (căn cứ): each in italics on a line of its own, ending ";", the last "."."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """The foot of a letter, report or decision: who receives it on the left, who signs on the right.

    Attributes:
        recipients: without marks, such as "Công an tỉnh An Giang"; the last line is usually "Lưu: VT".
        titles: over the room for the signature: "TRƯỞNG CÔNG AN PHƯỜNG", or "KT. …" over "PHÓ …".
        name: with the rank before it where the sector prescribes that.
    """

    recipients: tuple[str, ...]
    titles: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Numbers side by side, one group of bars for each label; None is a number nobody knows.

    Attributes:
        series: a name with a number for each label; the first is what the paper is about.
    """

    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page of its own, such as an annex."""


Part: TypeAlias = "str | Line | Heading | Bases | Table | Bars | Signatures | Closing | PageBreak"
"""A text is a paragraph."""


@dataclass(frozen=True, slots=True)
class Head:
    """The block over the title, on the left the unit over which stands its superior, on the right free lines.

    Attributes:
        upper: the superior unit, or empty.
        unit: the unit, printed bold with a rule under it.
        right: the lines opposite; the first two are bold and ruled off (Quốc hiệu, Tiêu ngữ) when ``national``.
        number: "Số: 05/BC-CAP", under the unit; ``place_date`` stands opposite, in italics.
    """

    upper: str
    unit: str
    right: tuple[str, ...] = ()
    national: bool = False
    number: str = ""
    place_date: str = ""


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """What is written down the pages, part after part; a ``str`` is a paragraph."""

    title: str
    parts: Sequence[Part]
    subtitle: str = ""
    head: Head | None = None
    landscape: bool = False
    author: str = ""
