"""What becomes of each row of a list: new, there already, changed, or refused with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from desktop.domain.importing.holdings import Holdings
from desktop.domain.importing.identity import IDENTITY, PARTIES, Candidate, Candidates
from desktop.domain.importing.names import Answers
from desktop.domain.importing.people import Known, People, is_bare, may_be, name_form
from desktop.domain.importing.rows import RowReading
from desktop.domain.importing.said import SPACES, Note, as_read
from desktop.domain.importing.targets import Target, code_key


class Fate(Enum):
    """What becomes of a row."""

    NEW = "new"
    SECOND = "second_membership"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class RowPlan:
    """A row and what becomes of it.

    Attributes:
        reading: its values; references still as text.
        person: for a member: who it is, when known: of the register or of an earlier row.
        record: the record of the target's register that it is, when known.
        changes: by key, what would be changed: before and after.
        reasons: why it is refused.
    """

    reading: RowReading
    fate: Fate
    person: Known | None = None
    record: str | None = None
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    reasons: tuple[Note, ...] = ()


@dataclass(frozen=True)
class ImportPreview:
    """What an import would do, row by row, and in sum."""

    target: Target
    rows: tuple[RowPlan, ...]
    answers: Answers
    skipped: int = 0

    def count(self, fate: Fate) -> int:
        return sum(row.fate is fate for row in self.rows)

    @property
    def doubtful(self) -> int:
        return sum(bool(row.reading.doubts) and row.fate is not Fate.REFUSED for row in self.rows)

    @property
    def repaired(self) -> int:
        """Rows in which more than white space was mended."""
        return sum(
            any(note.code != SPACES for note in row.reading.repairs)
            for row in self.rows
            if row.fate is not Fate.REFUSED
        )

    @property
    def storable(self) -> tuple[RowPlan, ...]:
        return tuple(row for row in self.rows if row.fate in (Fate.NEW, Fate.SECOND, Fate.CHANGED))

    @property
    def refused(self) -> tuple[RowPlan, ...]:
        return tuple(row for row in self.rows if row.fate is Fate.REFUSED)


Rows = Sequence[tuple[RowReading, Mapping[str, Any]]]
"""Rows with their values, references as ids."""


class Planner:
    """Knows the rows of a register again by the fields that identify them."""

    def __init__(self, target: Target, holdings: Holdings) -> None:
        self._target = target
        self._register = target.register
        self._named = IDENTITY[target.register].named
        self._held = Candidates(target.register)
        self._retired = holdings.retired
        for record, values in (*holdings.records.items(), *holdings.retired.items()):
            self._held.add(Candidate(record, values, holdings.beside.get(record, ())))

    def plan_all(self, rows: Rows, claimed: set[str]) -> list[RowPlan]:
        """``claimed`` are the records that other rows say they are."""
        claimed = set(claimed)
        own = [self._own(row, values) for row, values in rows]
        plans = [self._same(row, values, claimed) for (row, _), values in zip(rows, own, strict=True)]
        earlier = Candidates(self._register)
        return [
            plan or self._other(row, values, claimed, earlier)
            for (row, _), values, plan in zip(rows, own, plans, strict=True)
        ]

    def _own(self, row: RowReading, values: Mapping[str, Any]) -> dict[str, Any]:
        own = fields_of(self._register, values)
        if row.parties:
            own[PARTIES] = tuple(party.name for party in row.parties)
        return own

    def _same(self, row: RowReading, own: Mapping[str, Any], claimed: set[str]) -> RowPlan | None:
        """A record that the row says nothing new of: first of all rows, so that none of the others takes it."""
        for each in self._held.alike(own):
            if each.record is not None and not self._differences(each, own):
                claimed.add(each.record)
                return RowPlan(row, Fate.SAME, record=each.record)
        return None

    def _other(
        self, row: RowReading, own: Mapping[str, Any], claimed: set[str], earlier: Candidates
    ) -> RowPlan:
        again = list(earlier.alike(own))
        if any(not self._differences(each, own) for each in again):
            return RowPlan(row, Fate.SAME)
        alike = [each for each in self._held.alike(own) if self._named or each.record not in claimed]
        if self._named and (again or any(each.record in claimed for each in alike)):
            return self._refused(row, "twice_in_list")
        if len(alike) > 1:
            return self._refused(row, "several_alike", count=len(alike))
        if not alike:
            earlier.add(Candidate(None, own))
            return RowPlan(row, Fate.NEW)
        record = alike[0].record or ""
        claimed.add(record)
        if record in self._retired:
            return self._refused(row, "code_of_retired")
        return RowPlan(row, Fate.CHANGED, record=record, changes=self._differences(alike[0], own))

    def _differences(self, held: Candidate, own: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
        told = {name: value for name, value in own.items() if name != PARTIES}
        return differences(self._target, self._register, held.rows, told)

    def _refused(self, row: RowReading, code: str, **facts: object) -> RowPlan:
        return refused_plan(self._target, row, code, **facts)


class PersonPlanner:
    """Knows people again, of the register or of the rows before."""

    def __init__(self, target: Target, holdings: Holdings) -> None:
        self._target = target
        self._people = People(holdings.people)

    def plan_all(self, rows: Rows, claimed: set[str]) -> list[RowPlan]:
        del claimed  # a person is one, however many rows say so
        return [self._plan(row, fields_of("person", values)) for row, values in rows]

    def _plan(self, row: RowReading, own: Mapping[str, Any]) -> RowPlan:
        alike = self._people.alike(own)
        if len(alike) > 1:
            return refused_plan(self._target, row, "several_alike", count=len(alike))
        if not alike:
            self._people.add(Known(None, own, row.number))
            return RowPlan(row, Fate.NEW)
        (person,) = alike
        changes = differences(self._target, "person", person.rows, own) if person.record else {}
        if changes and person.retired:
            return refused_plan(self._target, row, "code_of_retired")
        fate = Fate.CHANGED if changes else Fate.SAME
        return RowPlan(row, fate, person=person, record=person.record, changes=changes)


class MemberPlanner:
    """Knows people again, and whether they serve in that group already."""

    def __init__(self, target: Target, holdings: Holdings) -> None:
        self._target = target
        self._people = People(holdings.people)
        self._retired = holdings.retired
        self._serving: dict[tuple[str, str], tuple[str | None, Mapping[str, Any]]] = {}
        self._names: dict[tuple[str, str], list[Known]] = {}
        known = {person.record: person for person in holdings.people}
        for record, values in (*holdings.retired.items(), *holdings.records.items()):
            who, group = str(values.get("person")), str(values.get("group"))
            self._serving[who, group] = (record, values)
            if who in known:
                self._note(known[who], group)

    def plan_all(self, rows: Rows, claimed: set[str]) -> list[RowPlan]:
        del claimed  # a person serves once in a group, however many rows say so
        return [self._plan(row, values) for row, values in rows]

    def _plan(self, row: RowReading, values: Mapping[str, Any]) -> RowPlan:
        own, group = fields_of("person", values), str(values.get("member.group"))
        alike = self._alike(own, group)
        if len(alike) > 1:
            return refused_plan(self._target, row, "several_alike", count=len(alike))
        if not alike:
            newcomer = Known(None, own, row.number)
            self._people.add(newcomer)
            self._serve(newcomer, group)
            return RowPlan(row, Fate.NEW)
        (person,) = alike
        serving = self._serving.get((_who(person), group))
        if serving is None and not person.retired:
            self._serve(person, group)
            return RowPlan(row, Fate.SECOND, person=person)
        changes = differences(self._target, "person", person.rows, own) if person.record else {}
        record, service = serving or (None, {})
        if record is not None:
            told = {name: value for name, value in fields_of("member", values).items() if name != "group"}
            changes |= differences(self._target, "member", (service,), told)
        if (changes and record in self._retired) or serving is None:
            return refused_plan(self._target, row, "code_of_retired")
        fate = Fate.CHANGED if changes else Fate.SAME
        return RowPlan(row, fate, person=person, record=record, changes=changes)

    def _alike(self, own: Mapping[str, Any], group: str) -> list[Known]:
        """Who it may be. A name alone is whoever bears it in that very group; of two, whoever serves there."""
        if is_bare(own):
            name = name_form(str(own.get("full_name") or ""))
            return [person for person in self._names.get((name, group), ()) if may_be(person, own)]
        alike = self._people.alike(own)
        serving = [person for person in alike if (_who(person), group) in self._serving]
        return serving if len(alike) > 1 and len(serving) == 1 else alike

    def _serve(self, person: Known, group: str) -> None:
        self._serving[_who(person), group] = (None, {})
        self._note(person, group)

    def _note(self, person: Known, group: str) -> None:
        for name in person.names:
            self._names.setdefault((name, group), []).append(person)


def _who(person: Known) -> str:
    return person.record or f"row:{person.row}"


def refused_plan(target: Target, row: RowReading, code: str, **facts: object) -> RowPlan:
    """A row that cannot be stored for a reason that is of the whole row."""
    return RowPlan(row, Fate.REFUSED, reasons=(Note(code_key(target.register), code, facts),))


def fields_of(register: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of one register, by field."""
    prefix = f"{register}."
    return {key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)}


def differences(
    target: Target, register: str, rows: Sequence[Mapping[str, Any]], now: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """By key, what a list says otherwise than the register: before and after. What it does not say stays.

    ``rows`` are a record and those that are one with it: which of their values shows was decided when they were
    joined, so what any of them says is nothing new.
    """
    return {
        f"{register}.{name}": (rows[0].get(name), value)
        for name, value in now.items()
        if value is not None
        and not any(_says(target, f"{register}.{name}", held.get(name), value) for held in rows)
    }


def _says(target: Target, key: str, held: Any, value: Any) -> bool:
    return held == value or as_read(target, key, held) == value or _less(value, held)


def _less(value: Any, held: Any) -> bool:
    """A year where the register knows the day says nothing new."""
    return (
        isinstance(value, str) and isinstance(held, str) and len(value) in (4, 7) and held.startswith(value)
    )
