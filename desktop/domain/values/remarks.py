"""What the column of remarks says of a person or a case: "thôi tham gia 6/2026", "Chuyển UBND phường"."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import Enum

from desktop.base.text import exact, fold, has_marks
from desktop.domain.values.cells import Cell, cell_text
from desktop.domain.values.dates import parse_date
from desktop.domain.values.partial_date import PartialDate


class RemarkKind(Enum):
    """What a remark may change in the record; a person confirms it."""

    LEFT = "left"
    MOVED = "moved"
    DIED = "died"
    REFERRED = "referred"


# In the order in which they are tried, as written with accents.
_WORDS = (
    (RemarkKind.LEFT, ("thôi tham gia", "xin thôi", "cho thôi", "xin nghỉ", "đã nghỉ", "miễn nhiệm", "ra khỏi tổ")),
    (RemarkKind.DIED, ("đã chết", "đã mất", "từ trần", "qua đời")),
    (RemarkKind.REFERRED, ("chuyển ubnd", "chuyển công an", "chuyển tòa án", "chuyển cơ quan", "chuyển cấp trên")),
    (RemarkKind.MOVED, ("chuyển đi", "chuyển khẩu", "chuyển nơi ở", "đi khỏi địa phương", "chuyển chỗ ở")),
)  # fmt: skip
_DATE = re.compile(
    r"[0-9]{1,2}\s*[/.\-]\s*[0-9]{1,2}\s*[/.\-]\s*[0-9]{2,4}|[0-9]{1,2}\s*[/.\-]\s*[0-9]{4}|[0-9]{4}"
)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a remark tells.

    Attributes:
        date: the date in it, if one could be read.
        target: to whom a case was referred, as written; else ``""``.
        text: the whole remark.
    """

    kind: RemarkKind
    date: PartialDate | None
    target: str
    text: str


def find_remark(cell: Cell, today: datetime.date) -> Remark | None:
    """Recognise a remark that changes a record; None for any other text."""
    text = cell_text(cell)
    marked = has_marks(text)
    words = f" {exact(text) if marked else fold(text)} "
    for kind, phrases in _WORDS:
        for phrase in phrases:
            if f" {exact(phrase) if marked else fold(phrase)} " in words:
                date = _DATE.search(text)
                told = parse_date(date[0], today, past_only=True).value if date else None
                return Remark(kind, told, _target(text) if kind is RemarkKind.REFERRED else "", text)
    return None


def _target(text: str) -> str:
    after = re.split(r"chuyển|chuyen", _DATE.sub("", text), maxsplit=1, flags=re.IGNORECASE)[-1]
    return re.sub(r"\s+(?:từ\s+)?ngày\s*$", "", after).strip(" .,;:-()")
