"""An hour of the day as people write it."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

_HOUR: Final = re.compile(r"(\d{1,2})(?:[:hg]\s?(\d{2})?)?")


def hour_of(text: str) -> time | None:
    """ "17:00", "17h30" or "17"; None for what is no hour."""
    found = _HOUR.fullmatch(text.strip().lower())
    hour, minute = (int(each or 0) for each in found.groups()) if found is not None else (99, 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
