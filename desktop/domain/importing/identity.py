"""By what a row of a list is known again as a record of its register; people have a rule of their own.

The ``key`` is equal for one and the same record. What is ``apart`` tells two records of one key from each other where
both say it: the same hall has a meeting in two areas on one day. What a list does not say, it does not say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.base.text import exact
from desktop.domain.importing.names import name_key


@dataclass(frozen=True)
class Identity:
    """The fields of a register by which its records are known again.

    Attributes:
        named: whether two rows of one list that are alike must be one record; of a gift or a visit, two that differ
            in anything are two.
    """

    key: tuple[str, ...]
    apart: tuple[str, ...] = ()
    named: bool = False


PARTIES = "@parties"
"""Among the fields of a dispute: the names of its parties, which are records of their own."""

IDENTITY: Mapping[str, Identity] = {
    "area": Identity(("name",), ("kind",), named=True),
    "model": Identity(("name",), named=True),
    "point": Identity(("model", "area"), named=True),
    "group": Identity(("name",), ("area", "kind"), named=True),
    "equipment": Identity(("name",), ("kind", "group", "area", "place")),
    "household": Identity(("head_name",), ("area", "address")),
    "visit": Identity(("household", "visited_on"), ("purpose",)),
    "dispute": Identity(("received_on", "summary"), ("mediators", PARTIES)),
    "event": Identity(("name", "held_on"), ("area", "place", "group")),
    "opinion": Identity(("content", "received_on"), ("area", "event")),
    "tip": Identity(("summary", "received_on"), ("area",)),
    "contribution": Identity(("giver", "given_on"), ("kind", "goods", "purpose")),
    "review": Identity(("name",), ("held_on", "planned_on", "kind", "model", "group", "area")),
    "recognition": Identity(("area", "work_year"), ("subject_kind",), named=True),
    "award": Identity(("printed_name",), ("form", "decision_number", "decision_on")),
    "target": Identity(("indicator", "year"), ("period_kind", "period_number", "unit"), named=True),
    "opening_figure": Identity(("indicator", "first_on", "last_on"), ("area",), named=True),
    "blank_use": Identity(("used_on", "layout")),
    "reporting_unit": Identity(("code",), named=True),
}


_REMEMBERED = 20_000


@dataclass(frozen=True)
class Candidate:
    """A record of the register, or a row of the list before (then without a record).

    Attributes:
        also: what other records say that are one with this one.
    """

    record: str | None
    values: Mapping[str, Any]
    also: tuple[Mapping[str, Any], ...] = ()

    @property
    def rows(self) -> tuple[Mapping[str, Any], ...]:
        return (self.values, *self.also)


class Candidates:
    """The records of one register by their keys."""

    def __init__(self, register: str) -> None:
        self._register = register
        self._identity = IDENTITY[register]
        self._known: dict[tuple[str, ...], list[Candidate]] = {}

    def add(self, candidate: Candidate) -> None:
        for key in dict.fromkeys(identity_key(self._register, row) for row in candidate.rows):
            self._known.setdefault(key, []).append(candidate)

    def alike(self, values: Mapping[str, Any]) -> Iterator[Candidate]:
        """Those of the same key that nothing tells from the values."""
        for candidate in self._known.get(identity_key(self._register, values), ()):
            if not all(self._is_apart(row, values) for row in candidate.rows):
                yield candidate

    def _is_apart(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        return any(self._differs(name, one, other) for name in self._identity.apart)

    def _differs(self, name: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        first, second = one.get(name), other.get(name)
        if first in (None, "", ()) or second in (None, "", ()):
            return False
        if name == PARTIES:
            return set(map(exact, first)).isdisjoint(map(exact, second))
        return _form(self._register, name, first) != _form(self._register, name, second)


class SoughtRecords:
    """Which records of a register the rows of a list may be: whatever has another key is never loaded.

    Attributes:
        fields: by which that is told.
    """

    def __init__(self, register: str, rows: Iterable[Mapping[str, Any]]) -> None:
        self._register = register
        self.fields = IDENTITY[register].key
        self._keys = {identity_key(register, row) for row in rows}
        self._remembered: dict[tuple[str, Any], str] = {}

    def meets(self, values: Sequence[Any]) -> bool:
        """Whether a record with these values, in the order of ``fields``, has the key of any row."""
        return tuple(map(self._form, self.fields, values)) in self._keys

    def _form(self, name: str, value: Any) -> str:
        form = self._remembered.get((name, value))
        if form is None:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            form = self._remembered[name, value] = _form(self._register, name, value)
        return form


def identity_key(register: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Equal for one and the same record."""
    return tuple(_form(register, name, values.get(name)) for name in IDENTITY[register].key)


def _form(register: str, name: str, value: Any) -> str:
    text = "" if value is None else str(value)
    return name_key(register, text) if name in ("name", "head_name") else exact(text)
