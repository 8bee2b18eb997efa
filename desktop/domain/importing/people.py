"""Knowing people again: by number, else by name with the day or the year of birth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.base.text import exact


@dataclass(frozen=True)
class Known:
    """A person of the register, or of an earlier row of the file (then ``row`` is its number)."""

    record: str | None
    values: Mapping[str, Any]
    row: int | None = None


class People:
    """The people so far."""

    def __init__(self, people: Iterable[Known] = ()) -> None:
        self._by_number: dict[str, Known] = {}
        self._by_name: dict[tuple[str, str], list[Known]] = {}
        for person in people:
            self.add(person)

    def add(self, person: Known) -> None:
        number, name = person.values.get("citizen_id"), person.values.get("full_name")
        if isinstance(number, str):
            self._by_number.setdefault(number, person)
        if isinstance(name, str):
            self._by_name.setdefault((exact(name), _year(person.values)), []).append(person)

    def find(self, values: Mapping[str, Any]) -> Known | None:
        """The same human being, if the values leave no doubt of it; two numbers are two people."""
        number, name = values.get("citizen_id"), values.get("full_name")
        if isinstance(number, str) and number in self._by_number:
            return self._by_number[number]
        if not isinstance(name, str) or not _year(values):
            return None
        alike = [
            person
            for person in self._by_name.get((exact(name), _year(values)), [])
            if _same_day(person.values.get("born"), values.get("born"))
            and not (number and person.values.get("citizen_id"))
        ]
        return alike[0] if len(alike) == 1 else None


def _year(values: Mapping[str, Any]) -> str:
    born = values.get("born")
    return born[:4] if isinstance(born, str) else ""


def _same_day(first: Any, second: Any) -> bool:
    """Equal as far as both are known: 1953 and 1953-11-18 may be one day."""
    if not isinstance(first, str) or not isinstance(second, str):
        return False
    return first.startswith(second) or second.startswith(first)
