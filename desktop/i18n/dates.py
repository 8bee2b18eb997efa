"""Days as they are written on the screen and on paper.

Paper follows Nghị định 30/2020/NĐ-CP, Phụ lục I: days below 10 and months 1 and 2 get a zero before them, the
other months do not.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final

_WEEKDAYS: Final = {
    "vi": ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_ENGLISH_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LAST_PADDED_MONTH: Final = 2
_PARTIAL: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def short_date(day: date, language: str = "vi") -> str:
    """Write a day for a table or a field: ``05/01/2026``, in English ``5 Jan 2026``."""
    if language == "en":
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def weekday_date(day: date, language: str = "vi") -> str:
    """Write a day with its weekday: ``thứ năm, 05/03/2026``, in English ``Thursday, 5 Mar 2026``."""
    return f"{_WEEKDAYS[language][day.weekday()]}, {short_date(day, language)}"


def long_date(place: str, day: date) -> str:
    """Write the place and day of a paper: ``An Giang, ngày 05 tháng 01 năm 2026``; without a place, the day alone."""
    month = f"{day.month:02d}" if day.month <= _LAST_PADDED_MONTH else str(day.month)
    written = f"ngày {day.day:02d} tháng {month} năm {day.year}"
    return f"{place}, {written}" if place else written


def partial_date(text: str, language: str = "vi") -> str:
    """Write a day of which the month or the day may be unknown, stored as ``2026``, ``2026-01`` or ``2026-01-05``.

    Gives ``2026``, ``01/2026`` or ``05/01/2026``; in English ``2026``, ``Jan 2026`` or ``5 Jan 2026``.

    Raises:
        ValueError: the text is none of these.
    """
    if not _PARTIAL.fullmatch(text):
        raise ValueError(f"no day, month or year: {text}")
    known = text.count("-")
    day = date.fromisoformat(text + "-01" * (2 - known))
    written = short_date(day, language)
    sign = " " if language == "en" else "/"
    return sign.join(written.split(sign)[2 - known :])


def short_time(moment: time | datetime) -> str:
    """Write the time of day: ``14:32``."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def short_moment(moment: datetime, language: str = "vi") -> str:
    """Write a time and its day: ``14:32, 05/01/2026``, in English ``14:32, 5 Jan 2026``."""
    return f"{short_time(moment)}, {short_date(moment, language)}"
