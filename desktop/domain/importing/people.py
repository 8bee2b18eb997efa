"""Knowing people again: by number, else by name with the day or the year of birth, else by where they live."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.base.text import exact

_WHOLE_DAY = 10
_WHERE = ("phone", "address")


@dataclass(frozen=True)
class Known:
    """A person of the register, or of an earlier row of the file (then ``row`` is its number)."""

    record: str | None
    values: Mapping[str, Any]
    row: int | None = None
    retired: bool = False


class People:
    """The people so far."""

    def __init__(self, people: Iterable[Known] = ()) -> None:
        self._by_number: dict[str, Known] = {}
        self._by_name: dict[str, list[Known]] = {}
        for person in people:
            self.add(person)

    def add(self, person: Known) -> None:
        number, name = person.values.get("citizen_id"), person.values.get("full_name")
        if isinstance(number, str):
            self._by_number.setdefault(number, person)
        if isinstance(name, str):
            self._by_name.setdefault(exact(name), []).append(person)

    def alike(self, values: Mapping[str, Any]) -> list[Known]:
        """Who it may be: one where the values leave no doubt, several where they do; two numbers are two people."""
        number, name = values.get("citizen_id"), values.get("full_name")
        if isinstance(number, str) and number in self._by_number:
            return [self._by_number[number]]
        if not isinstance(name, str):
            return []
        return [each for each in self._by_name.get(exact(name), ()) if _are_one(each.values, values)]


def is_bare(values: Mapping[str, Any]) -> bool:
    """Whether a row says nothing of a person but the name."""
    return not any(values.get(name) for name in ("citizen_id", "born", *_WHERE))


def nothing_against(known: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether what both say of a person of one name can be of one human being."""
    return not _two_numbers(known, values) and not any(
        known.get(name) and values.get(name) and not _same(name, known[name], values[name])
        for name in ("born", "sex", *_WHERE)
    )


def _are_one(known: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    if known.get("born") and values.get("born"):
        return _same("born", known["born"], values["born"]) and not _two_numbers(known, values)
    if not nothing_against(known, values):
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
