"""Lines below the head that are no rows: totals, signatures, headings of groups, numbers prepared in advance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from desktop.base.text import exact, fold, has_marks
from desktop.domain.values.cells import Cell, cell_text

# A line of signatures or notes fills few cells; a row of a list, many.
_SPARSE = 3
_TOTAL = re.compile(
    r"(tổng cộng|tổng số|tổng|cộng dồn|cộng|toàn xã|toàn phường)(?=$|\s*[:.(]|\s+(là|có|gồm|danh sách)\b|\s+[0-9])"
)
_TOTAL_FOLDED = re.compile(r"(tong cong|tong so|cong don)\b")
_SIGNATURE = re.compile(
    r"\b(nguoi lap( bieu| bang| danh sach)?$|nguoi (thong ke|tong hop|ghi so)$|thu truong|(kt |q )?truong cong an"
    r"|pho truong cong an|tm uy ban|tm ubnd|chu tich ubnd|chu tich uy ban|noi nhan\b|xac nhan cua|ky ten|ky ghi ro"
    r"|ky va ghi ro|can bo lap|ngay \S* ?thang \S* ?nam)"
)
_RUNNING = re.compile(r"[0-9]+[.)]?")
_ENUMERATED = re.compile(r"(?:[IVXLC]{1,6}|[A-Z])\s*[.)/:\-]\s+(?=\S)")
_NUMBERED = re.compile(r"[0-9]{1,2}\s*[.)/:\-]\s+(?=\S)")
_ROMAN = re.compile(r"[IVXLC]{1,6}|[A-Z]")
# With their accents: Tô and Bàn are family names.
_PLACE = re.compile(
    r"(tổ|ấp|khóm|khu phố|kp|khu dân cư|kdc|khu vực|thôn|bản|làng|buôn|phum|sóc|xóm|địa bàn|chi hội) \S"
)


@dataclass(frozen=True)
class Line:
    """One line below the head.

    Attributes:
        ordinal: the column of running numbers, if there is one.
        width: how many columns the list has.
        spans: over how many columns the first value is merged.
    """

    cells: tuple[Cell, ...]
    ordinal: int | None
    width: int
    spans: int = 1

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """The columns that are not blank."""
        return tuple([column for column, cell in enumerate(self.cells) if cell is not None])

    @property
    def is_sparse(self) -> bool:
        return len(self.filled) <= min(_SPARSE, max(1, self.width // 2)) and not self.has_number

    @property
    def has_number(self) -> bool:
        """Whether the line has a running number; other things may stand in that column too."""
        if self.ordinal is None or self.ordinal not in self.filled:
            return False
        return _RUNNING.fullmatch(cell_text(self.cells[self.ordinal])) is not None

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(cell_text(cell) for cell in self.cells if isinstance(cell, str))

    @property
    def has_only_texts(self) -> bool:
        return all(isinstance(self.cells[column], str) for column in self.filled)

    @property
    def text(self) -> str:
        return " ".join(cell_text(self.cells[column]) for column in self.filled)


def is_total(line: Line) -> bool:
    """ "Tổng cộng: 123 người", with nothing but numbers beside it. A person may be called Tống or Cộng."""
    first, *others = (line.cells[column] for column in line.filled)
    if not isinstance(first, str) or any(isinstance(other, str) for other in others):
        return False
    text = cell_text(first)
    if not has_marks(text):
        return _TOTAL_FOLDED.match(fold(text)) is not None
    return _TOTAL.match(" ".join(text.lower().split())) is not None


def is_signature(line: Line) -> bool:
    """The title of who signs, the place and day, or the addressees."""
    return line.is_sparse and any(_SIGNATURE.search(fold(text)) for text in line.texts)


def only_ordinal(line: Line) -> bool:
    """A running number that waits for a row."""
    return len(line.filled) == 1 and line.width > 1 and line.has_number


def is_section(line: Line) -> bool:
    """A heading over a group of rows: merged over the columns, numbered I, A or 1, or the name of a place."""
    if line.width < 3 or len(line.filled) > 2 or not line.has_only_texts:
        return False
    if len(line.filled) == 2:
        first, second = line.filled
        return first == line.ordinal and second == first + 1 and bool(_ROMAN.fullmatch(line.texts[0]))
    text = line.texts[0]
    if line.spans >= 3 or _ENUMERATED.match(text):
        return True
    return _PLACE.match(exact(_NUMBERED.sub("", text))) is not None
