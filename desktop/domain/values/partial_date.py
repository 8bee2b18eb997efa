"""A day of which perhaps only the year, or the year and the month, is known."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import total_ordering

_CANONICAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a full day; its text is ``2026``, ``2026-06`` or ``2026-06-05``.

    In order, what is known less exactly stands first: 2026, then 2026-06, then 2026-06-01.

    Raises:
        ValueError: for a day that does not exist, or a day without its month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs its month")
        datetime.date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        parts = (f"{self.year:04d}", self.month and f"{self.month:02d}", self.day and f"{self.day:02d}")
        return "-".join(part for part in parts if part)

    def __lt__(self, other: PartialDate) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0

    @classmethod
    def from_canonical(cls, text: str) -> PartialDate | None:
        """Read the canonical text back; None for any other text."""
        found = _CANONICAL.fullmatch(text)
        if found is None:
            return None
        try:
            return cls(*(int(part) for part in found.groups() if part))
        except ValueError:
            return None

    @classmethod
    def of(cls, day: datetime.date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @property
    def is_full(self) -> bool:
        return self.day is not None

    @property
    def earliest(self) -> datetime.date:
        """The first day it may be."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        """The last day it may be."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def written(self) -> str:
        """As it is written in tables: ``05/06/2026``, ``06/2026`` or ``2026``."""
        return "/".join(reversed(str(self).split("-")))

    def age_on(self, today: datetime.date) -> int:
        """Give the years completed on ``today``; negative before the birth.

        A birthday of which the day or the month is unknown counts as passed, as officials count: born in 1953
        is 73 years old all through 2026.
        """
        born = self.earliest
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
