"""What an import would do: names to resolve, people known again, and what becomes of each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any

from desktop.base.text import exact
from desktop.domain.fields import Kind
from desktop.domain.importing.people import Known, People
from desktop.domain.importing.rows import Note, RowReading, as_read
from desktop.domain.importing.targets import Target
from desktop.domain.values.group_names import PlaceName, parse_area_name, parse_group_name, similar_names

NEW = "new"
"""The answer to a name that no record bears yet."""

_PLACES: Mapping[str, Callable[[str], PlaceName]] = {"group": parse_group_name, "area": parse_area_name}

IDENTITY: Mapping[str, tuple[str, ...]] = {
    "area": ("name",),
    "group": ("name",),
    "household": ("head_name", "address"),
    "person": (),
    "visit": ("household", "visited_on"),
    "dispute": ("received_on", "summary", "mediators"),
}
"""By which fields a row is known again in its register; people have a rule of their own."""


@dataclass(frozen=True)
class Holdings:
    """What the registers hold that an import may meet.

    Attributes:
        titles: by register, record -> the name it goes by; for everything a column may refer to.
        people: everybody.
        records: of the target's register, record -> values.
        retired: the same, of records that are no longer active.
        former: by register, record -> the name of what is no longer active and that a record points to.
    """

    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    people: tuple[Known, ...] = ()
    records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    retired: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    former: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def held(self, code: str | None) -> Mapping[str, Any] | None:
        """The values of the record of a code, active or retired; None when there is no such record here."""
        return None if code is None else self.records.get(code) or self.retired.get(code)

    def title(self, register: str, record: str) -> str | None:
        """The name of a record that a column may refer to."""
        return self.titles.get(register, {}).get(record) or self.former.get(register, {}).get(record)


@dataclass(frozen=True)
class NameMatch:
    """A record that may be meant; ``same`` when it is only another spelling of its name."""

    record: str
    title: str
    same: bool


@dataclass(frozen=True)
class NameQuestion:
    """One distinct name in a list that stands for a record: which one, or a new one?

    Attributes:
        key: the column's key, such as ``member.group``, or ``group.area`` for the tail of a group's name.
        register: what the record is of.
        text: the name as it is first written.
        rows: the numbers of the rows that bear it.
        answer: what is proposed: a record's id, ``NEW``, or None where the person must say.
    """

    key: str
    register: str
    text: str
    rows: tuple[int, ...]
    matches: tuple[NameMatch, ...]
    answer: str | None


Answers = Mapping[tuple[str, str], str]
"""(register, key of the name) -> a record's id or ``NEW``."""


@lru_cache(maxsize=8_192)
def name_key(register: str, text: str) -> str:
    """Equal for two spellings of one name. Taking a name apart is slow, and a list says the same ones row by row."""
    parse = _PLACES.get(register)
    return parse(text).key if parse else exact(text)


def area_of_group(text: str) -> str:
    """The area at the end of a group's name, or ``""``."""
    return parse_group_name(text).area_text


def kept_references(target: Target, row: RowReading, holdings: Holdings) -> dict[str, str]:
    """By key, what a row that names its record by code still points to: the name in it is the one it has there."""
    held = holdings.held(row.code)
    kept = {}
    for key, declared in target.fields.items():
        text, pointed = row.values.get(key), (held or {}).get(declared.name)
        if declared.to is None or not isinstance(text, str) or not isinstance(pointed, str):
            continue
        title = holdings.title(declared.to, pointed)
        if title is not None and (
            title == text or name_key(declared.to, title) == name_key(declared.to, text)
        ):
            kept[key] = pointed
    return kept


def name_questions(
    target: Target, rows: Iterable[RowReading], holdings: Holdings
) -> tuple[NameQuestion, ...]:
    """The distinct names of a list, decided once each and not once per row; areas before groups."""
    texts: dict[tuple[str, str], tuple[str, str, list[int]]] = {}

    def note(key: str, register: str, text: str, row: int) -> None:
        texts.setdefault((register, name_key(register, text)), (key, text, []))[2].append(row)

    for row in rows:
        kept = kept_references(target, row, holdings)
        for key, declared in target.fields.items():
            text = row.values.get(key)
            if key in kept:
                continue
            if declared.kind is Kind.REF and declared.to is not None and isinstance(text, str):
                note(key, declared.to, text, row.number)
                if declared.to == "group" and area_of_group(text):
                    note("group.area", "area", area_of_group(text), row.number)
    questions = [
        _question(key, register, text, rows_of, holdings.titles.get(register, {}))
        for (register, _), (key, text, rows_of) in texts.items()
    ]
    return tuple(sorted(questions, key=lambda question: (question.register != "area", question.rows[0])))


def _question(
    key: str, register: str, text: str, rows: Sequence[int], titles: Mapping[str, str]
) -> NameQuestion:
    parse = _PLACES.get(register)
    if parse is None:
        found = [record for record, title in titles.items() if exact(title) == exact(text)]
        matches = tuple(NameMatch(record, titles[record], same=True) for record in found[:5])
    else:
        by_title: dict[str, str] = {title: record for record, title in titles.items()}
        matches = tuple(
            NameMatch(by_title[match.candidate], match.candidate, match.same)
            for match in similar_names(text, by_title, of=parse)
        )
    same = [match for match in matches if match.same]
    answer = same[0].record if len(same) == 1 else NEW if not matches else None
    return NameQuestion(key, register, text, tuple(rows), matches, answer)


def proposed_answers(questions: Iterable[NameQuestion]) -> dict[tuple[str, str], str]:
    """The answers that need no person: those names that were plain."""
    return {
        (question.register, name_key(question.register, question.text)): question.answer
        for question in questions
        if question.answer is not None
    }


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
        return sum(bool(row.reading.repairs) and row.fate is not Fate.REFUSED for row in self.rows)

    @property
    def storable(self) -> tuple[RowPlan, ...]:
        return tuple(row for row in self.rows if row.fate in (Fate.NEW, Fate.SECOND, Fate.CHANGED))

    @property
    def refused(self) -> tuple[RowPlan, ...]:
        return tuple(row for row in self.rows if row.fate is Fate.REFUSED)


class Planner:
    """Knows the rows of a register again by the fields that identify them."""

    def __init__(self, target: Target, holdings: Holdings) -> None:
        self._target = target
        self._register = target.register
        self._people = People(holdings.people) if target.register == "person" else None
        self._known: dict[tuple[str, ...], tuple[str | None, Mapping[str, Any]]] = {}
        for record, values in holdings.records.items():
            identity = self._identity(values)
            if identity:
                self._known.setdefault(identity, (record, values))

    def _identity(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        fields = IDENTITY.get(self._register, ())
        return tuple(name_key(self._register, str(values.get(name) or "")) for name in fields)

    def plan(self, row: RowReading, values: Mapping[str, Any]) -> RowPlan:
        own = fields_of(self._register, values)
        held: tuple[str | None, Mapping[str, Any]] | None
        if self._people is not None:
            person = self._people.find(own)
            held = (person.record, person.values) if person else None
            if held is None:
                self._people.add(Known(None, own, row.number))
        else:
            identity = self._identity(own)
            held = self._known.get(identity) if identity else None
            if held is None and identity:
                self._known[identity] = (None, own)
        if held is None:
            return RowPlan(row, Fate.NEW)
        changes = differences(self._target, self._register, held[1], own)
        if changes and held[0] is not None:
            return RowPlan(row, Fate.CHANGED, record=held[0], changes=changes)
        return RowPlan(row, Fate.SAME, record=held[0])


class MemberPlanner:
    """Knows people again, and whether they serve in that group already."""

    def __init__(self, target: Target, holdings: Holdings) -> None:
        self._target = target
        self._people = People(holdings.people)
        self._serving: dict[tuple[str, str], tuple[str | None, Mapping[str, Any]]] = {
            (str(values.get("person")), str(values.get("group"))): (record, values)
            for record, values in holdings.records.items()
        }

    def plan(self, row: RowReading, values: Mapping[str, Any]) -> RowPlan:
        own, group = fields_of("person", values), str(values.get("member.group"))
        person = self._people.find(own)
        if person is None:
            self._people.add(Known(None, own, row.number))
            self._serving[f"row:{row.number}", group] = (None, {})
            return RowPlan(row, Fate.NEW)
        who = person.record or f"row:{person.row}"
        serving = self._serving.get((who, group))
        if serving is None:
            self._serving[who, group] = (None, {})
            return RowPlan(row, Fate.SECOND, person=person)
        changes = differences(self._target, "person", person.values, own) if person.record else {}
        if serving[0] is not None:
            service = {name: value for name, value in fields_of("member", values).items() if name != "group"}
            changes |= differences(self._target, "member", serving[1], service)
        if changes:
            return RowPlan(row, Fate.CHANGED, person=person, record=serving[0], changes=changes)
        return RowPlan(row, Fate.SAME, person=person, record=serving[0])


def fields_of(register: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of one register, by field."""
    prefix = f"{register}."
    return {key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)}


def differences(
    target: Target, register: str, held: Mapping[str, Any], now: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """By key, what a list says otherwise than the register: before and after. What it does not say stays."""
    return {
        f"{register}.{name}": (held.get(name), value)
        for name, value in now.items()
        if value is not None
        and held.get(name) != value
        and as_read(target, f"{register}.{name}", held.get(name)) != value
        and not _less(value, held.get(name))
    }


def _less(value: Any, held: Any) -> bool:
    """A year where the register knows the day says nothing new."""
    return (
        isinstance(value, str) and isinstance(held, str) and len(value) in (4, 7) and held.startswith(value)
    )
