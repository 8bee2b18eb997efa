"""The short ways to type a day: ``5``, ``5/3``, ``0503``, ``hn`` (hôm nay), ``hq`` (hôm qua)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from desktop.base.text import fold, tidy
from desktop.domain.values.dates import FIRST_YEAR, LAST_YEAR, made_date, parse_date
from desktop.domain.values.parsed import Parsed, refused
from desktop.domain.values.partial_date import PartialDate

_DAYS_AGO = {"hn": 0, "hom nay": 0, "hq": 1, "hom qua": 1, "hom kia": 2}
_DAY_MONTH = re.compile(r"([0-9]{1,2})\s*[/.,\-\s]\s*([0-9]{1,2})")
# 29 February comes back after at most eight years (1896 to 1904, 2096 to 2104).
_YEARS_BACK = 8
_MONTHS_BACK = 12


def parse_typed_date(
    text: str, today: datetime.date, *, past_only: bool = True, partial: bool = False
) -> Parsed[PartialDate]:
    """Read a typed day; what is left out comes from ``today``.

    Args:
        past_only: ``5`` and ``5/3`` are the latest such day not after ``today``; otherwise of the current month
            and year.
        partial: the field also takes a month or a year, so that ``2005`` is a year and not the 20th of May.

    Problems: those of :func:`~desktop.domain.values.dates.parse_date`, and ``incomplete_date`` when the field
    needs a full day.
    """
    text = tidy(text)
    short = _short_form(text, today, past_only=past_only, partial=partial)
    # A person sees the day spelled out while typing, so a century that was filled in is no news.
    parsed = short or parse_date(text, today, past_only=past_only)
    if parsed.value is not None and not parsed.value.is_full and not partial:
        return refused("incomplete_date", written=text)
    return parsed


def _short_form(
    text: str, today: datetime.date, *, past_only: bool, partial: bool
) -> Parsed[PartialDate] | None:
    if (ago := _DAYS_AGO.get(fold(text))) is not None:
        return Parsed(PartialDate.of(today - datetime.timedelta(days=ago)))
    if re.fullmatch(r"[0-9]{1,2}", text):
        return _latest(_same_day(int(text), today), today, text, past_only=past_only)
    if found := _DAY_MONTH.fullmatch(text):
        return _of_year(int(found[1]), int(found[2]), today, text, past_only=past_only)
    if re.fullmatch(r"[0-9]{4}", text) and not (partial and FIRST_YEAR <= int(text) <= LAST_YEAR):
        if int(text[2:]) > 12:
            return None
        return _of_year(int(text[:2]), int(text[2:]), today, text, past_only=past_only)
    if re.fullmatch(r"[0-9]{6}", text):
        return parse_date(f"{text[:2]}/{text[2:4]}/{text[4:]}", today, past_only=past_only)
    return None


def _of_year(
    day: int, month: int, today: datetime.date, text: str, *, past_only: bool
) -> Parsed[PartialDate]:
    years = range(today.year, max(FIRST_YEAR, today.year - _YEARS_BACK) - 1, -1)
    return _latest(((day, month, year) for year in years), today, text, past_only=past_only)


def _same_day(day: int, today: datetime.date) -> Iterator[tuple[int, int, int]]:
    for back in range(_MONTHS_BACK):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        yield day, month + 1, year


def _latest(
    days: Iterator[tuple[int, int, int]], today: datetime.date, text: str, *, past_only: bool
) -> Parsed[PartialDate]:
    """Take the first day that exists and, when ``past_only``, is not after ``today``."""
    for day, month, year in days:
        parsed = made_date(day, month, year, written=text)
        full = parsed.value is not None and parsed.value.is_full
        if full and not (past_only and parsed.value is not None and parsed.value.earliest > today):
            return parsed
        if not past_only:
            break
    return refused("impossible_date", written=text)
