"""The names in a list that stand for records: each distinct one is decided once, not once per row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop.base.text import exact
from desktop.domain.importing.holdings import Holdings
from desktop.domain.importing.rows import RowReading
from desktop.domain.importing.targets import Target
from desktop.domain.values.group_names import PlaceName, parse_area_name, parse_group_name, similar_names

NEW = "new"
"""The answer to a name that no record bears yet."""

BLANK = "blank"
"""The answer to a name that stays out: what it stands for has more to it than a name."""

# More names than any register has: all are gone through in turn, and one too many would make each be forgotten in time.
_REMEMBERED = 65_536
"""Taking a name apart is slow, and a list says the same ones row by row."""

_PLACES: Mapping[str, Callable[[str], PlaceName]] = {
    "group": lru_cache(_REMEMBERED)(parse_group_name),
    "area": lru_cache(_REMEMBERED)(parse_area_name),
}
_MOST_OFFERED = 5


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
        otherwise: the answer if it is none of the matches: ``NEW``, ``BLANK``, or None where there must be a record
            and a name alone does not make one.
        answer: what is proposed: a record's id, ``NEW``, or None where the person must say.
    """

    key: str
    register: str
    text: str
    rows: tuple[int, ...]
    matches: tuple[NameMatch, ...]
    otherwise: str | None
    answer: str | None


Answers = Mapping[tuple[str, str], str]
"""(register, key of the name) -> a record's id, ``NEW`` or ``BLANK``."""


def place_name(register: str, text: str) -> PlaceName | None:
    """The name of a group or an area taken apart; None for a record of any other register."""
    parse = _PLACES.get(register)
    return parse(text) if parse else None


@lru_cache(_REMEMBERED)
def name_key(register: str, text: str) -> str:
    """Equal for two spellings of one name."""
    place = place_name(register, text)
    return place.key if place else exact(text)


def area_of_group(text: str) -> str:
    """The area at the end of a group's name, or ``""``."""
    return _PLACES["group"](text).area_text


def kept_references(target: Target, row: RowReading, holdings: Holdings) -> dict[str, str]:
    """By key, what a row that names its record by code still points to: the name in it is the one it has there."""
    held = holdings.held(row.code)
    kept: dict[str, str] = {}
    if held is None:
        return kept
    for key, register in target.references.items():
        text, pointed = row.values.get(key), held.get(target.fields[key].name)
        if not isinstance(text, str) or not isinstance(pointed, str):
            continue
        title = holdings.title(register, pointed)
        if title is not None and (title == text or name_key(register, title) == name_key(register, text)):
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
        for key, register in target.references.items():
            text = row.values.get(key)
            if key in kept or not isinstance(text, str):
                continue
            note(key, register, text, row.number)
            if register == "group" and area_of_group(text):
                note("group.area", "area", area_of_group(text), row.number)
    known = {register: _Titles(register, holdings) for register in {register for register, _ in texts}}
    questions = [
        _question(target, key, text, rows_of, known[register])
        for (register, _), (key, text, rows_of) in texts.items()
    ]
    return tuple(sorted(questions, key=lambda question: (question.register != "area", question.rows[0])))


class _Titles:
    """The records of one register by their names."""

    def __init__(self, register: str, holdings: Holdings) -> None:
        self.register = register
        self._labels = holdings.labels.get(register, {})
        self._by_title: dict[str, list[str]] = {}
        for record, title in holdings.titles.get(register, {}).items():
            self._by_title.setdefault(title, []).append(record)
        for record, names in holdings.aliases.get(register, {}).items():
            for name in names:
                self._by_title.setdefault(name, []).append(record)
        self._by_key: dict[str, list[str]] = {}
        for title in self._by_title:
            self._by_key.setdefault(name_key(register, title), []).append(title)
        self._parse = _PLACES.get(register)
        self._by_number: dict[str, list[str]] = {}
        if self._parse is not None:
            for title in self._by_title:
                self._by_number.setdefault(self._parse(title).number_key, []).append(title)

    def matches(self, text: str) -> tuple[NameMatch, ...]:
        """The records of that name; if there is none, places of a name like it, the likeliest first."""
        found = [(title, True) for title in self._by_key.get(name_key(self.register, text), ())]
        if self._parse is not None and not found:
            alike = similar_names(text, self._candidates(self._parse(text).number_key), of=self._parse)
            found = [(match.candidate, match.same) for match in alike]
        return tuple(
            NameMatch(record, self._labels.get(record, title), same)
            for title, same in found
            for record in self._by_title[title][:_MOST_OFFERED]
        )

    def _candidates(self, number: str) -> Iterable[str]:
        """What a name with this number can mean: another number is another place."""
        return [*self._by_number.get(number, ()), *self._by_number.get("", ())] if number else self._by_title


def _question(target: Target, key: str, text: str, rows: Sequence[int], known: _Titles) -> NameQuestion:
    matches = known.matches(text)
    same = [match for match in matches if match.same]
    declared = target.fields.get(key)
    otherwise: str | None = NEW
    if known.register not in target.makeable:
        otherwise = None if declared is not None and declared.required else BLANK
    # What must be left out is never left out unasked.
    answer = same[0].record if len(same) == 1 else NEW if not matches and otherwise == NEW else None
    return NameQuestion(key, known.register, text, tuple(rows), matches, otherwise, answer)


def proposed_answers(questions: Iterable[NameQuestion]) -> dict[tuple[str, str], str]:
    """The answers that need no person: those names that were plain."""
    return {
        (question.register, name_key(question.register, question.text)): question.answer
        for question in questions
        if question.answer is not None
    }
