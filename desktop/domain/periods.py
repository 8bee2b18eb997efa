"""Periods of reporting: which days a month, a quarter or a work year has, by cut-offs that change from a day on.

A month that begins on day 15 runs from the 15th of the month before to the 14th (Nghị định 09/2019/NĐ-CP, Điều 12).
A new cut-off counts from the first period that it lets begin on its day or after; the periods before keep theirs,
and the one at the change takes up what lies between, so that no day is counted twice or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Final

from desktop.base.values import dataclass

LATEST_DAY: Final = 28
"""The latest day of a month on which a period may begin: every month has it."""

_DAY: Final = timedelta(days=1)
_HALF: Final = 6
_THURSDAY: Final = 3


class PeriodKind(Enum):
    """The values are the codes of the catalogue ``period_kind``: they are stored and must not change."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    WORK_YEAR_RESIDENTIAL = "work_year_residential"
    WORK_YEAR_UNIT = "work_year_unit"
    CAMPAIGN = "campaign"

    @property
    def is_year(self) -> bool:
        return self in _YEARS

    @property
    def in_a_year(self) -> int:
        """How many a year has; 1 too for those of which there is only one or none."""
        return _IN_A_YEAR.get(self, 1)


_YEARS: Final = (PeriodKind.YEAR, PeriodKind.WORK_YEAR_RESIDENTIAL, PeriodKind.WORK_YEAR_UNIT)
_IN_A_YEAR: Final[Mapping[PeriodKind, int]] = {
    PeriodKind.MONTH: 12,
    PeriodKind.QUARTER: 4,
    PeriodKind.HALF_YEAR: 2,
}


@dataclass(frozen=True)
class CutOff:
    """When periods of a kind begin, from a day on.

    Attributes:
        day: of the month, 1 to 28. Above 1 it is one of the month before the one that gives the period its name.
        month: in which a year begins; from July on it is one of the year before.
        weekday: on which a week begins, Monday is 0. A week is named after the calendar week that has most of it.
    """

    kind: PeriodKind
    since: date = date.min
    day: int = 1
    month: int = 1
    weekday: int = 0

    def __post_init__(self) -> None:
        if not (1 <= self.day <= LATEST_DAY and 1 <= self.month <= 12 and 0 <= self.weekday <= 6):
            raise ValueError("no such day")


@dataclass(frozen=True, order=True)
class Period:
    """A period, both days included. ``number`` is 1 for a kind of which a year has one, 0 for free days."""

    kind: PeriodKind
    year: int
    number: int
    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


class Calendar:
    """The periods that follow from all cut-offs, in any order; each kind begins on 1 January unless told otherwise.

    Of the kinds by months, those without a cut-off of their own follow the months.
    """

    def __init__(self, cut_offs: Sequence[CutOff] = ()) -> None:
        self._rules = {kind: self._rules_of(kind, cut_offs) for kind in PeriodKind}

    @staticmethod
    def _rules_of(kind: PeriodKind, cut_offs: Sequence[CutOff]) -> tuple[CutOff, ...]:
        own = [each for each in cut_offs if each.kind is kind]
        if not own and kind in (PeriodKind.QUARTER, PeriodKind.HALF_YEAR):
            own = [each for each in cut_offs if each.kind is PeriodKind.MONTH]
        ordered = sorted(own, key=lambda each: each.since)
        if not ordered or ordered[0].since > date.min:
            ordered.insert(0, CutOff(kind))
        return tuple(ordered)

    # Periods

    def period(self, kind: PeriodKind, year: int, number: int = 1) -> Period:
        """The period of a name. Raises :class:`ValueError` for one that a year has not."""
        if kind is PeriodKind.CAMPAIGN:
            raise ValueError("a campaign has no number")
        if kind is PeriodKind.NINE_MONTHS:
            first, last = (self.period(PeriodKind.QUARTER, year, each) for each in (1, 3))
            return Period(kind, year, 1, first.first, last.last)
        if not 1 <= number <= self.numbers(kind, year):
            raise ValueError(f"{year} has no {kind.value} {number}")
        return self._at(kind, _place_of(kind, year, number))

    def period_of(self, kind: PeriodKind, day: date) -> Period:
        """The period that holds a day; of nine months the one of the day's year, which may be over by then."""
        if kind is PeriodKind.CAMPAIGN:
            return campaign(day, day)
        if kind is PeriodKind.NINE_MONTHS:
            return self.period(kind, self.period_of(PeriodKind.QUARTER, day).year)
        place = _place_near(kind, day)
        while self._last(kind, place) < day:
            place += 1
        while self._last(kind, place - 1) >= day:
            place -= 1
        return self._at(kind, place)

    def numbers(self, kind: PeriodKind, year: int) -> int:
        """How many periods of the kind a year has."""
        return weeks_of(year) if kind is PeriodKind.WEEK else kind.in_a_year

    def due(self, kind: PeriodKind, today: date) -> Period:
        """The period a report is written of today: the one that has just ended, until the next is half over."""
        now = self.period_of(kind, today)
        if (
            kind in (PeriodKind.CAMPAIGN, PeriodKind.NINE_MONTHS)
            or today >= now.first + (now.last - now.first) / 2
        ):
            return now
        return self.before(now)

    # What a period is compared with

    def before(self, period: Period) -> Period:
        """The period before; of a campaign, as many days right before it."""
        if period.kind is PeriodKind.CAMPAIGN:
            return campaign(period.first - (period.last - period.first) - _DAY, period.first - _DAY)
        if period.kind is PeriodKind.NINE_MONTHS:
            return self.period(period.kind, period.year - 1)
        return self._at(period.kind, _place_of(period.kind, period.year, period.number) - 1)

    def after(self, period: Period) -> Period:
        """The period after; of a campaign, as many days right after it."""
        if period.kind is PeriodKind.CAMPAIGN:
            return campaign(period.last + _DAY, period.last + (period.last - period.first) + _DAY)
        if period.kind is PeriodKind.NINE_MONTHS:
            return self.period(period.kind, period.year + 1)
        return self._at(period.kind, _place_of(period.kind, period.year, period.number) + 1)

    def year_before(self, period: Period) -> Period:
        """The same period last year; of week 53 the last week of that year, of 29 February the 28th."""
        if period.kind is PeriodKind.CAMPAIGN:
            return campaign(_year_back(period.first), _year_back(period.last))
        year = period.year - 1
        return self.period(period.kind, year, min(period.number, self.numbers(period.kind, year)))

    def to_date(self, period: Period) -> Period:
        """From the beginning of the year to the end of the period: the sum of the periods of its kind."""
        if period.kind is PeriodKind.CAMPAIGN:
            year = self.period_of(PeriodKind.YEAR, period.last)
            return Period(period.kind, year.year, 0, year.first, period.last)
        first = self.period(period.kind, period.year, 1).first
        return Period(period.kind, period.year, period.number, first, period.last)

    # One kind, its periods in a row

    def _at(self, kind: PeriodKind, place: int) -> Period:
        first, last = self._last(kind, place - 1) + _DAY, self._last(kind, place)
        return Period(kind, *_name_of(kind, place), first, last)

    def _last(self, kind: PeriodKind, place: int) -> date:
        """The last day of the period at a place, by the latest cut-off that lets it begin on its day or after.

        Whatever the cut-offs are, it falls into a span of its own (such as the month of the period's name), so
        the last days of periods in a row are always in order.
        """
        rules = self._rules[kind]
        rule = next((each for each in reversed(rules) if _begins(kind, each, place) >= each.since), rules[0])
        return _begins(kind, rule, place + 1) - _DAY


def campaign(first: date, last: date) -> Period:
    """A period of free days. Raises :class:`ValueError` when it ends before it begins."""
    if last < first:
        raise ValueError("it ends before it begins")
    return Period(PeriodKind.CAMPAIGN, last.year, 0, first, last)


def period_of(kind: PeriodKind, day: date, cut_offs: Sequence[CutOff]) -> Period:
    """The period of a kind that holds a day."""
    return Calendar(cut_offs).period_of(kind, day)


def weeks_of(year: int) -> int:
    """How many weeks a year has, 52 or 53."""
    return date(year, 12, 28).isocalendar().week


def _begins(kind: PeriodKind, rule: CutOff, place: int) -> date:
    """When a period begins by one cut-off alone."""
    if kind is PeriodKind.WEEK:
        back = 7 if rule.weekday > _THURSDAY else 0
        return date.fromordinal(place * 7 + 1) + timedelta(days=rule.weekday - back)
    if kind.is_year:
        return date(place - 1 if rule.month > _HALF else place, rule.month, rule.day)
    year, number = divmod(place, kind.in_a_year)
    month = year * 12 + number * (12 // kind.in_a_year) - (rule.day > 1)
    return date(month // 12, month % 12 + 1, rule.day)


def _place_of(kind: PeriodKind, year: int, number: int) -> int:
    """Where a period stands in the row of its kind."""
    if kind is PeriodKind.WEEK:
        return date.fromisocalendar(year, number, 1).toordinal() // 7
    return year * kind.in_a_year + number - 1


def _name_of(kind: PeriodKind, place: int) -> tuple[int, int]:
    """The year and number of a place."""
    if kind is PeriodKind.WEEK:
        week = date.fromordinal(place * 7 + 1).isocalendar()
        return week.year, week.week
    year, number = divmod(place, kind.in_a_year)
    return year, number + 1


def _place_near(kind: PeriodKind, day: date) -> int:
    if kind is PeriodKind.WEEK:
        return day.toordinal() // 7
    return day.year * kind.in_a_year + (day.month - 1) * kind.in_a_year // 12


def _year_back(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
