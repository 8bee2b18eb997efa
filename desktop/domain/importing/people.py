"""Knowing people again: by number, else by name with the day or the year of birth, else by where they live."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from desktop.base.text import exact

_WHOLE_DAY = 10
_YEAR = 4
_WHERE = ("phone", "address")
IDENTIFYING = ("full_name", "citizen_id", "born", "sex", *_WHERE)
"""All that is compared of two people."""
_REMEMBERED = 20_000

# The name of a row is asked for at each step, and many people are called alike.
name_form = lru_cache(_REMEMBERED)(exact)
"""Equal for two spellings of one name."""


@dataclass(frozen=True)
class Known:
    """A person of the register, or of an earlier row of the file (then ``row`` is its number).

    Attributes:
        also: what other records say that are one with this one: an older list may have any of it.
    """

    record: str | None
    values: Mapping[str, Any]
    row: int | None = None
    retired: bool = False
    also: tuple[Mapping[str, Any], ...] = ()

    @property
    def rows(self) -> tuple[Mapping[str, Any], ...]:
        return (self.values, *self.also)

    @cached_property
    def names(self) -> list[str]:
        """Under which the person is known, each once."""
        names = (each.get("full_name") for each in self.rows)
        return list(dict.fromkeys(name_form(name) for name in names if isinstance(name, str)))


class People:
    """The people so far."""

    def __init__(self, people: Iterable[Known] = ()) -> None:
        self._by_number: dict[str, Known] = {}
        self._by_name: dict[str, list[Known]] = {}
        for person in people:
            self.add(person)

    def add(self, person: Known) -> None:
        for values in person.rows:
            number = values.get("citizen_id")
            if isinstance(number, str):
                self._by_number.setdefault(number, person)
        for name in person.names:
            self._by_name.setdefault(name, []).append(person)

    def alike(self, values: Mapping[str, Any]) -> list[Known]:
        """Who it may be: one where the values leave no doubt, several where they do; two numbers are two people."""
        number, name = values.get("citizen_id"), values.get("full_name")
        if isinstance(number, str) and number in self._by_number:
            return [self._by_number[number]]
        if not isinstance(name, str):
            return []
        bearing = self._by_name.get(name_form(name), ())
        return [
            each
            for each in bearing
            if _are_one(each.values, values) or any(_are_one(row, values) for row in each.also)
        ]


class SoughtPeople:
    """Whom the rows of a list may be, told from what identifies people: whoever is none of them is never loaded.

    Whoever :meth:`People.alike` finds is among those that :meth:`meets` lets through.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]], serving: Collection[str] | None = None) -> None:
        """``serving``: those who alone are meant by a name that has nothing beside it; None for everybody."""
        self._serving = serving
        self._numbers: set[str] = set()
        self._rows: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
        for row in rows:
            number, name = row.get("citizen_id"), row.get("full_name")
            if isinstance(number, str):
                self._numbers.add(number)
            if isinstance(name, str):
                of_name = self._rows.setdefault(name_form(name), {})
                of_name.setdefault(_year(row.get("born")), []).append(row)

    def meets(self, record: str, values: Sequence[Any]) -> bool:
        """Whether a record with these values, in the order of ``IDENTIFYING``, may be one of them."""
        name, number = values[0], values[1]
        if number in self._numbers:
            return True
        of_name = self._rows.get(name_form(name)) if isinstance(name, str) else None
        if of_name is None:
            return False
        year = _year(values[2])
        # Whose births are both known were born in one year.
        years = (year, "") if year else of_name
        known = dict(zip(IDENTIFYING, values, strict=True))
        return any(
            _are_one(known, row) and self._may_mean(row, record)
            for each in years
            for row in of_name.get(each, ())
        )

    def _may_mean(self, row: Mapping[str, Any], record: str) -> bool:
        return self._serving is None or record in self._serving or not is_bare(row)


def _year(born: object) -> str:
    """The year of a birth; nothing where that is not plain."""
    return born[:_YEAR] if isinstance(born, str) and len(born) >= _YEAR else ""


def is_bare(values: Mapping[str, Any]) -> bool:
    """Whether a row says nothing of a person but the name."""
    return not any(values.get(name) for name in ("citizen_id", "born", *_WHERE))


def may_be(known: Known, values: Mapping[str, Any]) -> bool:
    """Whether somebody may be a person of that name."""
    return any(_nothing_against(row, values) for row in known.rows)


def _nothing_against(known: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether what both say of a person of one name can be of one human being."""
    return not _two_numbers(known, values) and not any(
        known.get(name) and values.get(name) and not _same(name, known[name], values[name])
        for name in ("born", "sex", *_WHERE)
    )


def _are_one(known: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    if known.get("born") and values.get("born"):
        return _same("born", known["born"], values["born"]) and not _two_numbers(known, values)
    if not _nothing_against(known, values):
        return False
    # Without a birth: the same home or telephone; a name with nothing beside it is whoever bears it.
    return is_bare(values) or any(known.get(name) and values.get(name) for name in _WHERE)


def _two_numbers(known: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Two numbers are two people, but for the nine digits of before beside the twelve of now, born on one day."""
    first, second = known.get("citizen_id"), values.get("citizen_id")
    if not first or not second or first == second:
        return False
    day, other = known.get("born"), values.get("born")
    one_day = isinstance(day, str) and len(day) == _WHOLE_DAY and day == other
    return not (one_day and len(first) != len(second))


def _same(name: str, first: Any, second: Any) -> bool:
    if not isinstance(first, str) or not isinstance(second, str):
        return False
    if name == "born":
        # Equal as far as both are known: 1953 and 1953-11-18 may be one day.
        return first.startswith(second) or second.startswith(first)
    return exact(first) == exact(second)
