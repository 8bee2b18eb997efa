"""The columns of a register's table and how wide they are: pure, in logical pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from desktop.base.values import dataclass
from desktop.domain.fields import Field, Kind, Register
from desktop.ui.kit.tones import is_state
from desktop.ui.kit.words import Words

NAME_WIDTH: Final = 208
"""A full name such as "Nguyễn Trần Thanh Phượng" is 172 wide at 14 px, and never elided before other columns."""

HEADER_ROOM: Final = 32
"""Around the words of a header: margins, and the mark of the sorted column."""

_LONG_HEAD: Final = 140
_SHORT_HEAD: Final = 96
_TITLE: Final = 264
"""What the name of a collective asks for, such as "Tổ tự quản số 01 ấp Đông Hưng"."""

_WIDTHS: Final = {
    Kind.TEXT: (112, 180),
    Kind.LONG_TEXT: (140, 240),
    Kind.NAME: (NAME_WIDTH, NAME_WIDTH),
    Kind.DAY: (108, 108),
    Kind.PARTIAL_DAY: (108, 108),
    Kind.CHOICE: (104, 160),
    Kind.TAGS: (120, 200),
    Kind.REF: (108, 200),
    Kind.COUNT: (72, 84),
    Kind.MONEY: (112, 132),
    Kind.FLAG: (84, 96),
    Kind.CITIZEN_ID: (136, 136),
    Kind.PHONE: (112, 116),
}
_STATE: Final = (168, 190)
_FLAG_STATE: Final = (84, 96)
_MASKED: Final = (96, 104)
_GROWS: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.NAME, Kind.REF, Kind.TAGS, Kind.CHOICE})


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        least, natural: what it may shrink to, and what it asks for.
        head: as wide as its header may make it; a longer one stands in two lines.
        name: whether it names the record; it is never elided before the others.
        right: numbers stand at the right.
        sortable: masked values do not sort, since their order would tell.
    """

    field: Field
    title: str
    least: int
    natural: int
    head: int
    name: bool
    grows: bool
    right: bool
    sortable: bool


def columns_of(register: Register, words: Words) -> tuple[Column, ...]:
    """The columns that a register declares, in its order."""
    return tuple(
        _column(register, field, words.field(register.name, field.name)) for field in register.columns
    )


def _column(register: Register, field: Field, title: str) -> Column:
    least, natural = _WIDTHS[field.kind]
    if field.sensitive:
        least, natural = _MASKED
    elif field.name == register.title:
        least, natural = NAME_WIDTH, NAME_WIDTH if field.kind is Kind.NAME else _TITLE
    elif is_state(field):
        least, natural = _FLAG_STATE if field.kind is Kind.FLAG else _STATE
    short = field.sensitive or field.kind in (Kind.FLAG, Kind.COUNT)
    return Column(
        field,
        title,
        least,
        natural,
        _SHORT_HEAD if short else _LONG_HEAD,
        name=field.name == register.title,
        grows=field.kind in _GROWS and not field.sensitive and not is_state(field),
        right=field.kind in (Kind.COUNT, Kind.MONEY),
        sortable=not field.sensitive,
    )


def fit(
    columns: Sequence[Column], room: int, header: Callable[[str], int], scale: float = 1.0
) -> tuple[int, ...]:
    """Widths of the columns in ``room`` pixels; their sum is larger when even the least does not fit.

    ``header`` measures the words of a header, which is shown whole, in two lines beyond a bound.
    """
    heads = [_head(each, header, scale) for each in columns]
    least = [max(round(each.least * scale), head) for each, head in zip(columns, heads, strict=True)]
    natural = [max(round(each.natural * scale), low) for each, low in zip(columns, least, strict=True)]
    if sum(natural) <= room:
        return _grown(columns, natural, room)
    if sum(least) >= room:
        return tuple(least)
    return _shared(columns, least, natural, room)


def _head(column: Column, header: Callable[[str], int], scale: float) -> int:
    """The least width in which the header is read whole."""
    whole = header(column.title) + HEADER_ROOM
    return whole if whole <= round(column.head * scale) else in_two_lines(column.title, header)


def in_two_lines(title: str, header: Callable[[str], int]) -> int:
    """The least width of a column whose header may take two lines; ``header`` measures words."""
    words = title.split(" ")
    halves = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words) + 1))
    return min(max(map(header, both)) for both in halves) + HEADER_ROOM


def _shared(
    columns: Sequence[Column], least: Sequence[int], natural: Sequence[int], room: int
) -> tuple[int, ...]:
    """What is left over the least: first to the names, then to the others by what they ask for."""
    widths = list(least)
    for names in (True, False):
        asked = [
            wide - low if each.name is names else 0
            for each, low, wide in zip(columns, least, natural, strict=True)
        ]
        spare = min(room - sum(widths), sum(asked))
        if sum(asked):
            widths = [width + more * spare // sum(asked) for width, more in zip(widths, asked, strict=True)]
    return tuple(widths)


def _grown(columns: Sequence[Column], widths: Sequence[int], room: int) -> tuple[int, ...]:
    growing = [at for at, each in enumerate(columns) if each.grows]
    spare = room - sum(widths)
    if not growing:
        return tuple(widths)
    share, rest = divmod(spare, len(growing))
    more = {at: share + (1 if order < rest else 0) for order, at in enumerate(growing)}
    return tuple(width + more.get(at, 0) for at, width in enumerate(widths))
