"""The set phrases of Vietnamese paper, filled in or left open to be written by hand.

Paper is Vietnamese whatever the language of the window, so these words are not in the translations.
"""

from __future__ import annotations

from datetime import date

from desktop.i18n.dates import long_date

_SHORT_BLANK = "……"
_LONG_BLANK = "…………"


def place_date_line(place: str, on: date | None) -> str:
    """ "An Giang, ngày 05 tháng 01 năm 2026", or the same with dots for a date that is not known yet."""
    if on is None:
        return f"{place or _LONG_BLANK}, {_open_date()}"
    return long_date(place, on)


def decision_line(label: str, number: str, on: date | None) -> str:
    """ "Số quyết định: 15/QĐ-UBND ngày 05 tháng 01 năm 2026"; an empty number or no date leaves dots."""
    day = _open_date() if on is None else long_date("", on)
    return f"{label}: {number or _LONG_BLANK} {day}"


def register_line(label: str, number: str, year: int) -> str:
    """ "Số vào sổ khen thưởng: 12/2026"; an empty number leaves dots before the year."""
    return f"{label}: {number or _LONG_BLANK}/{year}"


def _open_date() -> str:
    return f"ngày {_SHORT_BLANK} tháng {_SHORT_BLANK} năm {_LONG_BLANK}"
