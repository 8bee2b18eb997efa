"""The figures of a report as they were when they were frozen: one text, the same on every machine and for ever.

Lines end with a line feed, what stands beside each other is apart by tabs, and there is nothing else:

``figures<tab>1``
    the form; another number is a newer one, which this version does not read.
``period<tab>month<tab>2026<tab>11<tab>2026-10-15<tab>2026-11-14``
    kind, year, number, first and last day.
``seen<tab>device<tab>123``
    how far the journal of each device reached that is counted in the figures.
``anchor<tab>device<tab>123<tab>hash``
    where the chain of the device ended on which they were frozen; its short code is printed on the paper.
``row<tab>code<tab>part<tab>this<tab>before<tab>last year<tab>to date<tab>target``
    one indicator, or a part of it. A figure is a whole number, ``87.5%``, or ``-`` where nobody knows it, and then
    the letters of its marks: ``t`` typed, ``c`` counted, ``p`` partial, ``r`` reported. A target is ``120`` for the
    period, ``120y`` for its year, or ``-``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from desktop.base.text import tidy
from desktop.domain.indicators.comparing import Number
from desktop.domain.journal.canonical import MAX_TEXT
from desktop.domain.periods import Period, PeriodKind

_FORM: Final = "1"
_UNKNOWN: Final = "-"
_NUMBER: Final = re.compile(r"(-|-?[0-9]{1,16}|-?[0-9]{1,12}\.[0-9]%)([tcpr]{0,4})")
_TARGET: Final = re.compile(r"(-?[0-9]{1,16})(y?)")


@dataclass(frozen=True)
class FrozenNumber:
    """One figure: ``marks`` are the letters of where it comes from."""

    value: Number | None
    marks: str = ""


@dataclass(frozen=True)
class FrozenRow:
    """One indicator in four columns. ``part`` is empty for the whole; ``target`` is (number, whether of the year)."""

    code: str
    part: str
    this: FrozenNumber
    before: FrozenNumber
    last_year: FrozenNumber
    to_date: FrozenNumber
    target: tuple[int, bool] | None = None

    @property
    def numbers(self) -> tuple[FrozenNumber, ...]:
        """The four columns in order."""
        return (self.this, self.before, self.last_year, self.to_date)


def row_of(
    code: str, part: str, columns: Iterable[FrozenNumber], target: tuple[int, bool] | None
) -> FrozenRow:
    """A row of its four columns in order."""
    this, before, last_year, to_date = columns
    return FrozenRow(code, part, this, before, last_year, to_date, target)


@dataclass(frozen=True)
class ChainEnd:
    """Where a device's chain of operations ended."""

    device: str
    seq: int
    hash: str


@dataclass(frozen=True)
class FrozenFigures:
    """All figures of a report, of which journal they were counted, and where it ended.

    Attributes:
        seen: by device, up to which number its operations are counted.
    """

    period: Period
    rows: tuple[FrozenRow, ...]
    seen: Mapping[str, int] = field(default_factory=dict)
    anchor: ChainEnd | None = None


@dataclass(frozen=True)
class FigureChange:
    """A figure that is another one now. ``column`` is its place among the four of a row, from 0."""

    code: str
    part: str
    column: int
    was: Number | None
    now: Number | None


def write_figures(figures: FrozenFigures) -> str:
    """As text. Where there are so many parts that no field could hold them, only the whole figures are kept."""
    text = _text(figures, figures.rows)
    if len(text) <= MAX_TEXT:
        return text
    return _text(figures, [row for row in figures.rows if not row.part])


def read_figures(text: str | None) -> FrozenFigures | None:
    """What :func:`write_figures` wrote; None for what another program wrote, or a newer one."""
    lines = [line.split("\t") for line in (text or "").split("\n") if line]
    if not lines or lines[0] != ["figures", _FORM]:
        return None
    try:
        return _read(lines[1:])
    except (ValueError, InvalidOperation, OverflowError):
        return None


def differences(frozen: FrozenFigures, now: Sequence[FrozenRow]) -> list[FigureChange]:
    """What is another figure now, once for each indicator, in the order of the report.

    A part that is new or gone is told by its whole, which has changed with it or been told apart otherwise.
    """
    today = {(row.code, row.part): row for row in now}
    found = []
    for row in frozen.rows:
        other = today.get((row.code, row.part))
        if other is None:
            continue
        for at, (was, is_now) in enumerate(zip(row.numbers, other.numbers, strict=True)):
            if was.value != is_now.value:
                found.append(FigureChange(row.code, row.part, at, was.value, is_now.value))
                break
    return found


def _text(figures: FrozenFigures, rows: Iterable[FrozenRow]) -> str:
    period = figures.period
    lines = [
        ("figures", _FORM),
        (
            "period",
            period.kind.value,
            str(period.year),
            str(period.number),
            period.first.isoformat(),
            period.last.isoformat(),
        ),
        *(("seen", device, str(seq)) for device, seq in sorted(figures.seen.items())),
    ]
    if figures.anchor is not None:
        lines.append(("anchor", figures.anchor.device, str(figures.anchor.seq), figures.anchor.hash))
    lines += [
        ("row", row.code, tidy(row.part), *map(_number, row.numbers), _target(row.target)) for row in rows
    ]
    return "".join("\t".join(line) + "\n" for line in lines)


def _number(number: FrozenNumber) -> str:
    match number.value:
        case None:
            shown = _UNKNOWN
        case Decimal():
            shown = f"{number.value:.1f}%"
        case _:
            shown = str(number.value)
    return shown + number.marks


def _target(target: tuple[int, bool] | None) -> str:
    if target is None:
        return _UNKNOWN
    return f"{target[0]}y" if target[1] else str(target[0])


def _read(lines: Sequence[Sequence[str]]) -> FrozenFigures | None:
    period: Period | None = None
    anchor: ChainEnd | None = None
    seen: dict[str, int] = {}
    rows: list[FrozenRow] = []
    for line in lines:
        match line:
            case ["period", kind, year, number, first, last]:
                days = (date.fromisoformat(first), date.fromisoformat(last))
                period = Period(PeriodKind(kind), int(year), int(number), *days)
            case ["seen", device, seq]:
                seen[device] = int(seq)
            case ["anchor", device, seq, digest]:
                anchor = ChainEnd(device, int(seq), digest)
            case ["row", code, part, this, before, last_year, to_date, target]:
                columns = (_read_number(each) for each in (this, before, last_year, to_date))
                rows.append(row_of(code, part, columns, _read_target(target)))
            case _:
                return None
    return FrozenFigures(period, tuple(rows), seen, anchor) if period is not None else None


def _read_number(text: str) -> FrozenNumber:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise ValueError(text)
    shown, marks = found.groups()
    if shown == _UNKNOWN:
        return FrozenNumber(None, marks)
    if shown.endswith("%"):
        return FrozenNumber(Decimal(shown[:-1]), marks)
    return FrozenNumber(int(shown), marks)


def _read_target(text: str) -> tuple[int, bool] | None:
    if text == _UNKNOWN:
        return None
    found = _TARGET.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return int(found[1]), bool(found[2])
