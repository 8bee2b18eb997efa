"""Days as they stand in people's lists: real dates, serial numbers, and text in every order and length.

Day before month throughout (Nghị định 30/2020/NĐ-CP writes dd/mm/yyyy). A four-digit year is believed between
1900 and 2099; a year of two digits gets its century from ``today``, and that is shown as a repair.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import NamedTuple

from desktop.domain.values.cells import Cell, cell_text, is_number, is_whole, unreadable
from desktop.domain.values.parsed import Parsed, Repair, refused
from desktop.domain.values.partial_date import PartialDate

FIRST_YEAR, LAST_YEAR = 1900, 2099

# Day 1 of the serial numbers is 1 January 1900, but they count a 29 February 1900 that never was
# (ECMA-376 part 1, 18.17.4.1); so every later day is counted from 30 December 1899.
_SERIAL_ZERO = datetime.date(1899, 12, 30)
_LAST_SERIAL = (datetime.date(LAST_YEAR, 12, 31) - _SERIAL_ZERO).days

# No way of writing a day is longer; longer text is not searched for one.
_LONGEST = 50

_SEPARATOR = r"\s*[/.,\-\\\s]\s*"
_THREE = re.compile(rf"([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}}){_SEPARATOR}([0-9]{{4}}|[0-9]{{2}})")
_TWO = re.compile(rf"([0-9]{{1,2}}){_SEPARATOR}([0-9]{{4}})")
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}){_SEPARATOR}([0-9]{{1,2}})(?:{_SEPARATOR}([0-9]{{1,2}}))?")
_TIME_OF_DAY = re.compile(
    r"[T\s]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(\s*(SA|CH|AM|PM))?$", re.IGNORECASE
)
_IN_WORDS = re.compile(
    r"(?:ngày\s*([0-9]{1,2})\s*)?(?:tháng|thg|t)\s*([0-9]{1,2})\s*(?:năm|[/\-.])\s*([0-9]{4})", re.IGNORECASE
)
_BEFORE_YEAR = re.compile(
    r"^(?:(?:sinh\s*)?năm(?:\s*sinh)?|sn|sinh(?:\s*ngày)?|ngày)\s*[:.]?\s*", re.IGNORECASE
)
# The day or the month is crossed out: 00/00/1953, --/--/1953, xx/5/1953, ../../1953.
_UNKNOWN = re.compile(r"(?<![0-9])(?:0{1,2}|[-.…_?]+|[xX]{1,2}|[kK]{1,2})\s*/\s*")


class _Numbers(NamedTuple):
    """Day, month and year as written; 0 where unknown."""

    day: int
    month: int
    year: int
    short_year: bool = False
    crossed_out: bool = False


def parse_date(
    cell: Cell, today: datetime.date, *, past_only: bool = False, newest_year: int | None = None
) -> Parsed[PartialDate]:
    """Read a day, a month or a year from a cell.

    Args:
        cell: a date, a serial number, a year, or text.
        today: gives two-digit years their century.
        past_only: for births and things done: a day after ``today`` is doubted (not refused: the clock of the
            computer may be wrong), and a two-digit year is never after this year. Otherwise it is the nearest.
        newest_year: the latest that a two-digit year can mean, such as the year when the youngest was born.

    Problems: ``impossible_date``, ``year_out_of_range``, ``unreadable_date``. Doubts: ``future_date``. Repairs:
    ``two_digit_year``, ``serial_date``, ``day_month_swapped``, ``date_digits``, ``unknown_day``.
    """
    barred: Parsed[PartialDate] | None = unreadable(cell)
    if barred is not None:
        return barred
    if newest_year is None:
        newest_year = today.year if past_only else today.year + 50
    parsed = _parse_cell(cell, newest_year)
    if past_only and parsed.value is not None and parsed.value.earliest > today:
        return parsed.doubted("future_date", date=parsed.value.written)
    return parsed


def dates_may_be_swapped(cells: Iterable[Cell], *, enough: int = 3) -> bool:
    """Whether a column looks as if a program with American settings had turned days and months about.

    Such a program makes ``5/6/1983`` the sixth of May and leaves ``16/8/1983`` as text: then every real date in
    the column has a day up to 12 and every day/month/year left as text has one above 12.
    """
    real, text = 0, 0
    for cell in cells:
        if isinstance(cell, datetime.date):
            if cell.day > 12:
                return False
            real += 1
        elif isinstance(cell, str) and (found := _THREE.fullmatch(cell.strip())):
            if int(found[1]) <= 12:
                return False
            text += 1
    return real >= enough and text >= enough


def full_year(two_digits: int, newest_year: int) -> int:
    """Give a two-digit year its century: the latest that is not after ``newest_year``."""
    return newest_year - (newest_year - two_digits) % 100


def made_date(day: int, month: int, year: int, *, written: str) -> Parsed[PartialDate]:
    """Make a date of its numbers; 0 for an unknown day or month; ``written`` is the fact of a refusal."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return refused("year_out_of_range", year=f"{year:04d}", written=written)
    try:
        return Parsed(PartialDate(year, month or None, day or None))
    except ValueError:
        return refused("impossible_date", written=written)


def _parse_cell(cell: Cell, newest_year: int) -> Parsed[PartialDate]:
    if isinstance(cell, datetime.date):
        return made_date(cell.day, cell.month, cell.year, written=cell_text(cell))
    if isinstance(cell, int | float) and is_number(cell):
        return _parse_number(cell)
    if isinstance(cell, str | None):
        return _parse_text(cell_text(cell), newest_year)
    return refused("unreadable_date", written=cell_text(cell))


def _parse_number(number: float) -> Parsed[PartialDate]:
    written = cell_text(number)
    if is_whole(number):
        if FIRST_YEAR <= number <= LAST_YEAR:
            return Parsed(PartialDate(int(number)))
        if 7 <= len(written) <= 8 and number > 0:
            return _parse_digits(written.zfill(8))
    if LAST_YEAR < number < _LAST_SERIAL + 1:
        date = PartialDate.of(_SERIAL_ZERO + datetime.timedelta(days=int(number)))
        return Parsed(date, Repair("serial_date", written, date.written))
    if 1 <= number < 13 and abs(number * 10_000 - round(number * 10_000)) < 1e-6:
        # 6/2026 typed with a full stop is the number 6.2026; 6.2020 has lost its last zero.
        month, year = divmod(round(number * 10_000), 10_000)
        if FIRST_YEAR <= year <= LAST_YEAR:
            date = PartialDate(year, month)
            return Parsed(date, Repair("date_digits", written, date.written))
    return refused("unreadable_date", written=written)


def _parse_text(text: str, newest_year: int) -> Parsed[PartialDate]:
    if not text:
        return Parsed()
    if len(text) > _LONGEST:
        return refused("unreadable_date", written=f"{text[:_LONGEST]}…")
    if (canonical := PartialDate.from_canonical(text)) and FIRST_YEAR <= canonical.year <= LAST_YEAR:
        return Parsed(canonical)
    if re.fullmatch(r"[0-9]{8}", text):
        return _parse_digits(text)
    numbers = _numbers(text)
    if numbers is None:
        return refused("unreadable_date", written=text)
    if numbers.short_year:
        numbers = numbers._replace(year=full_year(numbers.year, newest_year))
        return _repaired(numbers, "two_digit_year", text)
    if numbers.month > 12 >= numbers.day > 0:
        return _repaired(numbers._replace(day=numbers.month, month=numbers.day), "day_month_swapped", text)
    if numbers.crossed_out:
        return _repaired(numbers, "unknown_day", text)
    return made_date(numbers.day, numbers.month, numbers.year, written=text)


def _repaired(numbers: _Numbers, code: str, written: str) -> Parsed[PartialDate]:
    parsed = made_date(numbers.day, numbers.month, numbers.year, written=written)
    if parsed.value is None:
        return parsed
    return Parsed(parsed.value, Repair(code, written, parsed.value.written))


def _parse_digits(digits: str) -> Parsed[PartialDate]:
    """Eight digits without separators: ddmmyyyy, or yyyymmdd when only that gives a year to believe."""
    day_first = _Numbers(int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    year_first = _Numbers(int(digits[6:]), int(digits[4:6]), int(digits[:4]))
    believed = FIRST_YEAR <= day_first.year <= LAST_YEAR
    return _repaired(day_first if believed else year_first, "date_digits", digits)


def _numbers(text: str) -> _Numbers | None:
    """Take the day, month and year out of a text in any of the known shapes."""
    text = text.strip(" ,;'`").rstrip(" .")
    if found := _IN_WORDS.fullmatch(text):
        return _Numbers(int(found[1] or 0), int(found[2]), int(found[3]))
    text = _UNKNOWN.sub("0/", _BEFORE_YEAR.sub("", _TIME_OF_DAY.sub("", text)))
    if found := _THREE.fullmatch(text):
        day, month = int(found[1]), int(found[2])
        return _Numbers(day, month, int(found[3]), len(found[3]) == 2, crossed_out=0 in (day, month))
    if found := _TWO.fullmatch(text):
        return _Numbers(0, int(found[1]), int(found[2]))
    if found := _YEAR_FIRST.fullmatch(text):
        return _Numbers(int(found[3] or 0), int(found[2]), int(found[1]))
    return _Numbers(0, 0, int(text)) if re.fullmatch(r"[0-9]{4}", text) else None
